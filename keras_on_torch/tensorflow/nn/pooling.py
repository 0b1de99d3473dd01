"""The highest or the average number of each window, in either axis order."""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.conv import pads_of
from keras_on_torch.backend.pooling import around
from keras_on_torch.backend.pooling import pool as pooled_by_k
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.tensorflow.arguments import allowed, either, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import UnimplementedError
from keras_on_torch.tensorflow.named_results import MaxPoolWithArgmax
from keras_on_torch.tensorflow.nn.windows import (
    axis_order,
    check_rank,
    inner_steps,
    padding_kind,
    steps,
)
from keras_on_torch.utils.conv_utils import conv_output_length

__all__ = [
    "avg_pool",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
    "avg_pool_v2",
    "max_pool",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "max_pool_v2",
    "max_pool_with_argmax",
    "pool",
]


@function
def max_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """Return the highest number of each window of images.

    Args:
        value: images.
        ksize: lengths of the window: one number, a pair, or one for each axis.
        strides: steps of the window, likewise.
        padding: "VALID" takes whole windows only, "SAME" gives ceil(size / stride).
        data_format: "NHWC" or "NCHW".
        name: how the result is called.
        input: the newer name of `value`.

    Raises:
        ValueError: an argument is not as above, or windows do not fit.
    """
    x = either(input, value, "input", "value")
    return _pooled(x, "max", ksize, strides, padding, data_format, 2)


@function
def avg_pool(
    value: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """Return the average of each window of images, padding left out; arguments as of `max_pool`."""
    x = either(input, value, "input", "value")
    return _pooled(x, "avg", ksize, strides, padding, data_format, 2)


avg_pool2d = avg_pool


@function
def max_pool2d(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = "NHWC",
    name: str | None = None,
) -> Tensor:
    """Return the highest number of each window of images; arguments as of `max_pool`."""
    return _pooled(input, "max", ksize, strides, padding, data_format, 2)


def _of_axes(name: str, mode: str, axes: int, data_format: str | None, what: str) -> Any:
    """Return the pooling function of so many axes."""

    def pooled(
        input: Any,
        ksize: Any,
        strides: Any,
        padding: Any,
        data_format: str | None = data_format,
        name: str | None = None,
    ) -> Tensor:
        return _pooled(input, mode, ksize, strides, padding, data_format, axes)

    pooled.__name__ = pooled.__qualname__ = name
    pooled.__doc__ = f"Return the {what}; arguments as of `max_pool`."
    return function(pooled)


max_pool1d = _of_axes("max_pool1d", "max", 1, "NWC", "highest number of windows of sequences")
avg_pool1d = _of_axes("avg_pool1d", "avg", 1, "NWC", "average of windows of sequences")
max_pool3d = _of_axes("max_pool3d", "max", 3, "NDHWC", "highest number of windows of volumes")
avg_pool3d = _of_axes("avg_pool3d", "avg", 3, "NDHWC", "average of windows of volumes")


def _of_any(name: str, mode: str, what: str) -> Any:
    """Return the pooling function that takes sequences, images and volumes."""

    def pooled(
        input: Any,
        ksize: Any,
        strides: Any,
        padding: Any,
        data_format: str | None = None,
        name: str | None = None,
    ) -> Tensor:
        axes = tensor(input).ndim - 2
        if not 1 <= axes <= 3:
            raise ValueError(f"Input tensor must be of rank 3, 4 or 5 but was {axes + 2}.")
        return _pooled(input, mode, ksize, strides, padding, data_format, axes)

    pooled.__name__ = pooled.__qualname__ = name
    pooled.__doc__ = f"Return the {what} of windows of any axes; arguments as of `max_pool`."
    return function(pooled)


max_pool_v2 = _of_any("max_pool_v2", "max", "highest number")
avg_pool_v2 = _of_any("avg_pool_v2", "avg", "average")


def _pooled(
    x: Any, mode: str, ksize: Any, strides: Any, padding: Any, data_format: Any, axes: int
) -> Tensor:
    """Pool so many axes; the arguments are TensorFlow's."""
    order = axis_order(data_format, axes)
    window = steps(ksize, axes, order, "ksize")
    stride = steps(strides, axes, order, "strides")
    kind = padding_kind(padding)
    x = allowed(tensor(x), "float" if mode == "avg" else "float int small", "value")
    check_rank(x, axes + 2, f"{mode}_pool")
    if window.batch != 1 or stride.batch != 1:
        raise UnimplementedError(None, None, "Pooling is not yet supported on the batch dimension.")
    if window.channels != 1 or stride.channels != 1:
        return _channels_pooled(x, mode, window, stride, order)
    if x.dtype.is_floating_point:
        return pooled_by_k(x, window.inner, stride.inner, kind, order, mode)
    wide = pooled_by_k(_wide(x), window.inner, stride.inner, kind, order, mode)
    return _narrow(wide, x.dtype)


@op(differentiable=False)
def _wide(x: Tensor) -> Tensor:
    return x.double()


@op(differentiable=False)
def _narrow(x: Tensor, dtype: torch.dtype) -> Tensor:
    return x.to(dtype)


def _channels_pooled(x: Tensor, mode: str, window: Any, stride: Any, order: str) -> Tensor:
    """Pool groups of channels.

    Raises:
        UnimplementedError: rows or columns are pooled too, an average is asked for, or groups are
            not whole or overlap.
    """
    if mode == "avg" or order == "channels_first" or {*window.inner, *stride.inner} != {1}:
        raise UnimplementedError(
            None,
            None,
            "MaxPooling supports exactly one of pooling across depth or pooling across width/height"
            ", and only of images with the channels last",
        )
    count = window.channels
    channels = K.int_shape(x)[-1]
    if stride.channels != count or (channels or 0) % count:
        raise UnimplementedError(
            None,
            None,
            f"Depthwise max pooling requires the depth window ({count}) to equal the depth stride"
            f" ({stride.channels}) and to evenly divide the input depth ({channels})",
        )
    return _of_groups(x, count)


@op
def _of_groups(x: Tensor, count: int) -> Tensor:
    return x.reshape(*x.shape[:-1], -1, count).amax(-1)


# ---- with holes
@function
def pool(
    input: Any,
    window_shape: Any,
    pooling_type: str,
    padding: Any,
    dilation_rate: Any = None,
    strides: Any = None,
    name: str | None = None,
    data_format: str | None = None,
    dilations: Any = None,
) -> Tensor:
    """Return the highest or the average number of each window, which may have holes.

    Args:
        input: sequences, images or volumes.
        window_shape: lengths of the window, a number for each inner axis.
        pooling_type: "MAX" or "AVG".
        padding: "VALID" or "SAME"; only "VALID" with holes.
        dilation_rate: distance between what is pooled; None are ones.
        strides: steps of the window, likewise; above 1 only without holes.
        name: how the result is called.
        data_format: as of `convolution`.
        dilations: the newer name of `dilation_rate`.

    Raises:
        ValueError: an argument is not as above, or a step is longer than the window.
    """
    rate = either(dilations, dilation_rate, "dilations", "dilation_rate")
    axes = len(window_shape)
    if not 1 <= axes <= 3:
        raise ValueError("It is required that 1 <= num_spatial_dims <= 3.")
    if pooling_type not in ("MAX", "AVG"):
        raise ValueError(f"{axes}-D {pooling_type} pooling is not supported.")
    for numbers in (strides, rate):
        if numbers is not None and len(numbers) != axes:
            raise ValueError(f"strides and dilation_rate must have {axes} numbers, got {numbers}")
    order = axis_order(data_format, axes)
    stride = inner_steps(strides, axes, order, "strides")
    taps = inner_steps(rate, axes, order, "dilation_rate")
    window = inner_steps(window_shape, axes, order, "window_shape")
    if max(taps) > 1 and (max(stride) > 1 or padding == "SAME"):
        raise ValueError(
            f"dilation_rate {taps} goes with strides of 1 and VALID padding only, got strides"
            f" {stride} and padding {padding!r}"
        )
    if any(step > length for step, length in zip(stride, window, strict=True)):
        raise ValueError(f"strides > window_shape not supported, got {stride} and {window}")
    mode = pooling_type.lower()
    if max(taps) == 1:
        return _pooled(input, mode, window, stride, padding, data_format, axes)
    x = allowed(tensor(input), "float", "input")
    check_rank(x, axes + 2, "pool")
    return _with_holes(x, window, taps, mode, order)


@op
def _with_holes(
    x: Tensor, window: tuple[int, ...], taps: tuple[int, ...], mode: str, order: str
) -> Tensor:
    first = 2 if order == "channels_first" else 1
    for axis, (length, gap) in enumerate(zip(window, taps, strict=True), first):
        rows = x.unfold(axis, (length - 1) * gap + 1, 1)[..., ::gap]
        x = rows.amax(-1) if mode == "max" else rows.mean(-1)
    return x


# ---- with places
@function
def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    Targmax: Any = None,  # noqa: N803 - TensorFlow's name.
    name: str | None = None,
    output_dtype: Any = None,
    include_batch_in_index: bool = False,
) -> MaxPoolWithArgmax:
    """Return the highest number of each window of images, and where it stands.

    Args:
        input: images with the channels last.
        ksize: lengths of the window, one for each axis.
        strides: steps of the window, likewise.
        padding: "VALID" or "SAME".
        data_format: "NHWC".
        Targmax: type of the places, int32 or int64; None is int64.
        name: how the results are called.
        output_dtype: the newer name of `Targmax`.
        include_batch_in_index: whether a place counts from the beginning of the batch, else of its
            image.

    Raises:
        ValueError: an argument is not as above.
    """
    if data_format != "NHWC":
        raise ValueError("Data formats other than 'NHWC' are not yet supported")
    dtype = either(output_dtype, Targmax, "output_dtype", "Targmax", "int64")
    x = allowed(tensor(input), "float", "input")
    check_rank(x, 4, "MaxPoolWithArgmax")
    window = inner_steps(ksize, 2, "channels_last", "ksize")
    stride = inner_steps(strides, 2, "channels_last", "strides")
    wanted = torch_dtype(as_dtype(dtype))
    batch = bool(include_batch_in_index)
    found = _places(x, window, stride, padding_kind(padding), batch, wanted)
    return MaxPoolWithArgmax(*found)


def _places_shapes(
    x: Tensor, window: Any, stride: Any, padding: str, batch: bool, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    parts = zip(x.shape[1:3], window, stride, strict=True)
    lengths: list[Any] = [conv_output_length(n, size, padding, step) for n, size, step in parts]
    if min(lengths) <= 0:
        raise ValueError(f"Negative dimension size: window {window} does not fit {tuple(x.shape)}")
    shape = (x.shape[0], *lengths, x.shape[3])
    return x.new_empty(shape), x.new_empty(shape, dtype=dtype)


@op(infer=_places_shapes)
def _places(
    x: Tensor, window: Any, stride: Any, padding: str, batch: bool, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    count, rows, cols, channels = x.shape
    pads = pads_of((rows, cols), window, stride, padding, (1, 1))
    padded = F.pad(x.permute(0, 3, 1, 2), around(pads), value=-torch.inf)
    highest, flat = F.max_pool2d(padded, window, stride, return_indices=True)
    wide = padded.shape[3]
    row, col = flat.div(wide, rounding_mode="floor") - pads[0][0], flat % wide - pads[1][0]
    places = (row * cols + col) * channels
    places = places + torch.arange(channels, device=x.device).reshape(-1, 1, 1)
    if batch:
        images = torch.arange(count, device=x.device).reshape(-1, 1, 1, 1)
        places = places + images * (rows * cols * channels)
    return highest.permute(0, 2, 3, 1), places.permute(0, 2, 3, 1).to(dtype)
