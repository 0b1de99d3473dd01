"""Dropout of single numbers and of whole channels."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.legacy.arguments import takes_keras_1

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

    @takes_keras_1("Dropout")
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
        # Keras: the classes below write these down, too, and cannot be made from what they wrote
        # unless `_accepted` leaves them out.
        config = {"rate": self.rate, "noise_shape": self.noise_shape, "seed": self.seed}
        return super().get_config() | config
