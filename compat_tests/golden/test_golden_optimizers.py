"""Optimizers against recorded Keras: 20 steps on the same gradients."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import optimizers


@each_row("optimizers", "steps")
def test_steps_as_keras_steps(row, record, device, close):
    close(optimizers.everything(keras, row), record, rtol=5e-4)


@each_row("optimizers", "steps")
def test_steps_alike_where_a_wrapper_has_changed_an_update(row, record, close, monkeypatch):
    """Then the recorded updates run one by one: no kernel may do what they no longer say."""
    from_keras = keras.backend.update
    monkeypatch.setattr(keras.backend, "update", lambda x, new_x: from_keras(x, new_x * 1.0))
    close(optimizers.everything(keras, row), record, rtol=5e-4)
