"""Losses by how far predictions are from labels."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import either
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.graph_collections import GraphKeys
from keras_on_torch.tensorflow.losses.weighting import (
    ARGUMENTS,
    DEFAULT,
    add_loss,
    both,
    check_weights,
    compute_weighted_loss,
    floats,
)

__all__ = [
    "absolute_difference",
    "cosine_distance",
    "hinge_loss",
    "huber_loss",
    "log_loss",
    "mean_pairwise_squared_error",
    "mean_squared_error",
]


def absolute_difference(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean of `|predictions - labels|`."""
    wanted, given = both(labels, predictions)
    losses = K.abs(given - wanted)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean of `(predictions - labels)²`."""
    wanted, given = both(labels, predictions)
    losses = K.square(given - wanted)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def cosine_distance(
    labels: Any,
    predictions: Any,
    axis: Any = None,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
    dim: Any = None,
) -> Tensor:
    """Return the mean of `1 - sum(predictions labels)`, of vectors that have length 1.

    `axis` is that of the vectors; `dim` its older name.

    Raises:
        ValueError: no axis is given.
    """
    axis = either(axis, dim, "axis", "dim")
    if axis is None:
        raise ValueError("You must specify 'axis'.")
    wanted, given = both(labels, predictions)
    losses = 1.0 - (given * wanted).sum(int(axis), keepdim=True)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def hinge_loss(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean of `max(0, 1 - (2 labels - 1) logits)`, of labels 0 and 1."""
    wanted, given = both(labels, logits, "labels logits")
    losses = K.relu(1.0 - (2.0 * wanted - 1.0) * given)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def huber_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    delta: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean of errors, squared up to `delta` and straight from there (Huber 1964)."""
    wanted, given = both(labels, predictions)
    error = K.abs(given - wanted)
    curved = K.minimum(error, delta)
    losses = 0.5 * curved * curved + delta * (error - curved)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def log_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    epsilon: Any = 1e-07,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = DEFAULT,
) -> Tensor:
    """Return the mean cross-entropy of probabilities; `epsilon` is added to what logs are of."""
    wanted, given = both(labels, predictions)
    losses = -wanted * K.log(given + epsilon) - (1.0 - wanted) * K.log(1.0 - given + epsilon)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_pairwise_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
) -> Tensor:
    """Return the mean squared difference of pairs of errors within each sample."""
    wanted, given = both(labels, predictions)
    factors = floats(weights)
    check_weights(factors, wanted)
    result = _pairwise(given - wanted, factors)
    if scope is not None:
        named(result, f"{scope}/value")
    add_loss(result, loss_collection)
    return result


@op
def _pairwise(errors: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    axes = tuple(range(1, errors.ndim))
    if not axes:
        raise ValueError("mean_pairwise_squared_error takes (batch, ...), got one axis or none")
    count = (weights != 0).to(errors.dtype).expand(errors.shape).sum(axes, keepdim=True)
    others = (count - 1).clamp(min=0)
    squares = errors.square().sum(axes, keepdim=True)
    first = _no_nan(squares, others)
    second = _no_nan(errors.sum(axes, keepdim=True).square(), (count * (count - 1)).clamp(min=0))
    total = (2.0 * (first - second) * weights).sum()
    return torch.where(count.sum() > 0, total, torch.zeros_like(total))


def _no_nan(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    empty = y == 0
    return torch.where(empty, torch.zeros_like(x), x / torch.where(empty, 1.0, y))


for _function in (
    absolute_difference,
    cosine_distance,
    hinge_loss,
    huber_loss,
    log_loss,
    mean_pairwise_squared_error,
    mean_squared_error,
):
    _function.__doc__ = f"{_function.__doc__}{ARGUMENTS}"
