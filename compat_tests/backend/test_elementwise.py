"""Functions of backend.elementwise: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K


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
