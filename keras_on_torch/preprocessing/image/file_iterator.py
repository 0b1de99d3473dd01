"""Batches of images that are read from files."""

from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.preprocessing.image.conversion import img_to_array
from keras_on_torch.preprocessing.image.files import load_img, target_size_of
from keras_on_torch.preprocessing.image.transforming_iterator import TransformingIterator, split_of

__all__ = ["BatchFromFilesMixin"]

_CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}


class BatchFromFilesMixin(TransformingIterator):
    """Base of iterators over files.

    A subclass has the paths in `filepaths`, the targets in `labels` or `classes`, the weights in
    `sample_weight`, and says by `class_mode` what the targets are.
    """

    class_mode: str | None
    classes: Any
    class_indices: dict[Any, int]

    def set_processing_attrs(
        self,
        image_data_generator: Any,
        target_size: Any,
        color_mode: str,
        data_format: str | None,
        save_to_dir: Any,
        save_prefix: str,
        save_format: str,
        subset: str | None,
        interpolation: str,
    ) -> None:
        """Set the attributes that say what is made of a file.

        Args:
            image_data_generator: transforms the images; None leaves them as they are.
            target_size: `(rows, cols)` to bring them to.
            color_mode: "rgb", "rgba" or "grayscale".
            data_format: "channels_last" or "channels_first"; by default that of the backend.
            save_to_dir: a folder to write the transformed images into.
            save_prefix: what the names of these files begin with.
            save_format: their format.
            subset: "training" or "validation": which part `validation_split` makes.
            interpolation: how images are brought to the size.

        Raises:
            TypeError: the size is no sequence.
            ValueError: there is no such size, mode or subset.
        """
        self.image_data_generator = image_data_generator
        self.target_size = target_size_of(target_size)
        if color_mode not in _CHANNELS:
            raise ValueError(
                f'Invalid color mode: {color_mode!r}; expected "rgb", "rgba", or "grayscale".'
            )
        self.color_mode = color_mode
        self.data_format = data_format or config.image_data_format()
        channels = _CHANNELS[color_mode]
        if self.data_format == "channels_last":
            self.image_shape: tuple[int, ...] = (*self.target_size, channels)
        else:
            self.image_shape = (channels, *self.target_size)
        self._shape = self.image_shape
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.interpolation = interpolation
        self.split = split_of(subset, image_data_generator)
        self.subset = subset

    def _image(self, index: int) -> Any:
        with load_img(
            self.filepaths[index],
            color_mode=self.color_mode,
            target_size=self.target_size,
            interpolation=self.interpolation,
        ) as image:
            # Keras: in single precision, whatever the batch's type is.
            return img_to_array(image, data_format=self.data_format, dtype="float32")

    def _completed(self, batch_x: Any, index_array: Any) -> Any:
        if self.class_mode is None:
            return batch_x
        batch_y = self._targets(batch_x, index_array)
        if self.sample_weight is None:
            return batch_x, batch_y
        return batch_x, batch_y, self.sample_weight[index_array]

    def _targets(self, batch_x: Any, index_array: Any) -> Any:
        if self.class_mode == "input":
            return batch_x.copy()
        if self.class_mode in ("binary", "sparse"):
            return np.array([self.classes[index] for index in index_array], dtype=self.dtype)
        if self.class_mode == "multi_output":
            return [output[index_array] for output in self.labels]
        if self.class_mode == "raw":
            return self.labels[index_array]
        one_hot = np.zeros((len(batch_x), len(self.class_indices)), dtype=self.dtype)
        for row, index in zip(one_hot, index_array, strict=True):
            row[self.classes[index]] = 1.0
        return one_hot

    @property
    def filepaths(self) -> list[str]:
        """The path of each file."""
        raise NotImplementedError(f"{type(self).__name__} must define `filepaths`")

    @property
    def labels(self) -> Any:
        """The targets."""
        raise NotImplementedError(f"{type(self).__name__} must define `labels`")

    @property
    def sample_weight(self) -> Any:
        """The weights, or None."""
        raise NotImplementedError(f"{type(self).__name__} must define `sample_weight`")
