"""Run a row of the backend table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.store import plain
from compat_tests.golden.tables.backend import UNKNOWN_AXES, Array, Constant, Size

__all__ = ["everything", "shape_of", "symbolic", "values"]


def symbolic(K, row, unknown="none"):
    """Call the row's function on placeholders; return these and the result.

    Args:
        K: the backend.
        row: the row.
        unknown: which axes of the placeholders are None: "none", "batch" or "all".
    """
    inputs = []

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            shape = K.shape(tensors[0])
            return shape if value.axis is None else shape[value.axis] + value.more
        if isinstance(value, Constant):
            return K.constant(numbers, dtype=value.dtype)
        if type(value) is Array:
            inputs.append(K.placeholder(shape=value.static(unknown), dtype=value.dtype))
            return inputs[-1]
        return numbers

    args, kwargs = row.with_arrays(made)
    return inputs, getattr(K, row.function)(*args, **kwargs)


def shape_of(K, row, unknown):
    """Return the shape the result is said to have; {"refused": why} where there is none."""
    try:
        return plain(K.int_shape(symbolic(K, row, unknown)[1]))
    except Exception as error:
        return {"refused": type(error).__name__}


def values(K, row):
    """Return the result, and the derivatives by each fed tensor of its product with weights."""
    inputs, output = symbolic(K, row)
    record = {"dtype": K.dtype(output), "variable": hasattr(output, "constraint")}
    if not row.values:
        return record
    if record["variable"]:
        return dict(record, value=np.asarray(K.get_value(output)))
    feeds = row.feeds()
    if any(output is entry for entry in inputs):  # TensorFlow 1 does not fetch what it is fed.
        output = K.identity(output)
    try:
        record["value"] = np.asarray(K.function(inputs, [output])(feeds)[0])
    except Exception as error:
        return dict(record, refused=type(error).__name__)
    if row.gradients and inputs and K.dtype(output).startswith("float"):
        weights = np.cos(np.arange(record["value"].size)).reshape(record["value"].shape)
        loss = K.sum(output * K.constant(weights, dtype=K.dtype(output)))
        by = [entry for entry in inputs if K.dtype(entry).startswith("float")]
        found = K.gradients(loss, by)
        known = [entry for entry in found if entry is not None]
        arrays = iter(K.function(inputs, known)(feeds) if known else [])
        record["gradients"] = [None if entry is None else next(arrays) for entry in found]
    return record


def everything(keras, row):
    """Return all that is recorded of the row."""
    K = keras.backend
    record = {"shapes": {unknown: shape_of(K, row, unknown) for unknown in UNKNOWN_AXES}}
    if "refused" not in record["shapes"]["none"]:
        record.update(values(K, row))
    return plain(record)
