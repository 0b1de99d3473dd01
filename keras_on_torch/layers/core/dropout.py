"""Dropout of single numbers and of whole channels."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"]


class Dropout(Layer):
    """In training set a share of the inputs to zero and scale up the rest (Srivastava et al. 2014).

    Args:
        rate: that share.
        noise_shape: the shape in which is drawn, 1 along an axis where all are dropped together;
            None for an axis of the input's length.
        seed: makes runs repeatable; None draws one.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.rate = min(1.0, max(0.0, rate))
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def _get_noise_shape(self, inputs: Tensor) -> Any:
        if self.noise_shape is None:
            return None
        lengths = K.shape(inputs)
        return tuple(
            [lengths[axis] if size is None else size for axis, size in enumerate(self.noise_shape)]
        )

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        if not 0.0 < self.rate < 1.0:  # Keras: a rate of 1 drops nothing, as 0 does.
            return inputs
        noise_shape = self._get_noise_shape(inputs)

        def dropped() -> Tensor:
            return K.dropout(inputs, self.rate, noise_shape, seed=self.seed)

        return K.in_train_phase(dropped, inputs, training=training)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Dropout)


class SpatialDropout1D(Dropout):
    """Dropout of whole channels of a sequence (Tompson et al. 2014).

    Args:
        rate: share of the channels.
        **kwargs: as of `Dropout`.

    Shape:
        (batch, steps, channels) -> the same
    """

    def __init__(self, rate: float, **kwargs: Any) -> None:
        super().__init__(rate, **kwargs)
        self.input_spec = InputSpec(ndim=3)

    def _get_noise_shape(self, inputs: Tensor) -> Any:
        lengths = K.shape(inputs)
        return (lengths[0], 1, lengths[2])


class _ChannelDropout(Dropout):
    """Dropout of whole channels, by the number of axes besides theirs and the batch's."""

    rank: int

    def __init__(self, rate: float, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(rate, **kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _get_noise_shape(self, inputs: Tensor) -> Any:
        lengths, ones = K.shape(inputs), (1,) * self.rank
        if self.data_format == "channels_first":
            return (lengths[0], lengths[1], *ones)
        return (lengths[0], *ones, lengths[self.rank + 1])

    # Keras: the configuration has no `data_format`; a layer made from it takes the configured one.


class SpatialDropout2D(_ChannelDropout):
    """Dropout of whole channels of images (Tompson et al. 2014).

    Args:
        rate: share of the channels.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of `Dropout`.

    Shape:
        (batch, rows, cols, channels) -> the same
    """

    rank = 2

    def __init__(self, rate: float, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(rate, data_format, **kwargs)


class SpatialDropout3D(_ChannelDropout):
    """Dropout of whole channels of volumes (Tompson et al. 2014).

    Args:
        rate: share of the channels.
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        **kwargs: as of `Dropout`.

    Shape:
        (batch, dim1, dim2, dim3, channels) -> the same
    """

    rank = 3

    def __init__(self, rate: float, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(rate, data_format, **kwargs)
