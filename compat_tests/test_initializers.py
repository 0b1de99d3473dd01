"""Initializers: what they draw, from which random state, and their configurations."""

# ruff: noqa: NPY002 - Keras draws from NumPy's own random state.

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch import initializers

SHAPE = (300, 200)
UNIFORM = 1 / np.sqrt(3)  # Standard deviation of even numbers from -1 to 1.
ROWS = [  # name, arguments, mean, standard deviation, largest distance from the mean
    ("RandomNormal", {"mean": 0.3, "stddev": 0.2}, 0.3, 0.2, np.inf),
    ("RandomUniform", {"minval": -1.0, "maxval": 3.0}, 1.0, 2 * UNIFORM, 2.0),
    ("TruncatedNormal", {"mean": 1.0, "stddev": 0.5}, 1.0, 0.5 * 0.8796, 1.0),
    ("lecun_uniform", {}, 0, np.sqrt(1 / 300), np.sqrt(3 / 300)),
    ("lecun_normal", {}, 0, np.sqrt(1 / 300), 2 * np.sqrt(1 / 300) / 0.8796),
    ("glorot_uniform", {}, 0, np.sqrt(1 / 250), np.sqrt(3 / 250)),
    ("glorot_normal", {}, 0, np.sqrt(1 / 250), 2 * np.sqrt(1 / 250) / 0.8796),
    ("he_uniform", {}, 0, np.sqrt(2 / 300), np.sqrt(6 / 300)),
    ("he_normal", {}, 0, np.sqrt(2 / 300), 2 * np.sqrt(2 / 300) / 0.8796),
    (
        "VarianceScaling",
        {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"},
        0,
        np.sqrt(3 / 200),
        np.sqrt(9 / 200),
    ),
]
CONFIGS = {
    "Zeros": {},
    "Ones": {},
    "Constant": {"value": 0.5},
    "RandomNormal": {"mean": 0.0, "stddev": 0.05, "seed": None},
    "RandomUniform": {"minval": -0.05, "maxval": 0.05, "seed": None},
    "TruncatedNormal": {"mean": 0.0, "stddev": 0.05, "seed": 3},
    "VarianceScaling": {
        "scale": 1.0,
        "mode": "fan_in",
        "distribution": "normal",
        "seed": None,
    },
    "Orthogonal": {"gain": 2.0, "seed": 3},
    "Identity": {"gain": 2.0},
}


def value(made):
    return made if isinstance(made, np.ndarray) else K.eval(made)


@pytest.mark.parametrize(("name", "arguments", "mean", "stddev", "reach"), ROWS, ids=str)
def test_draws_from_its_distribution(name, arguments, mean, stddev, reach, device):
    drawn = value(getattr(initializers, name)(seed=5, **arguments)(SHAPE))
    assert abs(drawn.mean() - mean) < 4 * stddev / np.sqrt(drawn.size) + 1e-3
    assert abs(drawn.std() / stddev - 1) < 0.02
    assert np.abs(drawn - mean).max() <= reach * 1.001


@pytest.mark.parametrize("name", ["glorot_uniform", "he_normal", "RandomNormal", "orthogonal"])
def test_numpys_seed_makes_it_repeatable(name):
    drawn = []
    for _ in range(2):
        np.random.seed(11)
        drawn.append(value(initializers.get(name)((4, 3))))
    np.testing.assert_array_equal(*drawn)


def test_takes_one_number_from_numpys_state_as_keras_does():
    np.random.seed(11)
    np.random.randint(10e6)
    expected = np.random.get_state()[2]
    np.random.seed(11)
    initializers.glorot_uniform()((4, 3))
    assert np.random.get_state()[2] == expected


@pytest.mark.parametrize(
    ("shape", "fans"),
    [
        ((3, 4), (3, 4)),
        ((5, 3, 4), (15, 20)),
        ((2, 5, 3, 4), (30, 40)),
        ((2, 2, 5, 3, 4), (60, 80)),
        ((9,), (3, 3)),
    ],
    ids=str,
)
def test_counts_what_flows_in_and_out(shape, fans):
    assert initializers._compute_fans(shape) == fans


def test_orthogonal_is_numpys_singular_vectors(close):
    np.random.seed(3)
    drawn = np.random.normal(0.0, 1.0, (6, 4))
    left, _, _ = np.linalg.svd(drawn, full_matrices=False)
    made = initializers.Orthogonal(gain=2.0, seed=3)((3, 2, 4))
    close(made, 2.0 * left.reshape(3, 2, 4))


@pytest.mark.parametrize("shape", [(4, 4), (6, 4), (3, 5)], ids=str)
def test_orthogonal_has_perpendicular_vectors_along_the_short_side(shape, close):
    made = initializers.Orthogonal()(shape)
    product = made.T @ made if shape[0] >= shape[1] else made @ made.T
    close(product, np.eye(min(shape)))


@pytest.mark.parametrize("shape", [(2, 2), (2, 6), (6, 2)], ids=str)
def test_identity_is_repeated_along_the_long_side(shape):
    made = initializers.Identity(gain=3.0)(shape)
    assert made.shape == shape
    np.testing.assert_array_equal(made, 3.0 * np.tile(np.eye(2), (shape[0] // 2, shape[1] // 2)))


def test_constants_fill_the_shape(close):
    close(value(initializers.Zeros()((2, 3))), np.zeros((2, 3)))
    close(value(initializers.Ones()((2, 3))), np.ones((2, 3)))
    close(value(initializers.Constant(0.5)((2, 3))), np.full((2, 3), 0.5))


@pytest.mark.parametrize("name", CONFIGS)
def test_is_rebuilt_from_its_config(name):
    one = getattr(initializers, name)(**CONFIGS[name])
    assert one.get_config() == CONFIGS[name]
    assert list(one.get_config()) == list(CONFIGS[name])
    other = initializers.get(initializers.serialize(one))
    assert type(other) is type(one)
    assert other.get_config() == CONFIGS[name]


def test_a_type_in_the_config_says_nothing():
    made = initializers.get({"class_name": "Zeros", "config": {"dtype": "float32"}})
    assert isinstance(made, initializers.Zeros)


@pytest.mark.parametrize("name", ["zero", "zeros", "uniform", "normal", "identity", "orthogonal"])
def test_get_knows_small_names(name):
    assert isinstance(initializers.get(name), getattr(initializers, name))


def test_get_passes_functions_through():
    def mine(shape, dtype=None):
        return np.zeros(shape)

    assert initializers.get(mine) is mine


@pytest.mark.parametrize("identifier", ["no_such", 3, None])
def test_refuses_what_means_no_initializer(identifier):
    with pytest.raises(ValueError, match="initializer"):
        initializers.get(identifier)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": 0.0}, "`scale` must be a positive float"),
        ({"mode": "fan"}, "Invalid `mode`"),
        ({"distribution": "even"}, "Invalid `distribution`"),
    ],
    ids=str,
)
def test_variance_scaling_refuses_unknown_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        initializers.VarianceScaling(**arguments)


def test_identity_refuses_other_shapes():
    with pytest.raises(ValueError, match="2D"):
        initializers.Identity()((2, 2, 2))
    with pytest.raises(ValueError, match="multiple"):
        initializers.Identity()((2, 3))


def test_orthogonal_refuses_a_vector():
    with pytest.raises(IndexError, match="two axes"):
        initializers.Orthogonal()((3,))
