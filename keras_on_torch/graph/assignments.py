"""Variables read as they are after what has been assigned to them, while their owner is traced."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Assignments", "assigning", "assignments"]


class Assignments:
    """The updates that have been recorded in a context.

    Attributes:
        updates: all of them, in order.
        latest: the last one of each variable, by the variable's id.
    """

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.latest: dict[int, Any] = {}

    def note(self, update: Any) -> None:
        """Take up an update: from now on its variable is read as it then is."""
        self.updates.append(update)
        self.latest[update.variable.id] = update

    def now(self, leaf: Any) -> Any:
        """Return the update that gives a variable's present value; anything else as it is."""
        return self.latest.get(getattr(leaf, "id", -1), leaf)


class _Open(threading.local):
    """The assignments of the open context; None outside one."""

    noted: Assignments | None = None


assignments = _Open()


@contextmanager
def assigning(updates: Any = ()) -> Iterator[Assignments]:
    """Let what is recorded while the context lasts read the values that updates have given.

    A metric's result is that of its state after a batch. In a program all new values are computed
    before the first is assigned, so the result must be computed from the new values.

    Args:
        updates: those that were recorded before.
    """
    before, assignments.noted = assignments.noted, Assignments()
    for update in updates:
        assignments.noted.note(update)
    try:
        yield assignments.noted
    finally:
        assignments.noted = before
