"""The simple RNN: its cell and its layer."""

import warnings
from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend import recurrent_kernels
from keras_on_torch.layers.recurrent.cell import RecurrentCell
from keras_on_torch.layers.recurrent.cell_layer import CellLayer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["SimpleRNN", "SimpleRNNCell"]


class SimpleRNNCell(RecurrentCell):
    """One step of a simple RNN: `activation(inputs @ kernel + state @ recurrent_kernel + bias)`.

    Args:
        units: length of output and state.
        activation: what is applied to the sum; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        dropout, recurrent_dropout: share of inputs, of the state, that is dropped in training.
        **kwargs: as of any layer.

    Weights:
        kernel (input_dim, units), recurrent_kernel (units, units), bias (units,)
    """

    gates = 1

    def build(self, input_shape: Shape) -> None:
        self.add_kernels(input_shape)
        if self.use_bias:
            self.bias = self.add_named_weight("bias", (self.units,))
        self.built = True

    def call(
        self, inputs: Tensor, states: list[Tensor], training: Any = None
    ) -> tuple[Tensor, list[Tensor]]:
        state = states[0]
        self.make_dropout_masks(inputs, state, training)
        if self._dropout_mask is not None:
            inputs = inputs * self._dropout_mask[0]
        if self._recurrent_dropout_mask is not None:
            state = state * self._recurrent_dropout_mask[0]
        total = K.dot(inputs, self.kernel)
        if self.bias is not None:
            total = K.bias_add(total, self.bias)
        output = self.activation(total + K.dot(state, self.recurrent_kernel))
        self.mark_learning_phase(output, training)
        return output, [output]

    def fused(self) -> Callable[..., Any] | None:
        return recurrent_kernels.simple_rnn

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, SimpleRNNCell)


class SimpleRNN(CellLayer):
    """Fully connected RNN whose output is fed back to it.

    Args:
        activity_regularizer: penalty on the output.
        return_sequences, return_state, go_backwards, stateful, unroll: as of `RNN`.
        **kwargs: as of any layer.

    All other arguments are those of `SimpleRNNCell`.

    Shape:
        as of `RNN`

    Weights:
        kernel (input_dim, units), recurrent_kernel (units, units), bias (units,)
    """

    def __init__(
        self,
        units: int,
        activation: Named = "tanh",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        **kwargs: Any,
    ) -> None:
        if "implementation" in kwargs:
            kwargs.pop("implementation")
            warnings.warn(
                "The `implementation` argument in `SimpleRNN` has been deprecated. Please remove it"
                " from your layer call.",
                stacklevel=2,
            )
        super().__init__(SimpleRNNCell, locals(), **kwargs)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, SimpleRNN)

    @classmethod
    def from_config(cls, config: Config, custom_objects: Any = None) -> "SimpleRNN":
        return cls(**{name: value for name, value in config.items() if name != "implementation"})
