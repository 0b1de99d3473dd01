"""Optimizers against recorded Keras: 20 steps on the same gradients."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import optimizers


@each_row("optimizers", "steps")
def test_steps_as_keras_steps(row, record, device, close):
    close(optimizers.everything(keras, row), record, rtol=5e-4)
