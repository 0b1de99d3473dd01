"""Activations, shares that add up to one, and layers without weights of their own."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import shared_length
from keras_on_torch.tensorflow.arguments import alike, allowed, either, static_value, tensor
from keras_on_torch.tensorflow.arguments import axis as one_axis
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.products import matmul

__all__ = [
    "bias_add",
    "crelu",
    "elu",
    "l2_loss",
    "leaky_relu",
    "log_softmax",
    "relu",
    "relu6",
    "relu_layer",
    "selu",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "xw_plus_b",
    "zero_fraction",
]

_REAL = "float int small"


# ---- number by number
def _activation(name: str, compute: Callable[..., Any], kinds: str, doc: str) -> Callable[..., Any]:
    """Return a function of one tensor.

    Args:
        name: TensorFlow's name of it.
        compute: K's function or torch's.
        kinds: the types that it takes, as `allowed` knows them.
        doc: its docstring.
    """

    def of_features(features: Any, name: str | None = None) -> Tensor:
        return compute(allowed(tensor(features), kinds, "features"))

    of_features.__name__ = of_features.__qualname__ = name
    of_features.__doc__ = doc
    return function(of_features)


@op
def _relu6(x: Tensor) -> Tensor:
    return F.hardtanh(x, 0.0, 6.0) if x.is_floating_point() else x.clamp(0, 6)


relu = _activation("relu", K.relu, _REAL, "Return what is above zero, and zero elsewhere.")
relu6 = _activation("relu6", _relu6, _REAL, "Return `min(max(x, 0), 6)`.")
elu = _activation("elu", K.elu, "float", "Return `x` above zero, `exp(x) - 1` elsewhere.")
selu = _activation("selu", F.selu, "float", "Return scaled `elu` (Klambauer et al. 2017).")
softplus = _activation("softplus", K.softplus, "float", "Return `log(1 + exp(x))`.")
softsign = _activation("softsign", K.softsign, "float", "Return `x / (1 + |x|)`.")


@function
def swish(features: Any) -> Tensor:
    """Return `x * sigmoid(x)` (Ramachandran et al. 2017)."""
    return F.silu(allowed(tensor(features), "float", "features"))


@function
def leaky_relu(features: Any, alpha: Any = 0.2, name: str | None = None) -> Tensor:
    """Return `x` above zero, a slope below it; whole numbers become float32.

    Args:
        features: a tensor.
        alpha: the slope, a number.
        name: how the result is called.

    Raises:
        TypeError: `alpha` is no number that is known before running.
    """
    x = allowed(tensor(features), _REAL, "features")
    x = x if x.dtype.is_floating_point else K.cast(x, "float32")
    if not isinstance(alpha, (int, float, np.ndarray, np.generic)):
        raise TypeError(f"Expected float for argument 'alpha' of tf.nn.leaky_relu, got {alpha!r}")
    return F.leaky_relu(x, float(alpha))


@function
def crelu(features: Any, name: str | None = None, axis: Any = -1) -> Tensor:
    """Return `relu(x)` and `relu(-x)` side by side (Shang et al. 2016).

    Args:
        features: a tensor.
        name: how the result is called.
        axis: the axis along which they are joined.
    """
    x = allowed(tensor(features), _REAL, "features")
    return K.relu(K.concatenate([x, -x], one_axis(axis, x.ndim)))


# ---- shares
def softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """Return shares that add up to one along an axis.

    Args:
        logits: a tensor with axes.
        axis: the axis; None is the last.
        name: how the result is called.
        dim: the old name of `axis`.

    Raises:
        InvalidArgumentError: there is no such axis.
    """
    place = _place(logits, either(axis, dim, "axis", "dim", -1))
    return _shares(logits, place, name=name)


def log_softmax(logits: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Tensor:
    """Return the logarithm of `softmax`; arguments as of it."""
    place = _place(logits, either(axis, dim, "axis", "dim", -1))
    return _log_shares(logits, place, name=name)


@function
def _shares(logits: Any, place: int, name: str | None = None) -> Tensor:
    return K.softmax(tensor(logits), place)


@function
def _log_shares(logits: Any, place: int, name: str | None = None) -> Tensor:
    return torch.log_softmax(tensor(logits), place)


def _place(logits: Any, axis: Any) -> int:
    """Return an axis of logits, counted from the front."""
    x, known = allowed(tensor(logits), "float", "logits"), static_value(axis)
    if not x.ndim:
        raise ValueError("Shape must be at least rank 1 but is rank 0: logits have no axis")
    place = None if known is None else int(known)
    if place is None or not -x.ndim <= place < x.ndim:
        raise InvalidArgumentError(
            None,
            None,
            f"Dimension ({place}) must be in the range [{-x.ndim}, {x.ndim}) where {x.ndim} is the"
            " number of dimensions in the input",
        )
    return int(place % x.ndim)


# ---- layers without weights of their own
@function
def bias_add(
    value: Any, bias: Any, data_format: str | None = None, name: str | None = None
) -> Tensor:
    """Add a bias to each channel.

    Args:
        value: (batch, ..., channels), or (batch, channels, ...) for channels first.
        bias: (channels,).
        data_format: "N...C", which None is, or "NC...".
        name: how the result is called.

    Raises:
        ValueError: there is no such order, or shapes do not fit.
    """
    first = data_format is not None and data_format.startswith("NC")
    if not (data_format is None or first or (data_format[:1] + data_format[-1:]) == "NC"):
        raise ValueError(f"data_format must be of the form `N...C` or `NC...`, got {data_format!r}")
    x = tensor(value)
    b = tensor(bias, x.dtype)
    if x.ndim < 2 or b.ndim != 1:
        raise ValueError(
            "tf.nn.bias_add takes values of rank 2 and more and a bias of rank 1, got"
            f" {x.ndim} and {b.ndim}"
        )
    return _with_bias(x, b, first)


def _shape_with_bias(x: Tensor, bias: Tensor, first: bool) -> Tensor:
    channels = 1 if first else x.ndim - 1
    shape = list(x.shape)
    shape[channels] = shared_length(x.shape[channels], bias.shape[0])
    return x.new_empty(shape)


@op(infer=_shape_with_bias)
def _with_bias(x: Tensor, bias: Tensor, first: bool) -> Tensor:
    channels = x.shape[1 if first else -1]
    if bias.shape[0] != channels:
        raise InvalidArgumentError(
            None, None, f"Must provide as many biases as channels: {bias.shape[0]} vs. {channels}"
        )
    return x + (bias.reshape(-1, *(1,) * (x.ndim - 2)) if first else bias)


@function
def xw_plus_b(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """Return `x @ weights + biases`.

    Args:
        x: (batch, inputs).
        weights: (inputs, units).
        biases: (units,).
        name: how the result is called.
    """
    return bias_add(matmul(*alike("MatMul", a=x, b=weights)), biases)


@function
def relu_layer(x: Any, weights: Any, biases: Any, name: str | None = None) -> Tensor:
    """Return `relu(x @ weights + biases)`; arguments as of `xw_plus_b`."""
    return K.relu(xw_plus_b(x, weights, biases))


# ---- one number
@function
def l2_loss(t: Any, name: str | None = None) -> Tensor:
    """Return half the sum of squares."""
    return _half_of_squares(allowed(tensor(t), "float", "t"))


def _scalar(x: Tensor) -> Tensor:
    return x.new_empty(())


@op(infer=_scalar)
def _half_of_squares(x: Tensor) -> Tensor:
    row = x.reshape(-1)
    return torch.dot(row, row) * 0.5


@function
def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """Return the share of zeros among the numbers, as float32; NaN if there are none."""
    return _share_of_zeros(tensor(value))


def _single(x: Tensor) -> Tensor:
    return x.new_empty((), dtype=torch.float32)


@op(infer=_single, differentiable=False)
def _share_of_zeros(x: Tensor) -> Tensor:
    return torch.sum(x == 0).float() / x.numel()
