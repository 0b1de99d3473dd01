"""Batch normalisation."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import constraints, initializers, regularizers
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend.normalization import normalize_and_estimate
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["BatchNormalization"]


class BatchNormalization(Layer):
    """Return each channel of a batch mean 0 and deviation 1, then scale and shift it.

    In training the statistics are the batch's, and moving averages of them are kept; these are
    taken otherwise (Ioffe and Szegedy 2015).

    Args:
        axis: the axis of the channels.
        momentum: what remains of a moving average at each step.
        epsilon: added to the variance.
        center, scale: whether there is a shift, a scale.
        beta_initializer, gamma_initializer: how the shift, the scale starts.
        moving_mean_initializer, moving_variance_initializer: how that average starts.
        beta_regularizer, gamma_regularizer: penalty on that weight.
        beta_constraint, gamma_constraint: what keeps that weight in bounds.
        **kwargs: as of any layer.

    Weights:
        gamma, beta (trained), moving_mean, moving_variance: (channels,)

    Raises:
        ValueError: when built, if the number of channels is not known.
    """

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Named = "zeros",
        gamma_initializer: Named = "ones",
        moving_mean_initializer: Named = "zeros",
        moving_variance_initializer: Named = "ones",
        beta_regularizer: Named = None,
        gamma_regularizer: Named = None,
        beta_constraint: Named = None,
        gamma_constraint: Named = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)

    def build(self, input_shape: Shape) -> None:
        channels = self.known_axis(input_shape, self.axis)
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})
        shape = (channels,)
        self.gamma = self.add_named_weight("gamma", shape) if self.scale else None
        self.beta = self.add_named_weight("beta", shape) if self.center else None
        self.moving_mean = self.add_named_weight("moving_mean", shape, trainable=False)
        self.moving_variance = self.add_named_weight("moving_variance", shape, trainable=False)
        super().build(input_shape)

    def call(self, inputs: Tensor, training: Any = None) -> Tensor:
        if training is not None and not K.is_tensor(training) and not training:
            return self._by_moving_averages(inputs)
        normal, mean, variance = normalize_and_estimate(
            inputs, self.gamma, self.beta, self.axis, self.epsilon
        )
        averages = [
            K.moving_average_update(self.moving_mean, mean, self.momentum),
            K.moving_average_update(self.moving_variance, variance, self.momentum),
        ]
        self.add_update(averages, inputs)
        return K.in_train_phase(normal, lambda: self._by_moving_averages(inputs), training=training)

    def _by_moving_averages(self, inputs: Tensor) -> Tensor:
        return K.batch_normalization(
            inputs,
            self.moving_mean,
            self.moving_variance,
            self.beta,
            self.gamma,
            axis=self.axis,
            epsilon=self.epsilon,
        )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, BatchNormalization)
