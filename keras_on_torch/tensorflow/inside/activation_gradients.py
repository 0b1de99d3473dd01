"""The derivatives of activations as operations, which registered gradients are written with."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import alike
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "elu_grad",
    "leaky_relu_grad",
    "relu6_grad",
    "relu_grad",
    "selu_grad",
    "sigmoid_grad",
    "softplus_grad",
    "softsign_grad",
    "tanh_grad",
]

# Klambauer et al. 2017, "Self-Normalizing Neural Networks", section 3.
_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


# Each is one step of both tensors: TensorFlow, too, has a derivative by the features, of zeros.
@op
def _relu(grads: Tensor, x: Tensor) -> Tensor:
    return torch.where(x > 0, grads, 0)


@op
def _relu6(grads: Tensor, x: Tensor) -> Tensor:
    return torch.where((x > 0) & (x < 6), grads, 0)


@op
def _leaky_relu(grads: Tensor, x: Tensor, alpha: float) -> Tensor:
    return torch.where(x > 0, grads, grads * alpha)


@op
def _elu(grads: Tensor, y: Tensor) -> Tensor:
    return torch.where(y >= 0, grads, grads * (y + 1))


@op
def _selu(grads: Tensor, y: Tensor) -> Tensor:
    slope = torch.where(y >= 0, _SELU_SCALE, y + _SELU_SCALE * _SELU_ALPHA)
    return grads * slope


@function
def relu_grad(gradients: Any, features: Any, name: str | None = None) -> Tensor:
    """Return the gradients where the features, or what `relu` made of them, are above zero."""
    return _relu(*alike("ReluGrad", gradients=gradients, features=features))


@function
def relu6_grad(gradients: Any, features: Any, name: str | None = None) -> Tensor:
    """Return the gradients where the features are between 0 and 6."""
    return _relu6(*alike("Relu6Grad", gradients=gradients, features=features))


@function
def leaky_relu_grad(
    gradients: Any, features: Any, alpha: float = 0.2, name: str | None = None
) -> Tensor:
    """Return the gradients where the features are above zero, `alpha` of them elsewhere."""
    grads, x = alike("LeakyReluGrad", gradients=gradients, features=features)
    return _leaky_relu(grads, x, alpha)


@function
def elu_grad(gradients: Any, outputs: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `elu` from what it gave."""
    return _elu(*alike("EluGrad", gradients=gradients, outputs=outputs))


@function
def selu_grad(gradients: Any, outputs: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `selu` from what it gave."""
    return _selu(*alike("SeluGrad", gradients=gradients, outputs=outputs))


@function
def softplus_grad(gradients: Any, features: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `softplus`."""
    grads, x = alike("SoftplusGrad", gradients=gradients, features=features)
    return grads * torch.sigmoid(x)


@function
def softsign_grad(gradients: Any, features: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `softsign`."""
    grads, x = alike("SoftsignGrad", gradients=gradients, features=features)
    return grads / torch.square(1 + torch.abs(x))


@function
def sigmoid_grad(y: Any, dy: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `sigmoid` from what it gave."""
    outputs, grads = alike("SigmoidGrad", y=y, dy=dy)
    return grads * outputs * (1 - outputs)


@function
def tanh_grad(y: Any, dy: Any, name: str | None = None) -> Tensor:
    """Return the derivative of `tanh` from what it gave."""
    outputs, grads = alike("TanhGrad", y=y, dy=dy)
    return grads * (1 - torch.square(outputs))
