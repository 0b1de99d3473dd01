"""Functions of backend.random: laws that the numbers follow, and what golden rows do not ask."""

import copy

import numpy as np
import pytest

import keras_on_torch.backend as K
from keras_on_torch.backend.random import Stream

SHAPE = (200, 100)
# Each with the mean and the standard deviation that its law has, and bounds.
LAWS = {
    "normal": (lambda **more: K.random_normal(SHAPE, 1.0, 2.0, **more), 1.0, 2.0, np.inf),
    "uniform": (lambda **more: K.random_uniform(SHAPE, -1.0, 3.0, **more), 1.0, 4 / 12**0.5, 2.0),
    "binomial": (lambda **more: K.random_binomial(SHAPE, 0.3, **more), 0.3, 0.21**0.5, 0.7),
    "truncated": (lambda **more: K.truncated_normal(SHAPE, 1.0, 2.0, **more), 1.0, 1.7592, 4.0),
    "normal by tensors": (
        lambda **more: K.random_normal(SHAPE, K.constant(1.0), K.constant([2.0] * 100), **more),
        1.0,
        2.0,
        np.inf,
    ),
    "uniform by tensors": (
        lambda **more: K.random_uniform(SHAPE, K.constant(-1.0), K.constant(3.0), **more),
        1.0,
        4 / 12**0.5,
        2.0,
    ),
    "truncated by tensors": (
        lambda **more: K.truncated_normal(SHAPE, K.constant(1.0), K.constant(2.0), **more),
        1.0,
        1.7592,
        4.0,
    ),
    "whole": (
        lambda **more: K.random_uniform(SHAPE, 0, 10, **{**more, "dtype": "int32"}),
        4.5,
        (99 / 12) ** 0.5,
        4.5,
    ),
    "normal variable": (
        lambda **more: K.random_normal_variable(SHAPE, 1.0, 2.0, **more),
        1.0,
        2.0,
        np.inf,
    ),
    "uniform variable": (
        lambda **more: K.random_uniform_variable(SHAPE, -1.0, 3.0, **more),
        1.0,
        4 / 12**0.5,
        2.0,
    ),
}
each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
NODES = {name: law for name, law in LAWS.items() if "variable" not in name}
each_node = pytest.mark.parametrize("law", NODES.values(), ids=NODES.keys())


@each_law
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_numbers_follow_the_law(law, dtype, device):
    draw, mean, deviation, reach = law
    numbers = K.eval(draw(dtype=dtype, seed=3)).astype("float64")
    error = 5 * deviation / np.sqrt(numbers.size)
    assert abs(numbers.mean() - mean) < error + (0.01 if dtype == "float16" else 0)
    assert abs(numbers.std() - deviation) < 0.03 * deviation
    assert np.abs(numbers - mean).max() <= reach + (0.01 if dtype == "float16" else 1e-6)
    assert len(np.unique(numbers)) > 1


@each_node
def test_each_run_draws_anew(law, device):
    function = K.function([], [law[0](seed=1)])
    assert not np.array_equal(function([])[0], function([])[0])


@each_law
def test_seed_repeats_the_numbers(law, device):
    first, second = law[0](seed=5), law[0](seed=5)
    assert np.array_equal(K.eval(first), K.eval(second))


@each_law
def test_the_seed_of_numpy_repeats_the_numbers(law, device):
    drawn = []
    for _ in range(2):
        np.random.seed(7)  # noqa: NPY002 - Keras draws seeds from it
        drawn.append(K.eval(law[0]()))
    assert np.array_equal(*drawn)
    assert not np.array_equal(drawn[0], K.eval(law[0]()))


def test_numpy_moves_on_as_in_keras():
    np.random.seed(7)  # noqa: NPY002 - Keras draws seeds from it
    K.random_normal((2,))
    K.random_uniform_variable((2,), 0, 1)
    # What Keras 2.2.4 leaves behind after the same two calls.
    assert np.random.randint(10**6) == 573977  # noqa: NPY002


def test_mean_and_width_take_gradients(close):
    mean, width = K.variable([1.0, 2.0]), K.variable([3.0, 4.0])
    drawn = K.random_normal((5, 2), mean, width, seed=1)
    gradients = K.gradients(K.sum(drawn), [mean, width])
    numbers, by_mean, by_width = K.function([], [drawn, *gradients])([])
    close(by_mean, np.full(2, 5.0))
    close(by_width, ((numbers - [1.0, 2.0]) / [3.0, 4.0]).sum(axis=0))


def test_shape_may_follow_the_batch():
    x = K.placeholder((None, 3))
    noise = K.random_normal((K.shape(x)[0], 2))
    assert K.int_shape(noise) == (None, 2)
    assert K.function([x], [noise])([np.ones((4, 3))])[0].shape == (4, 2)


def test_a_copied_stream_starts_anew():
    stream = Stream(3)
    assert copy.deepcopy(stream).seed == 3
