"""Shapes and names of symbols in the forms that old programs ask for them."""

from typing import Any

__all__ = ["KnownDimension", "Operation", "SymbolShape"]


class Operation:
    """What `tensor.op` gives: a name."""

    def __init__(self, name: str) -> None:
        self.name = name


class KnownDimension(int):
    """The length of an axis: an int that also answers to TensorFlow 1's `.value`."""

    @property
    def value(self) -> int:
        """The length."""
        return int(self)


class SymbolShape(tuple[Any, ...]):
    """The shape of a symbol: a tuple that also answers as TensorFlow 1's TensorShape."""

    __slots__ = ()

    def as_list(self) -> list[int | None]:
        """Give the lengths as a list, None for an unknown one."""
        return [int(axis) if isinstance(axis, int) else None for axis in self]

    @property
    def ndims(self) -> int:
        """The number of axes."""
        return len(self)

    @property
    def dims(self) -> list[Any]:
        """The axes."""
        return list(self)

    def is_fully_defined(self) -> bool:
        """Tell whether every axis is known."""
        return None not in self.as_list()

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return SymbolShape(found) if isinstance(index, slice) else found
