"""What symbols answer: shapes and names as old programs ask for them, torch's small questions."""

from typing import Any

import torch

__all__ = ["PLAIN_ANSWERS", "WITHOUT_VALUE", "KnownDimension", "Operation", "SymbolShape"]

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
        """Return the lengths as a list, None for an unknown one."""
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
        """Return whether every axis is known."""
        return None not in self.as_list()

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return SymbolShape(found) if isinstance(index, slice) else found
