"""What is computed number by number, of two tensors or more: arithmetic and comparisons."""

import operator
from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import has_symbol, op
from keras_on_torch.tensorflow.arguments import alike, alike_list, allowed, of_sizes, tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "accumulate_n",
    "add",
    "add_n",
    "atan2",
    "complex",
    "cross",
    "div",
    "div_no_nan",
    "divide",
    "equal",
    "floor_div",
    "floordiv",
    "floormod",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "multiply",
    "not_equal",
    "pow",
    "realdiv",
    "scalar_mul",
    "squared_difference",
    "subtract",
    "truediv",
    "truncatediv",
    "truncatemod",
]

_NUMBERS = "float complex int small"
_ORDERED = "float int small"
_ALL = "float complex int small bool"


def _binary(
    name: str,
    op_name: str,
    compute: Callable[..., Any],
    kinds: str,
    doc: str,
    of_ints: Callable[..., Any] | None = None,
) -> Callable[..., Any]:
    """Return a function of two tensors of one type.

    Args:
        name: TensorFlow's name of it.
        op_name: TensorFlow's name of the operation.
        compute: torch's function, or K's.
        kinds: the types that it takes, as `allowed` knows them.
        doc: its docstring.
        of_ints: Python's function, where what is computed of sizes is a size.
    """

    def of_two(x: Any, y: Any, name: str | None = None) -> Tensor:
        found = None if of_ints is None else of_sizes(of_ints, x, y)
        if found is not None:
            return found
        x, y = alike(op_name, x=x, y=y)
        return compute(allowed(x, kinds), y)

    of_two.__name__ = of_two.__qualname__ = name
    of_two.__doc__ = doc
    return function(of_two)


# ---- arithmetic
add = _binary("add", "Add", torch.add, _NUMBERS, "Return `x + y`.", operator.add)
subtract = _binary("subtract", "Sub", torch.sub, _NUMBERS, "Return `x - y`.", operator.sub)
multiply = _binary("multiply", "Mul", torch.mul, _NUMBERS, "Return `x * y`.", operator.mul)
floormod = _binary(
    "floormod", "FloorMod", torch.remainder, _ORDERED, "Return `x % y`.", operator.mod
)
truncatemod = _binary(
    "truncatemod", "TruncateMod", torch.fmod, _ORDERED, "Return the rest with the sign of `x`."
)
pow = _binary("pow", "Pow", torch.pow, "float complex int", "Return `x` to the power of `y`.")


@op
def _squared_difference(x: Tensor, y: Tensor) -> Tensor:
    return torch.square(x - y)


squared_difference = _binary(
    "squared_difference",
    "SquaredDifference",
    _squared_difference,
    "float complex int",
    "Return the square of `x - y`.",
)


@op(differentiable=False)
def _floor_div(x: Tensor, y: Tensor) -> Tensor:
    return torch.div(x, y, rounding_mode="floor")


def _trunc_div(x: Tensor, y: Tensor) -> Tensor:
    return torch.div(x, y, rounding_mode="trunc")


floordiv = _binary(
    "floordiv", "FloorDiv", _floor_div, _ORDERED, "Return `x // y`.", operator.floordiv
)
floor_div = _binary("floor_div", "FloorDiv", _floor_div, _ORDERED, "Return `x // y`.")
truncatediv = _binary(
    "truncatediv", "TruncateDiv", _trunc_div, "int small", "Return `x / y` without its fraction."
)


@function
def realdiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x / y`; of whole numbers, without the fraction."""
    x, y = alike("RealDiv", x=x, y=y)
    allowed(x, _NUMBERS)
    fractions = x.dtype.is_floating_point or x.dtype.is_complex
    return torch.true_divide(x, y) if fractions else _trunc_div(x, y)


@function
def truediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x / y`; whole numbers become fractions before.

    Raises:
        TypeError: the two have different types.
    """
    x, y = tensor(x), tensor(y)
    if x.dtype != y.dtype:
        raise TypeError(
            f"x and y must have the same dtype, got {x.dtype} != {y.dtype}. Use tf.cast, or /"
        )
    return _quotient(x, y)


def _quotient(x: Tensor, y: Tensor) -> Tensor:
    allowed(x, _NUMBERS)
    if x.dtype.is_floating_point or x.dtype.is_complex:
        return torch.true_divide(x, y)
    wide = torch.float64 if x.dtype in (torch.int32, torch.int64) else torch.float32
    return torch.true_divide(x.to(wide), y.to(wide))


@function
def div(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x / y` as Python 2 does: of whole numbers, the floor."""
    found = of_sizes(operator.floordiv, x, y)
    if found is not None:
        return found
    x, y = alike("div", x=x, y=y)
    allowed(x, _NUMBERS)
    fractions = x.dtype.is_floating_point or x.dtype.is_complex
    return torch.true_divide(x, y) if fractions else _floor_div(x, y)


def divide(x: Any, y: Any, name: str | None = None) -> Any:
    """Return `x / y` as Python 3 does, plain numbers included, which give a plain number."""
    tensors = has_symbol((x, y)) or any(isinstance(each, torch.Tensor) for each in (x, y))
    if name is None and not tensors:
        return x / y
    return _divided(x, y, name=name)


@function
def _divided(x: Any, y: Any, name: str | None = None) -> Tensor:
    x, y = alike("truediv", x=x, y=y)
    return _quotient(x, y)


@function
def div_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x / y`, and 0 where `y` is 0."""
    x, y = alike("DivNoNan", x=x, y=y)
    return _div_no_nan(allowed(x, "float complex"), y)


@op
def _div_no_nan(x: Tensor, y: Tensor) -> Tensor:
    nothing = y == 0
    return torch.where(nothing, 0, x / torch.where(nothing, 1, y))


# ---- the larger and the smaller
def _larger(x: Tensor, y: Tensor) -> Tensor:
    return torch.clamp(x, min=y)  # Not torch.maximum: at a tie that halves the derivative.


def _smaller(x: Tensor, y: Tensor) -> Tensor:
    return torch.clamp(x, max=y)


maximum = _binary("maximum", "Maximum", _larger, _ORDERED, "Return the larger of the two.", max)
minimum = _binary("minimum", "Minimum", _smaller, _ORDERED, "Return the smaller of the two.", min)

# ---- comparisons
equal = _binary("equal", "Equal", torch.eq, _ALL, "Return where the two are equal.")
not_equal = _binary("not_equal", "NotEqual", torch.ne, _ALL, "Return where the two differ.")
greater = _binary("greater", "Greater", torch.gt, _ORDERED, "Return where `x` is larger.")
greater_equal = _binary(
    "greater_equal", "GreaterEqual", torch.ge, _ORDERED, "Return where `x` is larger or as large."
)
less = _binary("less", "Less", torch.lt, _ORDERED, "Return where `x` is smaller.")
less_equal = _binary(
    "less_equal", "LessEqual", torch.le, _ORDERED, "Return where `x` is smaller or as small."
)
logical_and = _binary("logical_and", "LogicalAnd", torch.logical_and, "bool", "Return `x and y`.")
logical_or = _binary("logical_or", "LogicalOr", torch.logical_or, "bool", "Return `x or y`.")


@function
def logical_xor(x: Any, y: Any, name: str | None = "LogicalXor") -> Tensor:
    """Return where one of the two holds, but not both."""
    x, y = alike("LogicalXor", x=x, y=y)
    return torch.logical_xor(allowed(x, "bool"), y)


# ---- of others
@function
def atan2(y: Any, x: Any, name: str | None = None) -> Tensor:
    """Return the angle, in radians, of the point (x, y)."""
    y, x = alike("Atan2", y=y, x=x)
    return torch.atan2(allowed(y, "float", "y"), x)


@function
def complex(real: Any, imag: Any, name: str | None = None) -> Tensor:
    """Return the complex numbers of such parts.

    Raises:
        TypeError: the parts are not both float32 or both float64.
    """
    real, imag = tensor(real), tensor(imag)
    if real.dtype != imag.dtype or real.dtype not in (torch.float32, torch.float64):
        raise TypeError(
            f"real and imag have incorrect types: {real.dtype} {imag.dtype}. Use float32 or float64"
        )
    return torch.complex(real, imag)


@function
def cross(a: Any, b: Any, name: str | None = None) -> Tensor:
    """Return the cross product of vectors along the last axis, which has length 3."""
    a, b = alike("Cross", a=a, b=b)
    return _cross(allowed(a, _ORDERED, "a"), b)


def _cross_shape(a: Tensor, b: Tensor) -> Tensor:
    return torch.empty_like(a)


@op(infer=_cross_shape)
def _cross(a: Tensor, b: Tensor) -> Tensor:
    return torch.linalg.cross(a, b)


@function
def scalar_mul(scalar: Any, x: Any, name: str | None = None) -> Tensor:
    """Return `scalar * x`.

    Raises:
        ValueError: `scalar` has axes.
    """
    x = tensor(x)
    scalar = tensor(scalar, x.dtype)
    if scalar.ndim:
        raise ValueError(f"Only scalar multiply works, got shape {scalar.shape}")
    return torch.mul(scalar, x)


@function
def add_n(inputs: Any, name: str | None = None) -> Tensor:
    """Return the sum of several tensors of one shape.

    Args:
        inputs: a list of them.
        name: how the sum is called.

    Raises:
        ValueError: it is no list, it is empty, or shapes differ.
    """
    if not isinstance(inputs, (list, tuple)) or not inputs:
        raise ValueError(
            "inputs must be an iterable of at least one Tensor/IndexedSlices with the same dtype"
            f" and shape, got {inputs!r}"
        )
    found = [tensor(each) for each in inputs]
    if len({each.dtype for each in found}) > 1:
        raise TypeError(
            f"Tensors in list passed to 'inputs' of 'AddN' Op have types"
            f" {[each.dtype for each in found]} that don't all match. Use tf.cast"
        )
    for one in found[1:]:
        if not _same_shape(one.shape, found[0].shape):
            raise ValueError(f"Shapes must be equal, but are {one.shape} and {found[0].shape}")
    if len(found) == 1:
        return K.identity(found[0])
    total = found[0]
    for one in found[1:]:
        total = torch.add(total, one)
    return total


def _same_shape(one: Any, other: Any) -> bool:
    known = (
        a == b or not (isinstance(a, int) and isinstance(b, int))
        for a, b in zip(one, other, strict=False)
    )
    return len(one) == len(other) and all(known)


@function
def accumulate_n(
    inputs: Any, shape: Any = None, tensor_dtype: Any = None, name: str | None = None
) -> Tensor:
    """Return the sum of several tensors of one shape.

    Args:
        inputs: a list of them.
        shape: their shape, if it is to be checked.
        tensor_dtype: their type, if it is to be checked.
        name: how the sum is called.

    Raises:
        ValueError: it is an empty list, or shapes differ.
        TypeError: types differ.
    """
    found = alike_list("AccumulateNV2", inputs)
    if not found:
        raise ValueError("inputs must be a list of at least one Tensor with the same dtype")
    if shape is not None and not _same_shape(tuple(shape), found[0].shape):
        raise ValueError(f"Shapes {tuple(shape)} and {found[0].shape} are not compatible")
    if tensor_dtype is not None and tensor_dtype != found[0].dtype:
        raise TypeError(f"tensor_dtype is {tensor_dtype}, but input is of type {found[0].dtype}")
    return add_n(found)
