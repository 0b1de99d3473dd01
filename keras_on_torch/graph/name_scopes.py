"""Names as TensorFlow 1 gives them: scopes, and a number behind a name that is taken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from keras_on_torch.utils.forking import lock_that_forks

__all__ = [
    "NameScope",
    "current_names",
    "forget_names",
    "name_scope",
    "reserve",
    "take_once_more",
    "unique_name",
    "words_of",
]


class NameScope:
    """What names of one scope are taken.

    What is recorded only leaves its row here (graph/operation_kinds.py says how it is written); the
    names are settled when somebody asks for one, so that building takes no time for them.

    Attributes:
        path: what stands before the names, such as "dense_1/"; "" at the outermost level.
        taken: how often each name was asked for, in lower case.
        rows: what was recorded in the scope.
        names: of the first of the rows, the names of their results.
    """

    __slots__ = ("names", "path", "rows", "taken")

    def __init__(self, path: str) -> None:
        self.path = path
        self.taken: dict[str, int] = {}
        self.rows: list[str] = []
        self.names: list[list[str]] = []

    def name(self, place: int, result: int) -> str:
        """Return the whole name of one of the results of the row at a place."""
        self.settle()
        names = self.names[place]
        if 1 < len(names) > result:
            return f"{self.path}{names[result]}:0"
        return f"{self.path}{names[0]}:{result}"

    def settle(self) -> None:
        """Let all rows take their names."""
        with _lock:
            while len(self.names) < len(self.rows):
                self.names.append(_taken_by(self.rows[len(self.names)], self))

    def put(self, row: str) -> int:
        """Leave a row; give its place."""
        if row not in _names_of:
            _names_of[row] = frozenset([word[0].lower() for word in words_of(row)])
            _known.update(_names_of[row])
        self.rows.append(row)
        return len(self.rows) - 1

    def concerns(self, key: str) -> bool:
        """Return whether rows that are not settled may take a name or be numbered by it."""
        if len(self.names) == len(self.rows):
            return False
        keys = {key, key.rpartition("_")[0]}
        if keys.isdisjoint(_known):
            return False
        waiting = self.rows[len(self.names) :]
        return any(not keys.isdisjoint(_names_of.get(row, ())) for row in waiting)

    def give_back(self, place: int) -> None:
        """Take no names for a row; where they are settled, free one that was given last."""
        if place >= len(self.names):
            self.rows[place] = ""
            return
        own = self.names[place][0].partition("/")[0].lower()
        if self.taken.get(own) == 1:
            del self.taken[own]
            return
        base, _, number = own.rpartition("_")
        if number.isdigit() and self.taken.get(base) == int(number) + 1:
            self.taken.pop(own, None)
            self.taken[base] = int(number)


# The names that rows may take, by row, and all of them.
_names_of: dict[str, frozenset[str]] = {}
_known: set[str] = set()
_lock = lock_that_forks(reentrant=True)
_outermost = NameScope("")
_by_path: dict[str, NameScope] = {"": _outermost}


@lru_cache(maxsize=1024)
def words_of(row: str) -> tuple[tuple[str, str, str, bool, bool], ...]:
    """Return the words of a row.

    Returns:
        Of each: the name that is taken, what comes behind it, the kind where it is told, whether
        it is a result, and whether it was taken before.
    """
    words = []
    for word in row.split():
        name, _, kind = word.lstrip("=&").partition(":")
        taken, slash, rest = name.partition("/")
        marks = word[: len(word) - len(word.lstrip("=&"))]
        words.append((taken, slash + rest, kind, "=" in marks, "&" in marks))
    return tuple(words)


def _taken_by(row: str, scope: NameScope) -> list[str]:
    """Take the names of a row; give those of its results."""
    last: dict[str, str] = {}
    names: list[str] = []
    words = words_of(row)
    for place, (taken, inner, _, is_result, is_taken) in enumerate(words, 1):
        if is_taken:
            name = last.get(taken) or _latest(taken, scope)
        else:
            name = last[taken] = _reserve(taken, scope)
        if is_result or (place == len(words) and not names):
            names.append(name + inner)
    return names


def _latest(name: str, scope: NameScope) -> str:
    """Return the name as it was given last."""
    count = scope.taken.get(name.lower(), 1)
    return name if count == 1 else f"{name}_{count - 1}"


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
        _outermost.settle()
        _outermost.taken.clear()
        _by_path.clear()
        _by_path[""] = _outermost


def reserve(name: str, scope: NameScope) -> str:
    """Return the name, or the first free one of name_1, name_2 ... in a scope; case is ignored."""
    key = name.lower()
    if "/" in key:
        head, _, key = key.rpartition("/")
        scope = _scope_at(f"{scope.path}{name[: len(head)]}/")
    if scope.concerns(key):
        scope.settle()
    return _reserve(name, scope)


def _reserve(name: str, scope: NameScope) -> str:
    key, taken = name.rpartition("/")[2].lower(), scope.taken
    with _lock:
        count = taken.get(key)
        if count is None:
            taken[key] = 1
            return name
        taken[key] = count + 1
        while f"{key}_{count}" in taken:
            count += 1
        taken[f"{key}_{count}"] = 1
        taken[key] = count + 1
        return f"{name}_{count}"


def take_once_more(inner: NameScope) -> None:
    """Take in the open scope the names that were taken in another one."""
    inner.settle()
    for name, count in list(inner.taken.items()):
        base, _, number = name.rpartition("_")
        if not (number.isdigit() and base in inner.taken):
            for _ in range(count):
                reserve(name, _here.scope)


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
