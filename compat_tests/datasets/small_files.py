"""Small files in the formats of the data sets, and calls of their loaders.

Plain Python 3.7: the recorder runs the calls in real Keras, the tests in ours.
"""

import gzip
import io
import json
import pickle
import struct
import tarfile
import zlib

import numpy as np

from compat_tests.golden.seeded_arrays import random_of

__all__ = ["CALLS", "FILES", "described", "python2_pickle"]

# Name: module of keras.datasets, function, arguments.
CALLS = {
    "mnist": ("mnist", "load_data", {}),
    "fashion_mnist": ("fashion_mnist", "load_data", {}),
    "cifar100": ("cifar100", "load_data", {}),
    "cifar100 coarse": ("cifar100", "load_data", {"label_mode": "coarse"}),
    "cifar100 channels first": ("cifar100", "load_data", {}),
    "boston_housing": ("boston_housing", "load_data", {}),
    "boston_housing parted": ("boston_housing", "load_data", {"test_split": 0.5, "seed": 7}),
    "boston_housing whole": ("boston_housing", "load_data", {"test_split": 0}),
    "imdb": ("imdb", "load_data", {}),
    "imdb frequent": ("imdb", "load_data", {"num_words": 30, "skip_top": 5}),
    "imdb left out": ("imdb", "load_data", {"num_words": 30, "skip_top": 5, "oov_char": None}),
    "imdb short": ("imdb", "load_data", {"maxlen": 7}),
    "imdb very short": ("imdb", "load_data", {"maxlen": 4, "num_words": 20}),
    "imdb plain": ("imdb", "load_data", {"start_char": None, "index_from": 0}),
    "imdb unmarked": ("imdb", "load_data", {"start_char": None, "index_from": 1}),
    "imdb seed": ("imdb", "load_data", {"seed": 3}),
    "reuters": ("reuters", "load_data", {}),
    "reuters frequent": ("reuters", "load_data", {"num_words": 30, "skip_top": 5, "seed": 3}),
    "reuters parted": ("reuters", "load_data", {"test_split": 0.5, "maxlen": 8}),
    "reuters none left": ("reuters", "load_data", {"maxlen": 1, "num_words": 10}),
    "reuters of one length": ("reuters", "load_data", {"maxlen": 4}),
    "reuters plain": (
        "reuters",
        "load_data",
        {"start_char": None, "index_from": 0, "oov_char": None, "num_words": 20},
    ),
    "imdb words": ("imdb", "get_word_index", {}),
    "reuters words": ("reuters", "get_word_index", {}),
}


def described(value):
    """Return what a loader gave in plain JSON: types, shapes, and content or its sum."""
    if isinstance(value, tuple):
        return [described(entry) for entry in value]
    if not isinstance(value, np.ndarray):
        return value
    kind = [str(value.dtype), list(value.shape)]
    if value.size > 200:
        return [*kind, zlib.crc32(np.ascontiguousarray(value).tobytes())]
    return [*kind, [entry if isinstance(entry, list) else entry.tolist() for entry in value]]


# ---- the files: name in the cache -> content
def archive(**arrays):
    """Return the content of an archive of numpy.savez."""
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def digits():
    draws = random_of("digits")
    return archive(
        x_train=draws.randint(0, 256, (6, 28, 28)).astype("uint8"),
        y_train=draws.randint(0, 10, 6).astype("uint8"),
        x_test=draws.randint(0, 256, (2, 28, 28)).astype("uint8"),
        y_test=draws.randint(0, 10, 2).astype("uint8"),
    )


def houses():
    draws = random_of("houses")
    return archive(x=draws.uniform(size=(11, 13)), y=draws.uniform(5, 50, 11))


def texts(draws, count):
    """Return lists of words' ranks, as an array of objects."""
    lists = np.empty(count, object)
    for index in range(count):
        lists[index] = draws.randint(1, 50, draws.randint(2, 9)).tolist()
    return lists


def reviews():
    draws = random_of("reviews")
    return archive(
        x_train=texts(draws, 7),
        y_train=draws.randint(0, 2, 7),
        x_test=texts(draws, 5),
        y_test=draws.randint(0, 2, 5),
    )


def newswires():
    draws = random_of("newswires")
    return archive(x=texts(draws, 11), y=draws.randint(0, 46, 11))


def packed_bytes(shape):
    """Return bytes in MNIST's own format, packed."""
    content = random_of("clothes", shape).randint(0, 10, shape).astype("uint8").tobytes()
    head = struct.pack(f">4B{len(shape)}i", 0, 0, 8, len(shape), *shape)
    return gzip.compress(head + content)


class Python2Pickler(pickle._Pickler):
    """Writes what Python 2 wrote: its texts are bytes, and so are the bytes of arrays."""

    def save_bytes(self, value):
        value = value.encode("ascii") if isinstance(value, str) else value
        self.write(pickle.BINSTRING + struct.pack("<i", len(value)) + value)
        self.memoize(value)

    dispatch = {**pickle._Pickler.dispatch, bytes: save_bytes, str: save_bytes}  # noqa: RUF012


def python2_pickle(value):
    """Return the pickle that Python 2 with NumPy 1 made of a value."""
    stream = io.BytesIO()
    Python2Pickler(stream, 2).dump(value)
    return stream.getvalue().replace(b"numpy._core.", b"numpy.core.")


def batch(name, count, *labels):
    """Return a batch of CIFAR's images."""
    draws = random_of("things", name)
    content = {b"batch_label": name.encode("ascii")}
    for label in labels:
        content[label] = draws.randint(0, 10, count).tolist()
    content[b"data"] = draws.randint(0, 256, (count, 3072)).astype("uint8")
    return python2_pickle(content)


def tar(**contents):
    """Return a packed archive of files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def things_of_10(count=2):
    names = [f"data_batch_{number}" for number in range(1, 6)] + ["test_batch"]
    return tar(**{"cifar-10-batches-py/" + name: batch(name, count, b"labels") for name in names})


def things_of_100():
    labels = b"fine_labels", b"coarse_labels"
    return tar(
        **{
            "cifar-100-python/train": batch("train", 4, *labels),
            "cifar-100-python/test": batch("test", 2, *labels),
        }
    )


def words(name):
    return json.dumps({"the": 1, "a": 2, "caf\u00e9 of " + name: 3}).encode("utf8")


FILES = {
    "boston_housing.npz": houses,
    "cifar-10-batches-py.tar.gz": things_of_10,
    "cifar-100-python.tar.gz": things_of_100,
    "imdb.npz": reviews,
    "imdb_word_index.json": lambda: words("imdb"),
    "mnist.npz": digits,
    "reuters.npz": newswires,
    "reuters_word_index.json": lambda: words("reuters"),
    "fashion-mnist/train-labels-idx1-ubyte.gz": lambda: packed_bytes((5,)),
    "fashion-mnist/train-images-idx3-ubyte.gz": lambda: packed_bytes((5, 28, 28)),
    "fashion-mnist/t10k-labels-idx1-ubyte.gz": lambda: packed_bytes((3,)),
    "fashion-mnist/t10k-images-idx3-ubyte.gz": lambda: packed_bytes((3, 28, 28)),
}
