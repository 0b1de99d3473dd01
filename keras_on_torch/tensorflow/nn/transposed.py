"""Transposed convolutions: each entry is spread over a window, as a derivative would."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import sizes_of
from keras_on_torch.backend.transposed import transposed_convolution
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import alike, allowed, either, sizes
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.nn.convolution_derivatives import derivative, forward_of, promised
from keras_on_torch.tensorflow.nn.windows import (
    axis_order,
    check_rank,
    inner_steps,
    padding_kind,
)

__all__ = [
    "atrous_conv2d_transpose",
    "conv1d_transpose",
    "conv2d_transpose",
    "conv3d_transpose",
    "conv_transpose",
]


# ---- transposed
@function
def conv2d_transpose(
    value: Any = None,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: Any = "SAME",
    data_format: str | None = "NHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Spread each entry of images over a window: the derivative of `conv2d` by its input.

    Args:
        value: images.
        filter: (rows, cols, filters, channels).
        output_shape: the shape of the result; sizes and tensors may be among its numbers.
        strides: steps of the window of the convolution that is reversed.
        padding: its padding, "VALID" or "SAME".
        data_format: "NHWC" or "NCHW".
        name: how the result is called.
        input: the newer name of `value`.
        filters: the newer name of `filter`.
        dilations: distance between the filter's taps.

    Raises:
        ValueError: an argument is not as above.
        InvalidArgumentError: the convolution would not make such a shape of `output_shape`.
    """
    x = either(input, value, "input", "value")
    kernel = either(filters, filter, "filters", "filter")
    return _spread(x, kernel, output_shape, strides, padding, data_format, dilations, 2)


@function
def conv3d_transpose(
    value: Any,
    filter: Any = None,
    output_shape: Any = None,
    strides: Any = None,
    padding: Any = "SAME",
    data_format: str | None = "NDHWC",
    name: str | None = None,
    input: Any = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Spread each entry of volumes over a window; arguments as of `conv2d_transpose`."""
    x = either(input, value, "input", "value")
    kernel = either(filters, filter, "filters", "filter")
    return _spread(x, kernel, output_shape, strides, padding, data_format, dilations, 3)


@function
def conv1d_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: Any = "SAME",
    data_format: str | None = "NWC",
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Spread each step of sequences over a window; arguments as of `conv2d_transpose`."""
    return _spread(input, filters, output_shape, strides, padding, data_format, dilations, 1)


@function
def conv_transpose(
    input: Any,
    filters: Any,
    output_shape: Any,
    strides: Any,
    padding: Any = "SAME",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Tensor:
    """Spread each entry of sequences, images or volumes; arguments as of `conv2d_transpose`.

    Raises:
        ValueError: `output_shape` has not three to five numbers.
    """
    axes = _count(sizes(output_shape)) - 2
    if not 1 <= axes <= 3:
        raise ValueError(f"output_shape must be of length 3, 4 or 5 but was {axes + 2}")
    return _spread(input, filters, output_shape, strides, padding, data_format, dilations, axes)


@function
def atrous_conv2d_transpose(
    value: Any,
    filters: Any,
    output_shape: Any,
    rate: Any,
    padding: Any,
    name: str | None = None,
) -> Tensor:
    """Spread each entry of images over a window with holes.

    Args:
        value: images with the channels last.
        filters: (rows, cols, filters, channels).
        output_shape: the shape of the result.
        rate: distance between the filter's taps, a number.
        padding: "VALID" or "SAME".
        name: how the result is called.
    """
    if rate < 1:
        raise ValueError(f"rate {rate} cannot be less than one")
    return _spread(value, filters, output_shape, 1, padding, "NHWC", int(rate), 2)


def _count(shape: Any) -> int:
    return len(shape) if isinstance(shape, tuple) else int(shape.static_shape[0])


def _spread(
    x: Any,
    kernel: Any,
    output_shape: Any,
    strides: Any,
    padding: Any,
    data_format: Any,
    dilations: Any,
    axes: int,
) -> Tensor:
    """Spread along so many axes; the arguments are TensorFlow's."""
    if x is None or kernel is None or output_shape is None:
        raise ValueError("None values not supported: give an input, filters and an output_shape")
    values, filters = alike("Conv2DBackpropInput", input=x, filter=kernel)
    allowed(values, "float", "input")
    check_rank(values, axes + 2, "conv_transpose")
    check_rank(filters, axes + 2, "conv_transpose")
    order = axis_order(data_format, axes)
    steps = inner_steps(strides, axes, order, "strides")
    taps = inner_steps(dilations, axes, order, "dilations")
    shape = sizes(output_shape)
    _check_channels(filters, shape, order)
    if axes == 1:  # As images of one row.
        row = 2 if order == "channels_first" else 1
        if not isinstance(shape, tuple):
            shape = (shape[0], shape[1], shape[2])
        values, filters = K.expand_dims(values, row), K.expand_dims(filters, 0)
        shape, steps, taps = (*shape[:row], 1, *shape[row:]), (1, *steps), (1, *taps)
        whole = _transposed(values, filters, shape, steps, padding_kind(padding), order, taps)
        return K.squeeze(whole, row)
    return _transposed(values, filters, shape, steps, padding_kind(padding), order, taps)


def _check_channels(filters: Tensor, shape: Any, order: str) -> None:
    if not isinstance(shape, tuple):
        return
    wanted, given = shape[1 if order == "channels_first" else -1], K.int_shape(filters)[-2]
    if len(shape) != filters.ndim:
        raise ValueError(f"output_shape must have shape ({filters.ndim},), got {len(shape)}")
    if isinstance(wanted, int) and given is not None and wanted != given:
        raise ValueError(
            f"output_shape does not match filter's output channels, {wanted} != {given}"
        )


@op(infer=promised)
def _transposed(
    x: Tensor,
    kernel: Tensor,
    shape: Any,
    strides: tuple[int, ...],
    padding: str,
    order: str,
    dilation: tuple[int, ...],
) -> Tensor:
    wanted = sizes_of(shape)
    channels = x.shape[1 if order == "channels_first" else -1]
    if channels != kernel.shape[-1]:
        raise InvalidArgumentError(
            None, None, f"filters take {kernel.shape[-1]} channels, the input has {channels}"
        )
    if max(strides) > 1 and max(dilation) > 1:
        forward = forward_of(len(strides), strides, padding, order, dilation, False)
        return derivative(lambda y: forward(y, kernel), x.new_zeros(wanted), x)
    try:
        return transposed_convolution(x, kernel, None, wanted, strides, padding, order, dilation)
    except ValueError as error:
        raise InvalidArgumentError(None, None, str(error)) from error
