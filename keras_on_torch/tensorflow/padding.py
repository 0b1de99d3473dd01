"""Tensors padded, turned round, shifted."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of, sizes_of
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import (
    alike,
    allowed,
    axes,
    either,
    sizes,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.joining import unstack

__all__ = ["pad", "reverse", "reverse_sequence", "reverse_v2", "roll"]


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
        given = alike("PadV2", input=x, constant_values=constant_values)[1]
        return _padded_with(x, widths, K.stop_gradient(given))
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
