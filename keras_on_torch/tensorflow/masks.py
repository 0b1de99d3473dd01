"""Choices by truth values: what a mask keeps, where a condition holds, one of two tensors."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import shared_length, unknown_length
from keras_on_torch.tensorflow.arguments import alike, allowed, tensor
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function

__all__ = ["boolean_mask", "where", "where_v2"]


# ---- kept by a mask
@function
def boolean_mask(
    tensor: Any, mask: Any, name: str | None = "boolean_mask", axis: Any = None
) -> Tensor:
    """Pick the slices for which a mask is true.

    Args:
        tensor: what is picked from.
        mask: truth values in the shape of some of its axes.
        name: how the result is called.
        axis: the first of these axes; None is the first.

    Raises:
        ValueError: the mask has no axes, or its shape is not that of the tensor's axes.
    """
    x, mask = _converted(tensor), _converted(mask)
    if not mask.ndim:
        raise ValueError("mask cannot be scalar.")
    place = 0 if axis is None else one_axis(axis, x.ndim)
    lengths = [value.static_shape if is_symbolic(value) else value.shape for value in (x, mask)]
    pairs = zip(lengths[0][place : place + mask.ndim], lengths[1], strict=False)
    if place + mask.ndim > x.ndim or any(
        a != b for a, b in pairs if a is not None and b is not None
    ):
        raise ValueError(f"Shapes {tuple(lengths[0])} and {tuple(lengths[1])} are incompatible")
    return _masked(x, mask if mask.dtype == torch.bool else torch.ne(mask, 0), place)


_converted = tensor


def _masked_shape(x: Tensor, mask: Tensor, axis: int) -> Tensor:
    return x.new_empty((*x.shape[:axis], unknown_length(), *x.shape[axis + mask.ndim :]))


@op(infer=_masked_shape)
def _masked(x: Tensor, mask: Tensor, axis: int) -> Tensor:
    joined = x.reshape((*x.shape[:axis], mask.numel(), *x.shape[axis + mask.ndim :]))
    return torch.index_select(joined, axis, mask.reshape(-1).nonzero().squeeze(1))


@function
def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """Return where a condition holds, or choose between two tensors.

    Args:
        condition: truth values; beside `x` and `y`, in their shape, or one for each row of theirs,
            or a single one.
        x: what is taken where it holds; without `x` and `y` the coordinates are returned.
        y: what is taken elsewhere.
        name: how the result is called.

    Raises:
        ValueError: only one of `x` and `y` is given, or shapes differ.
    """
    if x is None and y is None:
        return _places(tensor(condition))
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    x, y = alike("Select", x=x, y=y)
    condition = allowed(tensor(condition), "bool", "condition")
    if condition.ndim not in (0, 1, x.ndim) or x.ndim != y.ndim:
        raise ValueError(
            f"tf.where: shapes {condition.shape}, {x.shape} and {y.shape} do not fit; the condition"
            " has the shape of both, or is one for each row. Use tf.where_v2 to broadcast"
        )
    return _chosen(condition, x, y)


def _choice_shape(condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
    shape = [shared_length(a, b) for a, b in zip(x.shape, y.shape, strict=True)]
    given = condition.shape
    for axis, length in enumerate(given):
        shape[axis] = shared_length(shape[axis], length)
    return x.new_empty(shape)


@op(infer=_choice_shape)
def _chosen(condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
    if condition.ndim == 1 and x.ndim > 1:
        condition = condition.reshape((-1,) + (1,) * (x.ndim - 1))
    return torch.where(condition, x, y)


@function
def where_v2(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """Return where a condition holds, or choose between two tensors; all three are broadcast.

    Args:
        condition: truth values.
        x: what is taken where it holds; without `x` and `y` the coordinates are returned.
        y: what is taken elsewhere.
        name: how the result is called.

    Raises:
        ValueError: only one of `x` and `y` is given, or shapes do not fit.
    """
    if x is None and y is None:
        return _places(tensor(condition))
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    x, y = alike("SelectV2", x=x, y=y)
    return torch.where(allowed(tensor(condition), "bool", "condition"), x, y)


def _places_shape(condition: Tensor) -> Tensor:
    return condition.new_empty((unknown_length(), condition.ndim), dtype=torch.int64)


@op(infer=_places_shape, differentiable=False)
def _places(condition: Tensor) -> Tensor:
    return torch.nonzero(condition)
