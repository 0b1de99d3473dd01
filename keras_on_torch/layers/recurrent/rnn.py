"""The recurrent layer around a cell."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor, Tensors
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.engine.base_layer.eager_call import has_real_tensors
from keras_on_torch.layers.recurrent.call_arguments import (
    check_states_given_once,
    separated,
    sizes_of_states,
)
from keras_on_torch.layers.recurrent.cell import RecurrentCell
from keras_on_torch.layers.recurrent.fusion import fused_steps
from keras_on_torch.layers.recurrent.kept_states import (
    adopt_states,
    check_count,
    check_unrollable,
    known_batch,
    set_states,
)
from keras_on_torch.layers.recurrent.stacked import StackedRNNCells
from keras_on_torch.layers.serialization import deserialize
from keras_on_torch.utils.registry import has_arg, to_list

__all__ = ["RNN"]


class RNN(Layer):
    """Apply a cell to a sequence, step by step.

    Args:
        cell: has `call(inputs, states)`, which gives the output and the new states, and
            `state_size`, the length of its state or a tuple of lengths (then also `output_size`,
            where the output is not as long as the first state). A list of cells is stacked.
        return_sequences: whether the outputs of all steps are given, not only the last one.
        return_state: whether the last states are given, too.
        go_backwards: whether the last step comes first; outputs are in the order of working.
        stateful: whether a batch starts with the states at which the one before ended, sample by
            sample; it needs a fixed size of batch and is ended by `reset_states`.
        unroll: asks for a known number of steps; what is computed is the same.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, input_dim) -> (batch, units), or (batch, steps, units); the states after
        that where they are asked for

    Raises:
        ValueError: the cell has no `call` or no `state_size`.
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        **kwargs: Any,
    ) -> None:
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        if not hasattr(cell, "call"):
            raise ValueError("`cell` should have a `call` method. The RNN was passed:", cell)
        if not hasattr(cell, "state_size"):
            raise ValueError(
                "The RNN cell should have an attribute `state_size` (tuple of integers, one integer"
                f" per RNN state). The RNN was passed: {cell}"
            )
        super().__init__(**kwargs)
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec: Any = None
        self._states: list[Any] | None = None
        self.constants_spec: Any = None
        self._num_constants: int | None = None

    # ---- states
    @property
    def states(self) -> list[Any]:
        """The variables that keep the states from batch to batch; None for each where none do."""
        if self._states is None:
            return [None] * len(sizes_of_states(self.cell))
        return self._states

    @states.setter
    def states(self, states: list[Any]) -> None:
        self._states = states
        adopt_states(self, states)

    def get_initial_state(self, inputs: Tensor) -> list[Tensor]:
        """Return zeros, one row for each sample of `inputs`."""
        zeros = K.expand_dims(K.sum(K.zeros_like(inputs), axis=(1, 2)))
        return [K.tile(zeros, [1, size]) for size in sizes_of_states(self.cell)]

    def reset_states(self, states: Any = None) -> None:
        """Set the states that are kept from batch to batch.

        Args:
            states: an array, or one for each state; None for zeros.

        Raises:
            AttributeError: the layer keeps none.
            ValueError: the size of a batch is not known, or there are other numbers of states or
                other shapes.
        """
        shapes = self._shapes_of_states()
        if self.states[0] is None:
            self.states = [K.zeros(shape) for shape in shapes]
            if states is None:
                return
        set_states(self, shapes, states)

    def _shapes_of_states(self) -> list[tuple[int, ...]]:
        """Return the shapes of the states that are kept.

        Raises:
            AttributeError: the layer keeps none.
            ValueError: the size of a batch is not known.
        """
        batch = known_batch(self)
        return [(batch, size) for size in sizes_of_states(self.cell)]

    # ---- shapes and masks
    def compute_output_shape(self, input_shape: Any) -> Any:
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        sizes = sizes_of_states(self.cell)
        units = getattr(self.cell, "output_size", None)
        units = sizes[0] if units is None else units
        kept = input_shape[: 2 if self.return_sequences else 1]
        output_shape: Shape = (*kept, units)
        if not self.return_state:
            return output_shape
        return [output_shape, *[(input_shape[0], size) for size in sizes]]

    def compute_mask(self, inputs: Tensors, mask: Any) -> Any:  # type: ignore[override]  # As Keras.
        if isinstance(mask, list):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        return [output_mask, *[None] * len(self.states)] if self.return_state else output_mask

    # ---- building and calling
    _state_axis = -1  # The axis of a state that is as long as the cell says.

    def build(self, input_shape: Any) -> None:
        constants_shape = input_shape[-self._num_constants :] if self._num_constants else None
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        self.input_spec[0] = self._spec_of_inputs(input_shape)
        if isinstance(self.cell, Layer):
            if constants_shape and not has_arg(self.cell.call, "constants"):
                raise TypeError(_takes_no_constants(self.cell))
            step_shape = (input_shape[0], *input_shape[2:])
            self.cell.build([step_shape, *constants_shape] if constants_shape else step_shape)
            self.cell.built = True
        self._check_states()
        if self.stateful:
            self.reset_states()
        super().build(input_shape)

    def _spec_of_inputs(self, input_shape: Shape) -> InputSpec:
        """Return what all further inputs have to be like."""
        return InputSpec(shape=(input_shape[0] if self.stateful else None, None, input_shape[-1]))

    def _spec_of_state(self, size: int) -> InputSpec:
        return InputSpec(shape=(None, size))

    def _check_states(self) -> None:
        """Say what the first states have to be like, or check those that the call was given.

        Raises:
            ValueError: they are not as long as the cell's.
        """
        sizes = sizes_of_states(self.cell)
        if self.state_spec is None:
            self.state_spec = [self._spec_of_state(size) for size in sizes]
        elif [spec.shape[self._state_axis] for spec in self.state_spec] != sizes:
            raise ValueError(
                "An `initial_state` was passed that is not compatible with `cell.state_size`."
                f" Received `state_spec`={self.state_spec}; however `cell.state_size` is"
                f" {self.cell.state_size}"
            )

    def __call__(
        self, inputs: Tensors, initial_state: Any = None, constants: Any = None, **kwargs: Any
    ) -> Tensors:
        """Call the layer.

        Args:
            inputs: a sequence, or a list of it, the first states and the constants.
            initial_state: a tensor or a list of tensors to start from.
            constants: a tensor or a list of tensors that the cell gets at each step.
            **kwargs: `mask` and `training`.

        Raises:
            ValueError: some of the states and constants come from layers, and some do not.
        """
        inputs, initial_state, constants = separated(
            inputs, initial_state, constants, self._num_constants
        )
        if initial_state is None and constants is None:
            return super().__call__(inputs, **kwargs)
        given, specs = [], []
        if initial_state is not None:
            kwargs["initial_state"] = initial_state
            self.state_spec = [InputSpec(shape=K.int_shape(state)) for state in initial_state]
            given, specs = [*initial_state], [*self.state_spec]
        if constants is not None:
            kwargs["constants"] = constants
            self.constants_spec = [InputSpec(shape=K.int_shape(each)) for each in constants]
            self._num_constants = len(constants)
            given, specs = [*given, *constants], [*specs, *self.constants_spec]
        if has_real_tensors(inputs) or not check_states_given_once(given, "an RNN layer"):
            return super().__call__(inputs, **kwargs)
        own_spec = self.input_spec
        self.input_spec = [*own_spec, *specs]
        try:
            return super().__call__([inputs, *given], **kwargs)
        finally:
            self.input_spec = own_spec

    def call(
        self,
        inputs: Tensors,
        mask: Any = None,
        training: Any = None,
        initial_state: Any = None,
        constants: Any = None,
    ) -> Tensors:
        if isinstance(inputs, list):
            end = -self._num_constants if self._num_constants else None
            initial_state = inputs[1:end] or None
            inputs = inputs[0]
        if isinstance(mask, list):
            mask = mask[0]
        if initial_state is None and self.stateful:
            initial_state = self.states
        if initial_state is not None:
            check_count(self, initial_state)
        check_unrollable(self, inputs)
        for cell in (self.cell, *getattr(self.cell, "cells", ())):
            if isinstance(cell, RecurrentCell):
                cell.forget_dropout_masks()
        found = fused_steps(self, inputs, initial_state, mask, training) if not constants else None
        if found is None:
            found = self._steps(inputs, initial_state, mask, training, constants)
        output, states = found
        if self.stateful:
            self.add_update(list(zip(self.states, states, strict=True)), inputs)
        return [output, *states] if self.return_state else output

    def _steps(
        self, inputs: Tensor, initial_state: Any, mask: Any, training: Any, constants: Any
    ) -> tuple[Tensor, list[Tensor]]:
        """Run the cell step by step; give the output and the last states."""
        if initial_state is None:
            initial_state = self.get_initial_state(inputs)
        arguments = {"training": training} if has_arg(self.cell.call, "training") else {}
        constants = list(constants or [])
        if constants and not has_arg(self.cell.call, "constants"):
            raise ValueError(_takes_no_constants(self.cell))

        def step(x: Tensor, states: list[Tensor]) -> Any:
            if not constants:
                return self.cell.call(x, states, **arguments)
            count = len(states) - len(constants)
            return self.cell.call(x, states[:count], constants=states[count:], **arguments)

        # Keras: the cell is called once before the loop; what it keeps from that call, such as a
        # dropout mask, serves all steps.
        step(inputs[:, 0], [*initial_state, *constants])
        last, outputs, states = K.rnn(
            step,
            inputs,
            list(initial_state),
            constants=constants,
            go_backwards=self.go_backwards,
            mask=mask,
            unroll=self.unroll,
            input_length=K.int_shape(inputs)[1],
        )
        output, states = outputs if self.return_sequences else last, to_list(states, True)
        if last._uses_learning_phase:
            for tensor in (output, *states):
                tensor._uses_learning_phase = True
        return output, states

    # ---- the cell's weights and losses are the layer's
    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def trainable_weights(self) -> list[Any]:
        """The variables of the cell that training changes; none where the layer is frozen."""
        if not self.trainable or not isinstance(self.cell, Layer):
            return []
        return self.cell.trainable_weights

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def non_trainable_weights(self) -> list[Any]:
        """The variables of the cell that training leaves alone; all where the layer is frozen."""
        if not isinstance(self.cell, Layer):
            return []
        return self.cell.non_trainable_weights if self.trainable else self.cell.weights

    @property
    def losses(self) -> list[Tensor]:
        """What the cell and the layer add to the loss of a model."""
        own: list[Tensor] = super().losses
        return self.cell.losses + own if isinstance(self.cell, Layer) else own

    def get_losses_for(self, inputs: Tensors = None) -> list[Tensor]:
        own: list[Tensor] = super().get_losses_for(inputs)
        return self.cell.get_losses_for(inputs) + own if isinstance(self.cell, Layer) else own

    # ---- configuration
    def get_config(self) -> Config:
        config: Config = {
            "return_sequences": self.return_sequences,
            "return_state": self.return_state,
            "go_backwards": self.go_backwards,
            "stateful": self.stateful,
            "unroll": self.unroll,
        }
        if self._num_constants is not None:
            config["num_constants"] = self._num_constants
        config["cell"] = {
            "class_name": self.cell.__class__.__name__,
            "config": self.cell.get_config(),
        }
        return super().get_config() | config

    @classmethod
    def from_config(cls, config: Config, custom_objects: Mapping[str, Any] | None = None) -> "RNN":
        """Make a layer from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: classes of cells by name.
        """
        config = dict(config)
        cell = deserialize(config.pop("cell"), custom_objects=custom_objects)
        num_constants = config.pop("num_constants", None)
        layer = cls(cell, **config)
        layer._num_constants = num_constants
        return layer


def _takes_no_constants(cell: Any) -> str:
    return (
        f"RNN cell does not support constants: {type(cell).__name__}.call takes inputs and states."
        " Give it an argument `constants`, or call the layer without them"
    )
