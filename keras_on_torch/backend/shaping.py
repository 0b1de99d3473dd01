"""What moves numbers about: shapes, the order of axes, joining, repeating, picking."""

import builtins
import math
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import (
    Sizes,
    as_tensor,
    axis_of,
    is_sizes,
    named,
    size_of,
    sizes_of,
)
from keras_on_torch.graph import has_symbol, is_symbolic, op

__all__ = [
    "batch_flatten",
    "expand_dims",
    "flatten",
    "gather",
    "one_hot",
    "permute_dimensions",
    "repeat",
    "repeat_elements",
    "reshape",
    "reverse",
    "shape",
    "size",
    "slice",
    "squeeze",
    "tile",
]


@op
def shape(x: Tensor) -> Tensor:
    """Return the lengths of the axes as they are when the program runs.

    The result may be a shape or part of one, be computed with, or be fetched as an int32 array.
    """
    return Sizes((len(x),) if is_sizes(x) else as_tensor(x).shape)


def size(x: Tensor, name: str | None = None) -> Tensor:
    """Return how many numbers there are when the program runs."""
    return named(_size(x), name)


@op
def _size(x: Tensor) -> Tensor:
    return math.prod(as_tensor(x).shape)


# ---- the same numbers in another shape
def reshape(x: Tensor, shape: Any) -> Tensor:
    """Return the numbers of `x`, in their order, another shape.

    Args:
        x: a tensor.
        shape: the lengths of the axes; one of them may be -1, it takes what is left.

    Raises:
        ValueError: there are more or fewer numbers than that shape has places.
    """
    if is_symbolic(x) and not has_symbol(shape):
        _check_element_count(x.static_shape, sizes_of(shape))
    return _reshape(x, shape)


def _check_element_count(given: tuple[int | None, ...], wanted: tuple[int, ...]) -> None:
    """Refuse a shape that cannot hold as many numbers, as far as lengths are known."""
    known, places = math.prod(size for size in given if size is not None), math.prod(wanted)
    if -1 not in wanted and (
        places % known if known and None in given else None not in given and places != known
    ):
        raise ValueError(
            f"Cannot reshape a tensor of shape {tuple(given)} to shape {wanted}, which has {places}"
            " places. Give -1 for one length that is to be found out"
        )


@op
def _reshape(x: Tensor, shape: Any) -> Tensor:
    x, sizes = as_tensor(x), sizes_of(shape)
    if x.is_meta and -1 not in sizes and math.prod(sizes) != x.numel():
        return x.new_empty(sizes)  # A probe: an unknown length of x will be what fits.
    if -1 in sizes and 0 in sizes:
        sizes = _without_zeros(x.shape, sizes)
        if x.is_meta:
            return x.new_empty(sizes)
    return torch.reshape(x, sizes)


def _without_zeros(given: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Find the length -1 beside a zero, where any would do, from the axes that are not empty."""
    # Keras: TensorFlow does so.
    left = math.prod(filter(None, given)) // math.prod(size for size in wanted if size > 0)
    return tuple([left if size == -1 else size for size in wanted])


@op
def permute_dimensions(x: Tensor, pattern: Any) -> Tensor:
    """Put the axes in another order.

    Args:
        x: a tensor.
        pattern: which axis of `x` comes at each place.
    """
    return torch.permute(as_tensor(x), sizes_of(pattern))


@op
def flatten(x: Tensor) -> Tensor:
    """Return all numbers in one row."""
    return torch.reshape(as_tensor(x), (-1,))


@op
def batch_flatten(x: Tensor) -> Tensor:
    """Return the numbers of each sample in one row.

    Shape:
        (batch, ...) -> (batch, product of the others)
    """
    x = as_tensor(x)
    return x.reshape(x.shape[0] if x.ndim else 1, x.shape[1:].numel())


@op
def expand_dims(x: Tensor, axis: int = -1) -> Tensor:
    """Put in an axis of length 1, so that it comes at the place `axis`."""
    return torch.unsqueeze(as_tensor(x), axis)


def squeeze(x: Tensor, axis: int) -> Tensor:
    """Take out an axis of length 1.

    Raises:
        ValueError: it has another length.
    """
    if is_symbolic(x):
        _check_squeezable(x.static_shape, axis)
    return _squeeze(x, axis)


@op
def _squeeze(x: Tensor, axis: int) -> Tensor:
    x = as_tensor(x)
    if x.is_meta:  # A probe: an unknown length stands for 1.
        return torch.select(x, axis, 0)
    _check_squeezable(x.shape, axis)
    return torch.squeeze(x, axis)


def _check_squeezable(shape: Any, axis: int) -> None:
    if shape[axis_of(axis, len(shape))] not in (1, None):
        raise ValueError(
            f"Can not squeeze dim[{axis}], expected a dimension of 1, got {shape[axis]}: the shape"
            f" is {tuple(shape)}. Use K.reshape to join axes"
        )


# ---- repeating
def repeat_elements(x: Tensor, rep: int, axis: int) -> Tensor:
    """Repeat each slice along an axis, as np.repeat does.

    Args:
        x: a tensor.
        rep: how often.
        axis: along which axis.
    """
    wide = _repeat_elements(x, rep, axis)
    if is_symbolic(wide):
        wide._keras_shape = wide.static_shape  # Old programs read it.
    return wide


@op
def _repeat_elements(x: Tensor, rep: int, axis: int) -> Tensor:
    x = as_tensor(x)
    return repeated(x, {axis_of(axis, x.ndim): size_of(rep)})


def repeated(x: torch.Tensor, times: dict[int, int]) -> torch.Tensor:
    """Repeat each slice along several axes; one copy is made in all.

    Args:
        x: a tensor.
        times: how often, by axis (counted from the front).
    """
    wide: list[int] = []
    final: list[int] = []
    for axis, size in enumerate(x.shape):
        rep = times.get(axis)
        wide += [size] if rep is None else [size, rep]
        final.append(size if rep is None else size * rep)
    for axis in sorted(times, reverse=True):
        x = x.unsqueeze(axis + 1)
    return x.expand(wide).reshape(final)


@op
def repeat(x: Tensor, n: int) -> Tensor:
    """Repeat each sample as so many steps of a sequence.

    Shape:
        (batch, units) -> (batch, n, units)
    """
    x = as_tensor(x)
    if x.ndim != 2:
        raise AssertionError(
            f"K.repeat takes a tensor with axes (batch, units), got shape {tuple(x.shape)}."
            " Use K.repeat_elements or K.tile for others"
        )
    return x.unsqueeze(1).expand(x.shape[0], size_of(n), x.shape[1])


@op
def tile(x: Tensor, n: Any) -> Tensor:
    """Lay copies of `x` one after the other.

    Args:
        x: a tensor.
        n: how many along each axis; a number will do for a tensor with one axis.

    Raises:
        ValueError: `n` has not one number for each axis.
    """
    x = as_tensor(x)
    times = sizes_of(n)
    if len(times) != x.ndim:
        raise ValueError(
            f"K.tile needs one number for each axis of shape {tuple(x.shape)}, got {times}"
        )
    return x.repeat(times)


# ---- picking
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


@op
def reverse(x: Tensor, axes: Any) -> Tensor:
    """Turn round the order along one axis or several."""
    return torch.flip(as_tensor(x), sizes_of(axes))


@op
def slice(x: Tensor, start: Any, size: Any) -> Tensor:
    """Cut out a block.

    Args:
        x: a tensor.
        start: where the block starts, by axis.
        size: how long it is, by axis; -1 goes to the end.

    Raises:
        ValueError: the block is not within `x`, or there are not as many numbers as axes.
    """
    if is_sizes(x):
        begin = sizes_of(start)[0]
        length = sizes_of(size)[0]
        return Sizes(x[begin:] if length == -1 else x[begin : begin + length])
    x = as_tensor(x)
    lengths = sizes_of(size)
    starts = _known_starts(start, lengths) if x.is_meta else sizes_of(start)
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


def _known_starts(start: Any, lengths: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return where a block starts; as 0 where that is computed from data, and so not in a probe."""
    if isinstance(start, torch.Tensor):
        return (0,) * len(lengths) if start.is_meta else sizes_of(start)
    return tuple(
        0 if isinstance(each, torch.Tensor) and each.is_meta else size_of(each) for each in start
    )
