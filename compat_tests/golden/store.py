"""Recorded values on disk: one line of JSON a row, and one flat array for all their numbers."""

import json
from pathlib import Path

import numpy as np

__all__ = ["load", "plain", "save"]

FOLDER = Path(__file__).parent / "recorded"
EXACT = ("floatx",)  # Tables whose float64 stays float64; elsewhere float32 says enough.


def plain(value):
    """Return `value` as JSON knows it, arrays excepted: tuples become lists, names text."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, bytes):
        return value.decode("utf8")
    return getattr(value, "__name__", None) or str(value)


def save(table, records):
    """Write the records of a table.

    Args:
        table: its name, which the two files get.
        records: row name -> value of dicts, lists, numbers, text and arrays.
    """
    arrays = {}
    put = {row: _put(records[row], arrays, table in EXACT) for row in sorted(records)}
    lines = [f"{json.dumps(row)}: {json.dumps(put[row], sort_keys=True)}" for row in put]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / (table + ".json")).write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf8")
    flat = {
        dtype: np.concatenate([entry.ravel() for entry in entries])
        for dtype, entries in arrays.items()
    }
    np.savez_compressed(str(FOLDER / (table + ".npz")), **flat)


def load(table):
    """Return the records of a table, an empty dict where nothing is recorded yet."""
    path = FOLDER / (table + ".json")
    if not path.exists():
        return {}
    with np.load(str(path.with_suffix(".npz"))) as archive:
        arrays = {dtype: archive[dtype] for dtype in archive.files}
    return _get(json.loads(path.read_text("utf8")), arrays)


def _put(value, arrays, exact):
    if isinstance(value, dict):
        return {key: _put(entry, arrays, exact) for key, entry in value.items()}
    if isinstance(value, list):
        return [_put(entry, arrays, exact) for entry in value]
    if isinstance(value, np.ndarray):
        if value.dtype == "float64" and not exact:
            value = value.astype("float32")
        entries = arrays.setdefault(value.dtype.name, [])
        start = sum(entry.size for entry in entries)
        entries.append(value)
        return {"array": value.dtype.name, "from": start, "shape": list(value.shape)}
    return value


def _get(value, arrays):
    if isinstance(value, dict):
        if set(value) == {"array", "from", "shape"}:
            size = int(np.prod(value["shape"]))
            flat = arrays[value["array"]][value["from"] : value["from"] + size]
            return flat.reshape(value["shape"])
        return {key: _get(entry, arrays) for key, entry in value.items()}
    if isinstance(value, list):
        return [_get(entry, arrays) for entry in value]
    return value
