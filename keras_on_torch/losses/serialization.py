"""Losses by their names, and from what was written of them."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch.losses.classes import CategoricalCrossentropy, Loss, LossFunctionWrapper
from keras_on_torch.losses.functions import categorical_crossentropy
from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    known_namespaces,
    serialize_keras_object,
)

__all__ = ["deserialize", "get", "is_categorical_crossentropy", "serialize"]


def serialize(loss: Any) -> Any:
    """Return what a loss is written as."""
    return serialize_keras_object(loss)


def deserialize(name: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the loss that `serialize` wrote."""
    # Programs put functions of their own into keras.losses, so that their names are known.
    return deserialize_keras_object(
        name, known_namespaces["losses"], custom_objects, "loss function"
    )


def get(identifier: Any) -> Any:
    """Return the loss that a name, a configuration or the function itself means; None for None.

    Raises:
        ValueError: it means none.
    """
    if identifier is None:
        return None
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret loss function identifier: {identifier}. Give a name such as 'mse', or"
        " a function of (y_true, y_pred)"
    )


def is_categorical_crossentropy(loss: Any) -> bool:
    """Return whether a loss, or the name of one, is the cross-entropy of one-hot classes."""
    if isinstance(loss, Loss):
        wraps = isinstance(loss, LossFunctionWrapper) and loss.fn is categorical_crossentropy
        return wraps or isinstance(loss, CategoricalCrossentropy)
    return "categorical_crossentropy" in (loss, getattr(loss, "__name__", None))
