"""Convolutions, in Keras's axis order and padded as TensorFlow pads."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import normalize_data_format, of_one_type
from keras_on_torch.backend.layout import (
    convolution_weight,
    depthwise_weight,
    from_torch_order,
    in_torch_order,
)
from keras_on_torch.backend.pooling import around, check_window_sizes, shaped_by_windows
from keras_on_torch.backend.state import int_shape
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import name_operation, op
from keras_on_torch.graph.operation_rows import separable_row
from keras_on_torch.utils.conv_utils import conv_output_length, same_padding

__all__ = [
    "conv1d",
    "conv2d",
    "conv3d",
    "convolution",
    "depthwise_conv2d",
    "depthwise_convolution",
    "pads_of",
    "separable_conv1d",
    "separable_conv2d",
    "separable_convolution",
    "steps_of",
]

_CONV: dict[int, Any] = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
Steps = int | Sequence[int]


@static_arguments("strides", "dilation_rate")
def conv1d(
    x: Tensor,
    kernel: Tensor,
    strides: Steps = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = 1,
) -> Tensor:
    """Slide `kernel` over the steps of `x`.

    Args:
        x: sequences, in the axis order `data_format` names.
        kernel: filters, always (width, channels, filters).
        strides: steps of the window.
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride); "causal" lets
            a step see only itself and what came before.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the filter's taps.

    Shape:
        (batch, steps, channels) -> (batch, new_steps, filters)
    """
    return convolution(x, kernel, None, strides, padding, data_format, dilation_rate)


@static_arguments("strides", "dilation_rate")
def conv2d(
    x: Tensor,
    kernel: Tensor,
    strides: Steps = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = (1, 1),
) -> Tensor:
    """Slide `kernel` over the rows and columns of `x`; arguments as of `conv1d`, in pairs.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)
    """
    return convolution(x, kernel, None, strides, padding, data_format, dilation_rate)


@static_arguments("strides", "dilation_rate")
def conv3d(
    x: Tensor,
    kernel: Tensor,
    strides: Steps = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = (1, 1, 1),
) -> Tensor:
    """Slide `kernel` through the volume `x`; arguments as of `conv1d`, in threes.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, new_depth, new_rows, new_cols, filters)
    """
    return convolution(x, kernel, None, strides, padding, data_format, dilation_rate)


def convolution(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | None,
    strides: Steps,
    padding: str,
    data_format: str | None,
    dilation_rate: Steps,
    *,
    rectified: bool = False,
) -> Tensor:
    """Convolve and add a bias in one step; for sequences, images and volumes alike.

    Args:
        x: sequences, images or volumes.
        kernel: (*window, channels, filters).
        bias: (filters,), or None.
        strides: as of `conv1d`, for each axis.
        padding: as of `conv1d`.
        data_format: as of `conv1d`.
        dilation_rate: as of `conv1d`, for each axis.
        rectified: whether negative results become zero: by the way, without another tensor.

    Raises:
        TypeError: the number types differ, or are whole.
        ValueError: padding or axis order is not known.
    """
    data_format = normalize_data_format(data_format)
    of_one_type("conv", x, kernel)
    axes = len(kernel.shape) - 2
    if padding == "causal" and (axes > 1 or data_format == "channels_first"):
        raise ValueError(
            f"Invalid padding: {padding}, of {axes} axes, {data_format}. Only of sequences whose"
            " channels come last the steps have a before and an after"
        )
    strides, dilation = steps_of(strides, dilation_rate, padding, axes)
    even = _even_padding(int_shape(kernel) or (), strides, padding, dilation)
    padding_used: Any = padding if even is None else even
    return _convolve(x, kernel, bias, strides, padding_used, data_format, dilation, rectified)


def _even_padding(
    kernel_shape: Any, strides: tuple[int, ...], padding: str, dilation: tuple[int, ...]
) -> tuple[int, ...] | None:
    """Return the zeros on both sides of each axis where they are as many and always the same."""
    if padding == "valid":
        return (0,) * len(strides)
    windows = kernel_shape[: len(strides)]
    if padding != "same" or set(strides) != {1} or None in windows:
        return None
    both = [(window - 1) * rate for window, rate in zip(windows, dilation, strict=True)]
    return None if any(zeros % 2 for zeros in both) else tuple(zeros // 2 for zeros in both)


def steps_of(
    strides: Steps, dilation_rate: Steps, padding: str, axes: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return strides and dilations of each axis.

    Raises:
        ValueError: there is no such padding, both are above 1, or one is below 1.
    """
    if padding not in ("valid", "same", "causal"):
        raise ValueError(f"Invalid padding: {padding}. Choose 'valid', 'same' or 'causal'")
    steps, dilation = _each_axis(strides, axes), _each_axis(dilation_rate, axes)
    check_window_sizes("strides", steps)
    check_window_sizes("dilation_rate", dilation)
    if max(steps) > 1 and max(dilation) > 1:
        raise ValueError(
            f"strides > 1 are not supported together with dilation_rate > 1, got strides {steps}"
            f" and dilation_rate {dilation}. Set one of them to 1"
        )
    return steps, dilation


def _each_axis(value: Any, axes: int) -> tuple[int, ...]:
    return (int(value),) * axes if isinstance(value, (int, float)) else tuple(map(int, value))


def pads_of(
    sizes: Sequence[int],
    windows: Sequence[int],
    strides: Sequence[int],
    padding: str,
    dilation: Sequence[int],
) -> list[tuple[int, int]]:
    """Return the zeros (before, after) each axis."""
    if padding == "valid":
        return [(0, 0)] * len(windows)
    if padding == "causal":
        return [((w - 1) * d, 0) for w, d in zip(windows, dilation, strict=True)]
    return [same_padding(*one) for one in zip(sizes, windows, strides, dilation, strict=True)]


def _shape_of_convolved(
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
    strides: tuple[int, ...],
    padding: str | tuple[int, ...],
    data_format: str,
    dilation: tuple[int, ...],
    rectified: bool = False,
) -> torch.Tensor:
    """Return the shape of `_convolve`: torch's own way there loads much that is not needed else."""
    first = data_format == "channels_first"
    channels = x.shape[1 if first else -1]
    lengths: Sequence[int] = x.shape[2:] if first else x.shape[1:-1]
    if len(lengths) != len(strides) or channels != kernel.shape[-2]:
        raise ValueError(
            f"a kernel of shape {tuple(kernel.shape)} takes {len(strides)} axes and"
            f" {kernel.shape[-2]} channels, the input has shape {tuple(x.shape)}"
        )
    windows = zip(lengths, kernel.shape[:-2], strides, dilation, strict=True)
    if isinstance(padding, tuple):
        lengths = [length + 2 * zeros for length, zeros in zip(lengths, padding, strict=True)]
        windows = zip(lengths, kernel.shape[:-2], strides, dilation, strict=True)
    kind = "valid" if isinstance(padding, tuple) else padding
    new: list[Any] = [conv_output_length(n, w, kind, step, rate) for n, w, step, rate in windows]
    return shaped_by_windows(x, kernel.shape[:-2], new, kernel.shape[-1], data_format, padding)


@op(infer=_shape_of_convolved)
def _convolve(
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
    strides: tuple[int, ...],
    padding: str | tuple[int, ...],
    data_format: str,
    dilation: tuple[int, ...],
    rectified: bool = False,
) -> torch.Tensor:
    x, weight = in_torch_order(x, data_format), convolution_weight(kernel)
    x, strides = without_skipped(x, kernel.shape, strides)
    before: Any = padding
    if not isinstance(padding, tuple):
        before = _made_even(x, kernel.shape[:-2], strides, padding, dilation)
        if isinstance(before, torch.Tensor):
            x, before = before, (0,) * len(strides)
    y = _CONV[len(strides)](x, weight, bias, strides, before, dilation)
    # In place: nobody else has seen `y`, and no derivative of a convolution needs it.
    return from_torch_order(y.relu_() if rectified else y, data_format)


def without_skipped(
    x: torch.Tensor, windows: Sequence[int], strides: tuple[int, ...]
) -> tuple[torch.Tensor, tuple[int, ...]]:
    """Return the input without the rows that windows of length 1 step over, and the strides left.

    Besides being less work, this keeps clear of a oneDNN kernel that writes out of bounds: see the
    pitfalls in docs/architecture.md.
    """
    if max(strides) == 1 or 1 not in windows[: len(strides)]:
        return x, strides
    skips = [step if window == 1 else 1 for window, step in zip(windows, strides, strict=False)]
    picks: tuple[Any, ...] = (..., *[slice(None, None, skip) for skip in skips])
    return x[picks], tuple([step // skip for step, skip in zip(strides, skips, strict=True)])


def _made_even(
    x: torch.Tensor,
    windows: Sequence[int],
    strides: tuple[int, ...],
    padding: str,
    dilation: tuple[int, ...],
) -> Any:
    """Return the padding that is the same on both sides, or the input padded where it is not."""
    if padding == "valid":
        return (0,) * len(strides)
    pads = pads_of(x.shape[2:], windows, strides, padding, dilation)
    if all(before == after for before, after in pads):
        return tuple([before for before, _ in pads])
    return F.pad(x, around(pads))


# ---- depthwise
@static_arguments("strides", "dilation_rate")
def depthwise_conv2d(
    x: Tensor,
    depthwise_kernel: Tensor,
    strides: Steps = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = (1, 1),
) -> Tensor:
    """Convolve each channel by itself; arguments as of `conv2d`.

    Args:
        x: images.
        depthwise_kernel: (rows, cols, channels, multiplier).
        strides: as of `conv2d`.
        padding: as of `conv2d`.
        data_format: as of `conv2d`.
        dilation_rate: as of `conv2d`.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, channels * multiplier)
    """
    return depthwise_convolution(
        x, depthwise_kernel, None, strides, padding, data_format, dilation_rate
    )


def depthwise_convolution(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | None,
    strides: Steps,
    padding: str,
    data_format: str | None,
    dilation_rate: Steps,
) -> Tensor:
    """Convolve each channel by itself and add a bias; for sequences and images alike."""
    data_format = normalize_data_format(data_format)
    of_one_type("depthwise_conv", x, kernel)
    if padding == "causal":
        raise ValueError(f"Invalid padding: {padding}. Here choose 'valid' or 'same'")
    steps, dilation = steps_of(strides, dilation_rate, padding, len(kernel.shape) - 2)
    return _depthwise(x, kernel, bias, steps, padding, data_format, dilation)


def _shape_of_depthwise(x: torch.Tensor, kernel: torch.Tensor, *rest: Any) -> torch.Tensor:
    *windows, channels, multiplier = kernel.shape
    mixed = kernel.new_empty((*windows, channels, channels * multiplier))
    return _shape_of_convolved(x, mixed, *rest)


@op(infer=_shape_of_depthwise)
def _depthwise(
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
    strides: tuple[int, ...],
    padding: str,
    data_format: str,
    dilation: tuple[int, ...],
) -> torch.Tensor:
    x, strides = without_skipped(in_torch_order(x, data_format), kernel.shape, strides)
    axes, channels = len(strides), kernel.shape[-2]
    weight = depthwise_weight(kernel)
    before = _made_even(x, kernel.shape[:axes], strides, padding, dilation)
    if isinstance(before, torch.Tensor):
        x, before = before, (0,) * axes
    y = _CONV[axes](x, weight, bias, strides, before, dilation, channels)
    return from_torch_order(y, data_format)


@static_arguments("strides", "dilation_rate")
def separable_conv1d(
    x: Tensor,
    depthwise_kernel: Tensor,
    pointwise_kernel: Tensor,
    strides: Steps = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = 1,
) -> Tensor:
    """Convolve each channel by itself, then mix the channels; arguments as of `conv1d`."""
    return separable_convolution(
        x, depthwise_kernel, pointwise_kernel, None, strides, padding, data_format, dilation_rate
    )


@static_arguments("strides", "dilation_rate")
def separable_conv2d(
    x: Tensor,
    depthwise_kernel: Tensor,
    pointwise_kernel: Tensor,
    strides: Steps = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = (1, 1),
) -> Tensor:
    """Convolve each channel by itself, then mix the channels; arguments as of `conv2d`."""
    return separable_convolution(
        x, depthwise_kernel, pointwise_kernel, None, strides, padding, data_format, dilation_rate
    )


def separable_convolution(
    x: Tensor,
    depthwise_kernel: Tensor,
    pointwise_kernel: Tensor,
    bias: Tensor | None,
    strides: Steps,
    padding: str,
    data_format: str | None,
    dilation_rate: Steps,
) -> Tensor:
    """Convolve each channel by itself, mix the channels and add a bias, of any number of axes."""
    y = depthwise_convolution(
        x, depthwise_kernel, None, strides, padding, data_format, dilation_rate
    )
    mixed = convolution(y, pointwise_kernel, bias, 1, "valid", data_format, 1)
    return name_operation(mixed, separable_row(x, bias, normalize_data_format(data_format)))
