"""Counts: of numbers, of classes that are taken for others, of numbers between bounds."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import alike, allowed, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int32
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "bincount",
    "confusion_matrix",
    "histogram_fixed_width",
    "histogram_fixed_width_bins",
    "is_non_decreasing",
    "is_strictly_increasing",
]


@function
def bincount(
    arr: Any, weights: Any = None, minlength: Any = None, maxlength: Any = None, dtype: Any = int32
) -> Tensor:
    """Return how often each whole number comes.

    Args:
        arr: whole numbers, none below 0.
        weights: how much each counts; None is 1.
        minlength: at least how many counts there are.
        maxlength: at most how many; larger numbers are not counted.
        dtype: the type of the counts, where there are no weights.
    """
    numbers = allowed(tensor(arr), "int", "arr")
    given = None if weights is None else tensor(weights)
    least, most = (None if each is None else sizes(each)[0] for each in (minlength, maxlength))
    return _counted(numbers, given, least, most, torch_dtype(as_dtype(dtype)))


def _counted_shape(
    numbers: Tensor, weights: Any, least: Any, most: Any, dtype: torch.dtype
) -> Tensor:
    kind = dtype if weights is None else weights.dtype
    return torch.empty(unknown_length(), dtype=kind, device="meta")


@op(infer=_counted_shape, differentiable=False)
def _counted(numbers: Tensor, weights: Any, least: Any, most: Any, dtype: torch.dtype) -> Tensor:
    flat = numbers.reshape(-1).long()
    if flat.numel() and int(flat.min()) < 0:
        raise InvalidArgumentError(None, None, "Input arr must be non-negative!")
    length = int(flat.max()) + 1 if flat.numel() else 0
    if least is not None:
        length = max(length, size_of(least))
    if most is not None:
        length = min(length, size_of(most))
    kind = dtype if weights is None else weights.dtype
    ones = torch.ones_like(flat, dtype=kind) if weights is None else weights.reshape(-1)
    kept = flat < length
    return torch.zeros(length, dtype=kind, device=flat.device).index_add(0, flat[kept], ones[kept])


@function
def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    dtype: Any = int32,
    name: str | None = None,
    weights: Any = None,
) -> Tensor:
    """Return how often each class was taken for each.

    Args:
        labels: the classes.
        predictions: what they were taken for.
        num_classes: how many classes there are; None takes the largest that comes.
        dtype: the type of the counts.
        name: how the result is called.
        weights: how much each counts; None is 1.

    Shape:
        (samples,), (samples,) -> (classes, classes)
    """
    truth, taken = (
        _one_axis(allowed(tensor(x), "int small float", "labels")) for x in (labels, predictions)
    )
    given = None if weights is None else tensor(weights)
    count = None if num_classes is None else sizes(num_classes)[0]
    return _confused(truth, taken, given, count, torch_dtype(as_dtype(dtype)))


def _one_axis(x: Tensor) -> Tensor:
    if x.ndim == 2:
        return torch.squeeze(x, -1)
    if x.ndim != 1:
        raise ValueError(f"tf.confusion_matrix takes classes in one row, got {x.ndim} axes")
    return x


def _confused_shape(
    truth: Tensor, taken: Tensor, weights: Any, count: Any, dtype: torch.dtype
) -> Tensor:
    length = unknown_length() if count is None else size_of(count)
    return torch.empty((length, length), dtype=dtype, device="meta")


@op(infer=_confused_shape, differentiable=False)
def _confused(truth: Tensor, taken: Tensor, weights: Any, count: Any, dtype: torch.dtype) -> Tensor:
    truth, taken = truth.long(), taken.long()
    for name, classes in (("labels", truth), ("predictions", taken)):
        if classes.numel() and int(classes.min()) < 0:
            raise InvalidArgumentError(None, None, f"`{name}` contains negative values")
    found = max((int(each.max()) + 1 for each in (truth, taken) if each.numel()), default=0)
    length = found if count is None else size_of(count)
    if found > length:
        raise InvalidArgumentError(
            None, None, f"`labels` or `predictions` out of bound: {found - 1}, {length} classes"
        )
    ones = torch.ones_like(truth, dtype=dtype) if weights is None else weights.to(dtype)
    matrix = torch.zeros((length, length), dtype=dtype, device=truth.device)
    return matrix.index_put((truth, taken), ones, accumulate=True)


# ---- histograms
@function
def histogram_fixed_width_bins(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None
) -> Tensor:
    """Return for each number the bin, of equal widths, that it falls into.

    Args:
        values: numbers; those outside the range fall into the first or the last bin.
        value_range: lower and upper bound of all bins.
        nbins: how many bins there are.
        dtype: the type of the result.
        name: how the result is called.
    """
    x, bounds = alike("HistogramFixedWidth", values=values, value_range=value_range)
    return _bins(x, bounds, sizes(nbins)[0], torch_dtype(as_dtype(dtype)))


@op(differentiable=False)
def _bins(x: Tensor, bounds: Tensor, count: Any, dtype: torch.dtype) -> Tensor:
    count = size_of(count)
    low, high = bounds.unbind()
    place = torch.floor((x - low).double() / (high - low).double() * count)
    return place.clamp(0, count - 1).to(dtype)


@function
def histogram_fixed_width(
    values: Any, value_range: Any, nbins: Any = 100, dtype: Any = int32, name: str | None = None
) -> Tensor:
    """Return how many numbers fall into each bin; arguments as of `histogram_fixed_width_bins`."""
    places = histogram_fixed_width_bins(values, value_range, nbins)
    return _histogram(places, sizes(nbins)[0], torch_dtype(as_dtype(dtype)))


@op(differentiable=False)
def _histogram(places: Tensor, count: Any, dtype: torch.dtype) -> Tensor:
    flat = places.reshape(-1).long()
    zeros = torch.zeros(size_of(count), dtype=dtype, device=places.device)
    return zeros.index_add(0, flat, torch.ones_like(flat, dtype=dtype))


# ---- order
@function
def is_non_decreasing(x: Any, name: str | None = None) -> Tensor:
    """Return whether the numbers, in their order, never fall."""
    return _rises(tensor(x), 0)


@function
def is_strictly_increasing(x: Any, name: str | None = None) -> Tensor:
    """Return whether the numbers, in their order, always rise."""
    return _rises(tensor(x), 1)


@op(differentiable=False)
def _rises(x: Tensor, strictly: int) -> Tensor:
    row = x.reshape(-1)
    one, other = row[:-1], row[1:]
    return (one < other).all() if strictly else (one <= other).all()
