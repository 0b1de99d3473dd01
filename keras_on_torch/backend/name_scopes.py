"""Names as TensorFlow 1 gives them, and the numbers that Keras puts behind layer names."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from keras_on_torch.utils.forking import lock_that_forks

__all__ = ["get_uid", "name_scope", "reset_uids", "unique_name"]

_uids: defaultdict[str, int] = defaultdict(int)
_lock = lock_that_forks()
_taken: dict[str, int] = {}


class _Scope(threading.local):
    path: str = ""


_scope = _Scope()


def get_uid(prefix: str = "") -> int:
    """Return the next number for a prefix, counted from 1."""
    with _lock:
        _uids[prefix] += 1
        return _uids[prefix]


def reset_uids() -> None:
    """Begin all counting anew."""
    with _lock:
        _uids.clear()


def forget_names() -> None:
    """Make all names free again."""
    with _lock:
        _taken.clear()


def _reserve(name: str) -> str:
    """Return the name, or the first free one of name_1, name_2 ...; case is ignored."""
    with _lock:
        key = name.lower()
        count = _taken.get(key, 0)
        _taken[key] = count + 1
        if count == 0:
            return name
        while f"{key}_{count}" in _taken:
            count += 1
        _taken[f"{key}_{count}"] = 1
        _taken[key] = count + 1
        return f"{name}_{count}"


def unique_name(name: str) -> str:
    """Return a variable's or placeholder's whole name, such as "dense_1/kernel:0"."""
    return _reserve(f"{_scope.path}{name}") + ":0"


@contextmanager
def name_scope(name: str, default_name: str | None = None, values: object = None) -> Iterator[str]:
    """Put `name/` before the names of what is made while the context lasts.

    Args:
        name: the scope; one that was used before gets a number. A name that ends in a slash is
            taken as it stands, and "" leads back to the outermost level.
        default_name: taken where `name` is None.
        values: taken for TensorFlow's sake; a name does not depend on it.
    """
    name = name or default_name or ""
    before = _scope.path
    if not name:
        _scope.path = ""
    elif name.endswith("/"):
        _scope.path = name
    else:
        _scope.path = _reserve(f"{before}{name}") + "/"
    try:
        yield _scope.path
    finally:
        _scope.path = before
