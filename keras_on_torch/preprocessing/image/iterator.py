"""Batches without end, in an order that may change from epoch to epoch."""

import threading
from collections.abc import Callable
from collections.abc import Iterator as IteratorOf
from dataclasses import dataclass
from typing import Any

import numpy as np

from keras_on_torch.preprocessing.image.random_stream import (
    drawing_from,
    global_stream_of_now,
    only_thread_that_draws,
)
from keras_on_torch.utils.data_utils import PlannedSequence

__all__ = ["Iterator", "Plan"]


@dataclass
class Plan:
    """What is to be done for a batch.

    Args:
        index_array: the numbers of its samples.
        stream: its random numbers, where the iterator has a seed.
        transforms: the parameters of each sample's transformation, where they are drawn already.
        suffixes: likewise the numbers in the names of the files that samples are saved in.
        seed: what random numbers of a function of the user start from in a process of a worker.
    """

    index_array: Any
    stream: np.random.RandomState | None = None
    transforms: Any = None
    suffixes: Any = None
    seed: int | None = None


class Iterator(PlannedSequence):
    """Base of what gives batches of images, as a `Sequence` and by `next`.

    A subclass gives the batch of some samples in `_get_batches_of_transformed_samples`.

    Args:
        n: how many samples there are.
        batch_size: how many make a batch.
        shuffle: whether their order changes between epochs.
        seed: what NumPy's random numbers start from, for each batch plus its number.
    """

    white_list_formats = ("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff")

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        self.n = n
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.batch_index = 0
        self.total_batches_seen = 0
        self.lock = threading.Lock()
        self.index_array: Any = None
        self.index_generator = self._flow_index()
        self._last_stream: np.random.RandomState | None = None

    def __len__(self) -> int:
        return (self.n + self.batch_size - 1) // self.batch_size

    def _set_index_array(self) -> None:
        """Begin an epoch."""
        self.index_array = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def on_epoch_end(self) -> None:
        # Keras: drawn from where the last batch has left the stream.
        with drawing_from(self._last_stream):
            self._set_index_array()

    def reset(self) -> None:
        """Have `next` begin with the first batch again."""
        self.batch_index = 0

    # ---- one batch after the other, for whoever calls
    def __getitem__(self, idx: int) -> Any:
        def choose() -> Any:
            self._check_index(idx)
            self._seed_global_stream()
            self.total_batches_seen += 1
            return self._samples_of(idx)

        return self._made_at_once(choose)

    def __iter__(self) -> IteratorOf[Any]:
        return self

    def __next__(self, *args: Any, **kwargs: Any) -> Any:
        return self.next(*args, **kwargs)

    def next(self) -> Any:
        """Return the next batch; after the last one of an epoch comes the first."""
        return self._made_at_once(lambda: next(self.index_generator))

    def _flow_index(self) -> IteratorOf[Any]:
        """Yield the numbers of the samples of each batch."""
        while True:
            self._seed_global_stream()
            if self.batch_index == 0:
                self._set_index_array()
            first = self.batch_index * self.batch_size % self.n if self.n else 0
            behind = first + self.batch_size
            self.batch_index = self.batch_index + 1 if self.n > behind else 0
            self.total_batches_seen += 1
            yield self.index_array[first:behind]

    def _seed_global_stream(self) -> None:
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)

    def _check_index(self, idx: int) -> None:
        if idx >= len(self):
            why = "" if self.n else f": {self._without_samples()}"
            raise ValueError(
                f"Asked to retrieve element {idx}, but the Sequence has length {len(self)}{why}"
            )

    def _without_samples(self) -> str:
        """Return why there is no sample, for an error."""
        return "there are no samples"

    def _samples_of(self, idx: int) -> Any:
        """Return the numbers of the samples of a batch; the first one asked for begins an epoch."""
        if self.index_array is None:
            self._set_index_array()
        return self.index_array[self.batch_size * idx : self.batch_size * (idx + 1)]

    def _made_at_once(self, choose: Callable[[], Any]) -> Any:
        """Return the batch of the samples that a function chooses.

        Choosing and drawing is for one thread at a time, the work on images is not.
        """
        with only_thread_that_draws(), self.lock:
            index_array = choose()
            stream = None if self.seed is None else global_stream_of_now()
            plan = self._planned(index_array, stream, in_background=False)
        batch, stream = self.carry_out(plan)
        self._last_stream = None
        if stream is not None:  # Keras: what the caller draws next goes on from there.
            with only_thread_that_draws():
                np.random.set_state(stream.get_state())
        return batch

    # ---- batches made by workers: the same ones
    def is_planned(self) -> bool:
        return type(self).__getitem__ is Iterator.__getitem__

    def planner(self) -> Callable[[int], Plan]:
        planned = self.total_batches_seen

        def plan(idx: int) -> Plan:
            nonlocal planned
            stream = None if self.seed is None else np.random.RandomState(self.seed + planned)
            planned += 1
            with drawing_from(stream), self.lock:
                index_array = self._samples_of(idx)
            return self._planned(index_array, stream, in_background=True)

        return plan

    def carry_out(self, plan: Plan) -> tuple[Any, Any]:
        """Return a batch, and where it leaves its stream."""
        if plan.stream is None:
            return self._get_batches_of_transformed_samples(plan.index_array), None
        with drawing_from(plan.stream):
            return self._get_batches_of_transformed_samples(plan.index_array), plan.stream

    def note(self, outcome: Any) -> None:
        self.total_batches_seen += 1
        self._last_stream = outcome

    def position(self) -> dict[str, Any]:
        stream = self._last_stream
        names = ("total_batches_seen", "batch_index", "index_array")
        state = {name: getattr(self, name) for name in names}
        return state | {"stream": None if stream is None else stream.get_state()}

    def resume(self, position: dict[str, Any]) -> None:
        state = dict(position)
        stream = state.pop("stream")
        vars(self).update(state)
        self._last_stream = None if stream is None else np.random.RandomState(0)
        if self._last_stream is not None:
            self._last_stream.set_state(stream)

    def _planned(
        self, index_array: Any, stream: np.random.RandomState | None, in_background: bool
    ) -> Plan:
        """Return the plan for some samples; a subclass draws what it can in advance."""
        return Plan(index_array, stream)

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        """Return the batch of some samples.

        Args:
            index_array: their numbers.
        """
        raise NotImplementedError(
            f"{type(self).__name__} must define _get_batches_of_transformed_samples(index_array)"
        )

    # ---- processes that are not forked get a copy
    def __getstate__(self) -> dict[str, Any]:
        left_out = ("lock", "index_generator")
        return {name: value for name, value in vars(self).items() if name not in left_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.lock = threading.Lock()
        self.index_generator = self._flow_index()
