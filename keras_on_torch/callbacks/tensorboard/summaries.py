"""Weights as images, and the layers as a graph."""

from typing import Any

import numpy as np

from keras_on_torch import config
from keras_on_torch._types import Array
from keras_on_torch.utils.optional_imports import optional_import

__all__ = ["graph_of", "images_of"]

_MOST_IMAGES = 3


def images_of(weight: Array) -> list[Array]:
    """Return a weight as at most three grey images, (rows, cols, 1); none if it is no image."""
    plane = np.squeeze(weight)
    if plane.ndim == 1:
        plane = plane[None, :, None, None]
    elif plane.ndim == 2:
        plane = (plane.T if plane.shape[0] > plane.shape[1] else plane)[None, :, :, None]
    elif plane.ndim == 3:
        if config.image_data_format() == "channels_last":
            plane = plane.transpose(2, 0, 1)
        plane = plane[..., None]
    else:
        return []
    return [_grey(image) for image in plane[:_MOST_IMAGES]]


def _grey(image: Array) -> Array:
    """Return bytes: 0 stays black where nothing is negative, otherwise it is the middle grey."""
    low, high = float(image.min()), float(image.max())
    if low < 0:
        largest = max(abs(low), abs(high))
        return (image * (127.0 / largest) + 128.0).astype("uint8")
    return (image * (255.0 / high if high > 0 else 0.0)).astype("uint8")


def graph_of(model: Any) -> Any:
    """Return the event that shows a model's layers, and which is fed by which."""
    needed_by = "TensorBoard"
    events = optional_import("tensorboard.compat.proto.event_pb2", "tensorboard", needed_by)
    graphs = optional_import("tensorboard.compat.proto.graph_pb2", "tensorboard", needed_by)
    graph = graphs.GraphDef()
    graph.versions.producer = 22
    for layer in model.layers:
        node = graph.node.add(name=layer.name, op=type(layer).__name__)
        sources = [source.name for call in layer._inbound_nodes for source in call.inbound_layers]
        node.input.extend(dict.fromkeys(sources))
    return events.Event(graph_def=graph.SerializeToString())
