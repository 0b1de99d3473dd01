"""Tell what the tensors of a row are called, in whichever Keras is given."""

import numpy as np

__all__ = ["everything"]

_PLACEHOLDERS = {
    "x": (None, 4),
    "t": (None, 5, 4),
    "t2": (None, 4, 5),
    "im": (None, 6, 6, 4),
    "im5": (None, 6, 6, 6, 4),
    "xs": (None, 1, 4),
}
_OTHERS = {
    "b": ((None, 4), "bool"),
    "b1": ((None,), "bool"),
    "s0": ((), "bool"),
    "ix": ((None,), "int32"),
    "ix1": ((None,), "int32"),
}
_VARIABLES = {
    "v4": (4,),
    "m": (4, 4),
    "k1": (2, 4, 3),
    "k2": (2, 2, 4, 3),
    "k3": (2, 2, 2, 4, 3),
    "kd": (2, 2, 4, 1),
    "kp": (1, 1, 4, 3),
    "kd1": (2, 4, 1),
    "kp1": (1, 4, 3),
    "kl": (4, 8, 3),
}


def everything(keras, row):
    """Return names and kinds of the operations, and how the tensors are printed."""
    if hasattr(row, "shapes"):
        return _of_layer(keras, row)
    backend = keras.backend
    names = {name: backend.placeholder(shape) for name, shape in _PLACEHOLDERS.items()}
    for name, (shape, dtype) in _OTHERS.items():
        names[name] = backend.placeholder(shape, dtype=dtype)
    for name, shape in _VARIABLES.items():
        names[name] = backend.variable(np.ones(shape))
    backend.learning_phase()
    with backend.name_scope("S"):
        given = eval(row, {**vars(backend), "abs": abs}, names)
    return {"tensors": [_told(tensor) for tensor in _tensors_in(given)]}


def _of_layer(keras, row):
    names = {**vars(keras.layers), "K": keras.backend}
    inputs = [keras.layers.Input(shape) for shape in row.shapes]
    layer = eval(row.source, names)
    given = inputs if len(inputs) > 1 else inputs[0]
    output = layer(given)
    return {
        "tensors": [{**_told(output), "printed": str(output), "shown": repr(output)}],
        "again": layer(given).name,
        "input": layer.get_input_at(0).op.type if len(inputs) == 1 else None,
        "weights": [str(weight) for weight in layer.weights],
    }


def _tensors_in(given):
    if isinstance(given, (list, tuple)):
        return [tensor for each in given for tensor in _tensors_in(each)]
    return [given]


def _told(tensor):
    return {"name": tensor.name, "kind": tensor.op.type, "dtype": tensor.dtype.name}
