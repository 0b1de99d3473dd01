"""Run a row of a table of TensorFlow in whichever Keras is given: its `K.tf` is called."""

import numpy as np

from compat_tests.golden.store import plain
from compat_tests.golden.tables.calls import UNKNOWN_AXES, Array, Constant, Size
from compat_tests.golden.tables.tensorflow.row import Variable

__all__ = ["everything", "outputs_of", "shapes_of", "symbolic", "values_of"]


def symbolic(backend, row, unknown="none"):
    """Call the row's function on placeholders; return these, in order, and the tensors returned."""
    inputs = []

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            shape = backend.tf.shape(tensors[0])
            return shape if value.axis is None else shape[value.axis] + value.more
        if isinstance(value, Variable):
            return backend.variable(numbers, dtype=value.dtype)
        if isinstance(value, Constant):
            return backend.tf.constant(numbers, dtype=value.dtype)
        if type(value) is Array:
            shape = value.static(unknown)
            inputs.append(backend.placeholder(shape=shape, dtype=value.dtype))
            return inputs[-1]
        return numbers

    args, kwargs = row.with_arrays(made)
    return inputs, outputs_of(row.of(backend.tf, args, kwargs))


def outputs_of(value):
    """Return the tensors of a result, nested as it may be, in one list."""
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple)) and not hasattr(value, "as_list"):
        return [leaf for item in value for leaf in outputs_of(item)]
    return [value]


def _is_tensor(value):
    return hasattr(value, "get_shape")


def _shape(backend, value):
    """Return the static shape of a tensor; None for one whose number of axes is not known."""
    return plain(backend.int_shape(value)) if _is_tensor(value) else "no tensor"


def shapes_of(backend, row, unknown):
    """Return the shapes that the results are said to have; {"refused": why} where there is none."""
    try:
        return [_shape(backend, output) for output in symbolic(backend, row, unknown)[1]]
    except Exception as error:
        return {"refused": type(error).__name__, "message": str(error)[:200]}


def values_of(backend, row):
    """Return types and values of the results, and derivatives by each fed tensor."""
    inputs, outputs = symbolic(backend, row)
    tensors = [output for output in outputs if _is_tensor(output)]
    record = {
        "others": [output for output in outputs if not _is_tensor(output)],
        "dtypes": [backend.dtype(output) for output in tensors],
    }
    if not row.values:
        return record
    feeds = row.feeds()
    fetched = [backend.tf.identity(output) for output in tensors]
    backend.get_session().run(backend.tf.global_variables_initializer())
    try:
        record["values"] = [np.asarray(v) for v in backend.function(inputs, fetched)(feeds)]
    except Exception as error:
        return dict(record, refused=type(error).__name__)
    by = [entry for entry in inputs if backend.dtype(entry).startswith("float")]
    if row.gradients and by:
        record["gradients"] = _gradients(backend, inputs, by, fetched, record["values"], feeds)
    return record


def _gradients(backend, inputs, by, outputs, values, feeds):
    """Return the derivatives of the results' sum, each number weighed, by each fed tensor."""
    losses = []
    for output, value in zip(outputs, values):  # noqa: B905 - Python 3.7
        if value.dtype.kind == "f":
            weights = np.cos(np.arange(value.size)).reshape(value.shape)
            losses.append(
                backend.sum(output * backend.constant(weights, dtype=backend.dtype(output)))
            )
    if not losses:
        return [None] * len(by)
    try:
        found = backend.gradients(losses, by)
        known = [entry for entry in found if entry is not None]
        arrays = iter(backend.function(inputs, known)(feeds) if known else [])
    except Exception as error:
        return {"refused": type(error).__name__}
    return [None if entry is None else next(arrays) for entry in found]


def everything(keras, row):
    """Return all that is recorded of the row."""
    backend = keras.backend
    record = {"shapes": {unknown: shapes_of(backend, row, unknown) for unknown in UNKNOWN_AXES}}
    if "refused" not in record["shapes"]["none"]:
        record.update(values_of(backend, row))
    return plain(record)
