"""Losses, metrics, activations and other functions of tensors against recorded Keras."""

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import formulas, objectives

# An output without a loss is warned of, here as there.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@each_row("formulas", "values")
def test_formula_gives_what_keras_gives(row, record, device, close):
    close(formulas.everything(keras, row), record)


@each_row("objectives", "values")
def test_model_reports_the_losses_and_metrics_of_keras(row, record, device, close):
    close(objectives.everything(keras, row), record)
