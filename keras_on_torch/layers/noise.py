"""Noise, in training only."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["AlphaDropout", "GaussianDropout", "GaussianNoise"]

_SELU_FLOOR = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946
"""What selu gives far below zero."""


class GaussianNoise(Layer):
    """In training add normal noise around zero.

    Args:
        stddev: width of the noise.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, stddev: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.stddev = stddev

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        def noised() -> Tensor:
            return inputs + K.random_normal(shape=K.shape(inputs), mean=0.0, stddev=self.stddev)

        return K.in_train_phase(noised, inputs, training=training)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, GaussianNoise)


class GaussianDropout(Layer):
    """In training multiply by normal noise around one (Srivastava et al. 2014, section 10).

    Args:
        rate: the share that `Dropout` of like strength drops.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, rate: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.rate = rate

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        if not 0.0 < self.rate < 1.0:
            return inputs

        def noised() -> Tensor:
            stddev = np.sqrt(self.rate / (1.0 - self.rate))
            return inputs * K.random_normal(shape=K.shape(inputs), mean=1.0, stddev=stddev)

        return K.in_train_phase(noised, inputs, training=training)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, GaussianDropout)


class AlphaDropout(Layer):
    """In training set a share of the inputs to selu's lowest value and keep mean and variance.

    Follows Klambauer et al. 2017, appendix "Alpha Dropout".

    Args:
        rate: that share.
        noise_shape: the shape in which is drawn; None for that of the input.
        seed: makes runs repeatable; None draws one.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int] | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def _get_noise_shape(self, inputs: Tensor) -> Any:
        return self.noise_shape or K.shape(inputs)

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        if not 0.0 < self.rate < 1.0:
            return inputs
        noise_shape = self._get_noise_shape(inputs)

        def dropped() -> Tensor:
            kept = K.greater_equal(K.random_uniform(noise_shape, seed=self.seed), self.rate)
            kept = K.cast(kept, K.floatx())
            scale = ((1 - self.rate) * (1 + self.rate * _SELU_FLOOR**2)) ** -0.5
            offset = -scale * _SELU_FLOOR * self.rate
            return scale * (inputs * kept + _SELU_FLOOR * (1 - kept)) + offset

        return K.in_train_phase(dropped, inputs, training=training)

    def get_config(self) -> Config:
        # Keras: noise_shape and seed are not written down.
        return super().get_config() | {"rate": self.rate}
