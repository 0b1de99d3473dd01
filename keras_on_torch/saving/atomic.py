"""HDF5 files that are written as a whole or not at all."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py

from keras_on_torch.utils.atomic import replaced_path
from keras_on_torch.utils.io_utils import ask_to_proceed_with_overwrite

__all__ = ["may_write", "replaced_file"]

_IN_MEMORY = 2**25
"""Files of fewer bytes are made in memory first."""


def may_write(filepath: Any, overwrite: bool) -> bool:
    """Return whether a file may be written; asks the user before one is replaced."""
    is_there = (
        isinstance(filepath, (str, bytes, os.PathLike)) and Path(os.fsdecode(filepath)).is_file()
    )
    return overwrite or not is_there or ask_to_proceed_with_overwrite(filepath)


@contextmanager
def replaced_file(filepath: Any, size: int = 0) -> Iterator[h5py.File]:
    """Return an HDF5 file to write into, which takes the place of the old one when all is written.

    It is written beside the old one and then renamed: a write that fails, or is killed, leaves
    the old file as it was.

    Args:
        filepath: the file; an open binary file (which is written into as it is) does as well.
        size: how many bytes of arrays will be written, at least.

    Raises:
        FileNotFoundError: there is no such folder.
        OSError: the disk takes no more.
    """
    if not isinstance(filepath, (str, bytes, os.PathLike)):
        with h5py.File(filepath, "w") as file:
            yield file
        return
    with replaced_path(filepath) as beside:
        # libhdf5 does not recover from a disk that takes no more: it may end the process.
        if size < _IN_MEMORY:
            with h5py.File(beside, "w", driver="core", backing_store=False) as file:
                yield file
                file.flush()
                image = file.id.get_file_image()
            beside.write_bytes(image)
        else:
            _check_room(beside, filepath, size)
            with _written(beside, filepath) as file:
                yield file


def _check_room(path: Path, filepath: Any, size: int) -> None:
    """Check that a file may become as large.

    Raises:
        OSError: it may not.
    """
    try:
        free = shutil.disk_usage(path.parent).free
        if free < size:
            raise OSError(errno.ENOSPC, f"{size} bytes are needed, {free} are free")
        with path.open("wb") as file:
            file.truncate(size)
    except OSError as error:
        raise OSError(
            error.errno, f"Unable to write {os.fsdecode(filepath)!r}: {error.strerror}"
        ) from error


@contextmanager
def _written(path: Path, filepath: Any) -> Iterator[h5py.File]:
    """Open a file for writing; what h5py raises where the disk takes no more is an OSError."""
    try:
        with h5py.File(path, "w") as file:
            yield file
    except RuntimeError as error:
        if type(error) is not RuntimeError or "errno = " not in str(error):
            raise
        raise OSError(f"Unable to write {os.fsdecode(filepath)!r}: {error}") from error
