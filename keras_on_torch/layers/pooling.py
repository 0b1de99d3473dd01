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


class _WindowPooling(Layer):
    """What the layers have in common that pool windows.

    Args:
        rank: the number of axes that the window slides over.
        pool_size: the window.
        strides: its steps; None takes the window's size.
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.
    """

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

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        raise NotImplementedError(
            f"{type(self).__name__} must define _pooling_function(inputs, pool_size, strides,"
            " padding, data_format)"
        )

    def call(self, inputs: Tensor) -> Tensor:
        return self._pooling_function(
            inputs=inputs,
            pool_size=self.pool_size,
            strides=self.strides,
            padding=self.padding,
            data_format=self.data_format,
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


class _Pooling1D(_WindowPooling):
    """Pooling of sequences; a subclass defines `_pooling_function`, which is given images.

    Args:
        pool_size, strides, padding, data_format: as of `_WindowPooling`.
        **kwargs: as of any layer.

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

    def call(self, inputs: Tensor) -> Tensor:
        cols = 2 if self.data_format == "channels_last" else 3
        outputs = self._pooling_function(
            inputs=K.expand_dims(inputs, cols),
            pool_size=(*self.pool_size, 1),
            strides=(*self.strides, 1),
            padding=self.padding,
            data_format=self.data_format,
        )
        return K.squeeze(outputs, cols)


class MaxPooling1D(_Pooling1D):
    """The highest entry of each window of a sequence; arguments as of `_Pooling1D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool2d(inputs, pool_size, strides, padding, data_format, "max")


class AveragePooling1D(_Pooling1D):
    """The average of each window of a sequence; arguments as of `_Pooling1D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool2d(inputs, pool_size, strides, padding, data_format, "avg")


class _Pooling2D(_WindowPooling):
    """Pooling of images; a subclass defines `_pooling_function`; arguments as of `_WindowPooling`.

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


class MaxPooling2D(_Pooling2D):
    """The highest entry of each window of an image; arguments as of `_Pooling2D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool2d(inputs, pool_size, strides, padding, data_format, "max")


class AveragePooling2D(_Pooling2D):
    """The average of each window of an image; arguments as of `_Pooling2D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool2d(inputs, pool_size, strides, padding, data_format, "avg")


class _Pooling3D(_WindowPooling):
    """Pooling of volumes; a subclass defines `_pooling_function`; arguments as of `_WindowPooling`.

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


class MaxPooling3D(_Pooling3D):
    """The highest entry of each window of a volume; arguments as of `_Pooling3D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool3d(inputs, pool_size, strides, padding, data_format, "max")


class AveragePooling3D(_Pooling3D):
    """The average of each window of a volume; arguments as of `_Pooling3D`."""

    def _pooling_function(
        self, inputs: Tensor, pool_size: Any, strides: Any, padding: str, data_format: str | None
    ) -> Tensor:
        return K.pool3d(inputs, pool_size, strides, padding, data_format, "avg")


# ---- of the whole
class _GlobalPooling(Layer):
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

    def call(self, inputs: Tensor) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} must define call(inputs)")

    def get_config(self) -> Config:
        return super().get_config() | {"data_format": self.data_format}


class _GlobalPooling1D(_GlobalPooling):
    """Pooling over the steps of a sequence; a subclass defines `call`.

    Args:
        data_format: "channels_last" or "channels_first".
        **kwargs: as of any layer.

    Shape:
        (batch, steps, features) -> (batch, features)
    """

    def __init__(self, data_format: str | None = "channels_last", **kwargs: Any) -> None:
        super().__init__(1, data_format, **kwargs)


class GlobalAveragePooling1D(_GlobalPooling1D):
    """The average over the steps of a sequence, without masked ones; as `_GlobalPooling1D`."""

    def __init__(self, data_format: str | None = "channels_last", **kwargs: Any) -> None:
        super().__init__(data_format, **kwargs)
        self.supports_masking = True

    def call(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        steps = self.pooled_axes()[0]
        if mask is None:
            return K.mean(inputs, axis=steps)
        weights = K.expand_dims(K.cast(mask, K.floatx()), 2 if steps == 1 else 1)
        return K.sum(inputs * weights, axis=steps) / K.sum(weights, axis=steps)

    def compute_mask(self, inputs: Tensor, mask: Tensor | None = None) -> None:
        return None


class GlobalMaxPooling1D(_GlobalPooling1D):
    """The highest entry over the steps of a sequence; as `_GlobalPooling1D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return K.max(inputs, axis=self.pooled_axes()[0])


class _GlobalPooling2D(_GlobalPooling):
    """Pooling over rows and columns of an image; a subclass defines `call`.

    Args:
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.

    Shape:
        (batch, rows, cols, channels) -> (batch, channels)
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(2, data_format, **kwargs)


class GlobalAveragePooling2D(_GlobalPooling2D):
    """The average over rows and columns of an image; as `_GlobalPooling2D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return K.mean(inputs, axis=self.pooled_axes())


class GlobalMaxPooling2D(_GlobalPooling2D):
    """The highest entry over rows and columns of an image; as `_GlobalPooling2D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return highest(inputs, self.pooled_axes())


class _GlobalPooling3D(_GlobalPooling):
    """Pooling over a volume; a subclass defines `call`.

    Args:
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of any layer.

    Shape:
        (batch, depth, rows, cols, channels) -> (batch, channels)
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(3, data_format, **kwargs)


class GlobalAveragePooling3D(_GlobalPooling3D):
    """The average over a volume; as `_GlobalPooling3D`."""

    def call(self, inputs: Tensor) -> Tensor:
        return K.mean(inputs, axis=self.pooled_axes())


class GlobalMaxPooling3D(_GlobalPooling3D):
    """The highest entry over a volume; as `_GlobalPooling3D`."""

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
