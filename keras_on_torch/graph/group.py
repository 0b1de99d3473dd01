"""A symbol without a value, which stands for others being computed: TensorFlow 1's operations."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic

__all__ = ["Group"]


def grouped(*symbols: Any) -> bool:
    """Return, when all of them have been computed."""
    return True


class Group(SymbolicTensor):
    """What is run for its effects.

    Args:
        members: symbols (updates, groups, tensors), and what else a session runs.

    Attributes:
        others: the members that are no symbols.
    """

    def __init__(self, members: Sequence[Any] = ()) -> None:
        symbols = tuple([member for member in members if is_symbolic(member)])
        super().__init__(grouped, symbols, {}, (True, True))
        self.others = [member for member in members if not is_symbolic(member)]
