"""The outlines of boxes drawn onto images; patches of images."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.blocks import extract_image_patches
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = ["draw_bounding_boxes", "extract_patches"]

# Yellow, blue, red, lime, purple, olive, maroon, navy, aqua, fuchsia; opaque.
_COLORS = (
    (1.0, 1.0, 0.0, 1.0),
    (0.0, 0.0, 1.0, 1.0),
    (1.0, 0.0, 0.0, 1.0),
    (0.0, 1.0, 0.0, 1.0),
    (0.5, 0.0, 0.5, 1.0),
    (0.5, 0.5, 0.0, 1.0),
    (0.5, 0.0, 0.0, 1.0),
    (0.0, 0.0, 0.5, 1.0),
    (0.0, 1.0, 1.0, 1.0),
    (1.0, 0.0, 1.0, 1.0),
)


@function
def draw_bounding_boxes(
    images: Any, boxes: Any, name: str | None = None, colors: Any = None
) -> Tensor:
    """Return images with boxes drawn onto them.

    Args:
        images: (batch, rows, cols, channels), one, three or four channels.
        boxes: (batch, boxes, 4), corners y, x, y, x: 0 and 1 are the first and the last pixel.
        name: how the result is called.
        colors: (colors, channels), taken in turn; None for ten usual ones.

    Raises:
        ValueError: shapes do not fit.
    """
    x, corners = allowed(tensor(images), "float", "images"), tensor(boxes, "float32")
    if x.ndim != 4 or corners.ndim != 3 or K.int_shape(corners)[2] not in (4, None):
        raise ValueError(
            "images must have shape (batch, rows, cols, channels) and boxes (batch, boxes, 4), got"
            f" {K.int_shape(x)} and {K.int_shape(corners)}"
        )
    table = tensor(_COLORS if colors is None else colors, "float32")
    return _drawn(x, corners, table, colors is None)


def _same(x: Tensor, *_: Any) -> Tensor:
    return x


@op(infer=_same, differentiable=False)
def _drawn(x: Tensor, boxes: Tensor, colors: Tensor, usual: bool) -> Tensor:
    count, height, width, channels = x.shape
    if len(boxes) != count or channels not in (1, 3, 4) or colors.shape[1] < channels:
        raise InvalidArgumentError(
            None, None, f"{len(boxes)} rows of boxes, images of shape {tuple(x.shape)}"
        )
    paints = colors[:, :channels].to(x.device, x.dtype)
    if usual and channels == 1:
        paints = torch.ones_like(paints)
    canvas = x.clone()
    last = torch.tensor([height - 1, width - 1] * 2, dtype=torch.float32)
    for image, rows in zip(canvas, (boxes.detach().cpu() * last).long().tolist(), strict=True):
        for number, box in enumerate(rows):
            _outline(image, box, paints[number % len(paints)])
    return canvas


def _outline(image: Tensor, box: list[int], color: Tensor) -> None:
    """Draw a box onto one image, in place; what is outside is not drawn."""
    top, left, bottom, right = box
    height, width = image.shape[:2]
    if top > bottom or left > right or top >= height or left >= width or bottom < 0 or right < 0:
        return
    across = slice(max(left, 0), min(right, width - 1) + 1)
    down = slice(max(top, 0), min(bottom, height - 1) + 1)
    for row in (top, bottom):
        if 0 <= row < height:
            image[row, across] = color
    for col in (left, right):
        if 0 <= col < width:
            image[down, col] = color


def extract_patches(
    images: Any, sizes: Any, strides: Any, rates: Any, padding: Any, name: str | None = None
) -> Tensor:
    """Return patches of images; arguments as of `extract_image_patches`, by the newer names."""
    return extract_image_patches(images, sizes, strides, rates, padding, name)
