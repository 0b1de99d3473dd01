"""Data as numbered batches, and what workers call to make them."""

import random
from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

__all__ = [
    "PlannedSequence",
    "Sequence",
    "carry_out_plan",
    "get_index",
    "get_seeded_index",
    "init_pool",
    "init_pool_generator",
    "next_sample",
    "show_source",
    "sources",
]


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

    def position(self) -> dict[str, Any]:
        """Return what changes from batch to batch, as plain values and arrays; here nothing."""
        return {}

    def resume(self, position: dict[str, Any]) -> None:
        """Go on from what `position` gave in another process; here there is nothing to do."""


# ---- what the workers run; the table of sources is theirs
_sources: dict[int, Any] = {}


def show_source(uid: int, source: Any) -> None:
    """Put a source into the table, for threads and for processes that are started from now on."""
    _sources[uid] = source


def sources() -> dict[int, Any]:
    """Return the table of sources."""
    return _sources


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
    """Return a worker process the table of sources, and random states of its own."""
    init_pool(gens)
    if random_seed is not None:
        _seed(random_seed)


def get_seeded_index(uid: int, i: int, seed: tuple[int, ...]) -> Any:
    """Return batch `i` of a source; what is drawn for it is the same in whatever process."""
    _seed(*seed)
    return get_index(uid, i)


def _seed(*numbers: int) -> None:
    """Seed the random streams of a worker process: Python's, NumPy's and torch's."""
    words = np.random.SeedSequence(numbers).generate_state(4)
    np.random.seed(words)  # noqa: NPY002  # Keras draws from this state.
    random.seed(words.tobytes())
    torch.default_generator.manual_seed(int(words[0]))


def next_sample(uid: int) -> Any:
    """Return the next batch of the generator that has the number `uid`."""
    return next(_sources[uid])
