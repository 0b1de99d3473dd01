"""Tensors put together, taken apart, repeated."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import (
    alike_list,
    allowed,
    host,
    plain_sizes,
    sizes,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "concat",
    "parallel_stack",
    "repeat",
    "split",
    "stack",
    "tile",
    "unstack",
]


# ---- together
@function
def concat(values: Any, axis: Any, name: str | None = "concat") -> Tensor:
    """Join tensors along an axis.

    Args:
        values: tensors of one type and, but for that axis, of one shape.
        axis: the axis.
        name: how the result is called.

    Raises:
        ValueError: there is no such axis, or shapes do not fit.
        TypeError: types differ.
    """
    values = list(values) if isinstance(values, (list, tuple)) else [values]
    whole = [_sizes(value) for value in values]
    if any(host(value) for value in values) and None not in whole:
        return K.concatenate(whole, 0)
    found = alike_list("ConcatV2", values)
    place = one_axis(axis, found[0].ndim)
    if len(found) == 1:
        return K.identity(found[0])
    return K.concatenate(found, place)


def _sizes(value: Any) -> Any:
    """Return sizes with one axis, plain ones as a tuple; None if it is something else."""
    if host(value):
        return value if value.ndim == 1 else None
    known = plain_sizes(value)
    if known is None and isinstance(value, (list, tuple)):
        known = sizes(value)
        known = known if all(host(one) or isinstance(one, int) for one in known) else None
    return known if isinstance(known, tuple) else None


@function
def stack(values: Any, axis: Any = 0, name: str | None = "stack") -> Tensor:
    """Lay tensors side by side, along a new axis.

    Args:
        values: tensors of one shape and type.
        axis: at which place the new axis comes.
        name: how the result is called.

    Raises:
        ValueError: there is no such place, or shapes do not fit.
        TypeError: types differ.
    """
    if not is_symbolic(values) and not isinstance(values, torch.Tensor):
        values = list(values)
        whole = [value if host(value) else plain_sizes(value) for value in values]
        if any(map(host, values)) and all(host(v) or isinstance(v, int) for v in whole):
            return K.stack(whole)
    else:
        values = unstack(values)
    found = alike_list("Pack", values)
    return K.stack(found, one_axis(axis, found[0].ndim + 1))


def parallel_stack(values: Any, name: str | None = "parallel_stack") -> Tensor:
    """Lay tensors side by side, along a new first axis."""
    return stack(values, name=name)


# ---- apart
@function
def unstack(
    value: Any, num: Any = None, axis: Any = 0, name: str | None = "unstack"
) -> list[Tensor]:
    """Return the slices along an axis.

    Args:
        value: a tensor.
        num: how many there are, where that is not known.
        axis: the axis.
        name: how the results are called.

    Raises:
        ValueError: there is no such axis, or its length is not known, or is not `num`.
    """
    if host(value):
        return [value[place] for place in range(value.static_shape[0])]
    x = tensor(value)
    place = one_axis(axis, x.ndim)
    length = x.static_shape[place] if is_symbolic(x) else x.shape[place]
    count = length if num is None else int(num)
    if count is None:
        raise ValueError(f"Cannot infer num from shape {x.static_shape}: give num to tf.unstack")
    if length is not None and length != count:
        raise ValueError(f"tf.unstack: num is {count}, the axis has length {length}")
    return list(_unstacked(x, place, count))


def _unstacked_shapes(x: Tensor, axis: int, count: int) -> tuple[Tensor, ...]:
    return tuple([x.select(axis, 0) for _ in range(count)])


@op(infer=_unstacked_shapes)
def _unstacked(x: Tensor, axis: int, count: int) -> tuple[Tensor, ...]:
    if x.shape[axis] != count:
        raise InvalidArgumentError(
            None, None, f"Input shape axis {axis} must equal {count}, got shape {tuple(x.shape)}"
        )
    return tuple(x.unbind(axis))


@function
def split(
    value: Any, num_or_size_splits: Any, axis: Any = 0, num: Any = None, name: str | None = "split"
) -> list[Tensor]:
    """Cut a tensor into parts along an axis.

    Args:
        value: a tensor.
        num_or_size_splits: how many equal parts, or the length of each; one may be -1.
        axis: the axis.
        num: how many parts, where `num_or_size_splits` is a tensor of unknown length.
        name: how the parts are called.

    Raises:
        ValueError: there is no such axis, or the parts do not fit its length.
    """
    x = tensor(value)
    place = one_axis(axis, x.ndim)
    length = x.static_shape[place] if is_symbolic(x) else x.shape[place]
    wanted = sizes(num_or_size_splits)
    if isinstance(num_or_size_splits, int) or _has_no_axis(num_or_size_splits):
        count = wanted[0]
        if length is not None and length % count:
            raise ValueError(
                f"Dimension size must be evenly divisible by {count} but is {length}: tf.split"
            )
        return list(_equal_parts(x, count, place))
    if not isinstance(wanted, tuple):
        if num is None and None in wanted.static_shape:
            raise ValueError("Cannot infer num from shape: give num to tf.split")
        wanted = unstack(wanted, num)
    if all(isinstance(each, int) for each in wanted):
        _check_parts(wanted, length)
    return list(_parts(x, tuple(wanted), place))


def _has_no_axis(value: Any) -> bool:
    known = static_value(value)
    return known is not None and known.ndim == 0


def _check_parts(parts: tuple[int, ...], length: int | None) -> None:
    if length is None:
        return
    total = sum(part for part in parts if part != -1)
    if not (total <= length if -1 in parts else total == length):
        raise ValueError(
            f"tf.split: parts of lengths {parts} do not fit an axis of length {length}"
        )


def _equal_shapes(x: Tensor, count: int, axis: int) -> tuple[Tensor, ...]:
    return tuple([x.narrow(axis, 0, x.shape[axis] // count) for _ in range(count)])


@op(infer=_equal_shapes)
def _equal_parts(x: Tensor, count: int, axis: int) -> tuple[Tensor, ...]:
    if x.shape[axis] % count:
        raise InvalidArgumentError(
            None, None, f"Number of ways to split should evenly divide {x.shape[axis]}, got {count}"
        )
    return x.split(x.shape[axis] // count, axis) if x.shape[axis] else (x,) * count


def _part_lengths(parts: tuple[Any, ...], length: int) -> list[int]:
    known = [size_of(part) for part in parts]
    left = length - sum(part for part in known if part != -1)
    return [left if part == -1 else part for part in known]


def _part_shapes(x: Tensor, parts: tuple[Any, ...], axis: int) -> tuple[Tensor, ...]:
    shape = list(x.shape)
    made = []
    for part in _part_lengths(parts, x.shape[axis]):
        shape[axis] = max(part, 0)
        made.append(x.new_empty(shape))
    return tuple(made)


@op(infer=_part_shapes)
def _parts(x: Tensor, parts: tuple[Any, ...], axis: int) -> tuple[Tensor, ...]:
    lengths = _part_lengths(parts, x.shape[axis])
    if sum(lengths) != x.shape[axis] or min(lengths, default=0) < 0:
        raise InvalidArgumentError(
            None, None, f"Sizes {lengths} must add up to {x.shape[axis]}, the length of the axis"
        )
    return tuple(x.split(lengths, axis))


# ---- repeated
@function
def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """Lay copies of a tensor one after the other.

    Args:
        input: a tensor.
        multiples: how many along each axis; sizes may be among them.
        name: how the result is called.

    Raises:
        ValueError: `multiples` has not one number for each axis.
    """
    x, times = tensor(input), sizes(multiples)
    return K.tile(x, times if isinstance(times, tuple) else tuple(unstack(times, x.ndim)))


@function
def repeat(input: Any, repeats: Any, axis: Any = None, name: str | None = None) -> Tensor:
    """Repeat each slice along an axis.

    Args:
        input: a tensor.
        repeats: how often, one number or one for each slice.
        axis: the axis; None takes all numbers in one row.
        name: how the result is called.
    """
    x = tensor(input)
    if axis is None:
        x, axis = K.reshape(x, (-1,)), 0
    place = one_axis(axis, x.ndim)
    known = plain_sizes(repeats)
    if isinstance(known, int):
        return K.repeat_elements(x, known, place)
    return _repeated(x, allowed(tensor(repeats), "int", "repeats"), place)


def _repeated_shape(x: Tensor, repeats: Tensor, axis: int) -> Tensor:
    shape = list(x.shape)
    shape[axis] = unknown_length()
    return x.new_empty(shape)


@op(infer=_repeated_shape)
def _repeated(x: Tensor, repeats: Tensor, axis: int) -> Tensor:
    return torch.repeat_interleave(x, repeats.reshape(-1).expand(x.shape[axis]), axis)
