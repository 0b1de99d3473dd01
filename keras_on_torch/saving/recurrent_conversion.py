"""Weights of recurrent layers: gates in arrays of their own or side by side, plain or CuDNN's."""

from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch._types import Array

__all__ = ["between_plain_and_cudnn", "joined_gates"]


def joined_gates(weights: list[Array], order: tuple[int, ...]) -> list[Array]:
    """Join arrays that Keras 1 kept for each gate: kernel, recurrent kernel, bias.

    Args:
        weights: the three arrays of each gate, gate after gate.
        order: which gate comes first, second ...
    """
    return [
        np.concatenate([weights[3 * gate + part] for gate in order], axis=-1) for part in range(3)
    ]


def between_plain_and_cudnn(layer: Any, weights: list[Array]) -> list[Array]:
    """Turn the weights of LSTM into those of CuDNNLSTM or back, where need be; GRU's likewise.

    Raises:
        ValueError: the bias has a shape that no such layer has, or a GRU of another kind wrote it.
    """
    kind = type(layer).__name__
    if len(weights) != 3:  # Without a bias there is nothing to tell them apart by.
        return weights
    if kind in ("LSTM", "CuDNNLSTM"):
        return _lstm(kind, weights)
    if kind in ("GRU", "CuDNNGRU"):
        return _gru(layer, kind, weights)
    return weights


def _lstm(kind: str, weights: list[Array]) -> list[Array]:
    units, shape = weights[1].shape[0], weights[2].shape
    sources = {(8 * units,): "CuDNNLSTM", (4 * units,): "LSTM"}
    if shape not in sources:
        raise ValueError(
            f"Invalid bias shape: {shape}. With {units} units CuDNNLSTM has (8 * units,), LSTM"
            " (4 * units,)"
        )
    if sources[shape] == kind:
        return weights
    from_cudnn = sources[shape] == "CuDNNLSTM"
    bias = weights[2]
    # CuDNN adds two biases; which one has how much does not matter.
    bias = bias[: 4 * units] + bias[4 * units :] if from_cudnn else np.tile(0.5 * bias, 2)
    return [*_kernels(weights, 4, from_cudnn), bias]


def _gru(layer: Any, kind: str, weights: list[Array]) -> list[Array]:
    units, shape = weights[1].shape[0], weights[2].shape
    sources = {
        (6 * units,): "CuDNNGRU",
        (2, 3 * units): "GRU(reset_after=True)",
        (3 * units,): "GRU(reset_after=False)",
    }
    if shape not in sources:
        raise ValueError(
            f"Invalid bias shape: {shape}. With {units} units CuDNNGRU has (6 * units,), GRU"
            " (3 * units,) or, with reset_after=True, (2, 3 * units)"
        )
    source = sources[shape]
    target = kind if kind == "CuDNNGRU" else f"GRU(reset_after={bool(layer.reset_after)})"
    if source == target:
        return weights
    if "GRU(reset_after=False)" in (source, target):
        raise ValueError(
            f"{source} is not compatible with {target}: give the layer the reset_after that the"
            " weights were made with"
        )
    from_cudnn = source == "CuDNNGRU"
    bias = weights[2].reshape((2, -1) if from_cudnn else -1)
    return [*_kernels(weights, 3, from_cudnn), bias]


def _kernels(weights: list[Array], gates: int, from_cudnn: bool) -> tuple[Array, Array]:
    """Turn the two kernels; CuDNN keeps each gate's transposed, the first in its old shape."""

    def of_inputs(kernel: Array) -> Array:
        return kernel.T.reshape(kernel.shape, order="F" if from_cudnn else "C")

    return _by_gate(weights[0], gates, of_inputs), _by_gate(weights[1], gates, np.transpose)


def _by_gate(kernel: Array, gates: int, turn: Callable[[Array], Array]) -> Array:
    return np.hstack([turn(part) for part in np.hsplit(kernel, gates)])
