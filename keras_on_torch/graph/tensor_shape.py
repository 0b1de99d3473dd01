"""What symbols answer: shapes and names as old programs ask for them, torch's small questions."""

import math
from typing import Any

import numpy as np
import torch

__all__ = ["PLAIN_ANSWERS", "WITHOUT_VALUE", "KnownDimension", "SymbolShape"]

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


class SymbolShape(tuple[Any, ...]):
    """The shape of a symbol: a tuple that also answers as TensorFlow 1's TensorShape."""

    __slots__ = ()

    def as_list(self) -> list[int | None]:
        """Return the lengths as a list, None for an unknown one."""
        return [_known(axis) for axis in self]

    @property
    def ndims(self) -> int:
        """The number of axes."""
        return len(self)

    rank = ndims

    @property
    def dims(self) -> list[Any]:
        """The axes."""
        return list(self)

    def is_fully_defined(self) -> bool:
        """Return whether every axis is known."""
        return None not in self.as_list()

    def num_elements(self) -> int | None:
        """Return how many numbers there are; None where an axis is unknown."""
        lengths = [length for length in self.as_list() if length is not None]
        return math.prod(lengths) if len(lengths) == len(self) else None

    def is_compatible_with(self, other: Any) -> bool:
        """Return whether a tensor could have both shapes."""
        return self._merged(other) is not None

    def assert_is_compatible_with(self, other: Any) -> None:
        """Check that a tensor could have both shapes.

        Raises:
            ValueError: it could not.
        """
        if self._merged(other) is None:
            raise ValueError(f"Shapes {self} and {SymbolShape(other)} are incompatible")

    def merge_with(self, other: Any) -> "SymbolShape":
        """Return the shape with what either of the two knows.

        Raises:
            ValueError: they contradict each other.
        """
        merged = self._merged(other)
        if merged is None:
            raise ValueError(f"Shapes {self} and {SymbolShape(other)} are not compatible")
        return merged

    def _merged(self, other: Any) -> "SymbolShape | None":
        if other is None:
            return self
        if len(self) != len(other):
            return None
        merged: list[Any] = []
        for own, given in zip(self, other, strict=True):
            one, two = _known(own), _known(given)
            if one is not None and two is not None and one != two:
                return None
            merged.append(own if one is not None or two is None else KnownDimension(two))
        return SymbolShape(merged)

    def concatenate(self, other: Any) -> "SymbolShape":
        """Return the axes of this shape and those of another behind them."""
        lengths = [KnownDimension(each) if type(each) is int else each for each in other]
        return SymbolShape((*self, *lengths))

    def with_rank(self, rank: int) -> "SymbolShape":
        """Return the shape, which has so many axes.

        Raises:
            ValueError: it has more or fewer.
        """
        return self._checked(len(self) == rank, f"must have rank {rank}")

    def with_rank_at_least(self, rank: int) -> "SymbolShape":
        """Return the shape, which has so many axes or more.

        Raises:
            ValueError: it has fewer.
        """
        return self._checked(len(self) >= rank, f"must have rank at least {rank}")

    def with_rank_at_most(self, rank: int) -> "SymbolShape":
        """Return the shape, which has so many axes or fewer.

        Raises:
            ValueError: it has more.
        """
        return self._checked(len(self) <= rank, f"must have rank at most {rank}")

    assert_has_rank = with_rank

    def _checked(self, holds: bool, demand: str) -> "SymbolShape":
        if not holds:
            raise ValueError(f"Shape {self} {demand}")
        return self

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return SymbolShape(found) if isinstance(index, slice) else found

    def __str__(self) -> str:
        lengths = ["?" if length is None else str(length) for length in self.as_list()]
        return f"({lengths[0]},)" if len(lengths) == 1 else f"({', '.join(lengths)})"

    def __repr__(self) -> str:
        return f"TensorShape([{', '.join([f'Dimension({each})' for each in self.as_list()])}])"
