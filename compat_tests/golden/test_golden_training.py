"""Training runs against recorded Keras."""

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import training

# Old arguments are warned of, here as there.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@each_row("training", "run")
def test_trains_as_keras_trains(row, record, device, close):
    close(training.everything(keras, row), record, rtol=row.tolerance, atol=row.tolerance / 10)
