"""The place of the largest, sorting, running sums and products."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, either, plain_sizes, tensor
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int64
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "arg_max",
    "arg_min",
    "argmax",
    "argmin",
    "argsort",
    "cumprod",
    "cumsum",
    "sort",
]

_ORDERED = "float int small"


# ---- the place of the largest
@function
def argmax(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = int64,
) -> Tensor:
    """Return where along an axis the largest number stands, of equal ones the first.

    Args:
        input: a tensor.
        axis: the axis; None is the first.
        name: how the result is called.
        dimension: `axis`, by its old name.
        output_type: int32 or int64.

    Raises:
        ValueError: there is no such axis.
    """
    place = either(axis, dimension, "axis", "dimension", 0)
    x = allowed(tensor(input), _ORDERED, "input")
    return _cast(torch.argmax(x, one_axis(place, x.ndim)), output_type)


@function
def argmin(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = int64,
) -> Tensor:
    """Return where along an axis the smallest number stands; arguments as of `argmax`."""
    place = either(axis, dimension, "axis", "dimension", 0)
    x = allowed(tensor(input), _ORDERED, "input")
    return _cast(torch.argmin(x, one_axis(place, x.ndim)), output_type)


def _cast(places: Tensor, dtype: Any) -> Tensor:
    return places if as_dtype(dtype) == int64 else K.cast(places, as_dtype(dtype))


def arg_max(
    input: Any, dimension: Any, output_type: Any = int64, name: str | None = None
) -> Tensor:
    """Return where along an axis the largest number stands."""
    return argmax(input, dimension, output_type=output_type, name=name)


def arg_min(
    input: Any, dimension: Any, output_type: Any = int64, name: str | None = None
) -> Tensor:
    """Return where along an axis the smallest number stands."""
    return argmin(input, dimension, output_type=output_type, name=name)


# ---- sorting
@function
def sort(
    values: Any, axis: Any = -1, direction: str = "ASCENDING", name: str | None = None
) -> Tensor:
    """Sort along an axis.

    Args:
        values: a tensor.
        axis: the axis.
        direction: "ASCENDING" or "DESCENDING".
        name: how the result is called.

    Raises:
        ValueError: there is no such axis, or no such direction.
    """
    x = allowed(tensor(values), _ORDERED, "values")
    return torch.sort(x, dim=one_axis(axis, x.ndim), descending=_falls(direction))[0]


@function
def argsort(
    values: Any,
    axis: Any = -1,
    direction: str = "ASCENDING",
    stable: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return the places along an axis in the order of the numbers there.

    Args:
        values: a tensor.
        axis: the axis.
        direction: "ASCENDING" or "DESCENDING".
        stable: whether equal numbers keep their order, which they always do.
        name: how the result is called.

    Raises:
        ValueError: there is no such axis, or no such direction.
    """
    x = allowed(tensor(values), _ORDERED, "values")
    place, falls = one_axis(axis, x.ndim), _falls(direction)
    return K.cast(torch.argsort(x, dim=place, descending=falls, stable=True), "int32")


def _falls(direction: str) -> bool:
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(f"Direction should be one of ASCENDING, DESCENDING, got {direction!r}")
    return direction == "DESCENDING"


# ---- running sums and products
@function
def cumsum(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Return running sums.

    Args:
        x: a tensor of numbers.
        axis: the axis along which is added.
        exclusive: whether each sum leaves out its own number.
        reverse: whether the end is where it starts.
        name: how the result is called.

    Raises:
        InvalidArgumentError: there is no such axis; when the program runs.
    """
    x, place = _running_arguments(x, axis)
    if not exclusive and not reverse:
        return torch.cumsum(x, place, dtype=x.dtype)
    return _running(x, place, bool(exclusive), bool(reverse), product=False)


@function
def cumprod(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Tensor:
    """Return running products; arguments as of `cumsum`."""
    x, place = _running_arguments(x, axis)
    if not exclusive and not reverse:
        return torch.cumprod(x, place, dtype=x.dtype)
    return _running(x, place, bool(exclusive), bool(reverse), product=True)


def _running_arguments(x: Any, axis: Any) -> tuple[Tensor, int]:
    x = allowed(tensor(x), "float complex int small")
    known = plain_sizes(axis)
    if isinstance(known, int) and not -x.ndim <= known < x.ndim:
        return _without_axis(x, known), 0
    return x, one_axis(axis, x.ndim)


@op
def _without_axis(x: Tensor, axis: int) -> Tensor:
    if not x.is_meta:  # TensorFlow looks at the axis when it runs.
        raise InvalidArgumentError(
            None, None, f"tf.cumsum: expected an axis in [{-x.ndim}, {x.ndim}), got {axis}"
        )
    return x


@op
def _running(x: Tensor, axis: int, exclusive: bool, reverse: bool, product: bool) -> Tensor:
    if reverse:
        x = x.flip(axis)
    if exclusive:
        edge = (torch.ones_like if product else torch.zeros_like)(x.narrow(axis, 0, 1))
        x = torch.cat([edge, x.narrow(axis, 0, max(x.shape[axis] - 1, 0))], axis)
    y = (torch.cumprod if product else torch.cumsum)(x, axis, dtype=x.dtype)
    return y.flip(axis) if reverse else y
