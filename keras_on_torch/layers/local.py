"""Convolutions with a kernel of its own for each place."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.layers.convolutional.convolution import ConvolutionLayer, Steps

__all__ = ["LocallyConnected1D", "LocallyConnected2D", "LocallyConnectedLayer"]


class LocallyConnectedLayer(ConvolutionLayer):
    """What the locally connected layers have in common; arguments as of `ConvolutionLayer`.

    Weights:
        kernel (places, entries of a window, filters), bias (*lengths of the output, filters)

    Raises:
        TypeError: there is a dilation rate.
        ValueError: the padding is not "valid"; or, when built, a length of the input is not known.
    """

    def __init__(self, rank: int, filters: int, padding: str, **kwargs: Any) -> None:
        if "dilation_rate" in kwargs:
            raise TypeError(
                f"Keyword argument not understood: dilation_rate. {type(self).__name__} has none"
            )
        super().__init__(rank=rank, filters=filters, padding=padding, **kwargs)
        if self.padding != "valid":
            raise ValueError(
                f"Invalid border mode for {type(self).__name__}"
                f' (only "valid" is supported): {padding}'
            )

    def build(self, input_shape: Shape) -> None:
        channels = self.known_channels(input_shape)
        lengths = self.spatial(self.compute_output_shape(input_shape))
        places, entries = 1, channels
        for length, window in zip(lengths, self.kernel_size, strict=True):
            if length is None:
                raise ValueError(
                    f"The spatial dimensions of the inputs to {type(self).__name__} should be"
                    f" fully-defined, since each place has a kernel of its own; {self.name!r}"
                    f" received {input_shape}"
                )
            places, entries = places * length, entries * window
        self.places = tuple(lengths)
        self.kernel_shape = (places, entries, self.filters)
        self.kernel = self.add_named_weight("kernel", self.kernel_shape)
        bias_shape = (*self.places, self.filters)
        self.bias = self.add_named_weight("bias", bias_shape) if self.use_bias else None
        self.built = True

    def finished(self, outputs: Tensor) -> Tensor:
        """Add the bias and apply the activation."""
        if self.bias is not None:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        return self.activated(outputs)

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("rank")
        config.pop("dilation_rate")
        return config


class LocallyConnected1D(LocallyConnectedLayer):
    """Convolution of sequences with a kernel for each step; arguments as of `Conv1D`.

    Args:
        data_format: checked, but channels always come last, as in Keras.

    Shape:
        (batch, steps, channels) -> (batch, new_steps, filters)

    Weights:
        kernel (new_steps, width * channels, filters), bias (new_steps, filters)

    Raises:
        ValueError: the padding is not "valid"; or, when built, the number of steps is not known.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = 1,
        padding: str = "valid",
        data_format: str | None = None,
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
        K.normalize_data_format(data_format)
        super().__init__(
            rank=1,
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format="channels_last",
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

    def call(self, inputs: Tensor) -> Tensor:
        outputs = K.local_conv1d(
            inputs, self.kernel, self.kernel_size, self.strides, data_format=self.data_format
        )
        return self.finished(outputs)

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("data_format")
        return config


class LocallyConnected2D(LocallyConnectedLayer):
    """Convolution of images with a kernel for each place; arguments as of `Conv2D`.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)

    Weights:
        kernel (new_rows * new_cols, entries of a window, filters),
        bias (new_rows, new_cols, filters)

    Raises:
        ValueError: the padding is not "valid"; or, when built, rows or columns are not known.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
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

    def call(self, inputs: Tensor) -> Tensor:
        outputs = K.local_conv2d(
            inputs,
            self.kernel,
            self.kernel_size,
            self.strides,
            self.places,  # type: ignore[arg-type]  # Known since the layer was built.
            data_format=self.data_format,
        )
        return self.finished(outputs)
