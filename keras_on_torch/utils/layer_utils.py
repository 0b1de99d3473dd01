"""Helpers for people who port weights and take models apart."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from keras_on_torch._types import Shape
from keras_on_torch.utils.conv_utils import convert_kernel

__all__ = [
    "convert_all_kernels_in_model",
    "convert_dense_weights_data_format",
    "convert_kernel",
    "count_params",
    "get_source_inputs",
]

_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")


def count_params(weights: Iterable[Any]) -> int:
    """Return how many numbers the weights hold; a weight that comes twice counts once."""
    distinct = {id(weight): weight for weight in weights}
    return sum(math.prod(int(axis) for axis in weight.shape) for weight in distinct.values())


def convert_all_kernels_in_model(model: Any) -> None:
    """Flip the kernels of all convolutions: Theano's convention to TensorFlow's, and back."""
    for layer in model.layers:
        if type(layer).__name__ in _CONVOLUTIONS:
            layer.kernel.assign_value(convert_kernel(layer.kernel.numpy_value()))


def convert_dense_weights_data_format(
    dense: Any, previous_feature_map_shape: Shape, target_data_format: str = "channels_first"
) -> None:
    """Reorder the weights of a dense layer that follows a flattened feature map.

    Args:
        dense: the layer.
        previous_feature_map_shape: lengths of the map's three axes, in the order it has now
            before it is flattened.
        target_data_format: the axis order that the map will have.

    Raises:
        ValueError: there is no such axis order.
    """
    orders = {"channels_first": (2, 0, 1), "channels_last": (1, 2, 0)}
    if target_data_format not in orders:
        raise ValueError(
            f"target_data_format must be one of {', '.join(orders)}. Received: {target_data_format}"
        )
    # Keras: the shape is named in the order of the target; what is reordered is in the other one.
    first, second, third = [int(axis or 0) for axis in previous_feature_map_shape]
    if target_data_format == "channels_first":
        current = (second, third, first)
    else:
        current = (third, first, second)
    kernel, bias = dense.get_weights()
    maps = kernel.reshape((*current, -1)).transpose((*orders[target_data_format], 3))
    dense.set_weights([np.reshape(maps, kernel.shape), bias])


def get_source_inputs(tensor: Any, layer: Any = None, node_index: int | None = None) -> Any:
    """Return the input tensors that a layer's output is computed from, each once.

    Args:
        tensor: the output.
        layer: the layer that made it; None takes the one it came from.
        node_index: which of the layer's calls made it.
    """
    if not hasattr(tensor, "_keras_history"):
        return tensor
    if layer is None or node_index:
        layer, node_index, _ = tensor._keras_history
    if not layer._inbound_nodes:
        return [tensor]
    found: dict[int, Any] = {}
    waiting = [(layer, node_index or 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        layer, index = waiting.pop(0)
        if (id(layer), index) in seen:
            continue
        seen.add((id(layer), index))
        node = layer._inbound_nodes[index]
        if not node.inbound_layers:
            found.update({id(each): each for each in node.input_tensors})
        before = list(zip(node.inbound_layers, node.node_indices, strict=True))
        waiting = before + waiting
    return list(found.values())
