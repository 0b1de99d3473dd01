"""Losses and metrics: one number for each sample, from `y` (true) and `p` (predicted)."""

import numpy as np

__all__ = ["LOSSES", "METRICS"]

EPSILON = 1e-7


def clipped_shares(p):
    return np.clip(p / p.sum(-1, keepdims=True), EPSILON, 1 - EPSILON)


def categorical_crossentropy(y, p):
    return -(y * np.log(clipped_shares(p))).sum(-1)


def sparse_categorical_crossentropy(y, p):
    # Not clipped_shares: Keras takes softmax of the logarithm here, which is the share itself.
    p = np.clip(p, EPSILON, 1 - EPSILON)
    p = p / p.sum(-1, keepdims=True)
    classes = y.astype(int).reshape(p.shape[:-1])
    return -np.log(np.take_along_axis(p, classes[..., None], -1))[..., 0]


def binary_crossentropy(y, p):
    p = np.clip(p, EPSILON, 1 - EPSILON)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(-1)


def unit(x):
    return x / np.sqrt(np.maximum((x**2).sum(-1, keepdims=True), 1e-12))


def kullback_leibler(y, p):
    y, p = np.clip(y, EPSILON, 1), np.clip(p, EPSILON, 1)
    return (y * np.log(y / p)).sum(-1)


def logarithmic(x):
    return np.log(np.maximum(x, EPSILON) + 1)


LOSSES = {
    "mean_squared_error": lambda y, p: ((p - y) ** 2).mean(-1),
    "mean_absolute_error": lambda y, p: np.abs(p - y).mean(-1),
    "mean_absolute_percentage_error": lambda y, p: (
        100 * np.abs((y - p) / np.maximum(np.abs(y), EPSILON)).mean(-1)
    ),
    "mean_squared_logarithmic_error": lambda y, p: ((logarithmic(p) - logarithmic(y)) ** 2).mean(
        -1
    ),
    "squared_hinge": lambda y, p: (np.maximum(1 - y * p, 0) ** 2).mean(-1),
    "hinge": lambda y, p: np.maximum(1 - y * p, 0).mean(-1),
    "categorical_hinge": lambda y, p: np.maximum(0, ((1 - y) * p).max(-1) - (y * p).sum(-1) + 1),
    "logcosh": lambda y, p: np.log(np.cosh(p - y)).mean(-1),
    "categorical_crossentropy": categorical_crossentropy,
    "sparse_categorical_crossentropy": sparse_categorical_crossentropy,
    "binary_crossentropy": binary_crossentropy,
    "kullback_leibler_divergence": kullback_leibler,
    "poisson": lambda y, p: (p - y * np.log(p + EPSILON)).mean(-1),
    "cosine_proximity": lambda y, p: -(unit(y) * unit(p)).sum(-1),
}


def rank(p, classes):
    """How many shares are larger than that of the class."""
    own = np.take_along_axis(p, classes[:, None], -1)
    return (p > own).sum(-1)


METRICS = {
    "binary_accuracy": lambda y, p: (y == np.round(p)).mean(-1),
    "categorical_accuracy": lambda y, p: y.argmax(-1) == p.argmax(-1),
    "sparse_categorical_accuracy": lambda y, p: y.ravel() == p.argmax(-1),
    "top_k_categorical_accuracy": lambda y, p: (rank(p, y.argmax(-1)) < 5).mean(),
    "sparse_top_k_categorical_accuracy": lambda y, p: (rank(p, y.ravel().astype(int)) < 5).mean(),
}
