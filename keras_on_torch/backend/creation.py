"""Tensors and variables with known values: constants, zeros, ones, ranges."""

import math
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, is_open, named, size_of, sizes_of
from keras_on_torch.backend.state import variable
from keras_on_torch.backend.static_arguments import static_arguments, static_value
from keras_on_torch.graph import SymbolicTensor, has_symbol, is_symbolic, op, tensor_of
from keras_on_torch.graph import constant as symbolic_constant
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length

__all__ = ["arange", "constant", "eye", "ones", "ones_like", "zeros", "zeros_like"]


@static_arguments("shape")
def constant(
    value: Any, dtype: Any = None, shape: tuple[int, ...] | None = None, name: str | None = None
) -> Tensor:
    """Return a tensor whose value never changes.

    Args:
        value: a number, an array, or nested lists of numbers.
        dtype: type of the numbers; None takes the configured one.
        shape: a shape to fill; where there are too few numbers, the last is repeated.
        name: how the tensor is called.

    Raises:
        TypeError: a fraction is given where whole numbers are asked for.
        ValueError: there are more numbers than `shape` has places.
    """
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    tensor = value if isinstance(value, torch.Tensor) else _given(value)
    if not isinstance(value, (torch.Tensor, np.ndarray, np.generic)):
        _check_exact(tensor.dtype, wanted, value)
    tensor = tensor.detach().to(wanted)
    if shape is not None:
        tensor = _filling(tensor, sizes_of(shape))
    return named(symbolic_constant(tensor), name)


def _given(value: Any) -> torch.Tensor:
    """Return a value as a tensor of its own: who gave an array may change it."""
    return tensor_of(value.copy() if isinstance(value, np.ndarray) else value)


def _check_exact(given: torch.dtype, wanted: torch.dtype, value: Any) -> None:
    """Refuse plain numbers that the type cannot hold; an array's are converted."""
    fits = torch.can_cast(given, wanted) and (wanted is not torch.bool or given is torch.bool)
    if not fits:
        raise TypeError(
            f"Expected {wanted}, got {value!r} of type {given} instead. Convert it with np.array or"
            " K.cast"
        )


def _filling(tensor: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    places, count = math.prod(shape), tensor.numel()
    if count > max(places, 1):
        raise ValueError(
            f"Too many elements provided. Needed at most {places}, but received {count}: shape"
            f" {shape} cannot hold a value of shape {tuple(tensor.shape)}"
        )
    numbers = tensor.reshape(-1)[:places]
    if 0 < count < places:
        numbers = torch.cat([numbers, numbers[-1:].expand(places - count)])
    return numbers.reshape(shape)


@static_arguments("shape")
def zeros(shape: Any, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return a variable of zeros, or a plain tensor where the shape is not known before running.

    Args:
        shape: lengths of the axes; numbers or sizes such as `K.shape(x)[0]`.
        dtype: type of the numbers; None takes the configured one.
        name: how the variable is called.
    """
    return _filled(0, shape, dtype, name)


@static_arguments("shape")
def ones(shape: Any, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return a variable of ones, or a plain tensor where the shape is not known before running.

    Args:
        shape: lengths of the axes; numbers or sizes such as `K.shape(x)[0]`.
        dtype: type of the numbers; None takes the configured one.
        name: how the variable is called.
    """
    return _filled(1, shape, dtype, name)


def _filled(value: int, shape: Any, dtype: Any, name: str | None) -> Tensor:
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    if isinstance(shape, (tuple, list)):  # Keras: here, fractions that are whole are lengths, too.
        shape = [int(n) if isinstance(n, float) and n.is_integer() else n for n in shape]
    tensor = _full(shape, value, wanted) if has_symbol(shape) else None
    sizes = sizes_of(shape) if tensor is None else tensor.static_shape
    if all(sizes):  # Keras: a variable, unless a length is unknown or 0.
        made = variable(torch.full(sizes, value, dtype=wanted), dtype=wanted, name=name)
        made.first_value = np.broadcast_to(np.float32(value), sizes)
        return made
    return named(_full(sizes, value, wanted) if tensor is None else tensor, name)


def _full_shape(shape: Any, value: int, dtype: torch.dtype) -> torch.Tensor:
    return torch.full(sizes_of(shape), value, dtype=dtype, device="meta")


@op(eager=False, infer=_full_shape)
def _full(shape: Any, value: int, dtype: torch.dtype) -> Tensor:
    return torch.full(sizes_of(shape), value, dtype=dtype, device=config.device())


@static_arguments("size")
def eye(size: int, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return the identity matrix, as a variable.

    Args:
        size: number of rows, and of columns.
        dtype: type of the numbers; None takes the configured one.
        name: how the variable is called.

    Raises:
        ValueError: the number is not known before running.
    """
    wanted = torch_dtype(config.floatx() if dtype is None else dtype)
    if is_symbolic(size):
        raise ValueError(
            f"K.eye gives a variable, whose shape must be known, got {size!r}. Give a number"
        )
    return variable(torch.eye(size_of(size), dtype=wanted), dtype=wanted, name=name)


def zeros_like(x: Tensor, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return a tensor of zeros with the shape of `x`.

    Args:
        x: a tensor.
        dtype: type of the numbers; None takes that of `x`.
        name: how the tensor is called.
    """
    return named(_filled_like(x, 0, None if dtype is None else torch_dtype(dtype)), name)


def ones_like(x: Tensor, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return a tensor of ones with the shape of `x`.

    Args:
        x: a tensor.
        dtype: type of the numbers; None takes that of `x`.
        name: how the tensor is called.
    """
    return named(_filled_like(x, 1, None if dtype is None else torch_dtype(dtype)), name)


@op(differentiable=False)
def _filled_like(x: Tensor, value: int, dtype: torch.dtype | None) -> Tensor:
    return torch.full_like(as_tensor(x), value, dtype=dtype)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = "int32") -> Tensor:
    """Return evenly spaced numbers.

    Args:
        start: the first; if it stands alone, the end, and the first is 0.
        stop: the end, which is not reached.
        step: the distance.
        dtype: type of the numbers; with "int32", fractional arguments give float32 none the less.

    Raises:
        ValueError: `step` leads away from `stop`.
    """
    natural = _natural_type((start, stop, step))
    wanted = torch_dtype(dtype)
    if wanted is torch.int32:  # Keras: the default type is not insisted on.
        wanted = natural
    bounded = stop is not None or not is_symbolic(start)
    if bounded:  # Keras: the length up to a lone tensor stays open, even if that is a constant.
        start, stop, step = [
            end if isinstance(end, torch.Tensor) else static_value(end)
            for end in (start, stop, step)
        ]
    return _arange(start, stop, step, natural, wanted, bounded)


def _arange_shape(
    start: Any, stop: Any, step: Any, natural: torch.dtype, dtype: torch.dtype, bounded: bool
) -> torch.Tensor:
    if not bounded or any(map(is_open, (start, stop, step))):
        return torch.empty(unknown_length(), dtype=dtype, device="meta")
    return _numbers(start, stop, step, natural, torch.device("meta")).to(dtype)


@op(infer=_arange_shape, differentiable=False)
def _arange(
    start: Any, stop: Any, step: Any, natural: torch.dtype, dtype: torch.dtype, bounded: bool
) -> Tensor:
    return _numbers(start, stop, step, natural, config.device()).to(dtype)


def _numbers(
    start: Any, stop: Any, step: Any, dtype: torch.dtype, device: torch.device
) -> torch.Tensor:
    start, stop, step = (
        end.item() if isinstance(end, torch.Tensor) else end for end in (start, stop, step)
    )
    if stop is None:
        start, stop = 0, max(start, 0)
    if (stop - start) * step < 0:
        raise ValueError(
            f"Requires start <= limit when delta > 0, and start >= limit when delta < 0, got start"
            f" {start}, limit {stop}, delta {step}"
        )
    return torch.arange(start, stop, step, dtype=dtype, device=device)


def _natural_type(ends: tuple[Any, ...]) -> torch.dtype:
    """Return the type of a range between such numbers: the widest among them."""
    natural = torch.int32
    for end in ends:
        if isinstance(end, (torch.Tensor, SymbolicTensor, np.ndarray, np.generic)):
            natural = torch.promote_types(natural, torch_dtype(end.dtype))
        elif isinstance(end, float):
            natural = torch.promote_types(natural, torch.float32)
    return natural
