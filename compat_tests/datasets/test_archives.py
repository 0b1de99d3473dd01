"""Files that are damaged, or hostile, end in the exception that Keras raises, with their name."""

import gzip
import io
import os
import pickle
import zipfile
import zlib

import numpy as np
import pytest

from compat_tests.datasets.small_files import FILES, batch, packed_bytes, python2_pickle, tar
from keras_on_torch.datasets import cifar, imdb
from keras_on_torch.datasets.archives import read_idx, read_npz

REVIEWS = FILES["imdb.npz"]()
CLOTHES = packed_bytes((5, 28, 28))


DAMAGE = (EOFError, pickle.UnpicklingError)


class Call:
    def __reduce__(self):
        return os.system, ("true",)


def named(value):
    """Return bytes as a test's name tells them: those of archives hold the time."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else None


def stored(tmp_path, content):
    path = tmp_path / "some.file"
    path.write_bytes(content)
    return path


def hostile_archive():
    """Return an archive whose array of objects would call os.system."""
    stream = io.BytesIO()
    labels = dict.fromkeys(("y_train", "x_test", "y_test"), np.arange(3))
    np.savez(stream, x_train=np.array([Call()], object), **labels)
    return stream.getvalue()


def with_member(content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x_train.npy", content)
    return stream.getvalue()


def array_of_objects(value, shape):
    """Return an array's file whose content is the pickle of something else."""
    stream = io.BytesIO()
    head = {"descr": "|O", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, head)
    return stream.getvalue() + pickle.dumps(value)


NUMBERS = io.BytesIO()
np.save(NUMBERS, np.arange(10))


def flipped(content):
    """Return the content with a byte changed in its middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (REVIEWS[:-50], zipfile.BadZipFile, "no whole archive"),
        (REVIEWS[: len(REVIEWS) // 2], zipfile.BadZipFile, "no whole archive"),
        (flipped(with_member(NUMBERS.getvalue())), zipfile.BadZipFile, "no whole archive"),
        (b"<html>", ValueError, "no archive of arrays"),
        (b"", ValueError, "no archive of arrays"),
        (FILES["reuters.npz"](), KeyError, "has no array 'x_train', only x.npy, y.npy"),
        (hostile_archive(), ValueError, r"x_train\.npy .* asks for (posix|nt)\.system"),
        (with_member(b"something"), ValueError, r"x_train\.npy is no whole array"),
        (with_member(NUMBERS.getvalue()[:-8]), ValueError, r"x_train\.npy is no whole array"),
        (with_member(array_of_objects([1], (1,))), ValueError, "must hold an array of shape"),
        (with_member(array_of_objects(np.arange(3), (4,))), ValueError, r"of shape \(4,\)"),
        (with_member(array_of_objects(0, (1,))[:-2]), DAMAGE, r"x_train\.npy is no whole pick"),
    ],
    ids=named,
)
def test_an_archive_of_arrays(tmp_path, content, error, said):
    path = stored(tmp_path, content)
    with pytest.raises(error, match=rf"some\.file.*{said}"):
        read_npz(path, ("x_train",))


def test_tables_of_objects_keep_their_shape(tmp_path):
    table = np.array([[[1], "two"], [None, 3.5]], object)
    path = tmp_path / "some.npz"
    np.savez_compressed(path, x=table, y=np.arange(3.0))
    x, y = read_npz(path, ("x", "y"))
    assert x.tolist() == table.tolist()
    assert y.tolist() == [0, 1, 2]


def test_a_hostile_data_set_is_named(home, monkeypatch):
    path = home / "datasets" / "imdb.npz"
    path.parent.mkdir(parents=True)
    path.write_bytes(hostile_archive())
    monkeypatch.setattr(imdb, "FILE_HASH", None)
    with pytest.raises(ValueError, match=r"imdb\.npz: x_train\.npy .*system"):
        imdb.load_data()


@pytest.mark.parametrize(
    ("content", "ndim", "error", "said"),
    [
        (CLOTHES[:1000], 3, EOFError, "no whole file of gzip"),
        (b"<html>", 3, OSError, "no whole file of gzip"),
        (flipped(CLOTHES), 3, (OSError, zlib.error), "no whole file of gzip"),
        (packed_bytes((5,)), 3, ValueError, "must hold bytes with 3 axes"),
        (gzip.compress(b"\0\0\x08"), 1, ValueError, "must hold bytes with 1 axes"),
        (gzip.compress(b"\0\0\x08\x01\0\0\0\x05abc"), 1, ValueError, "must hold 5 bytes"),
    ],
    ids=named,
)
def test_packed_bytes(tmp_path, content, ndim, error, said):
    path = stored(tmp_path, content)
    with pytest.raises(error, match=rf"some\.file.*{said}"):
        read_idx(path, ndim)


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (batch("b", 2, b"labels")[:-300], pickle.UnpicklingError, "no whole pickle"),
        (b"", EOFError, "no whole pickle"),
        (tar(a=b"content"), pickle.UnpicklingError, "no whole pickle"),
        (python2_pickle([1]), ValueError, "must hold a dict"),
        (python2_pickle({b"data": np.zeros((2, 3072), "uint8")}), KeyError, "no 'labels', only"),
        (python2_pickle({b"labels": [1]}), KeyError, "no 'data', only 'labels'"),
        (python2_pickle({b"data": np.zeros((2, 3)), b"labels": []}), ValueError, "3072 pixels"),
        (python2_pickle({b"data": [1], b"labels": []}), ValueError, "3072 pixels"),
        (pickle.dumps({"data": Call()}), ValueError, r"asks for (posix|nt)\.system"),
    ],
    ids=named,
)
def test_a_batch_of_images(tmp_path, content, error, said):
    path = stored(tmp_path, content)
    with pytest.raises(error, match=rf"some\.file.*{said}"):
        cifar.load_batch(path)


def test_batches_that_python_3_wrote_are_read(tmp_path):
    data = np.random.RandomState(0).randint(0, 256, (2, 3072)).astype("uint8")
    for protocol in range(6):
        path = stored(tmp_path, pickle.dumps({"data": data, "labels": [3, 4]}, protocol))
        x, labels = cifar.load_batch(path)
        np.testing.assert_array_equal(x, data.reshape(2, 3, 32, 32))
        assert labels == [3, 4]
