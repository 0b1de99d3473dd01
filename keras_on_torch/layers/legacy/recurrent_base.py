"""The base classes that recurrent layers had before they had cells."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor, Tensors
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.engine.base_layer.eager_call import has_real_tensors
from keras_on_torch.layers.recurrent.call_arguments import check_states_given_once
from keras_on_torch.layers.recurrent.kept_states import (
    adopt_states,
    check_count,
    check_unrollable,
    known_batch,
    set_states,
)
from keras_on_torch.utils.conv_utils import (
    conv_output_length,
    normalize_padding,
    normalize_tuple,
)
from keras_on_torch.utils.registry import arguments_of, to_list

__all__ = ["ConvRecurrent2D", "Recurrent"]


class Recurrent(Layer):
    """Base class of recurrent layers that say themselves what a step is.

    A subclass sets `units`, in `build` its weights, `states` (a list with None for each state) and
    `input_spec[0]`, and defines `step(inputs, states)`, which gives the output and the new states.
    It may define `preprocess_input`, `get_constants` and `get_initial_state`.

    Args:
        return_sequences: whether the outputs of all steps are given, not only the last one.
        return_state: whether the last states are given, too.
        go_backwards: whether the last step comes first; outputs are in the order of working.
        stateful: whether a batch starts with the states at which the one before ended.
        unroll: asks for a known number of steps; what is computed is the same.
        implementation: for subclasses to read.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, input_dim) -> (batch, units), or (batch, steps, units); the states after
        that where they are asked for
    """

    def __init__(
        self,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        implementation: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.implementation = implementation
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec: Any = None
        self.dropout: float = 0
        self.recurrent_dropout: float = 0

    # ---- what subclasses define
    units: int

    def step(self, inputs: Tensor, states: list[Any]) -> tuple[Tensor, list[Tensor]]:
        """Return the output of a step and the new states.

        Args:
            inputs: of this step.
            states: before it, and behind them what `get_constants` gave.
        """
        raise NotImplementedError(f"{type(self).__name__} has no method `step`")

    def get_constants(self, inputs: Tensor, training: Any = None) -> list[Any]:
        """Return what each step gets besides its input and the states."""
        return []

    def get_initial_state(self, inputs: Tensor) -> list[Tensor]:
        """Return zeros, one row for each sample of `inputs`, for each state."""
        zeros = K.expand_dims(K.sum(K.zeros_like(inputs), axis=(1, 2)))
        return [K.tile(zeros, [1, self.units]) for _ in self.states]

    def preprocess_input(self, inputs: Tensor, training: Any = None) -> Tensor:
        """Return the inputs as `step` wants them, all steps at once."""
        return inputs

    # ---- states
    @property
    def states(self) -> list[Any]:
        """The variables that keep the states from batch to batch; None for each where none do."""
        try:
            return self._states
        except AttributeError:
            raise AttributeError(
                f"{type(self).__name__!r} object has no attribute 'states': set it in `build`,"
                " to a list with None for each state"
            ) from None

    @states.setter
    def states(self, states: list[Any]) -> None:
        self._states = states
        adopt_states(self, states)

    def reset_states(self, states: Any = None) -> None:
        """Set the states that are kept from batch to batch.

        Args:
            states: an array, or one for each state; None for zeros.

        Raises:
            AttributeError: the layer keeps none.
            ValueError: the size of a batch is not known, or there are other numbers of states or
                other shapes.
        """
        shape = (known_batch(self), self.units)
        if self.states[0] is None:
            self.states = [K.zeros(shape) for _ in self.states]
        else:
            set_states(self, [shape for _ in self.states], states)

    # ---- shapes and masks
    def compute_output_shape(self, input_shape: Any) -> Any:
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        output_shape = (*input_shape[: 2 if self.return_sequences else 1], self.units)
        if not self.return_state:
            return output_shape
        return [output_shape, *[(input_shape[0], self.units) for _ in self.states]]

    def compute_mask(self, inputs: Tensors, mask: Any) -> Any:  # type: ignore[override]  # As Keras.
        if isinstance(mask, list):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        return [output_mask, *[None] * len(self.states)] if self.return_state else output_mask

    # ---- calling
    def __call__(self, inputs: Tensors, initial_state: Any = None, **kwargs: Any) -> Tensors:
        """Call the layer.

        Args:
            inputs: a sequence, or a list of it and the first states.
            initial_state: a tensor or a list of tensors to start from.
            **kwargs: `mask` and `training`.

        Raises:
            ValueError: some of the states come from layers, and some do not.
        """
        if isinstance(inputs, (list, tuple)) and len(inputs) > 1 and initial_state is None:
            inputs, initial_state = inputs[0], list(inputs[1:])
        if initial_state is None:
            return super().__call__(inputs, **kwargs)
        states = to_list(initial_state, allow_tuple=True)
        if has_real_tensors(inputs) or not check_states_given_once(states, "an RNN layer"):
            return super().__call__(inputs, initial_state=states, **kwargs)
        own_spec = self.input_spec
        self.input_spec = [*to_list(own_spec), *to_list(self.state_spec)]
        try:
            return super().__call__([inputs, *states], **kwargs)
        finally:
            self.input_spec = own_spec

    def call(
        self, inputs: Tensors, mask: Any = None, training: Any = None, initial_state: Any = None
    ) -> Tensors:
        if isinstance(inputs, list):
            initial_state, inputs = inputs[1:], inputs[0]
        elif initial_state is None:
            initial_state = self.states if self.stateful else self.get_initial_state(inputs)
        if isinstance(mask, list):
            mask = mask[0]
        check_count(self, initial_state)
        check_unrollable(self, inputs)
        # Keras: both are asked in the phase of the session, whatever `training` is.
        constants = self.get_constants(inputs, training=None)
        prepared = self.preprocess_input(inputs, training=None)
        # Keras: a step is called once before the loop; what it keeps from that call serves all.
        self.step(prepared[:, 0], [*initial_state, *constants])
        last, outputs, states = K.rnn(
            self.step,
            prepared,
            list(initial_state),
            go_backwards=self.go_backwards,
            mask=mask,
            constants=constants,
            unroll=self.unroll,
            input_length=K.int_shape(inputs)[1],
        )
        if self.stateful:
            self.add_update(list(zip(self.states, states, strict=True)), inputs)
        output = outputs if self.return_sequences else last
        return [output, *states] if self.return_state else output

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Recurrent)


class ConvRecurrent2D(Recurrent):
    """Base class of recurrent layers over images; a subclass defines what one of `Recurrent` does.

    Args:
        filters: number of channels of the output and of each state.
        kernel_size: the window.
        strides: its steps.
        padding: "valid" takes whole windows only; "same" gives ceil(size / stride).
        data_format: "channels_last" or "channels_first"; None takes the configured one.
        dilation_rate: distance between the window's taps.
        return_sequences, go_backwards, stateful: as of `Recurrent`.
        **kwargs: as of `Recurrent`.

    Shape:
        (batch, steps, rows, cols, channels) -> (batch, new_rows, new_cols, filters), or
        (batch, steps, new_rows, new_cols, filters)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = (1, 1),
        return_sequences: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.filters = filters
        self.kernel_size = normalize_tuple(kernel_size, 2, "kernel_size")
        self.strides = normalize_tuple(strides, 2, "strides")
        self.padding = normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = normalize_tuple(dilation_rate, 2, "dilation_rate")
        self.return_sequences = return_sequences
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.input_spec = [InputSpec(ndim=5)]

    def compute_output_shape(self, input_shape: Any) -> Any:
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        first = self.data_format == "channels_first"
        windows = zip(
            input_shape[3:5] if first else input_shape[2:4],
            self.kernel_size,
            self.strides,
            self.dilation_rate,
            strict=True,
        )
        places: Shape = tuple(
            conv_output_length(length, window, self.padding, stride, dilation)
            for length, window, stride, dilation in windows
        )
        image = (self.filters, *places) if first else (*places, self.filters)
        output_shape = (*input_shape[: 2 if self.return_sequences else 1], *image)
        if not self.return_state:
            return output_shape
        return [output_shape, *[(input_shape[0], *image)] * 2]

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, ConvRecurrent2D)
