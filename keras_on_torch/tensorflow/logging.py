"""`tf.logging`: how much TensorFlow says; nothing is said here."""

__all__ = ["DEBUG", "ERROR", "FATAL", "INFO", "WARN", "WARNING", "set_verbosity"]

DEBUG, INFO, WARN, WARNING, ERROR, FATAL = 10, 20, 30, 30, 40, 50


def set_verbosity(v: int) -> None:
    """Do nothing."""
