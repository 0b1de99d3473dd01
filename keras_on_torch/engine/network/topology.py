"""The map of a model: which calls of layers lead from its inputs to its outputs, in what order."""

from collections import Counter
from typing import NamedTuple

from keras_on_torch._types import Tensor
from keras_on_torch.engine.base_layer import Layer, Node

__all__ = ["Topology", "make_node_key", "map_graph_network", "node_key"]


class Topology(NamedTuple):
    """The calls and layers of a model.

    Attributes:
        nodes: the keys of all calls that belong to it.
        nodes_by_depth: the calls by their distance from the outputs.
        layers: all layers, those farthest from the outputs first.
        layers_by_depth: the layers by their distance from the outputs.
    """

    nodes: set[str]
    nodes_by_depth: dict[int, list[Node]]
    layers: list[Layer]
    layers_by_depth: dict[int, list[Layer]]


def node_key(layer: Layer, node_index: int) -> str:
    """Return the text that tells a call of a layer from all others of a model."""
    return make_node_key(layer.name, node_index)


def make_node_key(layer_name: str, node_index: int) -> str:
    """Return the key of a call of the layer that has this name."""
    return f"{layer_name}_ib-{node_index}"


def map_graph_network(inputs: list[Tensor], outputs: list[Tensor]) -> Topology:
    """Walk from the outputs of a model back to its inputs.

    Raises:
        ValueError: an output does not come from the inputs alone, two layers have one name, or
            the graph has a cycle.
    """
    keys, indices, ordered = _calls_behind(outputs)
    node_depths, layer_depths = _depths(ordered)
    nodes_by_depth: dict[int, list[Node]] = {}
    for node, depth in node_depths.items():
        nodes_by_depth.setdefault(depth, []).append(node)
    layers_by_depth: dict[int, list[Layer]] = {}
    for layer, depth in layer_depths.items():
        layers_by_depth.setdefault(depth, []).append(layer)
    layers: list[Layer] = []
    for depth in sorted(layers_by_depth, reverse=True):
        layers_by_depth[depth].sort(key=indices.__getitem__)
        layers += layers_by_depth[depth]
    _check_connected(inputs, nodes_by_depth)
    _check_unique_names(layers)
    return Topology(keys, nodes_by_depth, layers, layers_by_depth)


def _calls_behind(outputs: list[Tensor]) -> tuple[set[str], dict[Layer, int], list[Node]]:
    """Return the calls that outputs come from.

    Returns:
        The keys of the calls; for each layer when it was first met; the calls, each after those
        that it takes its inputs from.
    """
    keys: set[str] = set()
    indices: dict[Layer, int] = {}
    ordered: list[Node] = []
    finished: set[Node] = set()
    in_progress: set[Node] = set()
    stack: list[tuple[Node, int]] = []

    def enter(tensor: Tensor, layer: Layer | None, node_index: int, taker: Layer | None) -> None:
        if layer is None:
            raise _no_layer(tensor, taker)
        node = layer._inbound_nodes[node_index]
        if node in in_progress:
            raise ValueError(f'The tensor {tensor} at layer "{layer.name}" is part of a cycle.')
        if node not in finished:
            keys.add(node_key(layer, node_index))
            indices.setdefault(layer, len(indices))
            in_progress.add(node)
            stack.append((node, 0))

    for output in outputs:
        layer, node_index, _ = output._keras_history
        enter(output, layer, node_index, None)
        while stack:
            node, place = stack.pop()
            if place < len(node.inbound_layers):
                stack.append((node, place + 1))
                before = node.inbound_layers[place], node.node_indices[place]
                enter(node.input_tensors[place], *before, node.outbound_layer)
            else:
                finished.add(node)
                in_progress.remove(node)
                ordered.append(node)
    return keys, indices, ordered


def _no_layer(tensor: Tensor, taker: Layer | None) -> AttributeError:
    name = "a layer" if taker is None else repr(taker.name)
    return AttributeError(
        f"'NoneType' object has no attribute '_inbound_nodes': {name} was called on {tensor}, which"
        " no layer gave. Put the functions of K that made it into a Lambda layer, or begin with"
        " Input(tensor=...)"
    )


def _depths(ordered: list[Node]) -> tuple[dict[Node, int], dict[Layer, int]]:
    """Return for calls and layers how far they are from the outputs, by their longest way."""
    node_depths: dict[Node, int] = {}
    layer_depths: dict[Layer, int] = {}
    for node in reversed(ordered):
        layer = node.outbound_layer
        # Keras: all later calls of a shared layer stand as far away as its farthest one so far.
        depth = max(node_depths.setdefault(node, 0), layer_depths.get(layer, 0))
        node_depths[node] = layer_depths[layer] = depth
        for before, node_index in zip(node.inbound_layers, node.node_indices, strict=True):
            source = before._inbound_nodes[node_index]
            node_depths[source] = max(depth + 1, node_depths.get(source, 0))
    return node_depths, layer_depths


def _check_connected(inputs: list[Tensor], nodes_by_depth: dict[int, list[Node]]) -> None:
    computable = {id(tensor) for tensor in inputs}
    reached: list[str] = []
    for depth in sorted(nodes_by_depth, reverse=True):
        for node in nodes_by_depth[depth]:
            layer = node.outbound_layer
            for tensor in node.input_tensors:
                if id(tensor) not in computable:
                    raise ValueError(
                        f"Graph disconnected: cannot obtain value for tensor {tensor} at layer"
                        f' "{layer.name}". The following previous layers were accessed without'
                        f" issue: {reached}. Name among the model's inputs all that its outputs"
                        " are computed from"
                    )
            computable.update(id(tensor) for tensor in node.output_tensors)
            reached.append(layer.name)


def _check_unique_names(layers: list[Layer]) -> None:
    counts = Counter(layer.name for layer in layers)
    for name, count in counts.items():
        if count > 1:
            raise ValueError(
                f'The name "{name}" is used {count} times in the model. All layer names should be'
                " unique. Give the layers names of their own with name=..."
            )
