"""What a model answers by asking its layers."""

from typing import Any

from keras_on_torch._types import Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.network.topology import node_key
from keras_on_torch.utils.registry import unpack_singleton

__all__ = [
    "find_layer",
    "input_spec_of",
    "losses_or_updates",
    "require_graph_network",
    "weights_by_layer",
]


def find_layer(network: Any, name: str | None, index: int | None) -> Layer:
    """Return a layer by its name, or by its place, which wins where both are given."""
    layers: list[Layer] = network.layers
    if index is not None:
        if len(layers) <= index:
            raise ValueError(
                f"Was asked to retrieve layer at index {index} but model only has {len(layers)}"
                " layers."
            )
        return layers[index]
    if not name:
        raise ValueError("Provide either a layer name or layer index.")
    for layer in layers:
        if layer.name == name:
            return layer
    raise ValueError(f"No such layer: {name}. The model has {[layer.name for layer in layers]}")


def input_spec_of(network: Any) -> Any:
    """Return what the input layers demand, one specification or a list."""
    specs: list[Any] = []
    for layer in network._input_layers:
        if layer.input_spec is None:
            specs.append(None)
        elif isinstance(layer.input_spec, list):
            specs += layer.input_spec
        else:
            raise TypeError(
                f"Layer {layer.name} has an input_spec attribute that is not a list. We expect a"
                f" list. Found input_spec = {layer.input_spec}"
            )
    return unpack_singleton(specs)


def losses_or_updates(network: Any, kind: str) -> list[Tensor]:
    """Return the "losses" or "updates" that calls within a model add, layer by layer."""
    found: list[Tensor] = []
    for layer in network.layers:
        if not network._is_graph_network:
            found += getattr(layer, kind)
            continue
        given_for = layer.get_updates_for if kind == "updates" else layer.get_losses_for
        for node_index, node in enumerate(layer._inbound_nodes):
            if node_key(layer, node_index) in network._network_nodes:
                found += given_for(node.input_tensors)
        found += given_for(None)
    return found


def weights_by_layer(network: Any) -> list[Any]:
    """Return all variables: those of the network's own, then each layer's."""
    own: list[Any] = network._trainable_weights + network._non_trainable_weights
    return own + [weight for layer in network.layers for weight in layer.weights]


def require_graph_network(network: Any, act: str) -> None:
    """Refuse what needs a configuration of a network that has none.

    Raises:
        NotImplementedError: the network is not a graph of layers.
    """
    if not network._is_graph_network:
        raise NotImplementedError(
            f"{act}: {type(network).__name__} is not a graph of layers, so only its author can say"
            " how to make it again. Its weights can be kept with save_weights"
        )
