"""Measures of a whole curve or table of answers: the area under it, the overlap of classes."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.metric import Metric
from keras_on_torch.graph import op
from keras_on_torch.metrics.confusion import AUCCurve, AUCSummationMethod, ConfusionMatrix
from keras_on_torch.metrics.thresholds import ConfusionCounts, evenly_spaced, share

__all__ = ["AUC", "MeanIoU"]


class AUC(ConfusionCounts):
    """The area under the curve of true against false positives, or of precision against recall.

    Args:
        num_thresholds: at how many thresholds the curve is known.
        curve: "ROC" or "PR".
        summation_method: "interpolation" joins the curve's points (of precision, by the formula of
            Davis and Goadrich 2006); "minoring" and "majoring" are bounds below and above.
        name: its name in the logs.
        dtype: the type of its variables.
        thresholds: the thresholds themselves; one below 0 and one above 1 are added.

    Raises:
        ValueError: there are too few thresholds, or no such curve or method.
    """

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: Any = "ROC",
        summation_method: Any = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Sequence[float] | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if thresholds is None and num_thresholds <= 1:
            raise ValueError(f"`num_thresholds` must be > 1, got {num_thresholds}.")
        inner = evenly_spaced(num_thresholds) if thresholds is None else sorted(thresholds)
        self.num_thresholds = len(inner) + 2
        self.thresholds = [0.0 - K.epsilon(), *inner, 1.0 + K.epsilon()]
        self.curve = curve if isinstance(curve, AUCCurve) else AUCCurve.from_str(curve)
        if not isinstance(summation_method, AUCSummationMethod):
            summation_method = AUCSummationMethod.from_str(summation_method)
        self.summation_method = summation_method
        self._count(
            ConfusionMatrix.TRUE_POSITIVES,
            ConfusionMatrix.TRUE_NEGATIVES,
            ConfusionMatrix.FALSE_POSITIVES,
            ConfusionMatrix.FALSE_NEGATIVES,
        )

    def interpolate_pr_auc(self) -> Tensor:
        """Return the area under the curve of precision and recall.

        Between two thresholds true positives grow in a straight line with all positives `p`. So
        precision is `slope + intercept / p`, and its integral over recall has a logarithm in it.
        """
        right, _, wrong, missed = self._counted.values()
        positive = right + wrong
        gained = right[:-1] - right[1:]
        slope = share(gained, K.maximum(positive[:-1] - positive[1:], 0.0))
        intercept = right[1:] - slope * positive[1:]
        # Where nothing is positive at the upper threshold, precision is constant in between.
        ratio = share(positive[:-1], positive[1:])
        ratio = K.switch(K.greater(ratio, 0.0), ratio, K.ones_like(ratio))
        area = slope * (gained + intercept * K.log(ratio))
        return K.sum(share(area, right[1:] + missed[1:]))

    def result(self) -> Any:
        interpolates = self.summation_method is AUCSummationMethod.INTERPOLATION
        if self.curve is AUCCurve.PR and interpolates:
            return self.interpolate_pr_auc()
        right, rejected, wrong, missed = self._counted.values()
        recall = share(right, right + missed)
        if self.curve is AUCCurve.ROC:
            x, y = share(wrong, wrong + rejected), recall
        else:
            x, y = recall, share(right, right + wrong)
        if interpolates:
            heights = (y[:-1] + y[1:]) / 2.0
        elif self.summation_method is AUCSummationMethod.MINORING:
            heights = K.minimum(y[:-1], y[1:])
        else:
            heights = K.maximum(y[:-1], y[1:])
        return K.sum((x[:-1] - x[1:]) * heights)

    def get_config(self) -> Config:
        return super().get_config() | {
            "num_thresholds": self.num_thresholds,
            "curve": self.curve.value,
            "summation_method": self.summation_method.value,
            "thresholds": self.thresholds[1:-1],
        }


class MeanIoU(Metric):
    """The mean over classes of what target and prediction have in common, over both together.

    Classes that occur in neither do not count.

    Args:
        num_classes: how many classes there are; targets and predictions are class numbers.
        name: its name in the logs.
        dtype: the type of its variables.
    """

    def __init__(self, num_classes: int, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.num_classes = num_classes
        self.total_cm: Any = self.add_weight(
            "total_confusion_matrix", shape=(num_classes, num_classes), initializer="zeros"
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Take a batch into the table of classes.

        Args:
            y_true: class numbers.
            y_pred: class numbers, of the same shape.
            sample_weight: what an entry counts; None counts each as one.
        """
        y_true, y_pred = K.cast(y_true, "int64"), K.cast(y_pred, "int64")
        weights = None if sample_weight is None else K.cast(sample_weight, self.dtype)
        table = _table_of_classes(y_true, y_pred, weights, self.num_classes)
        return K.update_add(self.total_cm, K.cast(table, self.dtype))

    def result(self) -> Any:
        common = _diagonal(self.total_cm)
        together = K.sum(self.total_cm, 0) + K.sum(self.total_cm, 1) - common
        known = K.cast(K.greater(together, 0.0), self.dtype)
        return K.sum(share(common, together)) / K.sum(known)

    def get_config(self) -> Config:
        return super().get_config() | {"num_classes": self.num_classes}


def _square(y_true: torch.Tensor, y_pred: torch.Tensor, weights: Any, classes: int) -> torch.Tensor:
    """Return the shape of `_table_of_classes`."""
    return torch.empty(classes, classes, device=y_pred.device)


@op(infer=_square, differentiable=False)
def _table_of_classes(
    y_true: torch.Tensor, y_pred: torch.Tensor, weights: Any, classes: int
) -> torch.Tensor:
    """Count how often each class (row) was predicted as each (column)."""
    each = torch.ones(y_true.shape, device=y_true.device) if weights is None else weights
    each = each.reshape(*each.shape, *[1] * (y_true.ndim - each.ndim)).broadcast_to(y_true.shape)
    table = torch.zeros(classes, classes, device=y_true.device, dtype=each.dtype)
    places = (y_true.reshape(-1), y_pred.reshape(-1))
    return table.index_put_(places, each.reshape(-1), accumulate=True)


@op
def _diagonal(table: torch.Tensor) -> torch.Tensor:
    return table.diagonal()
