"""Penalties on weights and outputs."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.utils.registry import deserialize_keras_object, serialize_keras_object

__all__ = ["L1L2", "Regularizer", "deserialize", "get", "l1", "l1_l2", "l2", "serialize"]


class Regularizer:
    """What gives the penalty for a tensor, when it is called with it; this one gives none."""

    def __call__(self, x: Tensor) -> Any:
        return 0.0

    @classmethod
    def from_config(cls, config: Config) -> "Regularizer":
        """Make one from what `get_config` gave."""
        return cls(**config)


class L1L2(Regularizer):
    """`l1 * sum(|x|) + l2 * sum(x²)`.

    Args:
        l1, l2: the two factors; a term with factor 0 is left out.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = K.cast_to_floatx(l1)
        self.l2 = K.cast_to_floatx(l2)

    def __call__(self, x: Tensor) -> Any:
        penalty: Any = 0.0
        if self.l1:
            penalty = penalty + K.sum(K.abs(x)) * float(self.l1)
        if self.l2:
            penalty = penalty + K.sum(K.square(x)) * float(self.l2)
        return penalty

    def get_config(self) -> Config:
        """Return the constructor's arguments by name."""
        return {"l1": float(self.l1), "l2": float(self.l2)}


def l1(l: float = 0.01) -> L1L2:  # noqa: E741  # Keras's name.
    """Return the penalty `l * sum(|x|)`."""
    return L1L2(l1=l)


def l2(l: float = 0.01) -> L1L2:  # noqa: E741  # Keras's name.
    """Return the penalty `l * sum(x²)`."""
    return L1L2(l2=l)


def l1_l2(l1: float = 0.01, l2: float = 0.01) -> L1L2:
    """Return the penalty `l1 * sum(|x|) + l2 * sum(x²)`."""
    return L1L2(l1=l1, l2=l2)


def serialize(regularizer: Any) -> Any:
    """Return what a regularizer is written as."""
    return serialize_keras_object(regularizer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a regularizer from what `serialize` gave."""
    return deserialize_keras_object(config, globals(), custom_objects, "regularizer")


def get(identifier: Any) -> Any:
    """Return the regularizer that a name, a configuration or the thing itself means; None for None.

    Raises:
        ValueError: it means none.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        identifier = {"class_name": identifier, "config": {}}
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret regularizer identifier: {identifier}. Give a name such as 'l2', a"
        " Regularizer such as regularizers.l2(0.01), or a function of the tensor"
    )
