"""The files that data sets come in: NumPy's archives, MNIST's arrays, JSON."""

import gzip
import json
import math
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from keras_on_torch.utils.restricted_pickle import load_pickle

__all__ = ["read_idx", "read_json", "read_npz"]

_BYTES_OF_8_BITS = 8
"""How the files of MNIST name the type uint8."""


def read_npz(path: Any, names: tuple[str, ...]) -> tuple[np.ndarray, ...]:
    """Return arrays of an archive that `numpy.savez` wrote, those of Python objects as well.

    Args:
        path: the file.
        names: which arrays.

    Raises:
        zipfile.BadZipFile: it is truncated or damaged.
        KeyError: it has no array of that name.
        ValueError: it is something else, or an array is damaged or asks for more than arrays.
    """
    with Path(path).open("rb") as stream:
        if stream.read(2) != b"PK":
            raise ValueError(f"{path} is no archive of arrays as numpy.savez writes them")
    try:
        with zipfile.ZipFile(path) as archive:
            there = archive.namelist()
            for name in names:
                if f"{name}.npy" not in there:
                    raise KeyError(f"{path} has no array {name!r}, only {', '.join(there)}")
            return tuple(_member(archive, f"{name}.npy", path) for name in names)
    except (zipfile.BadZipFile, zlib.error) as error:
        raise zipfile.BadZipFile(f"{path} is no whole archive of arrays: {error}") from error


def _member(archive: zipfile.ZipFile, name: str, path: Any) -> np.ndarray:
    with archive.open(name) as stream:
        try:
            shape = _shape_of_objects(stream)
            if shape is None:
                stream.seek(0)
                return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))
        except ValueError as error:
            raise ValueError(f"{path}: {name} is no whole array: {error}") from error
        objects = load_pickle(cast("BinaryIO", stream), f"{path}: {name}")
    if not isinstance(objects, np.ndarray) or objects.size != math.prod(shape):
        raise ValueError(f"{path}: {name} must hold an array of shape {shape}, got {type(objects)}")
    return objects.reshape(shape)


def _shape_of_objects(stream: Any) -> tuple[int, ...] | None:
    """Return the shape of an array whose content is a pickle, and stop there; else None."""
    readers: Any = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(stream)
    if version not in readers:
        return None
    shape, _, dtype = readers[version](stream)
    return tuple(shape) if dtype.hasobject else None


def read_idx(path: Any, ndim: int) -> np.ndarray:
    """Return the bytes in a packed file of MNIST's format.

    Args:
        path: the file, packed by gzip.
        ndim: how many axes they have.

    Raises:
        OSError: it is not packed by gzip.
        EOFError: it is truncated.
        ValueError: it holds something else.
    """
    content = _unpacked(path)
    start = 4 + 4 * ndim
    if content[:4] != bytes([0, 0, _BYTES_OF_8_BITS, ndim]) or len(content) < start:
        raise ValueError(f"{path} must hold bytes with {ndim} axes, it begins {content[:4]!r}")
    shape = [int(length) for length in np.frombuffer(content[4:start], ">i4")]
    if len(content) - start != math.prod(shape):
        raise ValueError(
            f"{path} must hold {math.prod(shape)} bytes for shape {tuple(shape)}, it has"
            f" {len(content) - start}"
        )
    return np.frombuffer(bytearray(content[start:]), np.uint8).reshape(shape)


def _unpacked(path: Any) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            return bytes(stream.read())
    except (EOFError, OSError, zlib.error) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise type(error)(f"{path} is no whole file of gzip: {error}") from error


def read_json(path: Any) -> Any:
    """Return what a JSON file holds.

    Raises:
        ValueError: it is truncated, or something else.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf8"))
    except ValueError as error:
        raise ValueError(f"{path} is no whole JSON file: {error}") from error
