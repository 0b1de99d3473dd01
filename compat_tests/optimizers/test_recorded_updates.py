"""Built-in optimizers make their updates through K: which calls, and what wrappers make of them."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K

# Recorded from Keras 2.2.4: for each weight, how often K.update is called; pairs in the list.
CALLS = {
    "SGD()": (2, 0),
    "SGD(momentum=0.9, nesterov=True, decay=0.1)": (2, 0),
    "RMSprop()": (2, 0),
    "Adagrad()": (2, 0),
    "Adadelta()": (3, 0),
    "Adam()": (3, 0),
    "Adam(amsgrad=True)": (4, 0),
    "Adamax()": (3, 0),
    "Nadam()": (3, 1),
}


@pytest.mark.parametrize("source", CALLS)
def test_updates_are_made_as_keras_makes_them(source, monkeypatch):
    called = []
    for name in ("update", "update_add", "update_sub"):
        original = getattr(K, name)
        monkeypatch.setattr(
            K, name, lambda x, v, n=name, f=original: called.append((n, K.int_shape(x))) or f(x, v)
        )
    params = [K.variable([[1.0, 2.0, 3.0]]), K.variable([1.0, 2.0])]
    loss = K.sum(K.square(params[0])) + K.sum(params[1] * params[1])
    optimizer = eval(source, vars(keras.optimizers).copy())
    updates = optimizer.get_updates(loss, params)
    count, pairs = CALLS[source]
    assert called == [
        ("update_add", ()),
        *[("update", (1, 3))] * count,
        *[("update", (2,))] * count,
    ]
    assert sum(isinstance(update, tuple) for update in updates) == pairs
    assert len(updates) == 1 + pairs + 2 * count


def _accumulated(optimizer, every):
    """Gradients of `every` steps added up, as programs of 2019 did it: K.update is wrapped."""
    state = {}
    gradients_of, updates_of = optimizer.get_gradients, optimizer.get_updates

    def get_gradients(loss, params):
        grads = gradients_of(loss, params)
        sums = [K.zeros(K.int_shape(p)) for p in params]
        state["now"] = K.equal((optimizer.iterations + 1) % every, 0)
        state["sums"] = [
            (s, K.switch(state["now"], K.zeros_like(s), s + g))
            for s, g in zip(sums, grads, strict=True)
        ]
        return [(s + g) / every for s, g in zip(sums, grads, strict=True)]

    def get_updates(loss, params):
        update = K.update
        K.update = lambda x, new_x: update(x, K.switch(state["now"], new_x, x))
        try:
            updates = updates_of(loss, params)
        finally:
            K.update = update
        return updates + [update(s, value) for s, value in state["sums"]]

    optimizer.get_gradients, optimizer.get_updates = get_gradients, get_updates
    return optimizer


def test_gradients_are_accumulated_by_wrapping_update(close):
    generator = np.random.default_rng(0)
    x, y = generator.normal(size=(8, 3)), generator.normal(size=(8, 2))
    weights = generator.normal(size=(3, 2))
    model = keras.Sequential(
        [keras.layers.Dense(2, use_bias=False, input_shape=(3,), weights=[weights])]
    )
    model.compile(_accumulated(keras.optimizers.SGD(lr=0.1), 2), "mse")
    total = np.zeros_like(weights)
    for step in range(6):
        batch = slice(step, step + 2)
        model.train_on_batch(x[batch], y[batch])
        total = total + x[batch].T @ (x[batch] @ weights - y[batch]) * 2 / 4
        if step % 2:
            weights, total = weights - 0.1 * total / 2, np.zeros_like(weights)
        close(model.get_weights()[0], weights)


def test_one_kernel_does_untouched_updates():
    model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
    model.compile("adam", "mse")
    model._make_train_function()
    source = model.train_function.program(1).source
    assert "run_in_place" in source
    assert "sqrt" not in source
