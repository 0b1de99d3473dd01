"""Run a program of tf.keras in whichever TensorFlow K has."""

from compat_tests.golden.seeded_arrays import array, random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]


def everything(keras, row):
    """Return what the program returns."""
    random = random_of(row)
    tf = keras.backend.tf
    tf.keras.backend.clear_session()
    return plain({"given": row.run(tf, lambda *shape: array(random, shape))})
