"""Means and variances, and tensors made to have given ones."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, axes, either, tensor
from keras_on_torch.tensorflow.arithmetic import squared_difference
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.reductions import reduce_mean, reduce_sum

__all__ = [
    "batch_norm_with_global_normalization",
    "batch_normalization",
    "fused_batch_norm",
    "l2_normalize",
    "local_response_normalization",
    "lrn",
    "moments",
    "normalize_moments",
    "sufficient_statistics",
    "weighted_moments",
]

_FUSED_EPSILON = 1.001e-5  # What TensorFlow's kernel for images adds at least.


# ---- statistics
@function
def moments(
    x: Any,
    axes: Any,
    shift: Any = None,
    name: str | None = None,
    keep_dims: Any = None,
    keepdims: Any = None,
) -> tuple[Tensor, Tensor]:
    """Return mean and variance.

    Args:
        x: a tensor.
        axes: the axes that are reduced.
        shift: not used, as in TensorFlow, where it once made sums smaller.
        name: how the results are called.
        keep_dims: whether these axes stay, with length 1.
        keepdims: the same.
    """
    keep = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
    x = tensor(x)
    reduced = axes_of(axes, x.ndim)
    if not x.dtype.is_floating_point:
        mean = reduce_mean(x, reduced, keepdims=True)
        variance = reduce_mean(squared_difference(x, mean), reduced, keepdims=keep)
        return mean if keep else torch.squeeze(mean, reduced), variance
    return _moments(x, reduced, keep)


axes_of = axes


@op
def _moments(x: Tensor, reduced: tuple[int, ...], keep: bool) -> tuple[Tensor, Tensor]:
    if not reduced:
        return x * 1.0, torch.zeros_like(x)
    wide = x.float() if x.dtype == torch.float16 else x
    variance, mean = torch.var_mean(wide, reduced, correction=0, keepdim=keep)
    return mean.to(x.dtype), variance.to(x.dtype)


@function
def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    name: str | None = None,
    keep_dims: Any = None,
    keepdims: Any = None,
) -> tuple[Tensor, Tensor]:
    """Return mean and variance of numbers of which each counts as often as its weight says.

    Args:
        x: a tensor.
        axes: the axes that are reduced.
        frequency_weights: weights that broadcast to `x`.
        name: how the results are called.
        keep_dims: whether these axes stay, with length 1.
        keepdims: the same.
    """
    keep = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
    x = allowed(tensor(x), "float", "x")
    weights = K.cast(tensor(frequency_weights), x.dtype)
    return _weighted(x, weights, axes_of(axes, x.ndim), keep)


@op
def _weighted(
    x: Tensor, weights: Tensor, reduced: tuple[int, ...], keep: bool
) -> tuple[Tensor, Tensor]:
    wide = x.float() if x.dtype == torch.float16 else x
    each = weights.to(wide.dtype)
    total = (each + torch.zeros_like(wide)).sum(reduced, keepdim=True)
    mean = (each * wide).sum(reduced, keepdim=True) / total
    variance = (each * (wide - mean).square()).sum(reduced, keepdim=True) / total
    found = (mean.to(x.dtype), variance.to(x.dtype))
    return found if keep else (found[0].squeeze(reduced), found[1].squeeze(reduced))


@function
def sufficient_statistics(
    x: Any,
    axes: Any,
    shift: Any = None,
    keep_dims: Any = None,
    name: str | None = None,
    keepdims: Any = None,
) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
    """Return what mean and variance are computed of.

    Args:
        x: a tensor.
        axes: the axes that are reduced.
        shift: what is taken off first, so that sums stay small; None for nothing.
        keep_dims: whether these axes stay, with length 1.
        name: how the results are called.
        keepdims: the same.

    Returns:
        The count, the sum, the sum of squares, and the shift.
    """
    keep = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
    x = allowed(tensor(x), "float", "x")
    reduced = axes_of(axes, x.ndim)
    shift = None if shift is None else tensor(shift)
    moved = x if shift is None else x - shift
    total = reduce_sum(moved, reduced, keepdims=keep)
    squares = reduce_sum(torch.square(moved), reduced, keepdims=keep)
    return _count(x, reduced), total, squares, shift


def _no_axes(x: Tensor, reduced: tuple[int, ...]) -> Tensor:
    return x.new_empty(())


@op(infer=_no_axes, differentiable=False)
def _count(x: Tensor, reduced: tuple[int, ...]) -> Tensor:
    count = 1
    for axis in reduced:
        count *= x.shape[axis]
    return x.new_full((), count)


@function
def normalize_moments(
    counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Return mean and variance of what `sufficient_statistics` returned.

    Args:
        counts: the count.
        mean_ss: the sum.
        variance_ss: the sum of squares.
        shift: what was taken off; None for nothing.
        name: how the results are called.
    """
    share = torch.reciprocal(tensor(counts))
    moved = tensor(mean_ss) * share
    mean = moved if shift is None else moved + tensor(shift)
    return mean, tensor(variance_ss) * share - torch.square(moved)


# ---- with given statistics
@function
def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    offset: Any,
    scale: Any,
    variance_epsilon: Any,
    name: str | None = None,
) -> Tensor:
    """Return `(x - mean) / sqrt(variance + variance_epsilon) * scale + offset`.

    Args:
        x: a tensor.
        mean: averages that broadcast to it.
        variance: variances, likewise.
        offset: what is added, likewise; None adds nothing.
        scale: what scales, likewise; None scales nothing.
        variance_epsilon: added to the variance.
        name: how the result is called.
    """
    x = allowed(tensor(x), "float", "x")
    m, v = tensor(mean), tensor(variance)
    add = None if offset is None else tensor(offset, m.dtype)
    by = None if scale is None else tensor(scale, v.dtype)
    if _is_kernels_own(x, variance_epsilon, (m, v, add, by)):
        return K.batch_normalization(x, m, v, add, by, epsilon=variance_epsilon)
    return _normalized(x, m, v, add, by, variance_epsilon)


def _is_kernels_own(x: Tensor, epsilon: Any, values: Any) -> bool:
    """Return whether torch's kernel will do: one number a channel, the channels last."""
    channels = K.int_shape(x)[-1:]
    return (
        isinstance(epsilon, (int, float))
        and epsilon >= _FUSED_EPSILON
        and x.ndim > 1
        and channels[0] is not None
        and all(
            one is None or (K.int_shape(one) == channels and one.dtype == x.dtype) for one in values
        )
    )


@op
def _normalized(
    x: Tensor, mean: Tensor, variance: Tensor, offset: Any, scale: Any, epsilon: Any
) -> Tensor:
    inverse = torch.rsqrt(variance + epsilon)
    if scale is not None:
        inverse = inverse * scale
    moved = -mean * inverse if offset is None else offset - mean * inverse
    return x * inverse.to(x.dtype) + moved.to(x.dtype)


@function
def batch_norm_with_global_normalization(
    t: Any = None,
    m: Any = None,
    v: Any = None,
    beta: Any = None,
    gamma: Any = None,
    variance_epsilon: Any = None,
    scale_after_normalization: Any = None,
    name: str | None = None,
    input: Any = None,
    mean: Any = None,
    variance: Any = None,
) -> Tensor:
    """Normalise by given statistics.

    Args:
        t: a tensor.
        m: averages of the channels.
        v: variances of the channels.
        beta: what is added.
        gamma: what scales, if `scale_after_normalization` is true.
        variance_epsilon: added to the variance.
        scale_after_normalization: whether `gamma` scales.
        name: how the result is called.
        input: the newer name of `t`.
        mean: the newer name of `m`.
        variance: the newer name of `v`.
    """
    t = either(input, t, "input", "t")
    m, v = either(mean, m, "mean", "m"), either(variance, v, "variance", "v")
    scale = gamma if scale_after_normalization else None
    return batch_normalization(t, m, v, beta, scale, variance_epsilon)


# ---- with those of the batch
@function
def fused_batch_norm(
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any = None,
    variance: Any = None,
    epsilon: float = 0.001,
    data_format: str = "NHWC",
    is_training: bool = True,
    name: str | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise images, by the statistics of the batch or by given ones.

    Args:
        x: images.
        scale: what scales, (channels,).
        offset: what is added, (channels,).
        mean: averages; only where it is not training.
        variance: variances; likewise.
        epsilon: added to the variance, 1.001e-5 at least.
        data_format: "NHWC" or "NCHW".
        is_training: whether the statistics of the batch are used.
        name: how the results are called.

    Returns:
        The images, the mean and the variance, which in training is an estimate of the population's.

    Raises:
        ValueError: statistics are given in training, or shapes do not fit.
    """
    if is_training and (mean is not None or variance is not None):
        raise ValueError("Both 'mean' and 'variance' must be None if is_training is True.")
    if data_format not in ("NHWC", "NCHW"):
        raise ValueError(f"data_format must be 'NHWC' or 'NCHW', got {data_format!r}")
    x = allowed(tensor(x), "float", "x")
    if x.ndim != 4:
        raise ValueError(f"Shape must be rank 4 but is rank {x.ndim}: x of tf.nn.fused_batch_norm")
    by, add = tensor(scale), tensor(offset)
    channels = K.int_shape(x)[1 if data_format == "NCHW" else 3]
    for one in (by, add):
        if one.ndim != 1 or (
            None not in (channels, *K.int_shape(one)) and K.int_shape(one)[0] != channels
        ):
            raise ValueError(
                f"Dimensions must be equal, but are {channels} and {K.int_shape(one)}: scale and"
                " offset of tf.nn.fused_batch_norm"
            )
    wide = K.cast(x, by.dtype)
    if data_format == "NCHW":
        wide = torch.permute(wide, (0, 2, 3, 1))
    epsilon = max(epsilon, _FUSED_EPSILON)
    if is_training:
        normal, m, v = K.normalize_batch_in_training(wide, by, add, [0, 1, 2], epsilon)
    else:
        m, v = tensor([] if mean is None else mean), tensor([] if variance is None else variance)
        if any(None not in K.int_shape(one) and 0 in K.int_shape(one) for one in (m, v)):
            raise ValueError("mean and variance must be given where is_training is False")
        m, v = K.stop_gradient(m), K.stop_gradient(v)  # TensorFlow has no derivative by them.
        normal = K.batch_normalization(wide, m, v, add, by, epsilon=epsilon)
    if data_format == "NCHW":
        normal = torch.permute(normal, (0, 3, 1, 2))
    return K.cast(normal, x.dtype), m, v


# ---- by the numbers themselves
@function
def l2_normalize(
    x: Any, axis: Any = None, epsilon: Any = 1e-12, name: str | None = None, dim: Any = None
) -> Tensor:
    """Return `x` divided by its Euclidean norm.

    Args:
        x: a tensor.
        axis: the axes of the norm; None for all.
        epsilon: the least sum of squares.
        name: how the result is called.
        dim: the old name of `axis`.
    """
    x = allowed(tensor(x), "float", "x")
    reduced = axes_of(either(axis, dim, "axis", "dim"), x.ndim)
    return _of_length_one(x, reduced, epsilon)


@op
def _of_length_one(x: Tensor, reduced: tuple[int, ...], epsilon: Any) -> Tensor:
    squares = x.square()
    total = squares.sum(reduced, keepdim=True) if reduced else squares
    return x * torch.rsqrt(total.clamp(min=epsilon))


@function
def local_response_normalization(
    input: Any,
    depth_radius: Any = 5,
    bias: Any = 1,
    alpha: Any = 1,
    beta: Any = 0.5,
    name: str | None = None,
) -> Tensor:
    """Divide by the squares of neighbouring channels (Krizhevsky et al. 2012, section 3.3).

    Args:
        input: images with the channels last.
        depth_radius: how many channels to each side are neighbours.
        bias: added to the sum of squares.
        alpha: what scales the sum.
        beta: the exponent.
        name: how the result is called.

    Raises:
        ValueError: it has not four axes.
    """
    x = allowed(tensor(input), "float", "input")
    if x.ndim != 4:
        raise ValueError(f"Shape must be rank 4 but is rank {x.ndim}: input of tf.nn.lrn")
    return _by_neighbours(x, int(depth_radius), float(bias), float(alpha), float(beta))


lrn = local_response_normalization


def _same(x: Tensor, *_: Any) -> Tensor:
    return x


@op(infer=_same)
def _by_neighbours(x: Tensor, radius: int, bias: float, alpha: float, beta: float) -> Tensor:
    size = 2 * radius + 1
    y = F.local_response_norm(x.movedim(-1, 1), size, alpha * size, beta, bias)
    return y.movedim(1, -1)
