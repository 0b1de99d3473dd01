"""Python's operators on symbols: each is recorded as the function of the module `operator`."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch.graph.dtypes import dtype_name
from keras_on_torch.graph.leaf_nodes import has_symbol
from keras_on_torch.graph.symbol import Dimension, SymbolicTensor, record

__all__: list[str] = []


def _operators() -> None:
    """Return SymbolicTensor Python's operators, each recorded as the function of `operator`."""

    def direct(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, other: record(function, (self, _operand(other, self)))

    def swapped(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda self, other: record(function, (_operand(other, self), self))

    both = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"]
    for name in both:
        function = getattr(operator, name)
        setattr(SymbolicTensor, f"__{name}__", direct(function))
        setattr(SymbolicTensor, f"__r{name}__", swapped(function))
    for name in ["and", "or", "xor"]:
        function = getattr(operator, f"__{name}__")
        setattr(SymbolicTensor, f"__{name}__", direct(function))
        setattr(SymbolicTensor, f"__r{name}__", swapped(function))
    for name in ["lt", "le", "gt", "ge"]:
        setattr(SymbolicTensor, f"__{name}__", direct(getattr(operator, name)))
    for name in ["neg", "invert", "abs", "pos"]:
        function = getattr(operator, name)
        setattr(
            SymbolicTensor, f"__{name}__", lambda self, function=function: record(function, (self,))
        )


def _operand(value: Any, beside: SymbolicTensor) -> Any:
    """Return the other side of an operator: a list of numbers stands for a tensor."""
    if isinstance(value, (list, tuple)) and not has_symbol(value):
        return np.asarray(value, dtype=dtype_name(beside.number_type))
    return value


def _lengths() -> None:
    """Let products and sums of unknown lengths be unknown lengths, too."""

    def kept(name: str) -> Callable[..., Any]:
        plain = getattr(SymbolicTensor, name)

        def computed(self: Dimension, other: Any) -> Any:
            result = plain(self, other)
            whole = isinstance(other, (int, Dimension)) and type(result) is SymbolicTensor
            return Dimension(result, None) if whole else result

        return computed

    for name in ["add", "sub", "mul", "floordiv", "mod"]:
        setattr(Dimension, f"__{name}__", kept(f"__{name}__"))
        setattr(Dimension, f"__r{name}__", kept(f"__r{name}__"))


_operators()
_lengths()
