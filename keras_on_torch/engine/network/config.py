"""A model as a configuration, and back: layers by name, and which calls connect them."""

import copy
import json
import warnings
from collections import deque
from collections.abc import Mapping
from typing import Any

from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.base_layer import Layer, Node
from keras_on_torch.engine.network.topology import node_key
from keras_on_torch.utils.refusals import refused_as_value_error, shown
from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    known_layers,
    unpack_singleton,
)

__all__ = ["config_of", "tensors_from"]

_IMPROPER = "Improperly formatted model config"


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
    _check_format(config)
    layers: dict[str, Layer] = {}
    waiting: dict[str, deque[Any]] = {}
    for entry in config["layers"]:
        name = entry["name"]
        if name in layers:
            raise ValueError(f"{_IMPROPER}: it has two layers of the name {name!r}")
        layers[name] = deserialize_keras_object(
            entry,
            module_objects=known_layers,
            custom_objects=custom_objects,
            printable_module_name="layer",
        )
        if not isinstance(layers[name], Layer):
            raise ValueError(f"{_IMPROPER}: {entry['class_name']!r} is no class of layers")
        waiting[name] = deque(entry["inbound_nodes"])
    _call_all(layers, waiting)
    inputs, outputs = (
        [_tensor_at(layers, *_place(place)) for place in config[key]]
        for key in ("input_layers", "output_layers")
    )
    return inputs, outputs


def _check_format(config: Any) -> None:
    """Check that a configuration has the entries of a model, and each layer its own."""
    if not isinstance(config, Mapping):
        raise ValueError(f"{_IMPROPER}: a dict is expected, got {shown(config)}")
    for key in ("layers", "input_layers", "output_layers"):
        if not isinstance(config.get(key), (list, tuple)):
            raise ValueError(f"{_IMPROPER}: {key!r} is no list, but {shown(config.get(key))}")
    if not config["output_layers"]:
        raise ValueError(f"{_IMPROPER}: the model {shown(config.get('name'))} has no outputs")
    for entry in config["layers"]:
        if not (
            isinstance(entry, Mapping)
            and isinstance(entry.get("name"), str)
            and isinstance(entry.get("inbound_nodes"), (list, tuple))
        ):
            raise ValueError(
                f"{_IMPROPER}: a layer needs 'name', 'class_name', 'config' and 'inbound_nodes', a"
                f" list, and is {shown(entry)}"
            )


def _call_all(layers: dict[str, Layer], waiting: dict[str, deque[Any]]) -> None:
    """Make the calls that wait, each when its inputs are there, a layer's calls in their order.

    A layer whose next call lacks an input is looked at again when the layer that gives it has been
    called: layers that are listed backwards take no longer than others.
    """
    ready = deque(waiting)
    blocked: dict[str, list[str]] = {}
    while ready:
        name = ready.popleft()
        calls = waiting[name]
        while calls:
            lacking = _call(layers, layers[name], calls[0])
            if lacking is not None:
                blocked.setdefault(lacking, []).append(name)
                break
            calls.popleft()
            ready.extend(blocked.pop(name, ()))
    left = {name: calls[0] for name, calls in waiting.items() if calls}
    if left:
        raise ValueError(f"{_IMPROPER}: these calls take what no layer gives: {shown(left)}")


def _call(layers: dict[str, Layer], layer: Layer, sources: Any) -> str | None:
    """Make one call of a layer, or return the name of the layer whose call must come first."""
    if not isinstance(sources, (list, tuple)):
        raise ValueError(f"{_IMPROPER}: a call of layer {layer.name!r} is {shown(sources)}")
    tensors: list[Tensor] = []
    arguments: dict[str, Any] = {}
    for source in sources:
        if not isinstance(source, (list, tuple)) or len(source) not in (3, 4):
            raise ValueError(
                f"{_IMPROPER}: a layer's input is given as {shown(source)}, not as"
                " [layer name, node index, tensor index, arguments]"
            )
        name, node_index, tensor_index = _place(source[:3])
        arguments = source[3] if len(source) == 4 else {}
        if not isinstance(arguments, Mapping):
            raise ValueError(
                f"{_IMPROPER}: the arguments of a call of {layer.name!r} are {shown(arguments)}"
            )
        if name not in layers or len(layers[name]._inbound_nodes) <= node_index:
            return name
        tensors.append(_tensor_at(layers, name, node_index, tensor_index))
    if tensors:
        with refused_as_value_error(f"layer {layer.name!r} cannot be called as is said"):
            layer(unpack_singleton(tensors), **arguments)
    return None


def _place(place: Any) -> tuple[str, int, int]:
    """Return which output of which call of which layer is meant."""
    if (
        not isinstance(place, (list, tuple))
        or len(place) != 3
        or not isinstance(place[0], str)
        or not all(isinstance(index, int) and index >= 0 for index in place[1:])
    ):
        raise ValueError(
            f"{_IMPROPER}: {shown(place)} is no place of a tensor, [layer name, node index, tensor"
            " index]"
        )
    return place[0], place[1], place[2]


def _tensor_at(layers: dict[str, Layer], name: str, node_index: int, tensor_index: int) -> Tensor:
    if name not in layers:
        raise ValueError(f"{_IMPROPER}: there is no layer {name!r} in it")
    nodes = layers[name]._inbound_nodes
    if node_index >= len(nodes) or tensor_index >= len(nodes[node_index].output_tensors):
        raise ValueError(
            f"{_IMPROPER}: layer {name!r} has no output {tensor_index} of a call {node_index}"
        )
    return nodes[node_index].output_tensors[tensor_index]
