"""Arrays cut into batches."""

from collections.abc import Sequence
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
    """Give where each batch begins and ends."""
    return [(start, min(size, start + batch_size)) for start in range(0, size, batch_size)]


def iter_sequence_infinite(seq: Any) -> Any:
    """Give the batches of a Sequence, over and over."""
    while True:
        yield from seq


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
        """Give all rows: what is fed where a step takes everything that was given."""
        return [
            sent(column, self._device) if isinstance(column, torch.Tensor) else column
            for column in self._columns
        ]

    def rows(self, start: int, end: int, order: Array | None = None) -> list[Any]:
        """Give a batch.

        Args:
            start: the place of its first row.
            end: the place after its last row.
            order: which rows stand at the places; None leaves them as they stand.

        Raises:
            TypeError: a column cannot give rows out of order.
        """
        indices = None if order is None else order[start:end]
        places = None if indices is None else torch.from_numpy(np.ascontiguousarray(indices))
        return [self._part(column, start, end, indices, places) for column in self._columns]

    def _part(self, column: Any, start: int, end: int, indices: Any, places: Any) -> Any:
        if column is None or isinstance(column, (float, int)):
            return column
        if isinstance(column, torch.Tensor):
            part = column[start:end] if places is None else _taken(column, places)
            return sent(part, self._device)
        try:
            return column[start:end] if indices is None else column[indices.tolist()]
        except TypeError:
            raise TypeError(
                "TypeError while preparing batch: the data gives no rows out of order. If using"
                ' HDF5 input data, pass shuffle="batch".'
            ) from None


def _taken(column: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return column.index_select(0, places.to(column.device))


def _column(value: Any, feed: Any) -> Any:
    """Give what rows are cut from; None where the samples have no weights of their own."""
    if isinstance(value, UnitWeights):
        return None
    if isinstance(value, (np.ndarray, torch.Tensor)) and not isinstance(value, np.memmap):
        return host_tensor(value, feed.dtype)
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
