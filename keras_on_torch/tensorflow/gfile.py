"""`tf.gfile`: files and folders of this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keras_on_torch.tensorflow.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OutOfRangeError,
    PermissionDeniedError,
    UnknownError,
)

__all__ = [
    "Copy",
    "DeleteRecursively",
    "Exists",
    "FastGFile",
    "GFile",
    "Glob",
    "IsDirectory",
    "ListDirectory",
    "MakeDirs",
    "MkDir",
    "Open",
    "Remove",
    "Rename",
    "Stat",
    "Walk",
]

_ERRORS: list[tuple[type[OSError], Any]] = [
    (FileNotFoundError, NotFoundError),
    (FileExistsError, AlreadyExistsError),
    (PermissionError, PermissionDeniedError),
    (NotADirectoryError, FailedPreconditionError),
    (IsADirectoryError, FailedPreconditionError),
]


class _Translating:
    """A context in which errors of files become TensorFlow's."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, OSError):
            return
        name = "" if error.filename is None else f"{os.fsdecode(error.filename)}; "
        for own, theirs in _ERRORS:
            if isinstance(error, own):
                raise theirs(None, None, f"{name}{error.strerror}") from error
        raise UnknownError(None, None, f"{name}{error.strerror}") from error


def _path(name: Any) -> Path:
    """Return a path; a place on another machine is refused.

    Raises:
        NotImplementedError: the name is that of another file system, such as "gs://...".
    """
    text = os.fsdecode(name)
    if "://" in text and not text.startswith("file://"):
        raise NotImplementedError(f"{text}: only files of this machine can be read here")
    return Path(text.removeprefix("file://"))


class GFile:
    """A file.

    Args:
        name: its path.
        mode: "r", "w", "a", also with "+" and with "b" for bytes.
    """

    def __init__(self, name: Any, mode: str = "r") -> None:
        if mode.replace("b", "").replace("+", "") not in ("r", "w", "a"):
            raise InvalidArgumentError(
                None, None, f"mode {mode!r} is none of r, w, a, with b and +"
            )
        self._name = name
        self._mode = mode

    _file: Any = None

    @property
    def name(self) -> Any:
        """Its path."""
        return self._name

    @property
    def mode(self) -> str:
        """How it is opened."""
        return self._mode

    def _opened(self) -> Any:
        """Return the open file; TensorFlow opens it when it is first read or written."""
        if self._file is None:
            text = None if "b" in self._mode else "utf-8"
            with _Translating():
                self._file = _path(self._name).open(self._mode, encoding=text)
        return self._file

    def read(self, n: int = -1) -> Any:
        """Return what is in the file from here on, or n characters or bytes of it."""
        with _Translating():
            return self._opened().read(n)

    def readline(self) -> Any:
        """Return a line with its end; nothing when all are read."""
        return self._opened().readline()

    def readlines(self) -> list[Any]:
        """Return all lines with their ends."""
        lines: list[Any] = self._opened().readlines()
        return lines

    def write(self, file_content: Any) -> None:
        """Write text, or bytes."""
        self._opened().write(file_content)

    def size(self) -> int:
        """Return how many bytes the file has."""
        if self._file is not None and self._mode != "r":
            self.flush()
        return Stat(self._name).length

    def seek(self, offset: int | None = None, whence: int = 0, position: int | None = None) -> None:
        """Go to a place in the file.

        Args:
            offset: how far from `whence`.
            whence: 0 is the beginning, 1 the present place, 2 the end.
            position: the older name of `offset`.

        Raises:
            TypeError: no place is given.
        """
        place = offset if position is None else position
        if place is None:
            raise TypeError("seek(): offset argument required")
        if place < 0 and whence == 0:
            raise OutOfRangeError(None, None, f"{self._name}: there is no place {place}")
        self._opened().seek(place, whence)

    def tell(self) -> int:
        """Return the present place."""
        return int(self._opened().tell())

    def flush(self) -> None:
        """Write what is still in memory."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "GFile":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()  # TensorFlow's are closed when nobody holds them, and programs rely on it.

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__


FastGFile = Open = GFile


class FileStatistics:
    """What is known of a file.

    Args:
        length: how many bytes it has.
        mtime_nsec: when it was changed, in nanoseconds.
        is_directory: whether it is a folder.
    """

    def __init__(self, length: int, mtime_nsec: int, is_directory: bool) -> None:
        self.length = length
        self.mtime_nsec = mtime_nsec
        self.is_directory = is_directory


def Stat(filename: Any) -> FileStatistics:  # noqa: N802 - TensorFlow's name
    """Return what is known of a file."""
    with _Translating():
        found = _path(filename).stat()
    return FileStatistics(found.st_size, found.st_mtime_ns, _path(filename).is_dir())


def Exists(filename: Any) -> bool:  # noqa: N802 - TensorFlow's name
    """Return whether there is such a file or folder."""
    return _path(filename).exists()


def IsDirectory(dirname: Any) -> bool:  # noqa: N802 - TensorFlow's name
    """Return whether there is such a folder."""
    return _path(dirname).is_dir()


def Glob(filename: Any) -> list[str]:  # noqa: N802 - TensorFlow's name
    """Return the files whose names fit a pattern, or one of several; in order of names.

    Args:
        filename: the pattern, or a list of patterns.
    """
    patterns = filename if isinstance(filename, (list, tuple)) else [filename]
    found: list[str] = []
    for pattern in patterns:
        path = _path(pattern)
        anchor = Path(path.anchor) if path.is_absolute() else Path()
        below = path.relative_to(anchor) if path.is_absolute() else path
        found += sorted(str(each) for each in anchor.glob(str(below)))
    return found


def ListDirectory(dirname: Any) -> list[str]:  # noqa: N802 - TensorFlow's name
    """Return the names of what is in a folder.

    Raises:
        NotFoundError: there is no such folder.
    """
    if not IsDirectory(dirname):
        raise NotFoundError(None, None, "Could not find directory")
    return [each.name for each in _path(dirname).iterdir()]


def MkDir(dirname: Any) -> None:  # noqa: N802 - TensorFlow's name
    """Make a folder."""
    with _Translating():
        _path(dirname).mkdir()


def MakeDirs(dirname: Any) -> None:  # noqa: N802 - TensorFlow's name
    """Make a folder and those above it; one that is there stays."""
    with _Translating():
        _path(dirname).mkdir(parents=True, exist_ok=True)


def Remove(filename: Any) -> None:  # noqa: N802 - TensorFlow's name
    """Delete a file."""
    with _Translating():
        _path(filename).unlink()


def DeleteRecursively(dirname: Any) -> None:  # noqa: N802 - TensorFlow's name
    """Delete a folder and all that is in it."""
    with _Translating():
        shutil.rmtree(_path(dirname))


def _free(target: Path, overwrite: bool) -> None:
    if target.exists() and not overwrite:
        raise AlreadyExistsError(None, None, "file already exists")


def Copy(oldpath: Any, newpath: Any, overwrite: bool = False) -> None:  # noqa: N802
    """Copy a file.

    Args:
        oldpath: the file.
        newpath: the copy.
        overwrite: whether one that is there is replaced.
    """
    with _Translating():
        _free(_path(newpath), overwrite)
        shutil.copyfile(_path(oldpath), _path(newpath))


def Rename(oldname: Any, newname: Any, overwrite: bool = False) -> None:  # noqa: N802
    """Give a file or folder another name; arguments as of `Copy`."""
    with _Translating():
        _free(_path(newname), overwrite)
        _path(oldname).replace(_path(newname))


def Walk(top: Any, in_order: bool = True) -> Iterator[tuple[str, list[str], list[str]]]:  # noqa: N802
    """Yield each folder at and below one: its path, its folders and its files, sorted.

    Args:
        top: the folder.
        in_order: whether a folder comes before what is in it.
    """
    for folder, folders, files in os.walk(_path(top), topdown=in_order):
        if in_order:
            folders.sort()
        yield folder, sorted(folders), sorted(files)
