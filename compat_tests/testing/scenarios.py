"""Uses of keras.utils.test_utils, in whichever Keras is given; a line is a row."""

import numpy as np

__all__ = ["ROWS", "played"]

EMBEDDING = {"input_dim": 10, "output_dim": 2, "embeddings_initializer": "ones"}

ROWS = [
    "get_test_data(3, 2, (4,))",
    "get_test_data(num_train=3, num_test=2, input_shape=(2, 3), num_classes=4)",
    "get_test_data(3, 2, (4,), (2,), classification=False)",
    "get_test_data(2, 1, (2, 2), (1, 3), classification=False)",
    "layer_test(layers.Dense, {'units': 3, 'kernel_initializer': 'ones'}, input_shape=(3, 2))",
    "layer_test(layers.Dense, {'units': 2, 'kernel_initializer': 'ones'}, (None, None, 2))",
    "layer_test(layers.Dropout, {'rate': 0.5}, input_shape=(None, 3))",
    "layer_test(layers.Flatten, {}, input_shape=(2, 3, 2), fixed_batch_size=True)",
    "layer_test(layers.BatchNormalization, input_shape=(2, 3))",
    "layer_test(layers.Embedding, EMBEDDING, (2, 3), 'int32', expected_output_dtype='float32')",
    "layer_test(layers.Masking, input_data=ones, expected_output=ones)",
    "layer_test(Odd, {'what': 'nothing'}, (2, 3))",
    "layer_test(layers.Dense, {'units': 3}, input_data=ones, expected_output=ones * 7)",
    "layer_test(Odd, {'what': 'shape'}, (2, 3))",
    "layer_test(Odd, {'what': 'type'}, (2, 3))",
    "layer_test(Odd, {'what': 'config'}, (2, 3))",
]


def odd(keras):
    """Return a layer that keeps one of its promises badly."""
    backend = keras.backend

    class Odd(keras.layers.Layer):
        def __init__(self, what=None, **kwargs):
            super().__init__(**kwargs)
            self.what = what

        def call(self, inputs):
            return backend.cast(inputs * 2.0, "int32") if self.what == "type" else inputs * 2.0

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 7) if self.what == "shape" else input_shape

        def get_config(self):
            extra = {"unknown": 3} if self.what == "config" else {"what": self.what}
            return dict(super().get_config(), **extra)

    return Odd


def played(keras, row):
    """Return what a row gives, or the type of the exception it ends in."""
    utils = __import__(keras.__name__ + ".utils.test_utils", fromlist=["layer_test"])
    Odd = odd(keras)  # noqa: N806
    names = {"EMBEDDING": dict(EMBEDDING), "layers": keras.layers, "Odd": Odd}
    names.update(get_test_data=utils.get_test_data, layer_test=utils.layer_test)
    names["ones"] = np.ones((2, 3), "float32")
    np.random.seed(11)  # noqa: NPY002
    objects = keras.utils.CustomObjectScope({"Odd": Odd})
    with objects:
        try:
            return nested(eval(row, names))
        except Exception as error:
            return next(k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins")


def nested(value):
    """Return arrays in tuples as lists, each with the type of its numbers."""
    if isinstance(value, tuple):
        return [nested(each) for each in value]
    return {"dtype": value.dtype.name, "values": value.tolist()}
