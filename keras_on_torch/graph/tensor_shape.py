"""What symbols answer: shapes and names as old programs ask for them, torch's small questions."""

import math
from typing import Any

import numpy as np
import torch

__all__ = [
    "PLAIN_ANSWERS",
    "WITHOUT_VALUE",
    "KnownDimension",
    "SymbolShape",
    "UnknownDimension",
    "UnknownShape",
]

# What torch programs ask of a tensor and need not be recorded.
PLAIN_ANSWERS: dict[str, Any] = {
    "grad": None,
    "is_cuda": False,
    "is_leaf": False,
    "is_meta": False,
    "is_nested": False,
    "is_quantized": False,
    "is_sparse": False,
    "layout": torch.strided,
    "requires_grad": False,
}
WITHOUT_VALUE = {"numpy", "item", "tolist", "backward", "data_ptr", "storage", "untyped_storage"}


class KnownDimension(int):
    """The length of an axis: an int that also answers to TensorFlow 1's `.value`."""

    @property
    def value(self) -> int:
        """The length."""
        return int(self)

    def __repr__(self) -> str:
        return f"Dimension({int(self)})"

    def __str__(self) -> str:
        return int.__repr__(self)


def _arithmetic() -> None:
    """Let products and sums of lengths be lengths, too."""

    def kept(name: str) -> Any:
        plain = getattr(int, name)

        def computed(self: KnownDimension, other: Any) -> Any:
            result = plain(self, other)
            return KnownDimension(result) if type(result) is int else result

        return computed

    for name in ("add", "sub", "mul", "floordiv", "mod"):
        setattr(KnownDimension, f"__{name}__", kept(f"__{name}__"))
        setattr(KnownDimension, f"__r{name}__", kept(f"__r{name}__"))


_arithmetic()


def _known(length: Any) -> int | None:
    """Return a length as an int; None for an unknown one."""
    return int(length) if isinstance(length, (int, np.integer)) else None


class UnknownDimension:
    """The unknown length of an axis in a shape that belongs to no tensor; it equals None."""

    value = None

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, UnknownDimension)

    def __hash__(self) -> int:
        return hash(None)

    def __repr__(self) -> str:
        return "Dimension(None)"


class SymbolShape(tuple[Any, ...]):
    """The shape of a symbol: a tuple that also answers as TensorFlow 1's TensorShape.

    Args:
        dims: the lengths of the axes, None for an unknown one; one length for a single axis; None
            where not even the number of axes is known.
    """

    __slots__ = ()

    def __new__(cls, dims: Any = None) -> "SymbolShape":
        if dims is None:
            return tuple.__new__(UnknownShape)
        if isinstance(dims, int):
            dims = (dims,)
        if isinstance(dims, UnknownShape):
            return dims
        return tuple.__new__(cls, [_dimension(length) for length in dims])

    def as_list(self) -> list[int | None]:
        """Return the lengths as a list, None for an unknown one."""
        return [_known(axis) for axis in self]

    @property
    def ndims(self) -> int | None:
        """The number of axes."""
        return len(self)

    @property
    def rank(self) -> int | None:
        """The number of axes."""
        return self.ndims

    @property
    def dims(self) -> list[Any] | None:
        """The axes."""
        return list(self)

    def is_fully_defined(self) -> bool:
        """Return whether every axis is known."""
        return None not in self.as_list()

    def num_elements(self) -> int | None:
        """Return how many numbers there are; None where an axis is not known."""
        return math.prod(self) if self.is_fully_defined() else None

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return SymbolShape(found) if isinstance(index, slice) else found

    def __eq__(self, other: object) -> bool:
        return tuple.__eq__(self, tuple(other) if isinstance(other, list) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__

    def __str__(self) -> str:
        """Return the lengths as TensorFlow writes them, such as (?, 3)."""
        words = [str(int(axis)) if isinstance(axis, int) else "?" for axis in self]
        return f"({', '.join(words)}{',' if len(words) == 1 else ''})"

    def __repr__(self) -> str:
        return f"TensorShape([{', '.join([f'Dimension({each})' for each in self.as_list()])}])"

    # ---- beside another shape
    def is_compatible_with(self, other: Any) -> bool:
        """Return whether a tensor may have both shapes."""
        other = SymbolShape(other)
        if None in (self.ndims, other.ndims):
            return True
        pairs = zip(self.as_list(), other.as_list(), strict=False)
        return self.ndims == other.ndims and all(a == b or None in (a, b) for a, b in pairs)

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raise an error where no tensor can have both shapes.

        Raises:
            ValueError: none can.
        """
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {other} are incompatible")

    def merge_with(self, other: Any) -> "SymbolShape":
        """Return what both shapes know.

        Raises:
            ValueError: they contradict each other.
        """
        other = SymbolShape(other)
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {other} are not compatible")
        if self.ndims is None or other.ndims is None:
            return other if self.ndims is None else self
        pairs = zip(self, other, strict=True)
        return SymbolShape([two if one == None else one for one, two in pairs])  # noqa: E711

    def concatenate(self, other: Any) -> "SymbolShape":
        """Return the axes of this shape and behind them those of another."""
        other = SymbolShape(other)
        if self.ndims is None or other.ndims is None:
            return SymbolShape(None)
        return SymbolShape([*self, *other])

    # ---- the number of axes
    def with_rank(self, rank: int) -> "SymbolShape":
        """Return the shape, which must have so many axes.

        Raises:
            ValueError: it has more or fewer.
        """
        if self.ndims is None:
            return SymbolShape([None] * rank)
        return self._where(self.ndims == rank, f"{rank}")

    def with_rank_at_least(self, rank: int) -> "SymbolShape":
        """Return the shape, which must have so many axes or more; as `with_rank`."""
        return self._where(self.ndims is None or self.ndims >= rank, f"at least {rank}")

    def with_rank_at_most(self, rank: int) -> "SymbolShape":
        """Return the shape, which must have so many axes or fewer; as `with_rank`."""
        return self._where(self.ndims is None or self.ndims <= rank, f"at most {rank}")

    def assert_has_rank(self, rank: int) -> None:
        """Raise an error where the shape has not so many axes; as `with_rank`."""
        self._where(self.ndims in (None, rank), f"{rank}")

    def assert_same_rank(self, other: Any) -> None:
        """Raise an error where another shape has more or fewer axes; as `with_rank`."""
        other = SymbolShape(other)
        self._where(None in (self.ndims, other.ndims) or self.ndims == other.ndims, other.ndims)

    def assert_is_fully_defined(self) -> None:
        """Raise an error where an axis is not known; as `with_rank`."""
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def _where(self, fits: bool, wanted: Any) -> "SymbolShape":
        if not fits:
            raise ValueError(f"Shape {self} must have rank {wanted}")
        return self


class UnknownShape(SymbolShape):
    """The shape of a tensor whose number of axes is not known."""

    __slots__ = ()

    @property
    def ndims(self) -> None:
        """None: the number of axes is not known."""
        return

    @property
    def dims(self) -> None:
        """None: the axes are not known."""
        return

    def as_list(self) -> list[int | None]:
        """Refuse to list axes.

        Raises:
            ValueError: always.
        """
        raise ValueError("as_list() is not defined on an unknown TensorShape.")

    def is_fully_defined(self) -> bool:
        """Return False."""
        return False

    def __len__(self) -> int:
        raise ValueError("Cannot take the length of shape with unknown rank.")

    def __iter__(self) -> Any:
        raise ValueError("Cannot iterate over a shape with unknown rank.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnknownShape)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "TensorShape(None)"

    def __str__(self) -> str:
        return "<unknown>"


def _dimension(length: Any) -> Any:
    """Return the length of an axis as a shape holds it."""
    if length is None:
        return UnknownDimension()
    return KnownDimension(length) if type(length) is int else length
