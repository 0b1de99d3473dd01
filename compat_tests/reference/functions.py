"""Activations, penalties and bounds."""

import numpy as np

__all__ = ["ACTIVATIONS", "CONSTRAINTS", "REGULARIZERS"]

SELU = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
EPSILON = 1e-7


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))


def relu(x, alpha=0.0, max_value=None, threshold=0.0):
    y = np.where(x >= threshold, x, alpha * (x - threshold))
    return y if max_value is None else np.minimum(y, max_value)


ACTIVATIONS = {
    "softmax": softmax,
    "elu": elu,
    "selu": lambda x: SELU[0] * elu(x, SELU[1]),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "relu": relu,
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "hard_sigmoid": lambda x: np.clip(0.2 * x + 0.5, 0, 1),
    "exponential": np.exp,
    "linear": lambda x: x,
}

REGULARIZERS = {
    "l1": lambda x, **factor: factor["l"] * np.abs(x).sum(),
    "l2": lambda x, **factor: factor["l"] * (x**2).sum(),
    "l1_l2": lambda x, l1, l2: l1 * np.abs(x).sum() + l2 * (x**2).sum(),
}


def norm(w, axis):
    axis = tuple(axis) if isinstance(axis, list) else axis
    return np.sqrt((w**2).sum(axis, keepdims=True))


def max_norm(w, max_value=2, axis=0):
    return min_max_norm(w, 0, max_value, 1, axis)


def min_max_norm(w, min_value=0.0, max_value=1.0, rate=1.0, axis=0):
    n = norm(w, axis)
    return w * (rate * np.clip(n, min_value, max_value) + (1 - rate) * n) / (EPSILON + n)


CONSTRAINTS = {
    "max_norm": max_norm,
    "min_max_norm": min_max_norm,
    "non_neg": lambda w: np.maximum(w, 0),
    "unit_norm": lambda w, axis=0: w / (EPSILON + norm(w, axis)),
}
