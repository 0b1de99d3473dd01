"""Conformance of layers.advanced_activations: a row is a behaviour, a test an aspect of it."""

import pytest

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from keras_on_torch.layers import Input, PReLU, ReLU

CASES = [
    Case("LeakyReLU", {}, (None, 4), (None, 4), reference.leaky_relu),
    Case("LeakyReLU", {"alpha": 0.1}, (None, None, 4), (None, None, 4), reference.leaky_relu),
    Case("PReLU", {}, (None, 4), (None, 4), reference.prelu),
    Case("PReLU", {"shared_axes": [1, 2]}, (None, 3, 2, 4), (None, 3, 2, 4), reference.prelu),
    Case("PReLU", {"shared_axes": [1]}, (None, None, 4), (None, None, 4), reference.prelu),
    Case("ELU", {}, (None, 4), (None, 4), reference.elu_layer),
    Case("ELU", {"alpha": 0.5}, (None, 4), (None, 4), reference.elu_layer),
    Case("ThresholdedReLU", {}, (None, 4), (None, 4), reference.thresholded_relu),
    Case("ThresholdedReLU", {"theta": 0.2}, (None, 4), (None, 4), reference.thresholded_relu),
    Case("Softmax", {}, (None, 4), (None, 4), reference.softmax_layer),
    Case("Softmax", {"axis": 1}, (None, 3, 4), (None, 3, 4), reference.softmax_layer),
    Case("ReLU", {}, (None, 4), (None, 4), reference.relu_layer),
    Case("ReLU", {"max_value": 0.5}, (None, 4), (None, 4), reference.relu_layer),
    Case(
        "ReLU",
        {"max_value": 0.75, "negative_slope": 0.1, "threshold": 0.25},
        (None, 4),
        (None, 4),
        reference.relu_layer,
    ),
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"max_value": -1.0}, "max_value of ReLU"), ({"negative_slope": -1.0}, "negative_slope")],
)
def test_relu_refuses_negative_bounds(arguments, message):
    with pytest.raises(ValueError, match=message):
        ReLU(**arguments)


def test_prelu_shares_alphas_along_axes():
    layer = PReLU(shared_axes=1)
    layer(Input((3, 4)))
    assert layer.alpha._keras_shape == (1, 4)
    assert layer.get_config()["shared_axes"] == [1]


def test_prelu_asks_for_known_axes():
    with pytest.raises(ValueError, match="axis 1 of the input must be known"):
        PReLU()(Input((None, 3)))
