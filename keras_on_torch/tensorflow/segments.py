"""Reductions by segments: rows of one number are combined."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "segment_max",
    "segment_mean",
    "segment_min",
    "segment_prod",
    "segment_sum",
    "unsorted_segment_max",
    "unsorted_segment_mean",
    "unsorted_segment_min",
    "unsorted_segment_prod",
    "unsorted_segment_sqrt_n",
    "unsorted_segment_sum",
]

_KINDS = {"max": "float int small", "min": "float int small"}


# ---- the combining
def _combined(data: Tensor, ids: Tensor, count: int, how: str) -> Tensor:
    """Combine rows of one number.

    Args:
        data: rows.
        ids: the number of each row, in one axis, all below `count`.
        count: how many results there are.
        how: "sum", "prod", "max", "min", "mean" or "sqrt_n".
    """
    rows = data.shape[1:]
    start = {"prod": 1}.get(how, 0)
    if how in ("max", "min"):
        info: Any = torch.finfo if data.is_floating_point() else torch.iinfo
        start = info(data.dtype).min if how == "max" else info(data.dtype).max
    made = data.new_full((count, *rows), start)
    if how in ("sum", "mean", "sqrt_n"):
        made = made.index_add(0, ids, data)
    else:
        places = ids.reshape((-1,) + (1,) * len(rows)).expand(data.shape)
        made = made.scatter_reduce(0, places, data, {"max": "amax", "min": "amin"}.get(how, how))
    if how in ("mean", "sqrt_n"):
        sizes = ids.new_zeros(count).index_add(0, ids, torch.ones_like(ids)).clamp(min=1)
        sizes = sizes.to(data.dtype).reshape((-1,) + (1,) * len(rows))
        made = made / (sizes if how == "mean" else sizes.sqrt())
    return made.to(data.dtype)


# ---- sorted
def _segment(name: str, how: str, doc: str) -> Any:
    def reduced(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
        x = allowed(tensor(data), _KINDS.get(how, "float complex int small"), "data")
        ids = allowed(tensor(segment_ids), "int", "segment_ids")
        if ids.ndim != 1:
            raise ValueError(f"Shape must be rank 1 but is rank {ids.ndim}: segment_ids")
        return _sorted_segments(x, ids, how)

    reduced.__name__ = reduced.__qualname__ = name
    reduced.__doc__ = (
        doc
        + """

    Args:
        data: rows.
        segment_ids: the segment of each row, in whole numbers that never fall.
        name: how the result is called.

    Raises:
        InvalidArgumentError: the numbers fall.
    """
    )
    return function(reduced)


def _sorted_shape(x: Tensor, ids: Tensor, how: str) -> Tensor:
    return x.new_empty((unknown_length(), *x.shape[1:]))


@op(infer=_sorted_shape)
def _sorted_segments(x: Tensor, ids: Tensor, how: str) -> Tensor:
    ids = ids.long()
    if len(ids) and (bool((ids.diff() < 0).any()) or int(ids[0]) < 0):
        raise InvalidArgumentError(None, None, "segment ids are not increasing")
    count = int(ids[-1]) + 1 if len(ids) else 0
    made = _combined(x, ids, count, how)
    if how in ("max", "min"):  # TensorFlow: a segment without rows is 0.
        empty = torch.bincount(ids, minlength=count) == 0
        made = torch.where(empty.reshape((-1,) + (1,) * (x.ndim - 1)), 0, made)
    return made


segment_sum = _segment("segment_sum", "sum", "Add up the rows of each segment.")
segment_prod = _segment("segment_prod", "prod", "Multiply the rows of each segment.")
segment_mean = _segment("segment_mean", "mean", "Return the mean row of each segment.")
segment_max = _segment("segment_max", "max", "Return the largest numbers of each segment.")
segment_min = _segment("segment_min", "min", "Return the smallest numbers of each segment.")


# ---- in any order
def _unsorted_segment(name: str, how: str, doc: str) -> Any:
    def reduced(data: Any, segment_ids: Any, num_segments: Any, name: str | None = None) -> Tensor:
        x = allowed(tensor(data), _KINDS.get(how, "float complex int small"), "data")
        ids = allowed(tensor(segment_ids), "int", "segment_ids")
        count = num_segments if host(num_segments) else sizes(num_segments)
        return _unsorted_segments(x, ids, count[0] if isinstance(count, tuple) else count, how)

    reduced.__name__ = reduced.__qualname__ = name
    reduced.__doc__ = (
        doc
        + """

    Args:
        data: rows.
        segment_ids: the segment of each row, in the shape of the first axes of `data`; rows of a
            negative one are left out.
        num_segments: how many segments there are.
        name: how the result is called.

    Raises:
        InvalidArgumentError: a number is too large.
    """
    )
    return function(reduced)


def _unsorted_shape(x: Tensor, ids: Tensor, count: Any, how: str) -> Tensor:
    return x.new_empty((size_of(count), *x.shape[ids.ndim :]))


@op(infer=_unsorted_shape)
def _unsorted_segments(x: Tensor, ids: Tensor, count: Any, how: str) -> Tensor:
    count = size_of(count)
    rows = x.reshape((ids.numel(), *x.shape[ids.ndim :]))
    flat = ids.reshape(-1).long()
    if flat.numel() and int(flat.max()) >= count:
        raise InvalidArgumentError(
            None, None, f"segment_ids {int(flat.max())} is out of range [0, {count})"
        )
    # The rows that are left out go to one segment more.
    flat = torch.where(flat < 0, count, flat)
    return _combined(rows, flat, count + 1, how)[:count]


unsorted_segment_sum = _unsorted_segment(
    "unsorted_segment_sum", "sum", "Add up the rows of each segment."
)
unsorted_segment_prod = _unsorted_segment(
    "unsorted_segment_prod", "prod", "Multiply the rows of each segment."
)
unsorted_segment_mean = _unsorted_segment(
    "unsorted_segment_mean", "mean", "Return the mean row of each segment."
)
unsorted_segment_sqrt_n = _unsorted_segment(
    "unsorted_segment_sqrt_n", "sqrt_n", "Return sums divided by the root of the number of rows."
)
unsorted_segment_max = _unsorted_segment(
    "unsorted_segment_max", "max", "Return the largest numbers of each segment."
)
unsorted_segment_min = _unsorted_segment(
    "unsorted_segment_min", "min", "Return the smallest numbers of each segment."
)
