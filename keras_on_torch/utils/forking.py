"""Locks in programs that fork."""

import os
import threading
from typing import Any

__all__ = ["lock_that_forks"]


def lock_that_forks(reentrant: bool = False) -> Any:
    """Return a lock that is free in a forked process: a fork waits until nobody holds it.

    Else a thread that was not forked could hold it there for ever.

    Args:
        reentrant: whether a thread may take it again while it holds it.
    """
    lock: Any = threading.RLock() if reentrant else threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
        )
    return lock
