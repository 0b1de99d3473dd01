"""Arguments of structure: axes, shapes, sizes and counts, which are numbers before a program runs.

Programs compute them with NumPy, or take them from shapes and constants. Here they become plain
numbers, once, when a call is recorded.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import torch

from keras_on_torch.graph import KnownDimension, SymbolShape, has_symbol, is_symbolic, known_value
from keras_on_torch.graph.shape_inference import with_unknown_axes
from keras_on_torch.utils.numpy_values import without_numpy

__all__ = ["PLAIN", "static_arguments", "static_value"]

F = TypeVar("F", bound=Callable[..., Any])

_AXES = ("axis", "axes")
PLAIN = frozenset({int, float, bool, str, type(None)})


def static_value(value: Any) -> Any:
    """Return an argument of structure as plain numbers, as far as they are known.

    Args:
        value: a number, an array, a tensor, a shape, or a tuple or list of these. A symbol whose
            value is known only when the program runs stays as it is.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple or kind is list:
        if PLAIN.issuperset(map(type, value)):
            return value
        plain = [static_value(item) for item in value]
        if all(new is old for new, old in zip(plain, value, strict=True)):
            return value
        return kind(plain)
    if kind is KnownDimension:
        return int(value)
    if kind is SymbolShape:
        return tuple([static_value(length) for length in value])
    if is_symbolic(value):
        known = known_value(value)
        return value if known is None else known
    if isinstance(value, torch.Tensor):
        return value if value.is_meta else value.tolist()
    return without_numpy(value)


def _without_lengths(result: Any) -> Any:
    """Return what was computed along an axis that a tensor tells: it may be any axis."""
    if is_symbolic(result) and isinstance(result.probe[0], torch.Tensor):
        result.probe = with_unknown_axes(result.probe, range(len(result.static_shape)))
    return result


def static_arguments(*names: str) -> Callable[[F], F]:
    """Make a function take the arguments of these names as NumPy, shapes and constants give them.

    Args:
        *names: of its arguments of structure.
    """

    def decorated(function: Any) -> Any:
        parameters = list(inspect.signature(function).parameters)
        places = [(parameters.index(name), name) for name in names]

        @functools.wraps(function)
        def with_values(*args: Any, **kwargs: Any) -> Any:
            open_axis = False
            for place, name in places:
                given = args[place] if place < len(args) else kwargs.get(name)
                if type(given) in PLAIN:
                    continue
                value = static_value(given)
                if place >= len(args):
                    kwargs[name] = value
                elif value is not given:
                    args = (*args[:place], value, *args[place + 1 :])
                open_axis = open_axis or (name in _AXES and has_symbol(value))
            result = function(*args, **kwargs)
            return _without_lengths(result) if open_axis else result

        return with_values

    return decorated
