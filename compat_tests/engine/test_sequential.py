"""Stacks: when they are built, what may be added, and their configurations of all years."""

import numpy as np
import pytest
import torch

from keras_on_torch.layers import Dense, Dropout, Input, InputLayer, Lambda
from keras_on_torch.models import Model, Sequential, model_from_config


def test_is_built_as_layers_come():
    model = Sequential()
    model.add(Dense(3, input_dim=4))
    assert model.built
    assert model.output_shape == (None, 3)
    model.add(Dense(2))
    assert model.output_shape == (None, 2)
    assert [layer.name for layer in model.layers] == ["dense_1", "dense_2"]
    assert model.inputs[0]._keras_history[0].name == "dense_1_input"
    assert list(model.state_dict()) == [
        "dense_1.kernel",
        "dense_1.bias",
        "dense_2.kernel",
        "dense_2.bias",
    ]


def test_waits_for_its_input_shape():
    model = Sequential([Dense(3), Dense(2)])
    assert not model.built
    assert model.weights == []
    with pytest.raises(ValueError, match="not yet been built"):
        model.summary()
    model.build((None, 4))
    assert len(model.weights) == 4
    assert model.get_config()["build_input_shape"] == (None, 4)
    assert model.input_names == ["sequential_1_input"]


def test_is_built_by_the_first_data():
    model = Sequential([Dense(3), Dense(2)])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 5)), np.ones((4, 2)), verbose=0)
    assert model.input_shape == (None, 5)
    other = Sequential([Dense(3)])
    assert other(torch.ones(2, 5)).shape == (2, 3)
    assert other.built


def test_begins_with_an_input_layer_or_a_model():
    assert Sequential([InputLayer((4,)), Dense(2)]).output_shape == (None, 2)
    x = Input((4,))
    within = Sequential([Sequential([Model(x, Dense(3)(x)), Dense(2)])])
    assert within.input_shape == (None, 4)
    assert within.count_params() == 15 + 8


def test_takes_layers_off():
    model = Sequential([Dense(3, input_dim=4), Dense(2)])
    model.pop()
    assert model.output_shape == (None, 3)
    model.add(Dense(5))
    assert model.predict(np.ones((2, 4))).shape == (2, 5)
    model.pop()
    model.pop()
    with pytest.raises(TypeError, match="no layers"):
        model.pop()
    model.add(Dense(1, input_dim=7))
    assert model.input_shape == (None, 7)


def test_refuses_what_cannot_be_stacked():
    with pytest.raises(TypeError, match="instance of class Layer"):
        Sequential([3])
    with pytest.raises(ValueError, match="empty model"):
        Sequential([Sequential()])
    model = Sequential([Dense(3, input_dim=4)])
    with pytest.raises(TypeError, match="single output tensor"):
        model.add(Lambda(lambda x: [x, x], output_shape=lambda shape: [shape, shape]))
    x = Input((4,))
    with pytest.raises(ValueError, match="single output tensor"):
        Sequential([Model(x, [Dense(1)(x), Dense(1)(x)])])


def test_is_rebuilt_from_its_config(close):
    for model in (Sequential([Dense(3, input_dim=4), Dropout(0.5)]), Sequential([Dense(3)])):
        model.build((None, 4))
        other = Sequential.from_config(model.get_config())
        other.set_weights(model.get_weights())
        close(other.predict(np.ones((2, 4))), model.predict(np.ones((2, 4))))


def test_a_config_was_a_list_before_keras_2_2_3():
    layers = Sequential([Dense(3, input_dim=4)]).get_config()["layers"]
    model = model_from_config({"class_name": "Sequential", "config": layers})
    assert model.output_shape == (None, 3)
    assert Sequential.from_config(layers).layers[0].name == "dense_1"


def test_classes_and_probabilities():
    model = Sequential([Dense(3, activation="softmax", input_dim=4)])
    x = np.random.rand(5, 4)  # noqa: NPY002
    assert model.predict_classes(x).tolist() == model.predict(x).argmax(axis=-1).tolist()
    assert model.predict_proba(x).shape == (5, 3)
    single = Sequential([Dense(1, activation="sigmoid", input_dim=4)])
    found = single.predict_classes(x)
    assert found.dtype == "int32"
    assert found.shape == (5, 1)
    wild = Sequential([Dense(1, kernel_initializer="ones", input_dim=4)])
    with pytest.warns(UserWarning, match="invalid probability"):
        wild.predict_proba(x + 1)


def test_shows_itself_where_keras_1_kept_a_model():
    model = Sequential([Dense(3, input_dim=4)])
    with pytest.warns(UserWarning, match="deprecated"):
        assert model.model is model
