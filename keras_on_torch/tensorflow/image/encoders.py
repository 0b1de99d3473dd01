"""The bytes of image files, through Pillow."""

import io
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import constant, is_symbolic, op
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["encode_jpeg", "encode_png"]

_CHANNELS = {"": (1, 3), "grayscale": (1,), "rgb": (3,)}


def encode_png(image: Any, compression: int = -1, name: str | None = None) -> Any:
    """Return the bytes of a PNG file, when the program runs.

    Args:
        image: (rows, cols, channels) of uint8, with one to four channels.
        compression: from 0 to 9; -1 is the usual.
        name: how the result is called.

    Raises:
        TypeError: the numbers are of another type.
        ValueError: there are not three axes, or the compression is another.
        InvalidArgumentError: there are more channels.
    """
    if not -1 <= compression <= 9:
        raise ValueError(f"compression should be in [-1,9], got {compression}")
    settings = {} if compression < 0 else {"compress_level": int(compression)}
    return _bytes_of(image, "PNG", (1, 2, 3, 4), settings, name)


def encode_jpeg(
    image: Any,
    format: str = "",
    quality: int = 95,
    progressive: bool = False,
    optimize_size: bool = False,
    chroma_downsampling: bool = True,
    density_unit: str = "in",
    x_density: int = 300,
    y_density: int = 300,
    xmp_metadata: str = "",
    name: str | None = None,
) -> Any:
    """Return the bytes of a JPEG file, when the program runs.

    Args:
        image: (rows, cols, channels) of uint8, with one or three channels.
        format: "grayscale", "rgb", or "" for what the channels say.
        quality: from 0 to 100.
        progressive: whether the file shows the whole image early.
        optimize_size: whether bytes are saved at the cost of time.
        chroma_downsampling: whether colors are stored at half the resolution.
        density_unit: "in", what the two densities count by; "cm" is not known to Pillow.
        x_density: columns by inch.
        y_density: rows by inch.
        xmp_metadata: metadata to be stored.
        name: how the result is called.

    Raises:
        TypeError: the numbers are of another type.
        ValueError: there are not three axes, or an argument is not as above.
        InvalidArgumentError: the number of channels is another.
    """
    if format not in _CHANNELS:
        raise ValueError(f"format must be one of {tuple(_CHANNELS)}, got {format!r}")
    if density_unit != "in":
        raise ValueError(f"density_unit must be 'in', got {density_unit!r}")
    settings: dict[str, Any] = {
        "quality": int(quality),
        "progressive": bool(progressive),
        "optimize": bool(optimize_size),
        "subsampling": "4:2:0" if chroma_downsampling else "4:4:4",
        "dpi": (int(x_density), int(y_density)),
    }
    if xmp_metadata:
        settings["xmp"] = xmp_metadata.encode()
    return _bytes_of(image, "JPEG", _CHANNELS[format], settings, name)


def _bytes_of(
    image: Any, kind: str, channels: tuple[int, ...], settings: dict[str, Any], name: str | None
) -> Any:
    x = tensor(image)
    if x.dtype != torch.uint8:
        raise TypeError(f"an image to encode holds uint8, got {x.dtype}. Use convert_image_dtype")
    if x.ndim != 3:
        raise ValueError(f"Shape must be rank 3 but is rank {x.ndim}: an image to encode")
    found = _encoded(x if is_symbolic(x) else constant(x), kind, channels, settings)
    return found if name is None else named(found, name)


def _some_bytes(*_: Any) -> bytes:
    return b""


@op(infer=_some_bytes, differentiable=False)
def _encoded(x: Tensor, kind: str, channels: tuple[int, ...], settings: dict[str, Any]) -> Any:
    if x.shape[2] not in channels:
        raise InvalidArgumentError(
            None, None, f"image must have {channels} channels, has {x.shape[2]}"
        )
    pillow = optional_import("PIL.Image", "pillow", "tf.image.encode_png")
    pixels, buffer = x.cpu().numpy(), io.BytesIO()
    pillow.fromarray(pixels[..., 0] if x.shape[2] == 1 else pixels).save(buffer, kind, **settings)
    return buffer.getvalue()
