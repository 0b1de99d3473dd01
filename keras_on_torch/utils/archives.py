"""Archives, unpacked as a whole or not at all, and no further than is plausible."""

import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keras_on_torch.utils.atomic import temporary_beside
from keras_on_torch.utils.registry import to_list

__all__ = ["unpack"]

# What an archive may become: data sets of text and images stay far below.
_FREE_BYTES, _MOST_TIMES = 2**28, 100
_FREE_FILES, _BYTES_A_FILE = 100_000, 100
_LONGEST_NAME = 2**20
_WITH_NAMES = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)
_LONG_NAMES = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


def unpack(file: Path, folder: Path, archive_format: Any) -> bool:
    """Unpack an archive, all or nothing; tell whether it was one of the given formats.

    Args:
        file: the archive.
        folder: where its files go.
        archive_format: "tar", "zip", a list of these, "auto" for both, None for none.

    Raises:
        ValueError: it unpacks to far more than an archive of its size should, or in a way that
            Python does not know.
    """
    formats = ("tar", "zip") if archive_format == "auto" else to_list(archive_format, True)
    limits = _Limits(file)
    with temporary_beside(folder / file.name) as place:
        if "tar" in formats and tarfile.is_tarfile(file):
            place.mkdir()
            with tarfile.open(file, tarinfo=_Header) as tar:
                tar.extractall(place, limits.of_tar(tar), filter="data")
        elif "zip" in formats and zipfile.is_zipfile(file):
            place.mkdir()
            with zipfile.ZipFile(file) as archive:
                for entry in archive.infolist():
                    limits.count(entry.file_size)
                _extract(archive, place)
        else:
            return False
        _move_in(place, folder)
    return True


def _extract(archive: zipfile.ZipFile, place: Path) -> None:
    try:
        archive.extractall(place)
    except (RuntimeError, NotImplementedError) as error:  # A password, or another compression.
        raise ValueError(str(error)) from error


class _Header(tarfile.TarInfo):
    """The header of a member; one that is only a name is read whole, so it must be short."""

    @classmethod
    def frombuf(cls, buf: Any, encoding: str, errors: str) -> "_Header":
        header = super().frombuf(buf, encoding, errors)
        if header.type in (*_WITH_NAMES, *_LONG_NAMES) and header.size > _LONGEST_NAME:
            raise ValueError(f"it has a name of {header.size} bytes")
        return header


class _Limits:
    """Counts what comes out of an archive.

    Args:
        file: the archive.
    """

    def __init__(self, file: Path) -> None:
        self.packed = file.stat().st_size
        self.bytes = self.files = 0

    def count(self, size: int) -> None:
        """Count a file.

        Raises:
            ValueError: it is one too many, or too large.
        """
        self.files += 1
        self.bytes += size
        if self.bytes > _FREE_BYTES + _MOST_TIMES * self.packed:
            raise ValueError(f"its {self.packed} bytes unpack to {self.bytes} and more")
        if self.files > _FREE_FILES + self.packed // _BYTES_A_FILE:
            raise ValueError(f"its {self.packed} bytes hold {self.files} files and more")

    def of_tar(self, tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
        """Yield the members, each counted before it is unpacked."""
        for member in tar:
            self.count(member.size)
            yield member


def _move_in(unpacked: Path, folder: Path) -> None:
    """Move files into a folder; what is not there yet comes at once, with all that is in it."""
    for entry in unpacked.iterdir():
        place = folder / entry.name
        if entry.is_dir() and place.is_dir():
            shutil.copytree(entry, place, dirs_exist_ok=True, copy_function=shutil.move)
        else:
            entry.replace(place)
