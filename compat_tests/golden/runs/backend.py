"""Run a row of the backend table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.store import plain
from compat_tests.golden.tables.calls import UNKNOWN_AXES, Array, Constant, Size

__all__ = ["everything", "shape_of", "symbolic", "values"]


def symbolic(backend, row, unknown="none"):
    """Call the row's function on placeholders; return these and the result.

    Args:
        backend: K, of either Keras.
        row: the row.
        unknown: which axes of the placeholders are None: "none", "batch" or "all", or a function
            that gives the shape of an array's placeholder.
    """
    inputs = []

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            shape = backend.shape(tensors[0])
            return shape if value.axis is None else shape[value.axis] + value.more
        if isinstance(value, Constant):
            return backend.constant(numbers, dtype=value.dtype)
        if type(value) is Array:
            shape = unknown(value) if callable(unknown) else value.static(unknown)
            inputs.append(backend.placeholder(shape=shape, dtype=value.dtype))
            return inputs[-1]
        return numbers

    args, kwargs = row.with_arrays(made)
    return inputs, row.of(backend, args, kwargs)


def shape_of(backend, row, unknown):
    """Return the shape the result is said to have; {"refused": why} where there is none."""
    try:
        return plain(backend.int_shape(symbolic(backend, row, unknown)[1]))
    except Exception as error:
        return {"refused": type(error).__name__}


def values(backend, row):
    """Return the result, and the derivatives by each fed tensor of its product with weights."""
    inputs, output = symbolic(backend, row)
    record = {"dtype": backend.dtype(output), "variable": hasattr(output, "constraint")}
    if not row.values:
        return record
    if record["variable"]:
        return dict(record, value=np.asarray(backend.get_value(output)))
    feeds = row.feeds()
    if any(output is entry for entry in inputs):  # TensorFlow 1 does not fetch what it is fed.
        output = backend.identity(output)
    try:
        record["value"] = np.asarray(backend.function(inputs, [output])(feeds)[0])
    except Exception as error:
        return dict(record, refused=type(error).__name__)
    if row.gradients and inputs and backend.dtype(output).startswith("float"):
        weights = np.cos(np.arange(record["value"].size)).reshape(record["value"].shape)
        loss = backend.sum(output * backend.constant(weights, dtype=backend.dtype(output)))
        by = [entry for entry in inputs if backend.dtype(entry).startswith("float")]
        found = backend.gradients(loss, by)
        known = [entry for entry in found if entry is not None]
        arrays = iter(backend.function(inputs, known)(feeds) if known else [])
        record["gradients"] = [None if entry is None else next(arrays) for entry in found]
    return record


def everything(keras, row):
    """Return all that is recorded of the row."""
    backend = keras.backend
    record = {"shapes": {unknown: shape_of(backend, row, unknown) for unknown in UNKNOWN_AXES}}
    if "refused" not in record["shapes"]["none"]:
        record.update(values(backend, row))
    return plain(record)
