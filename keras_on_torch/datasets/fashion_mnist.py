"""Fashion-MNIST: pieces of clothing, 28 x 28 grey pixels (Xiao et al., 2017)."""

import os

import numpy as np

from keras_on_torch.datasets.archives import read_idx
from keras_on_torch.utils.download import get_file

__all__ = ["load_data"]

ORIGIN = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
FOLDER = os.path.join("datasets", "fashion-mnist")  # noqa: PTH118  # get_file takes text.

Pair = tuple[np.ndarray, np.ndarray]


def load_data() -> tuple[Pair, Pair]:
    """Return the 60000 pieces for training and the 10000 for testing.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pixels `(images, 28, 28)`, classes `(images,)`.

    Raises:
        OSError: a file is not there and cannot be fetched, or is not packed by gzip.
        EOFError: a file is truncated.
        ValueError: a file holds something else.
    """
    y_train = read_idx(_fetched("train-labels-idx1-ubyte.gz"), 1)
    x_train = read_idx(_fetched("train-images-idx3-ubyte.gz"), 3)
    y_test = read_idx(_fetched("t10k-labels-idx1-ubyte.gz"), 1)
    x_test = read_idx(_fetched("t10k-images-idx3-ubyte.gz"), 3)
    return (x_train, y_train), (x_test, y_test)


def _fetched(name: str) -> str:
    return get_file(name, origin=ORIGIN + name, cache_subdir=FOLDER)
