"""Names, kinds and printed forms of tensors against recorded Keras on TensorFlow 1.15."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import names


@each_row("names", "names")
def test_is_called_as_in_keras(row, record):
    keras.backend.clear_session()
    found = names.everything(keras, row)
    for aspect in record:
        assert found[aspect] == record[aspect]
