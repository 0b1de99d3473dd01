"""Dense layers, activations and penalties."""

from typing import Any

from keras_on_torch import activations, constraints, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["Activation", "ActivityRegularization", "Dense", "Masking"]


class Dense(Layer):
    """Fully connected layer: `activation(inputs @ kernel + bias)`.

    Args:
        units: length of the output's last axis.
        activation: what is applied to the sum; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, bias_constraint: what keeps that weight in bounds.
        **kwargs: as of any layer; `input_dim=n` stands for `input_shape=(n,)`.

    Shape:
        (batch, ..., input_dim) -> (batch, ..., units)

    Weights:
        kernel (input_dim, units), bias (units,)
    """

    def __init__(
        self,
        units: int,
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
        if "input_shape" not in kwargs and "input_dim" in kwargs:
            kwargs["input_shape"] = (kwargs.pop("input_dim"),)
        super().__init__(**kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        input_dim = self.known_axis(input_shape, -1)
        self.kernel = self.add_named_weight("kernel", (input_dim, self.units))
        self.bias = self.add_named_weight("bias", (self.units,)) if self.use_bias else None
        self.input_spec = InputSpec(min_ndim=2, axes={-1: input_dim})
        super().build(input_shape)

    def call(self, inputs: Tensor) -> Tensor:
        if self.bias is None:
            return self.activation(K.dot(inputs, self.kernel))
        return self.activation(K.affine(inputs, self.kernel, self.bias))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Dense)


class Activation(Layer):
    """A function, applied number by number or along the last axis.

    Args:
        activation: its name, or the function itself.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, activation: Named, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.activation = activations.get(activation)

    def call(self, inputs: Tensor) -> Tensor:
        return self.activation(inputs)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Activation)


class ActivityRegularization(Layer):
    """A penalty on what passes through.

    Args:
        l1: weight of the sum of magnitudes.
        l2: weight of the sum of squares.
        **kwargs: as of any layer.

    Shape:
        any -> the same
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.l1 = l1
        self.l2 = l2
        self.activity_regularizer = regularizers.L1L2(l1=l1, l2=l2)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ActivityRegularization)


class Masking(Layer):
    """Leave out the steps of a sequence that hold nothing but one value.

    Args:
        mask_value: that value.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, ...) -> the same, zero where left out; the mask has no last axis
    """

    def __init__(self, mask_value: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.mask_value = mask_value

    def compute_mask(self, inputs: Tensor, mask: Tensor = None) -> Tensor:
        return K.any(K.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Tensor) -> Tensor:
        counts = K.any(K.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * K.cast(counts, K.dtype(inputs))

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Masking)
