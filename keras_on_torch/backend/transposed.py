"""Transposed convolutions: each entry is spread over a window, as the derivative of one would."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import normalize_data_format, of_one_type, sizes_of
from keras_on_torch.backend.conv import Steps, pads_of, steps_of
from keras_on_torch.backend.layout import convolution_weight, from_torch_order, in_torch_order
from keras_on_torch.graph import op

__all__ = ["conv2d_transpose", "conv3d_transpose", "transposed_convolution"]

_SPREAD: dict[int, Any] = {2: F.conv_transpose2d, 3: F.conv_transpose3d}


def conv2d_transpose(
    x: Tensor,
    kernel: Tensor,
    output_shape: Any,
    strides: Steps = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Steps = (1, 1),
) -> Tensor:
    """Spread each entry of `x` over a window: the derivative of `conv2d` by its input.

    Args:
        x: images, in the axis order `data_format` names.
        kernel: (rows, cols, filters, channels).
        output_shape: the shape of the result; its batch may be None or `K.shape(x)[0]`.
        strides: steps of the window of the convolution that is reversed, (down, right).
        padding: its padding, "valid" or "same".
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the filter's taps, (down, right).

    Raises:
        ValueError: when run, if the convolution would not make `x`'s shape of `output_shape`.
    """
    return transposed_convolution(
        x, kernel, None, output_shape, strides, padding, data_format, dilation_rate
    )


def conv3d_transpose(
    x: Tensor,
    kernel: Tensor,
    output_shape: Any,
    strides: Steps = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Spread each entry of a volume over a window; arguments as of `conv2d_transpose`."""
    return transposed_convolution(x, kernel, None, output_shape, strides, padding, data_format, 1)


def transposed_convolution(
    x: Tensor,
    kernel: Tensor,
    bias: Tensor | None,
    output_shape: Any,
    strides: Steps,
    padding: str,
    data_format: str | None,
    dilation_rate: Steps,
) -> Tensor:
    """Spread each entry and add a bias in one step; for images and volumes alike.

    Raises:
        ValueError: padding or axis order is not known.
    """
    data_format = normalize_data_format(data_format)
    of_one_type("conv_transpose", x, kernel)
    if padding == "causal":
        raise ValueError(f"Invalid padding: {padding}. Choose 'valid' or 'same'")
    steps, dilation = steps_of(strides, dilation_rate, padding, len(kernel.shape) - 2)
    return _spread(x, kernel, bias, output_shape, steps, dilation, padding, data_format)


def _promised(
    x: torch.Tensor, kernel: torch.Tensor, bias: Any, output_shape: Any, *rest: Any
) -> torch.Tensor:
    """Return the shape that was asked for; whether it fits is known when the input's is."""
    if isinstance(output_shape, (tuple, list)) and output_shape[0] is None:
        output_shape = (x.shape[0], *output_shape[1:])
    return x.new_empty(sizes_of(output_shape))


@op(infer=_promised)
def _spread(
    x: torch.Tensor,
    kernel: torch.Tensor,
    bias: torch.Tensor | None,
    output_shape: Any,
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: str,
    data_format: str,
) -> torch.Tensor:
    x, weight = in_torch_order(x, data_format), convolution_weight(kernel)
    lengths = output_shape[2:] if data_format == "channels_first" else output_shape[1:-1]
    wanted, sizes, windows = sizes_of(lengths), x.shape[2:], kernel.shape[:-2]
    pads = pads_of(wanted, windows, strides, padding, dilation)
    before, more, cuts = [], [], []
    for size, length, window, stride, step, (first, last) in zip(
        sizes, wanted, windows, strides, dilation, pads, strict=True
    ):
        reach = (size - 1) * stride + (window - 1) * step + 1
        added = length + first + last - reach  # What the convolution leaves out at the end.
        if not 0 <= added < stride:
            raise ValueError(_refusal(output_shape, sizes, windows, strides, padding))
        even = added >= last - first  # Else torch cannot cut off so much: it is cut off below.
        before.append(first if even else 0)
        more.append(added - (last - first) if even else 0)
        cuts.append(None if even else (first, length))
    apart = [step if window == 1 else 1 for window, step in zip(windows, strides, strict=True)]
    if max(apart) > 1:
        y = _spread_apart(x, weight, strides, before, more, dilation, apart, wanted)
        y = y if bias is None else y + bias.view(-1, *[1] * len(strides))
    else:
        y = _SPREAD[len(strides)](x, weight, bias, strides, before, more, 1, dilation)
    for axis, cut in enumerate(cuts, start=2):
        y = y if cut is None else y.narrow(axis, *cut)
    return from_torch_order(y, data_format)


def _spread_apart(
    x: torch.Tensor,
    weight: torch.Tensor,
    strides: tuple[int, ...],
    before: list[int],
    more: list[int],
    dilation: tuple[int, ...],
    apart: list[int],
    wanted: tuple[int, ...],
) -> torch.Tensor:
    """Spread with windows of length 1 along some axes: zeros are put between the entries.

    Besides being less work, this keeps clear of a oneDNN kernel that writes out of bounds: see the
    pitfalls in docs/architecture.md.

    Args:
        x: the input in torch's order.
        weight: the kernel in torch's order.
        strides: of the windows.
        before: what is cut off before each axis.
        more: what is added behind each axis.
        dilation: distance between the taps of a window.
        apart: the strides along axes where the window has length 1, else 1.
        wanted: lengths of the result.
    """
    kept = [step // gap for step, gap in zip(strides, apart, strict=True)]
    more = [0 if gap > 1 else added for gap, added in zip(apart, more, strict=True)]
    y: torch.Tensor = _SPREAD[len(strides)](x, weight, None, kept, before, more, 1, dilation)
    for axis, (gap, length) in enumerate(zip(apart, wanted, strict=True), start=2):
        if gap > 1:
            rows = F.pad(y.movedim(axis, -1).unsqueeze(-1), (0, gap - 1))
            y = rows.flatten(-2).narrow(-1, 0, length).movedim(-1, axis)
    return y


def _refusal(
    output_shape: Any,
    sizes: Sequence[int],
    windows: Sequence[int],
    strides: Sequence[int],
    padding: str,
) -> str:
    return (
        f"transposed convolution: output_shape {tuple(output_shape)} does not fit an input of"
        f" lengths {tuple(sizes)}: a convolution with windows {tuple(windows)}, strides"
        f" {tuple(strides)} and padding {padding!r} would not make these of it"
    )
