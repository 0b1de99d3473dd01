"""Batches of images in folders, a folder for each class."""

import os
from multiprocessing.pool import ThreadPool
from pathlib import Path
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.preprocessing.image.file_iterator import BatchFromFilesMixin
from keras_on_torch.preprocessing.image.files import names_of_class

__all__ = ["DirectoryIterator"]


class DirectoryIterator(BatchFromFilesMixin):
    """Batches of the images in a folder that has a folder for each class.

    Args:
        directory: the folder.
        image_data_generator: transforms the images.
        target_size: `(rows, cols)` to bring them to.
        color_mode: "rgb", "rgba" or "grayscale".
        classes: the names of the classes' folders; by default all, in their names' order.
        class_mode: what the targets are: "categorical", "binary", "sparse", "input" (the images
            themselves), or None.
        batch_size: how many make a batch.
        shuffle: whether their order changes between epochs.
        seed: what the random numbers of each batch start from.
        data_format: "channels_last" or "channels_first"; by default that of the backend.
        save_to_dir: a folder to write the transformed images into.
        save_prefix: what the names of these files begin with.
        save_format: their format.
        follow_links: whether folders that are links are looked into.
        subset: "training" or "validation": which part the generator's `validation_split` makes.
        interpolation: how images are brought to the size.
        dtype: the type of the batches; by default K.floatx().

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError: an argument has no such choice.
    """

    allowed_class_modes = frozenset(("categorical", "binary", "sparse", "input", None))

    def __init__(
        self,
        directory: Any,
        image_data_generator: Any,
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
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        dtype: Any = None,
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
        if class_mode not in self.allowed_class_modes:
            raise ValueError(
                f"Invalid class_mode: {class_mode}; expected one of:"
                f" {sorted(self.allowed_class_modes, key=str)}"
            )
        self.directory = directory
        self.class_mode = class_mode
        self.dtype = config.floatx() if dtype is None else dtype
        names = list(classes) if classes else _folders_in(directory)
        self.num_classes = len(names)
        self.class_indices = {name: index for index, name in enumerate(names)}
        self._find(names, follow_links)
        print(f"Found {self.samples} images belonging to {self.num_classes} classes.")  # noqa: T201
        super().__init__(self.samples, batch_size, shuffle, seed)

    def _find(self, names: list[str], follow_links: bool) -> None:
        """Set the names of all files, and their classes."""
        looks = (self.white_list_formats, self.split, follow_links)
        with ThreadPool() as pool:  # Folders may lie on slow disks.
            found = pool.starmap(names_of_class, [(self.directory, name, *looks) for name in names])
        self.filenames = [name for names_in_class in found for name in names_in_class]
        self.samples = len(self.filenames)
        self.classes = np.repeat(
            np.arange(len(found), dtype="int32"), [len(names_in_class) for names_in_class in found]
        )
        self._filepaths = [
            os.path.join(self.directory, name)  # noqa: PTH118
            for name in self.filenames
        ]

    def _without_samples(self) -> str:
        return (
            f"there is no image in the classes' folders {[*self.class_indices]} of {self.directory}"
        )

    @property
    def filepaths(self) -> list[str]:
        return self._filepaths

    @property
    def labels(self) -> Any:
        return self.classes

    @property
    def sample_weight(self) -> None:
        return None


def _folders_in(directory: Any) -> list[str]:
    return sorted(entry.name for entry in Path(directory).iterdir() if entry.is_dir())
