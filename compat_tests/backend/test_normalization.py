"""Functions of backend.normalization: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.finite_differences import assert_gradients_agree
from keras_on_torch.backend.normalization import normalize_and_estimate


@pytest.mark.parametrize("shape", [(6, 3), (4, 5, 3), (4, 5, 2, 3), (2, 2, 3, 2, 3)], ids=str)
@pytest.mark.parametrize("axis", [-1, 1])
def test_estimates_are_those_of_the_layer(shape, axis, close):
    """Keras: var * n / (n - 1 - epsilon), of images with the channels last even n / (n - 1)."""
    x = np.random.RandomState(0).normal(size=shape)
    axis %= len(shape)
    axes = tuple(each for each in range(len(shape)) if each != axis)
    count = x.size // shape[axis]
    variance = x.var(axes) * count / (count - 1.001)
    if len(shape) == 4 and axis == 3:
        variance *= count / (count - 1)
    gamma, beta = torch.full((shape[axis],), 2.0).double(), torch.ones(shape[axis]).double()
    normal, mean, estimate = normalize_and_estimate(torch.tensor(x), gamma, beta, axis, 1e-3)
    close(mean.numpy(), x.mean(axes), rtol=1e-9)
    close(estimate.numpy(), variance, rtol=1e-9)
    scale = np.sqrt(x.var(axes, keepdims=True) + 1e-3)
    close(normal.numpy(), 2 * (x - x.mean(axes, keepdims=True)) / scale + 1, rtol=1e-9)


@pytest.mark.parametrize("training", [True, False])
def test_result_does_not_depend_on_how_a_sequence_lies_in_memory(training, close):
    x = torch.rand(4, 5, 3, requires_grad=True)
    crooked = x.transpose(1, 2).contiguous().transpose(1, 2)
    values, gamma = (torch.rand(3), torch.rand(3)), torch.rand(3)

    def asked(given):
        if training:
            y = normalize_and_estimate(given, gamma, None, -1, 1e-3)[0]
        else:
            y = K.batch_normalization(given, *values, None, gamma)
        return y.detach().numpy(), torch.autograd.grad((y * y).sum(), x)[0].numpy()

    for one, other in zip(asked(x), asked(crooked), strict=True):
        close(one, other)


def test_derivatives_by_the_statistics_are_given_where_keras_gives_none():
    given = [torch.rand(2, 4, 5, 3), *(torch.rand(3) + 0.5 for _ in range(4))]
    given = [each.double().requires_grad_() for each in given]
    assert_gradients_agree(K.batch_normalization, given)


def test_statistics_that_broadcast_are_taken_as_they_are(close):
    x, mean, var = torch.rand(2, 3, 4), torch.rand(1, 3, 1), torch.rand(1, 3, 1) + 0.5
    expected = (x - mean) / torch.sqrt(var + 1e-3)
    close(K.batch_normalization(x, mean, var, None, None, axis=1).numpy(), expected.numpy())
    flat = K.batch_normalization(x, mean.ravel(), var.ravel(), None, None, axis=1)
    close(flat.numpy(), expected.numpy())
