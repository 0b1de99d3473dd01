"""Losses of samples, weighed and made one number; the collection they are kept in."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.arithmetic import add_n
from keras_on_torch.tensorflow.constants import constant
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collection,
    get_collection,
)

__all__ = [
    "Reduction",
    "add_loss",
    "compute_weighted_loss",
    "get_losses",
    "get_regularization_loss",
    "get_regularization_losses",
    "get_total_loss",
]


class Reduction:
    """How losses of samples become one number."""

    NONE = "none"
    SUM = "weighted_sum"
    SUM_OVER_BATCH_SIZE = "weighted_sum_over_batch_size"
    MEAN = "weighted_mean"
    SUM_BY_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"
    SUM_OVER_NONZERO_WEIGHTS = SUM_BY_NONZERO_WEIGHTS

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """Return all of them."""
        mean, by_weights = cls.MEAN, cls.SUM_BY_NONZERO_WEIGHTS
        return cls.NONE, cls.SUM, mean, by_weights, cls.SUM_OVER_BATCH_SIZE, by_weights

    @classmethod
    def validate(cls, key: Any) -> None:
        """Raise an error for what is none of them.

        Raises:
            ValueError: it is none.
        """
        if key not in cls.all():
            raise ValueError(f"Invalid ReductionKey {key}.")


# ---- the collection
def add_loss(loss: Any, loss_collection: Any = GraphKeys.LOSSES) -> None:
    """Put a loss into a collection; None puts it nowhere."""
    if loss_collection:
        add_to_collection(loss_collection, loss)


def get_losses(scope: str | None = None, loss_collection: Any = GraphKeys.LOSSES) -> list[Any]:
    """Return the losses of a collection; `scope` as of `tf.get_collection`."""
    return get_collection(loss_collection, scope)


def get_regularization_losses(scope: str | None = None) -> list[Any]:
    """Return the losses that regularizers gave; `scope` as of `tf.get_collection`."""
    return get_collection(GraphKeys.REGULARIZATION_LOSSES, scope)


def get_regularization_loss(
    scope: str | None = None, name: str = "total_regularization_loss"
) -> Tensor:
    """Return the sum of the losses that regularizers gave, 0 where there are none."""
    found = get_regularization_losses(scope)
    return add_n(found, name=name) if found else constant(0.0)


def get_total_loss(
    add_regularization_losses: bool = True, name: str = "total_loss", scope: str | None = None
) -> Tensor:
    """Return the sum of all losses.

    Args:
        add_regularization_losses: whether those of regularizers count.
        name: how the result is called.
        scope: as of `tf.get_collection`.

    Raises:
        ValueError: there are none.
    """
    found = get_losses(scope)
    if add_regularization_losses:
        found = found + get_regularization_losses(scope)
    return add_n(found, name=name)


# ---- weights
def check_weights(weights: Tensor, losses: Tensor) -> None:
    """Raise an error where weights do not fit.

    Raises:
        ValueError: they have neither no axes nor as many as the losses, or another length.
    """
    shape, own = tuple(weights.shape), tuple(losses.shape)
    pairs = zip(shape, own, strict=False)
    fits = not shape or (
        len(shape) == len(own) and all(a in (1, None) or b is None or a == b for a, b in pairs)
    )
    if not fits:
        raise ValueError(
            f"weights can not be broadcast to values. values.shape={own}. weights.shape={shape}."
        )


@op
def _present(losses: torch.Tensor, weights: torch.Tensor, per_sample: bool) -> torch.Tensor:
    """Return how many losses have a weight that is not 0."""
    counted = (weights != 0).to(losses.dtype).expand(losses.shape)
    axes = tuple(range(1, losses.ndim))
    return counted.sum(axes, keepdim=True) if per_sample and axes else counted.sum()


@op
def _quotient(total: torch.Tensor, count: torch.Tensor) -> torch.Tensor:
    """Return a quotient; 0 where nothing is counted."""
    empty = count == 0
    return torch.where(empty, torch.zeros_like(total), total / torch.where(empty, 1.0, count))


@op
def _count(losses: torch.Tensor) -> torch.Tensor:
    return torch.tensor(float(losses.numel()), dtype=losses.dtype, device=losses.device)


def compute_weighted_loss(
    losses: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = Reduction.SUM_BY_NONZERO_WEIGHTS,
) -> Tensor:
    """Return losses with weights, as one number or, by `Reduction.NONE`, as they are.

    Args:
        losses: (batch, ...).
        weights: a number, or (batch, ...) with as many axes, of the same lengths or 1.
        scope: how the result is called.
        loss_collection: the collection into which the result is put; None puts it nowhere.
        reduction: as of `Reduction`.

    Raises:
        ValueError: weights do not fit, or there is no such reduction.
    """
    Reduction.validate(reduction)
    given = tensor(losses)
    kind = K.dtype(given)
    given = floats(given)
    factors = floats(weights)
    check_weights(factors, given)
    weighted = given * factors
    if reduction == Reduction.NONE:
        result = weighted
    else:
        result = weighted.sum()
        if reduction == Reduction.MEAN:
            result = _quotient(result, (K.ones_like(given) * factors).sum())
        elif reduction == Reduction.SUM_BY_NONZERO_WEIGHTS:
            result = _quotient(result, _present(given, factors, False))
        elif reduction == Reduction.SUM_OVER_BATCH_SIZE:
            result = _quotient(result, _count(given))
    result = K.cast(result, kind)
    if scope is not None:
        named(result, f"{scope}/value")
    add_loss(result, loss_collection)
    return result


def floats(value: Any) -> Tensor:
    return K.cast(tensor(value), "float32")


def both(labels: Any, predictions: Any, names: str = "labels predictions") -> tuple[Any, Any]:
    """Return labels and predictions as float32.

    Raises:
        ValueError: one is None, or they have different shapes.
    """
    for name, value in zip(names.split(), (labels, predictions), strict=True):
        if value is None:
            raise ValueError(f"{name} must not be None.")
    wanted, given = floats(labels), floats(predictions)
    check_shapes(given, wanted)
    return wanted, given


def check_shapes(one: Tensor, other: Tensor) -> None:
    first, second = tuple(one.shape), tuple(other.shape)
    pairs = zip(first, second, strict=False)
    if len(first) != len(second) or any(None not in (a, b) and a != b for a, b in pairs):
        raise ValueError(f"Shapes {first} and {second} are incompatible")


ARGUMENTS = """

    Args:
        labels: what is right, (batch, ...).
        predictions: what was computed, of that shape.
        weights: as of `compute_weighted_loss`.
        scope: how the result is called.
        loss_collection: the collection into which the result is put.
        reduction: as of `Reduction`.
"""
DEFAULT = Reduction.SUM_BY_NONZERO_WEIGHTS
