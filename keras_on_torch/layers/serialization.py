"""Layers to configurations and back."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch._types import Config
from keras_on_torch.utils.registry import deserialize_keras_object, known_layers

__all__ = ["deserialize", "serialize"]


def serialize(layer: Any) -> Config:
    """Return a layer as its class's name and its configuration."""
    return {"class_name": layer.__class__.__name__, "config": layer.get_config()}


def deserialize(config: Config, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make the layer (or model) that `serialize` wrote.

    Args:
        config: `{"class_name": ..., "config": ...}`.
        custom_objects: classes and functions of the program's own, by name.

    Raises:
        ValueError: there is no such class.
    """
    return deserialize_keras_object(
        config,
        module_objects=known_layers,
        custom_objects=custom_objects,
        printable_module_name="layer",
    )
