"""Convolutions channel by channel, with and without mixing the channels afterwards."""

from typing import Any

from keras_on_torch import constraints, initializers, regularizers
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend.conv import depthwise_convolution, separable_convolution
from keras_on_torch.backend.layout import store_for_convolution, store_for_depthwise
from keras_on_torch.engine.base_layer import InputSpec
from keras_on_torch.layers.convolutional.convolution import Conv2D, ConvolutionLayer, Steps
from keras_on_torch.utils.conv_utils import conv_output_length
from keras_on_torch.utils.registry import arguments_of

__all__ = [
    "DepthwiseConv2D",
    "SeparableConv1D",
    "SeparableConv2D",
    "SeparableConvolution1D",
    "SeparableConvolution2D",
]


class SeparableLayer(ConvolutionLayer):
    """What the separable convolutions have in common (Chollet 2016); see `SeparableConv2D`."""

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Steps,
        strides: Steps = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Steps = 1,
        depth_multiplier: int = 1,
        activation: Named = None,
        use_bias: bool = True,
        depthwise_initializer: Named = "glorot_uniform",
        pointwise_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        depthwise_regularizer: Named = None,
        pointwise_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        depthwise_constraint: Named = None,
        pointwise_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            rank=rank,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            use_bias=use_bias,
            bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint,
            **kwargs,
        )
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.pointwise_constraint = constraints.get(pointwise_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        store_for_depthwise(self.depthwise_kernel)
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(*(1,) * self.rank, self.depth_multiplier * channels, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )
        store_for_convolution(self.pointwise_kernel)
        self.bias = self.add_named_weight("bias", (self.filters,)) if self.use_bias else None
        self.built = True

    def call(self, inputs: Tensor) -> Tensor:
        outputs = separable_convolution(
            inputs,
            self.depthwise_kernel,
            self.pointwise_kernel,
            self.bias,
            self.strides,
            self.padding,
            self.data_format,
            self.dilation_rate,
        )
        return self.activated(outputs)

    def get_config(self) -> Config:
        config = super().get_config()
        for name in ("rank", "kernel_initializer", "kernel_regularizer", "kernel_constraint"):
            config.pop(name)
        own = arguments_of(self, SeparableLayer)
        own.pop("rank")
        return config | own


class SeparableConv1D(SeparableLayer):
    """Separable convolution of sequences; arguments as of `SeparableConv2D`.

    Shape:
        (batch, steps, channels) -> (batch, new_steps, filters)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = 1,
        padding: str = "valid",
        data_format: str | None = "channels_last",
        dilation_rate: Steps = 1,
        depth_multiplier: int = 1,
        activation: Named = None,
        use_bias: bool = True,
        depthwise_initializer: Named = "glorot_uniform",
        pointwise_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        depthwise_regularizer: Named = None,
        pointwise_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        depthwise_constraint: Named = None,
        pointwise_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            rank=1,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            depth_multiplier=depth_multiplier,
            activation=activation,
            use_bias=use_bias,
            depthwise_initializer=depthwise_initializer,
            pointwise_initializer=pointwise_initializer,
            bias_initializer=bias_initializer,
            depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            depthwise_constraint=depthwise_constraint,
            pointwise_constraint=pointwise_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )


class SeparableConv2D(SeparableLayer):
    """Separable convolution of images: each channel by itself, then a mix of the channels.

    Args:
        filters, kernel_size, strides, padding, data_format, dilation_rate: as of `Conv2D`.
        depth_multiplier: how many channels each channel gives before they are mixed.
        activation, use_bias: as of `Conv2D`.
        depthwise_initializer, pointwise_initializer, bias_initializer: how that weight starts.
        depthwise_regularizer, pointwise_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        depthwise_constraint, pointwise_constraint, bias_constraint: what keeps it in bounds.
        **kwargs: as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)

    Weights:
        depthwise_kernel (rows, cols, channels, depth_multiplier),
        pointwise_kernel (1, 1, channels * depth_multiplier, filters), bias (filters,)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Steps = (1, 1),
        depth_multiplier: int = 1,
        activation: Named = None,
        use_bias: bool = True,
        depthwise_initializer: Named = "glorot_uniform",
        pointwise_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        depthwise_regularizer: Named = None,
        pointwise_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        depthwise_constraint: Named = None,
        pointwise_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            rank=2,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            depth_multiplier=depth_multiplier,
            activation=activation,
            use_bias=use_bias,
            depthwise_initializer=depthwise_initializer,
            pointwise_initializer=pointwise_initializer,
            bias_initializer=bias_initializer,
            depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            depthwise_constraint=depthwise_constraint,
            pointwise_constraint=pointwise_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )


class DepthwiseConv2D(Conv2D):
    """Convolution of images, each channel by itself.

    Args:
        kernel_size, strides, padding: as of `Conv2D`.
        depth_multiplier: how many channels each channel gives.
        data_format, activation, use_bias: as of `Conv2D`.
        depthwise_initializer, bias_initializer: how that weight starts.
        depthwise_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        depthwise_constraint, bias_constraint: what keeps that weight in bounds.
        **kwargs: `dilation_rate`, as of `Conv2D`; and as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, channels * depth_multiplier)

    Weights:
        depthwise_kernel (rows, cols, channels, depth_multiplier), bias (channels * multiplier,)
    """

    def __init__(
        self,
        kernel_size: Steps,
        strides: Steps = (1, 1),
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        activation: Named = None,
        use_bias: bool = True,
        depthwise_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        depthwise_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        depthwise_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters=0,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            activation=activation,
            use_bias=use_bias,
            bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint,
            **kwargs,
        )
        self.depth_multiplier = depth_multiplier
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)

    def build(self, input_shape: Shape) -> None:
        if len(input_shape) < 4:
            raise ValueError(
                "Inputs to `DepthwiseConv2D` should have rank 4. Received input shape:"
                f" {input_shape}"
            )
        channels = self.known_channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        store_for_depthwise(self.depthwise_kernel)
        many = channels * self.depth_multiplier
        self.bias = self.add_named_weight("bias", (many,)) if self.use_bias else None
        self.input_spec = InputSpec(ndim=4, axes={self.channel_axis: channels})
        self.built = True

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        outputs = depthwise_convolution(
            inputs,
            self.depthwise_kernel,
            self.bias,
            self.strides,
            self.padding,
            self.data_format,
            self.dilation_rate,
        )
        return self.activated(outputs)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        lengths = tuple(
            conv_output_length(length, window, self.padding, stride, dilation)
            for length, window, stride, dilation in zip(
                self.spatial(input_shape),
                self.kernel_size,
                self.strides,
                self.dilation_rate,
                strict=True,
            )
        )
        channels = self.known_axis(input_shape, self.channel_axis) * self.depth_multiplier
        return self.with_spatial(input_shape[0], lengths, channels)

    def get_config(self) -> Config:
        config = super().get_config()
        unused = ("kernel_initializer", "kernel_regularizer", "kernel_constraint")
        for name in ("filters", *unused):
            config.pop(name)
        return config | arguments_of(self, DepthwiseConv2D)


SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
