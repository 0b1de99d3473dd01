"""Numbers put at places: scattered into zeros or into a tensor, sorted into parts, found again."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import (
    alike,
    alike_list,
    allowed,
    sizes,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int32
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.named_results import ListDiff, Unique, UniqueWithCounts

__all__ = [
    "dynamic_partition",
    "dynamic_stitch",
    "invert_permutation",
    "scatter_nd",
    "searchsorted",
    "setdiff1d",
    "tensor_scatter_add",
    "tensor_scatter_nd_add",
    "tensor_scatter_nd_sub",
    "tensor_scatter_nd_update",
    "tensor_scatter_sub",
    "tensor_scatter_update",
    "unique",
    "unique_with_counts",
    "unravel_index",
]


# ---- scattering
@function
def scatter_nd(indices: Any, updates: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return zeros to which slices are added at places.

    Args:
        indices: coordinates along the last axis.
        updates: a slice for each; those of one place are added up.
        shape: the shape of the result; sizes may be among the lengths.
        name: how the result is called.
    """
    where = allowed(tensor(indices), "int", "indices")
    return _scattered(where, tensor(updates), sizes(shape))


def _coordinates(where: Tensor) -> tuple[Tensor, ...]:
    return tuple(where.long().unbind(-1))


@op
def _scattered(where: Tensor, updates: Tensor, shape: Any) -> Tensor:
    zeros = updates.new_zeros(sizes_of(shape))
    return with_updates(zeros, where, updates, "add")


def with_updates(x: Tensor, where: Tensor, updates: Tensor, how: str) -> Tensor:
    depth = where.shape[-1]
    if updates.shape != where.shape[:-1] + x.shape[depth:]:
        raise InvalidArgumentError(
            None,
            None,
            f"updates of shape {tuple(updates.shape)} do not fit indices {tuple(where.shape)} of"
            f" a tensor {tuple(x.shape)}",
        )
    if x.is_meta:
        return torch.empty_like(x)
    for axis in range(depth):
        places = where[..., axis]
        if places.numel() and not bool(((places >= 0) & (places < x.shape[axis])).all()):
            raise InvalidArgumentError(
                None, None, f"indices of a scatter are out of the shape {tuple(x.shape)}"
            )
    if not depth:
        return x + updates if how == "add" else updates
    if how == "sub":
        updates = -updates
    return x.index_put(_coordinates(where), updates, accumulate=how != "update")


def _tensor_scatter(name: str, how: str, doc: str) -> Any:
    def scattered(tensor: Any, indices: Any, updates: Any, name: str | None = None) -> Tensor:
        x, new = alike("TensorScatter", tensor=tensor, updates=updates)
        return _tensor_scattered(x, allowed(_converted(indices), "int", "indices"), new, how)

    scattered.__name__ = scattered.__qualname__ = name
    scattered.__doc__ = doc
    return function(scattered)


_converted = tensor


@op
def _tensor_scattered(x: Tensor, where: Tensor, updates: Tensor, how: str) -> Tensor:
    return with_updates(x, where, updates, how)


tensor_scatter_update = _tensor_scatter(
    "tensor_scatter_update", "update", "Return a tensor with slices replaced at coordinates."
)
tensor_scatter_add = _tensor_scatter(
    "tensor_scatter_add", "add", "Return a tensor with slices added at coordinates."
)
tensor_scatter_sub = _tensor_scatter(
    "tensor_scatter_sub", "sub", "Return a tensor with slices subtracted at coordinates."
)
tensor_scatter_nd_update = tensor_scatter_update
tensor_scatter_nd_add, tensor_scatter_nd_sub = tensor_scatter_add, tensor_scatter_sub


# ---- parts
@function
def dynamic_partition(
    data: Any, partitions: Any, num_partitions: int, name: str | None = None
) -> list[Tensor]:
    """Sort slices into parts.

    Args:
        data: slices along the first axes.
        partitions: the number of the part that each belongs to.
        num_partitions: how many parts there are.
        name: how the parts are called.
    """
    parts = allowed(tensor(partitions), "int", "partitions")
    return list(_partitioned(tensor(data), parts, int(num_partitions)))


def _part_shapes(data: Tensor, parts: Tensor, count: int) -> tuple[Tensor, ...]:
    shape = (unknown_length(), *data.shape[parts.ndim :])
    return tuple([data.new_empty(shape) for _ in range(count)])


@op(infer=_part_shapes)
def _partitioned(data: Tensor, parts: Tensor, count: int) -> tuple[Tensor, ...]:
    if parts.numel() and not bool(((parts >= 0) & (parts < count)).all()):
        raise InvalidArgumentError(None, None, f"partitions must be in [0, {count})")
    return tuple([data[parts == number] for number in range(count)])


@function
def dynamic_stitch(indices: Any, data: Any, name: str | None = None) -> Tensor:
    """Put slices of several tensors at places of one.

    Args:
        indices: for each tensor, the places of its slices; of two at one place the last counts.
        data: the tensors.
        name: how the result is called.
    """
    places = [allowed(tensor(each), "int", "indices") for each in indices]
    known = [static_value(each) for each in places]
    length = None
    if all(each is not None for each in known):
        length = max((int(each.max()) + 1 for each in known if each.size), default=0)
    return _stitched(places, alike_list("DynamicStitch", data), length)


def _stitched_shape(places: list[Tensor], data: list[Tensor], length: int | None) -> Tensor:
    rows = unknown_length() if length is None else length
    return data[0].new_empty((rows, *data[0].shape[places[0].ndim :]))


@op(infer=_stitched_shape)
def _stitched(places: list[Tensor], data: list[Tensor], length: int | None) -> Tensor:
    row = data[0].shape[places[0].ndim :]
    flat = torch.cat([each.reshape(-1) for each in places]).long()
    slices = torch.cat([each.reshape((-1, *row)) for each in data])
    if length is None:
        length = int(flat.max()) + 1 if flat.numel() else 0
    last = torch.full((length,), -1, dtype=torch.int64, device=flat.device)
    order = torch.arange(flat.numel(), device=flat.device)
    last = last.scatter_reduce(0, flat, order, "amax")
    picked = slices.index_select(0, last.clamp(min=0))
    return torch.where((last >= 0).reshape((-1,) + (1,) * len(row)), picked, 0)


# ---- finding
@function
def unique(x: Any, out_idx: Any = int32, name: str | None = None) -> Unique:
    """Return the different numbers in the order in which they first come.

    Args:
        x: numbers in one row.
        out_idx: the type of the places: int32 or int64.
        name: how the results are called.

    Returns:
        The numbers, and for each of `x` its place among them.

    Raises:
        ValueError: `x` has not one axis.
    """
    return Unique(*_unique(_row(x), torch_dtype(as_dtype(out_idx)))[:2])


@function
def unique_with_counts(x: Any, out_idx: Any = int32, name: str | None = None) -> UniqueWithCounts:
    """Return as `unique` does, and how often each number comes."""
    return UniqueWithCounts(*_unique(_row(x), torch_dtype(as_dtype(out_idx))))


def _row(x: Any) -> Tensor:
    x = tensor(x)
    if x.ndim != 1:
        raise ValueError(f"Shape must be rank 1 but is rank {x.ndim}: use tf.reshape(x, [-1])")
    return x


def _unique_shapes(x: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    found = x.new_empty((unknown_length(),))
    return found, x.new_empty(x.shape, dtype=dtype), torch.empty_like(found, dtype=dtype)


@op(infer=_unique_shapes, differentiable=False)
def _unique(x: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    values, places, counts = torch.unique(x, return_inverse=True, return_counts=True)
    first = torch.full((len(values),), len(x), dtype=torch.int64, device=x.device)
    first = first.scatter_reduce(0, places, torch.arange(len(x), device=x.device), "amin")
    order = first.argsort()
    rank = torch.empty_like(order)
    rank[order] = torch.arange(len(order), device=x.device)
    return values[order], rank[places].to(dtype), counts[order].to(dtype)


@function
def setdiff1d(x: Any, y: Any, index_dtype: Any = int32, name: str | None = None) -> ListDiff:
    """Return the numbers of `x` that are not in `y`, and their places in `x`.

    Args:
        x: numbers in one row.
        y: numbers in one row.
        index_dtype: the type of the places: int32 or int64.
        name: how the results are called.
    """
    x, y = alike("ListDiff", x=x, y=y)
    return ListDiff(*_difference(x, y, torch_dtype(as_dtype(index_dtype))))


def _difference_shapes(x: Tensor, y: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    found = x.new_empty((unknown_length(),))
    return found, torch.empty_like(found, dtype=dtype)


@op(infer=_difference_shapes, differentiable=False)
def _difference(x: Tensor, y: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    places = torch.isin(x, y, invert=True).nonzero().squeeze(1)
    return x[places], places.to(dtype)


@function
def searchsorted(
    sorted_sequence: Any,
    values: Any,
    side: str = "left",
    out_type: Any = int32,
    name: str | None = None,
) -> Tensor:
    """Return the places at which values would have to stand in sorted rows.

    Args:
        sorted_sequence: rows of numbers that increase.
        values: rows of values.
        side: "left" is before equal numbers, "right" behind them.
        out_type: int32 or int64.
        name: how the result is called.
    """
    rows, wanted = alike("SearchSorted", sorted_sequence=sorted_sequence, values=values)
    if side not in ("left", "right"):
        raise ValueError(f"side must be either 'right' or 'left'.  Saw: {side}.")
    return _found(rows, wanted, side, torch_dtype(as_dtype(out_type)))


@op(differentiable=False)
def _found(rows: Tensor, values: Tensor, side: str, dtype: torch.dtype) -> Tensor:
    if rows.is_meta:
        return torch.empty_like(values, dtype=dtype)
    return torch.searchsorted(rows.contiguous(), values.contiguous(), side=side).to(dtype)


@function
def invert_permutation(x: Any, name: str | None = None) -> Tensor:
    """Return the permutation that puts things back in order."""
    return _inverted(allowed(tensor(x), "int"))


@op(differentiable=False)
def _inverted(x: Tensor) -> Tensor:
    return torch.argsort(x).to(x.dtype)


@function
def unravel_index(indices: Any, dims: Any, name: str | None = None) -> Tensor:
    """Return the coordinates of places that are counted through a whole array.

    Args:
        indices: the places.
        dims: the shape of the array.
        name: how the result is called.

    Shape:
        (...) -> (len(dims), ...)
    """
    return _unraveled(allowed(tensor(indices), "int", "indices"), sizes(dims))


@op(differentiable=False)
def _unraveled(places: Tensor, shape: Any) -> Tensor:
    coordinates: list[Tensor] = []
    for length in reversed(sizes_of(shape)):
        coordinates.insert(0, torch.remainder(places, length))
        places = torch.div(places, length, rounding_mode="floor")
    return torch.stack(coordinates)
