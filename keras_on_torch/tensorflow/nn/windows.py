"""Windows as TensorFlow's functions are given them: lengths and steps, axis order, padding."""

from typing import Any, NamedTuple

from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.arguments import plain_sizes

__all__ = [
    "Steps",
    "axis_order",
    "check_rank",
    "explicit_padding",
    "inner_steps",
    "padding_kind",
    "steps",
]

_LAST = {1: ("NWC", "NHWC"), 2: ("NHWC",), 3: ("NDHWC",)}
_FIRST = {1: ("NCW", "NCHW"), 2: ("NCHW",), 3: ("NCDHW",)}


class Steps(NamedTuple):
    """A number for each axis.

    Attributes:
        inner: of the axes between batch and channels.
        batch: of the batch.
        channels: of the channels.
    """

    inner: tuple[int, ...]
    batch: int
    channels: int


def axis_order(data_format: Any, axes: int) -> str:
    """Return Keras's name of an axis order.

    Args:
        data_format: TensorFlow's name of it; None is channels last.
        axes: how many axes stand beside batch and channels.

    Raises:
        ValueError: there is no such order.
    """
    if data_format is None or data_format in _LAST[axes]:
        return "channels_last"
    if data_format in _FIRST[axes]:
        return "channels_first"
    names = ", ".join(map(repr, (*_LAST[axes], *_FIRST[axes])))
    raise ValueError(f"data_format must be one of {names}, got {data_format!r}")


def steps(value: Any, axes: int, order: str, name: str) -> Steps:
    """Return the lengths or steps of a window.

    Args:
        value: one number, or a list: of one, of one for each inner axis, or of one for every axis;
            None stands for ones.
        axes: how many inner axes there are.
        order: Keras's name of the axis order.
        name: the argument, for messages.

    Raises:
        ValueError: there are as many numbers as none of these, or one is below 1.
    """
    value = [1] if value is None else value
    found = plain_sizes(value)
    if found is None:
        raise TypeError(f"Expected list of ints for {name!r}, got {value!r}")
    numbers = list(found) if isinstance(found, tuple) else [found]
    if len(numbers) == 1:
        numbers *= axes
    if len(numbers) == axes:
        numbers = [1, 1, *numbers] if order == "channels_first" else [1, *numbers, 1]
    if len(numbers) != axes + 2:
        raise ValueError(
            f"{name} should be of length 1, {axes} or {axes + 2} but was {len(numbers)}"
        )
    if min(numbers) < 1:
        raise ValueError(f"{name} must be 1 or more along each axis, got {value}")
    if order == "channels_first":
        return Steps(tuple(numbers[2:]), numbers[0], numbers[1])
    return Steps(tuple(numbers[1:-1]), numbers[0], numbers[-1])


def inner_steps(value: Any, axes: int, order: str, name: str) -> tuple[int, ...]:
    """Return the steps along inner axes; those along batch and channels must be 1.

    Raises:
        ValueError: they are not.
    """
    found = steps(value, axes, order, name)
    if found.batch != 1 or found.channels != 1:
        raise ValueError(
            f"Current implementation does not yet support {name} in the batch and depth dimensions,"
            f" got {value}"
        )
    return found.inner


def padding_kind(padding: Any) -> str:
    """Return Keras's name of a padding.

    Raises:
        ValueError: there is no such padding.
        TypeError: it is no name.
    """
    if not isinstance(padding, str):
        raise TypeError(f"Expected string for argument 'padding' not {padding!r}")
    if padding in ("SAME", "VALID"):
        return str(padding).lower()
    raise ValueError(f"padding must be either VALID or SAME: {padding!r}")


def explicit_padding(padding: Any, order: str) -> list[tuple[int, int]] | None:
    """Return zeros (before, after) each inner axis where a program tells them; None for a name.

    Raises:
        ValueError: it is no list of four pairs, or batch or channels are padded.
    """
    if not isinstance(padding, (list, tuple)):
        return None
    if any(not isinstance(pair, (list, tuple)) or len(pair) != 2 for pair in padding):
        raise ValueError(
            "When padding is a list, each element of padding must be a list/tuple of size 2, got"
            f" {padding}"
        )
    if len(padding) != 4:
        raise ValueError(
            f"When padding is a list, it must be of size 4. Got padding of size: {len(padding)}"
        )
    inner = list(padding[2:]) if order == "channels_first" else list(padding[1:-1])
    outer = list(padding[:2]) if order == "channels_first" else [padding[0], padding[-1]]
    if any(tuple(pair) != (0, 0) for pair in outer):
        raise ValueError(f"Nonzero explicit padding in the batch or depth dimensions: {padding}")
    if any(each < 0 for pair in inner for each in pair):
        raise ValueError(f"All elements of explicit_paddings must be nonnegative: {padding}")
    return [(int(before), int(after)) for before, after in inner]


def check_rank(x: Tensor, rank: int, name: str) -> None:
    """Refuse a tensor that has another number of axes.

    Raises:
        ValueError: it has.
    """
    if x.ndim != rank:
        raise ValueError(f"Shape must be rank {rank} but is rank {x.ndim} for {name!r}")
