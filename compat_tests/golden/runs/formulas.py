"""Run a row of the formula table in whichever Keras is given."""

from compat_tests.golden.draws import array, concrete, random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]


def everything(keras, row):
    """Return the value of the expression, its shape and type, and its gradients."""
    K = keras.backend
    random, names = random_of(row), sorted(row.arrays)
    feeds = [array(random, concrete(row.arrays[name][1], 4), row.arrays[name][0]) for name in names]
    inputs = [K.placeholder(shape=row.arrays[name][1]) for name in names]
    value = eval(row.code, dict(dict(zip(names, inputs)), keras=keras, K=K))  # noqa: B905
    (found,) = K.function(inputs, [value])(feeds)
    result = {"value": found, "shape": K.int_shape(value), "dtype": K.dtype(value)}
    if row.gradients:
        factor = K.placeholder(shape=K.int_shape(value))
        gradients = K.gradients(K.sum(value * factor), inputs)
        known = [entry for entry in gradients if entry is not None]
        function = K.function(inputs + [factor], known)
        arrays = iter(function(feeds + [array(random, found.shape)]) if known else [])
        result["gradients"] = [None if entry is None else next(arrays) for entry in gradients]
    return plain(result)
