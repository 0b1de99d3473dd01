"""Reductions that TensorFlow has under `tf.math` only: deviations and the Euclidean norm."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, axes, tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = ["reduce_euclidean_norm", "reduce_std", "reduce_variance"]


@function
def reduce_euclidean_norm(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """Return the root of the sum of squares.

    Args:
        input_tensor: a tensor of numbers.
        axis: the axis or axes that are reduced; None for all.
        keepdims: whether these axes stay, with length 1.
        name: how the result is called.
    """
    x = allowed(tensor(input_tensor), "float complex int small", "input_tensor")
    reduced = axes(axis, x.ndim)
    return _norm(x, reduced, bool(keepdims)) if reduced else torch.abs(x)


@op(differentiable=False)  # As in TensorFlow 1.15.
def _norm(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    if x.is_floating_point():
        return torch.sqrt(torch.sum(x * x, reduced, keepdims))
    return torch.sqrt(torch.sum((x * x).double(), reduced, keepdims)).to(x.dtype)


@function
def reduce_variance(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """Return the mean squared deviation from the mean; arguments as of `reduce_euclidean_norm`."""
    x = allowed(tensor(input_tensor), "float", "input_tensor")
    reduced = axes(axis, x.ndim)
    return _variance(x, reduced, bool(keepdims)) if reduced else torch.zeros_like(x)


@op
def _variance(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    return torch.var(x, reduced, correction=0, keepdim=keepdims)


@function
def reduce_std(
    input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
) -> Tensor:
    """Return the root of `reduce_variance`; arguments as of `reduce_euclidean_norm`."""
    return torch.sqrt(reduce_variance(input_tensor, axis, keepdims))
