"""The network: layers put together to one, as a graph or by a method of the user's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import saving
from keras_on_torch._types import Array, Config, Shapes, Tensor, Tensors
from keras_on_torch.engine import summary as layout
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.network import queries
from keras_on_torch.engine.network.config import config_of, tensors_from
from keras_on_torch.engine.network.construction import check_inputs_and_outputs, connect
from keras_on_torch.engine.network.execution import (
    keep_in,
    lists_of,
    output_shapes_for,
    recall,
    run_graph,
)
from keras_on_torch.engine.network.queries import losses_or_updates, require_graph_network
from keras_on_torch.utils.registry import has_arg, to_list

__all__ = ["Network"]


class Network(Layer):
    """Layers that are put together, to be called and saved as one.

    `Network(inputs, outputs, name=None)` is the graph of layers that leads from the one to the
    other. A subclass that calls `super().__init__(name=None)` alone, keeps layers as attributes
    and defines `call` is one as well; it cannot be written as a configuration.
    """

    _is_graph_network: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if len(args) + ("inputs" in kwargs) + ("outputs" in kwargs) >= 2:
            self._init_graph_network(*args, **kwargs)
        elif args:
            raise TypeError(
                f"{type(self).__name__} was given inputs without outputs: {args[0]}. Give both, or"
                " (in a subclass that defines call) neither"
            )
        else:
            self._init_subclassed_network(**kwargs)

    def _base_init(self, name: str | None = None) -> None:
        if not name:
            prefix = type(self).__name__.lower()
            name = f"{prefix}_{K.get_uid(prefix)}"
        self.name = name
        self.trainable = True
        self._is_compiled = False
        self._expects_training_arg = False
        self._initial_weights = None
        self.supports_masking = False
        if not hasattr(self, "optimizer"):
            self.optimizer = None
        self._updates: list[Tensor] = []
        self._losses: list[Tensor] = []
        self._metrics: list[tuple[Tensor, str | None, Any]] = []
        self._per_input_losses: dict[Any, list[Tensor]] = {}
        self._per_input_updates: dict[Any, list[Tensor]] = {}
        self._trainable_weights: list[Any] = []
        self._non_trainable_weights: list[Any] = []
        self._layers: list[Layer] = []
        self._outbound_nodes: list[Any] = []
        self._inbound_nodes: list[Any] = []
        self._output_tensor_cache: dict[str, Any] = {}
        self._output_mask_cache: dict[str, Any] = {}
        self._call_cache: dict[str, Any] = {}
        self._output_shape_cache: dict[str, Any] = {}

    def _init_graph_network(
        self, inputs: Tensors, outputs: Tensors, name: str | None = None
    ) -> None:
        self._uses_inputs_arg = True
        self.inputs: Any = to_list(inputs, allow_tuple=True)
        self.outputs: Any = to_list(outputs, allow_tuple=True)
        check_inputs_and_outputs(self)
        self._base_init(name=name)
        self._compute_previous_mask = True
        self._is_graph_network = True
        connect(self)
        self.built = True

    def _init_subclassed_network(self, name: str | None = None) -> None:
        self._base_init(name=name)
        self._is_graph_network = False
        self._expects_training_arg = has_arg(self.call, "training")
        self._uses_inputs_arg = has_arg(self.call, "inputs")
        self.outputs = None
        self.inputs = None
        self.built = False

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep layers that are set on a subclassed network as layers of it."""
        if isinstance(value, Layer):
            if "_is_graph_network" not in self.__dict__:
                raise RuntimeError(
                    "It looks like you are subclassing `Model` and you forgot to call"
                    " `super(YourClass, self).__init__()`. Always start with this line."
                )
            if not self._is_graph_network:
                if value not in self._layers:
                    self._layers.append(value)
                super().__setattr__(name, value)
                return
        elif isinstance(value, (torch.nn.Module, torch.nn.Parameter, torch.Tensor)):
            super().__setattr__(name, value)
            return
        # A layer may have the name of any attribute: torch would refuse to set that.
        object.__setattr__(self, name, value)

    # ---- layers
    @property
    def layers(self) -> list[Layer]:
        """All layers, from the inputs to the outputs."""
        return self._layers

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return a layer by its name, or by its place (which wins where both are given).

        Raises:
            ValueError: there is no such layer, or neither is given.
        """
        return queries.find_layer(self, name, index)

    @property
    def input_spec(self) -> Any:
        """What the model demands of its inputs: what its input layers demand."""
        return queries.input_spec_of(self) if self._is_graph_network else None

    # ---- updates, losses, states
    @property
    def updates(self) -> list[Tensor]:
        """The updates that depend on nothing, or on the inputs of this model."""
        if not self.trainable and not self.stateful:
            return []
        return losses_or_updates(self, "updates")

    @property
    def losses(self) -> list[Tensor]:
        """The losses that depend on nothing, or on the inputs of this model, each once."""
        losses = losses_or_updates(self, "losses") + self.get_losses_for(None)
        numbers = [loss for loss in losses if isinstance(loss, (float, int))]
        return [*{id(x): x for x in losses if not isinstance(x, (float, int))}.values(), *numbers]

    @property
    def uses_learning_phase(self) -> bool:
        """Whether the outputs differ between training and testing."""
        return any(output._uses_learning_phase for output in self.outputs or [])

    @property
    def stateful(self) -> bool:  # type: ignore[override]  # Keras: that of its layers.
        """Whether a layer keeps a state from batch to batch."""
        return any(getattr(layer, "stateful", False) for layer in self.layers)

    def reset_states(self) -> None:
        """Set the states that layers keep from batch to batch back to what they were at first."""
        for layer in self.layers:
            if hasattr(layer, "reset_states") and getattr(layer, "stateful", False):
                layer.reset_states()

    @property
    def state_updates(self) -> list[Tensor]:
        """The updates of the layers that keep a state."""
        return [update for layer in self.layers if layer.stateful for update in layer.updates]

    # ---- weights
    @property  # type: ignore[misc]  # Keras: a layer's may be set, a model's not.
    def trainable_weights(self) -> list[Any]:
        """The variables that training changes, layer by layer; none where `trainable` is false."""
        if not self.trainable:
            return []
        layers_own = [weight for layer in self.layers for weight in layer.trainable_weights]
        return self._trainable_weights + layers_own

    @property  # type: ignore[misc]  # Keras: a layer's may be set, a model's not.
    def non_trainable_weights(self) -> list[Any]:
        """The variables that training leaves alone, layer by layer."""
        layers = self.layers
        weights = [weight for layer in layers for weight in layer.non_trainable_weights]
        weights = self._non_trainable_weights + weights
        if self.trainable:
            return weights
        frozen = [weight for layer in layers for weight in layer.trainable_weights]
        return self._trainable_weights + frozen + weights

    def get_weights(self) -> list[Array]:
        """Return the values of all weights, layer by layer, as copies."""
        values: list[Array] = K.batch_get_value(queries.weights_by_layer(self))
        return values

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Return all weights other values, in the order of `get_weights`.

        Raises:
            ValueError: there are more or fewer arrays than weights, or one has another shape.

        Differs:
            Keras takes a list of another length, and then sets fewer weights or drops arrays.
        """
        variables = queries.weights_by_layer(self)
        if len(variables) != len(weights):
            raise ValueError(
                f"You called `set_weights(weights)` on the model {self.name!r} with a list of"
                f" {len(weights)} arrays, but it has {len(variables)} weights"
            )
        saving.assign_weights(list(zip(variables, weights, strict=True)))

    # ---- calling
    def call(self, inputs: Tensors, mask: Tensors = None, training: Any = None) -> Tensors:
        """Compute the outputs for other inputs than the model's own.

        Args:
            inputs: the inputs.
            mask: their masks; None for none.
            training: whether they are those of training; None leaves it to the learning phase.
        """
        if not self._is_graph_network:
            raise NotImplementedError(
                f"{type(self).__name__} is not a graph of layers: define call(self, inputs) on it"
            )
        inputs, masks = lists_of(inputs, mask)
        if training is not None:
            return run_graph(self, inputs, masks, training)[0]
        kept = recall(self, self._output_tensor_cache, inputs, masks)
        return kept[0] if kept else self.run_internal_graph(inputs, masks)[0]

    def compute_mask(self, inputs: Tensors, mask: Tensors) -> Tensors:  # type: ignore[override]  # As Keras.
        """Return the masks of the outputs."""
        if not self._is_graph_network:
            return None
        inputs, masks = lists_of(inputs, mask)
        kept = recall(self, self._output_mask_cache, inputs, masks)
        return kept[0] if kept else self.run_internal_graph(inputs, masks)[1]

    def compute_output_shape(self, input_shape: Shapes) -> Shapes:
        """Return the shapes of the outputs for inputs of these shapes.

        Raises:
            ValueError: there are more or fewer shapes than inputs.
            NotImplementedError: the network is not a graph of layers.
        """
        if not self._is_graph_network:
            raise NotImplementedError(
                f"{type(self).__name__} is not a graph of layers: define compute_output_shape on it"
            )
        return output_shapes_for(self, to_list(input_shape))

    def run_internal_graph(
        self, inputs: list[Tensor], masks: list[Tensor] | None = None
    ) -> tuple[Tensors, Tensors, Shapes | None]:
        """Call all layers once more, on other inputs.

        Args:
            inputs: one tensor for each input of the model.
            masks: their masks.

        Returns:
            The output tensors, their masks and their shapes, each one or a list.
        """
        return run_graph(self, inputs, [None for _ in inputs] if masks is None else masks)

    def traced(self, inputs: Tensors, **kwargs: Any) -> Tensors:
        """Record one call of the model; another call on the same tensors gives the same outputs."""
        runs_graph = self._is_graph_network and type(self).call is Network.call
        if not runs_graph or kwargs.get("training") is not None:
            return super().traced(inputs, **kwargs)
        tensors, masks = lists_of(inputs, kwargs.get("mask"))
        kept = recall(self, self._call_cache, tensors, masks)
        if kept:
            return kept[0]
        outputs = super().traced(inputs, **kwargs)
        keep_in(self, self._call_cache, tensors, masks, outputs)
        return outputs

    def _traces_as_built(self) -> bool:
        return self._is_graph_network

    # ---- configuration and files
    _updated_config = saving.stamped_config  # Keras: programs add to it what to_json is to write.

    def get_config(self) -> Config:
        """Return what makes such a model again: its layers and how they are connected.

        Raises:
            NotImplementedError: the network is not a graph of layers.
        """
        require_graph_network(self, "get_config")
        return config_of(self)

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "Network":
        """Make a model from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: the user's classes and functions by the names that stand in it.

        Raises:
            ValueError: the configuration is not one of a model.
        """
        inputs, outputs = tensors_from(config, custom_objects)
        return cls(inputs=inputs, outputs=outputs, name=config.get("name"))

    def save(self, filepath: Any, overwrite: bool = True, include_optimizer: bool = True) -> None:
        """Write the model to a file: layers, weights, and how it is trained.

        Args:
            filepath: the file, or an open `h5py.Group`.
            overwrite: whether to replace a file that is there without asking.
            include_optimizer: whether to write the optimizer's state too.
        """
        require_graph_network(self, "save")
        saving.save_model(self, filepath, overwrite, include_optimizer)

    def save_weights(self, filepath: Any, overwrite: bool = True) -> None:
        """Write the weights alone to a file.

        Args:
            filepath: the file.
            overwrite: whether to replace a file that is there without asking.
        """
        saving.save_weights(self, filepath, overwrite)

    def load_weights(
        self,
        filepath: Any,
        by_name: bool = False,
        skip_mismatch: bool = False,
        reshape: bool = False,
    ) -> None:
        """Take the weights from a file that `save_weights` or `save` wrote.

        Args:
            filepath: the file.
            by_name: whether layers are found by their names, not by their order.
            skip_mismatch: with `by_name`, whether to leave out what does not fit.
            reshape: whether kernels of convolutions may be brought into another shape.

        Raises:
            ValueError: the file's weights do not fit the model.
        """
        saving.load_weights(self, filepath, by_name, skip_mismatch, reshape)

    def to_json(self, **kwargs: Any) -> str:
        """Return the configuration as JSON text.

        Args:
            **kwargs: what `json.dumps` takes.
        """
        return saving.model_to_json(self, **kwargs)

    def to_yaml(self, **kwargs: Any) -> str:
        """Return the configuration as YAML text.

        Args:
            **kwargs: what `yaml.dump` takes.
        """
        return saving.model_to_yaml(self, **kwargs)

    def summary(
        self,
        line_length: int | None = None,
        positions: Sequence[float] | None = None,
        print_fn: Callable[[str], Any] | None = None,
    ) -> None:
        """Print the layers as a table.

        Args:
            line_length: how long the lines are.
            positions: where the columns end, in characters or as parts of the line.
            print_fn: takes each line; None prints it.

        Raises:
            ValueError: the model is not built yet.
        """
        if not self.built:
            raise ValueError(
                "This model has not yet been built. Build the model first by calling build() or"
                " calling fit() with some data. Or specify input_shape or batch_input_shape in the"
                " first layer for automatic build. "
            )
        layout.print_summary(self, line_length, positions, print_fn)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by configuration and weights: the graph itself is not copied."""
        return saving.unpickled, (saving.custom_objects_of(self), saving.pickle_model(self))
