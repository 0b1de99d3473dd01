"""Images turned, moved, sheared, zoomed, made brighter and tinted."""

from typing import Any

import numpy as np

from keras_on_torch.preprocessing.image.conversion import array_to_img, img_to_array
from keras_on_torch.preprocessing.image.resampling import MODES, bilinear
from keras_on_torch.utils.optional_imports import optional_import

__all__ = [
    "apply_affine_transform",
    "apply_brightness_shift",
    "apply_channel_shift",
    "flip_axis",
    "random_brightness",
    "random_channel_shift",
    "random_rotation",
    "random_shear",
    "random_shift",
    "random_zoom",
    "transform_matrix_offset_center",
]


def apply_affine_transform(
    x: Any,
    theta: float = 0,
    tx: float = 0,
    ty: float = 0,
    shear: float = 0,
    zx: float = 1,
    zy: float = 1,
    row_axis: int = 0,
    col_axis: int = 1,
    channel_axis: int = 2,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    order: int = 1,
) -> Any:
    """Return an image turned, moved, sheared and zoomed about its middle, in one step.

    Args:
        x: the image, an array with three axes.
        theta: the angle to turn by, in degrees.
        tx: how far to move along the rows' axis, in pixels.
        ty: how far to move along the columns' axis, in pixels.
        shear: the angle to shear by, in degrees.
        zx: the zoom along the rows' axis; above 1 shows more of the image.
        zy: the zoom along the columns' axis.
        row_axis: its axis of rows.
        col_axis: its axis of columns.
        channel_axis: its axis of channels.
        fill_mode: what lies beyond its edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        order: the degree of the splines between pixels.

    Raises:
        ImportError: SciPy is not there, which is needed but for order 1 of single precision.
    """
    matrix = _matrix(theta, tx, ty, shear, zx, zy)
    if matrix is None:
        return x
    matrix = transform_matrix_offset_center(matrix, x.shape[row_axis], x.shape[col_axis])
    planes = np.moveaxis(x, channel_axis, 0)
    if order == 1 and fill_mode in MODES and x.dtype == "float32" and min(planes.shape[1:]) > 1:
        moved = bilinear(planes, matrix[:2, :2], matrix[:2, 2], fill_mode, cval)
    else:
        ndimage = optional_import("scipy.ndimage", "scipy", "apply_affine_transform", extra="image")
        moved = np.empty_like(planes)
        for plane, into in zip(planes, moved, strict=True):
            ndimage.affine_transform(
                plane,
                matrix[:2, :2],
                matrix[:2, 2],
                order=order,
                mode=fill_mode,
                cval=cval,
                output=into,
            )
    return np.moveaxis(moved, 0, channel_axis)


def _matrix(theta: float, tx: float, ty: float, shear: float, zx: float, zy: float) -> Any:
    """Return the product of the matrices that change something, None where nothing does."""
    factors = []
    if theta != 0:
        angle = np.deg2rad(theta)
        cos, sin = np.cos(angle), np.sin(angle)
        factors.append([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    if tx != 0 or ty != 0:
        factors.append([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    if shear != 0:
        angle = np.deg2rad(shear)
        factors.append([[1, -np.sin(angle), 0], [0, np.cos(angle), 0], [0, 0, 1]])
    if zx != 1 or zy != 1:
        factors.append([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    product = None
    for factor in factors:
        product = np.array(factor) if product is None else np.dot(product, factor)
    return product


def transform_matrix_offset_center(matrix: Any, x: float, y: float) -> Any:
    """Return a transformation about the middle of an image of `x` rows and `y` columns."""
    middle_x, middle_y = float(x) / 2 + 0.5, float(y) / 2 + 0.5  # Keras: half a pixel too far.
    there = np.array([[1, 0, middle_x], [0, 1, middle_y], [0, 0, 1]])
    back = np.array([[1, 0, -middle_x], [0, 1, -middle_y], [0, 0, 1]])
    return np.dot(np.dot(there, matrix), back)


# Keras: row_axis and col_axis of the random functions do not reach apply_affine_transform, so the
# middle is that of axes 0 and 1.
def random_rotation(
    x: Any,
    rg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> Any:
    """Return an image turned by up to `rg` degrees, as NumPy's random numbers say.

    Args:
        x: the image, an array with three axes.
        rg: the largest angle, in degrees.
        row_axis: has no effect, as in Keras.
        col_axis: has no effect, as in Keras.
        channel_axis: its axis of channels.
        fill_mode: what lies beyond its edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        interpolation_order: the degree of the splines between pixels.
    """
    theta = np.random.uniform(-rg, rg)
    return _moved(x, channel_axis, fill_mode, cval, interpolation_order, theta=theta)


def random_shift(
    x: Any,
    wrg: float,
    hrg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> Any:
    """Return an image moved by up to a part of its size, as NumPy's random numbers say.

    Args:
        x: the image, an array with three axes.
        wrg: how far to the side at most, as a part of its width.
        hrg: how far up or down at most, as a part of its height.
        row_axis: its axis of rows.
        col_axis: its axis of columns.
        channel_axis: its axis of channels.
        fill_mode: what lies beyond its edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        interpolation_order: the degree of the splines between pixels.
    """
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    return _moved(x, channel_axis, fill_mode, cval, interpolation_order, tx=tx, ty=ty)


def random_shear(
    x: Any,
    intensity: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> Any:
    """Return an image sheared by up to `intensity` degrees, as NumPy's random numbers say.

    Args:
        x: the image, an array with three axes.
        intensity: the largest angle, in degrees.
        row_axis: has no effect, as in Keras.
        col_axis: has no effect, as in Keras.
        channel_axis: its axis of channels.
        fill_mode: what lies beyond its edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        interpolation_order: the degree of the splines between pixels.
    """
    shear = np.random.uniform(-intensity, intensity)
    return _moved(x, channel_axis, fill_mode, cval, interpolation_order, shear=shear)


def random_zoom(
    x: Any,
    zoom_range: Any,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> Any:
    """Return an image zoomed along both axes, as NumPy's random numbers say.

    Args:
        x: the image, an array with three axes.
        zoom_range: the lowest and the highest zoom.
        row_axis: has no effect, as in Keras.
        col_axis: has no effect, as in Keras.
        channel_axis: its axis of channels.
        fill_mode: what lies beyond its edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        interpolation_order: the degree of the splines between pixels.

    Raises:
        ValueError: the range is not two numbers.
    """
    _check_pair("zoom_range", zoom_range)
    zx, zy = 1.0, 1.0
    if zoom_range[0] != 1 or zoom_range[1] != 1:
        zx, zy = np.random.uniform(zoom_range[0], zoom_range[1], 2)
    return _moved(x, channel_axis, fill_mode, cval, interpolation_order, zx=zx, zy=zy)


def _moved(x: Any, channel_axis: int, fill_mode: str, cval: float, order: int, **by: Any) -> Any:
    return apply_affine_transform(
        x, channel_axis=channel_axis, fill_mode=fill_mode, cval=cval, order=order, **by
    )


def apply_channel_shift(x: Any, intensity: float, channel_axis: int = 0) -> Any:
    """Return an image with a number added to all values, kept between its lowest and highest.

    Args:
        x: the image, an array with three axes.
        intensity: the number.
        channel_axis: its axis of channels.
    """
    if not -x.ndim <= channel_axis < x.ndim:
        raise ValueError(
            f"channel_axis must be an axis of an array of {x.ndim}, got {channel_axis}"
        )
    return np.clip(x + intensity, np.min(x), np.max(x))


def random_channel_shift(x: Any, intensity_range: float, channel_axis: int = 0) -> Any:
    """Return an image with up to `intensity_range` added, as NumPy's random numbers say.

    Args:
        x: the image, an array with three axes.
        intensity_range: the largest number to add.
        channel_axis: its axis of channels.
    """
    intensity = np.random.uniform(-intensity_range, intensity_range)
    return apply_channel_shift(x, intensity, channel_axis=channel_axis)


def apply_brightness_shift(x: Any, brightness: float) -> Any:
    """Return an image, brought to the range from 0 to 255, with another brightness.

    Args:
        x: the image, of shape `(rows, cols, channels)`.
        brightness: 0 is black, 1 as it was.

    Raises:
        ImportError: Pillow is not there.
    """
    enhance = optional_import("PIL.ImageEnhance", "pillow", "apply_brightness_shift", extra="image")
    # Keras: always with the channels last and in single precision, whatever is configured.
    image = array_to_img(x, "channels_last", dtype="float32")
    return img_to_array(enhance.Brightness(image).enhance(brightness), "channels_last", "float32")


def random_brightness(x: Any, brightness_range: Any) -> Any:
    """Return an image with another brightness, as NumPy's random numbers say.

    Args:
        x: the image, of shape `(rows, cols, channels)`.
        brightness_range: the lowest and the highest brightness.

    Raises:
        ImportError: Pillow is not there.
        ValueError: the range is not two numbers.
    """
    _check_pair("brightness_range", brightness_range)
    return apply_brightness_shift(x, np.random.uniform(brightness_range[0], brightness_range[1]))


def _check_pair(name: str, given: Any) -> None:
    if len(given) != 2:
        raise ValueError(f"`{name}` should be a tuple or list of two floats. Received: {given}")


def flip_axis(x: Any, axis: int) -> Any:
    """Return an array with an axis the other way round."""
    return np.flip(np.asarray(x), axis)
