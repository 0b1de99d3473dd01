"""Losses of samples, weighted and made one number: Keras 2.3's `losses_utils`."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op

__all__ = [
    "Reduction",
    "broadcast_weights",
    "compute_weighted_loss",
    "present_weights",
    "reduce_weighted_loss",
    "squeeze_or_expand_dimensions",
]


class Reduction:
    """How the losses of a batch become one number.

    Attributes:
        NONE: they stay as they are; `fit` takes their mean.
        SUM: they are added.
        SUM_OVER_BATCH_SIZE: they are added, and divided by how many they are.
    """

    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"

    @classmethod
    def all(cls) -> tuple[str, str, str]:
        """Return all kinds."""
        return (cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE)

    @classmethod
    def validate(cls, key: str) -> None:
        """Check that it is one of the kinds.

        Raises:
            ValueError: it is none.
        """
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key {key}. Choose one of {', '.join(cls.all())}")


def squeeze_or_expand_dimensions(
    y_pred: Tensor, y_true: Tensor | None = None, sample_weight: Tensor | None = None
) -> tuple[Tensor, ...]:
    """Return predictions, targets and weights with as many axes as each other, where one differs.

    Args:
        y_pred: predictions.
        y_true: targets; the last axis of either is dropped where it is one too many, of length 1.
        sample_weight: weights; they lose or gain a last axis. A single number stays one.

    Returns:
        Predictions and targets, and the weights where there are any.
    """
    if y_true is not None:
        more = K.ndim(y_pred) - K.ndim(y_true)
        if more == 1 and K.int_shape(y_pred)[-1] == 1:
            y_pred = K.squeeze(y_pred, -1)
        elif more == -1 and K.int_shape(y_true)[-1] == 1:
            y_true = K.squeeze(y_true, -1)
    if sample_weight is None:
        return y_pred, y_true
    axes, own = K.ndim(y_pred), K.ndim(sample_weight)
    if own == 1 and axes == 0:
        y_pred = K.expand_dims(y_pred, -1)
    elif own and own - axes == 1:
        sample_weight = K.squeeze(sample_weight, -1)
    elif own and axes - own == 1:
        sample_weight = K.expand_dims(sample_weight, -1)
    return y_pred, y_true, sample_weight


def broadcast_weights(values: Tensor, sample_weight: Tensor) -> Tensor:
    """Return weights with as many axes as the values, and as long ones where that is known.

    Raises:
        ValueError: the weights do not fit the values.
    """
    lengths, given = K.int_shape(values), K.int_shape(sample_weight)
    if lengths == given:
        return sample_weight
    if len(given) > len(lengths):
        raise ValueError(
            f"Incompatible shapes: `values` {lengths} vs `sample_weight` {given}: the weights have"
            " more axes than what they weigh"
        )
    for axis in range(len(given), len(lengths)):
        sample_weight = K.expand_dims(sample_weight, axis)
    for axis, length in enumerate(given):
        wanted = lengths[axis]
        if None in (length, wanted) or length == wanted:
            continue
        if length != 1:
            raise ValueError(
                f"Incompatible shapes: `values` {lengths} vs `sample_weight` {given}: axis {axis}"
                f" must have length 1 or {wanted}"
            )
        sample_weight = K.repeat_elements(sample_weight, wanted, axis)
    return sample_weight


def reduce_weighted_loss(
    weighted_losses: Tensor, reduction: str = Reduction.SUM_OVER_BATCH_SIZE
) -> Tensor:
    """Return weighted losses made one number, or as they are where `reduction` is "none"."""
    if reduction == Reduction.NONE:
        return weighted_losses
    return K.sum(weighted_losses) if reduction == Reduction.SUM else K.mean(weighted_losses)


def compute_weighted_loss(
    losses: Tensor,
    sample_weight: Any = None,
    reduction: str = Reduction.SUM_OVER_BATCH_SIZE,
    name: str | None = None,
) -> Tensor:
    """Return losses, weighted and made one number.

    Args:
        losses: (batch, ...).
        sample_weight: a number, or a tensor that fits the first axes; None weighs nothing.
        reduction: one of `Reduction`.
        name: a name for the operations.

    Raises:
        ValueError: the weights do not fit, or there is no such reduction.
    """
    Reduction.validate(reduction)
    with K.name_scope(name or "weighted_loss"):
        if sample_weight is None:
            return reduce_weighted_loss(losses, reduction)
        losses, _, weights = squeeze_or_expand_dimensions(
            losses, None, K.cast(_tensor(sample_weight), K.dtype(losses))
        )
        return reduce_weighted_loss(broadcast_weights(losses, weights) * losses, reduction)


def _tensor(value: Any) -> Tensor:
    return value if K.is_tensor(value) else K.constant(value)


def present_weights(y_pred: Tensor, weights: Any, mask: Any) -> Any:
    """Return the weights of a batch: those that are fed (or ones), and 0 where it is masked.

    Args:
        y_pred: (batch, ...), predictions.
        weights: (batch,) or (batch, steps), for which None may be fed; None for none at all.
        mask: (batch, steps); None for none.
    """
    if weights is None and mask is None:
        return None
    return _present(y_pred, weights, mask, None if weights is None else K.ndim(weights))


@op(differentiable=False)
def _present(
    y_pred: torch.Tensor, weights: torch.Tensor | None, mask: torch.Tensor | None, axes: int | None
) -> torch.Tensor:
    if weights is None and axes is not None:
        weights = y_pred.new_ones(y_pred.shape[:axes])
    if mask is None and weights is not None:
        return weights
    shares = torch.as_tensor(mask).to(y_pred.dtype)
    if weights is None:
        return shares
    if weights.ndim == shares.ndim + 1:
        weights = weights.squeeze(-1)
    elif shares.ndim == weights.ndim + 1:
        weights = weights.unsqueeze(-1)
    return shares * weights
