"""The LSTM: its cell and its layer."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import activations, initializers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend import recurrent_kernels
from keras_on_torch.layers.recurrent.cell import RecurrentCell, cell_arguments, known_name
from keras_on_torch.layers.recurrent.cell_layer import GatedLayer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["LSTM", "LSTMCell"]


class LSTMCell(RecurrentCell):
    """One step of an LSTM (Hochreiter & Schmidhuber 1997, with the gate of Gers et al. 2000).

    Args:
        units: length of output and states.
        activation: what is applied to the candidate; None applies nothing.
        recurrent_activation: what is applied to the gates; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        unit_forget_bias: whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        dropout, recurrent_dropout: share of inputs, of the state, that is dropped in training.
        implementation: 1 drops for each gate other numbers, 2 the same for all.
        **kwargs: as of any layer.

    Weights:
        kernel (input_dim, 4 * units), recurrent_kernel (units, 4 * units), bias (4 * units,);
        gates i, f, c, o
    """

    gates = 4

    def __init__(
        self,
        units: int,
        activation: Named = "tanh",
        recurrent_activation: Named = "hard_sigmoid",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        implementation: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(**cell_arguments(RecurrentCell, locals()), **kwargs)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.implementation = implementation
        self.unit_forget_bias = unit_forget_bias
        self.state_size = (units, units)

    def build(self, input_shape: Shape) -> None:
        self.add_kernels(input_shape)
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.units * 4,),
                initializer=self._first_bias if self.unit_forget_bias else self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.kernel_i, self.kernel_f, self.kernel_c, self.kernel_o = self.by_gate(self.kernel)
        (
            self.recurrent_kernel_i,
            self.recurrent_kernel_f,
            self.recurrent_kernel_c,
            self.recurrent_kernel_o,
        ) = self.by_gate(self.recurrent_kernel)
        self.bias_i, self.bias_f, self.bias_c, self.bias_o = self.by_gate(self.bias)
        self.built = True

    def _first_bias(self, shape: Shape, *args: Any, **kwargs: Any) -> Tensor:
        return K.concatenate(
            [
                self.bias_initializer((self.units,), *args, **kwargs),
                initializers.Ones()((self.units,), *args, **kwargs),
                self.bias_initializer((self.units * 2,), *args, **kwargs),
            ]
        )

    def call(
        self, inputs: Tensor, states: list[Tensor], training: Any = None
    ) -> tuple[Tensor, list[Tensor]]:
        h, c = states
        self.make_dropout_masks(inputs, h, training)
        i, f, candidate, o = [
            x + each
            for x, each in zip(
                self.mixed(inputs, self.kernel, self._dropout_mask, self.bias),
                self.mixed(h, self.recurrent_kernel, self._recurrent_dropout_mask),
                strict=True,
            )
        ]
        gate = self.recurrent_activation
        c = gate(f) * c + gate(i) * self.activation(candidate)
        h = gate(o) * self.activation(c)
        self.mark_learning_phase(h, training)
        return h, [h, c]

    def fused(self) -> Callable[..., Any] | None:
        return recurrent_kernels.lstm

    def options(self) -> dict[str, Any]:
        return super().options() | {"recurrent_activation": known_name(self.recurrent_activation)}

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, LSTMCell)


class LSTM(GatedLayer):
    """Long short-term memory (Hochreiter & Schmidhuber 1997).

    Args:
        activity_regularizer: penalty on the output.
        return_sequences, return_state, go_backwards, stateful, unroll: as of `RNN`.
        **kwargs: as of any layer.

    All other arguments are those of `LSTMCell`.

    Shape:
        as of `RNN`; the states are h and c

    Weights:
        kernel (input_dim, 4 * units), recurrent_kernel (units, 4 * units), bias (4 * units,);
        gates i, f, c, o
    """

    def __init__(
        self,
        units: int,
        activation: Named = "tanh",
        recurrent_activation: Named = "hard_sigmoid",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        activity_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        implementation: int = 1,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(LSTMCell, locals(), **kwargs)

    unit_forget_bias = property(lambda self: self.cell.unit_forget_bias)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, LSTM)
