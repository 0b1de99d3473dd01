"""The first layer whose numbers are not finite is named, where somebody asks for it."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch import config

X, Y = np.ones((4, 2)), np.ones((4, 1))


@pytest.fixture
def _checked():
    config.enable_check_numerics()
    yield
    config.enable_check_numerics(False)


def model_with(function):
    layers = keras.layers
    model = keras.models.Sequential(
        [
            layers.Dense(3, input_dim=2, name="first", kernel_initializer="ones"),
            layers.Lambda(function, name="middle"),
            layers.Dense(1, name="last"),
        ]
    )
    model.compile("sgd", "mse")
    return model


CASES = [
    (
        lambda x: K.log(-x),
        Y,
        "the output of layer 'middle' .Lambda. is not finite: of 12 .* 12 are NaN",
    ),
    (lambda x: x / 0.0, Y, "the output of layer 'middle' .* 0 are NaN and 12 are infinite"),
    (lambda x: K.sqrt(x * 0), Y, "the gradient of the loss by the output of layer 'first'"),
    (lambda x: x, Y * np.inf, "the loss, while the outputs of all layers are finite, is not"),
]


@pytest.mark.usefixtures("_checked")
@pytest.mark.parametrize(("function", "targets", "message"), CASES)
def test_the_first_one_is_named_and_no_weight_changed(function, targets, message):
    model = model_with(function)
    before = model.get_weights()
    with pytest.raises(FloatingPointError, match=message):
        model.fit(X, targets, verbose=0)
    for one, other in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.usefixtures("_checked")
def test_predicting_and_evaluating_are_checked_as_well():
    model = model_with(lambda x: K.log(-x))
    with pytest.raises(FloatingPointError, match="'middle'"):
        model.predict(X)
    with pytest.raises(FloatingPointError, match="'middle'"):
        model.evaluate(X, Y, verbose=0)


@pytest.mark.usefixtures("_checked")
def test_a_gradient_by_a_weight_is_named():
    weight = K.variable([0.0], name="weight")
    loss = K.sum(K.sqrt(weight))
    with pytest.raises(FloatingPointError, match="gradient of the loss by 'weight"):
        K.function([], K.gradients(loss, [weight]))([])


def test_nothing_is_looked_at_unless_asked_for():
    model = model_with(lambda x: K.log(-x))
    assert np.isnan(model.predict(X)).all()
    assert "checked" not in model.predict_function.program().source
    config.enable_check_numerics()
    with pytest.raises(FloatingPointError):
        model.predict(X)
    config.enable_check_numerics(False)
    assert np.isnan(model.predict(X)).all()
