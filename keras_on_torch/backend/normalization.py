"""Batch normalisation: with given statistics, and with those of the batch."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import axes_of
from keras_on_torch.backend.state import ndim
from keras_on_torch.graph import op

__all__ = ["batch_normalization", "normalize_batch_in_training"]

_IMAGES = 4


@op
def batch_normalization(
    x: torch.Tensor,
    mean: Any,
    var: Any,
    beta: Any,
    gamma: Any,
    axis: int = -1,
    epsilon: float = 1e-3,
) -> torch.Tensor:
    """Give `(x - mean) / sqrt(var + epsilon) * gamma + beta`.

    Args:
        x: the tensor.
        mean, var: its statistics, (channels,) or shaped so that they broadcast.
        beta, gamma: likewise; None adds and scales nothing.
        axis: the axis of the channels.
        epsilon: added to the variance.
    """
    if _by_channel(x, mean, var, beta, gamma):
        place = axis % x.ndim
        moved = x if place == 1 else x.movedim(place, 1)
        normal = F.batch_norm(moved, mean, var, gamma, beta, False, 0.0, epsilon)
        return normal if place == 1 else normal.movedim(1, place)
    mean, var, beta, gamma = (_spread(value, x, axis) for value in (mean, var, beta, gamma))
    scale = torch.rsqrt(var + epsilon)
    if gamma is not None:
        scale = scale * gamma
    return x * scale + ((0.0 if beta is None else beta) - mean * scale)


def _by_channel(x: torch.Tensor, *values: Any) -> bool:
    """Tell whether torch's own kernel will do: it has no derivative by the statistics."""
    mean, var, *scales = values
    vectors = all(isinstance(v, torch.Tensor) and v.ndim == 1 for v in (mean, var))
    scaled = all(s is None or (isinstance(s, torch.Tensor) and s.ndim == 1) for s in scales)
    same = vectors and all(s is None or s.dtype is x.dtype for s in values)
    return same and scaled and x.ndim > 1 and not (mean.requires_grad or var.requires_grad)


def _spread(value: Any, x: torch.Tensor, axis: int) -> Any:
    """Give a statistic shaped so that it broadcasts along the channels' axis."""
    if not isinstance(value, torch.Tensor) or value.ndim != 1 or axis % x.ndim == x.ndim - 1:
        return value
    shape = [1] * x.ndim
    shape[axis] = -1
    return value.reshape(shape)


def normalize_batch_in_training(
    x: Tensor, gamma: Any, beta: Any, reduction_axes: Sequence[int], epsilon: float = 1e-3
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise a batch by its own statistics.

    Args:
        x: the tensor.
        gamma, beta: scale and offset of the channels; None for none.
        reduction_axes: the axes over which the statistics are taken.
        epsilon: added to the variance.

    Returns:
        The normalised tensor, the mean and the variance. Of images with the channels last the
        variance is that of the population (divided by n - 1), else that of the batch.
    """
    axes = ndim(x) or 0
    reduced = axes_of(list(reduction_axes), axes)
    kept = [axis for axis in range(axes) if axis not in reduced]
    # Keras: TensorFlow's fused kernel, taken for such images, gives the unbiased variance.
    unbiased = axes == _IMAGES and list(reduction_axes) == [0, 1, 2]
    if len(kept) == 1 and 0 in reduced:
        normal, mean, var = _normalize_channels(x, gamma, beta, kept[0], epsilon, unbiased)
    else:
        normal, mean, var = _normalize(x, gamma, beta, tuple(reduced), epsilon)
    return normal, mean, var


def _shapes_by_channel(x: torch.Tensor, gamma: Any, beta: Any, place: int, *rest: Any) -> Any:
    """Give the shapes of `_normalize_channels`: torch's own way there loads half of torch."""
    channels = torch.empty(x.shape[place], dtype=x.dtype, device="meta")
    return x, channels, channels


@op(infer=_shapes_by_channel)
def _normalize_channels(
    x: torch.Tensor, gamma: Any, beta: Any, place: int, epsilon: float, unbiased: bool
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    moved = x if place == 1 else x.movedim(place, 1)
    normal, mean, scale = torch.native_batch_norm(
        moved, gamma, beta, None, None, True, 0.0, epsilon
    )
    var = scale.pow(-2) - epsilon  # A second pass over the data would double the cost.
    if unbiased:
        count = x.numel() // x.shape[place]
        var = var * (count / max(count - 1, 1))
    return (normal if place == 1 else normal.movedim(1, place)), mean, var


@op
def _normalize(
    x: torch.Tensor, gamma: Any, beta: Any, axes: tuple[int, ...], epsilon: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    var, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    normal = (x - mean) * torch.rsqrt(var + epsilon)
    if gamma is not None:
        normal = normal * gamma.reshape(mean.shape)
    if beta is not None:
        normal = normal + beta.reshape(mean.shape)
    kept = [length for axis, length in enumerate(x.shape) if axis not in axes]
    return normal, mean.reshape(kept), var.reshape(kept)
