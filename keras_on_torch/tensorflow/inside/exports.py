"""`tensorflow.python.util.tf_export` and `deprecation`: decorators of TensorFlow's own sources."""

import functools
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["deprecated", "deprecated_args", "estimator_export", "keras_export", "tf_export"]

T = TypeVar("T")


def tf_export(*args: str, **kwargs: Any) -> Callable[[T], T]:
    """Return a decorator that changes nothing: there is no public TensorFlow to show it in.

    Args:
        *args: where TensorFlow would show it.
        **kwargs: likewise, in other releases.
    """
    return lambda exported: exported


keras_export = estimator_export = tf_export


def deprecated(
    date: str | None, instructions: str, warn_once: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator: the function warns, when it is called, that it will go.

    Args:
        date: when it will be taken away, None for some time.
        instructions: what to do instead.
        warn_once: whether the first call warns alone.
    """
    when = "in a future version" if date is None else f"after {date}"

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        said = False

        @functools.wraps(function)
        def warns(*args: Any, **kwargs: Any) -> Any:
            nonlocal said
            if not (said and warn_once):
                said = True
                warnings.warn(
                    f"{function.__qualname__} is deprecated and will be removed {when}."
                    f" Instructions for updating: {instructions}",
                    DeprecationWarning,
                    stacklevel=2,
                )
            return function(*args, **kwargs)

        return warns

    return decorate


def deprecated_args(
    date: str | None, instructions: str, *names: Any, **kwargs: Any
) -> Callable[[T], T]:
    """Return a decorator that changes nothing: the arguments go on being taken.

    Args:
        date: when they will be taken away.
        instructions: what to do instead.
        *names: the arguments.
        **kwargs: `warn_once`.
    """
    return lambda function: function
