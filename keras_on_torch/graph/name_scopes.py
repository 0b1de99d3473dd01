"""Names as TensorFlow 1 gives them: scopes, and a number behind a name that is taken.

A scope keeps which names are taken directly in it. Nodes keep their scope and the last part of
their name; the whole name is put together when somebody asks for it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakValueDictionary

__all__ = ["NameScope", "current_names", "forget_names", "name_scope", "reserve", "unique_name"]


class NameScope:
    """What names of one scope are taken.

    Attributes:
        path: what stands before the names, such as "dense_1/"; "" at the outermost level.
        taken: how often each name was asked for, in lower case.
    """

    __slots__ = ("__weakref__", "path", "taken")

    def __init__(self, path: str) -> None:
        self.path = path
        self.taken: dict[str, int] = {}


_lock = threading.Lock()
_outermost = NameScope("")
_by_path: WeakValueDictionary[str, NameScope] = WeakValueDictionary({"": _outermost})


class _Here(threading.local):
    scope: NameScope = _outermost


_here = _Here()


def current_names() -> NameScope:
    """Return the scope that names are given in by this thread."""
    return _here.scope


def _scope_at(path: str) -> NameScope:
    scope = _by_path.get(path)
    if scope is None:
        scope = _by_path[path] = NameScope(path)
    return scope


def forget_names() -> None:
    """Make all names free again."""
    with _lock:
        _outermost.taken.clear()
        _by_path.clear()
        _by_path[""] = _outermost


def reserve(name: str, scope: NameScope) -> str:
    """Return the name, or the first free one of name_1, name_2 ... in a scope; case is ignored."""
    head, slash, last = name.rpartition("/")
    if slash:
        scope = _scope_at(f"{scope.path}{head}/")
    key, taken = last.lower(), scope.taken
    with _lock:
        count = taken.get(key, 0)
        taken[key] = count + 1
        if count == 0:
            return name
        while f"{key}_{count}" in taken:
            count += 1
        taken[f"{key}_{count}"] = 1
        taken[key] = count + 1
        return f"{name}_{count}"


def unique_name(name: str) -> str:
    """Return a variable's or placeholder's whole name, such as "dense_1/kernel:0"."""
    scope = _here.scope
    return f"{scope.path}{reserve(name, scope)}:0"


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
    before = _here.scope
    if not name:
        _here.scope = _outermost
    elif name.endswith("/"):
        _here.scope = _scope_at(name)
    else:
        _here.scope = _scope_at(f"{before.path}{reserve(name, before)}/")
    try:
        yield _here.scope.path
    finally:
        _here.scope = before
