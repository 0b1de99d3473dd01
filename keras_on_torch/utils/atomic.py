"""A file that is written as a whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["replaced_path"]


@contextmanager
def replaced_path(filepath: Any) -> Iterator[Path]:
    """Return the path of a file to write, which takes the place of another when all is written.

    It is written beside that one and then renamed: a write that fails, or is killed, leaves the old
    file as it was.

    Args:
        filepath: the file.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    target = Path(os.fsdecode(filepath)).resolve()
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"Unable to create file {os.fsdecode(filepath)!r}: there is no folder {target.parent}"
        )
    beside = target.parent / f".keras-{uuid.uuid4().hex}.tmp"
    try:
        yield beside
        if target.exists():
            shutil.copymode(target, beside)
        _put_on_disk(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _put_on_disk(path: Path) -> None:
    """Wait until the file is stored, so that the rename cannot come before its content."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
