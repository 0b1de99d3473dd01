"""Counts of right and wrong answers at thresholds, and the shares made of them."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.metric import Metric
from keras_on_torch.graph import op
from keras_on_torch.metrics.confusion import (
    NEG_INF,
    ConfusionMatrix,
    parse_init_thresholds,
    update_confusion_matrix_variables,
)

__all__ = [
    "ConfusionCounts",
    "FalseNegatives",
    "FalsePositives",
    "Precision",
    "Recall",
    "SensitivityAtSpecificity",
    "SensitivitySpecificityBase",
    "SpecificityAtSensitivity",
    "TrueNegatives",
    "TruePositives",
    "share",
]


@op(differentiable=False)
def share(part: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    """Return `part / whole`, and 0 where the whole is nothing."""
    return torch.where(whole > 0, part / whole, 0.0)


def evenly_spaced(count: int) -> list[float]:
    """Return the thresholds that part the space between 0 and 1, without its ends."""
    return [(place + 1) / (count - 1) for place in range(count - 2)]


class ConfusionCounts(Metric):
    """Variables in which answers of some kinds are counted at each threshold.

    Attributes:
        thresholds: the thresholds.
        true_positives, false_positives, true_negatives, false_negatives: the counts, as far as the
            kinds say.
    """

    thresholds: list[float]

    def _count(self, *kinds: ConfusionMatrix) -> None:
        """Make the variables of these kinds."""
        self._counted = {}
        for kind in kinds:
            name = kind.name.lower()
            variable = self.add_weight(name, shape=(len(self.thresholds),), initializer="zeros")
            setattr(self, name, variable)
            self._counted[kind] = variable

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Count the answers of a batch.

        Args:
            y_true: what is no zero is true.
            y_pred: shares of the same shape.
            sample_weight: what an answer counts; None counts each as one.
        """
        return update_confusion_matrix_variables(
            self._counted,
            y_true,
            y_pred,
            thresholds=self.thresholds,
            top_k=getattr(self, "top_k", None),
            class_id=getattr(self, "class_id", None),
            sample_weight=sample_weight,
        )

    def _one_or_all(self, values: Tensor) -> Tensor:
        return values[0] if len(self.thresholds) == 1 else values


# ---- counts
class _Count(ConfusionCounts):
    """The number (or weight) of the answers of one kind.

    Args:
        kind: which answers.
        thresholds: what a positive answer exceeds: one or several, each gives a count of its own.
        name: its name in the logs.
        dtype: the type of its variables.
    """

    def __init__(self, kind: ConfusionMatrix, thresholds: Any, name: str | None, dtype: Any):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.thresholds = parse_init_thresholds(thresholds)
        self.accumulator: Any = self.add_weight(
            "accumulator", shape=(len(self.thresholds),), initializer="zeros"
        )
        self._counted = {kind: self.accumulator}

    def result(self) -> Any:
        return self._one_or_all(self.accumulator)

    def get_config(self) -> Config:
        return super().get_config() | {"thresholds": self.init_thresholds}


class TruePositives(_Count):
    """The number (or weight) of true answers that are positive."""

    def __init__(self, thresholds: Any = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(ConfusionMatrix.TRUE_POSITIVES, thresholds, name, dtype)


class FalsePositives(_Count):
    """The number (or weight) of positive answers that are not true."""

    def __init__(self, thresholds: Any = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(ConfusionMatrix.FALSE_POSITIVES, thresholds, name, dtype)


class TrueNegatives(_Count):
    """The number (or weight) of negative answers where nothing is true."""

    def __init__(self, thresholds: Any = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(ConfusionMatrix.TRUE_NEGATIVES, thresholds, name, dtype)


class FalseNegatives(_Count):
    """The number (or weight) of negative answers where the true one is positive."""

    def __init__(self, thresholds: Any = None, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(ConfusionMatrix.FALSE_NEGATIVES, thresholds, name, dtype)


# ---- shares
class _Share(ConfusionCounts):
    """What part of some answers the true positives are.

    Args:
        thresholds: what a positive answer exceeds: one or several, each gives a share of its own;
            None takes 0.5, or with `top_k` whatever is among the largest.
        top_k: how many predictions of the last axis count; None counts all.
        class_id: which entry of the last axis counts; None counts all.
        name: its name in the logs.
        dtype: the type of its variables.
    """

    _others: ConfusionMatrix

    def __init__(
        self,
        thresholds: Any = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        default = 0.5 if top_k is None else NEG_INF
        self.thresholds = parse_init_thresholds(thresholds, default_threshold=default)
        self._count(ConfusionMatrix.TRUE_POSITIVES, self._others)

    def result(self) -> Any:
        right, others = self._counted.values()
        return self._one_or_all(share(right, right + others))

    def get_config(self) -> Config:
        options = {"top_k": self.top_k, "class_id": self.class_id}
        return super().get_config() | {"thresholds": self.init_thresholds} | options


class Precision(_Share):
    """The share of positive answers that are true."""

    _others = ConfusionMatrix.FALSE_POSITIVES


class Recall(_Share):
    """The share of true answers that are positive."""

    _others = ConfusionMatrix.FALSE_NEGATIVES


# ---- one share where another has a value
class SensitivitySpecificityBase(ConfusionCounts):
    """One share at the threshold where another is nearest to a value.

    Args:
        value: the value, between 0 and 1.
        num_thresholds: how many thresholds are tried.
        name: its name in the logs.
        dtype: the type of its variables.

    Raises:
        ValueError: there is no threshold to try.
    """

    def __init__(
        self, value: float, num_thresholds: int = 200, name: str | None = None, dtype: Any = None
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if num_thresholds <= 0:
            raise ValueError(f"`num_thresholds` must be > 0, got {num_thresholds}.")
        self.value = value
        single = num_thresholds == 1
        self.thresholds = [0.5] if single else [0.0, *evenly_spaced(num_thresholds), 1.0]
        self._count(
            ConfusionMatrix.TRUE_POSITIVES,
            ConfusionMatrix.TRUE_NEGATIVES,
            ConfusionMatrix.FALSE_POSITIVES,
            ConfusionMatrix.FALSE_NEGATIVES,
        )

    def _shares(self) -> tuple[Tensor, Tensor]:
        """Return sensitivity and specificity at each threshold."""
        right, rejected, wrong, missed = self._counted.values()
        return share(right, right + missed), share(rejected, rejected + wrong)

    def _where_nearest(self, shares: Tensor, wanted: Tensor) -> Tensor:
        place = K.argmin(K.abs(shares - self.value), axis=0)
        return K.gather(wanted, K.cast(place, "int32"))


class SensitivityAtSpecificity(SensitivitySpecificityBase):
    """The share of true answers that are positive, where a specificity is reached.

    Args:
        specificity: the share of answers that are not true and negative.
        num_thresholds: how many thresholds are tried.
        name: its name in the logs.
        dtype: the type of its variables.

    Raises:
        ValueError: the specificity does not lie between 0 and 1.
    """

    def __init__(
        self,
        specificity: float,
        num_thresholds: int = 200,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        if not 0 <= specificity <= 1:
            raise ValueError(f"`specificity` must be in the range [0, 1], got {specificity}.")
        super().__init__(specificity, num_thresholds=num_thresholds, name=name, dtype=dtype)
        self.specificity = specificity
        self.num_thresholds = num_thresholds

    def result(self) -> Any:
        sensitivities, specificities = self._shares()
        return self._where_nearest(specificities, sensitivities)

    def get_config(self) -> Config:
        options = {"num_thresholds": self.num_thresholds, "specificity": self.specificity}
        return super().get_config() | options


class SpecificityAtSensitivity(SensitivitySpecificityBase):
    """The share of untrue answers that are negative, where a sensitivity is reached.

    Args:
        sensitivity: the share of true answers that are positive.
        num_thresholds: how many thresholds are tried.
        name: its name in the logs.
        dtype: the type of its variables.

    Raises:
        ValueError: the sensitivity does not lie between 0 and 1.
    """

    def __init__(
        self,
        sensitivity: float,
        num_thresholds: int = 200,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        if not 0 <= sensitivity <= 1:
            raise ValueError(f"`sensitivity` must be in the range [0, 1], got {sensitivity}.")
        super().__init__(sensitivity, num_thresholds=num_thresholds, name=name, dtype=dtype)
        self.sensitivity = sensitivity
        self.num_thresholds = num_thresholds

    def result(self) -> Any:
        sensitivities, specificities = self._shares()
        return self._where_nearest(sensitivities, specificities)

    def get_config(self) -> Config:
        options = {"num_thresholds": self.num_thresholds, "sensitivity": self.sensitivity}
        return super().get_config() | options
