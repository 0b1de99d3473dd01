"""Images varied at random and standardized on their way into a model."""

import warnings
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.preprocessing.image.affine_transformations import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
    flip_axis,
)
from keras_on_torch.preprocessing.image.flows import Flows
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["ImageDataGenerator"]


class ImageDataGenerator(Flows):
    """Varies images at random and standardizes them, batch by batch.

    Args:
        featurewise_center: whether the mean of the data that it was fitted on is subtracted.
        samplewise_center: whether each image's own mean is subtracted.
        featurewise_std_normalization: whether images are divided by the deviation of that data.
        samplewise_std_normalization: whether each image is divided by its own deviation.
        zca_whitening: whether pixels are decorrelated by what was seen in that data.
        zca_epsilon: what is added to the variances for that.
        rotation_range: the largest angle to turn by, in degrees.
        width_shift_range: how far images move to the side: below 1 a part of their width, from 1
            pixels; a whole number or a list are the distances to choose from.
        height_shift_range: likewise up or down.
        brightness_range: the lowest and the highest brightness, 1 being that of the image.
        shear_range: the largest angle to shear by, in degrees.
        zoom_range: the lowest and the highest zoom, or how far from 1 they are.
        channel_shift_range: the largest number that is added to all values.
        fill_mode: what lies beyond the edges: "constant", "nearest", "reflect" or "wrap".
        cval: the value there in the mode "constant".
        horizontal_flip: whether every other image has left and right changed.
        vertical_flip: whether every other image is upside down.
        rescale: what values are multiplied by after the transformation; None or 0 does nothing.
        preprocessing_function: takes an image after the transformation and returns one.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        validation_split: which part of the samples the subset "validation" has.
        dtype: the type of the batches; by default K.floatx().
        interpolation_order: the degree of the splines between pixels.

    Raises:
        ValueError: a range or an argument has no such value.
    """

    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: Any = 0.0,
        height_shift_range: Any = 0.0,
        brightness_range: Any = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Any = None,
        data_format: str | None = None,
        validation_split: float = 0.0,
        dtype: Any = None,
        interpolation_order: int = 1,
    ) -> None:
        self.featurewise_center = featurewise_center
        self.samplewise_center = samplewise_center
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening = zca_whitening
        self.zca_epsilon = zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range = width_shift_range
        self.height_shift_range = height_shift_range
        self.brightness_range = _pair_or_none(brightness_range)
        self.shear_range = shear_range
        self.zoom_range = _zoom_range(zoom_range)
        self.channel_shift_range = channel_shift_range
        self.fill_mode = fill_mode
        self.cval = cval
        self.horizontal_flip = horizontal_flip
        self.vertical_flip = vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.dtype = config.floatx() if dtype is None else dtype
        self.interpolation_order = interpolation_order
        self.data_format = data_format or config.image_data_format()
        self.channel_axis, self.row_axis, self.col_axis = _axes(self.data_format)
        if validation_split and not 0 < validation_split < 1:
            raise ValueError(
                "`validation_split` must be strictly between 0 and 1.  Received:"
                f" {validation_split}"
            )
        self._validation_split = validation_split
        self.mean: Any = None
        self.std: Any = None
        self.principal_components: Any = None
        self._settle_standardization()

    def _settle_standardization(self) -> None:
        """Turn on what other settings need, off what they exclude; a warning says so."""
        for asked, name, value in (
            ("zca_whitening", "featurewise_center", True),
            ("zca_whitening", "featurewise_std_normalization", False),
            ("featurewise_std_normalization", "featurewise_center", True),
            ("samplewise_std_normalization", "samplewise_center", True),
        ):
            if getattr(self, asked) and bool(getattr(self, name)) is not value:
                setattr(self, name, value)
                warnings.warn(
                    f"This ImageDataGenerator specifies `{asked}`, which overrides setting of"
                    f" `{name}`.",
                    stacklevel=3,
                )

    # ---- transformation
    def get_random_transform(self, img_shape: Any, seed: int | None = None) -> dict[str, Any]:
        """Return parameters of a transformation, drawn from NumPy's random numbers.

        Args:
            img_shape: the shape of the image, without the samples' axis.
            seed: what the random numbers start from.
        """
        if seed is not None:
            np.random.seed(seed)
        rows, cols = img_shape[self.row_axis - 1], img_shape[self.col_axis - 1]
        # The order of the draws is Keras's.
        theta = _within(self.rotation_range) if self.rotation_range else 0
        tx = _shift(self.height_shift_range, rows)
        ty = _shift(self.width_shift_range, cols)
        shear = _within(self.shear_range) if self.shear_range else 0
        zx, zy = 1, 1
        if self.zoom_range[0] != 1 or self.zoom_range[1] != 1:
            zx, zy = np.random.uniform(self.zoom_range[0], self.zoom_range[1], 2)
        flip_horizontal = (np.random.random() < 0.5) * self.horizontal_flip
        flip_vertical = (np.random.random() < 0.5) * self.vertical_flip
        tint = _within(self.channel_shift_range) if self.channel_shift_range != 0 else None
        brightness = None
        if self.brightness_range is not None:
            brightness = np.random.uniform(self.brightness_range[0], self.brightness_range[1])
        return {
            "theta": theta,
            "tx": tx,
            "ty": ty,
            "shear": shear,
            "zx": zx,
            "zy": zy,
            "flip_horizontal": flip_horizontal,
            "flip_vertical": flip_vertical,
            "channel_shift_intensity": tint,
            "brightness": brightness,
        }

    def apply_transform(self, x: Any, transform_parameters: dict[str, Any]) -> Any:
        """Return a transformed image.

        Args:
            x: the image, an array with three axes.
            transform_parameters: what `get_random_transform` gives, or some of it: "theta", "tx",
                "ty", "shear", "zx", "zy", "flip_horizontal", "flip_vertical",
                "channel_shift_intensity" and "brightness".
        """
        given = transform_parameters.get
        row_axis, col_axis = self.row_axis - 1, self.col_axis - 1
        channel_axis = self.channel_axis - 1
        x = apply_affine_transform(
            x,
            given("theta", 0),
            given("tx", 0),
            given("ty", 0),
            given("shear", 0),
            given("zx", 1),
            given("zy", 1),
            row_axis=row_axis,
            col_axis=col_axis,
            channel_axis=channel_axis,
            fill_mode=self.fill_mode,
            cval=self.cval,
            order=self.interpolation_order,
        )
        intensity, brightness = given("channel_shift_intensity"), given("brightness")
        if intensity is not None:
            x = apply_channel_shift(x, intensity, channel_axis)
        if given("flip_horizontal", False):
            x = flip_axis(x, col_axis)
        if given("flip_vertical", False):
            x = flip_axis(x, row_axis)
        if brightness is not None:
            x = apply_brightness_shift(x, brightness)
        return x

    def random_transform(self, x: Any, seed: int | None = None) -> Any:
        """Return an image transformed as NumPy's random numbers say.

        Args:
            x: the image, an array with three axes.
            seed: what the random numbers start from.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    # ---- standardization
    def standardize(self, x: Any) -> Any:
        """Return images standardized; the array itself is changed, too.

        Args:
            x: an image or a batch of them, of a floating type.
        """
        if self.preprocessing_function:
            x = self.preprocessing_function(x)
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x /= np.std(x, keepdims=True) + 1e-6
        if self.featurewise_center and self._was_fitted("featurewise_center", self.mean):
            x -= self.mean
        if self.featurewise_std_normalization and self._was_fitted(
            "featurewise_std_normalization", self.std
        ):
            x /= self.std + 1e-6
        if self.zca_whitening and self._was_fitted("zca_whitening", self.principal_components):
            flat = np.reshape(x, (-1, np.prod(x.shape[-3:])))
            x = np.reshape(np.dot(flat, self.principal_components), x.shape)
        return x

    def _was_fitted(self, setting: str, statistic: Any) -> bool:
        if statistic is None:
            warnings.warn(
                f"This ImageDataGenerator specifies `{setting}`, but it hasn't been fit on any"
                " training data. Fit it first by calling `.fit(numpy_data)`.",
                stacklevel=3,
            )
        return statistic is not None

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None) -> None:
        """Compute the mean, the deviation and the components of data.

        Args:
            x: images, of shape `(samples, rows, cols, channels)` or as `data_format` says.
            augment: whether they are transformed at random first.
            rounds: how often each is, then.
            seed: what the random numbers start from.

        Raises:
            ImportError: SciPy is not there, which the components need.
            ValueError: the images have not four axes.
        """
        x = np.array(x, dtype=self.dtype)  # A copy.
        self._check_images(x)
        if seed is not None:
            np.random.seed(seed)
        if self.rescale:
            x *= self.rescale
        if augment:
            x = np.stack([self.random_transform(image) for _ in range(rounds) for image in x])
            x = x.astype(self.dtype, copy=False)
        axes = (0, self.row_axis, self.col_axis)
        shape = [1, 1, 1]
        shape[self.channel_axis - 1] = x.shape[self.channel_axis]
        if self.featurewise_center:
            self.mean = np.mean(x, axis=axes).reshape(shape)
            x -= self.mean
        if self.featurewise_std_normalization:
            self.std = np.std(x, axis=axes).reshape(shape)
            x /= self.std + 1e-6
        if self.zca_whitening:
            self.principal_components = _components(x.reshape(len(x), -1), self.zca_epsilon)

    def _check_images(self, x: Any) -> None:
        if x.ndim != 4:
            raise ValueError(
                f"Input to `.fit()` should have rank 4. Got array with shape: {x.shape}"
            )
        axis = self.channel_axis
        if x.shape[axis] not in (1, 3, 4):
            warnings.warn(
                "Expected input to be images (as Numpy array) following the data format convention"
                f' "{self.data_format}" (channels on axis {axis}), i.e. expected either 1, 3 or 4'
                f" channels on axis {axis}. However, it was passed an array with shape {x.shape}"
                f" ({x.shape[axis]} channels).",
                stacklevel=3,
            )


def _axes(data_format: str) -> tuple[int, int, int]:
    """Return the axes of channels, rows and columns of a batch."""
    if data_format == "channels_first":
        return 1, 2, 3
    if data_format == "channels_last":
        return 3, 1, 2
    raise ValueError(
        '`data_format` should be `"channels_last"` (channel after row and column) or'
        f' `"channels_first"` (channel before row and column). Received: {data_format}'
    )


def _zoom_range(given: Any) -> list[float]:
    if isinstance(given, (float, int)):
        return [1 - given, 1 + given]
    if len(given) == 2 and all(isinstance(value, (float, int)) for value in given):
        return list(given)
    raise ValueError(
        f"`zoom_range` should be a float or a tuple or list of two floats. Received: {given}"
    )


def _pair_or_none(given: Any) -> Any:
    if given is not None and (not isinstance(given, (tuple, list)) or len(given) != 2):
        raise ValueError(
            f"`brightness_range should be tuple or list of two floats. Received: {given}"
        )
    return given


def _within(limit: float) -> float:
    return np.random.uniform(-limit, limit)


def _shift(distances: Any, length: int) -> Any:
    """Return a drawn distance in pixels."""
    if not (len(distances) if hasattr(distances, "__len__") else distances):
        return 0
    try:
        shift = np.random.choice(distances)  # A whole number n is 0 to n - 1.
        shift *= np.random.choice([-1, 1])
    except ValueError:  # Neither a list nor a whole number.
        shift = np.random.uniform(-distances, distances)
    return shift * length if np.max(distances) < 1 else shift


def _components(flat: Any, epsilon: float) -> Any:
    """Return the matrix that whitens; Bell and Sejnowski (1997), "The Independent Components"."""
    linalg = optional_import("scipy.linalg", "scipy", "zca_whitening", extra="image")
    covariance = np.dot(flat.T, flat) / flat.shape[0]
    vectors, variances, _ = linalg.svd(covariance)
    return (vectors * (1.0 / np.sqrt(variances[np.newaxis] + epsilon))).dot(vectors.T)
