"""Formulas of sliding windows: convolutions and pooling, one window at a time."""

import itertools

import numpy as np

__all__ = ["CONVOLUTIONS", "LOCAL", "POOLING"]


def _channels_last(x, data_format):
    return np.moveaxis(x, 1, -1) if data_format == "channels_first" else x


def _back(x, data_format):
    return np.moveaxis(x, -1, 1) if data_format == "channels_first" else x


def _each_axis(value, axes):
    return (value,) * axes if isinstance(value, int) else tuple(value)


def _geometry(lengths, window, strides, dilation, padding):
    """Return, for each axis, the zeros before and after it and the number of windows."""
    found = []
    for length, taps, stride, step in zip(lengths, window, strides, dilation, strict=True):
        reach = (taps - 1) * step + 1
        if padding == "same":
            count = int(np.ceil(length / stride))
            zeros = max((count - 1) * stride + reach - length, 0)
            found.append((zeros // 2, zeros - zeros // 2, count))
        elif padding == "causal":
            found.append((reach - 1, 0, (length - 1) // stride + 1))
        else:
            found.append((0, 0, (length - reach) // stride + 1))
    return found


def _windows(x, window, strides, dilation, padding, fill):
    """Yield (place of the window, its entries: (batch, *window, channels)) of channels-last `x`."""
    geometry = _geometry(x.shape[1:-1], window, strides, dilation, padding)
    pads = [(before, after) for before, after, _ in geometry]
    x = np.pad(x, [(0, 0), *pads, (0, 0)], constant_values=fill)
    counts = [count for _, _, count in geometry]
    for place in itertools.product(*map(range, counts)):
        cuts = [
            slice(index * stride, index * stride + (taps - 1) * step + 1, step)
            for index, stride, taps, step in zip(place, strides, window, dilation, strict=True)
        ]
        yield place, x[(slice(None), *cuts)]


def _slid(x, window, strides, dilation, padding, compute, fill=0.0):
    results = {
        place: compute(entries)
        for place, entries in _windows(x, window, strides, dilation, padding, fill)
    }
    counts = [last + 1 for last in max(results)]
    first = results[max(results)]
    whole = np.empty((len(x), *counts, first.shape[-1]))
    for place, result in results.items():
        whole[(slice(None), *place)] = result
    return whole


def _convolution(x, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    axes = kernel.ndim - 2
    steps = _each_axis(strides, axes), _each_axis(dilation_rate, axes)
    x = _channels_last(x, data_format)

    def compute(entries):
        return np.tensordot(entries, kernel, axes=kernel.ndim - 1)

    return _back(_slid(x, kernel.shape[:-2], *steps, padding, compute), data_format)


def _depthwise(x, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    axes = kernel.ndim - 2
    steps = _each_axis(strides, axes), _each_axis(dilation_rate, axes)
    x = _channels_last(x, data_format)

    def compute(entries):
        summed = np.sum(entries[..., None] * kernel, axis=tuple(range(1, axes + 1)))
        return summed.reshape(len(entries), -1)

    return _back(_slid(x, kernel.shape[:-2], *steps, padding, compute), data_format)


def _separable(
    x, depthwise, pointwise, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    y = _depthwise(x, depthwise, strides, padding, data_format, dilation_rate)
    return _convolution(y, pointwise, data_format=data_format)


def _transposed(
    x, kernel, output_shape, strides=1, padding="valid", data_format=None, dilation_rate=1
):
    """Return each entry to all places from which a convolution to its place would read."""
    axes = kernel.ndim - 2
    strides, dilation = _each_axis(strides, axes), _each_axis(dilation_rate, axes)
    x = _channels_last(x, data_format)
    lengths = output_shape[2:] if data_format == "channels_first" else output_shape[1:-1]
    geometry = _geometry(lengths, kernel.shape[:-2], strides, dilation, padding)
    room = [
        before + length + after
        for length, (before, after, _) in zip(lengths, geometry, strict=True)
    ]
    y = np.zeros((len(x), *room, kernel.shape[-2]))
    for place in itertools.product(*map(range, x.shape[1:-1])):
        for tap in itertools.product(*map(range, kernel.shape[:-2])):
            target = [
                index * stride + t * step
                for index, stride, t, step in zip(place, strides, tap, dilation, strict=True)
            ]
            y[(slice(None), *target)] += x[(slice(None), *place)] @ kernel[tap].T
    cuts = [
        slice(before, before + length)
        for length, (before, _, _) in zip(lengths, geometry, strict=True)
    ]
    return _back(y[(slice(None), *cuts)], data_format)


def _local_1d(x, kernel, kernel_size, strides, data_format=None):
    starts = [index * strides[0] for index in range(len(kernel))]
    steps = [x[:, start : start + kernel_size[0]].reshape(len(x), -1) for start in starts]
    return np.stack([step @ weight for step, weight in zip(steps, kernel, strict=True)], axis=1)


def _local_2d(x, kernel, kernel_size, strides, output_shape, data_format=None):
    last = _channels_last(x, data_format)
    y = np.zeros((len(x), *output_shape, kernel.shape[-1]))
    for place, entries in _windows(last, kernel_size, strides, (1, 1), "valid", 0.0):
        # Keras flattens a window in the order of axes of the images it is given.
        flat = _back(entries, data_format).reshape(len(x), -1)
        y[(slice(None), *place)] = flat @ kernel[place[0] * output_shape[1] + place[1]]
    return _back(y, data_format)


def _pool(x, pool_size, strides=None, padding="valid", data_format=None, pool_mode="max"):
    axes = tuple(range(1, len(pool_size) + 1))
    strides = strides or (1,) * len(pool_size)
    mean, high = np.nanmean, np.nanmax

    def compute(entries):
        return (high if pool_mode == "max" else mean)(entries, axis=axes)

    x = _channels_last(x, data_format)
    y = _slid(x, pool_size, strides, (1,) * len(pool_size), padding, compute, fill=np.nan)
    return _back(y, data_format)


CONVOLUTIONS = {
    "conv1d": _convolution,
    "conv2d": _convolution,
    "conv3d": _convolution,
    "depthwise_conv2d": _depthwise,
    "separable_conv1d": _separable,
    "separable_conv2d": _separable,
    "conv2d_transpose": _transposed,
    "conv3d_transpose": _transposed,
}
LOCAL = {"local_conv1d": _local_1d, "local_conv2d": _local_2d}
POOLING = {"pool2d": _pool, "pool3d": _pool}
