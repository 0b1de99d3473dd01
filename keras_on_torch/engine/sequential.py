"""The stack: a model whose layers follow one another."""

import copy
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Array, Config, Shapes
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.input_layer import Input, InputLayer
from keras_on_torch.engine.network.construction import make_children
from keras_on_torch.engine.training import Model
from keras_on_torch.utils.layer_utils import get_source_inputs
from keras_on_torch.utils.refusals import shown
from keras_on_torch.utils.registry import deserialize_keras_object, known_layers, to_list

__all__ = ["Sequential"]

_SEVERAL_OUTPUTS = (
    "All layers in a Sequential model should have a single output tensor, got layer {!r}. For"
    " multi-output layers, use the functional API."
)


class Sequential(Model):
    """A stack of layers.

    It is built as soon as the first layer tells its input shape; else when it first sees data, or
    by `build`.

    Args:
        layers: layers to begin with.
        name: the model's name.
    """

    def __init__(self, layers: Sequence[Layer] | None = None, name: str | None = None) -> None:
        super().__init__(name=name)
        self._build_input_shape: Any = None
        for layer in layers or ():
            self.add(layer)

    @property
    def layers(self) -> list[Layer]:
        """The layers that were added; the input layer below them is not counted."""
        if self._layers and isinstance(self._layers[0], InputLayer):
            return self._layers[1:]
        return self._layers

    @property
    def model(self) -> "Sequential":
        """The model itself; Keras 1 kept another one here."""
        warnings.warn(
            "`Sequential.model` is deprecated. `Sequential` is a subclass of `Model`, you can just"
            " use your `Sequential` instance directly.",
            stacklevel=2,
        )
        return self

    def add(self, layer: Layer) -> None:
        """Put a layer on top.

        Raises:
            TypeError: it is no layer, or gives several tensors.
            ValueError: it is the first, and empty or with several outputs.
        """
        if not isinstance(layer, Layer):
            raise TypeError(f"The added layer must be an instance of class Layer. Found: {layer}")
        self.built = False
        if not self._layers:
            self._begin_with(layer)
        elif self.outputs:
            output = layer(self.outputs[0])
            if isinstance(output, list):
                raise TypeError(_SEVERAL_OUTPUTS.format(layer.name))
            self.outputs = [output]
        if self.inputs:
            self.build()
        else:
            self._layers.append(layer)
            make_children(self)

    def _begin_with(self, layer: Layer) -> None:
        """Find the model's input by the first layer, if that tells its shape."""
        if not isinstance(layer, InputLayer):
            first = _innermost_first(layer)
            if not hasattr(first, "batch_input_shape"):
                return
            layer(
                Input(
                    batch_shape=first.batch_input_shape,
                    dtype=first.dtype,
                    name=f"{layer.name}_input",
                )
            )
        outputs = layer._inbound_nodes[-1].output_tensors
        if len(outputs) != 1:
            raise ValueError(_SEVERAL_OUTPUTS.format(layer.name))
        self.outputs = [outputs[0]]
        self.inputs = get_source_inputs(self.outputs[0])

    def pop(self) -> None:
        """Take the last layer off.

        Raises:
            TypeError: there is none.
        """
        if not self.layers:
            raise TypeError("There are no layers in the model.")
        self._layers.pop()
        self.built = False
        if not self.layers:
            self._layers = []
            self.outputs = None
            self.inputs = None
        elif self.outputs:
            self.layers[-1]._outbound_nodes = []
            self.outputs = [self.layers[-1].output]
            self.build()
        make_children(self)

    def count_params(self) -> int:
        """Return how many numbers the weights hold; none, as long as there are no weights."""
        return super().count_params() if self.built else 0

    def build(self, input_shape: Shapes | None = None) -> None:
        """Make the weights for inputs of this shape, the batch's axis counted.

        Args:
            input_shape: the lengths of the axes; not needed where the first layer tells them.
        """
        if input_shape and not self.inputs:
            x = Input(
                batch_shape=to_list(input_shape, True), dtype=K.floatx(), name=f"{self.name}_input"
            )
            self.inputs = [x]
            for layer in self._layers:
                x = layer(x)
            self.outputs = [x]
            self._build_input_shape = input_shape
        if self.inputs:
            self._init_graph_network(self.inputs, self.outputs, name=self.name)
            self.built = True

    def _set_inputs(self, inputs: Any, outputs: Any = None, training: bool | None = None) -> None:
        """Be built for the first data seen."""
        if isinstance(inputs, (list, tuple)):
            if len(inputs) != 1:
                raise ValueError(
                    f"The Sequential model {self.name!r} has one input, got {len(inputs)} arrays"
                )
            inputs = inputs[0]
        self.build((None, *np.shape(inputs)[1:]))

    def predict_proba(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Array:
        """Return the probabilities that the model computes, batch by batch.

        Args:
            x: the samples.
            batch_size: how many are computed at once.
            verbose: 1 shows a progress bar.
        """
        probabilities: Array = self.predict(x, batch_size, verbose)
        if probabilities.min() < 0.0 or probabilities.max() > 1.0:
            warnings.warn(
                "Network returning invalid probability values. The last layer might not normalize"
                " predictions into probabilities (like softmax or sigmoid would).",
                stacklevel=2,
            )
        return probabilities

    def predict_classes(self, x: Any, batch_size: int = 32, verbose: int = 0) -> Array:
        """Return the class that the model finds most probable, for each sample.

        Args:
            x: the samples.
            batch_size: how many are computed at once.
            verbose: 1 shows a progress bar.
        """
        probabilities: Array = self.predict(x, batch_size=batch_size, verbose=verbose)
        if probabilities.shape[-1] > 1:
            classes: Array = probabilities.argmax(axis=-1)
            return classes
        return (probabilities > 0.5).astype("int32")

    def get_config(self) -> Config:
        """Return the layers' classes and configurations."""
        layers = [
            {"class_name": type(layer).__name__, "config": layer.get_config()}
            for layer in self.layers
        ]
        config: Config = {"name": self.name, "layers": copy.deepcopy(layers)}
        if self._build_input_shape:
            config["build_input_shape"] = self._build_input_shape
        return config

    @classmethod
    def from_config(
        cls, config: Any, custom_objects: Mapping[str, Any] | None = None
    ) -> "Sequential":
        """Make a model from what `get_config` gave.

        Args:
            config: the configuration; before Keras 2.2.3 it was the list of layers alone.
            custom_objects: the user's classes and functions by the names that stand in it.

        Raises:
            ValueError: the configuration is not one of a stack.
        """
        if not isinstance(config, Mapping):
            config = {"layers": config}
        if not isinstance(config.get("layers"), (list, tuple)):
            raise ValueError(
                "A Sequential model's configuration has 'layers', a list, and is"
                f" {shown(dict(config))}"
            )
        model = cls(name=config.get("name"))
        for entry in config["layers"]:
            model.add(
                deserialize_keras_object(
                    entry,
                    module_objects=known_layers,
                    custom_objects=custom_objects,
                    printable_module_name="layer",
                )
            )
        if not model.inputs and config.get("build_input_shape"):
            model.build(config["build_input_shape"])
        return model


def _innermost_first(layer: Layer) -> Layer:
    """Return the first layer that data enters in `layer`, which may be a model of models."""
    while isinstance(layer, Model):
        if not layer.layers:
            raise ValueError("Cannot add an empty model to a `Sequential` model.")
        layer = layer.layers[0]
    return layer


known_layers.update(Model=Model, Sequential=Sequential)
