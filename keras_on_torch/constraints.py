"""Bounds in which weights are kept after each training step."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.utils.registry import (
    arguments_of,
    deserialize_keras_object,
    serialize_keras_object,
)

__all__ = [
    "Constraint",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
    "deserialize",
    "get",
    "max_norm",
    "maxnorm",
    "min_max_norm",
    "non_neg",
    "nonneg",
    "serialize",
    "unit_norm",
    "unitnorm",
]

Axes: TypeAlias = int | list[int] | tuple[int, ...]


class Constraint:
    """What gives a weight brought within bounds, when it is called with it; here all is allowed."""

    def __call__(self, w: Tensor) -> Tensor:
        return w

    def get_config(self) -> Config:
        """Return the constructor's arguments by name."""
        return {}


class MaxNorm(Constraint):
    """Norms of at most `max_value` (Srivastava et al. 2014).

    Args:
        max_value: the largest norm.
        axis: along which a norm is taken: 0 for a dense kernel's units, [0, 1, 2] for the filters
            of a convolution over images.
    """

    def __init__(self, max_value: float = 2, axis: Axes = 0) -> None:
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        norms = _norms(w, self.axis)
        return w * (K.clip(norms, 0, self.max_value) / (K.epsilon() + norms))

    def get_config(self) -> Config:
        return arguments_of(self, MaxNorm)


class NonNeg(Constraint):
    """No negative numbers."""

    def __call__(self, w: Tensor) -> Tensor:
        return w * K.cast(K.greater_equal(w, 0.0), K.floatx())


class UnitNorm(Constraint):
    """Norms of one.

    Args:
        axis: along which a norm is taken, as for `MaxNorm`.
    """

    def __init__(self, axis: Axes = 0) -> None:
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        return w / (K.epsilon() + _norms(w, self.axis))

    def get_config(self) -> Config:
        return arguments_of(self, UnitNorm)


class MinMaxNorm(Constraint):
    """Norms between two bounds.

    Args:
        min_value, max_value: the bounds.
        rate: how far a norm outside moves towards the bound in one step: 1 for all the way.
        axis: along which a norm is taken, as for `MaxNorm`.
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: Axes = 0,
    ) -> None:
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w: Tensor) -> Tensor:
        norms = _norms(w, self.axis)
        within = K.clip(norms, self.min_value, self.max_value)
        wanted = self.rate * within + (1 - self.rate) * norms
        return w * (wanted / (K.epsilon() + norms))

    def get_config(self) -> Config:
        return arguments_of(self, MinMaxNorm)


def _norms(w: Tensor, axis: Axes) -> Tensor:
    return K.sqrt(K.sum(K.square(w), axis=axis, keepdims=True))


def serialize(constraint: Any) -> Any:
    """Return what a constraint is written as."""
    return serialize_keras_object(constraint)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a constraint from what `serialize` gave."""
    return deserialize_keras_object(config, globals(), custom_objects, "constraint")


def get(identifier: Any) -> Any:
    """Return the constraint that a name, a configuration or the thing itself means; None for None.

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
        f"Could not interpret constraint identifier: {identifier}. Give a name such as 'max_norm',"
        " a Constraint such as constraints.max_norm(2), or a function of the weight"
    )


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm
