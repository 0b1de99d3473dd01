"""What the two CIFAR data sets share: batches of images that Python 2 pickled."""

from pathlib import Path
from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch.utils.restricted_pickle import load_pickle

__all__ = ["in_configured_order", "load_batch"]

_SHAPE = (3, 32, 32)


def load_batch(fpath: Any, label_key: str = "labels") -> tuple[np.ndarray, list[int]]:
    """Return the images and labels of a batch.

    Args:
        fpath: the file.
        label_key: which of its labels.

    Returns:
        pixels `(images, 3, 32, 32)`, and a list of classes.

    Raises:
        FileNotFoundError: it is not there.
        KeyError: it has no such labels.
        ValueError: it asks for more than arrays, or holds something else.
        EOFError, pickle.UnpicklingError: it is truncated.
    """
    if not Path(fpath).is_file():
        raise FileNotFoundError(
            f"there is no file {fpath}. Delete its folder, and the archive beside that, to have it"
            " fetched again"
        )
    with Path(fpath).open("rb") as stream:
        batch = load_pickle(stream, fpath, "bytes")
    if not isinstance(batch, dict):
        raise ValueError(f"{fpath} must hold a dict of data and labels, got {type(batch).__name__}")
    found = {key.decode() if isinstance(key, bytes) else key: batch[key] for key in batch}
    for key in ("data", label_key):
        if key not in found:
            raise KeyError(f"{fpath} has no {key!r}, only {', '.join(map(repr, found))}")
    data = found["data"]
    if not isinstance(data, np.ndarray) or data.size != len(data) * np.prod(_SHAPE):
        raise ValueError(f"{fpath}: each image must have {np.prod(_SHAPE)} pixels")
    return data.reshape(len(data), *_SHAPE), found[label_key]


def in_configured_order(x: np.ndarray) -> np.ndarray:
    """Return images with channels first in the configured axis order."""
    return x.transpose(0, 2, 3, 1) if config.image_data_format() == "channels_last" else x
