"""`tf.logging`: messages of the logger "tensorflow"."""

import logging as _logging
import sys
from collections import Counter
from typing import Any

__all__ = [
    "DEBUG",
    "ERROR",
    "FATAL",
    "INFO",
    "WARN",
    "WARNING",
    "TaskLevelStatusMessage",
    "debug",
    "error",
    "fatal",
    "flush",
    "get_verbosity",
    "info",
    "log",
    "log_every_n",
    "log_first_n",
    "log_if",
    "set_verbosity",
    "vlog",
    "warn",
    "warning",
]

DEBUG, INFO, WARN, WARNING, ERROR, FATAL = 10, 20, 30, 30, 40, 50


class _Formatter(_logging.Formatter):
    """Writes `INFO:tensorflow:message`, as TensorFlow does by default."""

    def __init__(self) -> None:
        super().__init__(_logging.BASIC_FORMAT)


class _StandardError(_logging.StreamHandler[Any]):
    """Writes to what is standard error when a message comes."""

    def __init__(self) -> None:
        _logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:  # Looked up at each message.
        return sys.stderr


def _logger() -> _logging.Logger:
    """Return the logger; it gets a level and a handler where nobody gave it one."""
    logger = _logging.getLogger("tensorflow")
    if logger.level == _logging.NOTSET:
        logger.setLevel(WARN)
    if not logger.handlers and not _logging.getLogger().handlers:
        handler = _StandardError()
        handler.setFormatter(_Formatter())
        logger.addHandler(handler)
    return logger


def log(level: int, msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of a level; arguments as of Python's logging."""
    _logger().log(level, msg, *args, **kwargs)


def debug(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of level DEBUG; arguments as of Python's logging."""
    _logger().debug(msg, *args, **kwargs)


def info(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of level INFO; arguments as of Python's logging."""
    _logger().info(msg, *args, **kwargs)


def warning(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of level WARN; arguments as of Python's logging."""
    _logger().warning(msg, *args, **kwargs)


warn = warning


def error(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of level ERROR; arguments as of Python's logging."""
    _logger().error(msg, *args, **kwargs)


def fatal(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of level FATAL; arguments as of Python's logging."""
    _logger().fatal(msg, *args, **kwargs)


def vlog(level: int, msg: Any, *args: Any, **kwargs: Any) -> None:
    """Write a message of a level; arguments as of Python's logging."""
    _logger().log(level, msg, *args, **kwargs)


def TaskLevelStatusMessage(msg: Any) -> None:  # noqa: N802 - TensorFlow's name
    """Write a message of level ERROR."""
    _logger().error(msg)


_counts: Counter[tuple[str, int]] = Counter()


def _count_of_line() -> int:
    """Return how often the caller's line was here before."""
    frame = sys._getframe(2)
    key = frame.f_code.co_filename, frame.f_lineno
    _counts[key] += 1
    return _counts[key] - 1


def log_every_n(level: int, msg: Any, n: int, *args: Any) -> None:
    """Write a message the first time its line is run, and each n-th time after."""
    log_if(level, msg, _count_of_line() % n == 0, *args)


def log_first_n(level: int, msg: Any, n: int, *args: Any) -> None:
    """Write a message the first n times its line is run."""
    log_if(level, msg, _count_of_line() < n, *args)


def log_if(level: int, msg: Any, condition: Any, *args: Any) -> None:
    """Write a message where a condition holds."""
    if condition:
        vlog(level, msg, *args)


def get_verbosity() -> int:
    """Return the level from which messages are written."""
    return _logger().getEffectiveLevel()


def set_verbosity(v: Any) -> None:
    """Set the level from which messages are written, a number or its name."""
    _logger().setLevel(v)


def flush() -> None:
    """Do nothing: messages are written at once."""


def get_logger() -> _logging.Logger:
    """Return Python's logger of the messages."""
    return _logger()
