"""Histograms in the buckets that TensorFlow counts by."""

import itertools
from typing import Any

import numpy as np

from keras_on_torch._types import Array

__all__ = ["histogram_fields"]

_SMALLEST, _LARGEST, _GROWTH = 1e-12, 1e20, 1.1
_END = np.finfo("float64").max


def _limits() -> Array:
    """Return the upper ends of the buckets: each a tenth further from 0 than the one before."""
    factors = itertools.accumulate(itertools.repeat(_GROWTH), lambda x, f: x * f, initial=_SMALLEST)
    positive = list(itertools.takewhile(lambda x: x < _LARGEST, factors))
    ends = [*positive, _END]
    return np.array([*[-x for x in reversed(ends)], 0.0, *ends])


_LIMITS = _limits()


def histogram_fields(values: Any) -> dict[str, Any]:
    """Return the fields of a HistogramProto.

    Args:
        values: numbers; buckets that are empty stand together.

    Raises:
        ValueError: a number is not finite.
    """
    numbers = np.asarray(values, "float64").reshape(-1)
    if not np.isfinite(numbers).all():
        raise ValueError("a histogram of numbers that are not all finite")
    places = np.searchsorted(_LIMITS, numbers, side="right").clip(max=len(_LIMITS) - 1)
    counts = np.bincount(places, minlength=len(_LIMITS)).astype("float64")
    limits, kept = [], []
    place = 0
    while place < len(_LIMITS):
        end, count = _LIMITS[place], counts[place]
        place += 1
        if count <= 0.0:  # Empty ones that follow each other are one.
            while place < len(_LIMITS) and counts[place] <= 0.0:
                end, count = _LIMITS[place], counts[place]
                place += 1
        limits.append(float(end))
        kept.append(float(count))
    return {
        "min": float(numbers.min()) if numbers.size else _END,
        "max": float(numbers.max()) if numbers.size else -_END,
        "num": float(numbers.size),
        "sum": float(numbers.sum()),
        "sum_squares": float((numbers * numbers).sum()),
        "bucket_limit": limits or [_END],
        "bucket": kept or [0.0],
    }
