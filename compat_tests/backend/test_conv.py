"""Functions of backend.conv, transposed, local and layout: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from keras_on_torch.layers import Conv2D, Conv2DTranspose, DepthwiseConv2D, SeparableConv2D

LAYERS = [
    Conv2D(6, 3),
    Conv2D(6, 3, strides=2, padding="same"),
    Conv2DTranspose(6, 3, strides=2),
    DepthwiseConv2D(3, depth_multiplier=2),
    SeparableConv2D(6, 3),
]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_gradients_lie_in_memory_as_their_kernels_do(layer):
    """Else torch copies each of them in each step."""
    layer.build((None, 8, 8, 4))
    layer(torch.rand(2, 8, 8, 4)).sum().backward()
    for name, parameter in layer.named_parameters():
        assert parameter.grad.stride() == parameter.stride(), name


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_images_with_the_channels_last_are_not_copied(layer):
    result = layer(torch.rand(2, 8, 8, 4))
    assert result.permute(0, 3, 1, 2).is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("name", ["depthwise_conv2d", "conv2d"])
def test_strides_and_dilation_are_not_taken_together(name):
    x, kernel = torch.rand(2, 5, 5, 3), torch.rand(2, 2, 3, 1)
    with pytest.raises(ValueError, match="not supported together with dilation_rate > 1"):
        getattr(K, name)(x, kernel, strides=(2, 2), dilation_rate=(2, 2))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_configured_axis_order_is_taken(data_format, close):
    K.set_image_data_format(data_format)
    x, kernel = torch.rand(2, 3, 3, 3), torch.rand(2, 2, 3, 4)
    close(K.conv2d(x, kernel).numpy(), K.conv2d(x, kernel, data_format=data_format).numpy())
    close(K.pool2d(x, (2, 2)).numpy(), K.pool2d(x, (2, 2), data_format=data_format).numpy())


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_transposed_convolution_takes_images_of_any_size(padding, close):
    x, kernel = K.placeholder((None, None, None, 3)), K.variable(np.ones((3, 3, 4, 3)))
    sizes = K.shape(x)
    more = 1 if padding == "valid" else 0
    shape = (sizes[0], sizes[1] * 2 + more, sizes[2] * 2 + more, 4)
    y = K.conv2d_transpose(x, kernel, shape, (2, 2), padding)
    assert K.int_shape(y) == (None, None, None, 4)
    for rows, cols in ((4, 5), (1, 3)):
        result = K.function([x], [y])([np.ones((2, rows, cols, 3))])[0]
        assert result.shape == (2, rows * 2 + more, cols * 2 + more, 4)


def test_transposed_convolution_takes_an_unknown_batch():
    x, kernel = K.placeholder((None, 4, 5, 3)), K.variable(np.ones((3, 3, 4, 3)))
    y = K.conv2d_transpose(x, kernel, (None, 9, 11, 4), (2, 2))
    assert K.int_shape(y) == (None, 9, 11, 4)
    assert K.function([x], [y])([np.ones((2, 4, 5, 3))])[0].shape == (2, 9, 11, 4)


def test_transposed_convolution_says_what_does_not_fit():
    with pytest.raises(ValueError, match=r"output_shape \(2, 20, 20, 4\) does not fit"):
        K.conv2d_transpose(torch.rand(2, 4, 5, 3), torch.rand(3, 3, 4, 3), (2, 20, 20, 4))


def test_local_convolution_takes_an_unknown_batch(close):
    x, kernel = K.placeholder((None, 4, 5, 3)), K.variable(np.ones((6, 27, 2)))
    y = K.local_conv2d(x, kernel, (3, 3), (1, 1), (2, 3), "channels_last")
    assert K.int_shape(y) == (None, 2, 3, 2)
    close(K.function([x], [y])([np.ones((2, 4, 5, 3))])[0], np.full((2, 2, 3, 2), 27.0))


@pytest.mark.parametrize(
    ("target", "expected"), [("channels_first", (9, 3, 4, 5)), ("channels_last", (9, 4, 5, 3))]
)
def test_shape_is_written_in_an_axis_order(target, expected):
    assert K.transpose_shape((9, 4, 5, 3), target, spatial_axes=(1, 2)) == expected
    assert K.transpose_shape([9, 4, 5, 3], target, spatial_axes=(1, 2)) == list(expected)


def test_shape_in_no_axis_order_is_refused():
    with pytest.raises(ValueError, match="data_format"):
        K.transpose_shape((9, 4, 5, 3), "middle", spatial_axes=(1, 2))


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_plain_kernel_of_one_filter_has_a_gradient(axes, close):
    """A layer of one's own keeps its kernel as it was made; one image, one filter."""
    function = {1: K.conv1d, 2: K.conv2d, 3: K.conv3d}[axes]
    x = torch.rand(1, *[6] * axes, 4)
    kernel = torch.rand(*[3] * axes, 4, 1, requires_grad=True)
    function(x, kernel).sum().backward()
    windows = x
    for axis in range(1, axes + 1):
        windows = windows.unfold(axis, 3, 1)
    expected = windows.sum(tuple(range(axes + 1))).movedim(0, -1).unsqueeze(-1)
    close(kernel.grad.numpy(), expected.numpy())


def test_a_plain_transposed_kernel_of_one_channel_has_a_gradient(close):
    x, kernel = torch.rand(1, 5, 5, 1), torch.rand(3, 3, 4, 1, requires_grad=True)
    K.conv2d_transpose(x, kernel, (1, 7, 7, 4)).sum().backward()
    close(kernel.grad.numpy(), np.full((3, 3, 4, 1), x.sum().item()))
