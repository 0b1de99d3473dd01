"""Counts of right and wrong answers above and below thresholds: Keras 2.3's `metrics_utils`."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.losses import broadcast_weights, squeeze_or_expand_dimensions
from keras_on_torch.utils.registry import to_list

__all__ = [
    "NEG_INF",
    "AUCCurve",
    "AUCSummationMethod",
    "ConfusionMatrix",
    "assert_thresholds_range",
    "filter_top_k",
    "parse_init_thresholds",
    "update_confusion_matrix_variables",
    "weighted_assign_add",
]

NEG_INF = -1e10
"""What stands for a prediction that does not count."""


class ConfusionMatrix(Enum):
    """The four kinds of answers."""

    TRUE_POSITIVES = "tp"
    FALSE_POSITIVES = "fp"
    TRUE_NEGATIVES = "tn"
    FALSE_NEGATIVES = "fn"


class AUCCurve(Enum):
    """The curve below which an area is measured."""

    ROC = "ROC"
    PR = "PR"

    @staticmethod
    def from_str(key: str) -> "AUCCurve":
        """Return the curve of that name.

        Raises:
            ValueError: there is none.
        """
        if key in ("pr", "PR", "roc", "ROC"):
            return AUCCurve[key.upper()]
        raise ValueError(f'Invalid AUC curve value "{key}". Choose "ROC" or "PR".')


class AUCSummationMethod(Enum):
    """How the area between two points of a curve is measured."""

    INTERPOLATION = "interpolation"
    MAJORING = "majoring"
    MINORING = "minoring"

    @staticmethod
    def from_str(key: str) -> "AUCSummationMethod":
        """Return the method of that name.

        Raises:
            ValueError: there is none.
        """
        for method in AUCSummationMethod:
            if key in (method.value, method.value.capitalize()):
                return method
        raise ValueError(
            f'Invalid AUC summation method value "{key}". Choose "interpolation", "minoring" or'
            ' "majoring".'
        )


# ---- thresholds
def assert_thresholds_range(thresholds: Sequence[Any]) -> None:
    """Check that thresholds lie between 0 and 1.

    Raises:
        ValueError: one does not.
    """
    invalid = [each for each in thresholds or () if each is None or not 0 <= each <= 1]
    if invalid:
        raise ValueError(f"Threshold values must be in [0, 1]. Invalid values: {invalid}")


def parse_init_thresholds(thresholds: Any, default_threshold: float = 0.5) -> list[float]:
    """Return thresholds as a list; None gives the default one.

    Raises:
        ValueError: one does not lie between 0 and 1.
    """
    if thresholds is None:
        return [default_threshold]
    listed = to_list(thresholds, allow_tuple=True)
    assert_thresholds_range(listed)
    return listed


def filter_top_k(x: Tensor, k: int) -> Tensor:
    """Return predictions of which all but the `k` largest of the last axis are -1e10."""
    return _largest_of(x, int(k))


@op
def _largest_of(x: torch.Tensor, k: int) -> torch.Tensor:
    places = x.topk(k, dim=-1).indices
    return torch.full_like(x, NEG_INF).scatter(-1, places, x.gather(-1, places))


# ---- counting
def update_confusion_matrix_variables(
    variables_to_update: Mapping[ConfusionMatrix, Any] | None,
    y_true: Tensor,
    y_pred: Tensor,
    thresholds: Any = 0.5,
    top_k: int | None = None,
    class_id: int | None = None,
    sample_weight: Any = None,
) -> list[Tensor] | None:
    """Return the updates that add a batch's answers to variables.

    An answer is positive where the prediction exceeds the threshold.

    Args:
        variables_to_update: the variables, each (thresholds,), by what they count.
        y_true: what is no zero is true.
        y_pred: shares.
        thresholds: one or several.
        top_k: how many predictions of the last axis count; None counts all.
        class_id: which entry of the last axis counts; None counts all.
        sample_weight: what an answer counts; None counts each as one.

    Raises:
        ValueError: there is another key, or none, or the shapes do not fit.
    """
    if variables_to_update is None:
        return None
    unknown = [key for key in variables_to_update if not isinstance(key, ConfusionMatrix)]
    if unknown or not variables_to_update:
        raise ValueError(
            f"Invalid keys: {unknown}. Give variables to update by at least one of"
            f" {list(ConfusionMatrix)}"
        )
    y_true, y_pred = K.cast(y_true, K.floatx()), K.cast(y_pred, K.floatx())
    if sample_weight is None:
        y_pred, y_true = squeeze_or_expand_dimensions(y_pred, y_true)
    else:
        sample_weight = K.cast(sample_weight, K.floatx())
        y_pred, y_true, sample_weight = squeeze_or_expand_dimensions(y_pred, y_true, sample_weight)
    if top_k is not None:
        y_pred = filter_top_k(y_pred, top_k)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
    if sample_weight is not None:
        sample_weight = broadcast_weights(y_pred, sample_weight)
    counts = _counts_at(thresholds, y_true, y_pred, sample_weight)
    return [
        K.update_add(variable, counts[_ROWS[kind]])
        for kind, variable in variables_to_update.items()
    ]


_ROWS = {
    ConfusionMatrix.TRUE_POSITIVES: 0,
    ConfusionMatrix.FALSE_POSITIVES: 1,
    ConfusionMatrix.FALSE_NEGATIVES: 2,
    ConfusionMatrix.TRUE_NEGATIVES: 3,
}


def _counts_at(thresholds: Any, y_true: Tensor, y_pred: Tensor, weights: Any) -> Tensor:
    """Return the four kinds of answers, counted at each threshold, in the order of `_ROWS`."""
    levels = np.asarray(to_list(thresholds, allow_tuple=True), "float32")
    if len(levels) == 1:
        return _counts_at_one(y_true, y_pred, weights, float(levels[0]))
    order = np.argsort(levels, kind="stable")
    # Constants are on the device of the run: making them there at each step would wait for it.
    ordered = K.constant(levels[order], dtype=K.dtype(y_pred))
    counts = _counts(y_true, y_pred, weights, ordered)
    if np.array_equal(order, np.arange(len(levels))):
        return counts
    return _in_order(counts, K.constant(np.argsort(order), dtype="int64"))


def _shape_of_counts(
    y_true: torch.Tensor, y_pred: torch.Tensor, weights: Any, thresholds: Any
) -> torch.Tensor:
    """Return the shape of the counts."""
    return y_pred.new_empty(4, 1 if isinstance(thresholds, float) else len(thresholds))


@op(infer=_shape_of_counts, differentiable=False)
def _counts_at_one(
    y_true: torch.Tensor, y_pred: torch.Tensor, weights: Any, threshold: float
) -> torch.Tensor:
    """Count the answers at a single threshold."""
    label, positive = y_true != 0, y_pred > threshold
    if weights is not None:
        positive, label = positive * weights, label.to(y_pred.dtype)
        right, said = (positive * label).sum(), positive.sum()
        true, whole = (label * weights).sum(), weights.broadcast_to(y_pred.shape).sum()
    else:
        right, said = (positive & label).sum(), positive.sum()
        true, whole = label.sum(), y_pred.numel()
    wrong, missed = said - right, true - right
    rows = torch.stack([right, wrong, missed, whole - right - wrong - missed])
    return rows.to(y_pred.dtype).unsqueeze(1)


@op(infer=_shape_of_counts, differentiable=False)
def _counts(
    y_true: torch.Tensor, y_pred: torch.Tensor, weights: Any, thresholds: torch.Tensor
) -> torch.Tensor:
    """Count the answers at each of several thresholds, which are in order.

    Each prediction is put between two thresholds, once; the counts are sums over these bins. So the
    work does not grow with the number of thresholds.
    """
    count = len(thresholds) + 1
    # What is no number exceeds nothing.
    shares = torch.where(y_pred.isnan(), float("-inf"), y_pred)
    bins = torch.bucketize(shares, thresholds).add_((y_true != 0) * count)
    each = torch.ones_like(y_pred) if weights is None else weights.broadcast_to(y_pred.shape)
    filled = y_pred.new_zeros(2 * count).index_add_(0, bins.view(-1), each.reshape(-1))
    filled = filled.view(2, count).flip(0)
    above = filled.flip(1).cumsum(1).flip(1)[:, 1:]
    return torch.cat([above, filled.cumsum(1)[:, :-1]])


@op
def _in_order(counts: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return counts.index_select(1, places)


def weighted_assign_add(label: Tensor, pred: Tensor, weights: Any, var: Any) -> Tensor:
    """Return the update that adds to `var` how many of each row are both true, or what they weigh.

    Args:
        label: (thresholds, answers), truth values.
        pred: likewise.
        weights: likewise, numbers; None counts each as one.
        var: (thresholds,).
    """
    both = K.cast(label, K.floatx()) * K.cast(pred, K.floatx())
    return K.update_add(var, K.sum(both if weights is None else both * weights, 1))
