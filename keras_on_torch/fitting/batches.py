"""Arrays cut into batches."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch._types import Array
from keras_on_torch.fitting.device import host_tensor, sent
from keras_on_torch.fitting.weights import UnitWeights

__all__ = ["Columns", "batch_shuffle", "iter_sequence_infinite", "make_batches"]


def batch_shuffle(index_array: Array, batch_size: int) -> Array:
    """Shuffle whole batches of indices, for data of which only runs of rows can be read.

    Args:
        index_array: the indices.
        batch_size: how many form a batch; a rest stays at the end.
    """
    count = len(index_array) // batch_size
    rest = index_array[count * batch_size :]
    batches = index_array[: count * batch_size].reshape((count, batch_size))
    np.random.shuffle(batches)  # noqa: NPY002 - Keras: the order comes from NumPy's own generator.
    return np.append(batches.flatten(), rest)


def make_batches(size: int, batch_size: int) -> list[tuple[int, int]]:
    """Return where each batch begins and ends."""
    return [(start, min(size, start + batch_size)) for start in range(0, size, batch_size)]


def iter_sequence_infinite(seq: Any) -> Any:
    """Yield the batches of a Sequence, over and over.

    Raises:
        ValueError: it has none.
    """
    while True:
        if not len(seq):
            raise ValueError(
                f"the Sequence {type(seq).__name__} has length 0: there is no batch to give"
            )
        yield from seq


_AT_ONCE = 2**18
"""How many bytes of a column are picked at once, where a batch has fewer."""


class Columns:
    """What a function is fed, sample by sample: each input, target and weight is a column.

    Args:
        values: arrays, tensors, HDF5 data sets, sparse matrices; a plain number is fed as it is.
        feeds: the symbols they are fed to, of which the types are taken.
    """

    def __init__(self, values: Sequence[Any], feeds: Sequence[Any]) -> None:
        self._columns = [
            _column(value, feed) for value, feed in zip(values, feeds, strict=False)
        ] + list(values[len(feeds) :])
        self._device = config.device()

    def whole(self) -> list[Any]:
        """Return all rows: what is fed where a step takes everything that was given."""
        return [
            sent(column, self._device) if isinstance(column, torch.Tensor) else column
            for column in self._columns
        ]

    def batches(
        self, samples: int, batch_size: int, order: Array | None = None
    ) -> Iterator[tuple[int, int, list[Any]]]:
        """Yield all batches: where each begins, where it ends, and its rows.

        Args:
            samples: how many rows there are.
            batch_size: how many form a batch.
            order: which rows stand at the places; None leaves them as they stand.

        Raises:
            TypeError: a column cannot give rows out of order.
        """
        places = None if order is None else torch.from_numpy(np.ascontiguousarray(order))
        batch_size = int(batch_size)
        columns = [self._cut(column, samples, batch_size, places) for column in self._columns]
        for start, end in make_batches(samples, batch_size):
            yield start, end, [next(column) for column in columns]

    def _cut(
        self, column: Any, samples: int, batch_size: int, places: torch.Tensor | None
    ) -> Iterator[Any]:
        """Yield a column's part of each batch."""
        if column is None or isinstance(column, (float, int)):
            yield from itertools.repeat(column)
            return
        if not isinstance(column, torch.Tensor):
            for start, end in make_batches(samples, batch_size):
                yield _read(column, start, end, places)
            return
        # Several batches are picked at once: a call for each would cost a small model much.
        row = column[:1].nbytes or 1
        some = batch_size * max(1, _AT_ONCE // (batch_size * row))
        for start, end in make_batches(samples, some):
            if places is None:
                part = column[start:end]
            else:
                part = column.index_select(0, places[start:end].to(column.device))
            yield from torch.split(sent(part, self._device), batch_size)


def _read(source: Any, start: int, end: int, places: torch.Tensor | None) -> Any:
    """Return some rows of what is no tensor: an HDF5 data set, a sparse matrix."""
    try:
        return source[start:end] if places is None else source[places[start:end].tolist()]
    except TypeError:
        raise TypeError(
            "TypeError while preparing batch: the data gives no rows out of order. If using"
            ' HDF5 input data, pass shuffle="batch".'
        ) from None


def _column(value: Any, feed: Any) -> Any:
    """Return what rows are cut from; None where the samples have no weights of their own."""
    if isinstance(value, UnitWeights):
        return None
    if isinstance(value, (np.ndarray, torch.Tensor)) and not isinstance(value, np.memmap):
        return host_tensor(value, feed.number_type)
    if hasattr(value, "tocsr"):
        return _SparseRows(value.tocsr(), feed)
    return value


class _SparseRows:
    """A scipy matrix of which rows are taken; they become dense unless the feed is sparse."""

    def __init__(self, matrix: Any, feed: Any) -> None:
        self.matrix = matrix
        self.dense = not getattr(feed, "_is_sparse", False)

    def __len__(self) -> int:
        return int(self.matrix.shape[0])

    def __getitem__(self, rows: Any) -> Any:
        part = self.matrix[rows]
        return part.toarray() if self.dense else part
