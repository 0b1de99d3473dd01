"""Images as other types of numbers and in other color spaces."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.casting import saturate_cast
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype

__all__ = [
    "convert_image_dtype",
    "grayscale_to_rgb",
    "hsv_to_rgb",
    "rgb_to_grayscale",
    "rgb_to_hsv",
    "rgb_to_yiq",
    "rgb_to_yuv",
    "yiq_to_rgb",
    "yuv_to_rgb",
]

_GRAY = (0.2989, 0.5870, 0.1140)
# A column for each channel of the result (NTSC 1953; ITU-R BT.470).
_YIQ = (
    (0.299, 0.59590059, 0.2115),
    (0.587, -0.27455667, -0.52273617),
    (0.114, -0.32134392, 0.31119955),
)
_OF_YIQ = (
    (1.0, 1.0, 1.0),
    (0.95598634, -0.27201283, -1.10674021),
    (0.6208248, -0.64720424, 1.70423049),
)
_YUV = (
    (0.299, -0.14714119, 0.61497538),
    (0.587, -0.28886916, -0.51496512),
    (0.114, 0.43601035, -0.10001026),
)
_OF_YUV = ((1.0, 1.0, 1.0), (0.0, -0.394642334, 2.03206185), (1.13988303, -0.58062185, 0.0))


# ---- types
@function
def convert_image_dtype(
    image: Any, dtype: Any, saturate: bool = False, name: str | None = None
) -> Tensor:
    """Return an image as numbers of another type: fractions from 0 to 1, whole ones to the top.

    Args:
        image: an image.
        dtype: the type.
        saturate: whether what the type cannot hold becomes its largest or smallest number.
        name: how the result is called.

    Raises:
        AttributeError: `dtype` is neither of fractions nor of whole numbers.
    """
    x, wanted = tensor(image), as_dtype(dtype)
    given = as_dtype(x.dtype)
    if not wanted.is_floating and not wanted.is_integer:
        raise AttributeError("dtype must be either floating point or integer")
    cast = saturate_cast if saturate else K.cast
    if given == wanted:
        return K.identity(x)
    if given.is_floating and wanted.is_floating:
        return K.cast(x, wanted)
    if wanted.is_floating:
        return K.cast(x, wanted) * (1.0 / given.max)
    if given.is_floating:
        return _cut(x * (wanted.max + 0.5), wanted, saturate)
    if given.max > wanted.max:
        scale = (given.max + 1) // (wanted.max + 1)
        return cast(torch.div(x, scale, rounding_mode="floor"), wanted)
    return cast(x, wanted) * ((wanted.max + 1) // (given.max + 1))


def _cut(x: Tensor, wanted: Any, saturate: bool) -> Tensor:
    return saturate_cast(x, wanted) if saturate else K.cast(x, wanted)


def in_fractions(image: Any) -> tuple[Tensor, torch.dtype]:
    """Return an image in half or single precision, and the type that it had."""
    x = allowed(tensor(image), "float int small", "image")
    given = x.dtype
    if given in (torch.float16, torch.float32):
        return x, given
    return convert_image_dtype(x, "float32"), given


# ---- gray
@function
def rgb_to_grayscale(images: Any, name: str | None = None) -> Tensor:
    """Return how bright the pixels of images are: (..., 3) -> (..., 1).

    Args:
        images: images, red, green and blue along the last axis.
        name: how the result is called.
    """
    x = allowed(tensor(images), "float int small", "images")
    flat = convert_image_dtype(x, "float32")
    _check_channels(flat, 3)
    return convert_image_dtype(_mixed(flat, tuple([(each,) for each in _GRAY])), as_dtype(x.dtype))


@function
def grayscale_to_rgb(images: Any, name: str | None = None) -> Tensor:
    """Return gray images as color ones: (..., 1) -> (..., 3).

    Args:
        images: images of one channel.
        name: how the result is called.

    Raises:
        ValueError: there are more channels.
    """
    x = tensor(images)
    _check_channels(x, 1)
    return _thrice(x)


def _three(x: Tensor) -> Tensor:
    return x.new_empty((*x.shape[:-1], 3))


@op(infer=_three)
def _thrice(x: Tensor) -> Tensor:
    return x.expand(*x.shape[:-1], 3)


def _check_channels(x: Tensor, count: int) -> None:
    """Refuse images of another number of channels.

    Raises:
        ValueError: there is another, or no axis of channels.
    """
    shape = K.int_shape(x)
    if not shape or shape[-1] not in (count, None):
        raise ValueError(f"Last dimension must be size {count}, the images have shape {shape}")


# ---- spaces of three channels
def _linear(name: str, matrix: tuple[tuple[float, ...], ...], doc: str) -> Callable[..., Any]:
    """Return a function that mixes channels."""

    def mixed(images: Any) -> Tensor:
        x = allowed(tensor(images), "float", "images")
        _check_channels(x, 3)
        return _mixed(x, matrix)

    mixed.__name__ = mixed.__qualname__ = name
    mixed.__doc__ = doc
    return function(mixed)


def _mixed_shape(x: Tensor, matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    return x.new_empty((*x.shape[:-1], len(matrix[0])))


@op(infer=_mixed_shape)
def _mixed(x: Tensor, matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    return x @ torch.tensor(matrix, dtype=x.dtype, device=x.device)


rgb_to_yiq = _linear("rgb_to_yiq", _YIQ, "Return RGB images in the color space YIQ.")
yiq_to_rgb = _linear("yiq_to_rgb", _OF_YIQ, "Return YIQ images in the color space RGB.")
rgb_to_yuv = _linear("rgb_to_yuv", _YUV, "Return RGB images in the color space YUV.")
yuv_to_rgb = _linear("yuv_to_rgb", _OF_YUV, "Return YUV images in the color space RGB.")


@function
def rgb_to_hsv(images: Any, name: str | None = None) -> Tensor:
    """Return hue, saturation and value, each from 0 to 1 (Smith 1978).

    Args:
        images: images, red, green and blue along the last axis.
        name: how the result is called.

    Raises:
        ValueError: there are not three channels.
    """
    x = allowed(tensor(images), "float", "images")
    _check_channels(x, 3)
    return _hsv(x)


@function
def hsv_to_rgb(images: Any, name: str | None = None) -> Tensor:
    """Return red, green and blue of hue, saturation and value; arguments as of `rgb_to_hsv`."""
    x = allowed(tensor(images), "float", "images")
    _check_channels(x, 3)
    return _rgb(x)


@op(infer=_three)
def _hsv(x: Tensor) -> Tensor:
    return torch.stack(hue_saturation_value(x), -1)


@op(infer=_three, differentiable=False)  # As in TensorFlow 1.15.
def _rgb(x: Tensor) -> Tensor:
    hue, saturation, value = x.unbind(-1)
    return of_hue(hue, saturation, value)


def hue_saturation_value(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return hue, saturation and value of images."""
    red, green, blue = x.unbind(-1)
    value = x.amax(-1)
    spread = value - x.amin(-1)
    sixth = 1 / (6 * torch.where(spread > 0, spread, 1.0))
    hue = torch.where(green == value, sixth * (blue - red) + 2 / 6, sixth * (red - green) + 4 / 6)
    hue = torch.where(red == value, sixth * (green - blue), hue)
    hue = torch.where(spread > 0, hue, 0.0)
    saturation = torch.where(value > 0, spread / torch.where(value > 0, value, 1.0), 0.0)
    return torch.where(hue < 0, hue + 1, hue), saturation, value


def of_hue(hue: Tensor, saturation: Tensor, value: Tensor) -> Tensor:
    """Return red, green and blue."""
    angle = hue * 6
    shares = torch.stack(
        [(angle - 3).abs() - 1, 2 - (angle - 2).abs(), 2 - (angle - 4).abs()], -1
    ).clamp(0, 1)
    saturation, value = saturation.unsqueeze(-1), value.unsqueeze(-1)
    return ((1 - saturation) + saturation * shares) * value
