"""Plain values and arrays in one file, written as a whole or not at all, and never run as code."""

import collections
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from keras_on_torch.utils.atomic import replaced_path

__all__ = ["is_same_state", "packed", "read_state", "unpacked", "write_state"]

_TEXT = "values"
_KINDS = "biufc?"
_LISTS: dict[Any, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    collections.deque: "deque",
}


def packed(value: Any, arrays: list[Any]) -> Any:
    """Return a value as JSON can hold it; its arrays are appended to a list.

    Args:
        value: None, booleans, numbers, texts, arrays, tensors, nested in lists, tuples, dicts, sets
            and deques.
        arrays: where arrays are put.

    Raises:
        TypeError: it is, or holds, something else.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.generic) and value.dtype.kind in _KINDS:
        return {"scalar": [value.dtype.str, value.tobytes().hex()]}
    if isinstance(value, (np.ndarray, torch.Tensor)):
        array = value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else value
        if array.dtype.kind not in _KINDS:
            raise TypeError(f"an array of {array.dtype} is no plain value")
        arrays.append(np.asarray(array))
        return {"tensor" if isinstance(value, torch.Tensor) else "array": len(arrays) - 1}
    if type(value) is dict or type(value) is collections.OrderedDict:
        return {"dict": [[packed(one, arrays) for one in item] for item in value.items()]}
    kinds_of_lists: dict[Any, str] = {
        list: "list",
        tuple: "tuple",
        set: "set",
        collections.deque: "deque",
    }
    if type(value) in kinds_of_lists:
        items = [packed(one, arrays) for one in value]
        more = {"maxlen": value.maxlen} if isinstance(value, collections.deque) else {}
        return {_LISTS[type(value)]: items, **more}
    raise TypeError(f"an object of {type(value).__name__} is no plain value")


def unpacked(value: Any, arrays: list[Any]) -> Any:
    """Return the value of which `packed` made another one; arguments likewise.

    Raises:
        ValueError: `packed` did not make it.
    """
    if not isinstance(value, dict):
        return value
    kind, content = next(iter(value.items()))
    if kind == "dict":
        return {unpacked(k, arrays): unpacked(v, arrays) for k, v in content}
    if kind == "scalar":
        return np.frombuffer(bytes.fromhex(content[1]), content[0])[0]
    if kind in ("array", "tensor"):
        array = arrays[content].copy()
        return torch.from_numpy(array) if kind == "tensor" else array
    items = [unpacked(one, arrays) for one in content] if isinstance(content, list) else []
    if kind == "deque":
        return collections.deque(items, value["maxlen"])
    makers: dict[str, Any] = {"list": list, "tuple": tuple, "set": set}
    if kind not in makers:
        raise ValueError(f"there is no kind of value {kind!r}: expected list, tuple, dict, array")
    return makers[kind](items)


def is_same_state(one: tuple[Any, list[Any]], other: tuple[Any, list[Any]]) -> bool:
    """Return whether two packed values, with their arrays, are the same to the last bit."""
    return json.dumps(one[0]) == json.dumps(other[0]) and _are_same(one[1], other[1])


def _are_same(some: list[Any], others: list[Any]) -> bool:
    return len(some) == len(others) and all(
        (a.dtype, a.shape) == (b.dtype, b.shape) and a.tobytes() == b.tobytes()
        for a, b in zip(some, others, strict=True)
    )


def write_state(path: Path, state: Any) -> None:
    """Write a value to a file, in the place of the one that is there.

    It is written beside that one, read back and compared; only then does it take the place.

    Args:
        path: the file.
        state: what `packed` takes.

    Raises:
        OSError: it cannot be written, or reads otherwise than it was written.
        TypeError: it is no plain value.
    """
    arrays: list[Any] = []
    text = json.dumps(packed(state, arrays))
    named: dict[str, Any] = {f"a{place}": array for place, array in enumerate(arrays)}
    named[_TEXT] = np.frombuffer(text.encode(), np.uint8)
    with replaced_path(path) as beside:
        with beside.open("wb") as file:
            np.savez(file, **named)
        try:
            back, again = _read(beside)
        except ValueError as error:
            raise OSError(f"{path}: what was written cannot be read back: {error}") from error
        if back != text or not _are_same(again, arrays):
            raise OSError(f"{path}: what was written reads otherwise; the file of before is kept")


def read_state(path: Path) -> Any:
    """Return the value in a file.

    Raises:
        ValueError: the file is damaged, or of another kind.
        OSError: it cannot be read.
    """
    text, arrays = _read(path)
    try:
        return unpacked(json.loads(text), arrays)
    except (IndexError, KeyError, TypeError, StopIteration, ValueError) as error:
        raise ValueError(f"{path} is damaged: {error!r}. Remove it to start anew") from error


def _read(path: Path) -> tuple[str, list[Any]]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            text = stored[_TEXT].tobytes().decode()
            return text, [stored[f"a{place}"] for place in range(len(stored.files) - 1)]
    except (KeyError, EOFError, UnicodeDecodeError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is damaged: {error}. Remove it to start anew") from error
