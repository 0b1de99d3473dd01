"""Weights as older writers and other layers keep them, turned into those of a layer."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Array
from keras_on_torch.saving.recurrent_conversion import between_plain_and_cudnn, joined_gates
from keras_on_torch.utils.conv_utils import convert_kernel

__all__ = ["preprocess_weights_for_loading", "turns_kernels"]

_TURNING_BACKENDS = ("theano",)  # What these call convolution turns the kernel by 180 degrees.
_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "ConvLSTM2D")


def preprocess_weights_for_loading(
    layer: Any,
    weights: list[Array],
    original_keras_version: str | None = None,
    original_backend: str | None = None,
    reshape: bool = False,
) -> list[Array]:
    """Turn stored weights into those of a layer.

    Keras 1 kept weights of convolutions and of gates in other orders, Theano turned kernels, and
    the CuDNN layers have another layout than the plain ones.

    Args:
        layer: the layer.
        weights: the stored arrays.
        original_keras_version: which Keras wrote them; "1" for any Keras 1.
        original_backend: with which backend.
        reshape: whether a convolution's kernel may be brought into another shape.

    Raises:
        ValueError: they cannot be turned into weights of this layer.
    """
    origin = original_keras_version, original_backend
    kind = type(layer).__name__
    weights = list(weights)
    if kind == "Bidirectional":
        half = len(weights) // 2
        weights = preprocess_weights_for_loading(
            layer.forward_layer, weights[:half], *origin
        ) + preprocess_weights_for_loading(layer.backward_layer, weights[half:], *origin)
    elif kind == "TimeDistributed":
        weights = preprocess_weights_for_loading(layer.layer, weights, *origin)
    elif kind in ("Model", "Sequential"):
        weights = _of_model(layer, weights, origin)
    if original_keras_version == "1" and kind in _FROM_KERAS_1:
        weights = _FROM_KERAS_1[kind](layer, weights)
    if kind in _CONVOLUTIONS and weights:
        weights = _of_convolution(layer, weights, original_backend, reshape)
    return between_plain_and_cudnn(layer, weights)


def _of_model(
    model: Any, weights: list[Array], origin: tuple[str | None, str | None]
) -> list[Array]:
    """Turn the weights of a nested model, which keeps those that training changes first."""
    converted: list[Array] = []
    counts = [(layer, len(layer.trainable_weights)) for layer in model.layers]
    counts += [(layer, len(layer.weights) - count) for layer, count in counts]
    for layer, count in counts:
        if count > 0:
            converted += preprocess_weights_for_loading(layer, weights[:count], *origin)
            weights = weights[count:]
    return converted


# ---- convolutions
def turns_kernels(original_backend: str | None) -> bool:
    """Return whether kernels that a backend wrote have to be turned by 180 degrees."""
    return original_backend in _TURNING_BACKENDS


def _of_convolution(
    layer: Any, weights: list[Array], backend: str | None, reshape: bool
) -> list[Array]:
    kernels = 2 if type(layer).__name__ == "ConvLSTM2D" else 1
    if turns_kernels(backend):
        weights[:kernels] = [convert_kernel(kernel) for kernel in weights[:kernels]]
    wanted = tuple(int(axis or 0) for axis in K.int_shape(layer.weights[0]) or ())
    if wanted == weights[0].shape:
        return weights
    if reshape:
        if weights[0].size != math.prod(wanted):
            raise ValueError(
                "Weights must be of equal size to apply a reshape operation. Layer"
                f" {layer.name}'s weights have shape {wanted} and size {math.prod(wanted)}."
                f" The weights for loading have shape {weights[0].shape} and size"
                f" {weights[0].size}. "
            )
        weights[0] = np.reshape(weights[0], wanted)
    elif weights[0].ndim == 4:  # (filters, channels, rows, cols), as some writers kept it.
        weights[:kernels] = [np.transpose(kernel, (3, 2, 0, 1)) for kernel in weights[:kernels]]
    return weights


# ---- Keras 1
def _conv1d(layer: Any, weights: list[Array]) -> list[Array]:
    kernel, length = weights[0], layer.kernel_size[0]
    if kernel.ndim != 4:
        raise ValueError(
            f"The kernel of the Conv1D layer {layer.name!r} has shape {kernel.shape}: Keras 1"
            " writes four axes"
        )
    if kernel.shape[:2] != (length, 1) or kernel.shape[3] != layer.filters:
        # Keras before 1.1: (filters, channels, steps, 1).
        if kernel.shape[0] != layer.filters or kernel.shape[2:] != (length, 1):
            raise ValueError(
                f"The kernel of the Conv1D layer {layer.name!r} has shape {kernel.shape}, which is"
                f" none that Keras 1 gives {layer.filters} filters of length {length}"
            )
        kernel = np.transpose(kernel, (2, 3, 1, 0))
    return [kernel[:, 0], *weights[1:]]


def _conv2d(layer: Any, weights: list[Array]) -> list[Array]:
    if layer.data_format == "channels_first":
        weights[0] = np.transpose(weights[0], (2, 3, 1, 0))
    return weights


def _conv2d_transpose(layer: Any, weights: list[Array]) -> list[Array]:
    last = layer.data_format == "channels_last"
    weights[0] = np.transpose(weights[0], (0, 1, 3, 2) if last else (2, 3, 0, 1))
    return weights


def _conv3d(layer: Any, weights: list[Array]) -> list[Array]:
    if layer.data_format == "channels_first":
        weights[0] = np.transpose(weights[0], (2, 3, 4, 1, 0))
    return weights


def _gru(layer: Any, weights: list[Array]) -> list[Array]:
    return joined_gates(weights, (0, 1, 2)) if len(weights) == 9 else weights


def _lstm(layer: Any, weights: list[Array]) -> list[Array]:
    # Keras 1 has the gates in the order input, cell, forget, output.
    return joined_gates(weights, (0, 2, 1, 3)) if len(weights) == 12 else weights


def _conv_lstm(layer: Any, weights: list[Array]) -> list[Array]:
    if len(weights) != 12:
        return weights
    if layer.data_format == "channels_first":
        # Keras joins the gates before it turns the kernels: what is (filters, channels, rows, cols)
        # then fits nowhere, and what is in Keras 2's order is turned back.
        shapes = [K.int_shape(variable) for variable in layer.weights[:2]]
        fitting = [(*shape[:-1], shape[-1] // 4) for shape in shapes if shape]
        weights = [
            np.transpose(w, (2, 3, 1, 0)) if w.ndim == 4 and w.shape not in fitting else w
            for w in weights
        ]
    return _lstm(layer, weights)


_FROM_KERAS_1: dict[str, Callable[[Any, list[Array]], list[Array]]] = {
    "Conv1D": _conv1d,
    "Conv2D": _conv2d,
    "Conv2DTranspose": _conv2d_transpose,
    "Conv3D": _conv3d,
    "ConvLSTM2D": _conv_lstm,
    "GRU": _gru,
    "LSTM": _lstm,
}
