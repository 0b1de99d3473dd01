"""The derivatives of convolutions by their inputs and their filters."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import alike, either, sizes
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.nn.convolutions import conv2d, conv3d, depthwise_conv2d_native
from keras_on_torch.tensorflow.nn.windows import axis_order, inner_steps, padding_kind

__all__ = [
    "conv2d_backprop_filter",
    "conv2d_backprop_input",
    "conv3d_backprop_filter",
    "conv3d_backprop_filter_v2",
    "depthwise_conv2d_backprop_filter",
    "depthwise_conv2d_backprop_input",
    "depthwise_conv2d_native_backprop_filter",
    "depthwise_conv2d_native_backprop_input",
]


def promised(x: Tensor, kernel: Tensor, shape: Any, *_: Any) -> Tensor:
    """Return, in a probe, a tensor of the type of `x` and of a given shape."""
    if isinstance(shape, torch.Tensor):
        return x.new_empty([unknown_length()] * x.ndim)
    return x.new_empty(sizes_of(shape))


def forward_of(
    axes: int, strides: Any, padding: Any, order: str, dilation: Any, deep: bool
) -> Callable[[Tensor, Tensor], Tensor]:
    """Return the convolution of images and filters by these arguments."""
    first = order == "channels_first"
    names = {2: "NCHW" if first else "NHWC", 3: "NCDHW" if first else "NDHWC"}
    if deep:
        steps = (1, 1, *strides) if first else (1, *strides, 1)
        return lambda x, w: depthwise_conv2d_native(x, w, steps, padding, names[2], dilation)
    if axes == 2:
        kind = padding.upper() if isinstance(padding, str) else padding
        return lambda x, w: conv2d(x, w, strides, kind, data_format=names[2], dilations=dilation)
    return lambda x, w: conv3d(x, w, strides, padding.upper(), names[3], dilation)


def derivative(function: Callable[[Tensor], Tensor], at: Tensor, along: Tensor) -> Tensor:
    """Return the derivative of a function by its argument, each result weighed."""
    pulled: tuple[Any, Any] = torch.func.vjp(function, at)  # type: ignore[assignment]  # No aux.
    result, pull_back = pulled
    if result.shape != along.shape:
        raise InvalidArgumentError(
            None,
            None,
            f"Size of out_backprop doesn't match computed: actual = {tuple(along.shape)}, computed"
            f" = {tuple(result.shape)}",
        )
    (found,) = pull_back(along)
    return found


@op(infer=promised)
def _by_input(
    along: Tensor, kernel: Tensor, shape: Any, axes: int, given: tuple[Any, ...], deep: bool
) -> Tensor:
    steps, padding, order, taps = given
    forward = forward_of(axes, steps, padding, order, taps, deep)
    return derivative(lambda x: forward(x, kernel), along.new_zeros(sizes_of(shape)), along)


@op(infer=promised)
def _by_filter(
    along: Tensor, x: Tensor, shape: Any, axes: int, given: tuple[Any, ...], deep: bool
) -> Tensor:
    steps, padding, order, taps = given
    forward = forward_of(axes, steps, padding, order, taps, deep)
    return derivative(lambda w: forward(x, w), along.new_zeros(sizes_of(shape)), along)


def _given(
    strides: Any, padding: Any, data_format: Any, dilations: Any, axes: int
) -> tuple[Any, ...]:
    order = axis_order(data_format, axes)
    steps = inner_steps(strides, axes, order, "strides")
    taps = inner_steps(dilations, axes, order, "dilations")
    listed = isinstance(padding, (list, tuple))
    return steps, (padding if listed else padding_kind(padding).upper()), order, taps


@function
def conv2d_backprop_input(
    input_sizes: Any,
    filter: Any = None,
    out_backprop: Any = None,
    strides: Any = None,
    padding: Any = None,
    use_cudnn_on_gpu: bool = True,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
    filters: Any = None,
) -> Tensor:
    """Return the derivative of `conv2d` by its input.

    Args:
        input_sizes: the shape of that input.
        filter: (rows, cols, channels, filters).
        out_backprop: the derivative by what it returned.
        strides: as of `conv2d`, as all that follows.
        padding: as of `conv2d`.
        use_cudnn_on_gpu: as of `conv2d`.
        data_format: as of `conv2d`.
        dilations: as of `conv2d`.
        name: how the result is called.
        filters: the newer name of `filter`.
    """
    kernel = either(filters, filter, "filters", "filter")
    along, weight = alike("Conv2DBackpropInput", out_backprop=out_backprop, filter=kernel)
    given = _given(strides, padding, data_format, dilations, 2)
    return _by_input(along, weight, sizes(input_sizes), 2, given, False)


@function
def conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    use_cudnn_on_gpu: bool = True,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Return the derivative of `conv2d` by its filters, of shape `filter_sizes`."""
    along, x = alike("Conv2DBackpropFilter", out_backprop=out_backprop, input=input)
    given = _given(strides, padding, data_format, dilations, 2)
    return _by_filter(along, x, sizes(filter_sizes), 2, given, False)


@function
def conv3d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NDHWC",
    dilations: Any = (1, 1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Return the derivative of `conv3d` by its filters, of shape `filter_sizes`."""
    along, x = alike("Conv3DBackpropFilterV2", out_backprop=out_backprop, input=input)
    given = _given(strides, padding, data_format, dilations, 3)
    return _by_filter(along, x, sizes(filter_sizes), 3, given, False)


conv3d_backprop_filter_v2 = conv3d_backprop_filter


@function
def depthwise_conv2d_native_backprop_input(
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Return the derivative of `depthwise_conv2d_native` by its input, of shape `input_sizes`."""
    along, weight = alike("DepthwiseBackprop", out_backprop=out_backprop, filter=filter)
    given = _given(strides, padding, data_format, dilations, 2)
    return _by_input(along, weight, sizes(input_sizes), 2, given, True)


@function
def depthwise_conv2d_native_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Tensor:
    """Return the derivative of `depthwise_conv2d_native` by its filter, of shape `filter_sizes`."""
    along, x = alike("DepthwiseBackprop", out_backprop=out_backprop, input=input)
    given = _given(strides, padding, data_format, dilations, 2)
    return _by_filter(along, x, sizes(filter_sizes), 2, given, True)


depthwise_conv2d_backprop_input = depthwise_conv2d_native_backprop_input
depthwise_conv2d_backprop_filter = depthwise_conv2d_native_backprop_filter
