"""Images turned, mirrored, cut and padded."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, size_of
from keras_on_torch.backend.random import Stream
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import plain_sizes, static_value, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.resizing import ResizeMethod, resize_images
from keras_on_torch.tensorflow.random.seeds import stream_of

__all__ = [
    "central_crop",
    "crop_to_bounding_box",
    "flip_left_right",
    "flip_up_down",
    "pad_to_bounding_box",
    "random_flip_left_right",
    "random_flip_up_down",
    "resize_image_with_crop_or_pad",
    "resize_image_with_pad",
    "resize_with_crop_or_pad",
    "rot90",
    "transpose",
    "transpose_image",
]


def _images(image: Any) -> Tensor:
    """Return images, or one, as a tensor.

    Raises:
        ValueError: there are neither three nor four axes.
    """
    x = tensor(image)
    if x.ndim not in (3, 4):
        raise ValueError(f"'image' must have either 3 or 4 dimensions, got {x.ndim}")
    return x


# ---- turned
@function
def flip_left_right(image: Any) -> Tensor:
    """Return images, or one, with left and right changed."""
    return torch.flip(_images(image), (-2,))


@function
def flip_up_down(image: Any) -> Tensor:
    """Return images, or one, upside down."""
    return torch.flip(_images(image), (-3,))


def transpose(image: Any, name: str | None = None) -> Tensor:
    """Return images, or one, with rows and columns changed."""
    return transpose_image(image, name=name)


@function
def transpose_image(image: Any, name: str | None = None) -> Tensor:
    """Return images, or one, with rows and columns changed."""
    return torch.transpose(_images(image), -3, -2)


@function
def rot90(image: Any, k: Any = 1, name: str | None = None) -> Tensor:
    """Return images, or one, turned to the left.

    Args:
        image: images, or one.
        k: by how many quarters; a number or a tensor.
        name: how the result is called.

    Raises:
        ValueError: `k` has axes.
    """
    x, known = _images(image), static_value(k)
    if (tensor(k) if known is None else known).ndim:
        raise ValueError(f"Shape must have rank 0: k of tf.image.rot90 is {k!r}")
    if known is not None:
        return _turned(x, int(known) % 4)
    return _turned_by(x, tensor(k))


@op
def _turned(x: Tensor, quarters: int) -> Tensor:
    return torch.rot90(x, quarters, (-3, -2))


def _turned_shape(x: Tensor, quarters: Tensor) -> Tensor:
    shape = list(x.shape)
    shape[-3] = shape[-2] = unknown_length()
    return x.new_empty(shape)


@op(infer=_turned_shape)
def _turned_by(x: Tensor, quarters: Tensor) -> Tensor:
    return torch.rot90(x, int(quarters) % 4, (-3, -2))


def random_flip_left_right(image: Any, seed: int | None = None) -> Tensor:
    """Return images, or one, each with left and right changed or not, at random."""
    return _flipped(_images(image), -2, stream_of(seed))


def random_flip_up_down(image: Any, seed: int | None = None) -> Tensor:
    """Return images, or one, each upside down or not, at random."""
    return _flipped(_images(image), -3, stream_of(seed))


def _same(x: Tensor, *_: Any) -> Tensor:
    return x


@op(eager=False, infer=_same)
def _flipped(x: Tensor, axis: int, stream: Stream) -> Tensor:
    shape = (x.shape[0], 1, 1, 1) if x.ndim == 4 else ()
    drawn = torch.rand(shape, generator=stream.on(x.device), device=x.device)
    return torch.where(drawn < 0.5, torch.flip(x, (axis,)), x)


# ---- cut and padded
@function
def central_crop(image: Any, central_fraction: float) -> Tensor:
    """Return the middle of images, or of one.

    Args:
        image: images, or one.
        central_fraction: the share of the rows and of the columns that stays.

    Raises:
        ValueError: the share is not in (0, 1].
    """
    if not 0.0 < central_fraction <= 1.0:
        raise ValueError("central_fraction must be within (0, 1]")
    x = _images(image)
    return x if central_fraction == 1.0 else _middle(x, float(central_fraction))


@op
def _middle(x: Tensor, share: float) -> Tensor:
    for axis in (-3, -2):
        length = x.shape[axis]
        start = int((length - length * share) / 2)
        x = x.narrow(axis, start, length - 2 * start)
    return x


def _plain(**values: Any) -> list[Any]:
    """Return numbers as ints as far as they are known."""
    known = [plain_sizes(value) for value in values.values()]
    return [
        value if found is None else found
        for value, found in zip(values.values(), known, strict=True)
    ]


def _refused_early(x: Tensor, box: list[Any], check: Any) -> None:
    """Refuse a box that is known not to fit."""
    lengths = K.int_shape(x)[-3:-1]
    if is_symbolic(x) and all(isinstance(each, int) for each in (*box, *lengths)):
        check(*lengths, *box)


@function
def crop_to_bounding_box(
    image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any
) -> Tensor:
    """Cut a block out of images, or of one.

    Args:
        image: images, or one.
        offset_height: the block's first row; a number or a tensor, as all that follows.
        offset_width: its first column.
        target_height: how many rows.
        target_width: how many columns.

    Raises:
        ValueError: the block is not within the image.
        InvalidArgumentError: the same, found when the program runs.
    """
    x = _images(image)
    box = _plain(a=offset_height, b=offset_width, c=target_height, d=target_width)
    _refused_early(x, box, _check_crop)
    return _cropped(x, *box)


def _check_crop(rows: int, cols: int, top: int, left: int, height: int, width: int) -> None:
    if min(top, left) < 0 or min(height, width) <= 0:
        raise ValueError(f"offsets must be >= 0 and targets > 0: {(top, left, height, width)}")
    if rows < top + height or cols < left + width:
        raise ValueError(f"{(rows, cols)} must be >= target + offset: {(top, left, height, width)}")


def _cropped_shape(x: Tensor, top: Any, left: Any, height: Any, width: Any) -> Tensor:
    return x.new_empty((*x.shape[:-3], size_of(height), size_of(width), x.shape[-1]))


def _at_run(check: Any, *given: Any) -> tuple[int, ...]:
    """Return sizes as ints that have passed a check."""
    numbers = tuple([int(size_of(each)) for each in given])
    try:
        check(*numbers)
    except ValueError as error:
        raise InvalidArgumentError(None, None, str(error)) from error
    return numbers


@op(infer=_cropped_shape)
def _cropped(x: Tensor, top: Any, left: Any, height: Any, width: Any) -> Tensor:
    *_, top, left, height, width = _at_run(_check_crop, *x.shape[-3:-1], top, left, height, width)
    return x.narrow(-3, top, height).narrow(-2, left, width)


@function
def pad_to_bounding_box(
    image: Any, offset_height: Any, offset_width: Any, target_height: Any, target_width: Any
) -> Tensor:
    """Put zeros around images, or one.

    Args:
        image: images, or one.
        offset_height: rows of zeros above; a number or a tensor, as all that follows.
        offset_width: columns of zeros on the left.
        target_height: rows of the result.
        target_width: its columns.

    Raises:
        ValueError: the image is not within these.
        InvalidArgumentError: the same, found when the program runs.
    """
    x = _images(image)
    box = _plain(a=offset_height, b=offset_width, c=target_height, d=target_width)
    _refused_early(x, box, _check_pad)
    return _padded(x, *box)


def _check_pad(rows: int, cols: int, top: int, left: int, height: int, width: int) -> None:
    if min(top, left) < 0:
        raise ValueError(f"offsets must be >= 0, got {(top, left)}")
    if rows > height - top or cols > width - left:
        raise ValueError(f"{(rows, cols)} must be <= target - offset: {(top, left, height, width)}")


@op(infer=_cropped_shape)
def _padded(x: Tensor, top: Any, left: Any, height: Any, width: Any) -> Tensor:
    rows, cols, top, left, height, width = _at_run(
        _check_pad, *x.shape[-3:-1], top, left, height, width
    )
    return F.pad(x, (0, 0, left, width - left - cols, top, height - top - rows))


@function
def resize_image_with_crop_or_pad(image: Any, target_height: Any, target_width: Any) -> Tensor:
    """Return images, or one, of another size: what is too much is cut off, what lacks is zeros.

    Args:
        image: images, or one.
        target_height: rows of the result; a number or a tensor.
        target_width: its columns.

    Raises:
        ValueError: a length is not positive.
    """
    x = _images(image)
    wanted = _plain(a=target_height, b=target_width)
    if any(isinstance(length, int) and length <= 0 for length in wanted):
        raise ValueError(f"target_height and target_width must be > 0, got {wanted}")
    return _fitted(x, *wanted)


resize_with_crop_or_pad = resize_image_with_crop_or_pad


def _fitted_shape(x: Tensor, height: Any, width: Any) -> Tensor:
    return _cropped_shape(x, 0, 0, height, width)


@op(infer=_fitted_shape)
def _fitted(x: Tensor, height: Any, width: Any) -> Tensor:
    amounts = []
    for axis, length in ((-2, size_of(width)), (-3, size_of(height))):
        missing = length - x.shape[axis]
        before = -max(-missing // 2, 0) if missing < 0 else missing // 2
        amounts += [before, missing - before]
    return F.pad(x, (0, 0, *amounts))


@function
def resize_image_with_pad(
    image: Any,
    target_height: Any,
    target_width: Any,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
) -> Tensor:
    """Return images, or one, resized in proportion, and zeros around up to another size.

    Args:
        image: images, or one.
        target_height: rows of the result; a number or a tensor.
        target_width: its columns.
        method: one of `ResizeMethod`.
        align_corners: whether the pixels in the corners stay there.

    Raises:
        ValueError: a length is not positive.
    """
    x = _images(image)
    wanted = _plain(a=target_height, b=target_width)
    if any(isinstance(length, int) and length <= 0 for length in wanted):
        raise ValueError(f"target_height and target_width must be > 0, got {wanted}")
    shape, first = K.shape(x), x.ndim - 3
    numbers = within(shape[first], shape[first + 1], *wanted)
    rows, cols, top, left = (numbers[place] for place in range(4))
    resized = resize_images(x, [rows, cols], method, align_corners)
    return pad_to_bounding_box(resized, top, left, *wanted)


def _four_unknown(*_: Any) -> Any:
    return Sizes((unknown_length(),) * 4)


@op(infer=_four_unknown)
def within(rows: Any, cols: Any, height: Any, width: Any) -> Any:
    """Return the size of the largest image of such proportions within another, and its offsets."""
    lengths, wanted = (size_of(rows), size_of(cols)), (size_of(height), size_of(width))
    ratio = max(length / target for length, target in zip(lengths, wanted, strict=True))
    fits = [length / ratio for length in lengths]
    offsets = [
        max(0, int((target - fit) / 2 // 1)) for target, fit in zip(wanted, fits, strict=True)
    ]
    return Sizes([*[int(fit // 1) for fit in fits], *offsets])
