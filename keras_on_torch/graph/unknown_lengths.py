"""Whole numbers that depend on lengths which are not known before a program runs.

While shapes are inferred, an unknown axis has the length of a probe. What a program computes of it
is carried on as an `UnknownLength`, whatever number the probe makes of it: `4 - n` is negative
there and `n % 4` is 0, which says nothing of the lengths that there will be.

The probes' lengths are highly composite, so that `reshape(-1, 8)` divides; those for five and more
unknown axes are smaller, so that the bytes of such a tensor can be counted.
"""

import operator
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

__all__ = [
    "SIZES",
    "SMALLER_SIZES",
    "SMALLEST_SIZES",
    "TURN",
    "LengthInShape",
    "UnknownLength",
    "chosen",
    "has_unknown_length",
    "marked",
    "shared_length",
    "unknown_length",
]

SIZES = (2520, 5040)
SMALLER_SIZES = {5: (840, 1680), 6: (60, 120), 7: (60, 120), 8: (60, 120)}
SMALLEST_SIZES = (12, 24)


class _Turn(threading.local):
    """Which of the two runs of a probe is going on, and how long unknown axes are in them."""

    def __init__(self) -> None:
        self.now = 0
        self.sizes = SIZES


TURN = _Turn()


def unknown_length() -> int:
    """Return, while a function is probed, a length that is not known before its values are."""
    return TURN.sizes[TURN.now]


def shared_length(one: int, other: int) -> int:
    """Return, while a function is probed, the length that two axes share; one may be unknown.

    Raises:
        ValueError: both are known, and differ.
    """
    if one == other or other in _lengths_of_unknown(TURN.now):
        return one
    if one in _lengths_of_unknown(TURN.now):
        return other
    raise ValueError(f"two axes must be of one length, they have {one} and {other}")


def _lengths_of_unknown(turn: int) -> set[int]:
    return {pair[turn] for pair in (SIZES, *SMALLER_SIZES.values(), SMALLEST_SIZES)}


class UnknownLength(int):
    """A number computed from the length of an unknown axis, as a probe has it."""

    __slots__ = ()


class LengthInShape(UnknownLength):
    """A known length beside unknown ones: known in the shape as a whole, unknown if taken out."""

    # Keras: so TensorFlow infers shapes. It sees through the vector of lengths, but through no
    # number that is taken out of it or computed with it.
    __slots__ = ()


def _unknown_number(dtype: torch.dtype) -> torch.Tensor:
    return torch.empty((), dtype=dtype, device="meta")


def _marked_as_unknown(result: Any) -> Any:
    """Return what stands for a number of which only the type is known."""
    if isinstance(result, bool):
        return _unknown_number(torch.bool)
    if isinstance(result, int):
        return UnknownLength(result)
    return _unknown_number(torch.float32) if isinstance(result, float) else result


def _define_arithmetic() -> None:
    """Return UnknownLength Python's operators: what they give is unknown likewise."""

    def computed(function: Callable[..., Any], swapped: bool) -> Callable[..., Any]:
        def method(self: int, other: Any) -> Any:
            if not isinstance(other, (int, float)):
                return NotImplemented
            pair = (other, self) if swapped else (self, other)
            try:
                return _marked_as_unknown(function(*[_plain(each) for each in pair]))
            except ArithmeticError:  # A divisor that is 0 in a probe only.
                return _marked_as_unknown(type(other)(1))

        return method

    for name in ("add", "sub", "mul", "floordiv", "mod", "pow", "truediv"):
        function = getattr(operator, name)
        setattr(UnknownLength, f"__{name}__", computed(function, swapped=False))
        setattr(UnknownLength, f"__r{name}__", computed(function, swapped=True))
    for name in ("lt", "le", "gt", "ge"):
        setattr(UnknownLength, f"__{name}__", computed(getattr(operator, name), swapped=False))
    for name in ("neg", "pos", "abs"):
        function = getattr(operator, name)
        setattr(
            UnknownLength,
            f"__{name}__",
            lambda self, function=function: UnknownLength(function(int(self))),
        )


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, UnknownLength) else value


_define_arithmetic()


def has_unknown_length(values: Iterable[Any]) -> bool:
    """Return whether one of the values is an unknown length."""
    return any(isinstance(value, UnknownLength) for value in values)


def chosen(choose: Callable[[Sequence[int]], int], lengths: Sequence[int]) -> int:
    """Return one of several lengths, such as the largest: unknown if any of them is."""
    if not has_unknown_length(lengths):
        return choose(lengths)
    return UnknownLength(choose([int(length) for length in lengths]))


def marked(first: Any, second: Any) -> tuple[Any, Any]:
    """Return the results of two probes, with the numbers made unknown that differ in them."""
    if isinstance(first, tuple) and first and all(type(n) in _WHOLE for n in (*first, *second)):
        return _marked_shape(first, second)
    if type(first) is int and type(second) is int and first != second:
        return UnknownLength(first), UnknownLength(second)
    if type(first) is float and first != second:
        return _unknown_number(torch.float32), _unknown_number(torch.float32)
    return first, second


_WHOLE = (int, UnknownLength, LengthInShape)


def _marked_shape(first: Any, second: Any) -> tuple[Any, Any]:
    known = [
        a == b and type(a) is not UnknownLength and type(b) is not UnknownLength
        for a, b in zip(first, second, strict=True)
    ]
    if all(known) and not has_unknown_length(first):
        return first, second
    kinds = [LengthInShape if each else UnknownLength for each in known]
    one, other = (
        type(lengths)([kind(int(n)) for kind, n in zip(kinds, lengths, strict=True)])
        for lengths in (first, second)
    )
    return one, other
