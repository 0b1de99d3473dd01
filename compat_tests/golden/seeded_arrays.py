"""Numbers that both Kerases are fed: drawn from a seed, so they need not be recorded.

numpy promises that `RandomState` gives the same stream in every release.
"""

import zlib

import numpy as np

__all__ = ["array", "concrete", "random_of", "weight"]

BATCH = 3
LENGTH = 5


def random_of(*words):
    """Return the stream of draws that belongs to these words."""
    return np.random.RandomState(zlib.crc32(" ".join(map(str, words)).encode("utf8")))


def concrete(shape, batch=BATCH, length=LENGTH):
    """Return `shape` with a number for each None: the batch in front, a length elsewhere."""
    return tuple(
        (length if axis else batch) if size is None else size for axis, size in enumerate(shape)
    )


def array(random, shape, kind="normal"):
    """Draw an array of one kind.

    Args:
        random: the stream to draw from.
        shape: a shape without None.
        kind: "normal"; "unit" (0.05 to 0.95); "positive" (0.5 to 1.5); "signs" (-1 or 1);
            "rows" (positive, sums to one along the last axis); "bits" (0 or 1);
            "one_hot"; "ids:5" (whole numbers from 0 to 4); "zeros".
    """
    if kind == "normal":
        return random.normal(size=shape).astype("float32")
    if kind == "unit":
        return random.uniform(0.05, 0.95, shape).astype("float32")
    if kind == "positive":
        return random.uniform(0.5, 1.5, shape).astype("float32")
    if kind == "rows":
        positive = random.uniform(0.1, 1.0, shape)
        return (positive / positive.sum(axis=-1, keepdims=True)).astype("float32")
    if kind == "one_hot":
        return np.eye(shape[-1], dtype="float32")[random.randint(0, shape[-1], shape[:-1])]
    if kind == "zeros":
        return np.zeros(shape, "float32")
    if kind == "signs":
        return (2 * random.randint(0, 2, shape) - 1).astype("float32")
    low, high = {"bits": (0, 2)}.get(kind) or (0, int(kind.split(":")[1]))
    return random.randint(low, high, shape).astype("float32")


def weight(random, name, shape):
    """Draw the values of a layer's weight; a variance must not be negative."""
    low, high = (0.5, 1.5) if "variance" in name else (-0.7, 0.7)
    return random.uniform(low, high, shape).astype("float32")
