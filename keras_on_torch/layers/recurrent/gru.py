"""The GRU: its cell and its layer."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import activations
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Named, Shape, Tensor
from keras_on_torch.backend import recurrent_kernels
from keras_on_torch.layers.recurrent.cell import RecurrentCell, cell_arguments, known_name
from keras_on_torch.layers.recurrent.cell_layer import GatedLayer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["GRU", "GRUCell"]


class GRUCell(RecurrentCell):
    """One step of a GRU (Cho et al. 2014).

    Args:
        units: length of output and states.
        activation: what is applied to the candidate; None applies nothing.
        recurrent_activation: what is applied to the gates; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        dropout, recurrent_dropout: share of inputs, of the state, that is dropped in training.
        implementation: 1 drops for each gate other numbers, 2 the same for all.
        reset_after: whether the reset gate acts after the product with the recurrent kernel, as
            cuDNN does it (version 1 of the paper), or before (version 3).
        **kwargs: as of any layer.

    Weights:
        kernel (input_dim, 3 * units), recurrent_kernel (units, 3 * units), bias (3 * units,), or
        with `reset_after` (2, 3 * units), one row for the inputs and one for the state; gates
        z, r, h
    """

    gates = 3

    def __init__(
        self,
        units: int,
        activation: Named = "tanh",
        recurrent_activation: Named = "hard_sigmoid",
        use_bias: bool = True,
        kernel_initializer: Named = "glorot_uniform",
        recurrent_initializer: Named = "orthogonal",
        bias_initializer: Named = "zeros",
        kernel_regularizer: Named = None,
        recurrent_regularizer: Named = None,
        bias_regularizer: Named = None,
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        implementation: int = 1,
        reset_after: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**cell_arguments(RecurrentCell, locals()), **kwargs)
        self.recurrent_activation = activations.get(recurrent_activation)
        self.implementation = implementation
        self.reset_after = reset_after

    def build(self, input_shape: Shape) -> None:
        self.add_kernels(input_shape)
        self.input_bias = self.recurrent_bias = None
        if self.use_bias:
            columns = 3 * self.units
            self.bias = self.add_named_weight(
                "bias", (2, columns) if self.reset_after else (columns,)
            )
            self.input_bias = self.bias[0] if self.reset_after else self.bias
            self.recurrent_bias = self.bias[1] if self.reset_after else None
        self.kernel_z, self.kernel_r, self.kernel_h = self.by_gate(self.kernel)
        self.recurrent_kernel_z, self.recurrent_kernel_r, self.recurrent_kernel_h = self.by_gate(
            self.recurrent_kernel
        )
        self.input_bias_z, self.input_bias_r, self.input_bias_h = self.by_gate(self.input_bias)
        if self.reset_after:
            self.recurrent_bias_z, self.recurrent_bias_r, self.recurrent_bias_h = self.by_gate(
                self.recurrent_bias
            )
        self.built = True

    def call(
        self, inputs: Tensor, states: list[Tensor], training: Any = None
    ) -> tuple[Tensor, list[Tensor]]:
        h = states[0]
        self.make_dropout_masks(inputs, h, training)
        x_z, x_r, x_h = self.mixed(inputs, self.kernel, self._dropout_mask, self.input_bias)
        drops = self._recurrent_dropout_mask
        if drops is not None and self.implementation != 1:
            h, drops = h * drops[0], None  # Keras: the new state is mixed of this one, too.
        dropped = [h, h, h] if drops is None else [h * drop for drop in drops]
        gate = self.recurrent_activation
        z = gate(x_z + self._from_state(dropped[0], 0))
        r = gate(x_r + self._from_state(dropped[1], 1))
        if self.reset_after:
            reset = r * self._from_state(dropped[2], 2)
        else:
            reset = self._from_state(r * dropped[2], 2)
        h = z * h + (1 - z) * self.activation(x_h + reset)
        self.mark_learning_phase(h, training)
        return h, [h]

    def _from_state(self, state: Tensor, gate: int) -> Tensor:
        """Return what a state adds to a gate."""
        kernels = (self.recurrent_kernel_z, self.recurrent_kernel_r, self.recurrent_kernel_h)
        added = K.dot(state, kernels[gate])
        if not self.reset_after or not self.use_bias:
            return added
        biases = (self.recurrent_bias_z, self.recurrent_bias_r, self.recurrent_bias_h)
        return K.bias_add(added, biases[gate])

    def fused(self) -> Callable[..., Any] | None:
        if self.implementation != 1 and 0 < self.recurrent_dropout < 1:
            return None
        return recurrent_kernels.gru

    def options(self) -> dict[str, Any]:
        return super().options() | {
            "recurrent_activation": known_name(self.recurrent_activation),
            "reset_after": self.reset_after,
        }

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, GRUCell)


class GRU(GatedLayer):
    """Gated recurrent unit (Cho et al. 2014).

    Args:
        activity_regularizer: penalty on the output.
        return_sequences, return_state, go_backwards, stateful, unroll: as of `RNN`.
        **kwargs: as of any layer.

    All other arguments are those of `GRUCell`.

    Shape:
        as of `RNN`

    Weights:
        kernel (input_dim, 3 * units), recurrent_kernel (units, 3 * units), bias (3 * units,), or
        with `reset_after` (2, 3 * units); gates z, r, h
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
        reset_after: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(GRUCell, locals(), **kwargs)

    reset_after = property(lambda self: self.cell.reset_after)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, GRU)
