"""What is said of values that are refused: shown in part, and as a ValueError."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["check_config", "refused_as_value_error", "said_of_file", "shown"]

_LONGEST = 4000
_DEEPEST = 200
_MOST_LAYERS = 100_000
_MOST_VALUES = 2_000_000
_KEPT = (ValueError, TypeError, OSError, ImportError, Warning)


def shown(value: Any, limit: int = 300) -> str:
    """Return what `repr` gives of nested dicts and lists, cut after some hundred characters.

    No more of the value is looked at than is shown: one that names its parts many times may be
    written as millions of characters.
    """
    pieces: list[str] = []
    length = 0
    ahead = [iter([(False, value)])]
    while ahead and length <= limit:
        is_text, item = next(ahead[-1], (True, _NONE))
        if item is _NONE:
            ahead.pop()
        elif not is_text and type(item) in _BRACKETS and len(ahead) < limit:
            ahead.append(_parts(item))
        else:
            piece = item if is_text else _leaf(item, limit)
            pieces.append(piece)
            length += len(piece)
    text = "".join(pieces)
    return text if len(text) <= limit else f"{text[:limit]}..."


_BRACKETS: dict[Any, tuple[str, str]] = {dict: ("{", "}"), list: ("[", "]"), tuple: ("(", ")")}
_NONE: Any = object()


def _parts(value: Any) -> Iterator[tuple[bool, Any]]:
    """Yield what a dict, list or tuple is written as: whether it is text, and it or a value."""
    start, end = _BRACKETS[type(value)]
    yield True, start
    for place, item in enumerate(value):
        if place:
            yield True, ", "
        yield False, item
        if isinstance(value, dict):
            yield True, ": "
            yield False, value[item]
    yield True, f",{end}" if isinstance(value, tuple) and len(value) == 1 else end


def _leaf(value: Any, limit: int) -> str:
    if isinstance(value, (str, bytes)) and len(value) > limit:
        return repr(value[:limit])
    if isinstance(value, (dict, list, tuple, set, frozenset)):
        return f"<{type(value).__name__} of {len(value)}>"
    return repr(value)


@contextmanager
def refused_as_value_error(what: str | Callable[[], str]) -> Iterator[None]:
    """Let what a wrong configuration or file runs into be a ValueError, of bounded length.

    Args:
        what: what was being made, for the message, or what returns it.

    Raises:
        ValueError: an exception of another kind than ValueError, TypeError, OSError or ImportError
            was raised.
    """
    try:
        yield
    except _KEPT as error:
        text = str(error)
        if len(text) > _LONGEST and isinstance(error, (ValueError, TypeError)):
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"{text[:_LONGEST]}...") from None
        raise
    except RecursionError:
        raise ValueError(f"{_said(what)}: it is nested too deeply") from None
    except Exception as error:
        words = str(error)[:_LONGEST]
        raise ValueError(f"{_said(what)}: {type(error).__name__}: {words}") from error


def _said(what: str | Callable[[], str]) -> str:
    return what if isinstance(what, str) else what()


class _FileValueError(ValueError, TypeError):
    """A TypeError that a file's content led to: it is the file's value that is wrong."""


@contextmanager
def said_of_file(path: Any) -> Iterator[None]:
    """Let what a file's content leads to be a ValueError that says which file it was.

    Raises:
        ValueError: a ValueError or a TypeError was raised; its text begins as it was.
    """
    try:
        with refused_as_value_error("What the file holds cannot be used"):
            yield
    except (ValueError, TypeError) as error:
        kind = ValueError if isinstance(error, ValueError) else _FileValueError
        name = repr(path)
        if kind is ValueError and name in str(error):
            raise
        raise kind(f"{error} (in the file {name})") from error


def check_config(config: Any) -> None:
    """Check that a configuration is one that can be walked through.

    Raises:
        ValueError: it is nested too deeply, has too many layers, or names its parts so often that
            written out it would be too long.
    """
    count = 0
    ahead = [iter([config])]
    while ahead:
        value = next(ahead[-1], ahead)
        if value is ahead:
            ahead.pop()
            continue
        if not isinstance(value, (dict, list, tuple, set, frozenset)):
            continue
        count += len(value) + 1
        parts: Any = value
        if isinstance(value, dict):
            layers = value.get("layers")
            if isinstance(layers, (list, tuple)) and len(layers) > _MOST_LAYERS:
                raise ValueError(
                    f"The configuration has {len(layers)} layers, of {_MOST_LAYERS} that may be:"
                    f" {shown(value)}"
                )
            parts = value.values()
        if count > _MOST_VALUES or len(ahead) > _DEEPEST:
            found = "more values" if count > _MOST_VALUES else "more levels"
            raise ValueError(
                f"The configuration has {found} than a model's may have ({_MOST_VALUES} values,"
                f" {_DEEPEST} levels): {shown(config)}"
            )
        ahead.append(iter(parts))
