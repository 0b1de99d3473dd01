"""Conformance of backend.creation: rows of golden/tables/backend.py, and what they leave out."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.backend.conformance import Family


def _constant(value, dtype=None, shape=None):
    array = np.asarray(value).astype(dtype or "float32")
    if shape is None:
        return array
    numbers = np.full(int(np.prod(shape)), array.ravel()[-1])
    numbers[: array.size] = array.ravel()
    return numbers.reshape(shape)


def _arange(start, stop=None, step=1, dtype=None):
    numbers = np.arange(max(float(start), 0)) if stop is None else np.arange(start, stop, step)
    return numbers.astype(dtype) if dtype not in (None, "int32") else numbers


TWINS = {
    "zeros": lambda shape, dtype=None: np.zeros(shape, dtype or "float32"),
    "ones": lambda shape, dtype=None: np.ones(shape, dtype or "float32"),
    "zeros_like": lambda x, dtype=None: np.zeros_like(x, dtype),
    "ones_like": lambda x, dtype=None: np.ones_like(x, dtype),
    "eye": lambda size, dtype=None: np.eye(size, dtype=dtype),
    "constant": _constant,
    "arange": _arange,
}
family = Family("creation", TWINS)


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


@family.each_refused
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)


@pytest.mark.parametrize("name", ["zeros", "ones", "eye"])
def test_variables_are_named(name):
    assert getattr(K, name)(2, name="own").name == "own:0"


def test_numbers_have_the_configured_type():
    K.set_floatx("float64")
    assert {K.dtype(each) for each in (K.zeros(2), K.constant(1), K.eye(2))} == {"float64"}
    assert K.dtype(K.arange(3)) == "int32"


def test_zeros_beside_data_follow_their_batch():
    x = K.placeholder((None, 3))
    state = K.zeros((K.shape(x)[0], 5))
    assert K.int_shape(state) == (None, 5)
    assert K.function([x], [state])([np.ones((4, 3))])[0].tolist() == np.zeros((4, 5)).tolist()


def test_constant_does_not_follow_its_array():
    array = np.ones(3, "float32")
    constant = K.constant(array)
    array[:] = 7.0
    assert K.eval(constant).tolist() == [1.0, 1.0, 1.0]


def test_like_a_real_tensor_is_a_real_tensor():
    assert torch.equal(K.zeros_like(torch.ones(2)), torch.zeros(2))


def test_zeros_like_have_no_gradient():
    x = K.variable([1.0])
    assert K.gradients(K.zeros_like(x), [x]) == [None]


def test_constant_refuses_more_numbers_than_places():
    with pytest.raises(ValueError, match=r"Too many elements provided\. Needed at most 1"):
        K.constant([1.0, 2.0], shape=(1,))
