"""Memory that a model would take, looked at before it is asked for."""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

__all__ = ["check_memory", "memory_budget"]

_SMALL = 2**24
_FALLBACK = 2**44  # Where the system does not say how much it has.
_LIMITS = (  # A container's, by the two versions of Linux's control groups.
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
_taken: ContextVar[list[int] | None] = ContextVar("taken", default=None)


def check_memory(told: str, shape: Sequence[int], itemsize: int) -> None:
    """Check that the machine could hold an array at all.

    Within `memory_budget` the arrays that were asked for before count as well.

    Args:
        told: what the array is, for the message.
        shape: the lengths of its axes.
        itemsize: how many bytes a number takes.

    Raises:
        ValueError: it could not.
    """
    size, taken = math.prod(shape) * itemsize, _taken.get()
    before = taken[0] if taken else 0
    if size < _SMALL and before < _SMALL:
        if taken:
            taken[0] += size
        return
    there = _memory()
    if 2 * size + before > there:  # First values are drawn, and then copied.
        others = f", beside {_shown(before)} of the weights before it" if before else ""
        raise ValueError(
            f"{told} would take {_shown(size)} of memory{others}, and as much again while it is"
            f" made. This machine has {_shown(there)}"
        )
    if taken:
        taken[0] += size


@contextmanager
def memory_budget() -> Iterator[None]:
    """A context in which all weights together must fit into the machine."""
    if _taken.get() is not None:
        yield
        return
    token = _taken.set([0])
    try:
        yield
    finally:
        _taken.reset(token)


def _memory() -> int:
    """Return how many bytes this process could have, by the machine's and the container's word."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        there = _FALLBACK
    for path in _LIMITS:
        try:
            limit = path.read_text(encoding="ascii").strip()
        except OSError:
            continue
        if limit.isdecimal():  # Else it is "max".
            there = min(there, int(limit))
    return there


def _shown(size: int) -> str:
    for unit, name in ((2**50, "PiB"), (2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"
