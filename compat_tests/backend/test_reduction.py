"""Conformance of backend.reduction: rows of golden/tables/backend.py, and what they leave out."""

import numpy as np
import pytest

import keras_on_torch.backend as K
from compat_tests.backend.conformance import Family


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


TWINS = {
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
family = Family("reduction", TWINS)


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


@pytest.mark.filterwarnings("ignore:Mean of empty slice", "ignore:invalid value encountered")
@family.each_with_value
def test_computes_what_the_formula_gives(row, close):
    family.result_is_that_of_numpy(row, close)


@family.each_eager
def test_computes_real_tensors_at_once(row, device, close):
    family.real_tensors_are_computed_at_once(row, device, close)


@family.each_smooth
def test_derivatives_agree_with_differences(row):
    family.derivatives_are_those_of_differences(row)


@family.each_refused
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min"])
def test_reduced_sizes_are_sizes_again(name):
    x = K.placeholder((2, 3, 4))
    size = getattr(K, name)(K.shape(x)[1:])
    assert K.int_shape(K.zeros((size, 2))) == (getattr(np, name)([3, 4]), 2)


def test_mean_of_truth_values_has_the_configured_type():
    K.set_floatx("float64")
    assert K.dtype(K.mean(K.equal(K.placeholder((3,)), 1.0))) == "float64"


def test_spread_of_equal_numbers_has_the_gradient_of_its_formula():
    x = K.placeholder((2,))
    gradient = K.function([x], K.gradients(K.std(x), [x]))([np.ones(2)])[0]
    assert np.isnan(gradient).all()
