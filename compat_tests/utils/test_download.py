"""Files come whole or not at all, and only once."""

import hashlib
import io
import socket
import tarfile
import zipfile
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import numpy as np
import pytest

from keras_on_torch.utils import archives, download
from keras_on_torch.utils.data_utils import _hash_file
from keras_on_torch.utils.download import extract_archive, get_file, validate_file

TEXT = b"some bytes" * 1000
SHA = hashlib.sha256(TEXT).hexdigest()
MD5 = hashlib.md5(TEXT).hexdigest()


@pytest.fixture
def origin(tmp_path):
    path = tmp_path / "web" / "data.txt"
    path.parent.mkdir()
    path.write_bytes(TEXT)
    return path


def fetched(origin, tmp_path, name="data.txt", **kwargs):
    return get_file(name, origin.as_uri(), cache_dir=tmp_path, **kwargs)


def test_a_file_is_fetched_once(origin, tmp_path, capsys):
    path = fetched(origin, tmp_path)
    assert path == str(tmp_path / "datasets" / "data.txt")
    assert Path(path).read_bytes() == TEXT
    assert capsys.readouterr().out.startswith(f"Downloading data from {origin.as_uri()}\n")
    origin.unlink()
    assert fetched(origin, tmp_path) == path
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("given", [{"file_hash": SHA}, {"file_hash": MD5}, {"md5_hash": MD5}])
def test_a_file_with_another_sum_is_fetched_again(origin, tmp_path, capsys, given):
    old = tmp_path / "datasets" / "data.txt"
    old.parent.mkdir()
    old.write_bytes(b"outdated")
    fetched(origin, tmp_path, **given)
    assert old.read_bytes() == TEXT
    assert "A local file was found" in capsys.readouterr().out
    fetched(origin, tmp_path, **given)
    assert capsys.readouterr().out == ""


def test_what_comes_with_a_wrong_sum_is_refused_and_the_old_file_stays(origin, tmp_path):
    old = tmp_path / "datasets" / "data.txt"
    old.parent.mkdir()
    old.write_bytes(b"outdated")
    with pytest.raises(ValueError, match="is not 0000"):
        fetched(origin, tmp_path, file_hash="0" * 64)
    assert [path.name for path in old.parent.iterdir()] == ["data.txt"]
    assert old.read_bytes() == b"outdated"


def test_a_failed_fetch_leaves_nothing(origin, tmp_path):
    origin.unlink()
    with pytest.raises(OSError, match="URL fetch failure on file"):
        fetched(origin, tmp_path)
    assert list((tmp_path / "datasets").iterdir()) == []


def packed(origin, kind):
    path = origin.with_name(f"data.{kind}")
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(origin, "inner/data.txt")
    else:
        with tarfile.open(path, "w:gz") as archive:
            archive.add(origin, "inner/data.txt")
    return path


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
@pytest.mark.parametrize("archive_format", ["auto", "own", ["tar", "zip"]], ids=str)
def test_archives_are_unpacked_beside_the_file(origin, tmp_path, kind, archive_format):
    archive_format = kind[:3] if archive_format == "own" else archive_format
    name = f"data.{kind}"
    archive = packed(origin, kind)
    path = fetched(archive, tmp_path, name, extract=True, archive_format=archive_format)
    assert path == str(tmp_path / "datasets" / name)
    assert (tmp_path / "datasets" / "inner" / "data.txt").read_bytes() == TEXT


def test_untar_gives_the_folder(origin, tmp_path):
    path = fetched(packed(origin, "tar.gz"), tmp_path, "inner", untar=True)
    assert path == str(tmp_path / "datasets" / "inner")
    assert (tmp_path / "datasets" / "inner" / "data.txt").read_bytes() == TEXT
    assert (tmp_path / "datasets" / "inner.tar.gz").exists()


def test_what_is_no_archive_is_left_as_it_is(origin, tmp_path):
    fetched(origin, tmp_path, extract=True)
    assert [path.name for path in (tmp_path / "datasets").iterdir()] == ["data.txt"]


def test_an_archive_cannot_write_elsewhere(origin, tmp_path):
    path = origin.with_name("bad.tar")
    with tarfile.open(path, "w") as archive:
        archive.add(origin, "../../escaped.txt")
    with pytest.raises(tarfile.TarError):
        fetched(path, tmp_path, "bad.tar", extract=True)
    assert not (tmp_path / "escaped.txt").exists()


@pytest.mark.parametrize(
    ("sum_", "algorithm", "valid"),
    [
        (SHA, "auto", True),
        (SHA, "sha256", True),
        (MD5, "auto", True),
        (MD5, "md5", True),
        (MD5, "sha256", False),
        ("0" * 32, "auto", False),
    ],
)
def test_sums_are_checked(origin, sum_, algorithm, valid):
    assert validate_file(origin, sum_, algorithm) is valid


def test_the_sum_of_a_file_is_had_under_the_old_name(origin):
    assert _hash_file(origin) == SHA
    assert _hash_file(str(origin), algorithm="md5", chunk_size=7) == MD5
    with pytest.raises(TypeError, match="got 'auto'"):  # Keras: it has no sum to tell by.
        _hash_file(origin, "auto")
    with pytest.raises(ValueError, match="got 'sha1'"):
        _hash_file(origin, "sha1")


def truncated(origin):
    path = packed(origin, "tar.gz")
    path.write_bytes(path.read_bytes()[:50_000])
    return path


def test_a_truncated_archive_is_named_and_not_kept(origin, tmp_path):
    origin.write_bytes(np.random.RandomState(0).bytes(100_000))
    with pytest.raises(EOFError, match=r"inner\.tar\.gz is no whole archive.*Try again"):
        fetched(truncated(origin), tmp_path, "inner", untar=True)
    assert list((tmp_path / "datasets").iterdir()) == []


def test_a_truncated_archive_that_was_there_stays(origin, tmp_path):
    origin.write_bytes(np.random.RandomState(0).bytes(100_000))
    own = tmp_path / "datasets" / "inner.tar.gz"
    own.parent.mkdir()
    own.write_bytes(truncated(origin).read_bytes())
    with pytest.raises(EOFError, match="Delete it to have it fetched again"):
        fetched(origin, tmp_path, "inner", untar=True)
    assert list(own.parent.iterdir()) == [own]


def test_a_transfer_that_ends_early_leaves_nothing(web, tmp_path, monkeypatch):
    (web.folder / "data.txt").write_bytes(TEXT)

    def promise_more(handler, name, value):
        header(handler, name, str(len(TEXT) + 1) if name == "Content-Length" else value)

    header = SimpleHTTPRequestHandler.send_header
    monkeypatch.setattr(SimpleHTTPRequestHandler, "send_header", promise_more)
    with pytest.raises(OSError, match=r"URL fetch failure on http.*retrieval incomplete"):
        get_file("data.txt", web.address + "data.txt", cache_dir=tmp_path)
    assert list((tmp_path / "datasets").iterdir()) == []


def test_a_file_that_is_not_on_the_server_leaves_nothing(web, tmp_path):
    with pytest.raises(OSError, match=r"URL fetch failure on http.*: 404 -- "):
        get_file("data.txt", web.address + "data.txt", cache_dir=tmp_path)
    assert list((tmp_path / "datasets").iterdir()) == []


@pytest.mark.parametrize("algorithm", ["md5", "sha256", "auto"])
def test_sums_are_compared_in_any_case(origin, algorithm):
    assert validate_file(origin, (MD5 if algorithm == "md5" else SHA).upper(), algorithm)


def test_a_silent_server_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "_SILENCE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/data.txt"
        with pytest.raises(OSError, match=r"URL fetch failure on http.*timed out"):
            get_file("data.txt", address, cache_dir=tmp_path)
    assert list((tmp_path / "datasets").iterdir()) == []


def bombs(folder):
    """Return archives that unpack to far more than they are: bytes, files, a name."""
    paths = [folder / name for name in ("bytes.zip", "bytes.tar", "files.zip", "name.tar")]
    with zipfile.ZipFile(paths[0], "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(2_000_000))
    with tarfile.open(paths[1], "w:gz") as archive:
        header = tarfile.TarInfo("zeros")
        header.size = 2_000_000
        archive.addfile(header, io.BytesIO(bytes(2_000_000)))
    with zipfile.ZipFile(paths[2], "w") as archive:
        for number in range(30):
            archive.writestr(f"{number}", b"")
    with tarfile.open(paths[3], "w:gz", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("x" * 5000))
    return paths


def test_archives_that_unpack_to_far_more_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_FREE_BYTES", 100_000)
    monkeypatch.setattr(archives, "_FREE_FILES", 5)
    monkeypatch.setattr(archives, "_BYTES_A_FILE", 10_000)
    monkeypatch.setattr(archives, "_LONGEST_NAME", 1000)
    (tmp_path / "cache").mkdir()
    paths = bombs(tmp_path)
    words = ("unpack to 2000000", "unpack to 2000000", "hold 6 files", "a name of 5001 bytes")
    for path, word in zip(paths, words, strict=True):
        with pytest.raises(ValueError, match=word):
            extract_archive(path, tmp_path)
        with pytest.raises(ValueError, match=f"{path.name} is no whole archive.*{word}"):
            get_file(path.name, path.as_uri(), cache_dir=tmp_path / "cache", extract=True)
    assert sorted(tmp_path.glob("*")) == sorted([*paths, tmp_path / "cache"])
    assert list((tmp_path / "cache" / "datasets").iterdir()) == []
