"""Batch normalisation: with given statistics, and with those of the batch."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import axes_of, of_one_type
from keras_on_torch.backend.layout import from_torch_order, in_torch_order
from keras_on_torch.backend.state import ndim
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op

__all__ = ["batch_normalization", "normalize_batch_in_training"]

_IMAGES = 4
_FUSED_EPSILON = 1.001e-5


# ---- with given statistics
@static_arguments("axis", "epsilon")
def batch_normalization(
    x: Tensor,
    mean: Any,
    var: Any,
    beta: Any,
    gamma: Any,
    axis: int = -1,
    epsilon: float = 1e-3,
) -> Tensor:
    """Return `(x - mean) / sqrt(var + epsilon) * gamma + beta`.

    Args:
        x: the tensor.
        mean: its averages, (channels,) or shaped so that they broadcast.
        var: its variances, likewise.
        beta: what is added, likewise; None adds nothing.
        gamma: what scales, likewise; None scales nothing.
        axis: the axis of the channels.
        epsilon: added to the variance.
    """
    axes = ndim(x) or 0
    of_one_type("batch_normalization", x)
    last = axis in (-1, axes - 1)
    epsilon = _effective(epsilon, fused=axes == _IMAGES and last)
    if _are_vectors(x, mean, var, beta, gamma):
        return _normalize_by_vectors(x, mean, var, beta, gamma, axis % axes, epsilon)
    return _normalize_by(x, mean, var, beta, gamma, axis, epsilon)


def _are_vectors(x: Any, mean: Any, var: Any, *scales: Any) -> bool:
    """Return whether torch's own kernel will do: one number a channel, of the type of `x`."""
    values = [mean, var, *(scale for scale in scales if scale is not None)]
    return (ndim(x) or 0) > 1 and all(
        hasattr(value, "ndim") and value.ndim == 1 and value.dtype == x.dtype for value in values
    )


def _effective(epsilon: float, *, fused: bool) -> float:
    """Return what is added to the variance."""
    # Keras: TensorFlow has a kernel for images with the channels last, which adds no less.
    return max(epsilon, _FUSED_EPSILON) if fused else epsilon


def _shape_by_vectors(
    x: torch.Tensor, mean: Any, var: Any, beta: Any, gamma: Any, axis: int, epsilon: float
) -> torch.Tensor:
    """Return the shape of `_normalize_by_vectors`; see `_shapes_by_channel`."""
    shapes: list[torch.Tensor] = list(_shapes_by_channel(x, mean, None, axis))
    return shapes[0]


@op(infer=_shape_by_vectors)
def _normalize_by_vectors(
    x: torch.Tensor, mean: Any, var: Any, beta: Any, gamma: Any, axis: int, epsilon: float
) -> torch.Tensor:
    if mean.requires_grad or var.requires_grad:  # The kernel has no derivative by them.
        return _by_formula(x, mean, var, beta, gamma, axis, epsilon)
    seen, back = _channels_second(x, axis)
    normal = torch.batch_norm(seen, gamma, beta, mean, var, False, 0.0, epsilon, True)
    return normal if back is None else back(normal)


@op
def _normalize_by(
    x: torch.Tensor, mean: Any, var: Any, beta: Any, gamma: Any, axis: int, epsilon: float
) -> torch.Tensor:
    return _by_formula(x, mean, var, beta, gamma, axis, epsilon)


def _by_formula(
    x: torch.Tensor, mean: Any, var: Any, beta: Any, gamma: Any, axis: int, epsilon: float
) -> torch.Tensor:
    mean, var, beta, gamma = (_spread(value, x, axis) for value in (mean, var, beta, gamma))
    scale = (var + epsilon) ** -0.5
    if gamma is not None:
        scale = scale * gamma
    normal: torch.Tensor = x * scale + ((0.0 if beta is None else beta) - mean * scale)
    return normal


def _channels_second(x: torch.Tensor, place: int) -> tuple[torch.Tensor, Any]:
    """Return a view as torch's kernels are fastest with, and the way back if one is needed."""
    axes = x.ndim
    if place == 1:
        return x, None
    if place != axes - 1 or axes > 5:
        return x.movedim(place, 1), lambda y: y.movedim(1, place)
    if axes == 3 and x.is_contiguous():  # Several times as fast as with the steps behind.
        return x.reshape(-1, x.shape[2]), lambda y: y.reshape(x.shape)
    return in_torch_order(x, "channels_last"), _channels_last


def _channels_last(y: torch.Tensor) -> torch.Tensor:
    return from_torch_order(y, "channels_last")


def _spread(value: Any, x: torch.Tensor, axis: int) -> Any:
    """Return a statistic shaped so that it broadcasts along the channels' axis."""
    if not isinstance(value, torch.Tensor) or value.ndim != 1 or axis % x.ndim == x.ndim - 1:
        return value
    shape = [1] * x.ndim
    shape[axis] = -1
    return value.reshape(shape)


# ---- with those of the batch
@static_arguments("reduction_axes", "epsilon")
def normalize_batch_in_training(
    x: Tensor, gamma: Any, beta: Any, reduction_axes: Sequence[int], epsilon: float = 1e-3
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise a batch by its own statistics.

    Args:
        x: the tensor.
        gamma: scale of the channels; None for none.
        beta: offset of the channels; None for none.
        reduction_axes: the axes over which the statistics are taken.
        epsilon: added to the variance.

    Returns:
        The normalised tensor, the mean and the variance. Of images with the channels last the
        variance is an estimate of the population's (divided by n - 1) and no gradient passes
        through the two; else it is that of the batch.
    """
    axes = ndim(x) or 0
    of_one_type("normalize_batch_in_training", x)
    reduced = axes_of(list(reduction_axes), axes)
    # Keras: TensorFlow's kernel for images gives the unbiased variance.
    fused = axes == _IMAGES and list(reduction_axes) == [0, 1, 2]
    if fused:
        return _normalize_channels(x, gamma, beta, 3, _effective(epsilon, fused=True), True)
    kept = [axis for axis in range(axes) if axis not in reduced]
    if len(kept) == 1 and 0 in reduced:
        normal, _, _ = _normalize_channels(x, gamma, beta, kept[0], epsilon, False)
    else:
        normal = _normalize(x, gamma, beta, tuple(reduced), epsilon)
    mean, var = _moments(x, tuple(reduced))
    return normal, mean, var


def normalize_and_estimate(
    x: Tensor, gamma: Any, beta: Any, axis: int, epsilon: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise a batch, and estimate mean and variance of the population as Keras's layer does.

    The estimates cost nothing beside the normalisation, and no gradient passes through them.
    """
    axes = ndim(x) or 0
    place = axis % axes
    fused = axes == _IMAGES and place == axes - 1
    return _normalize_channels(
        x, gamma, beta, place, _effective(epsilon, fused=fused), fused, 1.0 + epsilon
    )


def _shapes_by_channel(x: torch.Tensor, gamma: Any, beta: Any, place: int, *rest: Any) -> Any:
    """Return the shapes of `_normalize_channels`: torch's own way there loads half of torch."""
    channels = next((v.shape[0] for v in (gamma, beta) if v is not None), x.shape[place])
    statistic = torch.empty(channels, dtype=x.dtype, device="meta")
    shape = [channels if axis == place else length for axis, length in enumerate(x.shape)]
    return torch.empty(shape, dtype=x.dtype, device="meta"), statistic, statistic


@op(infer=_shapes_by_channel)
def _normalize_channels(
    x: torch.Tensor,
    gamma: Any,
    beta: Any,
    place: int,
    epsilon: float,
    unbiased: bool,
    less: float = 0.0,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    if x.numel() == 0:  # torch refuses; the average of nothing is no number.
        nothing = x.new_full((x.shape[place],), torch.nan)
        return x.clone(), nothing, nothing.clone()
    seen, back = _channels_second(x, place)
    normal, mean, scale = torch.native_batch_norm(seen, gamma, beta, None, None, True, 0.0, epsilon)
    count = x.numel() // max(x.shape[place], 1)
    factor = count / max(count - 1, 1) if unbiased else 1.0
    if less:  # Keras: its estimate of the population's variance, not quite the unbiased one.
        factor *= count / (count - less)
    # (1 / scale**2 - epsilon) * factor: a second pass over the data would double the cost.
    var = torch.rsub(scale.pow(-2), -epsilon * factor, alpha=-factor)
    return (normal if back is None else back(normal)), mean, var


def _same(x: torch.Tensor, *_: Any) -> torch.Tensor:
    return x


@op(infer=_same)
def _normalize(
    x: torch.Tensor, gamma: Any, beta: Any, axes: tuple[int, ...], epsilon: float
) -> torch.Tensor:
    var, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    normal = (x - mean) * torch.rsqrt(var + epsilon)
    if gamma is not None:
        normal = normal * gamma.reshape(mean.shape)
    if beta is not None:
        normal = normal + beta.reshape(mean.shape)
    return normal


@op
def _moments(x: torch.Tensor, axes: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    var, mean = torch.var_mean(x, axes, correction=0)
    return mean, var
