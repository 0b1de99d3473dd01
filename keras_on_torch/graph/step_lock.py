"""Who reads many variables at once sees the values between two steps, not in the midst of one."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["between_steps", "step"]


class _Steps:
    """Steps that are running, in any number of threads, and readers who wait for their ends."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.running = 0
        self.readers = 0
        self.own = threading.local()  # How many of them are in this very thread.


_steps = _Steps()


def _forget_other_threads() -> None:
    """After a fork only one thread is there, and no other ends its step."""
    global _steps
    _steps = _Steps()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_other_threads)


@contextmanager
def step() -> Iterator[None]:
    """A context in which variables change; many threads may be in one at the same time."""
    steps, depth = _steps, getattr(_steps.own, "depth", 0)
    with steps.changed:
        # Who waited here within a step would wait for a reader that waits for this step.
        while steps.readers and not depth:
            steps.changed.wait()
        steps.running += 1
    steps.own.depth = depth + 1
    try:
        yield
    finally:
        steps.own.depth = depth
        with steps.changed:
            steps.running -= 1
            steps.changed.notify_all()


@contextmanager
def between_steps() -> Iterator[None]:
    """A context in which no other thread is within a step; within one's own step it is free."""
    steps, depth = _steps, getattr(_steps.own, "depth", 0)
    with steps.changed:
        steps.readers += 1
        while steps.running and not depth:
            steps.changed.wait()
    try:
        yield
    finally:
        with steps.changed:
            steps.readers -= 1
            steps.changed.notify_all()
