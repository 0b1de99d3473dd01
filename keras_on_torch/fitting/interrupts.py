"""Ctrl-C while a model trains: the step that runs is finished first."""

import signal
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

__all__ = ["DeferredInterrupt"]

Result = TypeVar("Result")


class DeferredInterrupt:
    """Lets an interrupt through between training steps only, so that no weight is half updated.

    A second interrupt within one step is let through at once: the step may be one that hangs.
    """

    def __init__(self) -> None:
        self._before: Callable[..., Any] | None = None
        self._running = False
        self._held: tuple[Any, ...] | None = None

    def __enter__(self) -> "DeferredInterrupt":
        before = signal.getsignal(signal.SIGINT)
        # Python takes signals, and lets handlers be set, in the main thread alone.
        if threading.current_thread() is threading.main_thread() and callable(before):
            self._before = before
            signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None

    def run(self, step: Callable[[], Result]) -> Result:
        """Run a step; an interrupt that came meanwhile is let through after it."""
        self._running = True
        try:
            return step()
        finally:
            self._running = False
            if self._held is not None:
                held, self._held = self._held, None
                self._let_through(*held)

    def _take(self, *signalled: Any) -> None:
        if self._running and self._held is None:
            self._held = signalled
        else:
            self._let_through(*signalled)

    def _let_through(self, *signalled: Any) -> None:
        if self._before is not None:
            self._before(*signalled)
