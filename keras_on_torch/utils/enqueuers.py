"""Batches made in the background, in threads or processes, and handed over in a queue."""

import itertools
import queue
import random
import threading
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.utils.data_utils import (
    PlannedSequence,
    Sequence,
    carry_out_plan,
    get_index,
    get_seeded_index,
    init_pool,
    init_pool_generator,
    next_sample,
    show_source,
    sources,
)
from keras_on_torch.utils.random_seed import random_state, set_random_state
from keras_on_torch.utils.worker_pool import LostTaskError, Task, WorkerPool

__all__ = ["GeneratorEnqueuer", "OrderedEnqueuer", "SequenceEnqueuer"]


_PAUSE = 0.1
"""How many seconds to wait for somebody to ask for the next epoch before it is begun unasked."""

_uids = itertools.count()


class _Failure:
    """Stands in the queue for a batch and raises what ended the thread that fills the queue."""

    def __init__(self, error: BaseException) -> None:
        self._task = Task("the next batch", lambda: None)
        self._task.fail(error)

    def get(self) -> Any:
        return self._task.get()


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
        self.queue: queue.Queue[Any] | None = None
        self.run_thread: threading.Thread | None = None
        self.stop_signal: threading.Event | None = None
        self._pool: WorkerPool | None = None
        self._asked = 0
        self._wanted = threading.Event()
        self._draws_by_itself = True
        self._seed: int | None = None
        self._skipped = 0

    def is_running(self) -> bool:
        """Return whether it was started and not stopped."""
        return self.stop_signal is not None and not self.stop_signal.is_set()

    def start(self, workers: int = 1, max_queue_size: int = 10) -> None:
        """Begin to make batches.

        Args:
            workers: how many threads or processes.
            max_queue_size: how many batches may wait; 0 for any number.
        """
        self.workers = workers
        if not self.use_multiprocessing and self._draws_by_itself and config.is_deterministic():
            self.workers = 1  # Several threads would draw from one stream as it comes.
        if self.use_multiprocessing and self._draws_by_itself and self._seed is None:
            self._seed = int(np.random.randint(2**31))  # noqa: NPY002  # What users seed.
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
        if self._pool is not None:
            self._pool.kill()
        with waiting.mutex:
            waiting.queue.clear()
            waiting.unfinished_tasks = 0
            waiting.not_full.notify_all()
            waiting.all_tasks_done.notify_all()
        thread.join(timeout)
        show_source(self.uid, None)

    def _started(self) -> tuple["queue.Queue[Any]", threading.Event, threading.Thread]:
        if self.queue is None or self.stop_signal is None or self.run_thread is None:
            raise RuntimeError(f"{type(self).__name__} is not running: call start() first")
        return self.queue, self.stop_signal, self.run_thread

    @contextmanager
    def _workers_for(self, initializer: Callable[..., None], *seeds: int) -> Iterator[WorkerPool]:
        """Return the workers; they end with the context, at once where all is to stop.

        Args:
            initializer: what each process calls first, with the table of sources.
            *seeds: what the processes are told besides, in their order; none are told nothing.
        """
        signal = self._started()[1]
        initializers = None
        if self.use_multiprocessing:
            told: list[list[int]] = [[seed] for seed in seeds] or [[]] * max(self.workers, 1)
            initializers = [(initializer, (sources(), *each)) for each in told]
        self._pool = pool = WorkerPool(self.workers, initializers, in_turn=bool(seeds))
        try:
            if signal.is_set():
                pool.kill()
            yield pool
        finally:
            if signal.is_set():
                pool.kill()
            else:
                pool.close()
            self._pool = None

    def _run_guarded(self) -> None:
        try:
            self._run()
        except BaseException as error:
            self._started()[0].put(_Failure(error))

    @abstractmethod
    def _run(self) -> None:
        """Order batches from a pool and put them into the queue."""
        raise NotImplementedError

    @abstractmethod
    def batches(self) -> Iterator[Any]:
        """Hand over what the workers give, as it gets ready."""
        raise NotImplementedError

    def get(self) -> Iterator[Any]:
        """Hand over batches as they get ready; what is None is left out."""
        for batch in self.batches():
            if batch is not None:
                yield batch

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

    # ---- a run that another process goes on with
    def position(self) -> dict[str, Any]:
        """Return where whoever takes the batches has come to, as plain values and arrays."""
        return {"skipped": self._asked, "seed": self._seed}

    def resume(self, position: dict[str, Any]) -> None:
        """Go on, once started, from what `position` gave in another process."""
        self._seed, self._skipped = position["seed"], position["skipped"]


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
        self._draws_by_itself = not self._plans
        self._order: list[int] | None = None
        self._epoch = 0
        self._turning = threading.Lock()
        self._last_turn: dict[str, Any] = {}
        self._turns: list[Any] = []

    def _run(self) -> None:
        waiting, signal, _ = self._started()
        plan = None
        while not signal.is_set():
            order = self._begin_epoch()
            plan = plan or (self.sequence.planner() if self._plans else None)
            with self._workers_for(init_pool) as pool:
                # New processes in each epoch: they see what on_epoch_end did.
                for index in order:
                    if signal.is_set():
                        return
                    waiting.put(pool.submit(self._task(index, plan)))
                with waiting.all_tasks_done:
                    while waiting.unfinished_tasks and not signal.is_set():
                        waiting.all_tasks_done.wait()
            # The last epoch is followed by stop(): batches made before it would be for nothing.
            self._wanted.clear()
            if self._asked % len(order) == 0 and not signal.is_set():
                self._wanted.wait(_PAUSE)

    def _begin_epoch(self) -> list[int]:
        """Have the sequence told that an epoch is over, if one is, and return the next one's order.

        Raises:
            ValueError: there is no batch.
        """
        with self._turning:
            self._last_turn = self._state()
            if self._epoch:
                if type(self.sequence).on_epoch_end is not Sequence.on_epoch_end:
                    self._turns.append(self._last_turn["random"])
                self.sequence.on_epoch_end()
            if self._order is None:  # Keras: the length of the first epoch holds.
                self._order = list(range(len(self.sequence)))
            if not self._order:
                raise ValueError(
                    f"the Sequence {type(self.sequence).__name__} has length 0: there is no batch"
                )
            if self.shuffle:
                random.shuffle(self._order)
            self._epoch += 1
        show_source(self.uid, self.sequence)
        return self._order

    def _task(self, index: int, plan: Callable[[int], Any] | None) -> Task:
        name = f"batch {index} of epoch {self._epoch - 1} of {type(self.sequence).__name__}"
        if plan is not None:
            return Task(name, carry_out_plan, self.uid, plan(index))
        if self._seed is None:
            return Task(name, get_index, self.uid, index)
        return Task(name, get_seeded_index, self.uid, index, (self._seed, self._epoch, index))

    def _received(self, result: Any) -> Any:
        if not self._plans:
            return result
        batch, outcome = result
        self.sequence.note(outcome)
        return batch

    def batches(self) -> Iterator[Any]:
        try:
            for _ in range(self._skipped):
                self._next()
            while self.is_running():
                yield self._next()
        except StopIteration as error:
            self.stop()
            raise LostTaskError(f"a batch could not be made: {error!r} was raised") from error
        except Exception:
            self.stop()
            raise

    # ---- a run that another process goes on with
    def _state(self) -> dict[str, Any]:
        """Return what the epochs to come depend on."""
        return {
            "epoch": self._epoch,
            "order": None if self._order is None else list(self._order),
            "random": random_state(),
            "sequence": self.sequence.position() if self._plans else {},
            "turns": list(self._turns),
        }

    def position(self) -> dict[str, Any]:
        with self._turning:
            done, over = divmod(self._asked, len(self._order or [0]))
            began = done < self._epoch  # The epoch that the next batch is of.
            state = self._last_turn if began else self._state()
            return {**state, "skipped": over, "seed": self._seed}

    def resume(self, position: dict[str, Any]) -> None:
        """Go on, once started, from what `position` gave in another process.

        A `Sequence` of the user is told of each epoch that is over, with the random streams as they
        were then: so it comes to the same order.
        """
        super().resume(position)
        self._epoch, self._order = position["epoch"], position["order"]
        self._asked = self._epoch * len(self._order or ())
        self._turns = list(position["turns"])
        if self._plans:
            self.sequence.resume(position["sequence"])
        else:
            for state in self._turns:
                set_random_state(state)
                self.sequence.on_epoch_end()
        set_random_state(position["random"])


class GeneratorEnqueuer(SequenceEnqueuer):
    """Makes batches ahead from a generator.

    Args:
        sequence: the generator; with processes, each has a copy of its own.
        use_multiprocessing: whether processes make them, rather than threads.
        wait_time: has no effect, and a warning says so.
        random_seed: what the random states of the first process start from, those of the next from
            the number after; None draws it from NumPy's stream.
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
        self._seed = random_seed
        self._ended = threading.Event()
        if wait_time is not None:
            warnings.warn("`wait_time` is not used anymore.", DeprecationWarning, stacklevel=2)

    def _run(self) -> None:
        waiting, signal, _ = self._started()
        show_source(self.uid, self.sequence)
        first = self._seed if self.use_multiprocessing else None
        seeds = () if first is None else range(first, first + max(self.workers, 1))
        with self._workers_for(init_pool_generator, *seeds) as pool:
            for number in itertools.count():
                if signal.is_set() or self._ended.is_set():
                    return
                waiting.put(pool.submit(Task(f"batch {number}", next_sample, self.uid)))

    def batches(self) -> Iterator[Any]:
        try:
            for _ in range(self._skipped):
                self._next()
            while self.is_running():
                yield self._next()
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
        self._ended.set()
        ordered = []
        while waiting.qsize() > 0:
            ordered.append(waiting.get(block=True))
        for task in ordered:
            with suppress(StopIteration):
                yield task.get()
