"""The helpers of old test suites: the same data, the same verdicts as in Keras 2.2.4."""

import json
from pathlib import Path

import pytest

import keras_on_torch as keras
from compat_tests.testing.scenarios import ROWS, played
from keras_on_torch import layers
from keras_on_torch.utils import test_utils as helpers

RECORDED = json.loads(Path(__file__).with_name("testing.json").read_text("utf8"))


@pytest.mark.parametrize("row", ROWS)
def test_gives_what_keras_gives(row, close):
    close(played(keras, row), RECORDED[row])


def test_a_layer_test_leaves_the_arguments_alone():
    arguments = {"units": 2}
    helpers.layer_test(layers.Dense, arguments, (2, 3))
    assert arguments == {"units": 2}


def test_a_layer_test_needs_data():
    with pytest.raises(ValueError, match="give input_data, or the input_shape"):
        helpers.layer_test(layers.Dense, {"units": 2})


def test_says_which_layer_broke_which_promise():
    class Wide(layers.Layer):
        def compute_output_shape(self, input_shape):
            return (*input_shape[:-1], 9)

    with pytest.raises(AssertionError, match=r"Wide 'w': the output has shape \(2, 3\), compute"):
        helpers.layer_test(Wide, {"name": "w"}, (2, 3))


@pytest.mark.parametrize("value", [1, 2])
@helpers.keras_test
def test_the_decorator_clears_the_session_and_keeps_the_arguments(value):
    assert layers.Dense(2).name == "dense_1"
    assert value in (1, 2)


def test_the_session_is_clear_after_a_decorated_test():
    @helpers.keras_test
    def decorated():
        return layers.Dense(2).name

    assert [decorated(), decorated()] == ["dense_1", "dense_1"]
