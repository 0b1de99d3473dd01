"""Batches of images that are in an array."""

import warnings
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.preprocessing.image.transforming_iterator import TransformingIterator

__all__ = ["NumpyArrayIterator"]


class NumpyArrayIterator(TransformingIterator):
    """Batches of images in an array, and of what belongs to them.

    Args:
        x: the images, of shape `(samples, rows, cols, channels)` or as `data_format` says; or these
            and a list of further arrays, which are handed over as they are.
        y: the targets.
        image_data_generator: transforms the images.
        batch_size: how many make a batch.
        shuffle: whether their order changes between epochs.
        sample_weight: a weight for each.
        seed: what the random numbers of each batch start from.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        save_to_dir: a folder to write the transformed images into.
        save_prefix: what the names of these files begin with.
        save_format: their format.
        subset: "training" or "validation": which part the generator's `validation_split` makes.
        dtype: the type of the images; by default K.floatx().

    Raises:
        ValueError: lengths do not agree, or the images have not four axes.
    """

    _suffixes_below = 10**4

    def __init__(
        self,
        x: Any,
        y: Any,
        image_data_generator: Any,
        batch_size: int = 32,
        shuffle: bool = False,
        sample_weight: Any = None,
        seed: int | None = None,
        data_format: str | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        dtype: Any = None,
    ) -> None:
        self.dtype = config.floatx() if dtype is None else dtype
        self.data_format = data_format or config.image_data_format()
        self.image_data_generator = image_data_generator
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        x, further = _parted(x)
        _check_length(x, y, "y", "labels")
        _check_length(x, sample_weight, "sample_weight", "weights")
        if subset is not None:
            kept = _kept_part(subset, len(x), image_data_generator, y)
            x, further = x[kept], [array[kept] for array in further]
            y = None if y is None else y[kept]
            sample_weight = None if sample_weight is None else sample_weight[kept]
        self.x = np.asarray(x, dtype=self.dtype)
        self.x_misc = further
        self._check_images()
        self.y = None if y is None else np.asarray(y)
        self.sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        self._shape = self.x.shape[1:]
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _check_images(self) -> None:
        shape = self.x.shape
        if len(shape) != 4:
            raise ValueError(
                "Input data in `NumpyArrayIterator` should have rank 4. You passed an array with"
                f" shape {shape}"
            )
        axis = 3 if self.data_format == "channels_last" else 1
        if shape[axis] not in (1, 3, 4):
            warnings.warn(
                f'NumpyArrayIterator is set to use the data format convention "{self.data_format}"'
                f" (channels on axis {axis}), i.e. expected either 1, 3, or 4 channels on axis"
                f" {axis}. However, it was passed an array with shape {shape} ({shape[axis]}"
                " channels).",
                stacklevel=4,
            )

    def _image(self, index: int) -> Any:
        return self.x[index].copy()

    def _completed(self, batch_x: Any, index_array: Any) -> Any:
        further = [array[index_array] for array in self.x_misc]
        images = [batch_x, *further] if further else batch_x
        if self.y is None:
            return images
        if self.sample_weight is None:
            return images, self.y[index_array]
        return images, self.y[index_array], self.sample_weight[index_array]


def _parted(x: Any) -> tuple[Any, list[Any]]:
    """Return the images and the arrays that come with them."""
    if type(x) not in (tuple, list):
        return x, []
    further = [np.asarray(array) for array in (x[1] if type(x[1]) is list else [x[1]])]
    for array in further:
        if len(x[0]) != len(array):
            raise ValueError(
                "All of the arrays in `x` should have the same length. Found a pair with:"
                f" len(x[0]) = {len(x[0])}, len(x[?]) = {len(array)}"
            )
    return x[0], further


def _check_length(x: Any, other: Any, name: str, what: str) -> None:
    if other is not None and len(x) != len(other):
        raise ValueError(
            f"`x` (images tensor) and `{name}` ({what}) should have the same length. Found:"
            f" x.shape = {np.asarray(x).shape}, {name}.shape = {np.asarray(other).shape}"
        )


def _kept_part(subset: str, count: int, generator: Any, y: Any) -> slice:
    if subset not in ("training", "validation"):
        raise ValueError(f'Invalid subset name: {subset!r}; expected "training" or "validation"')
    border = int(count * generator._validation_split)
    # Keras: each class must be in both, even where targets are no classes.
    if y is not None and not np.array_equal(np.unique(y[:border]), np.unique(y[border:])):
        raise ValueError(
            "Training and validation subsets have different number of classes after the split. If"
            " your numpy arrays are sorted by the label, you might want to shuffle them."
        )
    return slice(None, border) if subset == "validation" else slice(border, None)
