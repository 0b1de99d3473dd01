"""Shapes, and the same numbers in another shape or order of axes."""

import abc
import builtins
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, sizes_of
from keras_on_torch.graph import Dimension as SymbolicDimension
from keras_on_torch.graph import SymbolicTensor, is_symbolic, op
from keras_on_torch.graph.tensor_shape import KnownDimension, SymbolShape, UnknownDimension
from keras_on_torch.tensorflow.arguments import (
    axes,
    either,
    host,
    plain_sizes,
    sizes,
    sizes_as_int64,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int32
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "Dimension",
    "TensorShape",
    "broadcast_dynamic_shape",
    "broadcast_static_shape",
    "broadcast_to",
    "dimension_at_index",
    "dimension_value",
    "ensure_shape",
    "expand_dims",
    "get_static_value",
    "is_tensor",
    "rank",
    "reshape",
    "shape",
    "shape_n",
    "size",
    "squeeze",
    "transpose",
]


TensorShape = SymbolShape


class Dimension(abc.ABC):  # noqa: B024 - what is made are dimensions of shapes.
    """The length of an axis: made of a number, or of None where it is not known."""

    def __new__(cls, value: Any) -> Any:
        known = getattr(value, "value", value)
        return UnknownDimension() if known is None else KnownDimension(known)


for _kind in (KnownDimension, UnknownDimension, SymbolicDimension):
    Dimension.register(_kind)


def dimension_value(dimension: Any) -> Any:
    """Return the length of an axis as an int, None where it is not known."""
    return getattr(dimension, "value", dimension)


def dimension_at_index(shape: Any, index: int) -> Any:
    """Return an axis of a shape."""
    return Dimension(None) if SymbolShape(shape).ndims is None else SymbolShape(shape)[index]


# ---- what is asked
@function
def shape(input: Any, name: str | None = None, out_type: Any = int32) -> Tensor:
    """Return the lengths of the axes as they are when the program runs.

    Args:
        input: a tensor.
        name: how the result is called.
        out_type: int32 or int64.
    """
    x = input if host(input) else tensor(input)
    if not x.ndim:
        return torch.zeros(0, dtype=_torch(out_type))
    return _typed(K.shape(x), out_type)


def _typed(found: Any, out_type: Any) -> Any:
    """Return sizes, which are int32, of another type."""
    return found if as_dtype(out_type) == int32 else sizes_as_int64(found)


def shape_n(input: Any, out_type: Any = int32, name: str | None = None) -> list[Tensor]:
    """Return the shapes of several tensors; arguments as of `shape`."""
    return [shape(each, name=name, out_type=out_type) for each in input]


@function
def size(input: Any, name: str | None = None, out_type: Any = int32) -> Tensor:
    """Return how many numbers there are when the program runs; arguments as of `shape`."""
    x = tensor(input)
    known = x.static_shape if is_symbolic(x) else tuple(x.shape)
    if None not in known:
        return torch.tensor(torch.Size(known).numel(), dtype=_torch(out_type))
    return _typed(K.size(x), out_type)


def _torch(dtype: Any) -> torch.dtype:
    return torch.int64 if as_dtype(dtype) == "int64" else torch.int32


@function
def rank(input: Any, name: str | None = None) -> Tensor:
    """Return how many axes there are."""
    return torch.tensor(tensor(input).ndim, dtype=torch.int32)


def is_tensor(x: Any) -> bool:
    """Return whether `x` is a tensor: a symbol, a variable, or torch's own."""
    return isinstance(x, (SymbolicTensor, torch.Tensor))


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """Return the value of a tensor that is known before running, as an array; else None.

    Args:
        tensor: a tensor.
        partial: whether a list may be returned in which None stands for what is not known.
    """
    known = static_value(tensor)
    if known is None and partial and host(tensor) and isinstance(tensor.probe[0], tuple):
        pairs = zip(*tensor.probe, strict=True)
        return [one if one == other else None for one, other in pairs]
    return known


# ---- the same numbers
@function
def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return the numbers, in their order, in another shape.

    Args:
        tensor: a tensor.
        shape: lengths of the axes; one may be -1, it takes what is left, and sizes such as
            `tf.shape(x)[0]` may be among them.
        name: how the result is called.

    Raises:
        ValueError: there are more or fewer numbers than that shape has places.
    """
    known = static_value(shape)
    if known is not None and not (known.ndim == 1 and known.dtype.kind in "iu") and known.size:
        kind = TypeError if known.dtype.kind == "f" else ValueError
        raise kind(f"shape of tf.reshape must be whole numbers in one row, got {shape!r}")
    wanted = sizes(shape)
    if host(tensor) and wanted in ((-1,), ()):
        return _sizes_in_shape(tensor, wanted)
    return K.reshape(_converted(tensor), wanted)


_converted = tensor


@op
def _sizes_in_shape(found: Any, wanted: tuple[int, ...]) -> Any:
    """Return sizes as a row, or one of them as a number."""
    flat = Sizes(sizes_of(found))
    return flat if wanted else flat[0]


@function
def transpose(
    a: Any, perm: Any = None, name: str | None = "transpose", conjugate: bool = False
) -> Tensor:
    """Put the axes in another order.

    Args:
        a: a tensor.
        perm: which axis of `a` comes at each place; None turns them round.
        name: how the result is called.
        conjugate: whether complex numbers are also conjugated.

    Raises:
        ValueError: `perm` does not name each axis once.
    """
    x = tensor(a)
    order = tuple(reversed(builtins.range(x.ndim))) if perm is None else axes(perm, x.ndim, "perm")
    if sorted(order) != list(builtins.range(x.ndim)):
        raise ValueError(f"perm of tf.transpose must name each of {x.ndim} axes once, got {perm}")
    x = torch.conj_physical(x) if conjugate and x.dtype.is_complex else x
    return torch.permute(x, order)


@function
def expand_dims(input: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """Put in an axis of length 1, so that it comes at the place `axis`.

    Args:
        input: a tensor.
        axis: the place.
        name: how the result is called.
        dim: `axis`, by its old name.

    Raises:
        ValueError: there is no such place.
    """
    place = either(axis, dim, "axis", "dim")
    if place is None:
        raise ValueError("Must specify an axis argument to tf.expand_dims()")
    if host(input) and not input.ndim:
        return _sizes_in_shape(input, (-1,))
    x = tensor(input)
    return torch.unsqueeze(x, one_axis(place, x.ndim + 1))


@function
def squeeze(
    input: Any, axis: Any = None, name: str | None = None, squeeze_dims: Any = None
) -> Tensor:
    """Take out axes of length 1.

    Args:
        input: a tensor.
        axis: which, one or several; None takes out all that are known to have length 1.
        name: how the result is called.
        squeeze_dims: `axis`, by its old name.

    Raises:
        ValueError: one of them has another length.
    """
    wanted = either(axis, squeeze_dims, "axis", "squeeze_dims")
    if host(input) and input.ndim == 1:
        return _sizes_in_shape(input, ())
    x = tensor(input)
    known = x.static_shape if is_symbolic(x) else tuple(x.shape)
    if wanted is None or (isinstance(wanted, (list, tuple)) and not wanted):
        places: Any = [place for place, length in enumerate(known) if length == 1]
    else:
        places = axes(wanted, x.ndim)
    for place in sorted(set(places), reverse=True):
        x = K.squeeze(x, place)
    return K.identity(x) if not places else x


@function
def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """Repeat a tensor along axes of length 1, and new ones in front, so that it has a shape.

    Raises:
        ValueError: the shape does not fit.
    """
    return _broadcast_to(tensor(input), sizes(shape))


@op
def _broadcast_to(x: Tensor, shape: Any) -> Tensor:
    return torch.broadcast_to(x, sizes_of(shape))


@function
def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return `x`, whose shape is known to be this from now on, and is checked when it is run.

    Raises:
        ValueError: the shape that is known contradicts it.
    """
    x = tensor(x)
    wanted = tuple(shape)
    known = x.static_shape if is_symbolic(x) else tuple(x.shape)
    differ = len(known) != len(wanted) or any(
        one is not None and other is not None and one != other
        for one, other in zip(known, wanted, strict=False)
    )
    if differ:
        raise ValueError(f"Shapes must be compatible, got {known}, expected {wanted}")
    checked = _checked_shape(x, wanted)
    if is_symbolic(checked):
        checked.set_shape(wanted)
    return checked


@op
def _checked_shape(x: Tensor, wanted: tuple[int | None, ...]) -> Tensor:
    pairs = zip(x.shape, wanted, strict=True)
    if not x.is_meta and any(size not in (one, None) for one, size in pairs):
        raise InvalidArgumentError(
            None, None, f"Shape of tensor is {tuple(x.shape)}, not compatible with {wanted}"
        )
    return x


# ---- shapes of what is combined
@function
def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> Tensor:
    """Return the shape, when the program runs, of two tensors of such shapes combined."""
    return _combined_shape(_plain_or(shape_x), _plain_or(shape_y))


def _plain_or(value: Any) -> Any:
    known = plain_sizes(value)
    return value if known is None else known


@op
def _combined_shape(one: Any, other: Any) -> Any:
    metas = [torch.empty(sizes_of(shape), device="meta") for shape in (one, other)]
    return Sizes((metas[0] + metas[1]).shape)


def broadcast_static_shape(shape_x: Any, shape_y: Any) -> SymbolShape:
    """Return the shape, as far as it is known, of two tensors of such shapes combined.

    Raises:
        ValueError: they cannot be combined.
    """
    one, other = list(shape_x), list(shape_y)
    count = max(len(one), len(other))
    one, other = [1] * (count - len(one)) + one, [1] * (count - len(other)) + other
    combined = []
    for a, b in zip(one, other, strict=True):
        if a == 1 or b == 1:
            combined.append(b if a == 1 else a)
        elif a is None or b is None:
            combined.append(b if a is None else a)
        elif a == b:
            combined.append(a)
        else:
            raise ValueError(f"Incompatible shapes for broadcasting: {shape_x} and {shape_y}")
    return SymbolShape(combined)
