"""Indexing as NumPy and TensorFlow do it, for tensors and for the shapes of symbols."""

from typing import Any

import torch

from keras_on_torch.graph.shape_inference import unknown_length

__all__ = ["axis_length", "cut_unknown_axes", "take"]


def axis_length(tensor: torch.Tensor, axis: int) -> int:
    """Return the length of an axis."""
    return tensor.shape[axis]


def take(tensor: Any, index: Any) -> Any:
    """Index as NumPy and TensorFlow do: torch has no slices that step backwards."""
    if not isinstance(tensor, torch.Tensor):
        return tensor[index]
    parts = index if isinstance(index, tuple) else (index,)
    if any(_has_tensor_bounds(part) for part in parts):
        tensor, parts = _bounded(tensor, parts)
    if any(_is_place(part) for part in parts):
        tensor, parts = _picked(tensor, parts)
    if not any(isinstance(p, slice) and isinstance(p.step, int) and p.step < 0 for p in parts):
        return tensor[parts]
    flipped, forward = _forward_slices(tensor, parts)
    return tensor.flip(flipped)[forward]


def _is_place(part: Any) -> bool:
    """Return whether a part of an index is one place that a tensor tells."""
    return isinstance(part, torch.Tensor) and not part.ndim and part.dtype is not torch.bool


def _has_tensor_bounds(part: Any) -> bool:
    """Return whether a part of an index is a slice whose ends tensors tell."""
    return isinstance(part, slice) and any(
        isinstance(end, torch.Tensor) for end in (part.start, part.stop, part.step)
    )


def _bounded(tensor: torch.Tensor, parts: tuple[Any, ...]) -> tuple[torch.Tensor, tuple[Any, ...]]:
    """Return an index whose slices end at numbers; in a probe, what they leave is not known."""
    left = list(parts)
    for place, axis in enumerate(_axes_of(tensor.ndim, parts)):
        part = parts[place]
        if axis is None or not _has_tensor_bounds(part):
            continue
        if tensor.is_meta:
            shape = list(tensor.shape)
            shape[axis] = unknown_length()
            tensor, left[place] = tensor.new_empty(shape), slice(None)
        else:
            ends = (part.start, part.stop, part.step)
            left[place] = slice(*[int(e) if isinstance(e, torch.Tensor) else e for e in ends])
    return tensor, tuple(left)


def _picked(tensor: torch.Tensor, parts: tuple[Any, ...]) -> tuple[torch.Tensor, tuple[Any, ...]]:
    """Pick what tensors point at; torch would ask for their values, which are not there yet."""
    left = list(parts)
    for place, axis in enumerate(_axes_of(tensor.ndim, parts)):
        part = parts[place]
        if axis is not None and _is_place(part):
            where = part.reshape(1).long().remainder(tensor.shape[axis])
            tensor, left[place] = tensor.index_select(axis, where.to(tensor.device)), 0
    return tensor, tuple(left)


def _axes_of(ndim: int, parts: tuple[Any, ...]) -> list[int | None]:
    """Return the axis of the tensor that each part of an index is about (None for a new axis)."""
    taken = sum(1 for part in parts if part is not None and part is not Ellipsis)
    axes: list[int | None] = []
    axis = 0
    for part in parts:
        axes.append(None if part is None else axis)
        if part is Ellipsis:
            axis += ndim - taken
        elif part is not None:
            axis += 1
    return axes


def _forward_slices(
    tensor: torch.Tensor, parts: tuple[Any, ...]
) -> tuple[list[int], tuple[Any, ...]]:
    flipped, forward = [], list(parts)
    for place, axis in enumerate(_axes_of(tensor.ndim, parts)):
        part = parts[place]
        if axis is not None and isinstance(part, slice) and part.step is not None and part.step < 0:
            length = tensor.shape[axis]
            picked = range(length)[part]
            flipped.append(axis)
            forward[place] = slice(length - 1 - picked.start, length - 1 - picked.stop, -part.step)
    return flipped, tuple(forward)


def cut_unknown_axes(shape: tuple[int | None, ...], index: Any) -> list[int]:
    """Return the result's axes that are slices of an axis of unknown length."""
    parts = index if isinstance(index, tuple) else (index,)
    if None not in shape or any(
        not isinstance(p, (slice, int)) and p not in (None, Ellipsis) for p in parts
    ):
        return []
    cut, dropped = [], 0
    for part, axis in zip(parts, _axes_of(len(shape), parts), strict=True):
        if isinstance(part, int):
            dropped += 1
        elif part is None:
            dropped -= 1
        elif isinstance(part, slice) and axis is not None and shape[axis] is None:
            cut.append(axis - dropped)
    return cut
