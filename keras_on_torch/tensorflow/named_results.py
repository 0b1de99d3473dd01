"""Named tuples by which TensorFlow's functions return several tensors."""

from typing import Any, NamedTuple

__all__ = [
    "CombinedNonMaxSuppression",
    "ListDiff",
    "Lu",
    "MaxPoolWithArgmax",
    "Moments",
    "NonMaxSuppressionV4",
    "SampledCandidates",
    "TopKV2",
    "Unique",
    "UniqueWithCounts",
]


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


class Lu(NamedTuple):
    """Triangular factors in one matrix, and the order of its rows."""

    lu: Any
    p: Any


class Moments(NamedTuple):
    """A mean and a variance."""

    mean: Any
    variance: Any


class MaxPoolWithArgmax(NamedTuple):
    """The highest number of each window, and where it stands."""

    output: Any
    argmax: Any


class NonMaxSuppressionV4(NamedTuple):
    """The numbers of boxes, and how many of them are valid."""

    selected_indices: Any
    valid_outputs: Any


class SampledCandidates(NamedTuple):
    """Sampled classes, and how often true and sampled ones are expected among them."""

    sampled_candidates: Any
    true_expected_count: Any
    sampled_expected_count: Any


class CombinedNonMaxSuppression(NamedTuple):
    """The best boxes of a batch, their scores and classes, and how many are valid."""

    nmsed_boxes: Any
    nmsed_scores: Any
    nmsed_classes: Any
    valid_detections: Any
