"""Names of number types, as Keras writes them, and torch's types: one table, both ways."""

from typing import Any

import numpy as np
import torch

__all__ = ["dtype_name", "numpy_dtype", "torch_dtype"]

_BY_NAME = {
    "bool": torch.bool,
    "uint8": torch.uint8,
    "int8": torch.int8,
    "int16": torch.int16,
    "int32": torch.int32,
    "int64": torch.int64,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
    "complex64": torch.complex64,
    "complex128": torch.complex128,
    "uint16": torch.int32,  # torch computes little with unsigned types; a wider one holds all.
    "uint32": torch.int64,
}
_NAMES = {dtype: name for name, dtype in _BY_NAME.items() if name not in {"uint16", "uint32"}}
# Keras: what else TensorFlow calls them. Python's float is its float32; int is none of its types.
_BY_NAME |= {"float": torch.float32, "float32_ref": torch.float32}
_BY_NAME |= {"double": torch.float64, "half": torch.float16}


def torch_dtype(dtype: Any) -> torch.dtype:
    """Return torch's type for a name, a NumPy type or a torch type.

    Raises:
        TypeError: the name stands for no type that torch has.
    """
    if isinstance(dtype, torch.dtype):
        return dtype
    name: Any = dtype if isinstance(dtype, str) else getattr(dtype, "name", None)
    if dtype is float:
        name = "float32"
    elif name is None and dtype is not None and dtype is not int:
        name = np.dtype(dtype).name
    try:
        return _BY_NAME[name]
    except KeyError:
        raise TypeError(
            f"data type {dtype!r} not understood: expected one of {sorted(_BY_NAME)}"
        ) from None


def dtype_name(dtype: torch.dtype) -> str:
    """Return Keras's name of a torch type."""
    return _NAMES[dtype]


def numpy_dtype(dtype: torch.dtype) -> Any:
    """Return the NumPy type that holds values of a torch type."""
    return np.dtype("float32" if dtype is torch.bfloat16 else _NAMES[dtype])
