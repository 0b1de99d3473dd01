"""What Keras 2.2.4 had for CNTK: importing it says what there is instead."""

raise ImportError(
    "keras.backend.cntk_backend: there is no CNTK here. keras_on_torch computes with PyTorch"
    " and behaves as Keras does on TensorFlow: use keras.backend",
    name=__name__,
)
