"""Functions of backend.creation: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K


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
