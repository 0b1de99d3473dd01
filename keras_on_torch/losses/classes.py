"""Losses as objects: a function, its options, and how the losses of a batch become one number."""

from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.losses import functions
from keras_on_torch.losses.formulas_2_3 import formula_of_2_3
from keras_on_torch.losses.reduction import Reduction, compute_weighted_loss

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "LossFunctionWrapper",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
]

_MEAN = Reduction.SUM_OVER_BATCH_SIZE


class Loss:
    """What training makes small, with a way to make one number of a batch's losses.

    A subclass defines `call(y_true, y_pred)`, which gives the losses of the samples.

    Args:
        reduction: "sum_over_batch_size", "sum" or "none".
        name: how it is called.
    """

    def __init__(self, reduction: str = _MEAN, name: str | None = None) -> None:
        self.reduction = reduction
        self.name = name

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Return the weighted loss.

        Args:
            y_true: targets: a tensor, or numbers.
            y_pred: predictions, likewise.
            sample_weight: weights of the samples; None weighs nothing.
        """
        with K.name_scope("lambda" if self.name == "<lambda>" else self.name or "loss"):
            y_pred = y_pred if K.is_tensor(y_pred) else K.constant(y_pred)
            y_true = y_true if K.is_tensor(y_true) else K.constant(y_true)
            losses = self.call(K.cast(y_true, K.dtype(y_pred)), y_pred)
            return compute_weighted_loss(losses, sample_weight, reduction=self.reduction)

    @classmethod
    def from_config(cls, config: Config) -> "Loss":
        """Make a loss from what `get_config` gave."""
        return cls(**config)

    def get_config(self) -> Config:
        """Return the arguments that make such a loss again."""
        return {"reduction": self.reduction, "name": self.name}

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the losses of the samples."""
        raise NotImplementedError(f"{type(self).__name__} must define call(y_true, y_pred)")


class LossFunctionWrapper(Loss):
    """A function of targets and predictions as a loss object.

    Args:
        fn: the function.
        reduction: as of `Loss`.
        name: how it is called.
        **kwargs: what the function is given besides, by name.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        reduction: str = _MEAN,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(reduction=reduction, name=name)
        self.fn = fn
        self._fn_kwargs = kwargs

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return formula_of_2_3(self.fn)(y_true, y_pred, **self._fn_kwargs)

    def get_config(self) -> Config:
        options = self._fn_kwargs.items()
        return super().get_config() | {
            name: K.eval(value) if K.is_tensor(value) else value for name, value in options
        }


class MeanSquaredError(LossFunctionWrapper):
    """The mean of the squared differences."""

    def __init__(self, reduction: str = _MEAN, name: str = "mean_squared_error") -> None:
        super().__init__(functions.mean_squared_error, reduction, name)


class MeanAbsoluteError(LossFunctionWrapper):
    """The mean of the absolute differences."""

    def __init__(self, reduction: str = _MEAN, name: str = "mean_absolute_error") -> None:
        super().__init__(functions.mean_absolute_error, reduction, name)


class MeanAbsolutePercentageError(LossFunctionWrapper):
    """The mean difference in per cent of the true value."""

    def __init__(
        self, reduction: str = _MEAN, name: str = "mean_absolute_percentage_error"
    ) -> None:
        super().__init__(functions.mean_absolute_percentage_error, reduction, name)


class MeanSquaredLogarithmicError(LossFunctionWrapper):
    """The mean of the squared differences of `log(y + 1)`."""

    def __init__(
        self, reduction: str = _MEAN, name: str = "mean_squared_logarithmic_error"
    ) -> None:
        super().__init__(functions.mean_squared_logarithmic_error, reduction, name)


class BinaryCrossentropy(LossFunctionWrapper):
    """The cross-entropy of yes-or-no shares.

    Args:
        from_logits: whether predictions are logits.
        label_smoothing: how much of the true share is replaced by one half.
        reduction: as of `Loss`.
        name: how it is called.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0,
        reduction: str = _MEAN,
        name: str = "binary_crossentropy",
    ) -> None:
        options = {"from_logits": from_logits, "label_smoothing": label_smoothing}
        super().__init__(functions.binary_crossentropy, reduction, name, **options)
        self.from_logits = from_logits


class CategoricalCrossentropy(LossFunctionWrapper):
    """The cross-entropy of class shares; targets are one-hot.

    Args:
        from_logits: whether predictions are logits.
        label_smoothing: the part of the true shares that is spread evenly over all classes.
        reduction: as of `Loss`.
        name: how it is called.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0,
        reduction: str = _MEAN,
        name: str = "categorical_crossentropy",
    ) -> None:
        options = {"from_logits": from_logits, "label_smoothing": label_smoothing}
        super().__init__(functions.categorical_crossentropy, reduction, name, **options)


class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """The cross-entropy of class shares; targets are class numbers.

    Args:
        from_logits: whether predictions are logits.
        reduction: as of `Loss`.
        name: how it is called.
    """

    def __init__(
        self,
        from_logits: bool = False,
        reduction: str = _MEAN,
        name: str = "sparse_categorical_crossentropy",
    ) -> None:
        function = functions.sparse_categorical_crossentropy
        super().__init__(function, reduction, name, from_logits=from_logits)


class Hinge(LossFunctionWrapper):
    """What a margin of 1 lacks; targets are -1 and 1, or 0 and 1."""

    def __init__(self, reduction: str = _MEAN, name: str = "hinge") -> None:
        super().__init__(functions.hinge, reduction, name)


class SquaredHinge(LossFunctionWrapper):
    """The square of what a margin of 1 lacks; targets are -1 and 1, or 0 and 1."""

    def __init__(self, reduction: str = _MEAN, name: str = "squared_hinge") -> None:
        super().__init__(functions.squared_hinge, reduction, name)


class CategoricalHinge(LossFunctionWrapper):
    """What the true class (one-hot) lacks of a margin of 1 over the best other."""

    def __init__(self, reduction: str = _MEAN, name: str = "categorical_hinge") -> None:
        super().__init__(functions.categorical_hinge, reduction, name)


class Poisson(LossFunctionWrapper):
    """How unlikely counts are where the predicted ones are expected, up to a constant."""

    def __init__(self, reduction: str = _MEAN, name: str = "poisson") -> None:
        super().__init__(functions.poisson, reduction, name)


class LogCosh(LossFunctionWrapper):
    """The logarithm of the hyperbolic cosine of the difference."""

    def __init__(self, reduction: str = _MEAN, name: str = "logcosh") -> None:
        super().__init__(functions.logcosh, reduction, name)


class KLDivergence(LossFunctionWrapper):
    """The divergence of the predicted distribution from the true one."""

    def __init__(self, reduction: str = _MEAN, name: str = "kullback_leibler_divergence") -> None:
        super().__init__(functions.kullback_leibler_divergence, reduction, name)


class Huber(LossFunctionWrapper):
    """Half the squared difference up to `delta`, and a straight line beyond (Huber 1964).

    Args:
        delta: where the line begins.
        reduction: as of `Loss`.
        name: how it is called.
    """

    def __init__(
        self, delta: float = 1.0, reduction: str = _MEAN, name: str = "huber_loss"
    ) -> None:
        super().__init__(functions.huber_loss, reduction, name, delta=delta)


class CosineSimilarity(LossFunctionWrapper):
    """The negative cosine of the angle between the two.

    Args:
        axis: the axis of the vectors.
        reduction: as of `Loss`.
        name: how it is called.
    """

    def __init__(
        self, axis: int = -1, reduction: str = _MEAN, name: str = "cosine_similarity"
    ) -> None:
        super().__init__(functions.cosine_similarity, reduction, name, axis=axis)
