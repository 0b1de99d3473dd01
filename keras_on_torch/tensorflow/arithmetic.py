"""What is computed number by number, of two tensors or more: arithmetic and comparisons."""

import operator
from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import record
from keras_on_torch.tensorflow.arguments import alike, allowed, host, static_value
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "add",
    "equal",
    "greater",
    "greater_equal",
    "less",
    "less_equal",
    "logical_and",
    "logical_or",
    "maximum",
    "minimum",
    "multiply",
    "not_equal",
    "subtract",
]


def _sizes(x: Any) -> Any:
    """Return sizes, or plain whole numbers beside sizes, as ints; None if it is something else."""
    if host(x):
        return x
    known = static_value(x)
    if known is None or known.dtype.kind not in "iu" or known.ndim > 1:
        return None
    return tuple(known.tolist()) if known.ndim else int(known)


def _of_sizes(x: Any, y: Any, compute: Callable[..., Any]) -> Any:
    """Return what is computed of sizes alone, which stays a size; None if there is a tensor."""
    if not (host(x) or host(y)):
        return None
    given = _sizes(x), _sizes(y)
    return None if None in given else record(compute, given)


def _binary(
    name: str,
    op_name: str,
    compute: Callable[..., Any],
    kinds: str,
    doc: str,
    of_sizes: Callable[..., Any] | None = None,
) -> Callable[..., Any]:
    """Return a function of two tensors of one type.

    Args:
        name: TensorFlow's name of it.
        op_name: TensorFlow's name of the operation.
        compute: torch's function, or K's.
        kinds: the types that it takes, as `allowed` knows them.
        doc: its docstring.
        of_sizes: Python's function, where what is computed of sizes is a size.
    """

    def of_two(x: Any, y: Any, name: str | None = None) -> Tensor:
        sizes = _of_sizes(x, y, of_sizes) if of_sizes is not None else None
        if sizes is not None:
            return sizes
        x, y = alike(op_name, x=x, y=y)
        return compute(allowed(x, kinds), y)

    of_two.__name__ = of_two.__qualname__ = name
    of_two.__doc__ = doc
    return function(of_two)


_NUMBERS = "float complex int small"
_ORDERED = "float int small"
_ALL = "float complex int small bool"

add = _binary("add", "Add", torch.add, _NUMBERS, "Return `x + y`.", operator.add)
subtract = _binary("subtract", "Sub", torch.sub, _NUMBERS, "Return `x - y`.", operator.sub)
multiply = _binary("multiply", "Mul", torch.mul, _NUMBERS, "Return `x * y`.", operator.mul)
maximum = _binary("maximum", "Maximum", K.maximum, _ORDERED, "Return the larger of the two.", max)
minimum = _binary("minimum", "Minimum", K.minimum, _ORDERED, "Return the smaller of the two.", min)
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
