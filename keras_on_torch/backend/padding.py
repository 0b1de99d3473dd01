"""Zeros around sequences, images and volumes."""

import itertools
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, is_open, normalize_data_format, sizes_of
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.graph.shape_inference import unknown_length

__all__ = ["spatial_2d_padding", "spatial_3d_padding", "temporal_padding"]

Pair = Sequence[int]


@static_arguments("padding")
def temporal_padding(x: Tensor, padding: Pair = (1, 1)) -> Tensor:
    """Put zeros before and after the steps of a sequence.

    Args:
        x: sequences.
        padding: how many steps of zeros, (before, after).

    Shape:
        (batch, steps, features) -> (batch, before + steps + after, features)
    """
    return _padded(x, _pairs([padding], 1), channels_last=True)


@static_arguments("padding")
def spatial_2d_padding(
    x: Tensor, padding: Sequence[Pair] = ((1, 1), (1, 1)), data_format: str | None = None
) -> Tensor:
    """Put zeros around images.

    Args:
        x: images, with the axes (batch, rows, cols, channels) or (batch, channels, rows, cols).
        padding: how many, ((above, below), (left, right)).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
    """
    channels_last = normalize_data_format(data_format) == "channels_last"
    return _padded(x, _pairs(padding, 2), channels_last)


@static_arguments("padding")
def spatial_3d_padding(
    x: Tensor, padding: Sequence[Pair] = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None
) -> Tensor:
    """Put zeros around volumes.

    Args:
        x: volumes, whose three lengths come after or, channels first, before the channels.
        padding: how many, a pair for each of the three axes.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
    """
    channels_last = normalize_data_format(data_format) == "channels_last"
    return _padded(x, _pairs(padding, 3), channels_last)


def _pairs(padding: Sequence[Pair], count: int) -> list[tuple[int, int]]:
    """Return the padding as (before, after) for each axis.

    Raises:
        AssertionError: there are not `count` pairs.
        ValueError: a number is negative.
    """
    if len(padding) != count or any(len(pair) != 2 for pair in padding):
        raise AssertionError(f"padding must be {count} x (before, after), got {padding!r}")
    pairs = [(before, after) for before, after in padding]
    _check_amounts([each for pair in pairs for each in pair if not is_symbolic(each)])
    return pairs


def _check_amounts(amounts: Sequence[int]) -> None:
    if any(amount < 0 for amount in amounts):
        raise ValueError(f"Paddings must be non-negative, got {amounts}. Use K.slice to cut")


def _shape_of_padded(x: Tensor, pairs: Any, channels_last: bool) -> Tensor:
    """Return the shape of `_padded` in a probe; what is added may be known when it runs only."""
    x = as_tensor(x)
    known = [(0, 0) if any(map(is_open, pair)) else pair for pair in pairs]
    shape = list(_with_zeros(x, known, channels_last).shape)
    for axis, pair in enumerate(pairs, 1 if channels_last else 2):
        if any(map(is_open, pair)):
            shape[axis] = unknown_length()
    return x.new_empty(shape)


@op(infer=_shape_of_padded)
def _padded(x: Tensor, pairs: list[tuple[Any, Any]], channels_last: bool) -> Tensor:
    return _with_zeros(as_tensor(x), pairs, channels_last)


def _with_zeros(x: torch.Tensor, pairs: list[tuple[Any, Any]], channels_last: bool) -> torch.Tensor:
    if x.ndim != len(pairs) + 2:
        raise ValueError(
            f"Shape must be rank {len(pairs) + 2} but is rank {x.ndim}: padding {len(pairs)} axes"
            f" of shape {tuple(x.shape)} leaves no batch and channels"
        )
    inner = [(0, 0), *reversed(pairs)] if channels_last else reversed(pairs)  # torch: last first.
    amounts = sizes_of(list(itertools.chain.from_iterable(inner)))
    _check_amounts(amounts)
    return F.pad(x, amounts)
