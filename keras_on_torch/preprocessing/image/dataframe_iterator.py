"""Batches of images that a data frame names."""

import os
import warnings
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.preprocessing.image.file_iterator import BatchFromFilesMixin
from keras_on_torch.preprocessing.image.files import validate_filename

__all__ = ["DataFrameIterator", "with_endings"]

_WITHOUT_CLASSES = ("input", "multi_output", "raw", None)


class DataFrameIterator(BatchFromFilesMixin):
    """Batches of the images that a pandas data frame names.

    Args:
        dataframe: a row for each image.
        directory: the folder that names are looked up in; None where they are whole paths.
        image_data_generator: transforms the images; None leaves them as they are.
        x_col: the column of the names.
        y_col: the column of the targets; a list of columns for "multi_output" and "raw".
        weight_col: the column of the weights.
        target_size: `(rows, cols)` to bring images to.
        color_mode: "rgb", "rgba" or "grayscale".
        classes: the names of the classes; by default all that occur, in their names' order.
        class_mode: what the targets are: "categorical" (a row may have a list of classes),
            "binary", "sparse", "multi_output", "raw", "input" (the images themselves), or None.
        batch_size: how many make a batch.
        shuffle: whether their order changes between epochs.
        seed: what the random numbers of each batch start from.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        save_to_dir: a folder to write the transformed images into.
        save_prefix: what the names of these files begin with.
        save_format: their format.
        subset: "training" or "validation": which part the generator's `validation_split` makes.
        interpolation: how images are brought to the size.
        dtype: the type of the batches; by default K.floatx().
        validate_filenames: whether rows without an image are left out, with a warning.

    Raises:
        TypeError: a column has values that do not fit `class_mode`.
        ValueError: an argument has no such choice, or "binary" targets are not of two classes.
    """

    allowed_class_modes = frozenset(
        ("binary", "categorical", "input", "multi_output", "raw", "sparse", None)
    )

    def __init__(
        self,
        dataframe: Any,
        directory: Any = None,
        image_data_generator: Any = None,
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
        data_format: str | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        interpolation: str = "nearest",
        dtype: Any = None,
        validate_filenames: bool = True,
    ) -> None:
        self.set_processing_attrs(
            image_data_generator,
            target_size,
            color_mode,
            data_format,
            save_to_dir,
            save_prefix,
            save_format,
            subset,
            interpolation,
        )
        self.directory = directory or ""
        self.class_mode = class_mode
        self.dtype = config.floatx() if dtype is None else dtype
        self._check(dataframe, x_col, y_col, weight_col, classes)
        if validate_filenames:
            dataframe = self._with_images(dataframe, x_col)
        if class_mode not in _WITHOUT_CLASSES:
            dataframe, names = _with_classes(dataframe, y_col, classes)
            self.class_indices = {name: index for index, name in enumerate(names)}
        self._take(self._subset(dataframe), x_col, y_col, weight_col)
        self._tell("validated" if validate_filenames else "non-validated")
        super().__init__(self.samples, batch_size, shuffle, seed)

    def _subset(self, dataframe: Any) -> Any:
        if self.split is None:
            return dataframe
        start, stop = (int(part * len(dataframe)) for part in self.split)
        return dataframe.iloc[start:stop]

    def _take(self, dataframe: Any, x_col: str, y_col: Any, weight_col: str | None) -> None:
        """Take names, targets and weights out of the rows."""
        self.filenames: list[str] = dataframe[x_col].tolist()
        self.samples = len(self.filenames)
        self._filepaths = [
            os.path.join(self.directory, name)  # noqa: PTH118
            for name in self.filenames
        ]
        self._sample_weight = dataframe[weight_col].values if weight_col else None
        if self.class_mode == "multi_output":
            self._targets_of_rows: Any = [np.array(dataframe[col].tolist()) for col in y_col]
        elif self.class_mode == "raw":
            self._targets_of_rows = dataframe[y_col].values
        elif self.class_mode not in _WITHOUT_CLASSES:
            self.classes = self.get_classes(dataframe, y_col)

    def get_classes(self, df: Any, y_col: str) -> list[Any]:
        """Return the number of each row's class, or the list of them."""
        numbers = self.class_indices
        return [
            [numbers[name] for name in label] if _is_list(label) else numbers[label]
            for label in df[y_col]
        ]

    def _tell(self, validated: str) -> None:
        found = f"Found {self.samples} {validated} image filenames"
        if self.class_mode not in _WITHOUT_CLASSES:
            found += f" belonging to {len(self.class_indices)} classes"
        print(f"{found}.")  # noqa: T201

    def _without_samples(self) -> str:
        return f"the data frame names no image in the folder {self.directory!r}"

    # ---- what fits the class mode
    def _check(
        self, dataframe: Any, x_col: str, y_col: Any, weight_col: str | None, classes: Any
    ) -> None:
        if self.class_mode not in self.allowed_class_modes:
            raise ValueError(
                f"Invalid class_mode: {self.class_mode}; expected one of:"
                f" {sorted(self.allowed_class_modes, key=str)}"
            )
        if self.class_mode == "multi_output" and not isinstance(y_col, list):
            raise TypeError(
                f'If class_mode="multi_output", y_col must be a list. Received {y_col!r}.'
            )
        _check_types(
            dataframe, x_col, (str,), f"All values in column x_col={x_col} must be strings"
        )
        if self.class_mode in ("binary", "sparse"):
            _check_types(dataframe, y_col, (str,), self._wanted(y_col, "strings"))
        if self.class_mode == "binary":
            _check_two(dataframe, y_col, classes)
        if self.class_mode == "categorical":
            wanted = self._wanted(y_col, "type string, list or tuple")
            _check_types(dataframe, y_col, (str, list, tuple), wanted)
        if classes and self.class_mode in _WITHOUT_CLASSES:
            warnings.warn(
                f'`classes` will be ignored given the class_mode="{self.class_mode}"', stacklevel=4
            )
        if weight_col and not issubclass(dataframe[weight_col].dtype.type, np.number):
            raise TypeError(
                f"Column weight_col={weight_col} must be numeric, got"
                f" {dataframe[weight_col].dtype}."
            )

    def _wanted(self, y_col: str, what: str) -> str:
        return f'If class_mode="{self.class_mode}", y_col="{y_col}" column values must be {what}'

    def _with_images(self, dataframe: Any, x_col: str) -> Any:
        """Return the rows whose image is there."""
        there = np.array(
            [
                validate_filename(os.path.join(self.directory, name), self.white_list_formats)  # noqa: PTH118
                for name in dataframe[x_col]
            ],
            dtype=bool,
        )
        missing = dataframe[x_col][~there].tolist()
        if missing:
            warnings.warn(
                f'Found {len(missing)} invalid image filename(s) in x_col="{x_col}". These'
                f" filename(s) will be ignored. The first one is {missing[0]!r}, looked for in the"
                f" folder {self.directory!r}",
                stacklevel=4,
            )
        return dataframe[there]

    @property
    def filepaths(self) -> list[str]:
        return self._filepaths

    @property
    def labels(self) -> Any:
        return self._targets_of_rows if self.class_mode in ("multi_output", "raw") else self.classes

    @property
    def sample_weight(self) -> Any:
        return self._sample_weight


def _is_list(label: Any) -> bool:
    return isinstance(label, (list, tuple))


def _check_types(dataframe: Any, column: str, types: tuple[type, ...], wanted: str) -> None:
    for row, value in enumerate(dataframe[column]):
        if not isinstance(value, types):
            raise TypeError(f"{wanted}, got {value!r} in row {row}.")


def _check_two(dataframe: Any, y_col: str, classes: Any) -> None:
    if classes and len(set(classes)) != 2:
        raise ValueError(
            f'If class_mode="binary" there must be 2 classes. {len(set(classes))} class/es were'
            f" given: {classes}."
        )
    found = dataframe[y_col].unique()
    if not classes and len(found) != 2:
        raise ValueError(
            f'If class_mode="binary" there must be 2 classes. Found {len(found)} classes:'
            f" {', '.join(map(str, found[:10]))}."
        )


def _with_classes(dataframe: Any, y_col: str, classes: Any) -> tuple[Any, list[str]]:
    """Return the rows of the classes that are used, and the names of these in order."""
    labels = dataframe[y_col].tolist()
    if not classes:
        used = {name for label in labels for name in (label if _is_list(label) else [label])}
        return dataframe, sorted(used)
    used = set(classes)
    kept = [
        ([name for name in label if name in used] or None)
        if _is_list(label)
        else (label if label in used else None)
        for label in labels
    ]
    rows = [row for row, label in enumerate(kept) if label is not None]
    dataframe = dataframe.iloc[rows].copy()
    dataframe[y_col] = np.array([*(kept[row] for row in rows), None], dtype=object)[:-1]
    return dataframe, sorted(used)


def with_endings(dataframe: Any, directory: Any, x_col: str, endings: tuple[str, ...]) -> Any:
    """Return a data frame whose names have got the ending of the file that is there."""
    named = dataframe.copy()
    named[x_col] = [
        next(
            (
                f"{name}.{ending}"
                for ending in endings
                if os.path.isfile(os.path.join(directory or "", f"{name}.{ending}"))  # noqa: PTH113, PTH118
            ),
            name,
        )
        for name in dataframe[x_col]
    ]
    return named
