"""Tensors of plain values, and the same numbers as another tensor or of another type."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import Variable, is_symbolic
from keras_on_torch.tensorflow.arguments import host, sizes_as_int64, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype

__all__ = ["cast", "constant", "convert_to_tensor", "identity", "stop_gradient"]


@function
def constant(
    value: Any,
    dtype: Any = None,
    shape: Any = None,
    name: str | None = "Const",
    verify_shape: bool = False,
) -> Tensor:
    """Return a tensor of plain values.

    Args:
        value: a number, an array, or nested lists of numbers.
        dtype: type of the numbers; None takes their own: int32 and float32 for Python's.
        shape: a shape to fill; where there are too few numbers, the last is repeated.
        name: how the tensor is called.
        verify_shape: whether `value` must have that shape.

    Raises:
        TypeError: the numbers cannot be of that type, or have another shape.
        ValueError: there are more numbers than `shape` has places.
    """
    made = tensor(value, dtype)
    if is_symbolic(made):
        raise TypeError(f"tf.constant takes plain values, got {value!r}. Use tf.stack or tf.fill")
    if shape is None:
        return made
    wanted = tuple(int(size) for size in shape)
    if verify_shape and tuple(made.shape) != wanted:
        raise TypeError(f"Expected Tensor's shape: {wanted}, got {tuple(made.shape)}")
    return _filling(made, wanted)


def _filling(numbers: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    """Return numbers in a shape, the last repeated as often as there is room."""
    places = torch.Size(shape).numel()
    if numbers.numel() > places:
        raise ValueError(
            f"Too many elements provided. Needed at most {places}, but received {numbers.numel()}"
        )
    numbers = numbers.reshape(-1)
    if numbers.numel() < places:
        numbers = torch.cat([numbers, numbers[-1:].expand(places - numbers.numel())])
    return numbers.reshape(shape)


@function
def convert_to_tensor(
    value: Any,
    dtype: Any = None,
    name: str | None = None,
    preferred_dtype: Any = None,
    dtype_hint: Any = None,
) -> Tensor:
    """Return a tensor for anything that can be one.

    Args:
        value: a tensor, which is given back, or plain values, or lists that hold tensors.
        dtype: the type it must have; None takes its own.
        name: how the tensor is called, if it is a new one.
        preferred_dtype: the type that plain values take if they can.
        dtype_hint: the same, by its newer name.

    Raises:
        ValueError: a tensor has another type.
        TypeError: the numbers cannot be of that type.
    """
    hint = preferred_dtype if dtype_hint is None else dtype_hint
    if dtype is None and hint is not None:
        try:
            return tensor(value, hint)
        except (TypeError, ValueError):
            return tensor(value)
    made = tensor(value, dtype)
    return K.identity(made) if isinstance(made, Variable) else made


@function
def identity(input: Any, name: str | None = None) -> Tensor:
    """Return the same numbers as a tensor of its own."""
    return K.identity(tensor(input))


@function
def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """Return the same numbers; no derivative passes."""
    return K.stop_gradient(tensor(input))


@function
def cast(x: Any, dtype: Any, name: str | None = None) -> Tensor:
    """Return `x` with numbers of another type; fractions are cut off, not rounded.

    Args:
        x: a tensor; one that has the type already is given back.
        dtype: the type.
        name: how the tensor is called.
    """
    if host(x) and as_dtype(dtype) == "int64":  # Of sizes K makes no difference there.
        return sizes_as_int64(x)
    return K.cast(x if is_symbolic(x) else tensor(x), as_dtype(dtype))
