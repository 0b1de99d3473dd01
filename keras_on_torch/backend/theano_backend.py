"""What Keras 2.2.4 had for Theano: importing it says what there is instead."""

raise ImportError(
    "keras.backend.theano_backend: there is no Theano here. keras_on_torch computes with PyTorch"
    " and behaves as Keras does on TensorFlow: use keras.backend",
    name=__name__,
)
