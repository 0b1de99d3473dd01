"""Threads that stop together."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from keras_on_torch.tensorflow.errors import OutOfRangeError
from keras_on_torch.tensorflow.graph_collections import GraphKeys, get_collection

__all__ = ["Coordinator", "LooperThread", "start_queue_runners"]


class Coordinator:
    """What threads ask whether to stop, and what waits for them.

    Args:
        clean_stop_exception_types: exceptions that ask to stop and are no failure; None is
            `tf.errors.OutOfRangeError`.
    """

    def __init__(self, clean_stop_exception_types: Any = None) -> None:
        kinds = (OutOfRangeError,) if clean_stop_exception_types is None else None
        self._clean: tuple[type[BaseException], ...] = kinds or tuple(clean_stop_exception_types)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._failure: BaseException | None = None
        self._threads: set[threading.Thread] = set()
        self._joined = False

    def request_stop(self, ex: Any = None) -> None:
        """Ask all threads to stop.

        Args:
            ex: what went wrong, an exception or `sys.exc_info()`; `join` raises the first one.
        """
        with self._lock:
            error = ex[1] if isinstance(ex, tuple) else ex
            if error is not None and isinstance(error, self._clean):
                error = None
            if self._joined and error is not None:
                raise error
            if not self._stop.is_set():
                self._failure = error
                self._stop.set()

    def clear_stop(self) -> None:
        """Let threads run again."""
        with self._lock:
            self._joined = False
            self._failure = None
            self._stop.clear()

    def should_stop(self) -> bool:
        """Return whether threads were asked to stop."""
        return self._stop.is_set()

    def wait_for_stop(self, timeout: float | None = None) -> bool:
        """Wait until threads are asked to stop; return whether they were.

        Args:
            timeout: for how long to wait, in seconds.
        """
        return self._stop.wait(timeout)

    def register_thread(self, thread: threading.Thread) -> None:
        """Have `join` wait for a thread, too."""
        with self._lock:
            self._threads.add(thread)

    @contextmanager
    def stop_on_exception(self) -> Iterator[None]:
        """Ask all threads to stop where something in the context raises an exception."""
        try:
            yield
        except BaseException:
            self.request_stop(sys.exc_info())

    def join(
        self,
        threads: Any = None,
        stop_grace_period_secs: float = 120,
        ignore_live_threads: bool = False,
    ) -> None:
        """Wait for threads to end.

        Args:
            threads: threads to wait for besides those that are registered.
            stop_grace_period_secs: how long to wait after they were asked to stop, in seconds.
            ignore_live_threads: whether threads that still run are no failure.

        Raises:
            RuntimeError: threads still run.
            BaseException: what the first thread that failed has raised.
        """
        with self._lock:
            waited = [*self._threads.union(threads or [])]
        while any(thread.is_alive() for thread in waited) and not self.wait_for_stop(0.05):
            pass
        end = time.monotonic() + stop_grace_period_secs
        for thread in waited:
            thread.join(max(0.0, end - time.monotonic()))
        running = [thread.name for thread in waited if thread.is_alive()]
        with self._lock:
            self._joined = True
            self._threads.clear()
            failure = self._failure
        if failure is not None:
            raise failure
        if running and not ignore_live_threads:
            raise RuntimeError(f"Coordinator stopped with threads still running: {running}")

    @property
    def joined(self) -> bool:
        """Whether `join` is through."""
        return self._joined

    def raise_requested_exception(self) -> None:
        """Raise what a thread has raised, if one has."""
        with self._lock:
            if self._failure is not None:
                raise self._failure


class LooperThread(threading.Thread):
    """A thread that calls a function again and again until it is asked to stop.

    Args:
        coord: the coordinator.
        timer_interval_secs: from one call's beginning to the next, in seconds; None for at once.
        target: the function; None calls `run_loop`.
        args: its arguments by place.
        kwargs: its arguments by name.

    Raises:
        ValueError: `coord` is no coordinator, or there are arguments and no function.
    """

    def __init__(
        self,
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Callable[..., Any] | None = None,
        args: Any = None,
        kwargs: Any = None,
    ) -> None:
        if not isinstance(coord, Coordinator):
            raise ValueError(f"'coord' argument must be a Coordinator: {coord}")
        if target is None and (args or kwargs):
            raise ValueError("'args' and 'kwargs' argument require that you also pass 'target'")
        super().__init__(daemon=True)
        self._coord = coord
        self._interval = timer_interval_secs
        self._function = target
        self._given = (args or (), kwargs or {})
        coord.register_thread(self)

    @staticmethod
    def loop(
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Callable[..., Any],
        args: Any = None,
        kwargs: Any = None,
    ) -> "LooperThread":
        """Start a thread that calls a function; arguments as of the class."""
        looper = LooperThread(coord, timer_interval_secs, target, args, kwargs)
        looper.start()
        return looper

    def run(self) -> None:
        """Call the function until the coordinator says stop."""
        with self._coord.stop_on_exception():
            self.start_loop()
            following = time.monotonic()
            while not self._coord.should_stop():
                self.run_loop()
                if self._interval:
                    following += self._interval
                    if self._coord.wait_for_stop(max(0.0, following - time.monotonic())):
                        break
            self.stop_loop()

    def start_loop(self) -> None:
        """Do what comes before the first call."""

    def stop_loop(self) -> None:
        """Do what comes after the last call."""

    def run_loop(self) -> None:
        """Call the function."""
        if self._function:
            self._function(*self._given[0], **self._given[1])


def start_queue_runners(
    sess: Any = None,
    coord: Coordinator | None = None,
    daemon: bool = True,
    start: bool = True,
    collection: Any = GraphKeys.QUEUE_RUNNERS,
) -> list[Any]:
    """Return the threads that fill queues: none, there are no queues.

    Args:
        sess: any session.
        coord: what the threads would ask whether to stop.
        daemon: whether they would end with the program.
        start: whether they would be started.
        collection: where their runners would be.

    Raises:
        NotImplementedError: a program has put runners there.
    """
    if get_collection(collection):
        raise NotImplementedError(
            "start_queue_runners: there are no queues of TensorFlow here. Give data by feed_dict,"
            " by keras.utils.Sequence, or by a generator"
        )
    return []
