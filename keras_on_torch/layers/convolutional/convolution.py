"""Convolutions of sequences, images and volumes."""

from typing import Any

from keras_on_torch import activations, constraints, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend.conv import convolution
from keras_on_torch.backend.layout import store_for_convolution
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.conv_utils import (
    conv_output_length,
    normalize_padding,
    normalize_tuple,
)
from keras_on_torch.utils.registry import arguments_of

__all__ = [
    "Conv1D",
    "Conv2D",
    "Conv3D",
    "Convolution1D",
    "Convolution2D",
    "Convolution3D",
    "ConvolutionLayer",
]

Steps = int | tuple[int, ...]


class ConvolutionLayer(Layer):
    """What the convolutions have in common, by the number of axes they slide over.

    Args:
        rank: that number.
        filters: length of the output's channel axis.
        kernel_size: the window.
        strides: its steps.
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the window's taps; with strides above 1 it must be 1.
        activation: what is applied to the sum; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, bias_constraint: what keeps that weight in bounds.
        **kwargs: as of any layer.

    Weights:
        kernel (*kernel_size, channels, filters), bias (filters,)
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Steps,
        strides: Steps = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Steps = 1,
        activation: Named = None,
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.rank = rank
        self.filters = filters
        self.kernel_size = normalize_tuple(kernel_size, rank, "kernel_size")
        self.strides = normalize_tuple(strides, rank, "strides")
        self.padding = normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = normalize_tuple(dilation_rate, rank, "dilation_rate")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(ndim=rank + 2)

    @property
    def channel_axis(self) -> int:
        """The axis of the channels."""
        return 1 if self.data_format == "channels_first" else -1

    def known_channels(self, input_shape: Shape) -> int:
        """Return the number of channels, and demand as many of all further inputs.

        Raises:
            ValueError: it is not known.
        """
        if input_shape[self.channel_axis] is None:
            raise ValueError(
                f"The channel dimension of the inputs of {self.name!r} should be defined. Found"
                f" `None` in shape {input_shape}. Give it in Input(shape=...) or input_shape=..."
            )
        channels = self.known_axis(input_shape, self.channel_axis)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self.channel_axis: channels})
        return channels

    def build(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        self.kernel = self.add_named_weight("kernel", (*self.kernel_size, channels, self.filters))
        store_for_convolution(self.kernel)
        self.bias = self.add_named_weight("bias", (self.filters,)) if self.use_bias else None
        super().build(input_shape)

    def call(self, inputs: Tensor) -> Tensor:
        rectified = self.activation is activations.relu
        outputs = convolution(
            inputs,
            self.kernel,
            self.bias,
            self.strides,
            self.padding,
            self.data_format,
            self.dilation_rate,
            rectified=rectified,
        )
        return outputs if rectified else self.activated(outputs)

    def activated(self, outputs: Tensor) -> Tensor:
        """Apply the activation, if there is one."""
        return outputs if self.activation is None else self.activation(outputs)

    def spatial(self, shape: Shape) -> Shape:
        """Return the lengths of the axes that the window slides over."""
        return shape[2:] if self.data_format == "channels_first" else shape[1:-1]

    def with_spatial(self, batch: Any, lengths: Shape, channels: int | None) -> Shape:
        """Return the whole shape from its parts."""
        if self.data_format == "channels_first":
            return (batch, channels, *lengths)
        return (batch, *lengths, channels)

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
        return self.with_spatial(input_shape[0], lengths, self.filters)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ConvolutionLayer)


class Conv1D(ConvolutionLayer):
    """Convolution of sequences; arguments as of `ConvolutionLayer`.

    The padding "causal" lets a step see only itself and what came before (van den Oord et al.
    2016, section 2.1).

    Shape:
        (batch, steps, channels) -> (batch, new_steps, filters)

    Raises:
        ValueError: the padding is causal and the channels come first.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = 1,
        padding: str = "valid",
        data_format: str | None = "channels_last",
        dilation_rate: Steps = 1,
        activation: Named = None,
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        if padding == "causal" and data_format != "channels_last":
            raise ValueError(
                'When using causal padding in `Conv1D`, `data_format` must be "channels_last"'
                f" (temporal data), got {data_format!r}."
            )
        super().__init__(
            rank=1,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("rank")
        return config


class Conv2D(ConvolutionLayer):
    """Convolution of images; arguments as of `ConvolutionLayer`.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Steps = (1, 1),
        activation: Named = None,
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
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
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("rank")
        return config


class Conv3D(ConvolutionLayer):
    """Convolution of volumes; arguments as of `ConvolutionLayer`.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, new_depth, new_rows, new_cols, filters)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Steps = (1, 1, 1),
        activation: Named = None,
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        bias_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            rank=3,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("rank")
        return config


Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
