"""Formulas of reductions along axes."""

import numpy as np

__all__ = ["REDUCTION"]


def _reduced(function):
    """Return a formula for what NumPy reduces along a tuple of axes."""

    def twin(x, axis=None, keepdims=False):
        axes = _axes(axis, np.ndim(x))
        return function(x, axis=axes, keepdims=keepdims) if axes else function(x[None], axis=0)

    return twin


def _axes(axis, ndim):
    if axis is None:
        return tuple(range(ndim))
    return tuple({each % ndim for each in ([axis] if isinstance(axis, int) else axis)})


def _mean(x, axis, keepdims=False):
    mean = np.mean(x.astype("float64"), axis=axis, keepdims=keepdims)
    return np.trunc(mean) if x.dtype.kind == "i" else mean


def _var(x, axis, keepdims=False):
    return _mean(np.square(x - _mean(x, axis, True)).astype(_counted(x)), axis, keepdims)


def _std(x, axis, keepdims=False):
    return np.sqrt(_var(x, axis, keepdims))


def _counted(x):
    return "float64" if x.dtype.kind == "b" else x.dtype


def _extreme(function, sign):
    """Return a formula for the largest (sign 1) or smallest (-1); of nothing, the worst."""

    def twin(x, axis, keepdims=False):
        limits = np.iinfo(x.dtype) if x.dtype.kind == "i" else None
        worst = (limits.min if sign == 1 else limits.max) if limits else -sign * np.inf
        return function(x, axis=axis, keepdims=keepdims, initial=worst)

    return twin


def _logsumexp(x, axis, keepdims=False):
    return np.logaddexp.reduce(x, axis=axis, keepdims=keepdims)


def _place(function):
    return lambda x, axis=-1: function(x, axis=0 if axis is None else axis)


def _truth(function):
    return lambda x, axis, keepdims=False: function(x != 0, axis=axis, keepdims=keepdims)


REDUCTION = {
    "sum": _reduced(np.sum),
    "prod": _reduced(np.prod),
    "max": _reduced(_extreme(np.max, 1)),
    "min": _reduced(_extreme(np.min, -1)),
    "mean": _reduced(_mean),
    "var": _reduced(_var),
    "std": _reduced(_std),
    "any": _reduced(_truth(np.any)),
    "all": _reduced(_truth(np.all)),
    "logsumexp": _reduced(_logsumexp),
    "argmax": _place(np.argmax),
    "argmin": _place(np.argmin),
    "cumsum": lambda x, axis=0: np.cumsum(x, axis=axis),
    "cumprod": lambda x, axis=0: np.cumprod(x, axis=axis),
}
