"""Activations against their formulas, and by their names."""

import numpy as np
import pytest

from compat_tests.reference.functions import ACTIVATIONS
from keras_on_torch import activations
from keras_on_torch import backend as K

ROWS = [(name, {}) for name in ACTIVATIONS] + [
    ("softmax", {"axis": 1}),
    ("elu", {"alpha": 0.3}),
    ("relu", {"alpha": 0.1}),
    ("relu", {"max_value": 1.5}),
    ("relu", {"threshold": 0.7}),
    ("relu", {"alpha": 0.2, "max_value": 1.0, "threshold": 0.5}),
]
DRAWN = np.random.RandomState(3).normal(scale=2, size=(5, 3, 4))


@pytest.mark.parametrize(("name", "arguments"), ROWS, ids=str)
def test_gives_what_the_formula_gives(name, arguments, device, close):
    computed = K.eval(getattr(activations, name)(K.variable(DRAWN), **arguments))
    close(computed, ACTIVATIONS[name](DRAWN, **arguments))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_is_found_by_its_name(name):
    function = activations.get(name)
    assert function is getattr(activations, name)
    assert activations.serialize(function) == name


def test_two_axes_are_always_normalised_along_the_last(close):
    rows = DRAWN[:, 0]
    close(K.eval(activations.softmax(K.variable(rows), axis=0)), ACTIVATIONS["softmax"](rows))


def test_softmax_needs_two_axes():
    with pytest.raises(ValueError, match="Cannot apply softmax"):
        activations.softmax(K.variable([1.0, 2.0]))


def test_none_means_linear_and_functions_stay():
    assert activations.get(None) is activations.linear
    assert activations.get(np.sin) is np.sin


def test_a_layer_as_activation_is_warned_of():
    class Stand:
        def compute_output_shape(self, shape):
            return shape

        def __call__(self, x):
            return x

    stand = Stand()
    with pytest.warns(UserWarning, match="Do not pass a layer instance"):
        assert activations.get(stand) is stand


@pytest.mark.parametrize("identifier", ["no_such", 3])
def test_refuses_what_means_no_activation(identifier):
    with pytest.raises(ValueError, match="activation function"):
        activations.get(identifier)
