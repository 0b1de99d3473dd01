"""The losses whose formula is another in Keras 2.3: what loss objects compute."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.nn import sigmoid_logits, softmax_logits
from keras_on_torch.losses import functions

__all__ = ["formula_of_2_3"]


def formula_of_2_3(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that Keras 2.3 has under this one's name; itself where it is the same."""
    return _FORMULAS.get(function, function)


def _binary_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, label_smoothing: float = 0
) -> Tensor:
    """Return the cross-entropy, of the logits themselves where a sigmoid has made the shares."""
    logits = y_pred if from_logits else sigmoid_logits(y_pred)
    if logits is not None:
        return functions.binary_crossentropy(y_true, logits, True, label_smoothing)
    if label_smoothing > 0:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    small = K.epsilon()
    shares = K.clip(y_pred, small, 1.0 - small)
    right, wrong = K.log(shares + small), K.log(1.0 - shares + small)
    return -K.mean(y_true * right + (1.0 - y_true) * wrong, axis=-1)


def _categorical_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, label_smoothing: float = 0
) -> Tensor:
    """Return the cross-entropy, of the logits themselves where a softmax has made the shares."""
    logits = None if from_logits else softmax_logits(y_pred)
    if logits is not None:
        return functions.categorical_crossentropy(y_true, logits, True, label_smoothing)
    return functions.categorical_crossentropy(y_true, y_pred, from_logits, label_smoothing)


def _sparse_categorical_crossentropy(
    y_true: Tensor, y_pred: Tensor, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return the cross-entropy, of the logits themselves where a softmax has made the shares."""
    logits = None if from_logits else softmax_logits(y_pred)
    if logits is not None:
        return functions.sparse_categorical_crossentropy(y_true, logits, True, axis)
    return functions.sparse_categorical_crossentropy(y_true, y_pred, from_logits, axis)


def _hinge(y_true: Tensor, y_pred: Tensor) -> Tensor:
    return functions.hinge(_signs(y_true), y_pred)


def _squared_hinge(y_true: Tensor, y_pred: Tensor) -> Tensor:
    return functions.squared_hinge(_signs(y_true), y_pred)


def _signs(y_true: Tensor) -> Tensor:
    """Return labels of 0 and 1 as -1 and 1; others as they are."""
    binary = K.all(K.equal(y_true * (y_true - 1.0), 0.0))
    return K.switch(binary, 2.0 * y_true - 1.0, y_true)


_FORMULAS: dict[Callable[..., Any], Callable[..., Any]] = {
    functions.binary_crossentropy: _binary_crossentropy,
    functions.categorical_crossentropy: _categorical_crossentropy,
    functions.hinge: _hinge,
    functions.sparse_categorical_crossentropy: _sparse_categorical_crossentropy,
    functions.squared_hinge: _squared_hinge,
}
