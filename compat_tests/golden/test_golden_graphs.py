"""Drawn models against recorded Keras: structure, printed table, predictions."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import graphs


@each_row("graphs", "promises")
def test_model_says_what_keras_says_of_it(row, record, close):
    close(graphs.promises(keras, row), record["promises"])


@each_row("graphs", "summary")
def test_summary_is_the_same_to_the_letter(row, record):
    for length in [record["line_length"], 70, 120]:
        keras.backend.clear_session()
        assert graphs.summary(keras, row, length) == record[f"summary {length}"]


@each_row("graphs", "predictions")
def test_predicts_what_keras_predicts(row, record, device, close):
    close(graphs.predictions(keras, row), record["predictions"])


@each_row("graphs", "config")
def test_is_rebuilt_from_the_config_that_keras_wrote(row, record, close):
    found = graphs.predictions(keras, row, record["promises"]["config"])
    close(found, record["predictions"])
