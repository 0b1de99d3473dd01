"""The metrics whose formula is another in Keras 2.3: what metric objects average."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import losses
from keras_on_torch._types import Tensor
from keras_on_torch.metrics import functions

__all__ = ["metric_of_2_3"]


def metric_of_2_3(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that Keras 2.3 has under this one's name; itself where it is the same."""
    return _FORMULAS.get(function) or losses.formula_of_2_3(function)


def _in_top_k(y_true: Tensor, y_pred: Tensor, k: int = 5) -> Tensor:
    """Return 1 for each sample whose true class (one-hot) is among the `k` largest."""
    return K.cast(K.in_top_k(y_pred, K.argmax(y_true, axis=-1), k), K.floatx())


def _sparse_in_top_k(y_true: Tensor, y_pred: Tensor, k: int = 5) -> Tensor:
    """Return that where `y_true` holds class numbers."""
    return K.cast(K.in_top_k(y_pred, K.cast(K.flatten(y_true), "int32"), k), K.floatx())


_FORMULAS: dict[Callable[..., Any], Callable[..., Any]] = {
    losses.cosine_proximity: functions.cosine_similarity,
    functions.sparse_top_k_categorical_accuracy: _sparse_in_top_k,
    functions.top_k_categorical_accuracy: _in_top_k,
}
