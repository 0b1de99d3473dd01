"""Numbers and norms kept within bounds."""

import math
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import (
    alike,
    alike_list,
    allowed,
    axes,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "clip_by_average_norm",
    "clip_by_global_norm",
    "clip_by_norm",
    "clip_by_value",
    "global_norm",
]


@function
def clip_by_value(
    t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None
) -> Tensor:
    """Keep numbers between two bounds.

    Args:
        t: a tensor.
        clip_value_min: the lower bound, a number or tensor of the same type.
        clip_value_max: the upper bound; below the lower one, that one is taken.
        name: how the result is called.

    Raises:
        TypeError: types differ.
        ValueError: shapes do not fit.
    """
    x, low, high = alike("ClipByValue", t=t, min=clip_value_min, max=clip_value_max)
    allowed(x, "float int small", "t")
    known = [static_value(bound) for bound in (low, high)]
    if all(bound is not None and not bound.ndim for bound in known):
        return K.clip(x, *(bound.item() for bound in known))
    return K.maximum(K.minimum(x, high), low)


@function
def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: str | None = None) -> Tensor:
    """Scale tensors whose Euclidean norm is too large.

    Args:
        t: a tensor.
        clip_norm: the largest norm there may be.
        axes: the axes along which norms are taken; None for all.
        name: how the result is called.
    """
    x, bound = alike("Mul", t=t, clip_norm=clip_norm)
    return _by_norm(allowed(x, "float", "t"), bound, _places(axes, x.ndim))


_places = axes


@op
def _by_norm(x: Tensor, bound: Tensor, places: tuple[int, ...]) -> Tensor:
    squares = torch.sum(x * x, places, True)
    safe = torch.where(squares > 0, squares, 1)
    norm = torch.where(squares > 0, torch.sqrt(safe), squares)
    return x * bound / torch.maximum(norm, bound)


@function
def clip_by_average_norm(t: Any, clip_norm: Any, name: str | None = None) -> Tensor:
    """Scale a tensor whose Euclidean norm, divided by the number of its numbers, is too large."""
    x, bound = alike("Mul", t=t, clip_norm=clip_norm)
    return _by_average_norm(allowed(x, "float", "t"), bound)


@op
def _by_average_norm(x: Tensor, bound: Tensor) -> Tensor:
    inverse = torch.rsqrt(torch.sum(x * x)) * x.numel()
    return x * bound * torch.minimum(inverse, 1 / bound)


# ---- of several tensors together
def global_norm(t_list: Any, name: str | None = None) -> Tensor:
    """Return the Euclidean norm of several tensors taken together.

    Args:
        t_list: tensors; None among them are passed over.
        name: how the result is called.

    Raises:
        TypeError: it is no list.
    """
    _check_list(t_list)
    return _global_norm([each for each in t_list if each is not None], name=name)


def _check_list(value: Any) -> None:
    if not isinstance(value, (list, tuple)):
        raise TypeError("t_list should be a sequence")


@function
def _global_norm(values: list[Any], name: str | None = None) -> Tensor:
    return _norm_of_all(alike_list("Pack", values))


@op
def _norm_of_all(values: list[Tensor]) -> Tensor:
    return torch.sqrt(torch.stack([torch.sum(each * each) for each in values]).sum())


def clip_by_global_norm(
    t_list: Any, clip_norm: Any, use_norm: Any = None, name: str | None = None
) -> tuple[list[Any], Tensor]:
    """Scale several tensors whose norm, taken together, is too large.

    Args:
        t_list: tensors; None among them stay None.
        clip_norm: the largest norm there may be.
        use_norm: their norm, where it is known already.
        name: how the results are called.

    Returns:
        The scaled tensors, and their norm before.

    Raises:
        TypeError: it is no list.
    """
    _check_list(t_list)
    norm = global_norm(t_list) if use_norm is None else use_norm
    scale = _scale(norm, clip_norm)
    scaled = [None if each is None else _scaled(each, scale, name=name) for each in t_list]
    return scaled, norm


@function
def _scale(norm: Any, bound: Any) -> Tensor:
    norm, bound = alike("Mul", norm=norm, clip_norm=bound)
    return _scale_of(norm, bound)


@op
def _scale_of(norm: Tensor, bound: Tensor) -> Tensor:
    scale = bound * torch.minimum(1 / norm, 1 / bound)
    return torch.where(torch.isfinite(norm), scale, math.nan)  # A lost norm is not hidden.


@function
def _scaled(value: Any, scale: Any, name: str | None = None) -> Tensor:
    return torch.mul(tensor(value), scale)
