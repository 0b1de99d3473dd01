"""Where data enters: shapes, types, tensors that are there already."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.layers import Dense, Input, InputLayer
from keras_on_torch.models import Model


def test_shapes_are_those_asked_for():
    assert K.int_shape(Input((3,))) == (None, 3)
    assert K.int_shape(Input(())) == (None,)
    assert K.int_shape(Input(batch_shape=(2, None))) == (2, None)
    assert K.int_shape(Input((3,), batch_shape=(2, 3))) == (2, 3)
    assert InputLayer((3,), batch_size=5).output_shape == (5, 3)


def test_layers_and_tensors_are_named_and_typed():
    first, second = Input((3,)), Input((3,), name="other", dtype="int32")
    assert first._keras_history[0].name == "input_1"
    assert second._keras_history[0].name == "other"
    assert (first.name, second.name) == ("input_1:0", "other:0")
    assert K.dtype(second) == "int32"
    assert second._keras_history[0].get_config() == {
        "batch_input_shape": (None, 3),
        "dtype": "int32",
        "sparse": False,
        "name": "other",
    }


def test_a_tensor_may_take_the_place_of_data():
    held = K.variable(np.ones((2, 3)))
    x = Input(tensor=held)
    assert x is held
    y = Input((3,))
    model = Model([x, y], Dense(1, kernel_initializer="ones")(x))
    assert model.input_names == ["input_1", "input_2"]
    assert model._feed_input_names == ["input_2"]
    assert K.int_shape(model.output) == (2, 1)


def test_refuses_shapes_that_are_missing_or_given_twice():
    with pytest.raises(AssertionError, match="Please provide to Input"):
        Input()
    with pytest.raises(ValueError, match="should be passed either"):
        InputLayer()
    with pytest.raises(ValueError, match="not both"):
        InputLayer((3,), batch_input_shape=(2, 3))
    with pytest.raises(TypeError):
        Input(3)
    with pytest.raises(ValueError, match="symbolic"):
        Input(tensor=np.ones(3))


def test_takes_the_argument_of_keras_1():
    with pytest.warns(UserWarning, match="dtype"):
        assert InputLayer((3,), input_dtype="int32").dtype == "int32"
