"""Windows that slide as those of a convolution, with a kernel of its own for each place."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import normalize_data_format
from keras_on_torch.backend.layout import from_torch_order, in_torch_order
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op

__all__ = ["local_conv1d", "local_conv2d"]


@static_arguments("kernel_size", "strides")
def local_conv1d(
    inputs: Tensor,
    kernel: Tensor,
    kernel_size: Sequence[int],
    strides: Sequence[int],
    data_format: str | None = None,
) -> Tensor:
    """Multiply each window of a sequence by its own matrix.

    Args:
        inputs: sequences; their channels come last, whatever `data_format` says, as in Keras.
        kernel: (new_steps, width * channels, filters).
        kernel_size: the window, (width,).
        strides: its steps, (steps,).
        data_format: "channels_last" or "channels_first"; None takes the configured one.

    Shape:
        (batch, steps, channels) -> (batch, new_steps, filters)

    Raises:
        ValueError: there is no such axis order.
    """
    normalize_data_format(data_format)  # Keras: checked, and then not looked at.
    places = (kernel.shape[0],)
    return _local(inputs, kernel, tuple(kernel_size), tuple(strides), places, "channels_last")


@static_arguments("kernel_size", "strides", "output_shape")
def local_conv2d(
    inputs: Tensor,
    kernel: Tensor,
    kernel_size: Sequence[int],
    strides: Sequence[int],
    output_shape: Sequence[int],
    data_format: str | None = None,
) -> Tensor:
    """Multiply each window of an image by its own matrix.

    Args:
        inputs: images, in the axis order `data_format` names.
        kernel: (new_rows * new_cols, entries of a window, filters); the entries of a window are in
            the axis order of the images.
        kernel_size: the window, (rows, cols).
        strides: its steps, (down, right).
        output_shape: (new_rows, new_cols).
        data_format: "channels_last" or "channels_first"; None takes the configured one.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)
    """
    data_format = normalize_data_format(data_format)
    places = tuple(output_shape)
    return _local(inputs, kernel, tuple(kernel_size), tuple(strides), places, data_format)


@op
def _local(
    x: torch.Tensor,
    kernel: torch.Tensor,
    window: tuple[int, ...],
    strides: tuple[int, ...],
    places: tuple[Any, ...],
    data_format: str,
) -> torch.Tensor:
    axes = len(window)
    windows = in_torch_order(x, data_format)
    for axis, (taps, stride, count) in enumerate(zip(window, strides, places, strict=True), 2):
        windows = windows.unfold(axis, taps, stride).narrow(axis, 0, count)
    # (batch, channels, *places, *window); the entries of a window are wanted in Keras's order.
    at, within = range(2, 2 + axes), range(2 + axes, 2 + 2 * axes)
    entries = (1, *within) if data_format == "channels_first" else (*within, 1)
    flat = windows.permute(*at, 0, *entries).reshape(kernel.shape[0], x.shape[0], kernel.shape[1])
    y = torch.bmm(flat, kernel).reshape(*places, x.shape[0], kernel.shape[2])
    return from_torch_order(y.permute(axes, axes + 1, *range(axes)), data_format)
