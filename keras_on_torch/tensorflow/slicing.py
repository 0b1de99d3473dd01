"""What is picked out of tensors: blocks, rows, single numbers."""

import builtins
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of, sizes_of
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.indexing import take
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import (
    allowed,
    host,
    plain_sizes,
    sizes,
    tensor,
)
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "batch_gather",
    "gather",
    "gather_nd",
    "slice",
    "strided_slice",
]


# ---- blocks
@function
def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:
    """Cut out a block.

    Args:
        input_: a tensor.
        begin: where the block starts, by axis; sizes and tensors may be among them.
        size: how long it is, by axis; -1 goes to the end.
        name: how the result is called.

    Raises:
        ValueError: there are not as many numbers as axes, or the block is not within the tensor.
        InvalidArgumentError: the same, found when the program runs.
    """
    starts, lengths = sizes(begin), sizes(size)
    if host(input_):
        return K.slice(input_, starts, lengths)
    x = tensor(input_)
    for given in (starts, lengths):
        count = len(given) if isinstance(given, tuple) else given.static_shape[0]
        if count not in (None, x.ndim):
            raise ValueError(
                f"tf.slice needs a begin and a size for each of {x.ndim} axes, got {begin}, {size}"
            )
    if is_symbolic(x) and isinstance(starts, tuple) and isinstance(lengths, tuple):
        _check_block(x.static_shape, starts, lengths)
    return _block(x, starts, lengths)


def _check_block(shape: Any, starts: tuple[Any, ...], lengths: tuple[Any, ...]) -> None:
    """Refuse a block that is not within the axes whose lengths are known."""
    for whole, start, length in zip(shape, starts, lengths, strict=True):
        if not (isinstance(whole, int) and isinstance(start, int) and isinstance(length, int)):
            continue
        end = whole if length == -1 else start + length
        if not 0 <= start <= end <= whole:
            raise ValueError(
                f"tf.slice: from {start}, {length} long, is not within an axis of length {whole}"
            )


def _block_shape(x: Tensor, starts: Any, lengths: Any) -> Tensor:
    if isinstance(lengths, torch.Tensor):
        return x.new_empty([unknown_length()] * x.ndim)
    begins = (None,) * x.ndim if isinstance(starts, torch.Tensor) else starts
    shape = []
    for whole, start, length in zip(x.shape, begins, lengths, strict=True):
        known = start is not None and not isinstance(start, torch.Tensor)
        if isinstance(length, int) and length == -1:
            shape.append(max(whole - start, 0) if known else unknown_length())
        else:
            shape.append(size_of(length))
    return x.new_empty(shape)


@op(infer=_block_shape)
def _block(x: Tensor, starts: Any, lengths: Any) -> Tensor:
    parts = zip(sizes_of(starts), sizes_of(lengths), strict=True)
    for axis, (start, length) in enumerate(parts):
        whole = x.shape[axis]
        count = whole - start if length == -1 else length
        if not 0 <= start <= start + count <= whole:
            raise InvalidArgumentError(
                None, None, f"Expected begin[{axis}] in [0, {whole}], got {start}, size {length}"
            )
        if count != whole:
            x = x.narrow(axis, start, count)
    return x


@function
def strided_slice(
    input_: Any,
    begin: Any,
    end: Any,
    strides: Any = None,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    var: Any = None,
    name: str | None = None,
) -> Tensor:
    """Index as Python does, the parts of the index written as numbers.

    Args:
        input_: a tensor.
        begin: where each slice starts.
        end: where it ends.
        strides: its steps; None are ones.
        begin_mask: bits: this slice starts at the beginning.
        end_mask: bits: this slice goes to the end.
        ellipsis_mask: bits: here stands an ellipsis.
        new_axis_mask: bits: here a new axis comes.
        shrink_axis_mask: bits: here is one place, its axis goes.
        var: the variable that could be assigned to; there is none here.
        name: how the result is called.

    Raises:
        NotImplementedError: `var` is given.
    """
    if var is not None:
        raise NotImplementedError("tf.strided_slice(var=...): assign to the variable whole")
    starts, ends = _entries(begin), _entries(end)
    steps = (1,) * len(starts) if strides is None else _entries(strides)
    index: list[Any] = []
    for place, (start, stop, step) in enumerate(zip(starts, ends, steps, strict=True)):
        bit = 1 << place
        if ellipsis_mask & bit:
            index.append(Ellipsis)
        elif new_axis_mask & bit:
            index.append(None)
        elif shrink_axis_mask & bit:
            index.append(start)
        else:
            first = None if begin_mask & bit else start
            last = None if end_mask & bit else stop
            index.append(builtins.slice(first, last, step))
    x = input_ if host(input_) else tensor(input_)
    return x[tuple(index)] if is_symbolic(x) else take(x, tuple(index))


def _entries(value: Any) -> tuple[Any, ...]:
    """Return a row of numbers as ints, and tensors where they are not known."""
    found = sizes(value)
    return found if isinstance(found, tuple) else tuple(found)


# ---- rows
@function
def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    name: str | None = None,
    axis: Any = None,
    batch_dims: Any = 0,
) -> Tensor:
    """Pick slices along an axis.

    Args:
        params: what is picked from.
        indices: which, in whole numbers.
        validate_indices: taken for TensorFlow's sake, which does not look at it either.
        name: how the result is called.
        axis: the axis; None is the first behind the batches.
        batch_dims: how many axes at the front both have in common.

    Raises:
        ValueError: there is no such axis.
        TypeError: `indices` are no whole numbers.
    """
    batches = int(batch_dims)
    if host(params) and not batches:
        known = indices if host(indices) else plain_sizes(indices)
        if known is not None:
            return K.gather(params, known)
    x, where = tensor(params), allowed(tensor(indices), "int", "indices")
    batches += where.ndim if batches < 0 else 0
    place = one_axis(batches if axis is None else axis, x.ndim)
    if batches > place:
        raise ValueError(f"batch_dims = {batches} must be less than or equal to axis = {place}")
    if place == 0:
        return _gathered_rows(x, where)
    return _gathered(x, where, place, batches)


def batch_gather(params: Any, indices: Any, name: str | None = None) -> Tensor:
    """Pick along the axis of the last axis of `indices`; those in front are batches."""
    return gather(params, indices, batch_dims=-1, name=name)


def _selected(x: Tensor, axis: int, where: Tensor) -> Tensor:
    """Return slices at places along an axis.

    Raises:
        InvalidArgumentError: there is no such place.
    """
    try:
        return torch.index_select(x, axis, where)
    except IndexError as error:
        raise InvalidArgumentError(None, None, f"tf.gather: {error}") from None


@op
def _gathered_rows(x: Tensor, where: Tensor) -> Tensor:
    picked = _selected(x, 0, where if where.ndim == 1 else where.reshape(-1))
    return picked if where.ndim == 1 else picked.reshape(where.shape + x.shape[1:])


@op
def _gathered(x: Tensor, where: Tensor, axis: int, batches: int) -> Tensor:
    if not batches:
        picked = _selected(x, axis, where.reshape(-1))
        return picked.reshape(x.shape[:axis] + where.shape + x.shape[axis + 1 :])
    index: list[Any] = []
    for place in range(batches):  # Coordinates of the batch, beside those of the rows.
        shape = [1] * (where.ndim + axis - batches)
        shape[place] = x.shape[place]
        index.append(torch.arange(x.shape[place], device=x.device).reshape(shape))
    between = axis - batches
    for place in range(batches, axis):
        shape = [1] * (where.ndim + between)
        shape[place] = x.shape[place]
        index.append(torch.arange(x.shape[place], device=x.device).reshape(shape))
    shape = list(where.shape[:batches]) + [1] * between + list(where.shape[batches:])
    index.append(where.reshape(shape).long())
    try:
        return x[tuple(index)]
    except IndexError as error:
        raise InvalidArgumentError(None, None, f"tf.gather: {error}") from None


@function
def gather_nd(params: Any, indices: Any, name: str | None = None, batch_dims: Any = 0) -> Tensor:
    """Pick slices by their coordinates.

    Args:
        params: what is picked from.
        indices: coordinates along the last axis; as many as it has first axes of `params`.
        name: how the result is called.
        batch_dims: how many axes at the front both have in common.

    Raises:
        ValueError: there are more coordinates than axes.
        TypeError: `indices` are no whole numbers.
    """
    x, where = tensor(params), allowed(tensor(indices), "int", "indices")
    batches = int(batch_dims)
    depth = where.static_shape[-1] if is_symbolic(where) else where.shape[-1]
    if depth is None:
        raise ValueError("tf.gather_nd: the length of the last axis of indices must be known")
    if depth + batches > x.ndim:
        raise ValueError(
            f"index innermost dimension length must be <= params rank; saw: {depth} vs."
            f" {x.ndim - batches}"
        )
    return _gathered_nd(x, where, batches)


@op
def _gathered_nd(x: Tensor, where: Tensor, batches: int) -> Tensor:
    if where.ndim == 1:
        return _gathered_nd(x, where.unsqueeze(0), batches).squeeze(0)
    if not where.shape[-1]:
        return x.expand(where.shape[:-1] + x.shape)
    coordinates: list[Any] = list(where.long().unbind(-1))
    for place in range(batches - 1, -1, -1):
        shape = [1] * (where.ndim - 1)
        shape[place] = x.shape[place]
        coordinates.insert(0, torch.arange(x.shape[place], device=x.device).reshape(shape))
    try:
        return x[tuple(coordinates)]
    except IndexError as error:
        raise InvalidArgumentError(None, None, f"tf.gather_nd: {error}") from None
