"""Pooling, padded as TensorFlow pads."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import normalize_data_format, of_one_type
from keras_on_torch.backend.layout import from_torch_order, in_torch_order
from keras_on_torch.backend.state import ndim
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op
from keras_on_torch.utils.conv_utils import conv_output_length, same_padding

__all__ = ["pool", "pool2d", "pool3d"]

_MAX: dict[int, Any] = {1: torch.max_pool1d, 2: torch.max_pool2d, 3: torch.max_pool3d}
_AVERAGE: dict[int, Any] = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}


@static_arguments("pool_size", "strides")
def pool2d(
    x: Tensor,
    pool_size: Sequence[int],
    strides: Sequence[int] = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Tensor:
    """Return the highest or the average entry of each window of an image.

    Args:
        x: images, in the axis order `data_format` names.
        pool_size: the window, (rows, cols).
        strides: its steps, (down, right).
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        pool_mode: "max" or "avg"; an average leaves the padding out.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, channels)

    Raises:
        ValueError: padding, axis order or mode is none of these.
    """
    return pool(x, pool_size, strides, padding, data_format, pool_mode)


@static_arguments("pool_size", "strides")
def pool3d(
    x: Tensor,
    pool_size: Sequence[int],
    strides: Sequence[int] = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Tensor:
    """Return the highest or the average entry of each window of a volume; arguments as of `pool2d`.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, new_depth, new_rows, new_cols, channels)
    """
    return pool(x, pool_size, strides, padding, data_format, pool_mode)


def pool(
    x: Tensor, window: Any, strides: Any, padding: str, data_format: str | None, mode: str
) -> Tensor:
    """Pool sequences, images and volumes alike; arguments as of `pool2d`."""
    data_format = normalize_data_format(data_format)
    if padding not in ("valid", "same"):
        raise ValueError(f"Invalid padding: {padding}. Choose 'valid' or 'same'")
    if mode not in ("max", "avg"):
        raise ValueError(f"Invalid pooling mode: {mode}. Choose 'max' or 'avg'")
    if ndim(x) != len(window) + 2:
        raise ValueError(
            f"pooling windows of {len(window)} axes, {tuple(window)}, takes a tensor of"
            f" {len(window) + 2} axes: batch, channels and those; it got {ndim(x)}"
        )
    check_window_sizes("pool_size", window)
    check_window_sizes("strides", strides)
    if mode == "avg":
        of_one_type("pool", x)
    return _pool(x, tuple(window), tuple(strides), padding, data_format, mode)


def check_window_sizes(name: str, steps: Sequence[int]) -> None:
    """Check that a window has a length and moves on.

    Raises:
        ValueError: a number is below 1.
    """
    if min(steps, default=1) < 1:
        raise ValueError(f"`{name}` must be 1 or more along each axis, got {tuple(steps)}")


def _shape_of_pooled(
    x: torch.Tensor,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: str,
    data_format: str,
    mode: str,
) -> torch.Tensor:
    """Return the shape of `_pool`: torch's own way there loads much that is not needed else."""
    first = data_format == "channels_first"
    lengths: Sequence[int] = x.shape[2:] if first else x.shape[1:-1]
    places = zip(lengths, window, strides, strict=True)
    new: list[Any] = [conv_output_length(n, size, padding, step) for n, size, step in places]
    return shaped_by_windows(x, window, new, x.shape[1 if first else -1], data_format, padding)


def shaped_by_windows(
    x: torch.Tensor,
    window: Sequence[int],
    lengths: list[Any],
    channels: int,
    data_format: str,
    padding: Any,
) -> torch.Tensor:
    """Return, in a probe, what windows that slide over `x` make of it.

    Raises:
        ValueError: a window does not fit.
    """
    if min(lengths) <= 0:
        raise ValueError(
            f"Negative dimension size: a window of {tuple(window)} does not fit into an input of"
            f" shape {tuple(x.shape)} with padding {padding!r}"
        )
    if data_format == "channels_first":
        return torch.empty((x.shape[0], channels, *lengths), dtype=x.dtype, device="meta")
    return torch.empty((x.shape[0], *lengths, channels), dtype=x.dtype, device="meta")


@op(infer=_shape_of_pooled)
def _pool(
    x: torch.Tensor,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    padding: str,
    data_format: str,
    mode: str,
) -> torch.Tensor:
    x, axes = in_torch_order(x, data_format), len(window)
    if padding == "valid":
        kernel = _MAX[axes] if mode == "max" else _averages_of(x, axes)
        return from_torch_order(kernel(x, window, strides), data_format)
    pads, cuts = [], []
    for axis, (size, length, stride) in enumerate(
        zip(x.shape[2:], window, strides, strict=True), 2
    ):
        before, after = same_padding(size, length, stride)
        # torch pads both sides alike. What is missing behind, windows may reach over the end for;
        # a step of 1 does not reach, so there one window more in front is made and cut off.
        crooked = stride == 1 and after > before
        pads.append(after if crooked else before)
        if crooked:
            cuts.append(axis)
    if mode == "max":
        y = _MAX[axes](x, window, strides, pads, 1, True)
    else:
        y = _averages_of(x, axes)(x, window, strides, pads, True, False)
    for axis in cuts:
        y = y.narrow(axis, 1, y.shape[axis] - 1)
    return from_torch_order(y, data_format)


def _averages_of(x: torch.Tensor, axes: int) -> Any:
    """Return the function of averages; torch has none of volumes in half precision on the CPU."""
    kernel = _AVERAGE[axes]
    if axes == 3 and x.dtype is torch.float16 and not x.is_cuda:
        return lambda x, *args: kernel(x.float(), *args).half()
    return kernel


def around(pads: Sequence[tuple[int, int]]) -> list[int]:
    """Return paddings of the axes in the order in which F.pad takes them: last axis first."""
    return [amount for before_after in reversed(pads) for amount in before_after]


@op
def highest(x: torch.Tensor, axes: Sequence[int]) -> torch.Tensor:
    """Return the highest entry over neighbouring axes; equal ones share its gradient."""
    first, last = min(axes), max(axes)
    # As one axis, which makes the derivative some times as fast.
    return x.flatten(first, last).amax(first)
