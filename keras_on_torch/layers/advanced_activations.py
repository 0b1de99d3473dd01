"""Activations with arguments or weights of their own."""

from typing import Any

from keras_on_torch import activations, constraints, graph, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of, to_list

__all__ = ["ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax", "ThresholdedReLU"]


def _rounded(number: float) -> float:
    """Return a number as the configured type has it."""
    return float(K.cast_to_floatx(number))


class LeakyReLU(Layer):
    """`x` above zero, `alpha * x` below (Maas et al. 2013).

    Args:
        alpha: slope below zero.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, alpha: float = 0.3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha = _rounded(alpha)

    def call(self, inputs: Tensor) -> Tensor:
        return K.relu(inputs, alpha=self.alpha)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, LeakyReLU)


class PReLU(Layer):
    """`x` above zero, `alpha * x` below, with alphas that are trained (He et al. 2015).

    Args:
        alpha_initializer: how they start.
        alpha_regularizer: penalty on them.
        alpha_constraint: what keeps them in bounds.
        shared_axes: axes, counted from 1, along which all have the same alpha; None for none.
        **kwargs: as of any layer.

    Shape:
        any -> the same

    Weights:
        alpha, of the input's shape without the batch's axis, 1 along shared axes
    """

    def __init__(
        self,
        alpha_initializer: Named = "zeros",
        alpha_regularizer: Named = None,
        alpha_constraint: Named = None,
        shared_axes: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        if shared_axes is not None:
            shared_axes = to_list(shared_axes, allow_tuple=True)
        self.shared_axes = shared_axes

    def build(self, input_shape: Shape) -> None:
        shared = self.shared_axes or []
        axes = range(1, len(input_shape))
        lengths = [1 if axis in shared else self.known_axis(input_shape, axis) for axis in axes]
        self.param_broadcast = [axis in shared for axis in axes]
        self.alpha = self.add_named_weight("alpha", tuple(lengths))
        fixed = {axis: input_shape[axis] for axis in axes if shared and axis not in shared}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=fixed)
        super().build(input_shape)

    def call(self, inputs: Tensor, mask: Tensor = None) -> Tensor:
        outputs = K.relu(inputs) - self.alpha * K.relu(-inputs)
        return graph.name_operation(outputs, "add")

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, PReLU)


class ELU(Layer):
    """`x` above zero, `alpha * (exp(x) - 1)` below (Clevert et al. 2015).

    Args:
        alpha: scale below zero.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, alpha: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha = _rounded(alpha)

    def call(self, inputs: Tensor) -> Tensor:
        return K.elu(inputs, self.alpha)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ELU)


class ThresholdedReLU(Layer):
    """`x` above a threshold, zero elsewhere (Konda et al. 2014).

    Args:
        theta: the threshold.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.theta = _rounded(theta)

    def call(self, inputs: Tensor, mask: Tensor = None) -> Tensor:
        return inputs * K.cast(K.greater(inputs, self.theta), K.floatx())

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ThresholdedReLU)


class Softmax(Layer):
    """Shares that add up to one along an axis.

    Args:
        axis: along which.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.axis = axis

    def call(self, inputs: Tensor) -> Tensor:
        return activations.softmax(inputs, axis=self.axis)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Softmax)


class ReLU(Layer):
    """`x` between a threshold and a largest value, that value above, little or nothing below.

    Args:
        max_value: the largest value; None for no bound.
        negative_slope: below the threshold, `negative_slope * (x - threshold)` is given.
        threshold: from where on `x` itself is given.
        **kwargs: as of any layer.

    Shape:
        any -> the same

    Raises:
        ValueError: the largest value or the slope is negative.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if max_value is not None and max_value < 0.0:
            raise ValueError(
                f"max_value of ReLU layer cannot be negative value: {max_value}. Give a number of 0"
                " or more, or None for no bound"
            )
        if negative_slope < 0.0:
            raise ValueError(
                f"negative_slope of ReLU layer cannot be negative value: {negative_slope}. Give a"
                " number of 0 or more"
            )
        self.supports_masking = True
        self.max_value = None if max_value is None else _rounded(max_value)
        self.negative_slope = _rounded(negative_slope)
        self.threshold = _rounded(threshold)

    def call(self, inputs: Tensor) -> Tensor:
        return K.relu(
            inputs,
            alpha=self.negative_slope,
            max_value=self.max_value,
            threshold=self.threshold,
        )

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ReLU)
