"""Number types: TensorFlow 1's objects for them, torch's types and Keras's names, one table."""

from typing import Any

import numpy as np
import torch

__all__ = ["DType", "as_dtype", "as_ref", "dtype_name", "numpy_dtype", "torch_dtype"]

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

# TensorFlow's numbers of its types, and what it adds for the type of a variable.
_NUMBERS = {
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
_REF = 100
_REAL = {"complex64": "float32", "complex128": "float64"}


def torch_dtype(dtype: Any) -> torch.dtype:
    """Return torch's type for a name, a NumPy type, a `DType` or a torch type.

    Raises:
        TypeError: the name stands for no type that torch has.
    """
    if isinstance(dtype, torch.dtype):
        return dtype
    if isinstance(dtype, DType):
        dtype = dtype.base_dtype
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


def dtype_name(dtype: Any) -> str:
    """Return Keras's name of a torch type, or of a `DType`."""
    name: str = dtype.base_dtype.name if isinstance(dtype, DType) else _NAMES[dtype]
    return name


def numpy_dtype(dtype: Any) -> Any:
    """Return the NumPy type that holds values of a torch type."""
    name = dtype_name(dtype)
    return np.dtype("float32" if name == "bfloat16" else name)


class DType:
    """A type of numbers: what `tensor.dtype` is, as in TensorFlow 1.

    It equals its name, and the types of NumPy and torch of that name; torch's functions take it
    where they take a `torch.dtype`. That of a variable, `float32_ref`, equals that of its value.

    Args:
        type_enum: TensorFlow's number of the type.

    Attributes:
        name: how the type is called.
    """

    def __init__(self, type_enum: int) -> None:
        self._type_enum = type_enum
        self._base_name = _NUMBERS[type_enum % _REF]
        self.name = self._base_name + ("_ref" if type_enum > _REF else "")

    # ---- as TensorFlow 1 programs ask
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
        if self._base_name == "string":
            return np.object_
        found = getattr(np, "bool_" if self.is_bool else self._base_name, None)
        if found is None:
            raise TypeError(f"NumPy has no type for {self!r}")
        return found

    @property
    def base_dtype(self) -> "DType":
        """The type of a variable's value; else the type itself."""
        return _DTYPES[self._base_name]

    @property
    def real_dtype(self) -> "DType":
        """The type of the real part of a complex number."""
        return _DTYPES[_REAL.get(self._base_name, self._base_name)]

    @property
    def is_floating(self) -> bool:
        """Whether it holds fractions."""
        return self._base_name.startswith(("float", "bfloat"))

    @property
    def is_integer(self) -> bool:
        """Whether it holds whole numbers."""
        return self._base_name.startswith(("int", "uint"))

    @property
    def is_complex(self) -> bool:
        """Whether it holds complex numbers."""
        return self._base_name in _REAL

    @property
    def is_bool(self) -> bool:
        """Whether it holds truth values."""
        return self._base_name == "bool"

    @property
    def is_quantized(self) -> bool:
        """Whether it holds quantized numbers."""
        return self._base_name.startswith("q")

    @property
    def is_unsigned(self) -> bool:
        """Whether it holds whole numbers of 0 and above only."""
        return self._base_name.startswith("uint")

    @property
    def is_numpy_compatible(self) -> bool:
        """Whether NumPy has the type."""
        return self._base_name not in ("resource", "variant")

    @property
    def size(self) -> int:
        """How many bytes a number takes."""
        plain = self._base_name in ("string", "resource", "variant")
        return 1 if plain else self.as_torch_dtype.itemsize

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
            limits: Any = torch.finfo(self.as_torch_dtype)
        elif self.is_integer:
            limits = np.iinfo(self.as_numpy_dtype)
        else:
            raise TypeError(f"Cannot find the smallest or largest value of {self!r}")
        return limits.min, limits.max

    def is_compatible_with(self, other: Any) -> bool:
        """Return whether it is the same type."""
        return bool(self == other)

    # ---- as torch programs ask
    @property
    def as_torch_dtype(self) -> torch.dtype:
        """Torch's type, for the few places that take no other (`torch.finfo`, `Module.to`)."""
        return torch_dtype(self)

    @property
    def is_floating_point(self) -> bool:
        """Whether it holds fractions."""
        return self.is_floating

    @property
    def is_signed(self) -> bool:
        """Whether it holds numbers below 0."""
        return self.as_torch_dtype.is_signed

    @property
    def itemsize(self) -> int:
        """How many bytes a number takes."""
        return self.as_torch_dtype.itemsize

    @classmethod
    def __torch_function__(cls, fn: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Call a function of torch's that was given such a type with torch's own."""
        args = [_for_torch(value) for value in args]
        return fn(*args, **{key: _for_torch(value) for key, value in (kwargs or {}).items()})

    # ---- as a value
    def __eq__(self, other: object) -> bool:
        if other is self:
            return True
        if other is None:
            return False
        try:
            return bool(as_dtype(other)._base_name == self._base_name)
        except TypeError:
            return False

    def __hash__(self) -> int:
        # That of torch's type: both are one key of a set or a dict.
        return hash(_BY_NAME.get(self._base_name, self._base_name))

    def __str__(self) -> str:
        return f"<dtype: {self.name!r}>"

    def __repr__(self) -> str:
        return f"tf.{self.name}"

    def __int__(self) -> int:
        return self._type_enum

    def __reduce__(self) -> Any:
        return as_dtype, (self.name,)


def _for_torch(value: Any) -> Any:
    return torch_dtype(value) if isinstance(value, DType) else value


_DTYPES = {name: DType(number) for number, name in _NUMBERS.items()}
_DTYPES |= {f"{name}_ref": DType(number + _REF) for number, name in _NUMBERS.items()}
_OF_TORCH = {dtype: _DTYPES[name] for dtype, name in _NAMES.items()}
_REFS_OF_TORCH = {dtype: _DTYPES[f"{name}_ref"] for dtype, name in _NAMES.items()}
_OTHER_NAMES = {"double": "float64", "half": "float16"}
_PYTHON = {float: "float32", bool: "bool", object: "string", str: "string"}


def as_dtype(type_value: Any) -> DType:
    """Return the `DType` of a name, of a type of NumPy, of Python or of torch.

    Raises:
        TypeError: it stands for none.
    """
    if isinstance(type_value, DType):
        return type_value
    if isinstance(type_value, torch.dtype):
        found = _OF_TORCH.get(type_value)
        if found is not None:
            return found
        type_value = str(type_value).removeprefix("torch.")
    try:
        if isinstance(type_value, int) and not isinstance(type_value, bool):
            return _DTYPES[_NUMBERS[type_value]]
        name = _PYTHON.get(type_value)
        if name is None:
            name = type_value if isinstance(type_value, str) else np.dtype(type_value).name
        return _DTYPES[_OTHER_NAMES.get(name, name)]
    except (KeyError, TypeError):
        raise TypeError(f"Cannot convert value {type_value!r} to a TensorFlow DType.") from None


def as_ref(dtype: torch.dtype) -> DType:
    """Return the type of a variable that holds numbers of a torch type."""
    return _REFS_OF_TORCH[dtype]
