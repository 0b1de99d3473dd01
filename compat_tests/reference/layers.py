"""Layers restated: each takes inputs, the layer's weights and its constructor's arguments."""

import numpy as np

from compat_tests.reference import recurrent
from compat_tests.reference.functions import ACTIVATIONS, elu, relu, softmax

__all__ = [
    "activation",
    "add",
    "average",
    "concatenate",
    "dense",
    "dot",
    "elu_layer",
    "embedding",
    "flatten",
    "gru",
    "identity",
    "leaky_relu",
    "lstm",
    "masking",
    "maximum",
    "minimum",
    "multiply",
    "permute",
    "prelu",
    "relu_layer",
    "repeat_vector",
    "reshape",
    "simple_rnn",
    "softmax_layer",
    "subtract",
    "thresholded_relu",
]


def identity(x, weights, **arguments):
    return x


# ---- core
def dense(x, weights, units, activation="linear", use_bias=True, **rest):
    kernel, *bias = weights
    return ACTIVATIONS[activation](x @ kernel + (bias[0] if bias else 0.0))


def activation(x, weights, activation):
    return ACTIVATIONS[activation](x)


def masking(x, weights, mask_value=0.0):
    return x * (x != mask_value).any(-1, keepdims=True)


def reshape(x, weights, target_shape):
    return x.reshape(len(x), *target_shape)


def permute(x, weights, dims):
    return x.transpose(0, *dims)


def flatten(x, weights, data_format="channels_last"):
    if data_format == "channels_first":
        x = np.moveaxis(x, 1, -1)
    return x.reshape(len(x), -1)


def repeat_vector(x, weights, n):
    return np.stack([x] * n, 1)


def embedding(x, weights, input_dim, output_dim, **rest):
    return weights[0][x.astype(int)]


# ---- activations with arguments of their own
def leaky_relu(x, weights, alpha=0.3):
    return np.where(x > 0, x, alpha * x)


def prelu(x, weights, shared_axes=None):
    return np.where(x > 0, x, weights[0] * x)


def elu_layer(x, weights, alpha=1.0):
    return elu(x, alpha)


def thresholded_relu(x, weights, theta=1.0):
    return np.where(x > theta, x, 0.0)


def softmax_layer(x, weights, axis=-1):
    return softmax(x, axis)


def relu_layer(x, weights, max_value=None, negative_slope=0.0, threshold=0.0):
    return relu(x, negative_slope, max_value, threshold)


# ---- merging
def _broadcast(arrays):
    """Return arrays with axes of length 1 after the batch's, until all have as many."""
    most = max(array.ndim for array in arrays)
    return [
        array.reshape(len(array), *[1] * (most - array.ndim), *array.shape[1:]) for array in arrays
    ]


def add(x, weights):
    return sum(_broadcast(x))


def subtract(x, weights):
    first, second = _broadcast(x)
    return first - second


def multiply(x, weights):
    product = 1.0
    for array in _broadcast(x):
        product = product * array
    return product


def average(x, weights):
    return sum(_broadcast(x)) / len(x)


def maximum(x, weights):
    return np.max(np.stack(x), 0)


def minimum(x, weights):
    return np.min(np.stack(x), 0)


def concatenate(x, weights, axis=-1):
    return np.concatenate(x, axis)


def dot(x, weights, axes, normalize=False):
    first, second = x
    axes = [axes, axes] if isinstance(axes, int) else axes
    axes = [axis % array.ndim for axis, array in zip(axes, x, strict=True)]
    if normalize:
        first, second = (
            array / np.sqrt(np.square(array).sum(axis, keepdims=True))
            for array, axis in zip(x, axes, strict=True)
        )
    products = [
        np.tensordot(one, other, (axes[0] - 1, axes[1] - 1))
        for one, other in zip(first, second, strict=True)
    ]
    return np.stack(products).reshape(len(first), *(products[0].shape or (1,)))


# ---- recurrent
def _of_kernel(run):
    def layer(x, weights, units, use_bias=True, unroll=False, implementation=1, **options):
        return run(x, weights, **options)[0]

    return layer


lstm = _of_kernel(recurrent.lstm)
gru = _of_kernel(recurrent.gru)
simple_rnn = _of_kernel(recurrent.simple_rnn)
