"""Windows of length 1 that step over rows: values, and the torch kernel that must not be called.

On processors without AVX-512, oneDNN's backward pass of a 1x1 convolution with strides writes out
of bounds (torch 2.13); no layer may ask for it, wherever the suite runs.
"""

import itertools

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

import keras_on_torch.backend as K

KERNELS = [(1, 1), (1, 3), (3, 1), (2, 2)]
STRIDES = [(2, 2), (1, 2), (3, 1), (3, 2)]
FORMATS = ["channels_last", "channels_first"]


class Convolutions(TorchDispatchMode):
    """Notes the windows and strides of each convolution that torch runs, back and forth."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        name = func.overloadpacket.__name__
        if name == "convolution":
            self.calls.append((args[1].shape[2:], args[3]))
        elif name == "convolution_backward":
            self.calls.append((args[2].shape[2:], args[4]))
        return func(*args, **(kwargs or {}))

    def forbidden(self):
        return [
            call for call in self.calls if any(w == 1 and s > 1 for w, s in zip(*call, strict=True))
        ]


def _convolved(x, kernel, strides, data_format):
    return K.conv2d(x, kernel, strides, "same", data_format)


def _by_channel(x, kernel, strides, data_format):
    return K.depthwise_conv2d(x, kernel, strides, "same", data_format)


def _transposed(x, kernel, strides, data_format):
    first = data_format == "channels_first"
    sizes = [n * s for n, s in zip(x.shape[2:] if first else x.shape[1:3], strides, strict=True)]
    filters = kernel.shape[2]
    shape = (len(x), filters, *sizes) if first else (len(x), *sizes, filters)
    return K.conv2d_transpose(x, kernel, shape, strides, "same", data_format)


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("function", [_convolved, _by_channel, _transposed])
def test_no_window_of_length_1_steps_over_rows(function, data_format):
    channels = 3
    shape = (2, 5, 6, channels) if data_format == "channels_last" else (2, channels, 5, 6)
    for window, strides in itertools.product(KERNELS, STRIDES):
        x = torch.rand(shape, requires_grad=True)
        kernel = torch.rand(*window, channels, channels, requires_grad=True)
        with Convolutions() as seen:
            function(x, kernel, strides, data_format).sum().backward()
        assert seen.calls
        assert not seen.forbidden(), (window, strides)


@pytest.mark.parametrize("strides", STRIDES)
@pytest.mark.parametrize("window", [(1, 1), (1, 2), (3, 1)])
def test_transposed_windows_of_length_1_leave_zeros_between(window, strides, close):
    """Each entry adds its window, times the kernel, at its place times the strides."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(2, 3, 4, 2)).astype("float32")
    kernel = generator.normal(size=(*window, 3, 2)).astype("float32")
    lengths = [n * s + max(w - s, 0) for n, w, s in zip((3, 4), window, strides, strict=True)]
    expected = np.zeros((2, *lengths, 3), "float32")
    for row, col in np.ndindex(3, 4):
        for down, right in np.ndindex(*window):
            place = row * strides[0] + down, col * strides[1] + right
            expected[:, place[0], place[1]] += x[:, row, col] @ kernel[down, right].T
    y = K.conv2d_transpose(torch.tensor(x), torch.tensor(kernel), expected.shape, strides)
    close(y.numpy(), expected)
