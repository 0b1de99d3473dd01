"""Pickled arrays, read without running what is in the file.

A pickle is a program that may call anything. This reader lets it call only what NumPy writes to
rebuild arrays, and even these only note down what they are given: the arrays are made from the
notes when the whole pickle has been read, so none of NumPy's own constructors gets arguments that
the file chose.
"""

import math
import pickle
import re
from typing import Any, BinaryIO

import numpy as np

__all__ = ["load_pickle"]

# Booleans, numbers, text, bytes, raw bytes and Python objects: each with its number of bytes.
_CODE = re.compile(r"[biufcSUV]\d+|O8?")

Memo = dict[int, Any]
"""What has been rebuilt so far, by `id`: a part that comes twice is made once."""


def load_pickle(stream: BinaryIO, path: Any, encoding: str = "latin1") -> Any:
    """Return the arrays, dicts, lists, texts and numbers that a pickle describes.

    Args:
        stream: where to read, open as bytes.
        path: the file's name, for what is said about it.
        encoding: how texts that Python 2 pickled are read; "bytes" leaves them bytes.

    Raises:
        ValueError: it asks for anything else, or its arrays do not fit their own description.
        EOFError, pickle.UnpicklingError: it is truncated, or no pickle.
    """
    try:
        return _rebuilt(_Unpickler(stream, encoding=encoding).load(), {})
    except (EOFError, pickle.UnpicklingError) as error:
        raise type(error)(f"{path} is no whole pickle: {error}") from error
    except Exception as error:  # The file decides which one.
        why = str(error) or type(error).__name__
        raise ValueError(f"{path} cannot be read as pickled arrays: {why}") from error


class _Note:
    """What a pickle says about a NumPy object; `value` makes it."""

    __slots__ = ("args", "state")

    def __init__(self, *args: Any) -> None:
        self.args = args
        self.state: tuple[Any, ...] = ()

    def __setstate__(self, state: Any) -> None:
        self.state = tuple(state)

    def value(self, memo: Memo) -> Any:
        raise NotImplementedError


class _Dtype(_Note):
    """`numpy.dtype(code, align, copy)`; the state has the byte order at its second place."""

    __slots__ = ()

    def value(self, memo: Memo) -> np.dtype[Any]:
        code = _text(self.args[0])
        if not _CODE.fullmatch(code):
            raise ValueError(f"arrays of type {code!r} are not read")
        order = _text(self.state[1]) if self.state else "="
        return np.dtype(code) if code[0] in "OSV" else np.dtype(code).newbyteorder(_order(order))


class _Array(_Note):
    """`_reconstruct(ndarray, shape, code)`, empty; the state has all that counts."""

    __slots__ = ()

    def value(self, memo: Memo) -> np.ndarray:
        if not self.state:
            raise ValueError("an array has no content")
        _, shape, dtype, is_fortran, data = self.state
        return _filled(data, dtype, shape, "F" if is_fortran else "C", memo)


class _Buffer(_Note):
    """`_frombuffer(data, dtype, shape, order)`, which protocol 5 writes."""

    __slots__ = ()

    def value(self, memo: Memo) -> np.ndarray:
        data, dtype, shape, order = self.args
        return _filled(data, dtype, shape, order, memo)


class _Scalar(_Note):
    """`scalar(dtype, data)`: one number."""

    __slots__ = ()

    def value(self, memo: Memo) -> Any:
        dtype, data = self.args
        return _filled(data, dtype, (1,), "C", memo)[0]


class _Bytes(_Note):
    """`_codecs.encode(text, "latin1")` or `bytes()`: how Python 3 writes bytes for Python 2."""

    __slots__ = ()

    def value(self, memo: Memo) -> bytes:
        text, encoding = self.args or ("", "latin1")
        if encoding != "latin1":
            raise ValueError(f"bytes in the encoding {encoding!r} are not read")
        return str(text).encode("latin1")


class _Class(_Note):
    """`numpy.ndarray`, which is named in calls of `_reconstruct`; its constructor takes memory."""

    __slots__ = ()

    def value(self, memo: Memo) -> Any:
        raise ValueError("it calls numpy.ndarray, and only _reconstruct is allowed")


def _known() -> dict[tuple[str, str], type[_Note]]:
    """Return all that a pickle may name. numpy.core was renamed to numpy._core in NumPy 2."""
    table: dict[tuple[str, str], type[_Note]] = {
        ("numpy", "dtype"): _Dtype,
        ("numpy", "ndarray"): _Class,
        ("_codecs", "encode"): _Bytes,
        ("__builtin__", "bytes"): _Bytes,
    }
    for core in ("numpy.core", "numpy._core"):
        table[f"{core}.multiarray", "_reconstruct"] = _Array
        table[f"{core}.multiarray", "scalar"] = _Scalar
        table[f"{core}.numeric", "_frombuffer"] = _Buffer
    return table


_KNOWN = _known()


class _Unpickler(pickle.Unpickler):
    """Finds the names of `_KNOWN`, and no other."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise ValueError(f"it asks for {module}.{name}, and only NumPy's arrays are allowed")
        return _KNOWN[module, name]


def _rebuilt(value: Any, memo: Memo) -> Any:
    """Return what was read with the notes in it, at any depth, made into what they say."""
    if id(value) not in memo:
        memo[id(value)] = _made(value, memo)
    return memo[id(value)]


def _made(value: Any, memo: Memo) -> Any:
    if isinstance(value, _Note):
        return value.value(memo)
    if isinstance(value, type):
        raise ValueError("it holds a class or a function, and only arrays are allowed")
    if type(value) is dict:
        return {_rebuilt(key, memo): _rebuilt(entry, memo) for key, entry in value.items()}
    if type(value) is tuple:
        return tuple(_rebuilt(entry, memo) for entry in value)
    if type(value) is list and not set(map(type, value)) <= {int, float, str, bytes}:
        return [_rebuilt(entry, memo) for entry in value]
    return value


def _filled(data: Any, dtype: Any, shape: Any, order: Any, memo: Memo) -> np.ndarray:
    """Return an array with the given content: a list of objects, or the bytes of numbers."""
    kind = dtype.value(memo)
    data = _rebuilt(data, memo)
    order = "F" if order == "F" else "C"
    shape = tuple(int(length) for length in shape)
    if kind.hasobject:
        objects = np.empty(len(data), object)
        for index, entry in enumerate(data):  # Lists of one length would be taken for a table.
            objects[index] = entry
        return np.reshape(objects, shape, order)
    data = data.encode("latin1") if isinstance(data, str) else data
    if len(data) != math.prod(shape) * kind.itemsize:
        raise ValueError(f"an array of shape {shape} and type {kind} has {len(data)} bytes")
    flat = np.frombuffer(bytearray(data), kind) if len(data) else np.empty(0, kind)
    return np.reshape(flat, shape, order)


def _text(value: Any) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else str(value)


def _order(order: str) -> Any:
    return {"<": "<", ">": ">"}.get(order, "=")
