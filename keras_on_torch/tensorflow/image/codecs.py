"""Images from the bytes of files and back, through Pillow."""

import io
from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import here
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function, named
from keras_on_torch.tensorflow.dtypes import as_dtype, int32, uint8
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.conversions import convert_image_dtype
from keras_on_torch.tensorflow.random.drawing import random_uniform
from keras_on_torch.utils.optional_imports import optional_import

__all__ = [
    "adjust_jpeg_quality",
    "decode_and_crop_jpeg",
    "decode_bmp",
    "decode_gif",
    "decode_image",
    "decode_jpeg",
    "decode_png",
    "extract_jpeg_shape",
    "is_jpeg",
    "random_jpeg_quality",
]

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8\xff"


# ---- reading
def decode_png(
    contents: Any, channels: int = 0, dtype: Any = uint8, name: str | None = None
) -> Tensor:
    """Return the image of a PNG file.

    Args:
        contents: the file's bytes.
        channels: 1 for gray, 2 with opacity, 3 for colors, 4 with opacity, 0 for what is there.
        dtype: type of the numbers, uint8.
        name: how the image is called.

    Shape:
        -> (rows, cols, channels)

    Raises:
        ValueError: there is no such number of channels.
        TypeError: `contents` are no bytes, or `dtype` is another.
        InvalidArgumentError: they are those of no image.
    """
    if as_dtype(dtype) != uint8:
        raise TypeError(f"tf.image.decode_png gives uint8 here, not {as_dtype(dtype).name}")
    return _image(contents, channels, (0, 1, 2, 3, 4), name)


def decode_bmp(contents: Any, channels: int = 0, name: str | None = None) -> Tensor:
    """Return the image of a BMP file; arguments as of `decode_png`."""
    return _image(contents, channels, (0, 1, 3, 4), name)


def decode_jpeg(
    contents: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Tensor:
    """Return the image of a JPEG file; other arguments as of `decode_png`.

    Args:
        contents: the file's bytes.
        channels: 1 for gray, 3 for colors, 0 for what is there.
        ratio: by how much it is made smaller: 1, 2, 4 or 8.
        fancy_upscaling: whether colors are spread smoothly, as they always are.
        try_recover_truncated: whether an image that breaks off is given as far as it goes.
        acceptable_fraction: the share of the lines that must be there, of which only 1 is known.
        dct_method: "" or "INTEGER_ACCURATE", the way of computing that there is.
        name: how the image is called.

    Differs:
        Numbers differ by a few where TensorFlow takes its quicker way of computing.
    """
    if ratio not in (1, 2, 4, 8):
        raise ValueError(f"ratio should be 1, 2, 4, or 8, got {ratio}")
    refused = {
        "fancy_upscaling": not fancy_upscaling,
        "try_recover_truncated": try_recover_truncated,
        "acceptable_fraction": acceptable_fraction != 1,
        "dct_method": dct_method not in ("", "INTEGER_ACCURATE"),
    }
    for argument, given in refused.items():
        if given:
            raise NotImplementedError(f"tf.image.decode_jpeg: Pillow has nothing like {argument}")
    return _image(contents, channels, (0, 1, 3), name, ratio=int(ratio))


def decode_and_crop_jpeg(
    contents: Any,
    crop_window: Any,
    channels: int = 0,
    ratio: int = 1,
    fancy_upscaling: bool = True,
    try_recover_truncated: bool = False,
    acceptable_fraction: float = 1,
    dct_method: str = "",
    name: str | None = None,
) -> Tensor:
    """Return a block of the image of a JPEG file.

    Args:
        contents: the file's bytes.
        crop_window: first row and column, number of rows and of columns.
        channels: as of `decode_jpeg`, as all that follows.
        ratio: likewise.
        fancy_upscaling: likewise.
        try_recover_truncated: likewise.
        acceptable_fraction: likewise.
        dct_method: likewise.
        name: how the image is called.
    """
    more = fancy_upscaling, try_recover_truncated, acceptable_fraction, dct_method
    image = decode_jpeg(contents, channels, ratio, *more)
    return _result(_block(image, K.cast(tensor(crop_window), "int32")), name)


def _block_shape(image: Tensor, window: Tensor) -> Tensor:
    return image.new_empty((unknown_length(), unknown_length(), image.shape[2]))


@op(infer=_block_shape)
def _block(image: Tensor, window: Tensor) -> Tensor:
    top, left, rows, cols = window.tolist()
    if min(top, left) < 0 or top + rows > image.shape[0] or left + cols > image.shape[1]:
        raise InvalidArgumentError(None, None, f"Invalid crop window {window.tolist()}")
    return image[top : top + rows, left : left + cols]


def decode_gif(contents: Any, name: str | None = None) -> Tensor:
    """Return the images of a GIF file: (images, rows, cols, 3); arguments as of `decode_png`."""
    return _result(_frames(_bytes(contents)), name)


def decode_image(
    contents: Any,
    channels: int | None = None,
    dtype: Any = uint8,
    name: str | None = None,
    expand_animations: bool = True,
) -> Tensor:
    """Return the image of a BMP, GIF, JPEG or PNG file.

    Args:
        contents: the file's bytes.
        channels: as of `decode_png`; None is 0.
        dtype: type of the numbers; of fractions, they reach from 0 to 1.
        name: how the image is called.
        expand_animations: whether a GIF file gives all its images, (images, rows, cols, 3), else
            the first.
    """
    data = _bytes(contents)
    if isinstance(data, bytes) and data[:6] in _GIF:
        if channels in (1, 4):
            raise ValueError(f"channels={channels} of a GIF file, which has 3")
        frames = _frames(data)
        image = frames if expand_animations else frames[0]
    else:
        image = _decoded(data, _checked(channels or 0, (0, 1, 3, 4)), 1)
    return _result(convert_image_dtype(image, dtype), name)


def _bytes(contents: Any) -> Any:
    """Return a file's bytes, or a symbol of them.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(contents, (np.ndarray, np.generic)) and contents.ndim == 0:
        contents = contents.item()
    if isinstance(contents, (bytes, bytearray)):
        return bytes(contents)
    if is_symbolic(contents) and not isinstance(contents.probe[0], torch.Tensor):
        return contents
    raise TypeError(
        f"an image is decoded from the bytes of its file, got {type(contents).__name__}. Read it:"
        " open(path, 'rb').read()"
    )


def _checked(channels: int, known: tuple[int, ...]) -> int:
    if channels not in known:
        raise ValueError(f"channels must be one of {known}, got {channels}")
    return int(channels)


def _image(
    contents: Any, channels: int, known: tuple[int, ...], name: str | None, ratio: int = 1
) -> Tensor:
    return _result(_decoded(_bytes(contents), _checked(channels, known), ratio), name)


def _result(image: Tensor, name: str | None) -> Tensor:
    return image if name is None else named(image, name)


def _opened(contents: bytes) -> Any:
    pillow = optional_import("PIL.Image", "pillow", "tf.image.decode_image")
    try:
        return pillow.open(io.BytesIO(contents))
    except OSError as error:
        raise InvalidArgumentError(
            None, None, f"Unable to decode bytes as JPEG, PNG, GIF, or BMP: {error}"
        ) from error


def _decoded_shape(contents: Any, channels: int, ratio: int) -> Tensor:
    shape = (unknown_length(), unknown_length(), channels or unknown_length())
    return torch.empty(shape, dtype=torch.uint8, device="meta")


@op(infer=_decoded_shape, differentiable=False)
def _decoded(contents: Any, channels: int, ratio: int) -> Tensor:
    image = _opened(contents)
    if ratio > 1:
        image.draft(None, (-(-image.width // ratio), -(-image.height // ratio)))
    mode = _MODES[channels] if channels else _own_mode(image)
    pixels = np.asarray(image if image.mode == mode else image.convert(mode))
    return torch.from_numpy(pixels.reshape(*pixels.shape[:2], -1).copy()).to(here())


def _own_mode(image: Any) -> str:
    """Return how an image is stored, as one of the modes that there are here."""
    if image.mode == "P":
        return "RGBA" if "transparency" in image.info else "RGB"
    own = {"1": "L", "I;16": "L", "I": "L", "CMYK": "RGB", "YCbCr": "RGB", "RGBX": "RGB"}
    return str(own.get(image.mode, image.mode))


def _frames_shape(contents: Any) -> Tensor:
    shape = (unknown_length(), unknown_length(), unknown_length(), 3)
    return torch.empty(shape, dtype=torch.uint8, device="meta")


@op(infer=_frames_shape, differentiable=False)
def _frames(contents: Any) -> Tensor:
    image, frames = _opened(contents), []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        frames.append(np.asarray(image.convert("RGB")))
    return torch.from_numpy(np.stack(frames)).to(here())


# ---- about files
def is_jpeg(contents: Any, name: str | None = None) -> Tensor:
    """Return whether bytes begin as those of a JPEG file do."""
    return _result(_begins(_bytes(contents)), name)


def _truth(contents: Any) -> Tensor:
    return torch.empty((), dtype=torch.bool, device="meta")


@op(infer=_truth, differentiable=False)
def _begins(contents: Any) -> Tensor:
    return torch.tensor(contents[:3] == _JPEG)


def extract_jpeg_shape(contents: Any, output_type: Any = int32, name: str | None = None) -> Tensor:
    """Return the rows, columns and channels of a JPEG file.

    Args:
        contents: the file's bytes.
        output_type: int32 or int64.
        name: how the result is called.
    """
    return _result(K.cast(_lengths(_bytes(contents)), as_dtype(output_type)), name)


def _three(contents: Any) -> Tensor:
    return torch.empty((3,), dtype=torch.int64, device="meta")


@op(infer=_three, differentiable=False)
def _lengths(contents: Any) -> Tensor:
    image = _opened(contents)
    return torch.tensor([image.height, image.width, len(image.getbands())])


# ---- and back
@function
def adjust_jpeg_quality(image: Any, jpeg_quality: Any, name: str | None = None) -> Tensor:
    """Return an image as it comes out of a JPEG file.

    Args:
        image: (rows, cols, channels), gray or of colors.
        jpeg_quality: the file's quality, from 0 to 100; a number or a tensor.
        name: how the result is called.

    Raises:
        InvalidArgumentError: the quality or the number of channels is another.
    """
    x = allowed(tensor(image), "float int small", "image")
    given = as_dtype(x.dtype)
    quality = K.cast(tensor(jpeg_quality), "int32")
    return convert_image_dtype(_through_jpeg(convert_image_dtype(x, uint8), quality), given)


def _same(x: Tensor, quality: Tensor) -> Tensor:
    return x


@op(infer=_same, differentiable=False)
def _through_jpeg(x: Tensor, quality: Tensor) -> Tensor:
    level, channels = int(quality), x.shape[-1]
    if not 0 <= level <= 100:
        raise InvalidArgumentError(None, None, f"quality must be in [0,100], got {level}")
    if channels not in (1, 3):
        raise InvalidArgumentError(None, None, f"image must have 1 or 3 channels, has {channels}")
    pillow = optional_import("PIL.Image", "pillow", "tf.image.adjust_jpeg_quality")
    pixels = x.cpu().numpy()
    buffer = io.BytesIO()
    picture = pillow.fromarray(pixels[..., 0] if channels == 1 else pixels)
    picture.save(buffer, "JPEG", quality=level)
    back = np.asarray(pillow.open(buffer)).reshape(pixels.shape)
    return torch.from_numpy(back.copy()).to(x.device)


def random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: int | None = None
) -> Tensor:
    """Return an image as it comes out of a JPEG file of some quality.

    Args:
        image: as of `adjust_jpeg_quality`.
        min_jpeg_quality: the lowest quality.
        max_jpeg_quality: the highest, which does not come.
        seed: makes runs repeatable.

    Raises:
        ValueError: the lowest is not below the highest, or one is not between 0 and 100.
    """
    if min(min_jpeg_quality, max_jpeg_quality) < 0 or max(min_jpeg_quality, max_jpeg_quality) > 100:
        raise ValueError("jpeg encoding range must be between 0 and 100.")
    if min_jpeg_quality >= max_jpeg_quality:
        raise ValueError("`min_jpeg_quality` must be less than `max_jpeg_quality`.")
    quality = random_uniform([], min_jpeg_quality, max_jpeg_quality, dtype=int32, seed=seed)
    return adjust_jpeg_quality(image, quality)
