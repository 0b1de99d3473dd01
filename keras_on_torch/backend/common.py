"""What the files of the backend share: values made tensors, axes and shapes made plain numbers."""

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch.graph import LengthInShape, UnknownLength, is_symbolic, tensor_of
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.utils.numpy_values import as_array

__all__ = [
    "Sizes",
    "as_tensor",
    "axes_of",
    "axis_of",
    "drawn_seed",
    "floating",
    "here",
    "is_open",
    "is_sizes",
    "named",
    "normalize_data_format",
    "not_bool",
    "number",
    "of_one_type",
    "size_of",
    "sizes_of",
]

_NUMBERS = (int, float, bool, complex, torch.SymInt, torch.SymFloat)
_INTS = frozenset({int})
_SIZES = (int, torch.SymInt, UnknownLength, LengthInShape)


class Sizes(tuple[int, ...]):
    """A shape when a program runs, and what is computed from shapes alone.

    It may come wherever a tensor may, and is computed with as one, number by number. Yet it stays
    plain ints, so that a shape made of it is known before anything runs.
    """

    __slots__ = ()

    def __getitem__(self, index: Any) -> Any:
        found: Any = super().__getitem__(index)
        if isinstance(index, slice):
            return Sizes(found)
        return UnknownLength(found) if isinstance(found, LengthInShape) else found

    def combined(self, other: Any, function: Callable[[Any, Any], Any]) -> Any:
        """Compute with each size: ints as long as they stay ints, else a tensor."""
        if is_sizes((other,)):
            other = (other,) * len(self)
        if is_sizes(other) and len(other) == len(self):
            results = [function(one, two) for one, two in zip(self, other, strict=True)]
            return Sizes(results) if is_sizes(results) else as_tensor(results)
        other = as_tensor(other)
        return function(as_tensor(self, None if other.is_floating_point() else other), other)


def _computed_singly() -> None:
    """Return Sizes the operators of a tensor, except `==`."""
    for name in ("add", "sub", "mul", "floordiv", "mod", "truediv", "lt", "le", "gt", "ge"):
        function = getattr(operator, name)

        def straight(self: Sizes, other: Any, function: Any = function) -> Any:
            return self.combined(other, function)

        def swapped(self: Sizes, other: Any, function: Any = function) -> Any:
            return self.combined(other, lambda one, two: function(two, one))

        setattr(Sizes, f"__{name}__", straight)
        if len(name) > 2:
            setattr(Sizes, f"__r{name}__", swapped)


_computed_singly()


def number(value: Any) -> bool:
    """Return whether `value` is a plain number (of Python, or a traced size)."""
    return isinstance(value, _NUMBERS)


def is_sizes(value: Any) -> TypeGuard[Sequence[int]]:
    """Return whether `value` is a shape at run time: a tuple (or list) of nothing but ints."""
    return isinstance(value, (tuple, list)) and all(type(item) in _SIZES for item in value)


def as_tensor(value: Any, like: torch.Tensor | None = None) -> torch.Tensor:
    """Return `value` as a tensor.

    Args:
        value: a tensor, which is given back, or a number, an array, a nested list of these.
        like: a tensor it will be combined with; it sets the device, and the type of plain numbers.
    """
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, UnknownLength):
        return torch.empty((), dtype=_number_type(value, like), device="meta")
    if number(value):  # Without axes: it may be on the CPU beside tensors of any device.
        device = torch.device("cpu") if like is None else like.device
        return torch.full((), value, dtype=_number_type(value, like), device=device)
    device = here() if like is None else like.device
    if isinstance(value, (np.ndarray, np.generic)):
        tensor = tensor_of(value)
        adapts = tensor.dtype is torch.float64 and like is not None and like.is_floating_point()
        return tensor.to(device, like.dtype if adapts and like is not None else None)
    if any(isinstance(item, torch.Tensor) for item in value):
        beside = next(item for item in value if isinstance(item, torch.Tensor))
        return torch.stack([as_tensor(item, beside) for item in value])
    array = as_array(value)
    if array.dtype == np.float64:
        dtype = like.dtype if like is not None and like.is_floating_point() else torch.float32
    elif array.dtype.kind in "iu":
        dtype = torch.int32 if like is None else like.dtype
    else:
        dtype = torch.bool
    return torch.as_tensor(array, dtype=dtype, device=device)


def here() -> torch.device:
    """Return the device on which new tensors belong: the configured one; "meta" in a probe."""
    default = torch.get_default_device()
    return default if default.type == "meta" else config.device()


def _number_type(value: Any, like: torch.Tensor | None) -> torch.dtype:
    if isinstance(value, bool):
        return torch.bool
    if isinstance(value, _SIZES):
        return torch.int32 if like is None or like.dtype is torch.bool else like.dtype
    if isinstance(value, complex):
        return torch.complex64
    return like.dtype if like is not None and like.is_floating_point() else torch.float32


def floating(value: Any, name: str) -> torch.Tensor:
    """Return `value` as a tensor of floating-point numbers.

    Raises:
        TypeError: it holds other numbers.
    """
    tensor = as_tensor(value)
    if tensor.is_floating_point() or tensor.is_complex():
        return tensor
    raise TypeError(
        f"K.{name} takes floating-point numbers, got {tensor.dtype}. Use K.cast(x, K.floatx())"
    )


def of_one_type(name: str, *values: Any, fractions: bool = True) -> None:
    """Refuse symbolic tensors whose number types do not go together.

    Real tensors are left to torch, which under autocast brings them into one type.

    Args:
        name: what the function is called.
        values: its tensors; what is no symbolic tensor is not looked at.
        fractions: whether they must be floating-point numbers.

    Raises:
        TypeError: they differ, or are whole numbers where fractions are wanted.
    """
    types = {value.number_type: None for value in values if is_symbolic(value)}
    if len(types) > 1:
        found = " and ".join(str(each) for each in types)
        raise TypeError(
            f"K.{name} takes tensors of one type, got {found}. Use K.cast(x, K.floatx())"
        )
    for each in types if fractions else ():
        if not (each.is_floating_point or each.is_complex):
            raise TypeError(
                f"K.{name} takes floating-point numbers, got {each}. Use K.cast(x, K.floatx())"
            )


def not_bool(value: Any, name: str) -> torch.Tensor:
    """Return `value` as a tensor of numbers.

    Raises:
        TypeError: it holds truth values.
    """
    tensor = as_tensor(value)
    if tensor.dtype != torch.bool:
        return tensor
    raise TypeError(f"K.{name} takes numbers, got torch.bool. Use K.cast(x, K.floatx())")


def axis_of(axis: int, ndim: int) -> int:
    """Return an axis counted from the front.

    Raises:
        ValueError: there is no such axis.
    """
    if type(axis) is int and -ndim <= axis < ndim:
        return axis % ndim
    if is_open(axis):
        return 0  # In a probe any will do: which one it is, is told when it runs.
    if isinstance(axis, torch.Tensor):
        axis = int(axis)
    if -ndim <= axis < ndim:
        return axis % ndim
    raise ValueError(
        f"axis {axis} is not one of a tensor with {ndim} axes: expected {-ndim} to {ndim - 1}"
    )


def axes_of(axis: int | Iterable[int] | None, ndim: int) -> tuple[int, ...]:
    """Return the axes to reduce, each once, counted from the front.

    Args:
        axis: one axis, several, or None for all.
        ndim: how many axes the tensor has.

    Raises:
        ValueError: there is no such axis.
    """
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, int):
        return (axis_of(axis, ndim),)
    if isinstance(axis, (tuple, list)) and _INTS.issuperset(map(type, axis)):
        return tuple({axis_of(each, ndim): None for each in axis})
    given: list[Any]
    if isinstance(axis, torch.Tensor):
        given = [axis] * axis.numel() if axis.is_meta else axis.reshape(-1).tolist()
    else:
        given = list(axis)
    known = {axis_of(operator.index(each), ndim): None for each in given if not is_open(each)}
    free = [each for each in range(ndim) if each not in known]
    return (*known, *free[: len([each for each in given if is_open(each)])])


def size_of(size: Any) -> Any:
    """Return a size as an int (or what traces as one).

    Raises:
        TypeError: it is None or no whole number.
    """
    if isinstance(size, UnknownLength):
        return int(size) if isinstance(size, LengthInShape) else unknown_length()
    if isinstance(size, _SIZES):
        return size
    if isinstance(size, torch.Tensor) and not size.is_floating_point():
        return unknown_length() if size.is_meta else int(size)
    if isinstance(size, np.integer):
        return int(size)
    raise TypeError(
        f"a size must be a whole number, got {size!r}. Where the length of an axis is unknown, give"
        " -1 (in K.reshape) or K.shape(x)[axis]"
    )


def is_open(size: Any) -> bool:
    """Return whether, in a probe, a size is one that only the running program will tell."""
    return type(size) is UnknownLength or (isinstance(size, torch.Tensor) and size.is_meta)


def sizes_of(shape: Any) -> tuple[Any, ...]:
    """Return a shape as a tuple of ints: from a tuple, a list, one number, an array or a tensor.

    Raises:
        TypeError: one of the sizes is None or no whole number.
    """
    if isinstance(shape, torch.Tensor) and shape.is_meta:  # A probe of sizes that data will tell.
        return (unknown_length(),) * (shape.shape[0] if shape.ndim else 1)
    if isinstance(shape, (torch.Tensor, np.ndarray)):
        shape = shape.tolist()
    if isinstance(shape, (tuple, list)):
        return tuple([size if type(size) is int else size_of(size) for size in shape])
    return (size_of(shape),)


def named(tensor: Any, name: str | None) -> Any:
    """Return a symbolic tensor the name that the program chose, as TensorFlow 1 writes it."""
    if name is not None and is_symbolic(tensor):
        tensor.name = f"{name}:0"
    return tensor


def drawn_seed(seed: int | None, bound: int) -> int:
    """Return the seed; None draws one from NumPy, so that np.random.seed makes runs repeatable."""
    return int(np.random.randint(bound)) if seed is None else int(seed)  # noqa: NPY002


def normalize_data_format(value: str | None) -> str:
    """Return the axis order of images: the configured one for None.

    Raises:
        ValueError: there is no such order.
    """
    if value is None:
        value = config.image_data_format()
    data_format = value.lower()
    if data_format in {"channels_first", "channels_last"}:
        return data_format
    raise ValueError(
        'The `data_format` argument must be one of "channels_first", "channels_last". Received: '
        f"{value}"
    )
