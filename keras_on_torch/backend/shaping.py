"""What moves numbers about: shapes, the order of axes, repeating."""

import math
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import (
    Sizes,
    as_tensor,
    axis_of,
    is_open,
    is_sizes,
    named,
    size_of,
    sizes_of,
)
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import has_symbol, is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length, with_unknown_axes

__all__ = [
    "batch_flatten",
    "expand_dims",
    "flatten",
    "permute_dimensions",
    "repeat",
    "repeat_elements",
    "reshape",
    "shape",
    "size",
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
@static_arguments("shape")
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


def _shape_of_reshaped(x: Tensor, shape: Any) -> Tensor:
    """Return the shape of `_reshape` in a probe, whose unknown lengths need not go together."""
    x, sizes = as_tensor(x), sizes_of(shape)
    if -1 in sizes and (0 in sizes or _has_open_length(shape)):
        return x.new_empty([unknown_length() if size == -1 else size for size in sizes])
    if -1 not in sizes and math.prod(sizes) != x.numel():
        return x.new_empty(sizes)  # An unknown length of x will be what fits.
    return torch.reshape(x, sizes)


def _has_open_length(shape: Any) -> bool:
    """Return whether a length is known only when the program runs."""
    return any(map(is_open, shape if isinstance(shape, (tuple, list)) else [shape]))


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


@op(infer=_shape_of_reshaped)
def _reshape(x: Tensor, shape: Any) -> Tensor:
    x, sizes = as_tensor(x), sizes_of(shape)
    if -1 in sizes and 0 in sizes:
        sizes = _without_zeros(x.shape, sizes)
    try:
        return torch.reshape(x, sizes)
    except RuntimeError as error:
        raise ValueError(f"Cannot reshape a tensor of shape {tuple(x.shape)}: {error}") from error


def _without_zeros(given: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Find the length -1 beside a zero, where any would do, from the axes that are not empty."""
    # Keras: TensorFlow does so.
    left = math.prod(filter(None, given)) // math.prod(size for size in wanted if size > 0)
    return tuple([left if size == -1 else size for size in wanted])


def _shape_of_permuted(x: Tensor, pattern: Any) -> Tensor:
    x = as_tensor(x)
    if any(map(is_open, pattern if isinstance(pattern, (tuple, list)) else [pattern])):
        return x.new_empty([unknown_length()] * x.ndim)
    return torch.permute(x, sizes_of(pattern))


@static_arguments("pattern")
@op(infer=_shape_of_permuted)
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


def batch_flatten(x: Tensor) -> Tensor:
    """Return the numbers of each sample in one row.

    Shape:
        (batch, ...) -> (batch, product of the others)
    """
    flat = _batch_flatten(x)
    if is_symbolic(flat) and is_symbolic(x) and None in x.static_shape:
        flat.probe = with_unknown_axes(flat.probe, (0, 1))  # Keras: left open, even if it follows.
    return flat


@op
def _batch_flatten(x: Tensor) -> Tensor:
    x = as_tensor(x)
    return x.reshape(x.shape[0] if x.ndim else 1, x.shape[1:].numel())


@static_arguments("axis")
@op
def expand_dims(x: Tensor, axis: int = -1) -> Tensor:
    """Put in an axis of length 1, so that it comes at the place `axis`."""
    x = as_tensor(x)
    return torch.unsqueeze(x, axis_of(axis, x.ndim + 1))


@static_arguments("axis")
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
@static_arguments("rep", "axis")
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


@static_arguments("n")
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


@static_arguments("n")
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
