"""CIFAR-100: small images of a hundred things, 32 x 32 coloured pixels (Krizhevsky, 2009)."""

from pathlib import Path

import numpy as np

from keras_on_torch.datasets.cifar import in_configured_order, load_batch
from keras_on_torch.utils.download import get_file

__all__ = ["load_data"]

ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz"
FOLDER = "cifar-100-python"

Pair = tuple[np.ndarray, np.ndarray]


def load_data(label_mode: str = "fine") -> tuple[Pair, Pair]:
    """Return the 50000 images for training and the 10000 for testing.

    Args:
        label_mode: "fine" for the 100 classes, "coarse" for the 20 groups of them.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pixels `(images, 32, 32, 3)`, or
        `(images, 3, 32, 32)` where channels go first; classes `(images, 1)`.

    Raises:
        ValueError: there is no such mode, or a file holds something else.
        OSError: the archive is not there and cannot be fetched, or lacks a file.
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError(f'label_mode must be one of "fine", "coarse", got {label_mode!r}')
    folder = Path(get_file(FOLDER, origin=ORIGIN, untar=True))
    train = _batch(folder / "train", label_mode)
    return train, _batch(folder / "test", label_mode)


def _batch(fpath: Path, label_mode: str) -> Pair:
    x, labels = load_batch(fpath, label_key=f"{label_mode}_labels")
    return in_configured_order(x), np.reshape(labels, (len(labels), 1))
