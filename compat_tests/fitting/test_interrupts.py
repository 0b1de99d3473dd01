"""Ctrl-C while a model trains lets the step that runs come to its end."""

import signal
import threading

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.fitting.interrupts import DeferredInterrupt


@pytest.fixture(autouse=True)
def _python_handles_interrupts():
    """As in a terminal; a suite that runs in the background is started with them ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press():
    signal.raise_signal(signal.SIGINT)


def test_a_step_is_finished_first():
    done = []
    with DeferredInterrupt() as whole, pytest.raises(KeyboardInterrupt):
        whole.run(lambda: (press(), done.append(1)))
    assert done == [1]


def test_between_steps_it_comes_through_at_once():
    with DeferredInterrupt() as whole:
        assert whole.run(lambda: 3) == 3
        with pytest.raises(KeyboardInterrupt):
            press()


def test_a_second_one_does_not_wait():
    done = []
    with DeferredInterrupt() as whole, pytest.raises(KeyboardInterrupt):
        whole.run(lambda: (press(), press(), done.append(1)))
    assert not done


def test_an_error_of_the_step_is_not_lost():
    with DeferredInterrupt() as whole:
        with pytest.raises(ZeroDivisionError):
            whole.run(lambda: 1 / 0)
        assert whole.run(lambda: 3) == 3


def test_the_handler_of_before_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    with DeferredInterrupt():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_handler_of_the_users_is_called_after_the_step():
    events = []
    before = signal.signal(signal.SIGINT, lambda *args: events.append("handled"))
    try:
        with DeferredInterrupt() as whole:
            whole.run(lambda: (press(), events.append("done")))
    finally:
        signal.signal(signal.SIGINT, before)
    assert events == ["done", "handled"]


def test_other_threads_train_as_well():
    results = []

    def train():
        with DeferredInterrupt() as whole:
            results.append(whole.run(lambda: 3))

    thread = threading.Thread(target=train)
    thread.start()
    thread.join()
    assert results == [3]


def small_model():
    model = keras.models.Sequential([keras.layers.Dense(1, input_dim=2)])
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    model._make_train_function()
    return model


def test_fit_leaves_the_weights_of_the_last_finished_step():
    x, y = np.ones((8, 2)), np.ones((8, 1))
    model, other = small_model(), small_model()
    other.set_weights(model.get_weights())
    run, steps = model.train_function.run, []

    def pressed(inputs):
        steps.append(1)
        if len(steps) == 3:
            press()
        return run(inputs)

    model.train_function.run = pressed
    with pytest.raises(KeyboardInterrupt):
        model.fit(x, y, 2, 5, verbose=0)
    for _ in range(3):
        other.train_on_batch(x[:2], y[:2])
    for one, expected in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(one, expected, rtol=1e-6)
    assert K.get_value(model.optimizer.iterations) == 3
    model.train_function.run = run
    assert len(model.fit(x, y, 2, 1, verbose=0).epoch) == 1
