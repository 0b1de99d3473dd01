"""Number types: `tf.float32` and the others, which equal their names."""

import builtins
from typing import Any

import numpy as np
import torch

from keras_on_torch.graph.dtypes import torch_dtype

__all__ = [
    "DType",
    "as_dtype",
    "bfloat16",
    "bool",
    "complex64",
    "complex128",
    "double",
    "float16",
    "float32",
    "float64",
    "half",
    "int8",
    "int16",
    "int32",
    "int64",
    "qint8",
    "qint16",
    "qint32",
    "quint8",
    "quint16",
    "resource",
    "string",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "variant",
]

# TensorFlow's numbers of its types.
_NAMES = {
    1: "float32",
    2: "float64",
    3: "int32",
    4: "uint8",
    5: "int16",
    6: "int8",
    7: "string",
    8: "complex64",
    9: "int64",
    10: "bool",
    11: "qint8",
    12: "quint8",
    13: "qint32",
    14: "bfloat16",
    15: "qint16",
    16: "quint16",
    17: "uint16",
    18: "complex128",
    19: "float16",
    20: "resource",
    21: "variant",
    22: "uint32",
    23: "uint64",
}
_REAL = {"complex64": "float32", "complex128": "float64"}


class DType:
    """A type of numbers; it equals its name, and the types of NumPy and torch of that name.

    Args:
        type_enum: TensorFlow's number of the type.

    Attributes:
        name: how the type is called.
    """

    def __init__(self, type_enum: int) -> None:
        self._type_enum = type_enum
        self.name = _NAMES[type_enum]

    @property
    def as_datatype_enum(self) -> int:
        """TensorFlow's number of the type."""
        return self._type_enum

    @property
    def as_numpy_dtype(self) -> Any:
        """NumPy's type; an object's for text.

        Raises:
            TypeError: NumPy has none.
        """
        if self.name == "string":
            return np.object_
        found = getattr(np, "bool_" if self.name == "bool" else self.name, None)
        if found is None:
            raise TypeError(f"NumPy has no type for {self!r}")
        return found

    @property
    def base_dtype(self) -> "DType":
        """The type itself."""
        return self

    @property
    def real_dtype(self) -> "DType":
        """The type of the real part of a complex number."""
        return _BY_NAME[_REAL.get(self.name, self.name)]

    @property
    def is_floating(self) -> builtins.bool:
        """Whether it holds fractions."""
        return self.name.startswith(("float", "bfloat"))

    @property
    def is_integer(self) -> builtins.bool:
        """Whether it holds whole numbers."""
        return self.name.startswith(("int", "uint"))

    @property
    def is_complex(self) -> builtins.bool:
        """Whether it holds complex numbers."""
        return self.name in _REAL

    @property
    def is_bool(self) -> builtins.bool:
        """Whether it holds truth values."""
        return self.name == "bool"

    @property
    def is_quantized(self) -> builtins.bool:
        """Whether it holds quantized numbers."""
        return self.name.startswith("q")

    @property
    def is_unsigned(self) -> builtins.bool:
        """Whether it holds whole numbers of 0 and above only."""
        return self.name.startswith("uint")

    @property
    def is_numpy_compatible(self) -> builtins.bool:
        """Whether NumPy has the type."""
        return self.name not in ("resource", "variant")

    @property
    def size(self) -> int:
        """How many bytes a number takes."""
        return 1 if self.name in ("string", "resource", "variant") else self._torch.itemsize

    @property
    def _torch(self) -> torch.dtype:
        return torch_dtype(self.name)

    @property
    def min(self) -> Any:
        """The smallest number.

        Raises:
            TypeError: it has none, being complex, say.
        """
        return self._limits()[0]

    @property
    def max(self) -> Any:
        """The largest number.

        Raises:
            TypeError: it has none, being complex, say.
        """
        return self._limits()[1]

    @property
    def limits(self) -> tuple[Any, Any]:
        """The smallest and the largest number of an image of this type."""
        return (0, 1) if self.is_floating else self._limits()

    def _limits(self) -> tuple[Any, Any]:
        if self.is_bool:
            return False, True
        if self.is_floating:
            limits: Any = torch.finfo(self._torch)
        elif self.is_integer:
            limits = np.iinfo(self.as_numpy_dtype)
        else:
            raise TypeError(f"Cannot find the smallest or largest value of {self!r}")
        return limits.min, limits.max

    def is_compatible_with(self, other: Any) -> builtins.bool:
        """Return whether it is the same type."""
        return builtins.bool(self == other)

    def __eq__(self, other: object) -> builtins.bool:
        if other is None:
            return False
        try:
            name: str = as_dtype(other).name
        except TypeError:
            return False
        return builtins.bool(name == self.name)

    def __ne__(self, other: object) -> builtins.bool:
        return not self == other

    def __hash__(self) -> int:
        # That of torch's type: what tensors have as `dtype` is then found in a set or a dict.
        return hash(getattr(torch, self.name, self._type_enum))

    def __str__(self) -> str:
        return f"<dtype: {self.name!r}>"

    def __repr__(self) -> str:
        return f"tf.{self.name}"

    def __int__(self) -> int:
        return self._type_enum

    def __reduce__(self) -> Any:
        return as_dtype, (self.name,)


_BY_NAME = {name: DType(number) for number, name in _NAMES.items()}
_BY_NAME |= {"double": _BY_NAME["float64"], "half": _BY_NAME["float16"]}
_PYTHON = {float: "float32", builtins.bool: "bool", object: "string", str: "string"}


def as_dtype(type_value: Any) -> DType:
    """Return TensorFlow's type for a name, for a type of NumPy, of Python or of torch.

    Raises:
        TypeError: it stands for none.
    """
    if isinstance(type_value, DType):
        return type_value
    if isinstance(type_value, torch.dtype):
        return _BY_NAME[str(type_value).removeprefix("torch.")]
    if isinstance(type_value, int) and type_value in _NAMES:
        return _BY_NAME[_NAMES[type_value]]
    try:
        name = _PYTHON.get(type_value)
        if name is None:
            name = type_value if isinstance(type_value, str) else np.dtype(type_value).name
        return _BY_NAME[name]
    except (KeyError, TypeError):
        raise TypeError(f"Cannot convert value {type_value!r} to a TensorFlow DType.") from None


bfloat16 = _BY_NAME["bfloat16"]
bool = _BY_NAME["bool"]
complex64, complex128 = _BY_NAME["complex64"], _BY_NAME["complex128"]
float16 = half = _BY_NAME["float16"]
float32 = _BY_NAME["float32"]
float64 = double = _BY_NAME["float64"]
int8, int16, int32, int64 = (_BY_NAME[name] for name in ("int8", "int16", "int32", "int64"))
qint8, qint16, qint32 = (_BY_NAME[name] for name in ("qint8", "qint16", "qint32"))
quint8, quint16 = _BY_NAME["quint8"], _BY_NAME["quint16"]
resource, string, variant = (_BY_NAME[name] for name in ("resource", "string", "variant"))
uint8, uint16 = _BY_NAME["uint8"], _BY_NAME["uint16"]
uint32, uint64 = _BY_NAME["uint32"], _BY_NAME["uint64"]
