"""Dense layers of Keras 1: maxout and highway."""

import warnings
from typing import Any

from keras_on_torch import activations, constraints, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["Highway", "MaxoutDense"]


class _OldDense(Layer):
    """What both have in common.

    Args:
        init: how the kernels start.
        weights: first values of all weights, or None.
        W_regularizer, b_regularizer: penalty on kernel, on bias.
        activity_regularizer: penalty on the output.
        W_constraint, b_constraint: what keeps kernel and bias in bounds.
        bias: whether there is a bias.
        input_dim: length of the input, for the first layer of a model.
        **kwargs: as of any layer.
    """

    def __init__(
        self,
        init: Named,
        weights: Any,
        W_regularizer: Named,
        b_regularizer: Named,
        activity_regularizer: Named,
        W_constraint: Named,
        b_constraint: Named,
        bias: bool,
        input_dim: int | None,
        **kwargs: Any,
    ) -> None:
        kind = type(self).__name__
        warnings.warn(
            f"The `{kind}` layer is deprecated and will be removed after 06/2017.", stacklevel=4
        )
        if input_dim:
            kwargs["input_shape"] = (input_dim,)
        super().__init__(**kwargs)
        self.init = initializers.get(init)
        self.W_regularizer = regularizers.get(W_regularizer)
        self.b_regularizer = regularizers.get(b_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.W_constraint = constraints.get(W_constraint)
        self.b_constraint = constraints.get(b_constraint)
        self.bias = bias
        self.initial_weights = weights
        self.input_dim = input_dim
        self.input_spec = InputSpec(ndim=2)

    def build(self, input_shape: Shape) -> None:
        input_dim = self.known_axis(input_shape, 1)
        self.input_spec = InputSpec(dtype=K.floatx(), shape=(None, input_dim))
        self.add_weights(input_dim)
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            self.initial_weights = None
        self.built = True

    def add_weights(self, input_dim: int) -> None:
        """Make the weights for inputs of that length."""
        raise NotImplementedError

    def add_kernel(self, shape: Shape) -> Any:
        """Return the kernel, with its penalty and its bounds."""
        return self.add_weight(
            name="W",
            shape=shape,
            initializer=self.init,
            regularizer=self.W_regularizer,
            constraint=self.W_constraint,
        )

    def add_bias(self, shape: Shape) -> Any:
        """Return the bias, with its penalty and its bounds; None where there is none."""
        if not self.bias:
            return None
        return self.add_weight(
            name="b",
            shape=shape,
            initializer="zero",
            regularizer=self.b_regularizer,
            constraint=self.b_constraint,
        )


class MaxoutDense(_OldDense):
    """The highest of several dense layers without activation, entry by entry (Goodfellow 2013).

    Args:
        output_dim: length of the output's last axis.
        nb_feature: how many dense layers.
        init: how the kernels start.
        weights: first values of W and b, or None.
        W_regularizer, b_regularizer: penalty on kernels, on biases.
        activity_regularizer: penalty on the output.
        W_constraint, b_constraint: what keeps kernels and biases in bounds.
        bias: whether there is a bias.
        input_dim: length of the input, for the first layer of a model.
        **kwargs: as of any layer.

    Shape:
        (batch, input_dim) -> (batch, output_dim)

    Weights:
        W (nb_feature, input_dim, output_dim), b (nb_feature, output_dim)
    """

    def __init__(
        self,
        output_dim: int,
        nb_feature: int = 4,
        init: Named = "glorot_uniform",
        weights: Any = None,
        W_regularizer: Named = None,
        b_regularizer: Named = None,
        activity_regularizer: Named = None,
        W_constraint: Named = None,
        b_constraint: Named = None,
        bias: bool = True,
        input_dim: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            init,
            weights,
            W_regularizer,
            b_regularizer,
            activity_regularizer,
            W_constraint,
            b_constraint,
            bias,
            input_dim,
            **kwargs,
        )
        self.output_dim = output_dim
        self.nb_feature = nb_feature

    def add_weights(self, input_dim: int) -> None:
        self.W = self.add_kernel((self.nb_feature, input_dim, self.output_dim))
        self.b = self.add_bias((self.nb_feature, self.output_dim))

    def call(self, x: Tensor) -> Tensor:
        outputs = K.dot(x, self.W)
        return K.max(outputs if self.b is None else outputs + self.b, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self.output_dim)

    def get_config(self) -> Config:
        config = super().get_config() | arguments_of(self, MaxoutDense)
        del config["weights"]  # Keras: first values are not part of it.
        return config


class Highway(_OldDense):
    """A dense layer mixed with its own input by a gate (Srivastava et al. 2015).

    Args:
        init: how the kernels start.
        activation: what is applied to the dense layer; None applies nothing.
        weights: first values of all weights, or None.
        W_regularizer, b_regularizer: penalty on the dense layer's kernel, on its bias.
        activity_regularizer: penalty on the output.
        W_constraint, b_constraint: what keeps that kernel and that bias in bounds.
        bias: whether there are biases.
        input_dim: length of the input, for the first layer of a model.
        **kwargs: as of any layer; `transform_bias` is warned of and does nothing.

    Shape:
        (batch, input_dim) -> (batch, input_dim)

    Weights:
        W (input_dim, input_dim), W_carry (input_dim, input_dim), b (input_dim,),
        b_carry (input_dim,)
    """

    def __init__(
        self,
        init: Named = "glorot_uniform",
        activation: Named = None,
        weights: Any = None,
        W_regularizer: Named = None,
        b_regularizer: Named = None,
        activity_regularizer: Named = None,
        W_constraint: Named = None,
        b_constraint: Named = None,
        bias: bool = True,
        input_dim: int | None = None,
        **kwargs: Any,
    ) -> None:
        transform_bias = "transform_bias" in kwargs
        kwargs.pop("transform_bias", None)
        super().__init__(
            init,
            weights,
            W_regularizer,
            b_regularizer,
            activity_regularizer,
            W_constraint,
            b_constraint,
            bias,
            input_dim,
            **kwargs,
        )
        if transform_bias:
            warnings.warn(
                "`transform_bias` argument is deprecated and has been removed.", stacklevel=2
            )
        self.activation = activations.get(activation)

    def add_weights(self, input_dim: int) -> None:
        square = (input_dim, input_dim)
        self.W = self.add_kernel(square)
        self.W_carry = self.add_weight(name="W_carry", shape=square, initializer=self.init)
        self.b = self.add_bias((input_dim,))
        self.b_carry = None
        if self.bias:
            self.b_carry = self.add_weight(name="b_carry", shape=(input_dim,), initializer="one")

    def call(self, x: Tensor) -> Tensor:
        gate, candidate = K.dot(x, self.W_carry), K.dot(x, self.W)
        if self.bias:
            gate, candidate = gate + self.b_carry, candidate + self.b
        gate = K.sigmoid(gate)
        return self.activation(candidate) * gate + (1 - gate) * x

    def get_config(self) -> Config:
        config = super().get_config() | arguments_of(self, Highway)
        del config["weights"]  # Keras: first values are not part of it.
        return config
