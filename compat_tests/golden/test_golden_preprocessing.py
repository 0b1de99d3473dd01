"""keras.preprocessing gives what Keras 2.2.4 gave: values, and where random numbers are left."""

import json

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs.preprocessing import everything


@each_row("preprocessing", "value")
def test_gives_the_value_of_keras(row, record, close):
    given = everything(keras, row)
    close(given["next"], record["next"], rtol=1e-12)
    close(_opened(given["value"]), _opened(record["value"]))


def _opened(value):
    """Return a value with JSON in texts read, in which the order of keys says nothing."""
    if isinstance(value, dict):
        return {key: _opened(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_opened(entry) for entry in value]
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.loads(value)
    return value
