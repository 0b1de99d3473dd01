"""Images as Pillow has them and as arrays, and back."""

from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["array_to_img", "img_to_array"]


def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> Any:
    """Return a Pillow image of an array.

    Args:
        x: the image, of shape `(rows, cols, channels)` or as `data_format` says.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        scale: whether values are brought to the range from 0 to 255.
        dtype: what is computed with; by default K.floatx().

    Raises:
        ImportError: Pillow is not there.
        ValueError: the shape is not that of an image.
    """
    pillow = optional_import("PIL.Image", "pillow", "array_to_img", extra="image")
    x = np.asarray(x, dtype=config.floatx() if dtype is None else dtype)
    if x.ndim != 3:
        raise ValueError(
            f"Expected image array to have rank 3 (single image). Got array with shape: {x.shape}"
        )
    if _checked(data_format) == "channels_first":
        x = x.transpose(1, 2, 0)
    if x.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"Unsupported channel number: {x.shape[2]} in shape {x.shape}: give 1, 3, 4"
        )
    if scale:
        x = _stretched(x)
    if x.shape[2] > 1:
        return pillow.fromarray(x.astype("uint8"))
    return pillow.fromarray(x[:, :, 0].astype("int32" if np.max(x) > 255 else "uint8"))


def _stretched(x: Any) -> Any:
    """Return values from 0 to 255."""
    x = x - np.min(x)
    highest = np.max(x)
    if highest != 0:
        x /= highest
    x *= 255
    return x


def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None) -> Any:
    """Return an array of a Pillow image.

    Args:
        img: the image; an array of shape `(rows, cols)` or `(rows, cols, channels)` does as well.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        dtype: the type of the array; by default K.floatx().

    Returns:
        An array of shape `(rows, cols, channels)`, or as `data_format` says.

    Raises:
        ValueError: the shape is not that of an image.
    """
    first = _checked(data_format) == "channels_first"
    x = np.asarray(img, dtype=config.floatx() if dtype is None else dtype)
    if x.ndim == 3:
        return x.transpose(2, 0, 1) if first else x
    if x.ndim == 2:
        return x[np.newaxis] if first else x[..., np.newaxis]
    raise ValueError(f"Unsupported image shape: {x.shape}: an image has 2 or 3 axes")


def _checked(data_format: str | None) -> str:
    if data_format is None:
        return config.image_data_format()
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(
            f"Invalid data_format: {data_format!r}; choose 'channels_first' or 'channels_last'"
        )
    return data_format
