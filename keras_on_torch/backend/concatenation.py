"""Many tensors made one: end to end, or side by side."""

import functools
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import Sizes, as_tensor, is_sizes
from keras_on_torch.backend.static_arguments import static_arguments, static_value
from keras_on_torch.graph import is_symbolic, op, shared_length

__all__ = ["concatenate", "stack"]


def _agreeing(tensors: list[torch.Tensor], free: int | None = None) -> list[torch.Tensor]:
    """Return stand-ins, in a probe, for tensors of which each may know lengths that they share."""
    axes = tensors[0].ndim
    if any(each.ndim != axes for each in tensors):
        return tensors  # torch says what is wrong with them.
    shapes = [list(each.shape) for each in tensors]
    for axis in range(axes):
        if free is None or axis != free % axes:
            length = functools.reduce(shared_length, [shape[axis] for shape in shapes])
            for shape in shapes:
                shape[axis] = length
    return [each.new_empty(shape) for each, shape in zip(tensors, shapes, strict=True)]


def _shape_of_joined(tensors: Any, axis: int = -1) -> Any:
    if is_sizes(tensors[0]) and all(is_sizes(each) for each in tensors):
        return Sizes(size for sizes in tensors for size in sizes)
    return torch.cat(_agreeing(_alike(tensors), axis), axis)


@static_arguments("axis")
def concatenate(tensors: Any, axis: int = -1) -> Tensor:
    """Join tensors end to end.

    Args:
        tensors: tensors that differ in the length of one axis at most.
        axis: this axis.
    """
    if isinstance(tensors, (tuple, list)) and any(map(_is_shape, tensors)):
        tensors = [_known_sizes(each) for each in tensors]
    return _concatenate(tensors, axis)


def _is_shape(value: Any) -> bool:
    return is_symbolic(value) and isinstance(value.probe[0], Sizes)


def _known_sizes(value: Any) -> Any:
    """Return constants beside a shape as plain numbers, so that the result is a shape as well."""
    known = static_value(value)
    return known if is_sizes(known) else value


@op(infer=_shape_of_joined)
def _concatenate(tensors: Any, axis: int) -> Tensor:
    if is_sizes(tensors[0]) and all(is_sizes(each) for each in tensors):
        return Sizes(size for sizes in tensors for size in sizes)
    return torch.cat(_alike(tensors), axis)


def _shape_of_stacked(x: Any, axis: int = 0) -> Any:
    if isinstance(x, torch.Tensor) or all(is_sizes(each) for each in x) or is_sizes(x):
        return _stacked(x, axis)
    return torch.stack(_agreeing(_alike(x)), axis)


@static_arguments("axis")
@op(infer=_shape_of_stacked)
def stack(x: Any, axis: int = 0) -> Tensor:
    """Lay tensors side by side, along a new axis.

    Args:
        x: tensors of one shape.
        axis: at which place the new axis comes.
    """
    return _stacked(x, axis)


def _stacked(x: Any, axis: int) -> Any:
    if is_sizes(x):
        return Sizes(x)
    if isinstance(x, torch.Tensor):  # A tensor is taken for the list of its rows.
        return torch.stack(x.unbind(), axis)
    if all(is_sizes(each) for each in x):
        return as_tensor(x)
    return torch.stack(_alike(x), axis)


def _alike(values: Any) -> list[torch.Tensor]:
    """Return values as tensors; plain numbers take type and device of the first tensor."""
    like = next((value for value in values if isinstance(value, torch.Tensor)), None)
    return [as_tensor(value, like) for value in values]
