"""Boston housing: prices of houses by 13 figures on their surroundings (Harrison et al., 1978)."""

import numpy as np

from keras_on_torch.datasets.archives import read_npz
from keras_on_torch.utils.download import get_file

__all__ = ["load_data"]

ORIGIN = "https://s3.amazonaws.com/keras-datasets/boston_housing.npz"
FILE_HASH = "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"

Pair = tuple[np.ndarray, np.ndarray]


def load_data(
    path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113
) -> tuple[Pair, Pair]:
    """Return the 506 houses, shuffled and parted.

    Args:
        path: the file's name in the cache.
        test_split: which part of the houses is for testing.
        seed: what NumPy's random state starts from, before the houses are shuffled.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: figures `(houses, 13)`, prices `(houses,)` in
        thousands of dollars.

    Raises:
        AssertionError: `test_split` is below 0, or not below 1.
        OSError: the file is not there and cannot be fetched.
        ValueError: what was fetched is not that file.
    """
    if not 0 <= test_split < 1:
        raise AssertionError(f"test_split must be at least 0 and below 1, got {test_split}")
    x, y = read_npz(get_file(path, origin=ORIGIN, file_hash=FILE_HASH), ("x", "y"))
    np.random.seed(seed)  # noqa: NPY002  # Keras: the order is that of NumPy's one stream.
    order = np.arange(len(x))
    np.random.shuffle(order)  # noqa: NPY002
    x, y = x[order], y[order]
    train = int(len(x) * (1 - test_split))
    return (x[:train], y[:train]), (x[train:], y[train:])
