"""Layers against recorded Keras: an entry in tables/layers/ is a row here."""

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import layers

# Old arguments are warned of, here as there.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@each_row("layers", "promises")
def test_says_what_keras_says_of_itself(row, record, close):
    close(layers.promises(keras, row), record["promises"])


@each_row("layers", "values")
def test_computes_what_keras_computes(row, record, device, close):
    close(layers.values(keras, row), record["values"])


@each_row("layers", "gradients")
def test_has_the_gradients_of_keras(row, record, device, close):
    close(layers.differentiate(keras, row), record["gradients"])


@each_row("layers", "config", keep=lambda row: row.rebuilds)
def test_is_rebuilt_from_the_config_that_keras_wrote(row, record, close):
    close(layers.values(keras, row, record["promises"]["config"]), record["values"])
