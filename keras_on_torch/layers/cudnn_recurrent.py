"""The recurrent layers that cuDNN computes: here they run everywhere."""

from types import SimpleNamespace
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import constraints, initializers, regularizers
from keras_on_torch._types import Config, Named, Shape, Tensor, Tensors
from keras_on_torch.backend import recurrent_kernels
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.layers.recurrent.call_arguments import sizes_of_states
from keras_on_torch.layers.recurrent.rnn import RNN
from keras_on_torch.utils.registry import arguments_of

__all__ = ["CuDNNGRU", "CuDNNLSTM"]


class _CuDNNRNN(RNN):
    """What both layers have in common.

    Args:
        units: length of output and states.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        return_sequences, return_state, stateful: as of `RNN`.
        **kwargs: `go_backwards` as of `RNN`, and as of any layer.
    """

    gates: int

    def __init__(
        self,
        units: int,
        kernel_initializer: Named,
        recurrent_initializer: Named,
        bias_initializer: Named,
        kernel_regularizer: Named,
        recurrent_regularizer: Named,
        bias_regularizer: Named,
        activity_regularizer: Named,
        kernel_constraint: Named,
        recurrent_constraint: Named,
        bias_constraint: Named,
        return_sequences: bool,
        return_state: bool,
        stateful: bool,
        **kwargs: Any,
    ) -> None:
        self.units = units
        self.go_backwards = kwargs.pop("go_backwards", False)
        Layer.__init__(self, **kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.stateful = stateful
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec = [InputSpec(shape=(None, size)) for size in sizes_of_states(self.cell)]
        self.constants_spec = None
        self._states = None
        self._num_constants = None
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_kernel_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_kernel_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_kernel_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    @property
    def recurrent_initializer(self) -> Any:
        """How the recurrent kernel starts."""
        return self.recurrent_kernel_initializer

    @property
    def recurrent_regularizer(self) -> Any:
        """The penalty on the recurrent kernel."""
        return self.recurrent_kernel_regularizer

    @property
    def recurrent_constraint(self) -> Any:
        """What keeps the recurrent kernel in bounds."""
        return self.recurrent_kernel_constraint

    @property
    def cell(self) -> Any:
        """What stands for a cell: the lengths of the states."""
        return SimpleNamespace(state_size=self.units)

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        shape: Shape = input_shape[0] if isinstance(input_shape, list) else input_shape
        columns = self.units * self.gates
        self.kernel = self.add_named_weight("kernel", (self.known_axis(shape, -1), columns))
        self.recurrent_kernel = self.add_named_weight("recurrent_kernel", (self.units, columns))
        self.bias = self.add_weight(
            name="bias",
            shape=(2 * columns,),
            initializer=self._first_bias,
            regularizer=self.bias_regularizer,
            constraint=self.bias_constraint,
        )

    def _first_bias(self, shape: Shape, *args: Any, **kwargs: Any) -> Tensor:
        return self.bias_initializer(shape, *args, **kwargs)

    def call(  # type: ignore[override]  # Keras: there is no cell that could take constants.
        self, inputs: Tensors, mask: Any = None, training: Any = None, initial_state: Any = None
    ) -> Tensors:
        if isinstance(mask, list):
            mask = mask[0]
        if mask is not None:
            raise ValueError(
                f"Masking is not supported for CuDNN RNNs. {self.name!r} got one: use LSTM or GRU"
            )
        if isinstance(inputs, list):
            inputs, *initial_state = inputs
        elif initial_state is None and self.stateful:
            initial_state = self.states
        if initial_state is not None and len(initial_state) != len(self.states):
            raise ValueError(
                f"Layer has {len(self.states)} states but was passed {len(initial_state)} initial"
                f" states. ({self.name!r}: {initial_state})"
            )
        output, states = self._process_batch(inputs, initial_state)
        if self.stateful:
            self.add_update(list(zip(self.states, states, strict=True)), inputs)
        return [output, *states] if self.return_state else output

    def _process_batch(self, inputs: Tensor, initial_state: Any) -> tuple[Tensor, list[Tensor]]:
        raise NotImplementedError

    def _kernels(self) -> list[Tensor]:
        """Return the kernels as other recurrent layers have them."""
        # Keras: cuDNN reads the numbers of each gate's (rows, units) as (units, rows).
        kernels = []
        for kernel in (self.kernel, self.recurrent_kernel):
            rows = K.int_shape(kernel)[0]
            by_gate = K.permute_dimensions(
                K.reshape(kernel, (rows, self.gates, self.units)), (1, 0, 2)
            )
            read = K.reshape(by_gate, (self.gates, self.units, rows))
            kernels.append(
                K.reshape(K.permute_dimensions(read, (2, 0, 1)), (rows, self.gates * self.units))
            )
        return kernels

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def trainable_weights(self) -> list[Any]:
        """The variables; none where the layer is frozen."""
        return self._trainable_weights if self.trainable else []

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def non_trainable_weights(self) -> list[Any]:
        """The variables where the layer is frozen."""
        return [] if self.trainable else self._trainable_weights

    @property
    def losses(self) -> list[Tensor]:
        """What the layer adds to the loss of a model."""
        return self._losses

    def get_losses_for(self, inputs: Tensors = None) -> list[Tensor]:
        return Layer.get_losses_for(self, inputs)

    def get_config(self) -> Config:
        return Layer.get_config(self) | {
            "return_sequences": self.return_sequences,
            "return_state": self.return_state,
            "go_backwards": self.go_backwards,
            "stateful": self.stateful,
        }

    @classmethod
    def from_config(cls, config: Config, custom_objects: Any = None) -> "_CuDNNRNN":
        return cls(**config)


class CuDNNGRU(_CuDNNRNN):
    """A GRU with the activations tanh and sigmoid that resets after the product.

    Args:
        units: length of output and state.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        return_sequences, return_state, stateful: as of `RNN`.
        **kwargs: as of any layer.

    Shape:
        as of `RNN`

    Weights:
        kernel (input_dim, 3 * units), recurrent_kernel (units, 3 * units), bias (6 * units,), that
        of the inputs before that of the state; gates z, r, h, each as cuDNN reads it

    Differs:
        It needs no GPU.
    """

    gates = 3

    def __init__(
        self,
        units: int,
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
        return_sequences: bool = False,
        return_state: bool = False,
        stateful: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            kernel_regularizer,
            recurrent_regularizer,
            bias_regularizer,
            activity_regularizer,
            kernel_constraint,
            recurrent_constraint,
            bias_constraint,
            return_sequences,
            return_state,
            stateful,
            **kwargs,
        )

    def _process_batch(self, inputs: Tensor, initial_state: Any) -> tuple[Tensor, list[Tensor]]:
        kernel, recurrent_kernel = self._kernels()
        output, *states = recurrent_kernels.gru(
            inputs,
            kernel,
            recurrent_kernel,
            K.reshape(self.bias, (2, 3 * self.units)),
            initial_state,
            recurrent_activation="sigmoid",
            go_backwards=self.go_backwards,
            return_sequences=self.return_sequences,
            reset_after=True,
        )
        return output, states

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, CuDNNGRU)


class CuDNNLSTM(_CuDNNRNN):
    """An LSTM with the activations tanh and sigmoid.

    Args:
        units: length of output and states.
        kernel_initializer, recurrent_initializer, bias_initializer: how that weight starts.
        unit_forget_bias: whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015).
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalty on that weight.
        activity_regularizer: penalty on the output.
        kernel_constraint, recurrent_constraint, bias_constraint: what keeps it in bounds.
        return_sequences, return_state, stateful: as of `RNN`.
        **kwargs: as of any layer.

    Shape:
        as of `RNN`; the states are h and c

    Weights:
        kernel (input_dim, 4 * units), recurrent_kernel (units, 4 * units), bias (8 * units,), that
        of the inputs before that of the state; gates i, f, c, o, each as cuDNN reads it

    Differs:
        It needs no GPU.
    """

    gates = 4

    def __init__(
        self,
        units: int,
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
        return_sequences: bool = False,
        return_state: bool = False,
        stateful: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            kernel_regularizer,
            recurrent_regularizer,
            bias_regularizer,
            activity_regularizer,
            kernel_constraint,
            recurrent_constraint,
            bias_constraint,
            return_sequences,
            return_state,
            stateful,
            **kwargs,
        )
        self.unit_forget_bias = unit_forget_bias

    @property
    def cell(self) -> Any:
        return SimpleNamespace(state_size=(self.units, self.units))

    def _first_bias(self, shape: Shape, *args: Any, **kwargs: Any) -> Tensor:
        if not self.unit_forget_bias:
            return super()._first_bias(shape, *args, **kwargs)
        before, after = (5 * self.units,), (2 * self.units,)
        return K.concatenate(
            [
                self.bias_initializer(before, *args, **kwargs),
                initializers.Ones()((self.units,), *args, **kwargs),
                self.bias_initializer(after, *args, **kwargs),
            ]
        )

    def _process_batch(self, inputs: Tensor, initial_state: Any) -> tuple[Tensor, list[Tensor]]:
        half = 4 * self.units
        kernel, recurrent_kernel = self._kernels()
        output, *states = recurrent_kernels.lstm(
            inputs,
            kernel,
            recurrent_kernel,
            self.bias[:half] + self.bias[half:],
            initial_state,
            recurrent_activation="sigmoid",
            go_backwards=self.go_backwards,
            return_sequences=self.return_sequences,
        )
        return output, states

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, CuDNNLSTM)
