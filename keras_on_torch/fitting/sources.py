"""Where the batches of generators and Sequences come from, and what a batch must be."""

import contextlib
import itertools
import reprlib
import warnings
from collections.abc import Iterator
from typing import Any

from keras_on_torch.fitting.batches import iter_sequence_infinite
from keras_on_torch.fitting.progress import Progress
from keras_on_torch.utils.data_utils import PlannedSequence, Sequence
from keras_on_torch.utils.enqueuers import GeneratorEnqueuer, OrderedEnqueuer

__all__ = [
    "EndOfBatchesError",
    "batch_inputs",
    "batch_triple",
    "counted_steps",
    "is_generator_or_sequence",
    "next_batch",
    "number_of_steps",
    "opened_batches",
    "size_of_inputs",
    "warn_of_copies",
]


def is_generator_or_sequence(x: Any) -> bool:
    """Return whether batches come from a generator or a Sequence, not from arrays."""
    return hasattr(x, "__next__") or hasattr(x, "next") or isinstance(x, Sequence)


# ---- how many
_NEEDS_STEPS = (
    "`{name}=None` is only valid for a generator based on the `keras.utils.Sequence` class. Please"
    " specify `{name}` or use the `keras.utils.Sequence` class."
)


def number_of_steps(generator: Any, steps: int | None, name: str) -> int:
    """Return how many batches are taken.

    Args:
        generator: where they come from; a Sequence knows it itself.
        steps: what the caller said.
        name: how the caller calls it.

    Raises:
        ValueError: it is not known, or it is none.
    """
    if steps is None:
        if not isinstance(generator, Sequence):
            raise ValueError(_NEEDS_STEPS.format(name=name))
        steps = len(generator)
    if not steps > 0:
        raise ValueError(f"`{name}` must be a positive number, got {steps!r}: there is no batch.")
    return steps


def counted_steps(steps: float) -> Iterator[int]:
    """Count steps; programs from Python 2's time divide samples by batch size and give 31.25."""
    return itertools.takewhile(lambda step: step < steps, itertools.count())


def warn_of_copies(generator: Any, use_multiprocessing: bool, workers: int) -> None:
    """Warn where each of several processes has a copy of a generator."""
    if not isinstance(generator, Sequence) and use_multiprocessing and workers > 1:
        warnings.warn(
            "Using a generator with `use_multiprocessing=True` and multiple workers may duplicate"
            " your data. Please consider using the `keras.utils.Sequence` class.",
            stacklevel=3,
        )


# ---- one after the other
class EndOfBatchesError(Exception):
    """A generator has come to its end; a StopIteration cannot pass through generators of ours."""


def next_batch(batches: Iterator[Any], error: type[Exception] = StopIteration) -> Any:
    """Return the next batch.

    Raises:
        StopIteration: there is none; or `error` in its place.
    """
    try:
        return next(batches)
    except StopIteration:
        raise error(
            "The generator gave no batch any more, before all steps were done. Let it go over its"
            " data for ever (`while True:`), or ask for fewer steps."
        ) from None


@contextlib.contextmanager
def opened_batches(
    source: Any,
    max_queue_size: int,
    workers: int,
    use_multiprocessing: bool,
    shuffle: bool = False,
    progress: Progress | None = None,
) -> Iterator[Iterator[Any]]:
    """Return the batches of a source, made in advance by workers while the context lasts.

    Args:
        source: a generator or a Sequence.
        max_queue_size: how many batches are made in advance.
        workers: how many make them; 0 makes each when it is needed.
        use_multiprocessing: whether workers are processes.
        shuffle: whether the batches of a Sequence come in another order in each epoch.
        progress: keeps, and knows, how far the batches have been taken.
    """
    made: Any
    if workers <= 0:
        made = _BatchesOnDemand(source)
    elif isinstance(source, Sequence):
        made = OrderedEnqueuer(source, use_multiprocessing=use_multiprocessing, shuffle=shuffle)
    else:
        made = GeneratorEnqueuer(source, use_multiprocessing=use_multiprocessing)
    if progress is not None:
        progress.follow(made)
    if workers <= 0:
        yield made
        return
    try:
        made.start(workers=workers, max_queue_size=max_queue_size)
        yield made.batches()
    finally:
        if made.run_thread is not None:  # Else it was interrupted before there were any workers.
            made.stop()


class _BatchesOnDemand:
    """The batches of a source, each made when it is needed.

    Args:
        source: a generator or a Sequence.
    """

    def __init__(self, source: Any) -> None:
        self._source = source
        self._plans = isinstance(source, PlannedSequence) and source.is_planned()
        self._batches = iter_sequence_infinite(source) if isinstance(source, Sequence) else source
        self._taken = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self._taken += 1
        return next(self._batches)

    def position(self) -> dict[str, Any]:
        """Return how far the batches have been taken."""
        state = self._source.position() if self._plans else {}
        return {"taken": self._taken, "sequence": state}

    def resume(self, position: dict[str, Any]) -> None:
        """Go on from what `position` gave in another process: what was taken is passed over."""
        self._taken = position["taken"]
        if self._plans:
            self._source.resume(position["sequence"])
            return
        over = self._taken
        if isinstance(self._source, Sequence):
            over %= len(self._source)
        for _ in range(over):
            next(self._batches)


# ---- what a batch must be
class _Short(reprlib.Repr):
    """Shows what a batch is, in some hundred characters."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = 300
        self.maxlevel = 4


def batch_triple(output: Any) -> tuple[Any, Any, Any]:
    """Return inputs, targets and weights of a batch.

    Raises:
        ValueError: it is no tuple of two or three.
    """
    a_batch = hasattr(output, "__len__") and not isinstance(output, (str, bytes, dict, set))
    if not a_batch or len(output) not in (2, 3):
        raise ValueError(
            "Output of generator should be a tuple `(x, y, sample_weight)` or `(x, y)`. Found:"
            f" {_Short().repr(output)}"
        )
    x, y, weights = (*output, None)[:3]
    return x, y, weights


def batch_inputs(output: Any) -> Any:
    """Return the inputs of a batch to predict for.

    Raises:
        ValueError: there are none.
    """
    if output is None:
        raise ValueError(
            "Output of generator should be inputs, or a tuple `(x, y, sample_weight)` or `(x, y)`."
            " Found: None"
        )
    # Keras: a tuple is inputs with targets (and weights), which are not needed.
    return batch_triple(output)[0] if isinstance(output, tuple) else output


def size_of_inputs(x: Any) -> int:
    """Return the number of samples in a batch's inputs; 1 where they come from tensors.

    Raises:
        ValueError: they are no arrays.
    """
    inputs = list(x.values()) if isinstance(x, dict) else x
    if isinstance(inputs, (list, tuple)):
        inputs = inputs[0] if len(inputs) else None
    if inputs is None:
        return 1
    shape = getattr(inputs, "shape", None)
    if shape is None or not len(shape):
        raise ValueError(
            "Inputs of a batch should be an array, or a list or dict of arrays, whose first axis"
            f" counts samples. Found: {_Short().repr(x)}"
        )
    # Keras: an array without samples counts as one, too.
    return int(shape[0]) if isinstance(x, (dict, list, tuple)) else int(shape[0]) or 1
