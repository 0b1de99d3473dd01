"""Numbers of another type, by TensorFlow 1's short names; several tensors at once."""

from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.constants import cast
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype

__all__ = [
    "bitcast",
    "guarantee_const",
    "identity_n",
    "saturate_cast",
    "to_bfloat16",
    "to_complex64",
    "to_complex128",
    "to_double",
    "to_float",
    "to_int32",
    "to_int64",
]


def _to(name: str, dtype: str, default: str) -> Any:
    def converted(x: Any, name: str | None = default) -> Tensor:
        return cast(x, dtype, name=name if name != default else None)

    converted.__name__ = converted.__qualname__ = name
    converted.__doc__ = f"Return `x` as {dtype}."
    return converted


to_bfloat16 = _to("to_bfloat16", "bfloat16", "ToBFloat16")
to_complex64 = _to("to_complex64", "complex64", "ToComplex64")
to_complex128 = _to("to_complex128", "complex128", "ToComplex128")
to_double = _to("to_double", "float64", "ToDouble")
to_float = _to("to_float", "float32", "ToFloat")
to_int32 = _to("to_int32", "int32", "ToInt32")
to_int64 = _to("to_int64", "int64", "ToInt64")


@function
def saturate_cast(value: Any, dtype: Any, name: str | None = None) -> Tensor:
    """Return numbers of another type; what it cannot hold becomes its largest or smallest."""
    x, wanted = tensor(value), as_dtype(dtype)
    given = as_dtype(x.dtype)
    if given.min < wanted.min:
        x = torch.clamp(x, min=_within(wanted.min, given))
    if given.max > wanted.max:
        x = torch.clamp(x, max=_within(wanted.max, given))
    return K.cast(x, wanted)


def _within(bound: Any, dtype: Any) -> Any:
    """Return a bound as the type has it: of fractions, none that is beyond it."""
    if not dtype.is_floating:
        return int(bound)
    near = np.asarray(bound).astype(dtype.name)
    if abs(float(near)) > abs(float(bound)):
        near = np.nextafter(near, np.zeros_like(near))
    return float(near)


@function
def bitcast(input: Any, type: Any, name: str | None = None) -> Tensor:
    """Return the same bytes read as another type.

    Args:
        input: a tensor.
        type: the type; where it is narrower, an axis for its parts comes at the end.
        name: how the result is called.
    """
    return _bitcast(tensor(input), torch_dtype(as_dtype(type)))


@op(differentiable=False)
def _bitcast(x: Tensor, dtype: torch.dtype) -> Tensor:
    if dtype.itemsize < x.dtype.itemsize:
        return x.unsqueeze(-1).view(dtype)
    found = x.view(dtype)
    return found.squeeze(-1) if dtype.itemsize > x.dtype.itemsize else found


@function
def guarantee_const(input: Any, name: str | None = None) -> Tensor:
    """Return the same numbers, which are promised to be the same in each run."""
    return K.identity(tensor(input))


@function
def identity_n(input: Any, name: str | None = None) -> list[Tensor]:
    """Return the same tensors, each as one of its own."""
    return [K.identity(tensor(each)) for each in input]
