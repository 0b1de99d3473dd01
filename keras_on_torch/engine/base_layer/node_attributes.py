"""What a layer knows of its calls: tensors, masks and shapes that went in and came out."""

from collections.abc import Callable
from typing import Any

from keras_on_torch.utils.registry import unpack_singleton

__all__ = ["NodeAttribute", "NodeShape", "at_node"]


class NodeAttribute:
    """A property: what the layer's only call recorded.

    Args:
        attribute: where the node keeps it.
        words: how messages call it.
        name: the property's name, of whose `get_..._at` messages tell.
    """

    def __init__(self, attribute: str, words: str, name: str) -> None:
        self.attribute, self.words, self.name = attribute, words, name
        self.__doc__ = f"The {words} of the layer's only call."

    def __get__(self, layer: Any, owner: Any = None) -> Any:
        if layer is None:
            return self
        nodes = layer._inbound_nodes
        if not nodes:
            raise AttributeError(
                f"Layer {layer.name} is not connected, no {self.words} to return: call it on a"
                " tensor first"
            )
        if len(nodes) > 1:
            raise AttributeError(
                f'Layer {layer.name} has multiple inbound nodes, hence the notion of "layer'
                f' {self.words}" is ill-defined. Use `get_{self.name}_at(node_index)` instead.'
            )
        return unpack_singleton(getattr(nodes[0], self.attribute))

    def __set__(self, layer: Any, value: Any) -> None:
        raise AttributeError(f"can't set attribute {self.name!r} of layer {layer.name!r}")


class NodeShape(NodeAttribute):
    """A property: the shapes that all calls of the layer have in common."""

    def __get__(self, layer: Any, owner: Any = None) -> Any:
        if layer is None:
            return self
        nodes = layer._inbound_nodes
        if not nodes:
            raise AttributeError(
                f"The layer {layer.name!r} has never been called and thus has no defined"
                f" {self.words}."
            )
        if len({str(getattr(node, self.attribute)) for node in nodes}) > 1:
            raise AttributeError(
                f'The layer "{layer.name}" has multiple inbound nodes, with different'
                f' {self.words}s. Hence the notion of "{self.words}" is ill-defined for the layer.'
                f" Use `get_{self.name}_at(node_index)` instead."
            )
        return unpack_singleton(getattr(nodes[0], self.attribute))


def at_node(attribute: str, words: str) -> Callable[[Any, int], Any]:
    """Return the method that tells what one of the layer's calls recorded."""

    def get_at(self: Any, node_index: int) -> Any:
        nodes = self._inbound_nodes
        if not nodes:
            raise RuntimeError(
                f"The layer {self.name!r} has never been called and thus has no defined {words}."
            )
        if node_index >= len(nodes):
            raise ValueError(
                f"Asked to get {words} at node {node_index}, but the layer has only {len(nodes)}"
                " inbound nodes."
            )
        return unpack_singleton(getattr(nodes[node_index], attribute))

    get_at.__doc__ = f"Give the {words} of the call of this number, counted from 0."
    return get_at
