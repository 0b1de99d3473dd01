"""Losses by what classes are predicted to be."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.graph_collections import GraphKeys
from keras_on_torch.tensorflow.losses.weighting import (
    ARGUMENTS,
    DEFAULT,
    check_shapes,
    compute_weighted_loss,
)

__all__ = [
    "sigmoid_cross_entropy",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
]


def sigmoid_cross_entropy(
    multi_class_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: Any = 0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean cross-entropy of `sigmoid(logits)`.

    Labels are brought nearer to 1/2, by `label_smoothing` of the way.
    """
    _check_given(multi_class_labels, logits, "multi_class_labels")
    given = tensor(logits)
    wanted = K.cast(tensor(multi_class_labels), K.dtype(given))
    check_shapes(given, wanted)
    if label_smoothing > 0:
        wanted = wanted * (1.0 - label_smoothing) + 0.5 * label_smoothing
    losses = _by_sigmoid(wanted, given)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def _check_given(labels: Any, logits: Any, name: str) -> None:
    if labels is None or logits is None:
        raise ValueError(f"{name if labels is None else 'logits'} must not be None.")


@op
def _by_sigmoid(wanted: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    return torch.relu(x) - x * wanted + torch.log1p(torch.exp(-x.abs()))


def softmax_cross_entropy(
    onehot_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: Any = 0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean cross-entropy of `softmax(logits)`; labels are not differentiated by.

    Labels are brought nearer to all classes alike, by `label_smoothing` of the way.
    """
    _check_given(onehot_labels, logits, "onehot_labels")
    given = tensor(logits)
    wanted = K.cast(tensor(onehot_labels), K.dtype(given))
    check_shapes(given, wanted)
    if label_smoothing > 0:
        wanted = _smoothed(wanted, label_smoothing)
    losses = K.categorical_crossentropy(K.stop_gradient(wanted), given, from_logits=True)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


@op
def _smoothed(wanted: torch.Tensor, part: float) -> torch.Tensor:
    return wanted * (1.0 - part) + part / wanted.shape[1]


def sparse_softmax_cross_entropy(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean cross-entropy of `softmax(logits)`, labels being numbers of classes."""
    _check_given(labels, logits, "labels")
    given = tensor(logits)
    classes = allowed(tensor(labels), "int", "labels")
    if classes.ndim == given.ndim and classes.shape[-1] in (1, None):
        classes = classes[..., 0]
    factors = tensor(weights)
    if factors.ndim == classes.ndim + 1 and factors.shape[-1] in (1, None):
        factors = factors[..., 0]
    if classes.ndim != given.ndim - 1:
        raise ValueError(
            f"Rank mismatch: Rank of labels (received {classes.ndim}) should equal rank of logits"
            f" minus 1 (received {given.ndim})."
        )
    losses = _by_class(classes, given)
    return compute_weighted_loss(losses, factors, scope, loss_collection, reduction)


@op
def _by_class(classes: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    inside = (classes >= 0) & (classes < x.shape[-1])
    places = torch.where(inside, classes, 0).long().unsqueeze(-1)
    losses = -torch.log_softmax(x, -1).gather(-1, places).squeeze(-1)
    return torch.where(inside, losses, torch.nan)  # TensorFlow on a GPU: NaN for no such class.


for _function in (
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
):
    _function.__doc__ = f"{_function.__doc__}{ARGUMENTS}"
