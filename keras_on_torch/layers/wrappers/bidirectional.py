"""A recurrent layer in both directions."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor, Tensors
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.engine.base_layer.eager_call import has_real_tensors
from keras_on_torch.layers.recurrent.call_arguments import check_states_given_once, separated
from keras_on_torch.layers.serialization import deserialize
from keras_on_torch.layers.wrappers.base import Wrapper
from keras_on_torch.utils.registry import has_arg

__all__ = ["Bidirectional"]

_MERGE_MODES = ("sum", "mul", "ave", "concat", None)


class Bidirectional(Wrapper):
    """A recurrent layer and its twin that goes backwards.

    Args:
        layer: the recurrent layer.
        merge_mode: how the outputs become one: "sum", "mul", "concat", "ave"; None gives both.
        weights: first values of the weights of both.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, input_dim) -> as of the layer, twice as long with "concat"; the states of
        both after that where they are asked for

    Raises:
        ValueError: there is no such `merge_mode`.
    """

    def __init__(
        self,
        layer: Any,
        merge_mode: str | None = "concat",
        weights: Sequence[Any] | None = None,
        **kwargs: Any,
    ) -> None:
        if merge_mode not in _MERGE_MODES:
            raise ValueError(
                f"Invalid merge mode {merge_mode!r}. Merge mode should be one of"
                ' {"sum", "mul", "ave", "concat", None}'
            )
        self.forward_layer = _shallow_copy(layer)
        config = layer.get_config()
        config["go_backwards"] = not config["go_backwards"]
        self.backward_layer = layer.__class__.from_config(config)
        self.forward_layer.name = "forward_" + self.forward_layer.name
        self.backward_layer.name = "backward_" + self.backward_layer.name
        self.merge_mode = merge_mode
        if weights:
            half = len(weights) // 2
            self.forward_layer._initial_weights = weights[:half]
            self.backward_layer._initial_weights = weights[half:]
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self._trainable = True
        super().__init__(layer, **kwargs)
        # Its weights are those of the forward layer: torch shall see them once.
        del self._modules["layer"]
        object.__setattr__(self, "layer", layer)
        # Keras: `stateful` stays false even where both layers keep their states.
        self.input_spec = layer.input_spec
        self._num_constants: int | None = None

    @property
    def trainable(self) -> bool:
        """Whether training changes both layers."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = value
        self.forward_layer.trainable = value
        self.backward_layer.trainable = value

    def _halves(self) -> tuple[Any, Any]:
        return self.forward_layer, self.backward_layer

    # ---- shapes and masks
    def compute_output_shape(self, input_shape: Any) -> Any:
        shape, states = self.forward_layer.compute_output_shape(input_shape), []
        if self.return_state:
            shape, *states = shape
        if self.merge_mode is None:
            return [shape, shape, *states, *states]
        if self.merge_mode == "concat":
            shape = (*shape[:-1], shape[-1] * 2)
        return [shape, *states, *states] if self.return_state else shape

    def compute_mask(self, inputs: Tensors, mask: Any) -> Any:  # type: ignore[override]  # As Keras.
        if isinstance(mask, list):
            mask = mask[0]
        output_mask = mask if self.return_sequences else None
        masks = [output_mask] if self.merge_mode else [output_mask, output_mask]
        if self.return_state:
            return masks + [None] * (2 * len(self.forward_layer.states))
        return masks[0] if self.merge_mode else masks

    @property
    def constraints(self) -> dict[Any, Any]:
        """What the layers say of their constraints, as those of Keras 1 did; else nothing."""
        return {
            key: constraint
            for half in self._halves()
            for key, constraint in getattr(half, "constraints", {}).items()
        }

    # ---- building and calling
    def build(self, input_shape: Any) -> None:  # type: ignore[override]  # As Keras.
        for half in self._halves():
            with K.name_scope(half.name):
                half.build(input_shape)
            half.built = True
            if half._initial_weights is not None:
                half.set_weights(half._initial_weights)
                half._initial_weights = None
        self.built = True

    def __call__(
        self, inputs: Tensors, initial_state: Any = None, constants: Any = None, **kwargs: Any
    ) -> Tensors:
        """Call both layers.

        Args:
            inputs: a sequence, or a list of it, the first states and the constants.
            initial_state: tensors to start from: those of the forward layer, then the others.
            constants: a tensor or a list of tensors that the cells get at each step.
            **kwargs: `mask` and `training`.

        Raises:
            ValueError: the number of states is odd, or some of the states and constants come from
                layers and some do not.
        """
        inputs, initial_state, constants = separated(
            inputs, initial_state, constants, self._num_constants
        )
        if initial_state is None and constants is None:
            return super().__call__(inputs, **kwargs)
        given, specs = [], []
        if initial_state is not None:
            if len(initial_state) % 2:
                raise ValueError(
                    "When passing `initial_state` to a Bidirectional RNN, the state should be a"
                    " list containing the states of the underlying RNNs. Found:"
                    f" {initial_state}"
                )
            kwargs["initial_state"] = initial_state
            given, specs = [*initial_state], [_spec_of(state) for state in initial_state]
            half = len(specs) // 2
            self.forward_layer.state_spec = specs[:half]
            self.backward_layer.state_spec = specs[half:]
        if constants is not None:
            kwargs["constants"] = constants
            constants_spec = [_spec_of(each) for each in constants]
            given, specs = [*given, *constants], [*specs, *constants_spec]
            self._num_constants = len(constants)
            for layer in self._halves():
                layer.constants_spec, layer._num_constants = constants_spec, len(constants)
        if has_real_tensors(inputs) or not check_states_given_once(given, "a Bidirectional layer"):
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
        named = {"training": training, "mask": mask, "constants": constants}
        arguments = {name: named[name] for name in named if has_arg(self.layer.call, name)}
        forward_inputs = backward_inputs = inputs
        states: tuple[dict[str, Any], dict[str, Any]] = {}, {}
        if initial_state is not None and has_arg(self.layer.call, "initial_state"):
            half = len(initial_state) // 2
            if isinstance(inputs, list):
                rest = inputs[1 + 2 * half :]
                initial_state = inputs[1 : 1 + 2 * half]
                forward_inputs = [inputs[0], *initial_state[:half], *rest]
                backward_inputs = [inputs[0], *initial_state[half:], *rest]
            states = (
                {"initial_state": initial_state[:half]},
                {"initial_state": initial_state[half:]},
            )
        forward = self.forward_layer.traced(forward_inputs, **arguments, **states[0])
        backward = self.backward_layer.traced(backward_inputs, **arguments, **states[1])
        last_states: list[Tensor] = []
        if self.return_state:
            last_states = [*forward[1:], *backward[1:]]
            forward, backward = forward[0], backward[0]
        if self.return_sequences:
            backward = K.reverse(backward, 1)
        by_phase = forward._uses_learning_phase or backward._uses_learning_phase
        outputs = self._merged(forward, backward)
        for output in outputs:
            output._uses_learning_phase = output._uses_learning_phase or by_phase
        return [*outputs, *last_states] if len(outputs) + len(last_states) > 1 else outputs[0]

    def _merged(self, forward: Tensor, backward: Tensor) -> list[Tensor]:
        if self.merge_mode == "concat":
            return [K.concatenate([forward, backward])]
        if self.merge_mode == "sum":
            return [forward + backward]
        if self.merge_mode == "ave":
            return [(forward + backward) / 2]
        if self.merge_mode == "mul":
            return [forward * backward]
        return [forward, backward]

    def reset_states(self) -> None:
        """Set the states of both layers to zeros."""
        for half in self._halves():
            half.reset_states()

    # ---- the weights, losses and updates of both are the wrapper's
    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def trainable_weights(self) -> list[Any]:
        """The variables of both layers that training changes."""
        return [weight for half in self._halves() for weight in half.trainable_weights]

    @property  # type: ignore[misc]  # Keras: it cannot be set here.
    def non_trainable_weights(self) -> list[Any]:
        """The variables of both layers that training leaves alone."""
        return [weight for half in self._halves() for weight in half.non_trainable_weights]

    def get_weights(self) -> list[Any]:
        return [value for half in self._halves() for value in half.get_weights()]

    def set_weights(self, weights: Sequence[Any]) -> None:
        half = len(weights) // 2
        self.forward_layer.set_weights(weights[:half])
        self.backward_layer.set_weights(weights[half:])

    @property
    def updates(self) -> list[Tensor]:
        """What a training step assigns in both layers."""
        return [update for half in self._halves() for update in half.updates]

    def get_updates_for(self, inputs: Tensors = None) -> list[Tensor]:
        inner = [update for half in self._halves() for update in half.get_updates_for(inputs)]
        return [*Layer.get_updates_for(self, inputs), *inner]

    @property
    def losses(self) -> list[Tensor]:
        """What both layers add to the loss of a model."""
        return [loss for half in self._halves() for loss in half.losses]

    def get_losses_for(self, inputs: Tensors = None) -> list[Tensor]:
        inner = [loss for half in self._halves() for loss in half.get_losses_for(inputs)]
        return [*Layer.get_losses_for(self, inputs), *inner]

    # ---- configuration
    def get_config(self) -> Config:
        config: Config = {"merge_mode": self.merge_mode}
        if self._num_constants is not None:
            config["num_constants"] = self._num_constants
        return super().get_config() | config

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "Bidirectional":
        """Make the wrapper and both layers from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: classes by name.
        """
        config = dict(config)
        inner = deserialize(config.pop("layer"), custom_objects=custom_objects)
        num_constants = config.pop("num_constants", None)
        wrapper = cls(inner, **config)
        wrapper._num_constants = num_constants
        return wrapper


def _spec_of(tensor: Tensor) -> InputSpec:
    return InputSpec(shape=K.int_shape(tensor))


def _shallow_copy(layer: Any) -> Any:
    """Return a layer with the same weights and lists, but a table of children of its own."""
    twin = copy.copy(layer)
    for table in ("_parameters", "_buffers", "_modules"):
        vars(twin)[table] = dict(vars(layer)[table])
    return twin
