"""Metric objects, loss objects and models by the habits of 2019 against recorded Keras 2.3.1."""

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import additions
from compat_tests.golden.tables.additions import ModelRow


@pytest.fixture
def compat_2_3():
    keras.config.set_compat("2.3")
    yield
    keras.config.set_compat("2.2")


@each_row("additions", "values", keep=lambda row: not isinstance(row, ModelRow))
def test_object_gives_what_keras_gives(row, record, device, close):
    close(additions.everything(keras, row), record)


@each_row("additions", "values", keep=lambda row: isinstance(row, ModelRow))
def test_model_trains_and_reports_as_keras_does(row, record, device, close, compat_2_3):
    close(additions.everything(keras, row), record, rtol=1e-3)
