"""Metric objects, loss objects and models by the habits of 2019 against recorded Keras 2.3.1."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import additions
from compat_tests.golden.tables.additions import ModelRow


@each_row("additions", "values", keep=lambda row: not isinstance(row, ModelRow))
def test_object_gives_what_keras_gives(row, record, device, close):
    close(additions.everything(keras, row), record)


@each_row("additions", "values", keep=lambda row: isinstance(row, ModelRow))
def test_model_trains_and_reports_as_keras_does(row, record, device, close):
    keras.config.set_compat("2.3")
    close(additions.everything(keras, row), record, rtol=1e-3)
