"""Images made brighter, richer in contrast, of other hues; fixed or at random."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import static_value, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.conversions import (
    convert_image_dtype,
    hue_saturation_value,
    in_fractions,
    of_hue,
)
from keras_on_torch.tensorflow.random.drawing import random_uniform

__all__ = [
    "adjust_brightness",
    "adjust_contrast",
    "adjust_gamma",
    "adjust_hue",
    "adjust_saturation",
    "per_image_standardization",
    "random_brightness",
    "random_contrast",
    "random_hue",
    "random_saturation",
]


# ---- by given amounts
@function
def adjust_brightness(image: Any, delta: Any) -> Tensor:
    """Return images made brighter.

    Args:
        image: images; whole numbers are seen as fractions from 0 to 1 meanwhile.
        delta: what is added, a number or a tensor.
    """
    x, given = in_fractions(image)
    return convert_image_dtype(x + K.cast(tensor(delta), x.dtype), as_dtype(given), saturate=True)


@function
def adjust_contrast(images: Any, contrast_factor: Any) -> Tensor:
    """Return images whose pixels are that many times as far from the mean of their channel.

    Args:
        images: (..., rows, cols, channels); whole numbers are seen as fractions meanwhile.
        contrast_factor: a number or a tensor.

    Raises:
        ValueError: there are fewer than three axes.
    """
    x, given = in_fractions(images)
    _check_rank(x)
    adjusted = _contrasted(x, K.cast(tensor(contrast_factor), x.dtype))
    return convert_image_dtype(adjusted, as_dtype(given), saturate=True)


def _same(x: Tensor, *_: Any) -> Tensor:
    return x


@op(infer=_same, differentiable=False)  # As in TensorFlow 1.15.
def _contrasted(x: Tensor, factor: Tensor) -> Tensor:
    mean = x.mean((-3, -2), keepdim=True)
    return (x - mean) * factor + mean


@function
def adjust_gamma(image: Any, gamma: Any = 1, gain: Any = 1) -> Tensor:
    """Return `gain * image ** gamma`.

    Args:
        image: images; whole numbers are seen as fractions from 0 to 1 meanwhile.
        gamma: the exponent, 0 or more.
        gain: what scales.

    Raises:
        ValueError: `gamma` is negative.
    """
    known = static_value(gamma)
    if known is not None and known < 0:
        raise ValueError(f"Gamma should be a non-negative real number, got {gamma}")
    x, given = in_fractions(image)
    exponent, scale = (K.cast(tensor(each), x.dtype) for each in (gamma, gain))
    return convert_image_dtype(scale * x**exponent, as_dtype(given), saturate=True)


@function
def adjust_hue(image: Any, delta: Any, name: str | None = None) -> Tensor:
    """Return color images with their hues moved along the circle.

    Args:
        image: (..., rows, cols, 3); whole numbers are seen as fractions meanwhile.
        delta: by which part of the circle, from -1 to 1.
        name: how the result is called.

    Raises:
        ValueError: there are fewer than three axes.
        InvalidArgumentError: there are not three channels.
    """
    x, given = in_fractions(image)
    _check_rank(x)
    return convert_image_dtype(_turned(x, K.cast(tensor(delta), x.dtype)), as_dtype(given))


@op(infer=_same, differentiable=False)
def _turned(x: Tensor, delta: Tensor) -> Tensor:
    _check_colors(x)
    hue, _, value = hue_saturation_value(x)
    spread = value - x.amin(-1)
    shares = of_hue((hue + delta) % 1.0, torch.ones_like(hue), torch.ones_like(hue))
    return value.unsqueeze(-1) - spread.unsqueeze(-1) * (1 - shares)


@function
def adjust_saturation(image: Any, saturation_factor: Any, name: str | None = None) -> Tensor:
    """Return color images that are that many times as saturated, up to pure colors.

    Args:
        image: (..., rows, cols, 3); whole numbers are seen as fractions meanwhile.
        saturation_factor: a number or a tensor.
        name: how the result is called.

    Raises:
        ValueError: there are fewer than three axes.
        InvalidArgumentError: there are not three channels.
    """
    x, given = in_fractions(image)
    _check_rank(x)
    factor = K.cast(tensor(saturation_factor), x.dtype)
    return convert_image_dtype(_saturated(x, factor), as_dtype(given))


@op(infer=_same, differentiable=False)
def _saturated(x: Tensor, factor: Tensor) -> Tensor:
    _check_colors(x)
    hue, saturation, value = hue_saturation_value(x)
    return of_hue(hue, (saturation * factor).clamp(0, 1), value)


def _check_rank(x: Tensor) -> None:
    if x.ndim < 3:
        raise ValueError(f"Shape must be at least rank 3 but is rank {x.ndim}")


def _check_colors(x: Tensor) -> None:
    if x.shape[-1] != 3:
        raise InvalidArgumentError(
            None, None, f"input must have 3 channels but instead has {x.shape[-1]}"
        )


@function
def per_image_standardization(image: Any) -> Tensor:
    """Return images of mean 0 and deviation 1, or less where an image is all of one color.

    Args:
        image: (..., rows, cols, channels).

    Raises:
        ValueError: there are fewer than three axes.
    """
    x, given = in_fractions(image)
    _check_rank(x)
    return convert_image_dtype(_standardized(x), as_dtype(given), saturate=True)


@op(infer=_same)
def _standardized(x: Tensor) -> Tensor:
    axes = (-3, -2, -1)
    variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    pixels = x.shape[-3] * x.shape[-2] * x.shape[-1]
    # As a root of the larger variance: of an image of one color, a root of 0 has no derivative.
    return (x - mean) / variance.clamp(min=1.0 / max(pixels, 1)).sqrt()


# ---- at random
def random_brightness(image: Any, max_delta: float, seed: int | None = None) -> Tensor:
    """Return images made brighter or darker, all alike.

    Args:
        image: images.
        max_delta: by how much at most.
        seed: makes runs repeatable.

    Raises:
        ValueError: `max_delta` is negative.
    """
    if max_delta < 0:
        raise ValueError("max_delta must be non-negative.")
    return adjust_brightness(image, random_uniform([], -max_delta, max_delta, seed=seed))


def random_contrast(image: Any, lower: float, upper: float, seed: int | None = None) -> Tensor:
    """Return images with another contrast, all alike.

    Args:
        image: images.
        lower: the smallest factor.
        upper: the largest.
        seed: makes runs repeatable.

    Raises:
        ValueError: `upper` is not above `lower`, or `lower` is negative.
    """
    _check_bounds(lower, upper)
    return adjust_contrast(image, random_uniform([], lower, upper, seed=seed))


def random_saturation(image: Any, lower: float, upper: float, seed: int | None = None) -> Tensor:
    """Return color images with another saturation, all alike; arguments as of `random_contrast`."""
    _check_bounds(lower, upper)
    return adjust_saturation(image, random_uniform([], lower, upper, seed=seed))


def _check_bounds(lower: float, upper: float) -> None:
    if upper <= lower:
        raise ValueError("upper must be > lower.")
    if lower < 0:
        raise ValueError("lower must be non-negative.")


def random_hue(image: Any, max_delta: float, seed: int | None = None) -> Tensor:
    """Return color images with their hues moved, all alike.

    Args:
        image: images.
        max_delta: by which part of the circle at most, from 0 to 0.5.
        seed: makes runs repeatable.

    Raises:
        ValueError: `max_delta` is not.
    """
    if not 0 <= max_delta <= 0.5:
        raise ValueError(f"max_delta must be non-negative and <= 0.5, got {max_delta}")
    return adjust_hue(image, random_uniform([], -max_delta, max_delta, seed=seed))
