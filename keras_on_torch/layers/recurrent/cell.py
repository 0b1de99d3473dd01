"""What the three cells have in common."""

from collections.abc import Callable, Mapping
from typing import Any

from keras_on_torch import activations, constraints, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Named, Shape, Tensor
from keras_on_torch.backend.recurrent_kernels import KNOWN_ACTIVATIONS
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.layers.recurrent.private_names import _generate_dropout_mask
from keras_on_torch.utils.registry import argument_names, to_list

__all__ = ["RecurrentCell", "cell_arguments", "known_name"]


class RecurrentCell(Layer):
    """A cell with kernels for its inputs and its state, with dropout on both.

    Args:
        units: length of the output and of each state.
        activation: what is applied to the candidate; None applies nothing.
        use_bias: whether there is a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        dropout: share of the inputs that is dropped in training, the same at each step.
        recurrent_dropout: share of the state that is dropped in training, the same at each step.
        **kwargs: as of any layer.
    """

    gates: int
    implementation = 1

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
        kernel_constraint: Named = None,
        recurrent_constraint: Named = None,
        bias_constraint: Named = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout = min(1.0, max(0.0, dropout))
        self.recurrent_dropout = min(1.0, max(0.0, recurrent_dropout))
        self.state_size: Any = units
        self.output_size = units
        self.bias: Any = None
        self._dropout_mask: Any = None
        self._recurrent_dropout_mask: Any = None

    # ---- weights
    def add_kernels(self, input_shape: Shape) -> None:
        """Make the kernels of inputs and state."""
        input_dim = self.known_axis(input_shape, -1)
        columns = self.units * self.gates
        self.kernel = self.add_named_weight("kernel", (input_dim, columns))
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel",
            shape=(self.units, columns),
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )

    def by_gate(self, weight: Tensor) -> list[Tensor]:
        """Return the columns of a weight gate by gate; None for each where there is no weight."""
        if weight is None:
            return [None] * self.gates
        bounds = [self.units * gate for gate in range(self.gates + 1)]
        return [weight[..., bounds[g] : bounds[g + 1]] for g in range(self.gates)]

    def mixed(
        self, x: Tensor, kernel: Tensor, drops: list[Tensor] | None, bias: Tensor = None
    ) -> list[Tensor]:
        """Return what inputs or a state add to each gate."""
        if drops is not None and self.implementation == 1:
            kernels = self.by_gate(kernel)
            parts = [K.dot(x * drop, each) for drop, each in zip(drops, kernels, strict=True)]
            biases = self.by_gate(bias)
            return [
                part if each is None else K.bias_add(part, each)
                for part, each in zip(parts, biases, strict=True)
            ]
        total = K.dot(x if drops is None else x * drops[0], kernel)
        return self.by_gate(total if bias is None else K.bias_add(total, bias))

    # ---- dropout
    def make_dropout_masks(self, inputs: Tensor, state: Tensor, training: Any) -> None:
        """Draw, at the first step, the factors that serve all steps."""
        if 0 < self.dropout < 1 and self._dropout_mask is None:
            self._dropout_mask = self._phased(inputs, self.dropout, training)
        if 0 < self.recurrent_dropout < 1 and self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = self._phased(state, self.recurrent_dropout, training)

    def _phased(self, like: Tensor, rate: float, training: Any) -> list[Tensor]:
        """Return for each gate factors that drop in training, and ones otherwise."""
        return to_list(_generate_dropout_mask(K.ones_like(like), rate, training, self.gates))

    def mark_learning_phase(self, output: Tensor, training: Any) -> None:
        """Note on the output of a step that it differs in training, if it does."""
        if training is None and self.dropout + self.recurrent_dropout > 0:
            output._uses_learning_phase = True

    def forget_dropout_masks(self) -> None:
        """Let the next call draw anew."""
        self._dropout_mask = None
        self._recurrent_dropout_mask = None

    # ---- all steps at once
    def fused(self) -> Callable[..., Any] | None:
        """Return the function of the backend that runs all steps; None where there is none."""
        return None

    def options(self) -> dict[str, Any]:
        """Return what that function needs to know besides tensors."""
        return {"activation": known_name(self.activation)}


def cell_arguments(cell: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return, of what a constructor was given, the arguments that a cell's constructor takes."""
    return {name: given[name] for name in argument_names(cell)}


def known_name(activation: Any) -> str | None:
    """Return the name of an activation that the backend's fused loops know; None for others."""
    for name in KNOWN_ACTIVATIONS:
        if activation is getattr(activations, name):
            return name
    return None
