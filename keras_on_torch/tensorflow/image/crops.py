"""Blocks cut out of images and resized, each by its own box."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, either, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError, OutOfRangeError

__all__ = ["crop_and_resize"]


@function
def crop_and_resize(
    image: Any,
    boxes: Any,
    box_ind: Any = None,
    crop_size: Any = None,
    method: str = "bilinear",
    extrapolation_value: Any = 0,
    name: str | None = None,
    box_indices: Any = None,
) -> Tensor:
    """Cut boxes out of images, and make them all of one size.

    Args:
        image: (batch, rows, cols, channels), of any numbers.
        boxes: (boxes, 4), corners y, x, y, x each: 0 and 1 are the first and the last pixel.
        box_ind: (boxes,), of which image each is cut out.
        crop_size: the size, (rows, cols).
        method: "bilinear" or "nearest".
        extrapolation_value: what stands where a box reaches beyond its image.
        name: how the result is called.
        box_indices: the newer name of `box_ind`.

    Shape:
        -> (boxes, *crop_size, channels), float32

    Raises:
        ValueError: an argument is not as above.
        OutOfRangeError: there is no such image. On a GPU, where telling would mean to wait for
            it, such crops are NaN.
    """
    places = allowed(
        tensor(either(box_indices, box_ind, "box_indices", "box_ind")), "int", "box_ind"
    )
    x = allowed(tensor(image), "float int small", "image")
    corners = tensor(boxes, "float32")
    if x.ndim != 4 or corners.ndim != 2 or places.ndim != 1:
        raise ValueError(
            "image, boxes and box_ind must be of rank 4, 2 and 1, but are of rank"
            f" {x.ndim}, {corners.ndim} and {places.ndim}"
        )
    if K.int_shape(corners)[1] not in (4, None):
        raise ValueError(f"boxes must have shape (boxes, 4), got {K.int_shape(corners)}")
    if method not in ("bilinear", "nearest"):
        raise ValueError(f"method must be 'bilinear' or 'nearest', got {method!r}")
    if crop_size is None:
        raise ValueError("None values not supported: crop_size must be two numbers")
    wanted = sizes(crop_size)
    if isinstance(wanted, tuple) and len(wanted) != 2:
        raise ValueError(f"crop_size must have two numbers, got {crop_size}")
    return _crops(x, corners, places, wanted, method, float(extrapolation_value))


def _crops_shape(
    x: Tensor, boxes: Tensor, places: Tensor, size: Any, method: str, outside: float
) -> Tensor:
    rows, cols = _two(size)
    shape = (boxes.shape[0], rows, cols, x.shape[3])
    return x.new_empty(shape, dtype=torch.float32)


def _two(size: Any) -> tuple[Any, Any]:
    rows, *cols = sizes_of(size)
    return rows, (cols[0] if cols else rows)


@op(infer=_crops_shape)
def _crops(
    x: Tensor, boxes: Tensor, places: Tensor, size: Any, method: str, outside: float
) -> Tensor:
    count, height, width, channels = x.shape
    rows, cols = _two(size)
    if rows <= 0 or cols <= 0:
        raise InvalidArgumentError(None, None, f"crop dimensions must be positive, got {size}")
    unknown = (places < 0) | (places >= count)
    if x.device.type == "cpu" and bool(unknown.any()):
        raise OutOfRangeError(
            None, None, f"box_index has values outside [0, {count}): {places.tolist()}"
        )
    pixels = x.reshape(-1, channels)
    pixels = pixels if pixels.dtype == torch.float32 else pixels.float()
    first = places.long().clamp(0, count - 1).reshape(-1, 1, 1) * height
    down, inside_down = _points(boxes[:, 0], boxes[:, 2], height, rows)
    right, inside_right = _points(boxes[:, 1], boxes[:, 3], width, cols)
    inside = inside_down.unsqueeze(2) & inside_right.unsqueeze(1)
    if method == "nearest":
        row, col = (_nearest(at.detach()).unsqueeze(axis) for at, axis in ((down, 2), (right, 1)))
        found = _at(pixels, first, row, col, width)
    else:
        found = _between(pixels, first, down.unsqueeze(2), right.unsqueeze(1), width)
    inside = (inside & ~unknown.reshape(-1, 1, 1)).unsqueeze(3)
    found = torch.where(inside, found, outside)
    if x.device.type != "cpu":
        found = found.masked_fill(unknown.reshape(-1, 1, 1, 1), torch.nan)
    return found


def _points(start: Tensor, end: Tensor, length: int, count: int) -> tuple[Tensor, Tensor]:
    """Return (boxes, count) places along an axis, and which of them are within the image.

    Those outside are moved to 0: they are not looked at.
    """
    last = length - 1
    if count > 1:
        steps = torch.arange(count, dtype=start.dtype, device=start.device)
        step = (end - start) * last / (count - 1)
        places = (start * last).unsqueeze(1) + steps * step.unsqueeze(1)
    else:
        places = (0.5 * (start + end) * last).unsqueeze(1)
    inside = (places >= 0) & (places <= last)
    return torch.where(inside, places, 0.0), inside


def _nearest(places: Tensor) -> Tensor:
    return torch.floor(places.double() + 0.5).long()  # Halves go up, as in C.


def _at(pixels: Tensor, first: Tensor, row: Tensor, col: Tensor, width: int) -> Tensor:
    """Return the pixels at rows (boxes, rows, 1) and columns (boxes, 1, cols)."""
    index = (first + row) * width + col
    return pixels.index_select(0, index.reshape(-1)).reshape(*index.shape, pixels.shape[1])


def _between(pixels: Tensor, first: Tensor, down: Tensor, right: Tensor, width: int) -> Tensor:
    """Return what is between four pixels each, first from left to right, then downwards."""
    top, left = torch.floor(down.detach()), torch.floor(right.detach())
    bottom, end = torch.ceil(down.detach()).long(), torch.ceil(right.detach()).long()
    share_down, share_right = (down - top).unsqueeze(3), (right - left).unsqueeze(3)
    top, left = top.long(), left.long()
    above = _lerp(
        _at(pixels, first, top, left, width), _at(pixels, first, top, end, width), share_right
    )
    below = _lerp(
        _at(pixels, first, bottom, left, width), _at(pixels, first, bottom, end, width), share_right
    )
    return _lerp(above, below, share_down)


def _lerp(start: Tensor, end: Tensor, share: Tensor) -> Tensor:
    """Return `start + (end - start) * share`; torch.lerp rounds otherwise beyond the middle."""
    return torch.addcmul(start, end - start, share)
