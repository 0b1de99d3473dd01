"""Numbers that tell about images: how rough they are, how alike, where their edges are."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.image.conversions import convert_image_dtype

__all__ = ["image_gradients", "psnr", "sobel_edges", "total_variation"]

_SOBEL = ((-1.0, -2.0, -1.0), (0.0, 0.0, 0.0), (1.0, 2.0, 1.0))


@function
def total_variation(images: Any, name: str | None = None) -> Tensor:
    """Return the sum of the differences of neighbouring pixels (Rudin, Osher, Fatemi 1992).

    Args:
        images: (batch, rows, cols, channels), or one image.
        name: how the result is called.

    Shape:
        -> (batch,), or ()

    Raises:
        ValueError: there are neither three nor four axes.
    """
    x = allowed(tensor(images), "float int small", "images")
    if x.ndim not in (3, 4):
        raise ValueError("'images' must be either 3 or 4-dimensional.")
    return _variation(x)


@op
def _variation(x: Tensor) -> Tensor:
    axes = (-3, -2, -1)
    total = torch.diff(x, dim=-3).abs().sum(axes) + torch.diff(x, dim=-2).abs().sum(axes)
    return total.to(x.dtype)


@function
def image_gradients(image: Any) -> tuple[Tensor, Tensor]:
    """Return the differences of each pixel and the next: downwards, and to the right.

    Args:
        image: (batch, rows, cols, channels).

    Returns:
        Two tensors of the images' shape, zeros in the last row, or the last column.

    Raises:
        ValueError: there are not four axes.
    """
    x = tensor(image)
    if x.ndim != 4:
        raise ValueError(f"image_gradients expects a 4D tensor, not {x.ndim}D")
    return _steps(x, 1), _steps(x, 2)


def _same(x: Tensor, *_: Any) -> Tensor:
    return x


@op(infer=_same)
def _steps(x: Tensor, axis: int) -> Tensor:
    return torch.cat([torch.diff(x, dim=axis), torch.zeros_like(x.narrow(axis, 0, 1))], axis)


@function
def sobel_edges(image: Any) -> Tensor:
    """Return Sobel's derivatives, down and to the right, the images mirrored at their borders.

    Args:
        image: (batch, rows, cols, channels), float32 or float64.

    Shape:
        -> (batch, rows, cols, channels, 2)

    Raises:
        ValueError: there are not four axes.
    """
    x = allowed(tensor(image), "float", "image")
    if x.ndim != 4:
        raise ValueError(f"Shape must be rank 4 but is rank {x.ndim}: tf.image.sobel_edges")
    return _sobel(x)


def _with_two(x: Tensor) -> Tensor:
    return x.new_empty((*x.shape, 2))


@op(infer=_with_two)
def _sobel(x: Tensor) -> Tensor:
    count, rows, cols, channels = x.shape
    down = torch.tensor(_SOBEL, dtype=x.dtype, device=x.device)
    kernel = torch.stack([down, down.T]).unsqueeze(1)
    planes = F.pad(x.permute(0, 3, 1, 2), (1, 1, 1, 1), mode="reflect")
    edges = F.conv2d(planes.reshape(-1, 1, rows + 2, cols + 2), kernel)
    return edges.reshape(count, channels, 2, rows, cols).permute(0, 3, 4, 1, 2)


@function
def psnr(a: Any, b: Any, max_val: Any, name: str | None = None) -> Tensor:
    """Return the peak signal-to-noise ratio, in decibels.

    Args:
        a: (..., rows, cols, channels).
        b: likewise.
        max_val: the highest number that a pixel may have.
        name: how the result is called.

    Shape:
        -> (...)

    Raises:
        ValueError: shapes differ, or there are fewer than three axes.
    """
    x, y, top = alike_images(a, b, max_val)
    return _ratio(x, y, top)


def alike_images(a: Any, b: Any, max_val: Any) -> tuple[Tensor, Tensor, Tensor]:
    """Return two images and their highest number as float32.

    Raises:
        ValueError: shapes differ, or there are fewer than three axes.
    """
    one, other = tensor(a), tensor(b)
    shape, shape_2 = K.int_shape(one), K.int_shape(other)
    pairs = zip(reversed(shape), reversed(shape_2), strict=False)
    if min(len(shape), len(shape_2)) < 3 or any(x != y and None not in (x, y) for x, y in pairs):
        raise ValueError(f"images must have equal shapes of three axes or more: {shape}, {shape_2}")
    top = K.cast(tensor(max_val), one.dtype)
    top = convert_image_dtype(top, "float32")
    return convert_image_dtype(one, "float32"), convert_image_dtype(other, "float32"), top


@op
def _ratio(x: Tensor, y: Tensor, top: Tensor) -> Tensor:
    error = (x - y).square().mean((-3, -2, -1))
    return 20 * torch.log10(top) - 10 * torch.log10(error)
