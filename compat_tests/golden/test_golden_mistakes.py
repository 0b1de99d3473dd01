"""What users get wrong ends in the exception that Keras raises."""

import warnings

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs.mistakes import mistake
from compat_tests.golden.tables.mistakes import SLIPS


@each_row("mistakes", "type")
def test_is_answered_as_keras_answers_it(row, record):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        error = mistake(keras, row)
    allowed = {record["type"], *(["ValueError", "TypeError"] if row in SLIPS else [])}
    kinds = {kind.__name__ for kind in type(error).__mro__}
    assert kinds & allowed, f"{error!r} instead of {record['type']}: {record['message']}"
    assert str(error)
