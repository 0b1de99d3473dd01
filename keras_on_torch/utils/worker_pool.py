"""Threads and processes that carry out tasks; a task always comes to an end, if in an error.

Each process has a pipe and a thread of its own in the program: processes share no lock and no
queue, so one that is killed, at whatever point, takes nothing with it but its own task.
"""

import contextlib
import multiprocessing
import pickle
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

__all__ = ["LostTaskError", "Task", "WorkerPool"]

Initializer = tuple[Callable[..., None], tuple[Any, ...]]
"""What a process calls first, and with what."""

_LOOK = 1.0
"""How many seconds to wait for an answer before looking whether the process is there still."""

_BYE = 5.0
"""How many seconds an idle process has to end before it is killed."""

_forking = threading.Lock()


class LostTaskError(RuntimeError):
    """A task came to no end of its own: its worker died, or what it raised cannot be raised here.

    Args:
        message: what happened, with the number of the batch.
    """


class _RaisedInWorkerError(Exception):
    """Shows, as the cause of what is raised here, where it was raised in a process.

    Args:
        trace: the traceback there.
    """


class Task:
    """A call that a worker carries out.

    Args:
        name: what it is for, in messages: "batch 3".
        function: a function of a module.
        *arguments: what it is called with.
    """

    def __init__(self, name: str, function: Callable[..., Any], *arguments: Any) -> None:
        self.name = name
        self.function = function
        self.arguments = arguments
        self.future: Future[Any] = Future()

    def get(self) -> Any:
        """Wait for what the call returns; raise what it raises.

        Raises:
            LostTaskError: it will never return.
        """
        return self.future.result()

    def run(self, process: "_Process | None") -> None:
        """Carry the call out, here or in a process, and keep what comes of it."""
        try:
            if process is None:
                self.future.set_result(self.function(*self.arguments))
            else:
                self.future.set_result(process.carry_out(self))
        except BaseException as error:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """Have `get` raise an error; one that would end a thread or a generator is described."""
        if isinstance(error, Exception) and not isinstance(error, (LostTaskError, StopIteration)):
            _add_note(error, f"making {self.name}")
        elif not isinstance(error, Exception):
            error = LostTaskError(f"{self.name} could not be made: {_described(error)}")
        if not self.future.done():
            self.future.set_exception(error)


def _add_note(error: BaseException, note: str) -> None:
    if hasattr(error, "add_note"):  # From Python 3.11 on.
        with contextlib.suppress(AttributeError, TypeError):
            error.add_note(note)


def _described(error: BaseException) -> str:
    """Return an error's kind and message, and where it was raised."""
    trace = traceback.format_exception(type(error), error, error.__traceback__)
    return f"the worker raised {type(error).__name__}: {_shown(error)}\n\n" + "".join(trace)


def _shown(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as other:
        return f"(its message cannot be shown: {type(other).__name__})"


class WorkerPool:
    """Workers that carry out tasks; they are there once this is made.

    Args:
        workers: how many.
        initializers: what each process calls first; None lets threads work.
        in_turn: whether the workers get the tasks in turn, else whoever is free gets the next one.
    """

    def __init__(
        self, workers: int, initializers: list[Initializer] | None = None, in_turn: bool = False
    ) -> None:
        shared: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._turn = 0
        self._is_closed = threading.Event()
        self._workers: list[_Worker] = []
        try:
            for place in range(max(workers, 1)):
                tasks = queue.SimpleQueue() if in_turn else shared
                process = None if initializers is None else _Process(initializers[place])
                self._workers.append(_Worker(tasks, process, self._is_closed))
        except BaseException:
            self.kill()
            raise
        for worker in self._workers:
            worker.thread.start()

    def submit(self, task: Task) -> Task:
        """Have a worker carry out a task."""
        worker = self._workers[self._turn % len(self._workers)]
        self._turn += 1
        worker.tasks.put(task)
        return task

    def close(self) -> None:
        """Let the workers end when all tasks are carried out; wait for processes."""
        for worker in self._workers:
            worker.tasks.put(None)
        self._wait(None if self._workers[0].process else 0.1)

    def kill(self) -> None:
        """End the workers at once; tasks that are not done fail.

        A thread that runs code of the user ends after that; nothing can end it earlier.
        """
        self._is_closed.set()
        for worker in self._workers:
            if worker.process is not None:
                worker.process.process.kill()
            worker.tasks.put(None)
        self._wait(_BYE if self._workers and self._workers[0].process else 0.1)

    def _wait(self, seconds: float | None) -> None:
        until = None if seconds is None else time.monotonic() + seconds
        for worker in self._workers:
            if worker.thread.ident is not None:
                worker.thread.join(None if until is None else max(0.0, until - time.monotonic()))
            elif worker.process is not None:  # Its thread was not started: another process failed.
                worker.process.end()


class _Worker:
    """A thread that carries out tasks until it is given None.

    Args:
        tasks: where it gets them from.
        process: the process that does the work; None does it in the thread.
        is_closed: tells that tasks are to be dropped.
    """

    def __init__(
        self,
        tasks: "queue.SimpleQueue[Task | None]",
        process: "_Process | None",
        is_closed: threading.Event,
    ) -> None:
        self.tasks = tasks
        self.process = process
        self._is_closed = is_closed
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        while (task := self.tasks.get()) is not None:
            if self._is_closed.is_set():
                task.fail(LostTaskError(f"{task.name} is not made: the workers were stopped"))
            else:
                task.run(self.process)
        if self.process is not None:
            self.process.end()


class _Process:
    """A process that carries out one call after the other, and the pipe to it.

    Args:
        initializer: what it calls first.
    """

    def __init__(self, initializer: Initializer) -> None:
        # A process must not get the other's end of the pipe, which would then never seem closed.
        with _forking:
            self._pipe, other = multiprocessing.Pipe()
            self.process = multiprocessing.Process(
                target=_serve, args=(other, initializer), daemon=True
            )
            with _without_interrupts():
                self.process.start()
            other.close()

    def carry_out(self, task: Task) -> Any:
        """Return what a call returns in the process.

        Raises:
            Exception: what the call raises, or what keeps it or its result from being sent.
            LostTaskError: the process has died, or its answer cannot be read.
        """
        asked = ForkingPickler.dumps((task.function, task.arguments))
        try:
            self._pipe.send_bytes(asked)
            while not self._pipe.poll(_LOOK):
                if not self.process.is_alive() and not self._pipe.poll():
                    raise EOFError
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError):
            raise LostTaskError(f"{task.name} could not be made: {self._death()}") from None
        try:
            succeeded, value, trace = pickle.loads(answer)
        except Exception as error:
            raise LostTaskError(
                f"{task.name} could not be taken from the worker: unpickling it raised"
                f" {type(error).__name__}: {_shown(error)}"
            ) from error
        if succeeded:
            return value
        if isinstance(value, str):
            raise LostTaskError(f"{task.name} could not be made: {value}")
        value.__cause__ = _RaisedInWorkerError(f"\n\n{trace}")
        raise value

    def _death(self) -> str:
        """Return what became of the process."""
        self.process.join(_LOOK)
        status = self.process.exitcode
        if status is None:
            self.process.kill()
            return "the worker process has closed its connection"
        if status >= 0:
            return f"the worker process exited with status {status}"
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = "unknown"
        hint = " (the system does so when memory runs out)" if name == "SIGKILL" else ""
        return f"the worker process was killed by signal {-status}, {name}{hint}"

    def end(self) -> None:
        """Let the process end, or end it, and wait until it is gone."""
        with contextlib.suppress(OSError):
            self._pipe.send_bytes(b"")
        self.process.join(_BYE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self._pipe.close()


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, not even before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---- in the process
def _serve(pipe: Any, initializer: Initializer) -> None:
    """Carry out what comes through a pipe, until that brings nothing or the program is gone.

    A terminal sends Ctrl-C to all processes: that which trains decides what becomes of these.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    function, arguments = initializer
    function(*arguments)
    program = multiprocessing.parent_process()
    ends = [pipe, *([] if program is None else [program.sentinel])]
    with contextlib.suppress(EOFError, OSError):  # The program is gone.
        while pipe in wait(ends) and (asked := pipe.recv_bytes()):
            pipe.send_bytes(_answer(asked))


def _answer(asked: bytes) -> Any:
    """Return what a call returns or raises, pickled; text where it cannot be pickled."""
    try:
        function, arguments = pickle.loads(asked)
        return ForkingPickler.dumps((True, function(*arguments), None))
    except BaseException as error:
        return _pickled(error)


def _pickled(error: BaseException) -> Any:
    if isinstance(error, Exception):
        with contextlib.suppress(Exception):
            trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
            answer = ForkingPickler.dumps((False, error, trace))
            if type(pickle.loads(answer)[1]) is type(error):
                return answer
    return ForkingPickler.dumps((False, _described(error), None))
