"""What training makes small: each function gives one number for each sample."""

import math

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor

__all__ = [
    "KLD",
    "MAE",
    "MAPE",
    "MSE",
    "MSLE",
    "binary_crossentropy",
    "categorical_crossentropy",
    "categorical_hinge",
    "cosine",
    "cosine_proximity",
    "cosine_similarity",
    "hinge",
    "huber_loss",
    "kld",
    "kullback_leibler_divergence",
    "logcosh",
    "mae",
    "mape",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "mse",
    "msle",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]


def mean_squared_error(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean of the squared differences."""
    return K.mean(K.square(y_pred - y_true), axis=-1)


def mean_absolute_error(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean of the absolute differences."""
    return K.mean(K.abs(y_pred - y_true), axis=-1)


def mean_absolute_percentage_error(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean difference in per cent of the true value."""
    part = K.abs((y_true - y_pred) / K.clip(K.abs(y_true), K.epsilon(), None))
    return 100.0 * K.mean(part, axis=-1)


def mean_squared_logarithmic_error(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean of the squared differences of `log(y + 1)`; negative values count as zero."""
    predicted = K.log(K.clip(y_pred, K.epsilon(), None) + 1.0)
    wanted = K.log(K.clip(y_true, K.epsilon(), None) + 1.0)
    return K.mean(K.square(predicted - wanted), axis=-1)


def squared_hinge(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean square of what a margin of 1 lacks; `y_true` holds -1 and 1."""
    return K.mean(K.square(K.maximum(1.0 - y_true * y_pred, 0.0)), axis=-1)


def hinge(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean of what a margin of 1 lacks; `y_true` holds -1 and 1."""
    return K.mean(K.maximum(1.0 - y_true * y_pred, 0.0), axis=-1)


def categorical_hinge(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return what the true class (one-hot) lacks of a margin of 1 over the best other."""
    true = K.sum(y_true * y_pred, axis=-1)
    other = K.max((1.0 - y_true) * y_pred, axis=-1)
    return K.maximum(0.0, other - true + 1.0)


def logcosh(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the mean of `log(cosh(difference))`: square when it is small, straight when large."""
    x = y_pred - y_true
    return K.mean(x + K.softplus(-2.0 * x) - math.log(2.0), axis=-1)


def huber_loss(y_true: Tensor, y_pred: Tensor, delta: float = 1.0) -> Tensor:
    """Return half the squared difference up to `delta`, and a straight line beyond (Huber 1964).

    # Keras: one number for each entry; other losses average over the last axis.
    """
    error = K.abs(y_pred - y_true)
    small = K.minimum(error, delta)
    return 0.5 * K.square(small) + delta * (error - small)


def categorical_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, label_smoothing: float = 0
) -> Tensor:
    """Return the cross-entropy of class shares; `y_true` is one-hot.

    Args:
        y_true: (..., classes), shares that add up to one.
        y_pred: likewise, or logits.
        from_logits: whether `y_pred` are logits.
        label_smoothing: the part of the true shares that is spread evenly over all classes.
    """
    if label_smoothing > 0:
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / K.shape(y_true)[1]
    return K.categorical_crossentropy(y_true, y_pred, from_logits=from_logits)


def sparse_categorical_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return the cross-entropy of class shares; `y_true` holds class numbers.

    Args:
        y_true: (...), whole numbers.
        y_pred: (..., classes), probabilities or logits.
        from_logits: whether `y_pred` are logits.
        axis: the axis of the classes.
    """
    return K.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


def binary_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, label_smoothing: float = 0
) -> Tensor:
    """Return the mean cross-entropy of yes-or-no shares.

    Args:
        y_true: true shares.
        y_pred: shares of the same shape, or logits.
        from_logits: whether `y_pred` are logits.
        label_smoothing: how much of the true share is replaced by one half.
    """
    if label_smoothing > 0:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    return K.mean(K.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=-1)


def kullback_leibler_divergence(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return the divergence of the predicted distribution from the true one."""
    y_true = K.clip(y_true, K.epsilon(), 1)
    y_pred = K.clip(y_pred, K.epsilon(), 1)
    return K.sum(y_true * K.log(y_true / y_pred), axis=-1)


def poisson(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return how unlikely the counts `y_true` are where `y_pred` are expected, up to a constant."""
    return K.mean(y_pred - y_true * K.log(y_pred + K.epsilon()), axis=-1)


def cosine_proximity(y_true: Tensor, y_pred: Tensor, axis: int = -1) -> Tensor:
    """Return the negative cosine of the angle between the two, along an axis."""
    return -K.sum(K.l2_normalize(y_true, axis) * K.l2_normalize(y_pred, axis), axis=axis)


mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
kld = KLD = kullback_leibler_divergence
cosine = cosine_similarity = cosine_proximity
