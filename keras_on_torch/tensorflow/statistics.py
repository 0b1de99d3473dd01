"""What TensorFlow has under `tf.math` only: deviations, the Euclidean norm, parts of zeros."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, axes, tensor
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "cumulative_logsumexp",
    "reduce_euclidean_norm",
    "reduce_std",
    "reduce_variance",
]


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


@function
@op(differentiable=False)
def _part_of_zeros(x: Tensor) -> Tensor:
    return (x == 0).float().mean()


@function
def cumulative_logsumexp(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Return the logarithms of running sums of exp(x).

    Args:
        x: a tensor of fractions.
        axis: the axis along which is added.
        exclusive: whether each sum leaves out its own number.
        reverse: whether the end is where it starts.
        name: how the result is called.
    """
    x = allowed(tensor(x), "float")
    return _running_logsumexp(x, one_axis(axis, x.ndim), bool(exclusive), bool(reverse))


@op
def _running_logsumexp(x: Tensor, axis: int, exclusive: bool, reverse: bool) -> Tensor:
    x = x.flip(axis) if reverse else x
    if exclusive:  # The sum of nothing is the least number there is.
        edge = torch.full_like(x.narrow(axis, 0, 1), torch.finfo(x.dtype).min)
        x = torch.cat([edge, x.narrow(axis, 0, x.shape[axis] - 1)], axis)
    y = torch.logcumsumexp(x, axis)
    return y.flip(axis) if reverse else y
