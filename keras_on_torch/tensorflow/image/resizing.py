"""Images of another size, sampled as TensorFlow 1.15's four methods do."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, size_of, sizes_of
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.sampling import by_area, cubic, nearest_places

__all__ = [
    "ResizeMethod",
    "resize_area",
    "resize_bicubic",
    "resize_bilinear",
    "resize_images",
    "resize_nearest_neighbor",
]


class ResizeMethod:
    """The ways of sampling."""

    BILINEAR = 0
    NEAREST_NEIGHBOR = 1
    BICUBIC = 2
    AREA = 3


# ---- four-dimensional images
@function
def resize_bilinear(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Return images of another size, whose pixels lie evenly between those of the given.

    Args:
        images: (batch, rows, cols, channels), of any numbers.
        size: the size, (rows, cols); sizes and tensors may be among them.
        align_corners: whether the pixels in the corners stay there.
        name: how the result is called.
        half_pixel_centers: whether a pixel stands for its centre, not its upper left corner.

    Shape:
        -> (batch, *size, channels), float32

    Raises:
        ValueError: an argument is not as above, or both settings are true.
        InvalidArgumentError: a length is not positive.
    """
    return _resized("bilinear", images, size, align_corners, half_pixel_centers)


@function
def resize_nearest_neighbor(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Return images of another size, of the given pixels; arguments as of `resize_bilinear`."""
    return _resized("nearest", images, size, align_corners, half_pixel_centers)


@function
def resize_bicubic(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Return images of another size by cubic polynomials; arguments as of `resize_bilinear`."""
    return _resized("bicubic", images, size, align_corners, half_pixel_centers)


@function
def resize_area(
    images: Any, size: Any, align_corners: bool = False, name: str | None = None
) -> Tensor:
    """Return images of another size, of averages; arguments as of `resize_bilinear`."""
    return _resized("area", images, size, align_corners, False)


def _resized(method: str, images: Any, size: Any, aligned: Any, centred: Any) -> Tensor:
    x = allowed(tensor(images), "float int small", "images")
    if x.ndim != 4:
        raise ValueError(f"Shape must be rank 4 but is rank {x.ndim}: images to resize")
    if aligned and centred:
        raise ValueError("If half_pixel_centers is True, align_corners must be False.")
    return sampled(x, _two(size), method, bool(aligned), bool(centred))


def _two(size: Any) -> Any:
    """Return a size: two numbers as far as they are known.

    Raises:
        ValueError: it is not two numbers.
    """
    found = sizes(size)
    length = len(found) if isinstance(found, tuple) else found.static_shape[0]
    if length not in (2, None) or any(isinstance(each, float) for each in _listed(size)):
        raise ValueError(
            f"'size' must be a 1-D Tensor of 2 elements: new_height, new_width, got {size!r}"
        )
    return found


def _listed(size: Any) -> list[Any]:
    return list(size) if isinstance(size, (list, tuple)) else []


def _sampled_shape(x: Tensor, size: Any, method: str, aligned: bool, centred: bool) -> Tensor:
    if isinstance(size, torch.Tensor):
        rows, cols = unknown_length(), unknown_length()
    else:
        rows, cols = sizes_of(size)
    dtype = x.dtype if method == "nearest" else torch.float32
    return x.new_empty((x.shape[0], rows, cols, x.shape[3]), dtype=dtype)


@op(infer=_sampled_shape)
def sampled(x: Tensor, size: Any, method: str, aligned: bool, centred: bool) -> Tensor:
    """Return images of another size.

    Args:
        x: images with the channels last.
        size: (rows, cols).
        method: "bilinear", "nearest", "bicubic" or "area".
        aligned: whether the pixels in the corners stay there.
        centred: whether a pixel stands for its centre.
    """
    rows, cols = sizes_of(size)
    if min(rows, cols) <= 0:
        raise InvalidArgumentError(
            None, None, f"output dimensions must be positive, got {(rows, cols)}"
        )
    if method == "nearest":
        return _repeated(x, rows, cols, aligned, centred)
    x = x if x.dtype == torch.float32 else x.float()
    if method == "bilinear":
        return _evenly(x, rows, cols, aligned, centred)
    along = cubic if method == "bicubic" else by_area
    return along(along(x, 1, rows, aligned, centred), 2, cols, aligned, centred)


def _repeated(x: Tensor, rows: int, cols: int, aligned: bool, centred: bool) -> Tensor:
    if not aligned and (x.is_floating_point() or x.dtype == torch.uint8):
        mode = "nearest-exact" if centred else "nearest"
        return F.interpolate(x.permute(0, 3, 1, 2), (rows, cols), mode=mode).permute(0, 2, 3, 1)
    for axis, length in ((1, rows), (2, cols)):
        x = x.index_select(axis, nearest_places(x, axis, length, aligned, centred))
    return x


def _evenly(x: Tensor, rows: int, cols: int, aligned: bool, centred: bool) -> Tensor:
    seen = x.permute(0, 3, 1, 2)
    if aligned or centred:
        y = F.interpolate(seen, (rows, cols), mode="bilinear", align_corners=aligned)
        return y.permute(0, 2, 3, 1)
    # Sampling at i * old / new: with the last row and column doubled, this is aligned sampling of
    # one point more, which is then left out.
    padded = F.pad(seen, (0, 1, 0, 1), mode="replicate")
    y = F.interpolate(padded, (rows + 1, cols + 1), mode="bilinear", align_corners=True)
    return y[:, :, :rows, :cols].permute(0, 2, 3, 1)


# ---- images, or one of them
@function
def resize_images(
    images: Any,
    size: Any,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
    preserve_aspect_ratio: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return images, or one, of another size.

    Args:
        images: (batch, rows, cols, channels) or (rows, cols, channels).
        size: the size, (rows, cols); sizes and tensors may be among them.
        method: one of `ResizeMethod`.
        align_corners: whether the pixels in the corners stay there.
        preserve_aspect_ratio: whether `size` is what must not be passed, the proportions kept.
        name: how the result is called.

    Returns:
        float32, or the type of the images if pixels are repeated, or if their size is the same.

    Raises:
        ValueError: an argument is not as above.
    """
    x = allowed(tensor(images), "float int small", "images")
    if x.ndim not in (3, 4):
        raise ValueError("'images' must have either 3 or 4 dimensions.")
    methods = {0: "bilinear", 1: "nearest", 2: "bicubic", 3: "area"}
    if method not in methods:
        raise ValueError(f"Resize method is not implemented: {method!r}")
    wanted = _two(size)
    first = x.ndim - 3
    known = K.int_shape(x)[first : first + 2]
    if preserve_aspect_ratio:
        wanted = _in_proportion(wanted, x, known)
    if isinstance(wanted, tuple) and wanted == known:
        return x
    found = sampled(
        x if first else K.expand_dims(x, 0), wanted, methods[method], bool(align_corners), False
    )
    return found if first else K.squeeze(found, 0)


def _in_proportion(wanted: Any, x: Tensor, lengths: Any) -> Any:
    """Return the largest size that is not above another one, in the proportions of an image."""
    plain = isinstance(wanted, tuple) and all(isinstance(length, int) for length in wanted)
    if plain and None not in lengths:
        return tuple(scaled(wanted, lengths))
    given, first = K.shape(x), x.ndim - 3
    return in_proportion(wanted, given[first], given[first + 1])


def _two_unknown(*_: Any) -> Any:
    return Sizes((unknown_length(), unknown_length()))


@op(infer=_two_unknown)
def in_proportion(size: Any, rows: Any, cols: Any) -> Any:
    """Return such a size of an image whose own is known when the program runs."""
    return Sizes(scaled(sizes_of(size), (size_of(rows), size_of(cols))))


def scaled(wanted: Sequence[int], given: Sequence[int]) -> list[int]:
    """Return the lengths of an image made as large as it may be, computed in single precision."""
    pairs = zip(wanted, given, strict=True)
    factor = min(np.float32(new) / np.float32(old) for new, old in pairs)
    return [int(np.round(factor * np.float32(length))) for length in given]
