"""Batches of transformed images: from arrays, from folders, from data frames."""

import warnings
from typing import Any

from keras_on_torch.preprocessing.image.dataframe_iterator import DataFrameIterator, with_endings
from keras_on_torch.preprocessing.image.directory_iterator import DirectoryIterator
from keras_on_torch.preprocessing.image.numpy_array_iterator import NumpyArrayIterator

__all__ = ["Flows"]

_GONE = {
    "sort": "rows are taken in the order of the data frame if shuffle is set to False",
    "drop_duplicates": "use the pandas.DataFrame.drop_duplicates method",
}


class Flows:
    """The part of an ImageDataGenerator that makes iterators."""

    data_format: str
    dtype: Any

    def flow(
        self,
        x: Any,
        y: Any = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
    ) -> NumpyArrayIterator:
        """Return batches of images in an array.

        Args:
            x: the images, of shape `(samples, rows, cols, channels)` or as `data_format` says; or
                these and a list of further arrays, which are handed over as they are.
            y: the targets.
            batch_size: how many make a batch.
            shuffle: whether their order changes between epochs.
            sample_weight: a weight for each.
            seed: what the random numbers of each batch start from.
            save_to_dir: a folder to write the transformed images into.
            save_prefix: what the names of these files begin with.
            save_format: their format.
            subset: "training" or "validation": which part `validation_split` makes.
        """
        return NumpyArrayIterator(
            x,
            y,
            self,
            batch_size=batch_size,
            shuffle=shuffle,
            sample_weight=sample_weight,
            seed=seed,
            data_format=self.data_format,
            save_to_dir=save_to_dir,
            save_prefix=save_prefix,
            save_format=save_format,
            subset=subset,
            dtype=self.dtype,
        )

    def flow_from_directory(
        self,
        directory: Any,
        target_size: Any = (256, 256),
        color_mode: str = "rgb",
        classes: Any = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
    ) -> DirectoryIterator:
        """Return batches of the images in a folder that has a folder for each class.

        The arguments are those of `DirectoryIterator`.
        """
        return DirectoryIterator(
            directory,
            self,
            target_size=target_size,
            color_mode=color_mode,
            classes=classes,
            class_mode=class_mode,
            data_format=self.data_format,
            batch_size=batch_size,
            shuffle=shuffle,
            seed=seed,
            save_to_dir=save_to_dir,
            save_prefix=save_prefix,
            save_format=save_format,
            follow_links=follow_links,
            subset=subset,
            interpolation=interpolation,
            dtype=self.dtype,
        )

    def flow_from_dataframe(
        self,
        dataframe: Any,
        directory: Any = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
        target_size: Any = (256, 256),
        color_mode: str = "rgb",
        classes: Any = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        interpolation: str = "nearest",
        validate_filenames: bool = True,
        **kwargs: Any,
    ) -> DataFrameIterator:
        """Return batches of the images that a pandas data frame names.

        The arguments are those of `DataFrameIterator`. Besides, old programs give `has_ext=False`
        where names are without their endings; `sort` and `drop_duplicates` have no effect, and a
        warning says so.
        """
        if class_mode == "other":
            _warn('`class_mode` "other" is deprecated, please use `class_mode` "raw".')
            class_mode = "raw"
        if not _has_endings(kwargs):
            endings = DataFrameIterator.white_list_formats
            dataframe = with_endings(dataframe, directory, x_col, endings)
        return DataFrameIterator(
            dataframe,
            directory,
            self,
            x_col=x_col,
            y_col=y_col,
            weight_col=weight_col,
            target_size=target_size,
            color_mode=color_mode,
            classes=classes,
            class_mode=class_mode,
            data_format=self.data_format,
            batch_size=batch_size,
            shuffle=shuffle,
            seed=seed,
            save_to_dir=save_to_dir,
            save_prefix=save_prefix,
            save_format=save_format,
            subset=subset,
            interpolation=interpolation,
            validate_filenames=validate_filenames,
            dtype=self.dtype,
        )


def _has_endings(old: dict[str, Any]) -> bool:
    """Return whether names have endings, by the arguments of old programs.

    Raises:
        TypeError: there is no such argument.
    """
    for name in old:
        if name in _GONE:
            _warn(f"{name} is deprecated and has no effect: {_GONE[name]}.")
        elif name == "has_ext":
            _warn("has_ext is deprecated: write names with their endings into the data frame.")
        else:
            raise TypeError(f"flow_from_dataframe() got an unexpected keyword argument {name!r}")
    return bool(old.get("has_ext", True))


def _warn(text: str) -> None:
    warnings.warn(text, DeprecationWarning, stacklevel=4)
