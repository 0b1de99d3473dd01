"""What is watched in training: each function gives one number for each sample, or one for all."""

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.losses import (
    MAE,
    MAPE,
    MSE,
    MSLE,
    binary_crossentropy,
    categorical_crossentropy,
    cosine,
    cosine_proximity,
    hinge,
    kullback_leibler_divergence,
    logcosh,
    mae,
    mape,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    mse,
    msle,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)

__all__ = [
    "MAE",
    "MAPE",
    "MSE",
    "MSLE",
    "accuracy",
    "binary_accuracy",
    "binary_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "cosine",
    "cosine_proximity",
    "cosine_similarity",
    "hinge",
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
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy",
    "squared_hinge",
    "top_k_categorical_accuracy",
]


def accuracy(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return 1 where the prediction is the true value, 0 elsewhere."""
    y_pred = y_pred if K.is_tensor(y_pred) else K.constant(y_pred)
    return K.cast(K.equal(K.cast(y_true, K.dtype(y_pred)), y_pred), K.floatx())


def binary_accuracy(y_true: Tensor, y_pred: Tensor, threshold: float = 0.5) -> Tensor:
    """Return the share of values that, rounded, are the true ones.

    Args:
        y_true: 0 and 1.
        y_pred: shares.
        threshold: what must be exceeded to be rounded up.
    """
    if threshold != 0.5:
        y_pred = K.cast(K.greater(y_pred, threshold), K.dtype(y_pred))
    return K.mean(K.equal(y_true, K.round(y_pred)), axis=-1)


def categorical_accuracy(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return 1 where the largest share is the true class's, 0 elsewhere; `y_true` is one-hot."""
    same = K.equal(K.argmax(y_true, axis=-1), K.argmax(y_pred, axis=-1))
    return K.cast(same, K.floatx())


def sparse_categorical_accuracy(y_true: Tensor, y_pred: Tensor) -> Tensor:
    """Return 1 where the largest share is the true class's; `y_true` holds class numbers."""
    if K.ndim(y_true) == K.ndim(y_pred):  # Keras: (samples, 1) and (samples,) are both taken.
        y_true = K.squeeze(y_true, -1)
    same = K.equal(y_true, K.cast(K.argmax(y_pred, axis=-1), K.floatx()))
    return K.cast(same, K.floatx())


def top_k_categorical_accuracy(y_true: Tensor, y_pred: Tensor, k: int = 5) -> Tensor:
    """Return the share of samples whose true class (one-hot) is among the `k` largest."""
    return K.mean(K.in_top_k(y_pred, K.argmax(y_true, axis=-1), k), axis=-1)


def sparse_top_k_categorical_accuracy(y_true: Tensor, y_pred: Tensor, k: int = 5) -> Tensor:
    """Return that share where `y_true` holds class numbers."""
    classes = K.cast(K.flatten(y_true), "int32")
    return K.mean(K.in_top_k(y_pred, classes, k), axis=-1)


def cosine_similarity(y_true: Tensor, y_pred: Tensor, axis: int = -1) -> Tensor:
    """Return the cosine of the angle between the two, along an axis.

    # Keras: the metric `cosine_proximity`, like the loss, is its negative in 2.2.4.
    """
    return K.sum(K.l2_normalize(y_true, axis) * K.l2_normalize(y_pred, axis), axis=axis)
