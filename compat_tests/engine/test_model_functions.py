"""A model's functions may be any callable of a list; calls recorded from Keras 2.2.4."""

import numpy as np
import pytest

import keras_on_torch as keras

X, Y = np.ones((5, 2)), np.zeros((5, 1))
WHOLE = [(5, 2), (5, 1), (5,)]
PARTS = [[(2, 2), (2, 1), (2,)], [(2, 2), (2, 1), (2,)], [(1, 2), (1, 1), (1,)]]


@pytest.fixture
def model():
    made = keras.Sequential([keras.layers.Dense(1, input_shape=(2,), kernel_initializer="ones")])
    made.compile("sgd", "mse", metrics=["mae"])
    return made


def noting(calls, results):
    """Return a function that notes the shapes of the arrays it is given."""

    def function(arrays):
        assert type(arrays) is list
        assert all(type(array) is np.ndarray for array in arrays)
        calls.append([array.shape for array in arrays])
        return results(arrays) if callable(results) else results

    return function


def batches():
    while True:
        yield X, Y


def test_a_train_function_is_replaced(model):
    calls = []
    model.train_function = noting(calls, [np.float32(7.0), np.float32(8.0)])
    assert model.train_on_batch(X, Y) == [7.0, 8.0]
    history = model.fit(X, Y, batch_size=2, epochs=1, verbose=0).history
    assert history == {"loss": [7.0], "mean_absolute_error": [8.0]}
    model.fit_generator(batches(), steps_per_epoch=1, verbose=0, workers=0)
    assert calls == [WHOLE, *PARTS, WHOLE]


def test_a_test_function_is_replaced(model):
    calls = []
    model.test_function = noting(calls, [1.0, 2.0])
    assert model.test_on_batch(X, Y) == [1.0, 2.0]
    assert model.evaluate(X, Y, batch_size=2, verbose=0) == [1.0, 2.0]
    assert model.evaluate_generator(batches(), steps=2, workers=0) == [1.0, 2.0]
    assert calls == [WHOLE, *PARTS, WHOLE, WHOLE]


def test_a_predict_function_is_replaced(model):
    calls = []
    model.predict_function = noting(calls, lambda arrays: [arrays[0][:, :1] * 3])
    for predicted in (model.predict(X, batch_size=2), model.predict_on_batch(X)):
        np.testing.assert_array_equal(predicted, np.full((5, 1), 3.0))
    assert calls == [[(2, 2)], [(2, 2)], [(1, 2)], [(5, 2)]]


def test_a_made_function_is_wrapped(model):
    calls = []
    model._make_train_function()
    original = model.train_function
    model.train_function = noting(calls, original)
    assert model.train_on_batch(X, Y) == [4.0, 2.0]
    before = model.get_weights()[0].copy()
    model.fit(X, Y, epochs=2, verbose=0)
    assert calls == [WHOLE] * 3
    assert (model.get_weights()[0] < before).all()
