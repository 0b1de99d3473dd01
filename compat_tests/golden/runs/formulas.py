"""Run a row of the formula table in whichever Keras is given."""

from compat_tests.golden.seeded_arrays import array, concrete, random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]


def everything(keras, row):
    """Return the value of the expression, its shape and type, and its gradients."""
    backend = keras.backend
    random, names = random_of(row), sorted(row.arrays)
    feeds = [array(random, concrete(row.arrays[name][1], 4), row.arrays[name][0]) for name in names]
    inputs = [backend.placeholder(shape=row.arrays[name][1]) for name in names]
    value = eval(row.code, dict(dict(zip(names, inputs)), keras=keras, K=backend))  # noqa: B905
    (found,) = backend.function(inputs, [value])(feeds)
    result = {"value": found, "shape": backend.int_shape(value), "dtype": backend.dtype(value)}
    by = [entry for name, entry in zip(names, inputs) if "ids" not in row.arrays[name][0]]  # noqa: B905
    if row.gradients:
        factor = backend.placeholder(shape=backend.int_shape(value))
        gradients = backend.gradients(backend.sum(value * factor), by)
        known = [entry for entry in gradients if entry is not None]
        function = backend.function([*inputs, factor], known)
        arrays = iter(function([*feeds, array(random, found.shape)]) if known else [])
        result["gradients"] = [None if entry is None else next(arrays) for entry in gradients]
    return plain(result)
