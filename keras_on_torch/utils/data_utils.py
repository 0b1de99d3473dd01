"""Data as numbered batches, and batches made in the background."""

import itertools
import multiprocessing
import queue
import random
import threading
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.pool import ThreadPool
from typing import Any

import numpy as np

__all__ = [
    "GeneratorEnqueuer",
    "OrderedEnqueuer",
    "PlannedSequence",
    "Sequence",
    "SequenceEnqueuer",
    "carry_out_plan",
    "get_index",
    "init_pool",
    "init_pool_generator",
    "next_sample",
]


_PAUSE = 0.1
"""How many seconds to wait for somebody to ask for the next epoch before it is begun unasked."""


class Sequence:
    """A data set as numbered batches: the base of what `fit_generator` takes.

    A class of yours gives batch `i` in `__getitem__` and the number of batches in `__len__`.
    """

    @abstractmethod
    def __getitem__(self, index: int) -> Any:
        """Return the batch at position `index`."""
        raise NotImplementedError(f"{type(self).__name__} must define __getitem__(index)")

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of batches."""
        raise NotImplementedError(f"{type(self).__name__} must define __len__()")

    def on_epoch_end(self) -> None:
        """Do what is to be done between two epochs, such as shuffling; here nothing."""

    def __iter__(self) -> Iterator[Any]:
        for index in range(len(self)):
            yield self[index]


class PlannedSequence(Sequence):
    """A `Sequence` of random batches that are the same however many workers make them.

    What is drawn for a batch is drawn when it is planned: in order, in one thread. Workers carry
    the plans out, in any order, in threads or processes.
    """

    def is_planned(self) -> bool:
        """Return whether plans give what `__getitem__` gives; not where a subclass has its own."""
        return True

    @abstractmethod
    def planner(self) -> Callable[[int], Any]:
        """Return what gives a plan for the batch at a position, for one batch after the other."""
        raise NotImplementedError(f"{type(self).__name__} must define planner()")

    @abstractmethod
    def carry_out(self, plan: Any) -> tuple[Any, Any]:
        """Return a batch, and what `note` is to be told of it."""
        raise NotImplementedError(f"{type(self).__name__} must define carry_out(plan)")

    def note(self, outcome: Any) -> None:
        """Be told, in order, of each batch that somebody took; here nothing is done."""


# ---- what the workers run; the table of sources is theirs
_sources: dict[int, Any] = {}
_uids = itertools.count()


def init_pool(seqs: dict[int, Any]) -> None:
    """Return a worker process the table of sources."""
    _sources.update(seqs)


def get_index(uid: int, i: int) -> Any:
    """Return batch `i` of the source that has the number `uid`."""
    return _sources[uid][i]


def carry_out_plan(uid: int, plan: Any) -> tuple[Any, Any]:
    """Return the batch that a plan describes, of the source that has the number `uid`."""
    result: tuple[Any, Any] = _sources[uid].carry_out(plan)
    return result


def init_pool_generator(gens: dict[int, Any], random_seed: int | None = None) -> None:
    """Return a worker process the table of sources, and a random state of its own."""
    init_pool(gens)
    if random_seed is not None:
        process = multiprocessing.current_process().ident or 0
        np.random.seed(random_seed + process)  # noqa: NPY002  # Keras draws from this state.


def next_sample(uid: int) -> Any:
    """Return the next batch of the generator that has the number `uid`."""
    return next(_sources[uid])


class _Failure:
    """Stands in the queue for a batch and raises what ended the thread that fills the queue."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def get(self) -> Any:
        raise self.error


class SequenceEnqueuer:
    """Base of what makes batches in the background and hands them over in a queue.

    Args:
        sequence: where the batches come from.
        use_multiprocessing: whether processes make them, rather than threads.
    """

    def __init__(self, sequence: Any, use_multiprocessing: bool = False) -> None:
        self.sequence = sequence
        self.use_multiprocessing = use_multiprocessing
        self.uid = next(_uids)
        self.workers = 0
        self.executor_fn: Callable[[Any], Any] | None = None
        self.queue: queue.Queue[Any] | None = None
        self.run_thread: threading.Thread | None = None
        self.stop_signal: threading.Event | None = None
        self._asked = 0
        self._wanted = threading.Event()

    def is_running(self) -> bool:
        """Return whether it was started and not stopped."""
        return self.stop_signal is not None and not self.stop_signal.is_set()

    def start(self, workers: int = 1, max_queue_size: int = 10) -> None:
        """Begin to make batches.

        Args:
            workers: how many threads or processes.
            max_queue_size: how many batches may wait; 0 for any number.
        """
        if self.use_multiprocessing:
            self.executor_fn = self._get_executor_init(workers)
        else:
            self.executor_fn = lambda _: ThreadPool(workers)
        self.workers = workers
        self.queue = queue.Queue(max_queue_size)
        self.stop_signal = threading.Event()
        self.run_thread = threading.Thread(target=self._run_guarded, daemon=True)
        self.run_thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """End the making of batches; those that wait are dropped.

        Args:
            timeout: how long to wait for the thread's end at most, in seconds.
        """
        waiting, signal, thread = self._started()
        signal.set()
        self._wanted.set()
        with waiting.mutex:
            waiting.queue.clear()
            waiting.unfinished_tasks = 0
            waiting.not_full.notify_all()
            waiting.all_tasks_done.notify_all()
        thread.join(timeout)
        _sources[self.uid] = None

    def _started(self) -> tuple["queue.Queue[Any]", threading.Event, threading.Thread]:
        if self.queue is None or self.stop_signal is None or self.run_thread is None:
            raise RuntimeError(f"{type(self).__name__} is not running: call start() first")
        return self.queue, self.stop_signal, self.run_thread

    def _send_sequence(self) -> None:
        """Show the source to threads and to processes that are started from now on."""
        _sources[self.uid] = self.sequence

    def _pool(self) -> Any:
        if self.executor_fn is None:
            raise RuntimeError(f"{type(self).__name__} is not running: call start() first")
        return closing(self.executor_fn(_sources))

    def _run_guarded(self) -> None:
        try:
            self._run()
        except Exception as error:  # Whoever takes the next batch gets to see it.
            self._started()[0].put(_Failure(error))

    @abstractmethod
    def _run(self) -> None:
        """Order batches from a pool and put them into the queue."""
        raise NotImplementedError

    @abstractmethod
    def _get_executor_init(self, workers: int) -> Callable[[Any], Any]:
        """Return the function that makes the pool of processes."""
        raise NotImplementedError

    @abstractmethod
    def get(self) -> Iterator[Any]:
        """Hand over batches as they get ready; what is None is left out."""
        raise NotImplementedError

    def _next(self) -> Any:
        """Wait for the next batch; raise what the worker raised that should have made it."""
        waiting = self._started()[0]
        self._asked += 1
        self._wanted.set()
        batch = self._received(waiting.get(block=True).get())
        waiting.task_done()
        return batch

    def _received(self, result: Any) -> Any:
        """Return the batch in what a worker gave."""
        return result


class OrderedEnqueuer(SequenceEnqueuer):
    """Makes the batches of a `Sequence`, epoch after epoch, in their order.

    Args:
        sequence: the `Sequence`.
        use_multiprocessing: whether processes make them, rather than threads.
        shuffle: whether the order of the batches changes from epoch to epoch.
    """

    def __init__(
        self, sequence: Any, use_multiprocessing: bool = False, shuffle: bool = False
    ) -> None:
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle
        self._plans = isinstance(sequence, PlannedSequence) and sequence.is_planned()

    def _get_executor_init(self, workers: int) -> Callable[[Any], Any]:
        return lambda seqs: multiprocessing.Pool(workers, initializer=init_pool, initargs=(seqs,))

    def _run(self) -> None:
        waiting, signal, _ = self._started()
        made = 0
        plan = self.sequence.planner() if self._plans else None
        order = list(range(len(self.sequence)))  # Keras: the length of the first epoch holds.
        while True:
            self._send_sequence()
            if self.shuffle:
                random.shuffle(order)
            with self._pool() as pool:  # New processes each epoch: they see what on_epoch_end did.
                for index in order:
                    if signal.is_set():
                        return
                    if plan is None:
                        waiting.put(pool.apply_async(get_index, (self.uid, index)))
                    else:
                        waiting.put(pool.apply_async(carry_out_plan, (self.uid, plan(index))))
                with waiting.all_tasks_done:
                    while waiting.unfinished_tasks and not signal.is_set():
                        waiting.all_tasks_done.wait()
            # The last epoch is followed by stop(): batches made before it would be for nothing.
            made += len(order)
            self._wanted.clear()
            if self._asked <= made and not signal.is_set():
                self._wanted.wait(_PAUSE)
            if signal.is_set():
                return
            self.sequence.on_epoch_end()

    def _received(self, result: Any) -> Any:
        if not self._plans:
            return result
        batch, outcome = result
        self.sequence.note(outcome)
        return batch

    def get(self) -> Iterator[Any]:
        try:
            while self.is_running():
                batch = self._next()
                if batch is not None:
                    yield batch
        except Exception:
            self.stop()
            raise


class GeneratorEnqueuer(SequenceEnqueuer):
    """Makes batches ahead from a generator.

    Args:
        sequence: the generator; with processes, each has a copy of its own.
        use_multiprocessing: whether processes make them, rather than threads.
        wait_time: has no effect, and a warning says so.
        random_seed: what NumPy's random state in each process starts from, its number added.
    """

    def __init__(
        self,
        sequence: Any,
        use_multiprocessing: bool = False,
        wait_time: float | None = None,
        random_seed: int | None = None,
    ) -> None:
        super().__init__(sequence, use_multiprocessing)
        self.random_seed = random_seed
        if wait_time is not None:
            warnings.warn("`wait_time` is not used anymore.", DeprecationWarning, stacklevel=2)

    def _get_executor_init(self, workers: int) -> Callable[[Any], Any]:
        return lambda seqs: multiprocessing.Pool(
            workers, initializer=init_pool_generator, initargs=(seqs, self.random_seed)
        )

    def _run(self) -> None:
        waiting, signal, _ = self._started()
        self._send_sequence()
        with self._pool() as pool:
            while not signal.is_set():
                waiting.put(pool.apply_async(next_sample, (self.uid,)))

    def get(self) -> Iterator[Any]:
        try:
            while self.is_running():
                batch = self._next()
                if batch is not None:
                    yield batch
        except StopIteration:
            yield from self._last_batches()
        except Exception as error:
            self.stop()
            if "generator already executing" in str(error):
                raise RuntimeError(
                    "Your generator is NOT thread-safe: with workers > 1 and"
                    " use_multiprocessing=False several threads call it at once. Use workers=1, or"
                    " give a keras.utils.Sequence"
                ) from None
            raise

    def _last_batches(self) -> Iterator[Any]:
        """Hand over what other workers got from the generator before it ended."""
        waiting = self._started()[0]
        ordered = []
        while waiting.qsize() > 0:
            ordered.append(waiting.get(block=True))
        for batch in ordered:
            batch.wait()
        for batch in ordered:
            if batch.successful():
                value = batch.get()
                if value is not None:
                    yield value
