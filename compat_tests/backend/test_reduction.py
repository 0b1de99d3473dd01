"""Functions of backend.reduction: what golden rows do not ask."""

import numpy as np
import pytest

import keras_on_torch.backend as K


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
