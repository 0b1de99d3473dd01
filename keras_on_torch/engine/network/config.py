"""A model as a configuration, and back: layers by name, and which calls connect them."""

import copy
import json
import warnings
from collections.abc import Mapping
from typing import Any

from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import Layer, Node
from keras_on_torch.engine.network.topology import node_key
from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    known_layers,
    unpack_singleton,
)

__all__ = ["config_of", "tensors_from"]


# ---- writing
def config_of(network: Any) -> Config:
    """Return the configuration of a model that is a graph of layers."""
    places = _places_of_calls(network)
    config: Config = {"name": network.name}
    config["layers"] = [
        {
            "name": layer.name,
            "class_name": type(layer).__name__,
            "config": layer.get_config(),
            "inbound_nodes": [
                _entry_of(node, places)
                for node_index, node in enumerate(layer._inbound_nodes)
                if node_key(layer, node_index) in places and node.inbound_layers
            ],
        }
        for layer in network.layers
    ]
    for entry, coordinates in (
        ("input_layers", network._input_coordinates),
        ("output_layers", network._output_coordinates),
    ):
        config[entry] = [
            [layer.name, places[node_key(layer, node_index)], tensor_index]
            for layer, node_index, tensor_index in coordinates
            if node_key(layer, node_index) in places
        ]
    return copy.deepcopy(config)


def _places_of_calls(network: Any) -> dict[str, int]:
    """Return for each call of the model its number among those calls of its layer that are kept."""
    places: dict[str, int] = {}
    for layer in network.layers:
        kept = 1 if hasattr(layer, "_network_nodes") else 0  # A model's first node is its own.
        for node_index in range(len(layer._inbound_nodes)):
            key = node_key(layer, node_index)
            if key in network._network_nodes:
                places[key] = kept
                kept += 1
    return places


def _entry_of(node: Node, places: dict[str, int]) -> list[Any]:
    arguments = _writable(node)
    return [
        [layer.name, places.get(node_key(layer, node_index), 0), tensor_index, arguments]
        for layer, node_index, tensor_index in zip(
            node.inbound_layers, node.node_indices, node.tensor_indices, strict=True
        )
    ]


def _writable(node: Node) -> dict[str, Any]:
    """Return the arguments of a call, or nothing where JSON has no words for them."""
    try:
        json.dumps(node.arguments or {})
    except TypeError:
        warnings.warn(
            f"Layer {node.outbound_layer.name} was passed non-serializable keyword arguments:"
            f" {node.arguments}. They will not be included in the serialized model (and thus will"
            " be missing at deserialization time).",
            stacklevel=2,
        )
        return {}
    return node.arguments or {}


# ---- reading
def tensors_from(
    config: Config, custom_objects: Mapping[str, Any] | None
) -> tuple[list[Tensor], list[Tensor]]:
    """Make the layers of a configuration and call them as it says.

    Returns:
        The model's input tensors and its output tensors.

    Raises:
        ValueError: a call is described in no known way, or takes what no call returns.
    """
    layers: dict[str, Layer] = {}
    waiting: dict[str, list[Any]] = {}
    for entry in config["layers"]:
        layers[entry["name"]] = deserialize_keras_object(
            entry,
            module_objects=known_layers,
            custom_objects=custom_objects,
            printable_module_name="layer",
        )
        waiting[entry["name"]] = list(entry["inbound_nodes"])
    _call_all(layers, waiting)
    inputs, outputs = (
        [_tensor_at(layers, *place) for place in config[key]]
        for key in ("input_layers", "output_layers")
    )
    return inputs, outputs


def _call_all(layers: dict[str, Layer], waiting: dict[str, list[Any]]) -> None:
    """Make the calls that wait, each when its inputs are there, a layer's calls in their order."""
    while any(waiting.values()):
        progress = False
        for name, calls in waiting.items():
            while calls and _call(layers, layers[name], calls[0]):
                progress = True
                calls.pop(0)
        if not progress:
            left = {name: calls[0] for name, calls in waiting.items() if calls}
            raise ValueError(
                f"Improperly formatted model config: these calls take what no layer gives: {left}"
            )


def _call(layers: dict[str, Layer], layer: Layer, sources: list[Any]) -> bool:
    """Make one call of a layer, unless an input is not there yet; tell whether it was made."""
    tensors: list[Tensor] = []
    arguments: dict[str, Any] = {}
    for source in sources:
        if len(source) not in (3, 4):
            raise ValueError(
                f"Improperly formatted model config: a layer's input is given as {source}, not as"
                " [layer name, node index, tensor index, arguments]"
            )
        name, node_index, tensor_index = source[:3]
        arguments = source[3] if len(source) == 4 else {}
        if name not in layers or len(layers[name]._inbound_nodes) <= node_index:
            return False
        tensors.append(_tensor_at(layers, name, node_index, tensor_index))
    if tensors:
        layer(unpack_singleton(tensors), **arguments)
    return True


def _tensor_at(layers: dict[str, Layer], name: str, node_index: int, tensor_index: int) -> Tensor:
    if name not in layers:
        raise ValueError(f"Improperly formatted model config: there is no layer {name!r} in it")
    return layers[name]._inbound_nodes[node_index].output_tensors[tensor_index]
