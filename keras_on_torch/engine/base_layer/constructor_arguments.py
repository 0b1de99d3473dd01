"""What constructors of layers are given: NumPy's numbers and known tensors taken as values."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from keras_on_torch import graph
from keras_on_torch.backend.static_arguments import PLAIN, static_value

__all__ = ["structure_of", "takes_static_arguments"]

# What is no structure: arrays and tensors here stay what they are.
_VALUES = frozenset(
    {"arguments", "constants", "initial_state", "input_tensor", "inputs", "layer", "layers"}
    | {"outputs", "weights"}
)


def structure_of(value: Any) -> Any:
    """Return a number, a shape or several shapes plainly: ints, and None for an unknown length."""
    value = static_value(value)
    if isinstance(value, graph.Dimension):
        return None
    if type(value) is tuple and PLAIN.issuperset(map(type, value)):
        return value
    if isinstance(value, (tuple, list)) and any(
        isinstance(each, graph.Dimension) for each in value
    ):
        return type(value)([structure_of(each) for each in value])
    return value


def takes_static_arguments(constructor: Callable[..., None]) -> Callable[..., None]:
    """Let a constructor take sizes, shapes, axes and rates as NumPy and shapes give them.

    A layer then keeps plain numbers, which are what its config holds and its messages show.
    """
    parameters = list(inspect.signature(constructor).parameters)[1:]
    values = {place for place, name in enumerate(parameters) if name in _VALUES}

    @functools.wraps(constructor)
    def with_values(self: Any, *args: Any, **kwargs: Any) -> None:
        args = tuple(
            [
                value if type(value) in PLAIN or place in values else structure_of(value)
                for place, value in enumerate(args)
            ]
        )
        for name, value in kwargs.items():
            if type(value) not in PLAIN and name not in _VALUES:
                kwargs[name] = structure_of(value)
        constructor(self, *args, **kwargs)

    return with_values
