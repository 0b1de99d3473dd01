"""What is computed number by number: powers, rounding, comparison, bounds, types."""

import builtins
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import (
    Sizes,
    as_tensor,
    floating,
    is_sizes,
    named,
    not_bool,
    number,
)
from keras_on_torch.graph import Variable, chosen, is_symbolic, op
from keras_on_torch.graph.dtypes import torch_dtype

__all__ = [
    "abs",
    "cast",
    "clip",
    "cos",
    "equal",
    "exp",
    "greater",
    "greater_equal",
    "identity",
    "less",
    "less_equal",
    "log",
    "maximum",
    "minimum",
    "not_equal",
    "pow",
    "round",
    "sign",
    "sin",
    "sqrt",
    "square",
    "stop_gradient",
]


# ---- of one tensor
@op
def square(x: Tensor) -> Tensor:
    """Multiply `x` by itself."""
    return torch.square(not_bool(x, "square"))


@op
def abs(x: Tensor) -> Tensor:
    """Take the sign off `x`."""
    return torch.abs(not_bool(x, "abs"))


@op
def sqrt(x: Tensor) -> Tensor:
    """Return the square root; of a negative number, 0."""
    return torch.sqrt(torch.clamp(floating(x, "sqrt"), min=0))


@op
def exp(x: Tensor) -> Tensor:
    """Return e to the power of `x`."""
    return torch.exp(floating(x, "exp"))


@op
def log(x: Tensor) -> Tensor:
    """Return the natural logarithm."""
    return torch.log(floating(x, "log"))


@op
def sin(x: Tensor) -> Tensor:
    """Return the sine of an angle in radians."""
    return torch.sin(floating(x, "sin"))


@op
def cos(x: Tensor) -> Tensor:
    """Return the cosine of an angle in radians."""
    return torch.cos(floating(x, "cos"))


@op(differentiable=False)
def round(x: Tensor) -> Tensor:
    """Return the nearest whole number; halves go to the even one."""
    return torch.round(not_bool(x, "round"))


@op
def sign(x: Tensor) -> Tensor:
    """Return -1, 0 or 1."""
    return torch.sign(not_bool(x, "sign"))


# ---- of two tensors
@op
def pow(x: Tensor, a: Tensor) -> Tensor:
    """Raise `x` to the power of `a`."""
    if isinstance(x, torch.Tensor) or isinstance(a, torch.Tensor):
        base = x if number(x) else as_tensor(x, a)
        return torch.pow(base, a if number(a) else as_tensor(a, x))
    return torch.pow(as_tensor(x), a if number(a) else as_tensor(a))


@op
def maximum(x: Tensor, y: Tensor) -> Tensor:
    """Return the larger of the two; where they are equal, `x`, and `x` takes the gradient."""
    if number(y):
        return (
            chosen(builtins.max, (x, y)) if is_sizes((x, y)) else torch.clamp(as_tensor(x), min=y)
        )
    if number(x):  # Not clamp: at a tie the gradient belongs to x.
        return F.threshold(as_tensor(y), x, x)
    x, y = _pair(x, y)
    return torch.where(x < y, y, x)


@op
def minimum(x: Tensor, y: Tensor) -> Tensor:
    """Return the smaller of the two; where they are equal, `x`, and `x` takes the gradient."""
    if number(y):
        return (
            chosen(builtins.min, (x, y)) if is_sizes((x, y)) else torch.clamp(as_tensor(x), max=y)
        )
    x, y = _pair(x, y)
    return torch.where(x > y, y, x)


@op
def equal(x: Tensor, y: Tensor) -> Tensor:
    """Return where the two are equal."""
    return torch.eq(*_compared(x, y))


@op
def not_equal(x: Tensor, y: Tensor) -> Tensor:
    """Return where the two differ."""
    return torch.ne(*_compared(x, y))


@op
def greater(x: Tensor, y: Tensor) -> Tensor:
    """Return where `x` is larger."""
    return torch.gt(*_compared(x, y))


@op
def greater_equal(x: Tensor, y: Tensor) -> Tensor:
    """Return where `x` is larger or as large."""
    return torch.ge(*_compared(x, y))


@op
def less(x: Tensor, y: Tensor) -> Tensor:
    """Return where `x` is smaller."""
    return torch.lt(*_compared(x, y))


@op
def less_equal(x: Tensor, y: Tensor) -> Tensor:
    """Return where `x` is smaller or as small."""
    return torch.le(*_compared(x, y))


def _compared(x: Any, y: Any) -> tuple[torch.Tensor, Any]:
    """Return both as torch compares them: the second may stay a number."""
    if isinstance(x, torch.Tensor):
        return x, y if number(y) else as_tensor(y, x)
    return _pair(x, y)


def _pair(x: Any, y: Any) -> tuple[torch.Tensor, torch.Tensor]:
    x = as_tensor(x, y if isinstance(y, torch.Tensor) else None)
    return x, as_tensor(y, x)


@op
def clip(x: Tensor, min_value: Tensor | None, max_value: Tensor | None) -> Tensor:
    """Keep `x` between two bounds.

    Args:
        x: what is bounded.
        min_value: the lower bound.
        max_value: the upper bound; None, there is none. Below the lower one, that one is taken.
    """
    x = as_tensor(x)
    if min_value is None or max_value is None:
        return torch.clamp(x, min_value, max_value)
    if number(min_value) and number(max_value):
        return torch.clamp(x, min_value, builtins.max(min_value, max_value))
    low = as_tensor(min_value, x)
    return torch.clamp(x, low, torch.maximum(low, as_tensor(max_value, x)))


# ---- the same numbers
def cast(x: Tensor, dtype: Any) -> Tensor:
    """Return `x` with numbers of another type; fractions are cut off, not rounded.

    Args:
        x: a tensor; one that has the type already is given back.
        dtype: "float32", "int32", "bool" and so on, or a type of NumPy or torch.
    """
    wanted = torch_dtype(dtype)
    if is_symbolic(x) and x.number_type is wanted and not isinstance(x, Variable):
        return x
    return _cast(x, wanted)


@op
def _cast(x: Tensor, dtype: torch.dtype) -> Tensor:
    if dtype is torch.int32 or dtype is torch.int64:  # A size stays one: it may become a shape.
        if is_sizes((x,)):
            return x
        if is_sizes(x):
            return Sizes(x)
    return as_tensor(x).to(dtype)


def identity(x: Tensor, name: str | None = None) -> Tensor:
    """Return `x` as a tensor of its own, called `name`."""
    return named(_identity(x), name)


@op
def _identity(x: Tensor) -> Tensor:
    return x


def stop_gradient(variables: Tensor) -> Tensor:
    """Return the same values as constants: no gradient passes.

    Args:
        variables: a tensor, or several.
    """
    if isinstance(variables, (list, tuple)):
        return [_stop_gradient(variable) for variable in variables]
    return _stop_gradient(variables)


@op(differentiable=False)
def _stop_gradient(x: Tensor) -> Tensor:
    return as_tensor(x).detach()
