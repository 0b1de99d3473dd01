"""Metrics by their names, and from what was written of them."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    known_namespaces,
    serialize_keras_object,
)

__all__ = ["deserialize", "get", "serialize"]


def serialize(metric: Any) -> Any:
    """Return what a metric is written as."""
    return serialize_keras_object(metric)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the metric that `serialize` wrote."""
    # Programs put functions of their own into keras.metrics, so that their names are known.
    return deserialize_keras_object(
        config, known_namespaces["metrics"], custom_objects, "metric function"
    )


def get(identifier: Any) -> Any:
    """Return the metric that a name, a configuration or the function itself means.

    Raises:
        ValueError: it means none.
    """
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret metric function identifier: {identifier}. Give a name such as"
        " 'accuracy', or a function of (y_true, y_pred)"
    )
