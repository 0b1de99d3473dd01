"""Reading HDF5 files that nobody vouches for: only what lies in the file itself, only what fits.

HDF5 has four ways to make a reader open other files (external and soft links, external storage,
virtual datasets), filters that are loaded as code, and sizes that are only declared. All reading
of HDF5 in the package goes through this file; `compat_tests/utils/test_hdf5_guard.py` enforces it.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import h5py
import numpy as np

__all__ = [
    "attribute",
    "checked",
    "has_attribute",
    "has_member",
    "is_ascii",
    "member",
    "opened",
    "read_array",
    "read_stored",
    "require_group",
    "where",
]

# By the numbers that HDF5 registers: gzip, shuffle, fletcher32, szip, lzf. Others are plugins.
_FILTERS = {1: "gzip", 2: "shuffle", 3: "fletcher32", 4: "szip", 32000: "lzf"}
_NUMBERS = "biuf"
_SMALL = 2**20
_MOST_TEXT = 2**32
_DEFLATED = 1100
"""How many bytes one stored byte can become: deflate's limit is 1032."""


@contextmanager
def _named(what: str) -> Iterator[None]:
    """Let each failure of the library be a ValueError or an OSError that says what was read."""
    try:
        yield
    except OSError as error:
        raise OSError(f"{what} cannot be read: {error}") from error
    except Exception as error:  # A damaged file decides which one.
        raise ValueError(f"{what} cannot be read: {error or type(error).__name__}") from error


@contextmanager
def opened(path: Any) -> Iterator[h5py.File]:
    """Open an HDF5 file for reading.

    Args:
        path: its path, or an open binary file.

    Raises:
        OSError: it is not there, or not an HDF5 file.
        ValueError: it is damaged.
    """
    try:
        file = h5py.File(path, "r")
    except (OSError, TypeError):  # h5py names the file, or the type that was given.
        raise
    except Exception as error:  # A damaged file decides which one.
        raise ValueError(f"{path} cannot be opened as an HDF5 file: {error}") from error
    with file:
        yield file


def where(owner: Any, name: str = "") -> str:
    """Return how messages call an object of a file, or what is found in it by a name."""
    path = "/".join(part for part in (str(owner.name or "").rstrip("/"), name.strip("/")) if part)
    return f"{path or '/'!r} in the file {owner.file.filename!r}"


# ---- links
def has_member(group: h5py.Group, name: str) -> bool:
    """Return whether a group holds something by this name; what a link leads to is not looked for.

    Raises:
        ValueError: the way there is a link to elsewhere.
    """
    return _found(group, name) is not None


def member(group: h5py.Group, name: str) -> Any:
    """Return the group or dataset that a group holds by a name.

    Args:
        group: the group, or the file.
        name: the name, with slashes for groups within groups.

    Raises:
        ValueError: there is none, or it does not lie in this file, or a filter is needed that
            HDF5 does not bring itself.
    """
    found = _found(group, name)
    if found is None:
        raise ValueError(f"There is no {where(group, name)}")
    with _named(where(group, name)):
        if isinstance(found, h5py.h5d.DatasetID):
            return h5py.Dataset(found)
        return h5py.Group(found)


def _found(group: h5py.Group, name: str) -> Any:
    """Return HDF5's handle of what a name means, every step of the way a hard link; or None."""
    told = where(group, name)
    with _named(told):
        here: Any = h5py.h5g.open(group.file.id, b"/") if name.startswith("/") else group.id
        parts = [part for part in name.encode("utf-8").split(b"/") if part not in (b"", b".")]
    for part in parts:
        if isinstance(here, h5py.h5d.DatasetID):
            return None
        with _named(told):
            if not here.links.exists(part):
                return None
            kind = here.links.get_info(part).type
        if kind != h5py.h5l.TYPE_HARD:
            raise ValueError(
                f"{told} is not there itself: {part.decode('utf-8', 'replace')!r} is a link to"
                " another place or file, and links are not followed. Copy what it leads to into"
                " the file"
            )
        with _named(told):
            here = h5py.h5o.open(here, part)
        if isinstance(here, h5py.h5d.DatasetID):
            _check_storage(here, told)
        elif not isinstance(here, h5py.h5g.GroupID):
            raise ValueError(f"{told} is neither a group nor a dataset")
    return here


def checked(dataset: Any) -> Any:
    """Return a dataset whose data lies in its own file.

    Raises:
        ValueError: it does not, or a filter is needed that HDF5 does not bring itself.
    """
    _check_storage(dataset.id, where(dataset))
    return dataset


def _check_storage(handle: Any, told: str) -> None:
    """Check by the list of properties, which is read without looking for the data."""
    with _named(told):
        properties = handle.get_create_plist()
        layout, external = properties.get_layout(), properties.get_external_count()
        filters = [properties.get_filter(n)[0] for n in range(properties.get_nfilters())]
    if layout == h5py.h5d.VIRTUAL or external:
        kind = "is a virtual dataset" if layout == h5py.h5d.VIRTUAL else "has external storage"
        raise ValueError(
            f"{told} {kind}: its data is in other files, and these are not read. Copy the data"
            " into the file"
        )
    unknown = [number for number in filters if number not in _FILTERS]
    if unknown:
        raise ValueError(
            f"{told} is stored with the filters {unknown} (their numbers in HDF5), and only"
            f" {sorted(_FILTERS.values())} are read. Write the file anew with one of these"
        )
    if layout == h5py.h5d.CHUNKED:
        with _named(told):
            item = handle.get_type().get_size()
            chunk = math.prod(properties.get_chunk()) * item
            whole = math.prod(handle.shape) * item
        if chunk > max(whole, _SMALL):
            raise ValueError(
                f"{told} has chunks of {chunk} bytes, and the array has {whole}: they are not read"
            )


# ---- data
def read_array(dataset: Any, most: int | None = None, expected: str = "") -> Any:
    """Return the numbers of a dataset.

    Args:
        dataset: the dataset.
        most: how many numbers it may have; None asks instead that they are all stored.
        expected: what was wanted, for the message.

    Raises:
        ValueError: it holds no numbers, more than `most`, or far more than is stored.
    """
    told = where(dataset)
    if not isinstance(dataset, h5py.Dataset):
        raise ValueError(f"{told} is a group: a dataset is expected{expected}")
    with _named(told):
        shape, kind = dataset.shape, dataset.dtype
    if shape is None or kind.kind not in _NUMBERS:
        raise ValueError(f"{told} has the type {kind}: numbers are expected{expected}")
    size = math.prod(shape)
    if most is None:
        _check_stored(dataset, told, size * kind.itemsize)
    elif size > most:
        raise ValueError(
            f"{told} has the shape {_short(shape)}, which are {size} numbers:"
            f" {f'at most {most} are' if not expected else 'fewer are'} expected{expected}"
        )
    with _named(told):
        return np.asarray(dataset[()])


def read_stored(dataset: Any) -> Any:
    """Return what a dataset holds, of any kind; it may be no larger than what is stored.

    Raises:
        ValueError: it declares far more than the file has.
    """
    told = where(dataset)
    with _named(told):
        size = math.prod(dataset.shape or ()) * dataset.id.get_type().get_size()
        text = h5py.check_vlen_dtype(dataset.dtype) or dataset.dtype.hasobject
    _check_stored(dataset, told, size)
    if text:
        _check_text(told, math.prod(dataset.shape or ()), _length(dataset))
    with _named(told):
        return np.asarray(dataset)


def _check_stored(dataset: Any, told: str, size: int) -> None:
    with _named(told):
        stored = min(dataset.id.get_storage_size(), _length(dataset))
    if size > _SMALL + _DEFLATED * stored:
        raise ValueError(
            f"{told} declares {size} bytes, of which {stored} are stored: it is not read"
        )


def _length(owner: Any) -> int:
    return int(owner.file.id.get_filesize())


def _check_text(told: str, count: int, length: int) -> None:
    """Check texts of any length: many may stand for one long text of the file."""
    if count > 1 and count * length > _MOST_TEXT:
        raise ValueError(
            f"{told} declares {count} texts, in a file of {length} bytes: it is not read"
        )


def _short(shape: tuple[int, ...]) -> str:
    return str(shape) if len(shape) <= 8 else f"{str(shape[:8])[:-1]}, ...), {len(shape)} axes,"


# ---- attributes
def has_attribute(owner: Any, name: str) -> bool:
    """Return whether a group or dataset has an attribute by this name."""
    with _named(where(owner)):
        return bool(h5py.h5a.exists(owner.id, name.encode("utf-8")))


def attribute(owner: Any, name: str) -> Any:
    """Return an attribute.

    Raises:
        ValueError: there is none, or it is larger than the file, or of a kind that h5py does not
            read.
    """
    told = f"the attribute {name!r} of {where(owner)}"
    with _named(told):
        handle = h5py.h5a.open(owner.id, name.encode("utf-8"))
        count = math.prod(handle.shape or ())
        size, length = count * handle.get_type().get_size(), _length(owner)
        kind = handle.dtype
    if size > length:
        raise ValueError(f"{told} declares {size} bytes, in a file of {length}: it is not read")
    if kind.hasobject:
        if h5py.check_string_dtype(kind) is None:
            raise ValueError(f"{told} has the type {kind}: numbers or texts are expected")
        _check_text(told, count, length)
    with _named(told):
        value = owner.attrs[name]
    if isinstance(value, h5py.Empty):
        raise ValueError(f"{told} is empty: numbers or texts are expected")
    return value


def is_ascii(owner: Any, name: str) -> bool:
    """Return whether bytes were written as an attribute, of any length; h5py reads them as text."""
    kind = h5py.check_string_dtype(h5py.h5a.open(owner.id, name.encode("utf-8")).dtype)
    return kind is not None and kind.encoding == "ascii"


# ---- writing beside what is there
def require_group(group: h5py.Group, name: str) -> h5py.Group:
    """Return the group that a group holds by a name, made if there is none.

    Raises:
        ValueError: the way there is a link to elsewhere, or it is a dataset.
    """
    if not has_member(group, name):
        return group.create_group(name)
    found = member(group, name)
    if not isinstance(found, h5py.Group):
        raise ValueError(f"{where(group, name)} is a dataset: a group is expected")
    return found
