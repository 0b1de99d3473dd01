"""NumPy's global stream of random numbers, lent to one batch at a time.

Keras's iterators seed that stream for each batch and draw from it, and so do functions that users
give them. Where several threads make batches, each batch has a stream of its own instead, which
becomes the global one while something draws for that batch.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

__all__ = ["drawing_from", "global_stream_of_now", "only_thread_that_draws"]

_lock = threading.RLock()


def _renew_lock() -> None:
    """Make the lock anew in a forked process: no thread is left there that could release it."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


@contextmanager
def only_thread_that_draws() -> Iterator[None]:
    """Keep other threads' iterators from drawing."""
    with _lock:
        yield


@contextmanager
def drawing_from(stream: np.random.RandomState | None) -> Iterator[None]:
    """Let np.random draw from a stream, which goes on from there; None is the global one."""
    with _lock:
        if stream is None:
            yield
            return
        before = np.random.get_state()
        np.random.set_state(stream.get_state())
        try:
            yield
        finally:
            stream.set_state(np.random.get_state())
            np.random.set_state(before)


def global_stream_of_now() -> np.random.RandomState:
    """Return a stream that goes on as the global one would."""
    stream = np.random.RandomState(0)
    stream.set_state(np.random.get_state())
    return stream
