"""Python's logger of TensorFlow's messages."""

import logging

from keras_on_torch.tensorflow.logging import get_logger as _get_logger

__all__ = ["get_logger"]


def get_logger() -> logging.Logger:
    """Return the logger that `tf.logging` writes to."""
    return _get_logger()
