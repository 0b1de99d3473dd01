"""Zeros around sequences, images and volumes."""

import itertools
from collections.abc import Sequence

import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, normalize_data_format
from keras_on_torch.graph import op

__all__ = ["spatial_2d_padding", "spatial_3d_padding", "temporal_padding"]

Pair = Sequence[int]


def temporal_padding(x: Tensor, padding: Pair = (1, 1)) -> Tensor:
    """Put zeros before and after the steps of a sequence.

    Args:
        x: sequences.
        padding: how many steps of zeros, (before, after).

    Shape:
        (batch, steps, features) -> (batch, before + steps + after, features)
    """
    return _padded(x, _pairs([padding], 1), channels_last=True)


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
    pairs = [(int(before), int(after)) for before, after in padding]
    if any(each < 0 for pair in pairs for each in pair):
        raise ValueError(f"Paddings must be non-negative, got {padding!r}. Use K.slice to cut")
    return pairs


@op
def _padded(x: Tensor, pairs: list[tuple[int, int]], channels_last: bool) -> Tensor:
    x = as_tensor(x)
    if x.ndim != len(pairs) + 2:
        raise ValueError(
            f"Shape must be rank {len(pairs) + 2} but is rank {x.ndim}: padding {len(pairs)} axes"
            f" of shape {tuple(x.shape)} leaves no batch and channels"
        )
    inner = [(0, 0), *reversed(pairs)] if channels_last else reversed(pairs)  # torch: last first.
    return F.pad(x, list(itertools.chain.from_iterable(inner)))
