"""What makes one number of many, along one axis, several, or all."""

import builtins
import math
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, axes_of, axis_of, floating, is_sizes, not_bool
from keras_on_torch.backend.elementwise import cast
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import chosen, op

__all__ = [
    "all",
    "any",
    "argmax",
    "argmin",
    "cumprod",
    "cumsum",
    "logsumexp",
    "max",
    "mean",
    "min",
    "prod",
    "std",
    "sum",
    "var",
]

Axes = int | list[int] | tuple[int, ...] | None


@static_arguments("axis", "keepdims")
@op
def sum(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Add up.

    Args:
        x: a tensor of numbers.
        axis: the axis or axes that are added up; None for all, so for every function here.
        keepdims: whether these axes stay, with length 1.
    """
    if _of_sizes(x, axis, keepdims):
        return builtins.sum(x)
    x = not_bool(x, "sum")
    if axis is None and not keepdims:
        return torch.sum(x, dtype=x.dtype)
    axes = axes_of(axis, x.ndim)
    # For torch no axes are all axes, for Keras none: also in the other functions here.
    return torch.sum(x, axes, keepdims, dtype=x.dtype) if axes else x


@static_arguments("axis", "keepdims")
@op
def prod(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Multiply together."""
    if _of_sizes(x, axis, keepdims):
        return math.prod(x)
    x = not_bool(x, "prod")
    if axis is None and not keepdims:
        return torch.prod(x, dtype=x.dtype)
    axes = axes_of(axis, x.ndim)
    if len(axes) == 1:
        return torch.prod(x, axes[0], keepdims, dtype=x.dtype)
    for each in sorted(axes, reverse=True):
        x = torch.prod(x, each, keepdims, dtype=x.dtype)
    return x


@static_arguments("axis", "keepdims")
@op
def max(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return the largest; equal ones share its gradient."""
    if _of_sizes(x, axis, keepdims):
        return chosen(builtins.max, x)
    x = not_bool(x, "max")
    axes = axes_of(axis, x.ndim)
    if not x.numel():
        return _of_nothing(x, axes, keepdims, largest=True)
    return torch.amax(x, axes, keepdims) if axes else x


@static_arguments("axis", "keepdims")
@op
def min(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return the smallest; equal ones share its gradient."""
    if _of_sizes(x, axis, keepdims):
        return chosen(builtins.min, x)
    x = not_bool(x, "min")
    axes = axes_of(axis, x.ndim)
    if not x.numel():
        return _of_nothing(x, axes, keepdims, largest=False)
    return torch.amin(x, axes, keepdims) if axes else x


def _of_sizes(x: Any, axis: Axes, keepdims: bool) -> bool:
    """Return whether all of a shape is reduced: the result is then an int and can be a size."""
    return is_sizes(x) and len(x) > 0 and axis in (None, 0, -1) and not keepdims


def _of_nothing(
    x: torch.Tensor, axes: tuple[int, ...], keepdims: bool, largest: bool
) -> torch.Tensor:
    """Return the largest or smallest of no numbers: the worst there is."""
    shape = [
        1 if i in axes else size for i, size in enumerate(x.shape) if keepdims or i not in axes
    ]
    if x.is_floating_point():
        worst = -math.inf if largest else math.inf
    else:
        worst = torch.iinfo(x.dtype).min if largest else torch.iinfo(x.dtype).max
    return x.new_full(shape, worst)


@static_arguments("axis", "keepdims")
def mean(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return the average; of whole numbers a whole number, its fraction cut off."""
    return _mean(_counted(x), axis, keepdims)


@op
def _mean(x: Tensor, axis: Axes, keepdims: bool) -> Tensor:
    return _average(as_tensor(x), axis, keepdims)


def _counted(x: Any) -> Any:
    """Return truth values as 0.0 and 1.0."""
    dtype = getattr(x, "dtype", None)
    truth = dtype == torch.bool or (isinstance(dtype, np.dtype) and dtype.kind == "b")
    return cast(x, config.floatx()) if truth else x


def _average(x: torch.Tensor, axis: Axes, keepdims: bool) -> torch.Tensor:
    if axis is None and not keepdims and x.is_floating_point():
        return torch.mean(x)
    if (
        isinstance(axis, int) and axis == -1 and x.ndim > 1 and x.shape[-1] == 1
    ):  # As of a loss with one number a sample.
        return x if keepdims else x.flatten(-2)
    axes = axes_of(axis, x.ndim)
    if not axes:
        return x
    if x.is_floating_point() or x.is_complex():
        return torch.mean(x, axes, keepdims)
    total = torch.sum(x, axes, keepdims, dtype=x.dtype)
    return torch.div(total, math.prod(x.shape[i] for i in axes), rounding_mode="trunc")


@static_arguments("axis", "keepdims")
def var(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return the variance: the average squared distance from the average."""
    return _var(_counted(x), axis, keepdims)


@op
def _var(x: Tensor, axis: Axes, keepdims: bool) -> Tensor:
    return _variance(as_tensor(x), axis, keepdims)


def _variance(x: torch.Tensor, axis: Axes, keepdims: bool) -> torch.Tensor:
    axes = axes_of(axis, x.ndim)
    if axes and x.is_floating_point() and x.numel():
        return torch.var(x, axes, correction=0, keepdim=keepdims)
    return _average(torch.square(x - _average(x, axes, True)), axes, keepdims)


@static_arguments("axis", "keepdims")
def std(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return the standard deviation: the square root of the variance."""
    return _std(_counted(x), axis, keepdims)


@op
def _std(x: Tensor, axis: Axes, keepdims: bool) -> Tensor:
    # Not torch.std, which has another gradient where all numbers are equal.
    return torch.sqrt(_variance(floating(x, "std"), axis, keepdims))


@static_arguments("axis", "keepdims")
@op
def any(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return whether at least one is true (not 0)."""
    x = as_tensor(x).bool()
    axes = axes_of(axis, x.ndim)
    return torch.any(x, axes, keepdims) if axes else x


@static_arguments("axis", "keepdims")
@op
def all(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return whether every one is true (not 0)."""
    x = as_tensor(x).bool()
    axes = axes_of(axis, x.ndim)
    return torch.all(x, axes, keepdims) if axes else x


@static_arguments("axis")
@op
def argmax(x: Tensor, axis: int | None = -1) -> Tensor:
    """Return the place of the largest, as int64; of equal ones the first."""
    x = not_bool(x, "argmax")
    return torch.argmax(
        x, axis_of(0 if axis is None else axis, x.ndim)
    )  # Keras: None means the first axis.


@static_arguments("axis")
@op
def argmin(x: Tensor, axis: int | None = -1) -> Tensor:
    """Return the place of the smallest, as int64; of equal ones the first."""
    x = not_bool(x, "argmin")
    return torch.argmin(
        x, axis_of(0 if axis is None else axis, x.ndim)
    )  # Keras: None means the first axis.


@static_arguments("axis", "keepdims")
@op
def logsumexp(x: Tensor, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Return log(sum(exp(x))), computed so that it neither overflows nor vanishes."""
    x = floating(x, "logsumexp")
    axes = axes_of(axis, x.ndim)
    if not x.numel():
        return _of_nothing(x, axes, keepdims, largest=True)
    if not axes:
        return x
    # Not torch.logsumexp, whose gradient loses digits where x is large.
    limits = torch.finfo(x.dtype)  # An infinite one would be subtracted from itself.
    largest = torch.amax(x.detach(), axes, keepdim=True).clamp(limits.min, limits.max)
    total = torch.sum(torch.exp(x - largest), axes, keepdims)
    return torch.log(total) + (largest if keepdims else largest.reshape(total.shape))


@static_arguments("axis")
@op
def cumsum(x: Tensor, axis: int = 0) -> Tensor:
    """Return at each place the sum up to it."""
    x = not_bool(x, "cumsum")
    return torch.cumsum(x, axis_of(axis, x.ndim), dtype=x.dtype)


@static_arguments("axis")
@op
def cumprod(x: Tensor, axis: int = 0) -> Tensor:
    """Return at each place the product up to it."""
    x = not_bool(x, "cumprod")
    return torch.cumprod(x, axis_of(axis, x.ndim), dtype=x.dtype)
