"""Tensors put together, taken apart, repeated, padded, turned round."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of, sizes_of
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import (
    alike,
    alike_list,
    allowed,
    axes,
    either,
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
    "pad",
    "parallel_stack",
    "repeat",
    "reverse",
    "reverse_sequence",
    "reverse_v2",
    "roll",
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
    return K.tile(tensor(input), sizes(multiples))


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


@function
def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    name: str | None = None,
    constant_values: Any = 0,
) -> Tensor:
    """Put numbers before and behind those of each axis.

    Args:
        tensor: a tensor.
        paddings: how many before and how many behind, for each axis; sizes may be among them.
        mode: "CONSTANT"; "REFLECT" (the numbers at the edge, which is not repeated) or "SYMMETRIC"
            (which is).
        name: how the result is called.
        constant_values: what is put there in mode "CONSTANT".

    Raises:
        ValueError: there is no such mode, or not two numbers for each axis.
    """
    x = _converted(tensor)
    kind = mode.upper()
    if kind not in ("CONSTANT", "REFLECT", "SYMMETRIC"):
        raise ValueError(f"Unknown padding mode: {mode}")
    known = static_value(paddings)
    if known is not None:
        widths: Any = tuple(tuple(int(each) for each in row) for row in known.reshape(-1, 2))
    elif isinstance(paddings, (list, tuple)):
        widths = tuple(sizes(row) for row in paddings)
    else:
        widths = tuple(unstack(row, 2) for row in unstack(paddings, x.ndim))
    if len(widths) != x.ndim:
        raise ValueError(f"paddings of tf.pad: {len(widths)} pairs for {x.ndim} axes")
    if kind == "CONSTANT":
        filling = static_value(constant_values)
        if filling is not None:
            return _padded(x, widths, filling.item())
        return _padded_with(x, widths, alike("PadV2", input=x, constant_values=constant_values)[1])
    return _mirrored(x, widths, int(kind == "REFLECT"))


_converted = tensor


def _flat_widths(widths: Any) -> list[Any]:
    return [size_of(each) for row in reversed(widths) for each in row]


@op
def _padded(x: Tensor, widths: Any, filling: Any) -> Tensor:
    return F.pad(x, _flat_widths(widths), value=filling)


@op
def _padded_with(x: Tensor, widths: Any, filling: Tensor) -> Tensor:
    widths = _flat_widths(widths)
    inside = F.pad(torch.ones_like(x, dtype=torch.bool), widths, value=False)
    return torch.where(inside, F.pad(x, widths), filling)


@op
def _mirrored(x: Tensor, widths: Any, skipped: int) -> Tensor:
    for axis, row in enumerate(widths):
        before, behind = size_of(row[0]), size_of(row[1])
        length = x.shape[axis]
        if not (before or behind):
            continue
        if max(before, behind) > length - skipped and not x.is_meta:
            raise InvalidArgumentError(
                None, None, f"paddings must be less than the dimension size: {row}, {length}"
            )
        if x.is_meta:
            shape = list(x.shape)
            shape[axis] += before + behind
            x = x.new_empty(shape)
            continue
        front = torch.arange(before - 1 + skipped, skipped - 1, -1, device=x.device)
        back = torch.arange(
            length - 1 - skipped, length - 1 - skipped - behind, -1, device=x.device
        )
        middle = torch.arange(length, device=x.device)
        x = x.index_select(axis, torch.cat([front, middle, back]))
    return x


# ---- turned round
@function
def reverse(tensor: Any, axis: Any, name: str | None = None) -> Tensor:
    """Turn round the order along axes.

    Args:
        tensor: a tensor.
        axis: the axes.
        name: how the result is called.

    Raises:
        ValueError: there is no such axis, or one is named twice.
    """
    x = _converted(tensor)
    places = axes(axis, x.ndim)
    if len(set(places)) < len(places):
        raise ValueError(f"axis of tf.reverse names one twice: {axis}")
    return K.reverse(x, places) if places else K.identity(x)


reverse_v2 = reverse


@function
def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: Any = None,
    batch_axis: Any = None,
    name: str | None = None,
    seq_dim: Any = None,
    batch_dim: Any = None,
) -> Tensor:
    """Turn round the first steps of each sequence.

    Args:
        input: sequences.
        seq_lengths: how many steps, for each of them.
        seq_axis: the axis of steps.
        batch_axis: the axis of sequences; None is the first.
        name: how the result is called.
        seq_dim: `seq_axis`, by its old name.
        batch_dim: `batch_axis`, by its old name.
    """
    x = tensor(input)
    lengths = allowed(tensor(seq_lengths), "int", "seq_lengths")
    steps = either(seq_axis, seq_dim, "seq_axis", "seq_dim")
    rows = either(batch_axis, batch_dim, "batch_axis", "batch_dim", 0)
    if steps is None:
        raise ValueError("tf.reverse_sequence needs seq_axis, the axis of steps")
    places = one_axis(steps, x.ndim, "seq_axis"), one_axis(rows, x.ndim, "batch_axis")
    if places[0] == places[1]:
        raise ValueError(f"batch_dim == seq_dim == {places[0]}: they must be two axes")
    return _reversed(x, lengths, *places)


@op
def _reversed(x: Tensor, lengths: Tensor, steps: int, rows: int) -> Tensor:
    moved = x.movedim((rows, steps), (0, 1))
    places = torch.arange(moved.shape[1], device=x.device)
    ends = lengths.to(torch.int64).unsqueeze(1)
    picked = torch.where(places < ends, ends - 1 - places, places)
    picked = picked.reshape(picked.shape + (1,) * (x.ndim - 2)).expand(moved.shape)
    return torch.gather(moved, 1, picked).movedim((0, 1), (rows, steps))


@function
def roll(input: Any, shift: Any, axis: Any, name: str | None = None) -> Tensor:
    """Shift numbers along axes; what leaves at the end comes in at the beginning.

    Args:
        input: a tensor.
        shift: by how many places, for each axis.
        axis: the axes.
        name: how the result is called.
    """
    x = tensor(input)
    return _rolled(x, sizes(shift), axes(axis, x.ndim))


@op
def _rolled(x: Tensor, shift: Any, places: tuple[int, ...]) -> Tensor:
    return x if x.is_meta else torch.roll(x, sizes_of(shift), places)
