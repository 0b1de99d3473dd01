"""CIFAR-10: small images of ten things, 32 x 32 coloured pixels (Krizhevsky, 2009)."""

from pathlib import Path

import numpy as np

from keras_on_torch.datasets.cifar import in_configured_order, load_batch
from keras_on_torch.utils.download import get_file

__all__ = ["load_data"]

ORIGIN = "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz"
FOLDER = "cifar-10-batches-py"
IMAGES_PER_BATCH = 10000

Pair = tuple[np.ndarray, np.ndarray]


def load_data() -> tuple[Pair, Pair]:
    """Return the 50000 images for training and the 10000 for testing.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: pixels `(images, 32, 32, 3)`, or
        `(images, 3, 32, 32)` where channels go first; classes `(images, 1)`.

    Raises:
        OSError: the archive is not there and cannot be fetched, or lacks a file.
        ValueError: a file holds something else.
    """
    folder = Path(get_file(FOLDER, origin=ORIGIN, untar=True))
    batches = [_whole_batch(folder / f"data_batch_{number}") for number in range(1, 6)]
    x_train = np.concatenate([x for x, _ in batches])
    y_train = np.concatenate([y for _, y in batches])
    x_test, labels = load_batch(folder / "test_batch")
    y_test = np.reshape(labels, (len(labels), 1))
    return (in_configured_order(x_train), y_train.reshape(-1, 1)), (
        in_configured_order(x_test),
        y_test,
    )


def _whole_batch(fpath: Path) -> Pair:
    x, labels = load_batch(fpath)
    if not len(x) == len(labels) == IMAGES_PER_BATCH:
        raise ValueError(
            f"{fpath} must hold {IMAGES_PER_BATCH} images and labels, got {len(x)} and"
            f" {len(labels)}"
        )
    return x, np.array(labels, "uint8")
