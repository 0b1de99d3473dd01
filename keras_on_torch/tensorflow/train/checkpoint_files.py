"""Files of values by name: ours, and TensorFlow's, which are read but not written.

A checkpoint's name is a prefix, such as "model.ckpt-10". Ours is the HDF5 file `prefix.h5`.
TensorFlow's second format is a table of entries `prefix.index` and the numbers behind them,
`prefix.data-00000-of-00001`: the table is that of LevelDB, its entries are protocol buffers
(tensorflow/core/protobuf/tensor_bundle.proto).
"""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.saving.atomic import replaced_file
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import DataLossError, NotFoundError
from keras_on_torch.utils import hdf5_guard

__all__ = ["OWN_SUFFIX", "checkpoint_exists", "entries_of", "write_checkpoint"]

OWN_SUFFIX = ".h5"
_NAMES = "names"


def checkpoint_exists(checkpoint_prefix: Any) -> bool:
    """Return whether there are files of a checkpoint.

    Args:
        checkpoint_prefix: its name.
    """
    prefix = str(checkpoint_prefix)
    return any(Path(prefix + suffix).is_file() for suffix in (OWN_SUFFIX, ".index"))


def write_checkpoint(prefix: str, values: Mapping[str, Array]) -> None:
    """Write arrays by name to `prefix.h5`, whole or not at all."""
    with replaced_file(prefix + OWN_SUFFIX) as file:
        # Names have slashes, and one may be the beginning of another: they stand in a list.
        file.create_dataset(_NAMES, data=np.array([name.encode() for name in values], "S"))
        for place, value in enumerate(values.values()):
            file.create_dataset(f"value_{place}", data=np.asarray(value))


class Entry:
    """A stored tensor.

    Args:
        dtype: the type of its numbers, as NumPy has it.
        shape: the lengths of its axes.
        read: returns the array.
    """

    def __init__(self, dtype: Any, shape: tuple[int, ...], read: Any) -> None:
        self.dtype = np.dtype(dtype)
        self.shape = shape
        self.read = read


def entries_of(prefix: str) -> dict[str, Entry]:
    """Return what is stored in a checkpoint, by name.

    Raises:
        NotFoundError: there are no files of that name.
        DataLossError: a file is damaged.
    """
    if Path(prefix + OWN_SUFFIX).is_file():
        return _own_entries(prefix + OWN_SUFFIX)
    if Path(prefix + ".index").is_file():
        return _entries_of_tensorflow(prefix)
    raise NotFoundError(
        None, None, f"Unsuccessful TensorSliceReader constructor: Failed to find any {prefix}"
    )


def _own_entries(path: str) -> dict[str, Entry]:
    with hdf5_guard.opened(path) as file:
        found = {}
        for place, name in enumerate(hdf5_guard.read_stored(hdf5_guard.member(file, _NAMES))):
            stored = hdf5_guard.checked(hdf5_guard.member(file, f"value_{place}"))
            key = f"value_{place}"
            found[name.decode()] = Entry(
                stored.dtype, stored.shape, lambda key=key: _own_value(path, key)
            )
    return found


def _own_value(path: str, key: str) -> Array:
    with hdf5_guard.opened(path) as file:
        return np.asarray(hdf5_guard.read_stored(hdf5_guard.member(file, key)))


# ---- TensorFlow's second format
_FOOTER = 48
_MAGIC = 0xDB4775248B80FB57


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the place behind it."""
    value, shift = 0, 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Yield number and value of each field of a protocol buffer."""
    place = 0
    while place < len(message):
        tag, place = _varint(message, place)
        kind = tag & 7
        value: Any
        if kind == 0:
            value, place = _varint(message, place)
        elif kind == 2:
            length, place = _varint(message, place)
            value, place = message[place : place + length], place + length
        else:
            size = 8 if kind == 1 else 4
            value, place = message[place : place + size], place + size
        yield tag >> 3, value


def _block(data: bytes, offset: int, size: int) -> bytes:
    """Return a block of a table.

    Raises:
        DataLossError: it is compressed, which TensorFlow's are not.
    """
    if data[offset + size] != 0:
        raise DataLossError(None, None, "a block of the checkpoint's index is compressed")
    return data[offset : offset + size]


def _rows(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys and values of a block; a key shares its beginning with the one before."""
    (restarts,) = struct.unpack("<I", block[-4:])
    end, place, key = len(block) - 4 * (restarts + 1), 0, b""
    while place < end:
        shared, place = _varint(block, place)
        rest, place = _varint(block, place)
        length, place = _varint(block, place)
        key = key[:shared] + block[place : place + rest]
        place += rest
        yield key, block[place : place + length]
        place += length


def _entries_of_tensorflow(prefix: str) -> dict[str, Entry]:
    data = Path(prefix + ".index").read_bytes()
    if len(data) < _FOOTER or struct.unpack("<Q", data[-8:])[0] != _MAGIC:
        raise DataLossError(
            None, None, f"{prefix}.index is no table of TensorFlow's: it is damaged"
        )
    footer = data[-_FOOTER:]
    _, place = _varint(footer, 0)
    _, place = _varint(footer, place)
    offset, place = _varint(footer, place)
    size, _ = _varint(footer, place)
    found, shards = {}, 1
    for _, handle in _rows(_block(data, offset, size)):
        start, after = _varint(handle, 0)
        for key, value in _rows(_block(data, start, _varint(handle, after)[0])):
            if key:
                entry = _entry_of_tensorflow(prefix, value, shards)
                if entry is not None:
                    found[key.decode()] = entry
            else:  # The header: how many files there are.
                shards = dict(_fields(value)).get(1, 1)
    return found


def _entry_of_tensorflow(prefix: str, message: bytes, shards: int) -> Entry | None:
    """Return an entry; None for text and what else NumPy has no numbers for."""
    fields = dict(_fields(message))
    kind = as_dtype(fields.get(1, 1))
    shape = tuple(
        [
            dict(_fields(axis)).get(1, 0)
            for number, axis in _fields(fields.get(2, b""))
            if number == 2
        ]
    )
    if kind.name in ("string", "resource", "variant", "bfloat16") or kind.is_quantized:
        return None
    shard, offset, size = fields.get(3, 0), fields.get(4, 0), fields.get(5, 0)
    path = f"{prefix}.data-{shard:05d}-of-{shards:05d}"
    dtype = np.dtype(kind.as_numpy_dtype)

    def read() -> Array:
        with Path(path).open("rb") as file:
            file.seek(offset)
            data = file.read(size)
        if len(data) != size:
            raise DataLossError(None, None, f"{path} ends before byte {offset + size}")
        return np.frombuffer(data, dtype.newbyteorder("<")).astype(dtype).reshape(shape)

    return Entry(dtype, shape, read)
