"""Sums and means over many batches, of values and of what functions give."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.engine.metric import Metric
from keras_on_torch.losses import broadcast_weights, squeeze_or_expand_dimensions
from keras_on_torch.metrics.formulas_2_3 import metric_of_2_3

__all__ = [
    "Mean",
    "MeanMetricWrapper",
    "MeanRelativeError",
    "Reduce",
    "RootMeanSquaredError",
    "Sum",
]

_SUM = "sum"
_MEANS = ("sum_over_batch_size", "weighted_mean")


class Reduce(Metric):
    """Values made one number.

    Args:
        reduction: "sum"; "weighted_mean", the sum over the sum of weights; or
            "sum_over_batch_size", the sum over the number of values.
        name: its name in the logs.
        dtype: the type of its variables.

    Raises:
        NotImplementedError: there is no such reduction.
    """

    def __init__(self, reduction: str, name: str | None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        if reduction != _SUM and reduction not in _MEANS:
            raise NotImplementedError(
                f"reduction [{reduction}] not implemented: choose one of {(_SUM, *_MEANS)}"
            )
        self.reduction = reduction
        self.total: Any = self.add_weight("total", initializer="zeros")
        if reduction in _MEANS:
            self.count: Any = self.add_weight("count", initializer="zeros")

    def update_state(self, values: Any, sample_weight: Any = None) -> list[Tensor]:
        """Take values into the state.

        Args:
            values: (batch, ...), or a number.
            sample_weight: what they weigh; it fits the first axes. None weighs nothing.
        """
        values = K.cast(values, self.dtype)
        weights = None
        if sample_weight is not None:
            weights = K.cast(sample_weight, self.dtype)
            values, _, weights = squeeze_or_expand_dimensions(values, None, weights)
            weights = broadcast_weights(values, weights)
            values = values * weights
        total = K.update_add(self.total, K.sum(values))
        if self.reduction == _SUM:
            return [total]
        if weights is None or self.reduction != "weighted_mean":
            count = K.size(values)
        else:
            count = K.sum(weights + K.zeros_like(values))
        return [total, K.update_add(self.count, count)]

    def result(self) -> Any:
        return self.total if self.reduction == _SUM else self.total / self.count


class Sum(Reduce):
    """The weighted sum of values."""

    def __init__(self, name: str | None = "sum", dtype: Any = None) -> None:
        super().__init__(_SUM, name, dtype)


class Mean(Reduce):
    """The weighted mean of values."""

    def __init__(self, name: str | None = "mean", dtype: Any = None) -> None:
        super().__init__("weighted_mean", name, dtype)


class MeanMetricWrapper(Mean):
    """The weighted mean of what a function gives for targets and predictions.

    Args:
        fn: the function.
        name: its name in the logs.
        dtype: the type of its variables.
        **kwargs: what the function is given besides, by name.
    """

    def __init__(
        self, fn: Callable[..., Any], name: str | None = None, dtype: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self._fn = fn
        self._fn_kwargs = kwargs

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> list[Tensor]:  # type: ignore[override]  # Keras: of targets and predictions.
        """Take a batch into the state.

        Args:
            y_true: (batch, ...), targets.
            y_pred: (batch, ...), predictions.
            sample_weight: what samples weigh; None weighs nothing.
        """
        y_true, y_pred = K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype)
        y_pred, y_true = squeeze_or_expand_dimensions(y_pred, y_true)
        values = metric_of_2_3(self._fn)(y_true, y_pred, **self._fn_kwargs)
        return super().update_state(values, sample_weight=sample_weight)

    def get_config(self) -> Config:
        options = self._fn_kwargs.items()
        return super().get_config() | {
            name: K.eval(value) if K.is_tensor(value) else value for name, value in options
        }


class RootMeanSquaredError(Mean):
    """The root of the mean of all squared differences."""

    def __init__(self, name: str | None = "root_mean_squared_error", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> list[Tensor]:  # type: ignore[override]  # Keras: of targets and predictions.
        """Take a batch into the state: targets, predictions of their shape, and weights."""
        return super().update_state(K.square(y_pred - y_true), sample_weight=sample_weight)

    def result(self) -> Any:
        return K.sqrt(self.total / self.count)


class MeanRelativeError(Mean):
    """The mean of absolute differences over given sizes; what has size 0 counts as no difference.

    Args:
        normalizer: the sizes, which fit the predictions.
        name: its name in the logs.
        dtype: the type of its variables.
    """

    def __init__(self, normalizer: Any, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.normalizer = K.constant(normalizer, dtype=self.dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> list[Tensor]:  # type: ignore[override]  # Keras: of targets and predictions.
        """Take a batch into the state: targets, predictions of their shape, and weights."""
        y_true, y_pred = K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype)
        y_pred, y_true = squeeze_or_expand_dimensions(y_pred, y_true)
        sizes = K.zeros_like(y_pred) + self.normalizer
        empty = K.equal(sizes, 0.0)
        errors = K.abs(y_true - y_pred) / K.switch(empty, K.ones_like(sizes), sizes)
        errors = K.switch(empty, K.zeros_like(errors), errors)
        return super().update_state(errors, sample_weight=sample_weight)

    def get_config(self) -> Config:
        return super().get_config() | {"normalizer": K.eval(self.normalizer)}
