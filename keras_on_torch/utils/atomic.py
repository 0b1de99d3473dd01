"""A file that is written as a whole or not at all."""

import hashlib
import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["replaced_path", "temporary_beside"]

_FORGOTTEN = 3600.0
"""After how many seconds what another machine has left is taken for abandoned."""

_in_use: set[Path] = set()


@contextmanager
def replaced_path(filepath: Any) -> Iterator[Path]:
    """Return the path of a file to write, which takes the place of another when all is written.

    It is written beside that one and then renamed: a write that fails, or is killed, leaves the old
    file as it was. In a folder in which nothing may be made, an old file that may be written is
    filled anew instead, when all is written elsewhere.

    Args:
        filepath: the file.

    Raises:
        FileNotFoundError: there is no such folder.
        PermissionError: neither the folder nor the file may be written.
    """
    target = Path(os.fsdecode(filepath)).resolve()
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"Unable to create file {os.fsdecode(filepath)!r}: there is no folder {target.parent}"
        )
    if _only_in_place(target):
        with tempfile.TemporaryDirectory() as folder:
            elsewhere = Path(folder) / "written"
            yield elsewhere
            shutil.copyfile(elsewhere, target)
            _put_on_disk(target)
        return
    with temporary_beside(target) as beside:
        yield beside
        if target.exists():
            shutil.copymode(target, beside)
        _put_on_disk(beside)
        beside.replace(target)


@contextmanager
def temporary_beside(target: Path) -> Iterator[Path]:
    """Return the path of a file or folder to make beside another, which is removed at the end.

    What processes that were killed have left there for the same target is removed before.

    Args:
        target: the file that is to be written.
    """
    start = f".keras-{hashlib.sha256(target.name.encode(errors='replace')).hexdigest()[:12]}"
    for left in target.parent.glob(f"{start}-*.tmp"):
        if _is_abandoned(left):
            _remove(left)
    beside = target.parent / f"{start}-{_place()}-{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp"
    _in_use.add(beside)
    try:
        yield beside
    finally:
        _in_use.discard(beside)
        _remove(beside)


def _only_in_place(target: Path) -> bool:
    """Return whether a file may be written, and none be made beside it."""
    return target.is_file() and os.access(target, os.W_OK) and not os.access(target.parent, os.W_OK)


def _place() -> str:
    """Return what tells this machine, and its table of processes, from others."""
    try:
        table = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        table = ""
    return hashlib.sha256(f"{socket.gethostname()} {table}".encode()).hexdigest()[:8]


def _is_abandoned(path: Path) -> bool:
    """Return whether nobody writes what was named by `temporary_beside`."""
    if path in _in_use:
        return False
    _, _, place, process, _ = path.name.split("-") if path.name.count("-") == 4 else [""] * 5
    if os.name != "posix":
        return True  # What is open there cannot be removed.
    if place == _place() and process.isdecimal():
        return int(process) == os.getpid() or not _is_running(int(process))
    try:
        return time.time() - path.stat().st_mtime > _FORGOTTEN
    except OSError:
        return False


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except PermissionError:
        return  # It is another's.


def _put_on_disk(path: Path) -> None:
    """Wait until the file is stored, so that the rename cannot come before its content."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
