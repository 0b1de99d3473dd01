"""What picks from a tensor: rows, blocks, the places of classes, the other way round."""

import builtins
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, as_tensor, is_open, is_sizes, size_of, sizes_of
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length

__all__ = ["gather", "one_hot", "reverse", "slice"]


@op
def gather(reference: Tensor, indices: Tensor) -> Tensor:
    """Pick slices along the first axis.

    Args:
        reference: what is picked from.
        indices: which, in whole numbers.

    Shape:
        (rows, ...), indices.shape -> (*indices.shape, ...)
    """
    if is_sizes(reference):
        if is_sizes((indices,)):
            return reference[indices]
        if is_sizes(indices):
            return Sizes(reference[index] for index in indices)
    reference = as_tensor(reference)
    places = as_tensor(indices)
    if places.dtype is not torch.int32 and places.dtype is not torch.int64:
        raise TypeError(
            f"K.gather takes indices of type int32 or int64, got {places.dtype}."
            " Use K.cast(indices, 'int32')"
        )
    if places.device != reference.device:
        places = places.to(reference.device)
    if reference.ndim == 2:
        return F.embedding(places, reference)
    picked = torch.index_select(reference, 0, places.reshape(-1))
    return picked.reshape(places.shape + reference.shape[1:])


@static_arguments("num_classes")
@op
def one_hot(indices: Tensor, num_classes: int) -> Tensor:
    """Return for each index a row of zeros with 1.0 at that place; float32.

    Args:
        indices: whole numbers; for one that is no class, the row is all zeros.
        num_classes: the length of the rows.

    Shape:
        (...) -> (..., num_classes)
    """
    places = as_tensor(indices)
    if places.is_floating_point() or places.dtype is torch.bool:
        raise TypeError(
            f"K.one_hot takes whole numbers, got {places.dtype}. Use K.cast(indices, 'int32')"
        )
    classes = torch.arange(size_of(num_classes), dtype=torch.int64, device=places.device)
    return (places.unsqueeze(-1) == classes).float()


@static_arguments("axes")
@op
def reverse(x: Tensor, axes: Any) -> Tensor:
    """Turn round the order along one axis or several."""
    return torch.flip(as_tensor(x), sizes_of(axes))


def _shape_of_block(x: Tensor, start: Any, size: Any) -> Any:
    """Return the shape of `slice` in a probe: where a block starts and ends may be open."""
    if is_sizes(x):
        return _block(x, start, size)
    x = as_tensor(x)
    starts, lengths = _numbers_of(start), _numbers_of(size)
    opened = [
        axis
        for axis, (begin, length) in enumerate(zip(starts, lengths, strict=False))
        if is_open(length) or (is_open(begin) and size_of(length) == -1)
    ]
    block = _block(
        x,
        [0 if is_open(begin) else begin for begin in starts],
        [-1 if axis in opened else length for axis, length in enumerate(lengths)],
    )
    shape = [unknown_length() if axis in opened else n for axis, n in enumerate(block.shape)]
    return block.new_empty(shape)


def _numbers_of(value: Any) -> list[Any]:
    """Return one number for each axis, or what stands for it in a probe."""
    if isinstance(value, torch.Tensor) and value.is_meta:
        return [value] * (value.shape[0] if value.ndim else 1)
    return list(value) if isinstance(value, (tuple, list)) else list(sizes_of(value))


@static_arguments("start", "size")
@op(infer=_shape_of_block)
def slice(x: Tensor, start: Any, size: Any) -> Tensor:
    """Cut out a block.

    Args:
        x: a tensor.
        start: where the block starts, by axis.
        size: how long it is, by axis; -1 goes to the end.

    Raises:
        ValueError: the block is not within `x`, or there are not as many numbers as axes.
    """
    return _block(x, start, size)


def _block(x: Any, start: Any, size: Any) -> Any:
    starts, lengths = sizes_of(start), sizes_of(size)
    if is_sizes(x):
        begin, length = starts[0], lengths[0]
        return Sizes(x[begin:] if length == -1 else x[begin : begin + length])
    x = as_tensor(x)
    if not len(starts) == len(lengths) == x.ndim:
        raise ValueError(
            f"K.slice needs a start and a size for each axis of shape {tuple(x.shape)}, got"
            f" {starts} and {lengths}"
        )
    block = []
    for begin, length, whole in zip(starts, lengths, x.shape, strict=True):
        end = whole if length == -1 else begin + length
        if not 0 <= begin <= end <= whole:
            raise ValueError(
                f"K.slice: from {begin}, {length} long, is not within an axis of length {whole}:"
                f" shape {tuple(x.shape)}, start {starts}, size {lengths}"
            )
        block.append(builtins.slice(begin, end))
    return x[tuple(block)]
