"""Data in HDF5 files: a data set as an array, a file as a table."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import h5py
import numpy as np

from keras_on_torch.utils import hdf5_guard

__all__ = [
    "HDF5_OBJECT_HEADER_LIMIT",
    "H5Dict",
    "HDF5Matrix",
    "ask_to_proceed_with_overwrite",
    "h5dict",
]

HDF5_OBJECT_HEADER_LIMIT = 64512
"""How many bytes an attribute of an HDF5 file may hold."""


class HDF5Matrix:
    """A data set in an HDF5 file that is read where it is asked for.

    Args:
        datapath: the file.
        dataset: the name of the data set in it.
        start: first row to take.
        end: the row after the last one; None takes all.
        normalizer: what is done to rows when they are read.

    Raises:
        ValueError: there is no such data set, or its data is not in the file itself.
    """

    refs: ClassVar[dict[Any, Any]] = defaultdict(int)

    def __init__(
        self,
        datapath: Any,
        dataset: str,
        start: int = 0,
        end: int | None = None,
        normalizer: Callable[[Any], Any] | None = None,
    ) -> None:
        file = self.refs.get(datapath)
        if not file:  # Never opened, or closed since.
            file = self.refs[datapath] = h5py.File(datapath, "r")
        self.data = hdf5_guard.member(file, dataset)
        if not isinstance(self.data, h5py.Dataset):
            raise ValueError(f"{hdf5_guard.where(self.data)} is a group: a dataset is expected")
        self.start = start
        self.end = self.data.shape[0] if end is None else end
        self.normalizer = normalizer
        first = self._normalized(self.data[0:1])
        self._base_shape = first.shape[1:]
        self._base_dtype = first.dtype

    def __len__(self) -> int:
        return int(self.end - self.start)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            start = 0 if key.start is None else key.start
            stop = len(self) if key.stop is None else key.stop
            self._check(stop - 1)
            return self._normalized(
                self.data[slice(start + self.start, stop + self.start, key.step)]
            )
        if isinstance(key, (int, np.integer)):
            self._check(int(key))
            return self._normalized(self.data[key + self.start])
        rows = np.asarray(key)
        self._check(int(rows.max()))
        return self._normalized(self.data[(rows + self.start).tolist()])

    def _check(self, last: int) -> None:
        if last + self.start >= self.end:
            raise IndexError(f"row {last} is asked for, of data that has {len(self)} rows")

    def _normalized(self, rows: Any) -> Any:
        return rows if self.normalizer is None else self.normalizer(rows)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        return (len(self), *self._base_shape)

    @property
    def dtype(self) -> Any:
        """The type of the numbers."""
        return self._base_dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return int(self.data.ndim)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return int(np.prod(self.shape))


def ask_to_proceed_with_overwrite(filepath: Any) -> bool:
    """Ask at the terminal whether an existing file may be replaced."""
    answer = input(f"[WARNING] {filepath} already exists - overwrite? [y/n]").strip().lower()
    while answer not in ("y", "n"):
        answer = input('Enter "y" (overwrite) or "n" (cancel).').strip().lower()
    if answer == "n":
        return False
    print("[TIP] Next time specify overwrite=True!")  # noqa: T201  # Keras prints it.
    return True


# What of h5py's groups goes through links, or gives what others lead to.
_FOLLOWING = frozenset({"copy", "require_dataset", "visititems", "visititems_links"})


class H5Dict:
    """A group of an HDF5 file, or a plain dict, as one kind of table.

    Arrays become data sets, all else attributes, nested tables groups. In a plain dict everything
    is an entry. Of a file only what lies in it is read: see `hdf5_guard`.

    Args:
        path: a file, an open group or a dict.
        mode: how the file is opened; "r" refuses changes, "w" empties a dict.

    Raises:
        TypeError: `path` is something else.
    """

    def __init__(self, path: Any, mode: str = "a") -> None:
        self._is_file = isinstance(path, str)
        if isinstance(path, (h5py.Group, dict)):
            self.data: Any = path
        elif isinstance(path, str):
            self.data = h5py.File(path, mode=mode)
        else:
            raise TypeError(f"Required Group, str or dict. Received: {type(path)}.")
        if isinstance(path, dict):
            if mode == "w":
                path.clear()
            path["_is_group"] = True  # Tells a group from a dict that is a value.
        self.read_only = mode == "r"

    def __setitem__(self, attr: Any, val: Any) -> None:
        if self.read_only:
            raise ValueError("Cannot set item in read only mode.")
        if isinstance(self.data, dict):
            self.data[_text(attr)] = val.copy() if isinstance(val, np.ndarray) else val
        elif _text(attr) in self:
            raise KeyError(f'Cannot set attribute. Group with name "{attr}" exists.')
        elif isinstance(val, (np.ndarray, np.generic)):
            self.data.create_dataset(attr, data=val)
        elif isinstance(val, list):
            self._set_list(attr, val)
        else:
            self.data.attrs[attr] = val

    def _set_list(self, attr: str, values: list[Any]) -> None:
        """Keep a list as one attribute, or as several where it would be too long for one."""
        values = [each.encode("utf-8") if isinstance(each, str) else each for each in values]
        large = [each for each in values if np.asarray(each).nbytes > HDF5_OBJECT_HEADER_LIMIT]
        if large:
            raise RuntimeError(
                "The following attributes cannot be saved to HDF5 file because they are larger than"
                f" {HDF5_OBJECT_HEADER_LIMIT} bytes: {large}"
            )
        array, pieces = np.asarray(values), 1
        chunks = [array]
        while any(chunk.nbytes > HDF5_OBJECT_HEADER_LIMIT for chunk in chunks):
            pieces += 1
            chunks = np.array_split(array, pieces)
        if pieces == 1:
            self.data.attrs[attr] = array
        else:
            for number, chunk in enumerate(chunks):
                self.data.attrs[f"{attr}{number}"] = chunk

    def __getitem__(self, attr: Any) -> Any:
        if isinstance(self.data, dict):
            return self._entry(_text(attr))
        name = _text(attr)
        if hdf5_guard.has_attribute(self.data, name):
            value = hdf5_guard.attribute(self.data, name)
            if isinstance(value, str) and hdf5_guard.is_ascii(self.data, name):
                return value.encode("utf-8")
            is_text = getattr(value, "dtype", np.dtype(float)).kind in "SO"
            return value.tolist() if is_text else value
        if hdf5_guard.has_member(self.data, name):
            return self._read(hdf5_guard.member(self.data, name))
        if hdf5_guard.has_attribute(self.data, f"{name}0"):
            return self._joined(name)
        self._check_group_exists()
        return H5Dict(self.data.create_group(name))

    def _read(self, found: Any) -> Any:
        return hdf5_guard.read_stored(found) if isinstance(found, h5py.Dataset) else H5Dict(found)

    def _entry(self, attr: str) -> Any:
        if attr not in self.data:
            self._check_group_exists()
            self.data[attr] = {"_is_group": True}
        value = self.data[attr]
        return H5Dict(value) if isinstance(value, dict) and value.get("_is_group") else value

    def _joined(self, attr: str) -> list[str]:
        values: list[str] = []
        number = 0
        while hdf5_guard.has_attribute(self.data, f"{attr}{number}"):
            chunk = hdf5_guard.attribute(self.data, f"{attr}{number}")
            values += [_text(each) for each in np.ravel(chunk)]
            number += 1
        return values

    def _check_group_exists(self) -> None:
        if self.read_only:
            raise ValueError("Cannot create group in read only mode.")

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.data)

    def iter(self) -> Iterator[Any]:
        """Go through the names."""
        return iter(self.data)

    def __getattr__(self, attr: str) -> Any:
        if attr == "data":
            raise AttributeError(attr)
        if isinstance(self.data, h5py.Group) and attr in _FOLLOWING:
            raise AttributeError(
                f"H5Dict has no {attr!r} for a file: it would follow links out of it. Use"
                " table[name], keys(), items() and values()"
            )
        member = getattr(self.data, attr)
        if not callable(member):
            return member

        def called(*args: Any, **kwargs: Any) -> Any:
            given = member(*args, **kwargs)
            return H5Dict(given) if isinstance(given, (dict, h5py.Group)) else given

        return called

    def items(self) -> Any:
        """Return pairs of names and what stands under them: arrays, tables, values."""
        if isinstance(self.data, dict):
            return self.data.items()
        return [(name, self._read(hdf5_guard.member(self.data, name))) for name in self.data]

    def values(self) -> Any:
        """Return what stands under the names."""
        return self.data.values() if isinstance(self.data, dict) else [v for _, v in self.items()]

    def require_group(self, name: str) -> "H5Dict":
        """Return the table of a name, made if there is none."""
        if isinstance(self.data, dict):
            table: H5Dict = self[name]
            return table
        return H5Dict(hdf5_guard.require_group(self.data, name))

    def close(self) -> None:
        """Write out what an open file holds; close it where it was opened here."""
        if isinstance(self.data, h5py.Group):
            self.data.file.flush()
            if self._is_file:
                self.data.close()

    def update(self, *args: Any) -> None:
        """Take over entries, into a dict only."""
        if not isinstance(self.data, dict):
            raise NotImplementedError(
                "update() is for tables in a dict: set the entries one by one"
            )
        self.data.update(*args)

    def __contains__(self, key: Any) -> bool:
        if isinstance(self.data, dict):
            return key in self.data
        name = _text(key)
        has_it = hdf5_guard.has_member(self.data, name)
        return has_it or hdf5_guard.has_attribute(self.data, name)

    def get(self, key: Any, default: Any = None) -> Any:
        """Return an entry, or `default` where there is none."""
        if key in self:
            return self[key]
        return default


def _text(name: Any) -> str:
    return name.decode("utf-8") if isinstance(name, bytes) else str(name)


h5dict = H5Dict
