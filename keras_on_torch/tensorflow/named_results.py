"""Named tuples by which TensorFlow's functions return several tensors."""

from typing import Any, NamedTuple

__all__ = ["ListDiff", "MaxPoolWithArgmax", "Moments", "TopKV2", "Unique", "UniqueWithCounts"]


class TopKV2(NamedTuple):
    """The largest numbers, and where they stand."""

    values: Any
    indices: Any


class Unique(NamedTuple):
    """Different numbers, and the place of each number among them."""

    y: Any
    idx: Any


class UniqueWithCounts(NamedTuple):
    """Different numbers, the place of each number among them, and how often they come."""

    y: Any
    idx: Any
    count: Any


class ListDiff(NamedTuple):
    """Numbers that are in one row alone, and where."""

    out: Any
    idx: Any


class Moments(NamedTuple):
    """A mean and a variance."""

    mean: Any
    variance: Any


class MaxPoolWithArgmax(NamedTuple):
    """The highest number of each window, and where it stands."""

    output: Any
    argmax: Any
