"""Pooling: the highest or the average entry of each window, or of the whole."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor
from keras_on_torch.backend.pooling import highest
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.conv_utils import (
    conv_output_length,
    normalize_padding,
    normalize_tuple,
)

__all__ = [
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "AvgPool1D",
    "AvgPool2D",
    "AvgPool3D",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalAvgPool1D",
    "GlobalAvgPool2D",
    "GlobalAvgPool3D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPool3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
]


class PoolingLayer(Layer):
    """What the layers have in common that pool windows.

    Args:
        rank: the number of axes that the window slides over.
        pool_size: the window.
        strides: its steps; None takes the window's size.
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

    mode = "max"

    def __init__(
        self,
        rank: int,
        pool_size: Any,
        strides: Any,
        padding: str,
        data_format: str | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        strides = pool_size if strides is None else strides
        self.pool_size = normalize_tuple(pool_size, rank, "pool_size")
        self.strides = normalize_tuple(strides, rank, "strides")
        self.padding = normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)

    def call(self, inputs: Tensor) -> Tensor:
        return K.pool(
            inputs, self.pool_size, self.strides, self.padding, self.data_format, self.mode
        )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        shape = list(input_shape)
        first = 2 if self.data_format == "channels_first" else 1
        for place, (window, stride) in enumerate(
            zip(self.pool_size, self.strides, strict=True), start=first
        ):
            shape[place] = conv_output_length(shape[place], window, self.padding, stride)
        return tuple(shape)

    def get_config(self) -> Config:
        return super().get_config() | {
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
        }


class MaxPooling1D(PoolingLayer):
    """The highest entry of each window of a sequence; arguments as of `PoolingLayer`.

    Shape:
        (batch, steps, features) -> (batch, new_steps, features)
    """

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = "channels_last",
        **kwargs: Any,
    ) -> None:
        super().__init__(1, pool_size, strides, padding, data_format, **kwargs)


class AveragePooling1D(MaxPooling1D):
    """The average of each window of a sequence; arguments as of `PoolingLayer`."""

    mode = "avg"


class MaxPooling2D(PoolingLayer):
    """The highest entry of each window of an image; arguments as of `PoolingLayer`.

    Shape:
        (batch, rows, cols, channels) -> (batch, new_rows, new_cols, channels)
    """

    def __init__(
        self,
        pool_size: Any = (2, 2),
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(2, pool_size, strides, padding, data_format, **kwargs)


class AveragePooling2D(MaxPooling2D):
    """The average of each window of an image; arguments as of `PoolingLayer`."""

    mode = "avg"


class MaxPooling3D(PoolingLayer):
    """The highest entry of each window of a volume; arguments as of `PoolingLayer`.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, new_depth, new_rows, new_cols, channels)
    """

    def __init__(
        self,
        pool_size: Any = (2, 2, 2),
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(3, pool_size, strides, padding, data_format, **kwargs)


class AveragePooling3D(MaxPooling3D):
    """The average of each window of a volume; arguments as of `PoolingLayer`."""

    mode = "avg"


# ---- of the whole
class GlobalPoolingLayer(Layer):
    """What the layers have in common that pool all but batch and channels.

    Args:
        rank: how many axes are pooled.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

    def __init__(self, rank: int, data_format: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)
        self.rank = rank

    def pooled_axes(self) -> list[int]:
        """Return the axes that are pooled."""
        first = 2 if self.data_format == "channels_first" else 1
        return list(range(first, first + self.rank))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        channels = 1 if self.data_format == "channels_first" else -1
        return (input_shape[0], input_shape[channels])

    def get_config(self) -> Config:
        return super().get_config() | {"data_format": self.data_format}


class GlobalAveragePooling1D(GlobalPoolingLayer):
    """The average over the steps of a sequence; masked steps are left out.

    Args:
        data_format: "channels_last" or "channels_first".
        **kwargs: as of any layer.

    Shape:
        (batch, steps, features) -> (batch, features)
    """

    def __init__(self, data_format: str | None = "channels_last", **kwargs: Any) -> None:
        super().__init__(1, data_format, **kwargs)
        self.supports_masking = True

    def call(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        steps = self.pooled_axes()[0]
        if mask is None:
            return K.mean(inputs, axis=steps)
        weights = K.expand_dims(K.cast(mask, K.floatx()), 2 if steps == 1 else 1)
        return K.sum(inputs * weights, axis=steps) / K.sum(weights, axis=steps)

    def compute_mask(self, inputs: Tensor, mask: Tensor | None = None) -> None:
        return None


class GlobalMaxPooling1D(GlobalPoolingLayer):
    """The highest entry over the steps of a sequence.

    Args:
        data_format: "channels_last" or "channels_first".
        **kwargs: as of any layer.

    Shape:
        (batch, steps, features) -> (batch, features)
    """

    def __init__(self, data_format: str | None = "channels_last", **kwargs: Any) -> None:
        super().__init__(1, data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.max(inputs, axis=self.pooled_axes()[0])


class GlobalAveragePooling2D(GlobalPoolingLayer):
    """The average over rows and columns of an image.

    Args:
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, channels)
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(2, data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.mean(inputs, axis=self.pooled_axes())


class GlobalMaxPooling2D(GlobalAveragePooling2D):
    """The highest entry over rows and columns of an image; as `GlobalAveragePooling2D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return highest(inputs, self.pooled_axes())


class GlobalAveragePooling3D(GlobalPoolingLayer):
    """The average over a volume.

    Args:
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, channels)
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(3, data_format, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return K.mean(inputs, axis=self.pooled_axes())


class GlobalMaxPooling3D(GlobalAveragePooling3D):
    """The highest entry over a volume; as `GlobalAveragePooling3D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return highest(inputs, self.pooled_axes())


AvgPool1D = AveragePooling1D
MaxPool1D = MaxPooling1D
AvgPool2D = AveragePooling2D
MaxPool2D = MaxPooling2D
AvgPool3D = AveragePooling3D
MaxPool3D = MaxPooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
