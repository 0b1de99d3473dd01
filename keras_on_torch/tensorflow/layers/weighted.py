"""Dense layers and convolutions of `tf.layers`."""

from typing import Any

from keras_on_torch.layers import convolutional, core
from keras_on_torch.tensorflow.layers.scoping import layer_class, layer_function
from keras_on_torch.tensorflow.variables.initializers import zeros_initializer

__all__ = [
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Dense",
    "SeparableConv1D",
    "SeparableConv2D",
    "conv1d",
    "conv2d",
    "conv2d_transpose",
    "conv3d",
    "conv3d_transpose",
    "dense",
    "separable_conv1d",
    "separable_conv2d",
]

_ZEROS = zeros_initializer()
_ONE: Any = 1
_ONES = (1, 1)
_THREE_ONES = (1, 1, 1)

_KERNEL: list[tuple[Any, ...]] = [
    ("activation", None),
    ("use_bias", True),
    ("kernel_initializer", None),
    ("bias_initializer", _ZEROS),
    ("kernel_regularizer", None),
    ("bias_regularizer", None),
    ("activity_regularizer", None),
    ("kernel_constraint", None),
    ("bias_constraint", None),
]
_TWO_KERNELS: list[tuple[Any, ...]] = [
    ("activation", None),
    ("use_bias", True),
    ("depthwise_initializer", None),
    ("pointwise_initializer", None),
    ("bias_initializer", _ZEROS),
    ("depthwise_regularizer", None),
    ("pointwise_regularizer", None),
    ("bias_regularizer", None),
    ("activity_regularizer", None),
    ("depthwise_constraint", None),
    ("pointwise_constraint", None),
    ("bias_constraint", None),
]
_END: list[tuple[Any, ...]] = [("trainable", True), ("name", None), ("reuse", None)]


def _window(strides: Any) -> list[tuple[Any, ...]]:
    return [
        ("filters",),
        ("kernel_size",),
        ("strides", strides),
        ("padding", "valid"),
        ("data_format", "channels_last"),
    ]


def _convolution(ones: Any) -> list[tuple[Any, ...]]:
    return [*_window(ones), ("dilation_rate", ones), *_KERNEL]


def _separable(ones: Any) -> list[tuple[Any, ...]]:
    return [*_window(ones), ("dilation_rate", ones), ("depth_multiplier", 1), *_TWO_KERNELS]


_DENSE: list[tuple[Any, ...]] = [("units",), *_KERNEL]
_CONV_1D, _CONV_2D, _CONV_3D = map(_convolution, (_ONE, _ONES, _THREE_ONES))
_TRANSPOSED_2D = [*_window(_ONES), *_KERNEL]
_TRANSPOSED_3D = [*_window(_THREE_ONES), *_KERNEL]
_SEPARABLE_1D, _SEPARABLE_2D = map(_separable, (_ONE, _ONES))

_CLASS: list[tuple[Any, ...]] = [("trainable", True), ("name", None)]

Dense = layer_class("Dense", core.Dense, [*_DENSE, *_CLASS])
Conv1D = layer_class("Conv1D", convolutional.Conv1D, [*_CONV_1D, *_CLASS])
Conv2D = layer_class("Conv2D", convolutional.Conv2D, [*_CONV_2D, *_CLASS])
Conv3D = layer_class("Conv3D", convolutional.Conv3D, [*_CONV_3D, *_CLASS])
Conv2DTranspose = layer_class(
    "Conv2DTranspose", convolutional.Conv2DTranspose, [*_TRANSPOSED_2D, *_CLASS]
)
Conv3DTranspose = layer_class(
    "Conv3DTranspose", convolutional.Conv3DTranspose, [*_TRANSPOSED_3D, *_CLASS]
)
SeparableConv1D = layer_class(
    "SeparableConv1D", convolutional.SeparableConv1D, [*_SEPARABLE_1D, *_CLASS]
)
SeparableConv2D = layer_class(
    "SeparableConv2D", convolutional.SeparableConv2D, [*_SEPARABLE_2D, *_CLASS]
)

dense = layer_function("dense", Dense, [*_DENSE, *_END])
conv1d = layer_function("conv1d", Conv1D, [*_CONV_1D, *_END])
conv2d = layer_function("conv2d", Conv2D, [*_CONV_2D, *_END])
conv3d = layer_function("conv3d", Conv3D, [*_CONV_3D, *_END])
conv2d_transpose = layer_function("conv2d_transpose", Conv2DTranspose, [*_TRANSPOSED_2D, *_END])
conv3d_transpose = layer_function("conv3d_transpose", Conv3DTranspose, [*_TRANSPOSED_3D, *_END])
separable_conv1d = layer_function("separable_conv1d", SeparableConv1D, [*_SEPARABLE_1D, *_END])
separable_conv2d = layer_function("separable_conv2d", SeparableConv2D, [*_SEPARABLE_2D, *_END])
