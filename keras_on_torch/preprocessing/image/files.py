"""Images in files: reading, writing and finding them."""

import io
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keras_on_torch.preprocessing.image.conversion import array_to_img
from keras_on_torch.utils.atomic import replaced_path
from keras_on_torch.utils.optional_imports import optional_import

__all__ = [
    "list_pictures",
    "load_img",
    "names_of_class",
    "save_img",
    "target_size_of",
    "validate_filename",
    "write_image",
]

_RESAMPLING = ("nearest", "bilinear", "bicubic", "hamming", "box", "lanczos")
_GRAY_MODES = ("L", "I;16", "I")
_MODES = {"rgb": "RGB", "rgba": "RGBA"}


def load_img(
    path: Any,
    grayscale: bool = False,
    color_mode: str = "rgb",
    target_size: Any = None,
    interpolation: str = "nearest",
) -> Any:
    """Return the image in a file as a Pillow image.

    Args:
        path: the file.
        grayscale: as `color_mode="grayscale"`, which is its name now.
        color_mode: "rgb", "rgba" or "grayscale".
        target_size: `(rows, cols)` to bring it to; None leaves it as it is.
        interpolation: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".

    Raises:
        ImportError: Pillow is not there.
        OSError: the file is not there, or Pillow cannot read it.
        ValueError: there is no such mode, size or interpolation.
    """
    if grayscale is True:
        warnings.warn('grayscale is deprecated. Please use color_mode = "grayscale"', stacklevel=2)
        color_mode = "grayscale"
    if color_mode not in ("grayscale", *_MODES):
        raise ValueError(f'color_mode must be "grayscale", "rgb", or "rgba", got {color_mode!r}')
    size = None if target_size is None else target_size_of(target_size)
    image = _converted(_opened(path), path, color_mode)
    if size is None or image.size == size[::-1]:
        return image
    if interpolation not in _RESAMPLING:
        raise ValueError(
            f"Invalid interpolation method {interpolation} specified. Supported methods are"
            f" {', '.join(_RESAMPLING)}"
        )
    pillow = optional_import("PIL.Image", "pillow", "load_img", extra="image")
    return image.resize(size[::-1], getattr(pillow.Resampling, interpolation.upper()))


def _opened(path: Any) -> Any:
    pillow = optional_import("PIL.Image", "pillow", "load_img", extra="image")
    with Path(os.fsdecode(path)).open("rb") as file:
        content = file.read()  # At once: the file is closed before the image is decoded.
    try:
        return pillow.open(io.BytesIO(content))
    except pillow.UnidentifiedImageError:
        raise pillow.UnidentifiedImageError(
            f"{os.fsdecode(path)}: cannot identify image file, {len(content)} bytes that are in no"
            " format that Pillow knows"
        ) from None


def _converted(image: Any, path: Any, color_mode: str) -> Any:
    """Return the decoded image in a mode."""
    try:
        image.load()
    except (OSError, SyntaxError, ValueError) as error:  # Pillow does not say which file.
        raise type(error)(f"{os.fsdecode(path)}: the image cannot be read: {error}") from error
    if color_mode == "grayscale":
        return image if image.mode in _GRAY_MODES else image.convert("L")
    mode = _MODES[color_mode]
    return image if image.mode == mode else image.convert(mode)


def target_size_of(size: Any) -> tuple[int, int]:
    """Return a target size as a tuple.

    Raises:
        TypeError: it is no sequence, or not of whole numbers.
        ValueError: it is not two positive numbers.
    """
    wanted = f"target_size must be (rows, cols), two positive integers, got {size!r}"
    try:
        given = tuple(size)
    except TypeError:
        raise TypeError(wanted) from None
    if len(given) != 2:
        raise ValueError(wanted)
    if not all(hasattr(number, "__index__") for number in given):
        raise TypeError(wanted)
    if min(given) <= 0:
        raise ValueError(wanted)
    return given[0], given[1]


def save_img(
    path: Any,
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Write an array as an image.

    Args:
        path: the file, or an open one.
        x: the image, of shape `(rows, cols, channels)` or as `data_format` says.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        file_format: its format; by default that of the file's ending.
        scale: whether values are brought to the range from 0 to 255.
        **kwargs: arguments of Pillow's `Image.save`.

    Raises:
        ImportError: Pillow is not there.
        ValueError: the array is no image, or no format has this name.
    """
    image = array_to_img(x, data_format=data_format, scale=scale)
    if image.mode == "RGBA" and file_format in ("jpg", "jpeg"):
        warnings.warn(
            "The JPG format does not support RGBA images, converting to RGB.", stacklevel=2
        )
        image = image.convert("RGB")
    if isinstance(path, (str, bytes, os.PathLike)):
        write_image(image, path, file_format, **kwargs)
    else:
        image.save(path, format=_pillow_format(file_format), **kwargs)


def write_image(image: Any, path: Any, file_format: str | None = None, **kwargs: Any) -> None:
    """Write a Pillow image into a file, which is there as a whole or not at all."""
    file_format = file_format or Path(os.fsdecode(path)).suffix
    with replaced_path(path) as beside:
        image.save(beside, format=_pillow_format(file_format), **kwargs)


def _pillow_format(name: str | None) -> str | None:
    """Return Pillow's name of a format, which may be given as a file's ending."""
    if name is None:
        return None
    pillow = optional_import("PIL.Image", "pillow", "save_img", extra="image")
    formats: dict[str, str] = pillow.registered_extensions()
    ending = name.lower() if name.startswith(".") else f".{name.lower()}"
    if ending not in formats and name.upper() not in formats.values():
        raise ValueError(f"unknown file extension or format: {name!r}; choose one such as 'png'")
    return formats.get(ending, name.upper())


def validate_filename(filename: str, white_list_formats: tuple[str, ...]) -> bool:
    """Return whether there is a file of that name, with one of these endings."""
    return filename.lower().endswith(white_list_formats) and Path(filename).is_file()


def list_pictures(
    directory: Any, ext: Any = ("jpg", "jpeg", "bmp", "png", "ppm", "tif", "tiff")
) -> list[str]:
    """Return the paths of all images in a folder and those below it.

    Args:
        directory: the folder.
        ext: the endings of images, or one.
    """
    endings = tuple(f".{ending}" for ending in ((ext,) if isinstance(ext, str) else ext))
    return [
        os.path.join(folder, name)  # noqa: PTH118  # Keras: a path as it was given, not tidied up.
        for folder, _, names in os.walk(directory)
        for name in names
        if name.lower().endswith(endings)
    ]


def names_of_class(
    directory: str,
    name: str,
    endings: tuple[str, ...],
    split: tuple[float, float] | None,
    follow_links: bool,
) -> list[str]:
    """Return the images in a class's folder, named from the folder that this one is in.

    Args:
        directory: the folder of all classes.
        name: the name of the class's folder in it.
        endings: the endings of images.
        split: which part of them to take, as from 0.0 to 0.2; None takes all.
        follow_links: whether folders that are links are looked into.
    """
    folder = os.path.join(directory, name)  # noqa: PTH118
    found = list(_images_below(folder, endings, follow_links))
    if split is not None:
        found = found[int(split[0] * len(found)) : int(split[1] * len(found))]
    return [os.path.join(name, os.path.relpath(path, folder)) for path in found]  # noqa: PTH118


def _images_below(folder: str, endings: tuple[str, ...], follow_links: bool) -> Iterator[str]:
    for below, _, names in sorted(os.walk(folder, followlinks=follow_links), key=lambda at: at[0]):
        for name in sorted(names):
            if name.lower().endswith(".tiff"):
                warnings.warn(
                    'Using ".tiff" files with multiple bands will cause distortion. Please verify'
                    " your output.",
                    stacklevel=2,
                )
            if name.lower().endswith(endings):
                yield os.path.join(below, name)  # noqa: PTH118
