"""Convolutions of sequences, images and volumes, in either axis order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.conv import convolution as convolved_by_k
from keras_on_torch.backend.conv import depthwise_convolution, pads_of
from keras_on_torch.backend.pooling import around
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import alike, allowed, either
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.nn.windows import (
    axis_order,
    check_rank,
    explicit_padding,
    inner_steps,
    padding_kind,
)

__all__ = [
    "atrous_conv2d",
    "conv1d",
    "conv2d",
    "conv3d",
    "convolution",
    "depthwise_conv2d",
    "depthwise_conv2d_native",
    "separable_conv2d",
]


@function
def conv2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Slide filters over the rows and columns of images.

    Args:
        input: images.
        filter: (rows, cols, channels, filters).
        strides: steps of the window: one number, a pair, or one for each axis.
        padding: "VALID" takes whole windows only, "SAME" gives ceil(size / stride); or four pairs,
            how many zeros come before and after each axis.
        use_cudnn_on_gpu: whether a GPU's library is used, which is up to torch.
        data_format: "NHWC" or "NCHW".
        dilations: distance between the filter's taps; as `strides`.
        name: how the result is called.
        filters: the newer name of `filter`.

    Raises:
        ValueError: an argument is not as above, or shapes do not fit.
        TypeError: types differ.
    """
    kernel = either(filters, filter, "filters", "filter")
    return _convolved(input, kernel, strides, padding, data_format, dilations, 2)


@function
def conv1d(
    value: Any = None,
    filters: Any = None,
    stride: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: Any = None,
    data_format: str | None = None,
    name: str | None = None,
    input: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Slide filters over the steps of sequences.

    Args:
        value: sequences.
        filters: (width, channels, filters).
        stride: steps of the window.
        padding: "VALID" or "SAME".
        use_cudnn_on_gpu: whether a GPU's library is used, which is up to torch.
        data_format: "NWC" or "NCW"; None is "NWC".
        name: how the result is called.
        input: the newer name of `value`.
        dilations: distance between the filter's taps.

    Raises:
        ValueError: an argument is not as above, or shapes do not fit.
    """
    x = either(input, value, "input", "value")
    return _convolved(x, filters, stride, padding, data_format, dilations, 1)


@function
def conv3d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str | None = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Slide filters through volumes; arguments as of `conv2d`, with an axis more."""
    kernel = either(filters, filter, "filters", "filter")
    return _convolved(input, kernel, strides, padding, data_format, dilations, 3)


@function
def convolution(
    input: Any,
    filter: Any,
    padding: Any,
    strides: Any = None,
    dilation_rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Slide filters over one, two or three axes.

    Args:
        input: sequences, images or volumes.
        filter: (*window, channels, filters).
        padding: "VALID" or "SAME".
        strides: steps of the window, a number for each inner axis; None are ones.
        dilation_rate: distance between the filter's taps, likewise.
        name: how the result is called.
        data_format: "NWC", "NHWC", "NDHWC", which None is, or "NCW", "NCHW", "NCDHW".
        filters: the newer name of `filter`.
        dilations: the newer name of `dilation_rate`.

    Raises:
        ValueError: an argument is not as above, both steps and distances are above 1, or shapes do
            not fit.
    """
    x, kernel = _pair(input, either(filters, filter, "filters", "filter"))
    axes = kernel.ndim - 2
    if not 1 <= axes <= 3:
        raise ValueError(f"filter must have 3 to 5 axes, got {kernel.ndim}")
    check_rank(x, axes + 2, "convolution")
    rate = either(dilations, dilation_rate, "dilations", "dilation_rate")
    order = axis_order(data_format, axes)
    steps = inner_steps(strides, axes, order, "strides")
    taps = inner_steps(rate, axes, order, "dilation_rate")
    return convolved_by_k(x, kernel, None, steps, padding_kind(padding), order, taps)


@function
def atrous_conv2d(
    value: Any, filters: Any, rate: Any, padding: Any, name: str | None = None
) -> Tensor:
    """Slide filters with holes over images with the channels last.

    Args:
        value: images.
        filters: (rows, cols, channels, filters).
        rate: distance between the filter's taps, a number.
        padding: "VALID" or "SAME".
        name: how the result is called.
    """
    rates = (rate, rate) if isinstance(rate, int) else tuple(rate)
    return convolution(value, filters, padding, dilation_rate=rates)


def _pair(x: Any, kernel: Any) -> tuple[Tensor, Tensor]:
    """Return what is convolved and the filters as tensors of one type."""
    if x is None or kernel is None:
        raise ValueError("None values not supported: a convolution takes an input and filters")
    images, filters = alike("Conv", input=x, filter=kernel)
    return allowed(images, "float", "input"), filters


def _convolved(
    x: Any, kernel: Any, strides: Any, padding: Any, data_format: Any, dilations: Any, axes: int
) -> Tensor:
    """Convolve along so many axes; the arguments are TensorFlow's."""
    images, filters = _pair(x, kernel)
    check_rank(images, axes + 2, f"Conv{axes}D")
    check_rank(filters, axes + 2, f"Conv{axes}D")
    order = axis_order(data_format, axes)
    steps = inner_steps(strides, axes, order, "strides")
    taps = inner_steps(dilations, axes, order, "dilations")
    zeros = explicit_padding(padding, order) if axes == 2 else None
    if zeros is not None:
        images, kind = zeros_around(images, zeros, order), "valid"
    else:
        kind = padding_kind(padding)
    if max(steps) == 1 or max(taps) == 1:
        return convolved_by_k(images, filters, None, steps, kind, order, taps)
    images = zeros_for(images, K.shape(filters), steps, kind, order, taps)
    whole = convolved_by_k(images, filters, None, 1, "valid", order, taps)
    return every(whole, steps, order)


# ---- what K's convolutions leave to be done around them
@op
def zeros_around(x: Tensor, pads: Sequence[tuple[int, int]], order: str) -> Tensor:
    """Return images with zeros (before, after) each inner axis."""
    return F.pad(x, around(pads) if order == "channels_first" else [0, 0, *around(pads)])


@op
def zeros_for(
    x: Tensor,
    kernel_shape: Any,
    strides: Sequence[int],
    padding: str,
    order: str,
    dilation: Sequence[int],
) -> Tensor:
    """Return images with the zeros that a convolution of this padding puts around them."""
    inner = x.shape[2:] if order == "channels_first" else x.shape[1:-1]
    pads = pads_of(inner, kernel_shape[: len(strides)], strides, padding, dilation)
    return F.pad(x, around(pads) if order == "channels_first" else [0, 0, *around(pads)])


@op
def every(x: Tensor, strides: Sequence[int], order: str) -> Tensor:
    """Return every so many row and column."""
    picks = tuple([slice(None, None, step) for step in strides])
    return x[(..., *picks)] if order == "channels_first" else x[(slice(None), *picks)]


# ---- channel by channel
@function
def depthwise_conv2d_native(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Convolve each channel by itself.

    Args:
        input: images.
        filter: (rows, cols, channels, multiplier).
        strides: steps of the window, one for each axis.
        padding: "VALID" or "SAME".
        data_format: "NHWC" or "NCHW".
        dilations: distance between the filter's taps, one for each axis.
        name: how the result is called.

    Raises:
        ValueError: an argument is not as above, or shapes do not fit.
    """
    x, kernel = _pair(input, filter)
    check_rank(x, 4, "DepthwiseConv2dNative")
    check_rank(kernel, 4, "DepthwiseConv2dNative")
    order = axis_order(data_format, 2)
    if not isinstance(strides, (list, tuple, np.ndarray)):
        raise TypeError(f"Expected list for 'strides' of a depthwise convolution, got {strides}")
    if len(strides) != 4:
        raise ValueError(f"strides of a depthwise convolution must be four numbers, got {strides}")
    steps = inner_steps(strides, 2, order, "strides")
    taps = inner_steps(dilations, 2, order, "dilations")
    kind = padding_kind(padding)
    if max(steps) == 1 or max(taps) == 1:
        return depthwise_convolution(x, kernel, None, steps, kind, order, taps)
    x = zeros_for(x, K.shape(kernel), steps, kind, order, taps)
    return every(depthwise_convolution(x, kernel, None, 1, "valid", order, taps), steps, order)


@function
def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Convolve each channel by itself.

    Args:
        input: images.
        filter: (rows, cols, channels, multiplier).
        strides: steps of the window, one for each axis.
        padding: "VALID" or "SAME".
        rate: distance between the filter's taps, (down, right); above 1 only where strides are 1.
        name: how the result is called.
        data_format: "NHWC", which None is, or "NCHW".
        dilations: the newer name of `rate`.

    Raises:
        ValueError: an argument is not as above, or shapes do not fit.
    """
    rate = either(dilations, rate, "dilations", "rate", (1, 1))
    if isinstance(strides, (list, tuple, np.ndarray)) and max(rate) > 1 and max(strides) > 1:
        raise ValueError(f"If any of rate is above 1, all strides must be 1: {rate}, {strides}")
    return depthwise_conv2d_native(input, filter, strides, padding, data_format, rate)


@function
def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    rate: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Convolve each channel by itself, then mix the channels.

    Args:
        input: images.
        depthwise_filter: (rows, cols, channels, multiplier).
        pointwise_filter: (1, 1, channels * multiplier, filters).
        strides: as of `depthwise_conv2d`.
        padding: likewise.
        rate: likewise.
        name: how the result is called.
        data_format: as of `depthwise_conv2d`.
        dilations: the newer name of `rate`.
    """
    rate = either(dilations, rate, "dilations", "rate", (1, 1))
    mixing = alike("Conv2D", input=input, filter=pointwise_filter)[1]
    check_rank(mixing, 4, "separable_conv2d")
    if any(length not in (1, None) for length in K.int_shape(mixing)[:2]):
        raise ValueError(
            f"pointwise_filter must be 1 row and 1 column, got shape {K.int_shape(mixing)}"
        )
    deep = depthwise_conv2d(input, depthwise_filter, strides, padding, rate, None, data_format)
    return conv2d(deep, mixing, 1, "VALID", data_format=data_format)
