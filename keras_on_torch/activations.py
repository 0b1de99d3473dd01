"""Functions between layers."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    known_layers,
    serialize_keras_object,
)

__all__ = [
    "deserialize",
    "elu",
    "exponential",
    "get",
    "hard_sigmoid",
    "linear",
    "relu",
    "selu",
    "serialize",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
]

_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


def softmax(x: Tensor, axis: int = -1) -> Tensor:
    """Return shares that add up to one along an axis.

    Args:
        x: of two axes or more.
        axis: along which.

    Raises:
        ValueError: `x` has one axis or none.
    """
    axes = K.ndim(x)
    if axes is None or axes < 2:
        raise ValueError(
            f"Cannot apply softmax to a tensor that is {axes}D, got {x}. It needs two axes or more"
        )
    if axes == 2:  # Keras: with two axes it is always the last one.
        return K.softmax(x)
    return graph.name_operation(K.softmax(x, axis=axis), "Max sub Exp Sum truediv")


def elu(x: Tensor, alpha: float = 1.0) -> Tensor:
    """Return `x` where it is positive, `alpha * (exp(x) - 1)` elsewhere (Clevert et al. 2015)."""
    return K.elu(x, alpha)


def selu(x: Tensor) -> Tensor:
    """Return the elu that keeps mean and variance from layer to layer (Klambauer et al. 2017).

    Weights should start from `lecun_normal`, and dropout be `AlphaDropout`.
    """
    return _SELU_SCALE * K.elu(x, _SELU_ALPHA)


def softplus(x: Tensor) -> Tensor:
    """Return `log(exp(x) + 1)`."""
    return K.softplus(x)


def softsign(x: Tensor) -> Tensor:
    """Return `x / (|x| + 1)`."""
    return K.softsign(x)


def relu(
    x: Tensor, alpha: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Tensor:
    """Return `x` where it is above a threshold, nothing or little elsewhere.

    Args:
        x: the input.
        alpha: slope below the threshold.
        max_value: the largest value; None for no bound.
        threshold: from where on `x` itself is given; below it `alpha * (x - threshold)` is.
    """
    return K.relu(x, alpha=alpha, max_value=max_value, threshold=threshold)


def tanh(x: Tensor) -> Tensor:
    """Return the hyperbolic tangent."""
    return K.tanh(x)


def sigmoid(x: Tensor) -> Tensor:
    """Return `1 / (1 + exp(-x))`."""
    return K.sigmoid(x)


def hard_sigmoid(x: Tensor) -> Tensor:
    """Return `0.2 x + 0.5`, kept between 0 and 1."""
    return K.hard_sigmoid(x)


def exponential(x: Tensor) -> Tensor:
    """Return `exp(x)`."""
    return K.exp(x)


def linear(x: Tensor) -> Tensor:
    """Return `x` itself."""
    return x


def serialize(activation: Any) -> Any:
    """Return what an activation is written as."""
    return serialize_keras_object(activation)


def deserialize(name: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return the activation that `serialize` wrote."""
    known = known_layers if isinstance(name, dict) else globals()
    return deserialize_keras_object(name, known, custom_objects, "activation function")


def get(identifier: Any) -> Callable[..., Any]:
    """Return the activation that a name or the function itself means; `linear` for None.

    Raises:
        ValueError: it means none.
    """
    if identifier is None:
        return linear
    if isinstance(identifier, (str, dict)):
        found: Callable[..., Any] = deserialize(identifier)
        return found
    if not callable(identifier):
        raise ValueError(
            f"Could not interpret activation function identifier: {identifier}. Give a name such as"
            " 'relu', or a function of the tensor"
        )
    if hasattr(identifier, "compute_output_shape"):  # A layer, which this room does not know.
        warnings.warn(
            f"Do not pass a layer instance (such as {type(identifier).__name__}) as the activation"
            " argument of another layer: add it to the model as a layer of its own",
            stacklevel=2,
        )
    function: Callable[..., Any] = identifier
    return function
