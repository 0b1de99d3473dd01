"""Files from the web, kept in a cache."""

import gzip
import hashlib
import lzma
import os
import sys
import tempfile
import zlib
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from tarfile import ReadError
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import BadZipFile

from keras_on_torch.utils.archives import unpack
from keras_on_torch.utils.atomic import temporary_beside
from keras_on_torch.utils.progbar import Progbar

__all__ = [
    "_hash_file",
    "extract_archive",
    "get_file",
    "validate_file",
]  # Keras: programs take `_hash_file`, too.

_SILENCE = 60.0
"""After how many seconds without a byte a server is given up."""

# What is raised where an archive is truncated or its content is not as it was packed.
_DAMAGE = (
    EOFError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    ReadError,
    BadZipFile,
    zlib.error,
)


def get_file(
    fname: str,
    origin: str,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: Any = "auto",
    cache_dir: Any = None,
) -> str:
    """Return the path of a file from the web, which is fetched unless it is there already.

    Args:
        fname: the file's name; an absolute path is taken as it is.
        origin: its address.
        untar: whether it is a tar.gz archive to unpack (`extract` is the newer way).
        md5_hash: its MD5 sum (`file_hash` is the newer way).
        file_hash: its SHA-256 or MD5 sum, in hexadecimal digits.
        cache_subdir: the folder in the cache.
        hash_algorithm: "md5", "sha256", or "auto", which tells by the length of the sum.
        extract: whether it is an archive to unpack beside it.
        archive_format: "tar", "zip", a list of these, "auto" for both, None for none.
        cache_dir: the cache; None takes `~/.keras`.

    Raises:
        OSError: it cannot be fetched, or not as a whole.
        ValueError: what was fetched has another sum, or is an archive that unpacks to far more
            than it should.
        EOFError, tarfile.ReadError, zipfile.BadZipFile, zlib.error: it is a damaged archive; one
            that was just fetched is not kept.
    """
    if md5_hash is not None and file_hash is None:
        file_hash, hash_algorithm = md5_hash, "md5"
    folder = _cache_folder(cache_dir, cache_subdir)
    target = folder / fname
    file = target.with_name(target.name + ".tar.gz") if untar else target
    was_there = file.exists()
    if was_there and file_hash and not validate_file(file, file_hash, hash_algorithm):
        was_there = False
        sys.stdout.write(
            "A local file was found, but it seems to be incomplete or outdated because the"
            f" {hash_algorithm} file hash does not match the original value of {file_hash} so we"
            " will re-download the data.\n"
        )
    if not was_there:
        _fetch(origin, file, file_hash, hash_algorithm)
    if extract or untar:
        formats = "tar" if untar else archive_format
        if not (untar and target.exists()):
            _unpack_whole(file, folder, formats, was_there)
    return str(target)


def _cache_folder(cache_dir: Any, cache_subdir: str) -> Path:
    base = Path("~/.keras" if cache_dir is None else cache_dir).expanduser()
    if cache_dir is None and os.access(base.parent, os.W_OK):
        base.mkdir(exist_ok=True)
    if not os.access(base, os.W_OK):
        base = Path(tempfile.gettempdir()) / ".keras"
    folder = base / cache_subdir
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fetch(origin: str, file: Path, file_hash: str | None, algorithm: str) -> None:
    """Fetch into a file beside the wanted one, and rename it only when it is whole."""
    sys.stdout.write(f"Downloading data from {origin}\n")
    try:
        with temporary_beside(file) as part:
            urlretrieve(origin, part, _Report())
            if file_hash and not validate_file(part, file_hash, algorithm):
                raise ValueError(
                    f"{origin} was fetched, but its {_algorithm(file_hash, algorithm)} sum is not"
                    f" {file_hash}: the file is damaged or was changed. Try again, or correct the"
                    " sum"
                )
            part.replace(file)
    except (URLError, HTTPException, ConnectionError, TimeoutError) as error:
        code = getattr(error, "code", getattr(error, "errno", None))
        sum_ = f", {_algorithm(file_hash, algorithm)} sum {file_hash}" if file_hash else ""
        raise OSError(
            f"URL fetch failure on {origin}: {code} -- {getattr(error, 'reason', error)}. Without a"
            f" connection, get the file by other means and put it where it belongs: {file}{sum_}"
        ) from None


def urlretrieve(origin: str, path: Path, report: Callable[[int, int, int], None]) -> None:
    """Fetch a file; unlike urllib's function of this name it does not wait for ever.

    Args:
        origin: its address.
        path: where it is written.
        report: is told the number of blocks so far, their size, and the size of all (-1: unknown).

    Raises:
        OSError: there is no answer, or the file breaks off.
    """
    block, count, length = 8192, 0, 0
    with urlopen(origin, timeout=_SILENCE) as answer, path.open("wb") as file:
        size = answer.headers.get("Content-Length", "")
        total = int(size) if size.isdecimal() else -1
        report(count, block, total)
        while part := answer.read(block):
            file.write(part)
            count, length = count + 1, length + len(part)
            report(count, block, total)
    if length < total:
        raise URLError(f"retrieval incomplete: got only {length} out of {total} bytes")


class _Report:
    """Shows how much of a file is fetched."""

    def __init__(self) -> None:
        self.bar: Progbar | None = None

    def __call__(self, count: int, block_size: int, total_size: int) -> None:
        if self.bar is None:
            self.bar = Progbar(None if total_size == -1 else total_size)
        else:
            self.bar.update(count * block_size)


def _unpack_whole(file: Path, folder: Path, archive_format: Any, was_there: bool) -> None:
    """Unpack an archive; where it is damaged, say which one, and keep none that was just fetched.

    Args:
        file: the archive.
        folder: where its files go.
        archive_format: which formats to try.
        was_there: whether the archive is the user's own, or from an earlier time.
    """
    try:
        unpack(file, folder, archive_format)
    except (*_DAMAGE, ValueError) as error:
        remedy = "Delete it to have it fetched again" if was_there else "Try again"
        if not was_there:
            file.unlink()
        kind = type(error) if isinstance(error, _DAMAGE) else ValueError
        raise kind(f"{file} is no whole archive: {error}. {remedy}") from error


def extract_archive(file_path: Any, path: Any = ".", archive_format: Any = "auto") -> bool:
    """Unpack an archive, all or nothing; tell whether it was one of the given formats.

    Args:
        file_path: the archive.
        path: the folder it is unpacked into.
        archive_format: "tar", "zip", a list of these, "auto" for both, None for none.

    Raises:
        ValueError: it unpacks to far more than an archive of its size should.
    """
    return unpack(Path(file_path), Path(path), archive_format)


def validate_file(
    fpath: Any, file_hash: str, algorithm: str = "auto", chunk_size: int = 65535
) -> bool:
    """Return whether a file has the given sum.

    Args:
        fpath: the file.
        file_hash: the sum in hexadecimal digits.
        algorithm: "sha256", "md5", or "auto", which tells by the length of the sum.
        chunk_size: how many bytes are read at a time.
    """
    return _hash_file(fpath, _algorithm(file_hash, algorithm), chunk_size) == str(file_hash).lower()


def _algorithm(file_hash: str, algorithm: str) -> str:
    long = algorithm == "sha256" or (algorithm == "auto" and len(file_hash) == 64)
    return "sha256" if long else "md5"


def _hash_file(fpath: Any, algorithm: str = "sha256", chunk_size: int = 65535) -> str:
    """Return the sum of a file in hexadecimal digits.

    Args:
        fpath: the file.
        algorithm: "sha256" or "md5".
        chunk_size: how many bytes are read at a time.

    Raises:
        TypeError: it is "auto"; there is no sum to tell the algorithm by.
        ValueError: there is no such algorithm.
    """
    if algorithm not in ("sha256", "md5"):
        kind = TypeError if algorithm == "auto" else ValueError
        raise kind(f'algorithm must be "sha256" or "md5", got {algorithm!r}')
    digest = hashlib.sha256() if algorithm == "sha256" else hashlib.md5(usedforsecurity=False)
    with Path(fpath).open("rb") as file:
        while chunk := file.read(chunk_size):
            digest.update(chunk)
    return digest.hexdigest()
