"""tf.keras beside that of TensorFlow 1.15."""

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import tf_keras


@each_row("tf_keras", "run")
def test_program_does_what_it_does_in_tf_keras(row, record, close):
    close(tf_keras.everything(keras, row), record)
