"""Which names a recorded call takes, and of which kind TensorFlow 1 would call it."""

from functools import lru_cache
from typing import Any, NamedTuple

from keras_on_torch.graph.name_scopes import NameScope, current_names, reserve
from keras_on_torch.graph.operation_kinds import KINDS, operations_of

__all__ = ["Place", "give_back", "kind_of", "take_names", "take_names_of", "take_once_more"]

# A scope, the last part of a name in it, and which of the operation's results it is.
Place = tuple[NameScope, str, int]


class _Step(NamedTuple):
    """One name of a row: what is taken, what comes behind it, of which kind it is."""

    taken: str
    inner: str
    kind: str
    is_result: bool
    is_taken: bool


@lru_cache(maxsize=1024)
def _steps_of(row: str) -> tuple[_Step, ...]:
    steps = []
    for word in row.split():
        name, _, kind = word.lstrip("=&").partition(":")
        taken, slash, rest = name.partition("/")
        last = name.rpartition("/")[2]
        marks = word[: len(word) - len(word.lstrip("=&"))]
        kind = kind or KINDS.get(last, last)
        steps.append(_Step(taken, slash + rest, kind, "=" in marks, "&" in marks))
    return tuple(steps)


def take_names(fn: Any, args: Any, kwargs: Any) -> list[Place]:
    """Take the names of a recorded call in the open scope.

    Returns:
        Where its results stand: one for each that has an operation of its own in TensorFlow.
    """
    return take_names_of(operations_of(fn, args, kwargs))


def take_names_of(row: str) -> list[Place]:
    """Take the names of a row of graph/operation_kinds.py in the open scope."""
    scope, steps = current_names(), _steps_of(row)
    if len(steps) == 1 and not steps[0].is_taken:
        return [(scope, reserve(steps[0].taken, scope) + steps[0].inner, 0)]
    last: dict[str, str] = {}
    results: list[Place] = []
    for place, step in enumerate(steps):
        if step.is_taken:
            name = last.get(step.taken) or _latest(step.taken, scope)
        else:
            name = last[step.taken] = reserve(step.taken, scope)
        if step.is_result or (place == len(steps) - 1 and not results):
            results.append((scope, name + step.inner, 0))
    return results


def _latest(name: str, scope: NameScope) -> str:
    """Return the name as it was given last."""
    count = scope.taken.get(name.lower(), 1)
    return name if count == 1 else f"{name}_{count - 1}"


def give_back(place: Place) -> None:
    """Make a name free again, if it is the one that was given last."""
    scope, name, _ = place
    own = name.partition("/")[0].lower()
    if scope.taken.get(own) == 1:
        del scope.taken[own]
        return
    base, _, number = own.rpartition("_")
    if number.isdigit() and scope.taken.get(base) == int(number) + 1:
        scope.taken.pop(own, None)
        scope.taken[base] = int(number)


def take_once_more(inner: NameScope) -> None:
    """Take in the open scope the names that were taken in another one."""
    scope = current_names()
    for name, count in list(inner.taken.items()):
        base, _, number = name.rpartition("_")
        if not (number.isdigit() and base in inner.taken):
            for _ in range(count):
                reserve(name, scope)


def kind_of(row: str, result: int = -1) -> str:
    """Return TensorFlow's kind of the operation that gives a result of a row."""
    steps = _steps_of(row)
    marked = [step for step in steps if step.is_result] or [steps[-1]]
    return marked[min(result, len(marked) - 1)].kind
