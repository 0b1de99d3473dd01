"""Models: made, loaded, saved and cloned."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor, Tensors
from keras_on_torch.engine.base_layer import Layer, Node
from keras_on_torch.engine.input_layer import Input, InputLayer
from keras_on_torch.engine.sequential import Sequential
from keras_on_torch.engine.training import Model
from keras_on_torch.saving import (
    load_model,
    model_from_config,
    model_from_json,
    model_from_yaml,
    save_model,
)
from keras_on_torch.utils.bytecode import trusted_code
from keras_on_torch.utils.registry import has_arg, to_list, unpack_singleton

__all__ = [
    "Input",
    "InputLayer",
    "Model",
    "Sequential",
    "clone_model",
    "has_arg",
    "load_model",
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
    "save_model",
    "to_list",
]


def clone_model(model: Any, input_tensors: Tensors = None) -> Any:
    """Make a model of new layers that are configured and connected as those of another.

    The weights are new ones.

    Args:
        model: the model.
        input_tensors: what the new model begins with; None makes new inputs.

    Raises:
        ValueError: `model` is no model that can be cloned, or there are more or fewer tensors than
            inputs.
    """
    if isinstance(model, Sequential):
        return _clone_sequential_model(model, input_tensors)
    return _clone_functional_model(model, input_tensors)


def _cloned(layer: Layer) -> Layer:
    with trusted_code():  # A Lambda layer's function comes from this very process.
        return type(layer).from_config(layer.get_config())


# ---- graphs
def _clone_functional_model(model: Any, input_tensors: Tensors = None) -> Any:
    """Clone a model that is a graph of layers: see `clone_model`."""
    if isinstance(model, Sequential):
        raise ValueError(
            "Expected `model` argument to be a functional `Model` instance, got a `Sequential`"
            " instance instead:",
            model,
        )
    if not isinstance(model, Model) or not model._is_graph_network:
        raise ValueError(
            "Expected `model` argument to be a `Model` instance, got ",
            model,
            "Only models made of inputs and outputs can be cloned",
        )
    layers: dict[Layer, Layer] = {}
    inputs = (
        _new_inputs(model, layers)
        if input_tensors is None
        else _given_inputs(model, to_list(input_tensors), layers)
    )
    tensors = {id(own): new for own, new in zip(model.inputs, inputs, strict=True)}
    for depth in sorted(model._nodes_by_depth, reverse=True):
        for node in model._nodes_by_depth[depth]:
            _call_again(node, layers, tensors)
    return Model(inputs, [tensors[id(output)] for output in model.outputs], name=model.name)


def _new_inputs(model: Any, layers: dict[Layer, Layer]) -> list[Tensor]:
    inputs = []
    for layer in model._input_layers:
        tensor = Input(
            batch_shape=layer.batch_input_shape,
            dtype=layer.dtype,
            sparse=layer.sparse,
            name=layer.name,
        )
        inputs.append(tensor)
        layers[layer] = tensor._keras_history[0]
    return inputs


def _given_inputs(model: Any, given: list[Tensor], layers: dict[Layer, Layer]) -> list[Tensor]:
    if len(given) != len(model.inputs):
        raise ValueError(
            f"The model {model.name!r} has {len(model.inputs)} inputs: `input_tensors` must be as"
            f" many tensors, got {len(given)}"
        )
    inputs = []
    for layer, tensor in zip(model._input_layers, given, strict=True):
        if not K.is_keras_tensor(tensor):
            tensor = Input(tensor=tensor, name=f"input_wrapper_for_{layer.name}")
            layers[layer] = tensor._keras_history[0]
        elif tensor._keras_history[0].name == layer.name:
            layers[layer] = tensor._keras_history[0]
        inputs.append(tensor)
    return inputs


def _call_again(node: Node, layers: dict[Layer, Layer], tensors: dict[int, Tensor]) -> None:
    """Do with the new layer what the node records of the old one."""
    layer = node.outbound_layer
    if layer not in layers:
        layers[layer] = _cloned(layer)
    elif isinstance(layers[layer], InputLayer):
        return
    given = [tensors[id(tensor)] for tensor in node.input_tensors if id(tensor) in tensors]
    if len(given) == len(node.input_tensors):
        outputs = layers[layer](unpack_singleton(given), **(node.arguments or {}))
        for own, new in zip(node.output_tensors, to_list(outputs), strict=False):
            tensors[id(own)] = new


# ---- stacks
def _clone_sequential_model(model: Any, input_tensors: Tensors = None) -> Sequential:
    """Clone a stack of layers: see `clone_model`."""
    if not isinstance(model, Sequential):
        raise ValueError(
            "Expected `model` argument to be a `Sequential` model instance, but got:", model
        )
    layers = [_cloned(layer) for layer in model.layers]
    if input_tensors is None:
        return Sequential(layers=layers, name=model.name)
    given = to_list(input_tensors)
    if len(given) != 1:
        raise ValueError(
            "To clone a `Sequential` model, we expect  at most one tensor as part of"
            f" `input_tensors`, got {len(given)}."
        )
    tensor = given[0]
    if not K.is_keras_tensor(tensor):
        tensor = Input(tensor=tensor, name=f"input_wrapper_for_{tensor.name}")
    origin = tensor._keras_history[0]
    if not isinstance(origin, InputLayer):
        raise ValueError(
            "Cannot clone a `Sequential` model on top of a tensor that comes from a Keras layer"
            f" other than an `InputLayer`, such as {origin.name!r}. Use the functional API instead."
        )
    return Sequential(layers=[origin, *layers], name=model.name)
