"""Conformance of backend.elementwise: rows of golden/tables/backend.py, and what they leave out."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.backend.conformance import Family


def _clip(x, low, high):
    return np.clip(x, low, np.inf if high is None else max(low, high))


TWINS = {
    "square": np.square,
    "abs": np.abs,
    "sqrt": lambda x: np.sqrt(np.maximum(x, 0)),
    "exp": np.exp,
    "log": np.log,
    "round": np.rint,
    "sign": np.sign,
    "sin": np.sin,
    "cos": np.cos,
    "pow": np.power,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "clip": _clip,
    "cast": lambda x, dtype: np.asarray(x).astype(dtype),
    "identity": lambda x: x,
    "stop_gradient": lambda x: x,
}
family = Family("elementwise", TWINS)


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


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


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_missing_number_wins_only_from_the_left(name):
    nan = K.constant([np.nan, 1.0])
    assert np.isnan(K.eval(getattr(K, name)(nan, K.constant([1.0, np.nan])))).tolist() == [1, 0]


def test_cast_to_its_own_type_is_the_tensor_itself():
    x = K.placeholder((3,))
    assert K.cast(x, "float32") is x
    assert K.cast(K.variable(1.0), "float32") is not None


def test_cast_sizes_are_still_sizes():
    x = K.placeholder((2, 6))
    half = K.cast(K.cast(K.shape(x)[1], "float32") * 0.5, "int32")
    assert K.int_shape(K.reshape(x, (-1, half))) == (4, 3)


def test_stop_gradient_takes_several():
    first, second = K.stop_gradient([K.constant([1.0]), K.constant([2.0])])
    assert [K.eval(first)[0], K.eval(second)[0]] == [1.0, 2.0]


def test_stop_gradient_and_round_have_no_gradient():
    x = K.variable([1.0])
    assert K.gradients(K.sum(K.stop_gradient(x) + K.round(x)), [x]) == [None]


def test_bounds_of_clip_may_be_tensors(close):
    x = torch.tensor([-2.0, 0.0, 2.0])
    close(K.clip(x, K.constant(-1.0), 1.0).name is not None, True)
    low, high = torch.tensor([-1.0, 1.0, 0.0]), torch.tensor([1.0, 0.0, 1.0])
    close(K.clip(x, low, high).numpy(), np.array([-1.0, 1.0, 1.0]))


def test_identity_takes_a_name():
    assert K.identity(K.placeholder((1,)), name="here").name == "here:0"


def test_fractions_are_asked_for_by_name():
    with pytest.raises(TypeError, match=r"K.exp takes floating-point numbers, got torch.int32"):
        K.exp(K.placeholder((2,), dtype="int32"))
