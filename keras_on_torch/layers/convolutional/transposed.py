"""Transposed convolutions: each entry is spread over a window."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend.layout import store_for_convolution
from keras_on_torch.backend.transposed import transposed_convolution
from keras_on_torch.layers.convolutional.convolution import Conv2D, Conv3D, Steps
from keras_on_torch.utils.conv_utils import deconv_length, normalize_tuple

__all__ = [
    "Conv2DTranspose",
    "Conv3DTranspose",
    "Convolution2DTranspose",
    "Convolution3DTranspose",
    "Deconv2D",
    "Deconv3D",
    "Deconvolution2D",
    "Deconvolution3D",
]


def _checked_output_padding(layer: Any, given: Any) -> tuple[int, ...] | None:
    if given is None:
        return None
    padding = normalize_tuple(given, layer.rank, "output_padding")
    for stride, more in zip(layer.strides, padding, strict=True):
        if more >= stride:
            raise ValueError(
                f"Stride {layer.strides} must be greater than output padding {padding}"
            )
    return padding


def _build(layer: Any, input_shape: Shape) -> None:
    channels = layer.known_channels(input_shape)
    layer.kernel = layer.add_named_weight("kernel", (*layer.kernel_size, layer.filters, channels))
    store_for_convolution(layer.kernel)
    layer.bias = layer.add_named_weight("bias", (layer.filters,)) if layer.use_bias else None
    layer.built = True


def _lengths(layer: Any, lengths: Any) -> tuple[Any, ...]:
    more = layer.output_padding or (None,) * layer.rank
    return tuple(
        deconv_length(length, stride, window, layer.padding, extra, dilation)
        for length, stride, window, extra, dilation in zip(
            lengths, layer.strides, layer.kernel_size, more, layer.dilation_rate, strict=True
        )
    )


def _output_shape_of(layer: Any, inputs: Tensor) -> Any:
    """Return the shape of the output, with sizes that are known only when numbers flow."""
    sizes, known = K.shape(inputs), K.int_shape(inputs) or ()
    whole = [sizes[axis] if length is None else length for axis, length in enumerate(known)]
    lengths = _lengths(layer, layer.spatial(tuple(whole)))
    return layer.with_spatial(sizes[0], lengths, layer.filters)


def _spread(layer: Any, inputs: Tensor) -> Tensor:
    return transposed_convolution(
        inputs,
        layer.kernel,
        layer.bias,
        _output_shape_of(layer, inputs),
        layer.strides,
        layer.padding,
        layer.data_format,
        layer.dilation_rate,
    )


class Conv2DTranspose(Conv2D):
    """Transposed convolution of images (Zeiler et al. 2010; Dumoulin and Visin 2016).

    Args:
        filters, kernel_size, strides, padding: as of `Conv2D`, of the convolution it reverses.
        output_padding: how much longer than the shortest the output is; None decides by `padding`.
        data_format, dilation_rate, activation, use_bias: as of `Conv2D`.
        kernel_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, bias_constraint: what keeps that weight in bounds.
        **kwargs: as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, filters)

    Weights:
        kernel (*kernel_size, filters, channels), bias (filters,)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1),
        padding: str = "valid",
        output_padding: Steps | None = None,
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
            filters,
            kernel_size,
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
        self.output_padding = _checked_output_padding(self, output_padding)

    def build(self, input_shape: Shape) -> None:
        _build(self, input_shape)

    def call(self, inputs: Tensor) -> Tensor:
        return self.activated(_spread(self, inputs))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        lengths = _lengths(self, self.spatial(input_shape))
        return self.with_spatial(input_shape[0], lengths, self.filters)

    def get_config(self) -> Config:
        return super().get_config() | {"output_padding": self.output_padding}


class Conv3DTranspose(Conv3D):
    """Transposed convolution of volumes; arguments as of `Conv2DTranspose`.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, new_depth, new_rows, new_cols, filters)

    Raises:
        ValueError: a dilation rate other than 1 is given; the output padding reaches a stride.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Steps,
        strides: Steps = (1, 1, 1),
        padding: str = "valid",
        output_padding: Steps | None = None,
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
            filters,
            kernel_size,
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
        if self.dilation_rate != (1, 1, 1):
            raise ValueError(
                f"Conv3DTranspose cannot be dilated, got dilation_rate={self.dilation_rate}"
            )
        self.output_padding = _checked_output_padding(self, output_padding)

    def build(self, input_shape: Shape) -> None:
        _build(self, input_shape)

    def call(self, inputs: Tensor) -> Tensor:
        return self.activated(_spread(self, inputs))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        lengths = _lengths(self, self.spatial(input_shape))
        return self.with_spatial(input_shape[0], lengths, self.filters)

    def get_config(self) -> Config:
        config = super().get_config()
        config.pop("dilation_rate")
        return config | {"output_padding": self.output_padding}


Deconv2D = Deconvolution2D = Convolution2DTranspose = Conv2DTranspose
Deconv3D = Deconvolution3D = Convolution3DTranspose = Conv3DTranspose
