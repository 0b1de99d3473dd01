"""MNIST: handwritten digits, 28 x 28 grey pixels (LeCun et al., 1998)."""

import numpy as np

from keras_on_torch.datasets.archives import read_npz
from keras_on_torch.utils.download import get_file

__all__ = ["load_data"]

ORIGIN = "https://s3.amazonaws.com/img-datasets/mnist.npz"
FILE_HASH = "8a61469f7ea1b51cbae51d4f78837e45"

Pair = tuple[np.ndarray, np.ndarray]


def load_data(path: str = "mnist.npz") -> tuple[Pair, Pair]:
    """Return the 60000 digits for training and the 10000 for testing.

    Args:
        path: the file's name in the cache.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pixels `(images, 28, 28)`, digits `(images,)`.

    Raises:
        OSError: the file is not there and cannot be fetched.
        ValueError: what was fetched is not that file.
    """
    path = get_file(path, origin=ORIGIN, file_hash=FILE_HASH)
    x_train, y_train, x_test, y_test = read_npz(path, ("x_train", "y_train", "x_test", "y_test"))
    return (x_train, y_train), (x_test, y_test)
