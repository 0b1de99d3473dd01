"""Keras models as scikit-learn's estimators, for its searches, cross-validation and pipelines.

scikit-learn itself is not needed: it is asked for its tags only when it asks for ours.
"""

import copy
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.engine.sequential import Sequential
from keras_on_torch.utils.np_utils import to_categorical
from keras_on_torch.utils.optional_imports import optional_import
from keras_on_torch.utils.registry import has_arg, to_list

__all__ = ["BaseWrapper", "KerasClassifier", "KerasRegressor"]

# What 'accuracy' is called in a model's metrics: in Keras 2.2, in Keras 2.3.
_ACCURACIES = ("acc", "accuracy")


class BaseWrapper:
    """What the estimators have in common.

    Args:
        build_fn: makes a compiled model: a function, a method, or an object with `__call__`. None
            takes the `__call__` of the estimator's own class.
        **sk_params: arguments of `build_fn`, and of `fit`, `predict` and `evaluate` of models.

    Raises:
        ValueError: none of these functions has an argument of that name.
    """

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def check_params(self, params: Mapping[str, Any]) -> None:
        """Check that each parameter is an argument of `build_fn` or of a model's methods.

        Raises:
            ValueError: one is not.
        """
        takers = [
            Sequential.fit,
            Sequential.predict,
            Sequential.predict_classes,
            Sequential.evaluate,
            self._builder()[1],
        ]
        for name in params:
            if name != "nb_epoch" and not any(has_arg(taker, name) for taker in takers):
                raise ValueError(
                    f"{name} is not a legal parameter: neither build_fn nor fit, predict,"
                    " predict_classes or evaluate of a model has an argument of that name"
                )

    def _builder(self) -> tuple[Callable[..., Any], Any]:
        """Return what is called to make the model, and the function whose arguments it has."""
        if self.build_fn is None:
            own: Any = self
            return own.__call__, own.__call__
        if isinstance(self.build_fn, (types.FunctionType, types.MethodType)):
            return self.build_fn, self.build_fn
        return self.build_fn, self.build_fn.__call__

    def get_params(self, **params: Any) -> dict[str, Any]:
        """Return the parameters by name.

        Args:
            **params: `deep`, as scikit-learn gives it; there are no estimators further inside.

        Differs:
            Keras copies the values, so that scikit-learn could not clone an estimator that was
            given a list.
        """
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> "BaseWrapper":
        """Set parameters to other values.

        Raises:
            ValueError: one is no argument of `build_fn` or of a model's methods.
        """
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Make a new model and train it.

        Args:
            x: the samples, (samples, features).
            y: their targets, (samples,) or (samples, outputs).
            **kwargs: arguments of `Sequential.fit`; they win over those of the estimator.

        Returns:
            The history of the training.
        """
        build, signature = self._builder()
        self.model = build(**self.filter_sk_params(signature))
        arguments = copy.deepcopy(self.filter_sk_params(Sequential.fit)) | kwargs
        return self.model.fit(x, self._as_the_loss_takes(y), **arguments)

    def _as_the_loss_takes(self, y: Any) -> Any:
        """Return labels as one-hot rows where the model's loss compares rows."""
        loss = getattr(self.model.loss, "__name__", self.model.loss)
        if loss == "categorical_crossentropy" and len(y.shape) != 2:
            return to_categorical(y)
        return y

    def filter_sk_params(
        self, fn: Callable[..., Any], override: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the parameters that are arguments of a function.

        Args:
            fn: the function.
            override: further arguments, which win.
        """
        chosen = {name: value for name, value in self.sk_params.items() if has_arg(fn, name)}
        return chosen | dict(override or {})

    # ---- what scikit-learn asks
    def __sklearn_is_fitted__(self) -> bool:
        """Return whether there is a trained model."""
        return hasattr(self, "model")

    def __sklearn_tags__(self) -> Any:
        """Return what scikit-learn (1.6 and later) has to know of the estimator."""
        utils = optional_import("sklearn.utils", "scikit-learn", "__sklearn_tags__")
        return utils.Tags(
            estimator_type=None,
            target_tags=utils.TargetTags(required=True, multi_output=True),
            transformer_tags=None,
            classifier_tags=None,
            regressor_tags=None,
            input_tags=utils.InputTags(two_d_array=True, three_d_array=True),
            non_deterministic=True,
        )


class KerasClassifier(BaseWrapper):
    """A model as a classifier; arguments as of `BaseWrapper`."""

    _estimator_type = "classifier"  # Read by scikit-learn before 1.6.

    def __sklearn_tags__(self) -> Any:
        utils = optional_import("sklearn.utils", "scikit-learn", "__sklearn_tags__")
        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier"
        tags.classifier_tags = utils.ClassifierTags()
        return tags

    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> Any:
        """Make a new model and train it.

        Args:
            x: the samples, (samples, features).
            y: their labels, (samples,) or (samples, 1), or one-hot rows (samples, classes).
            sample_weight: how much each sample counts.
            **kwargs: arguments of `Sequential.fit`; they win over those of the estimator.

        Returns:
            The history of the training.

        Raises:
            ValueError: the labels have another shape.
        """
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError(
                f"Invalid shape for y: {y.shape}. Give labels, (samples,) or (samples, 1), or"
                " one-hot rows, (samples, classes)"
            )
        self.n_classes_ = len(self.classes_)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> Array:
        """Return the most probable class of each sample.

        Args:
            x: the samples, (samples, features).
            **kwargs: arguments of `Sequential.predict_classes`.
        """
        kwargs = self.filter_sk_params(Sequential.predict_classes, kwargs)
        probabilities = self.model.predict(x, **kwargs)
        if probabilities.shape[-1] > 1:
            chosen = probabilities.argmax(axis=-1)
        else:
            chosen = (probabilities > 0.5).astype("int32")
        classes: Array = self.classes_[chosen]
        return classes

    def predict_proba(self, x: Any, **kwargs: Any) -> Array:
        """Return the probability of each class for each sample, (samples, classes).

        Args:
            x: the samples, (samples, features).
            **kwargs: arguments of `Sequential.predict_proba`.
        """
        kwargs = self.filter_sk_params(Sequential.predict_proba, kwargs)
        probabilities: Array = self.model.predict(x, **kwargs)
        if probabilities.shape[1] == 1:  # scikit-learn wants both classes in columns.
            probabilities = np.hstack([1 - probabilities, probabilities])
        return probabilities

    def score(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Return the accuracy on samples.

        Args:
            x: the samples, (samples, features).
            y: their labels, as in `fit`.
            **kwargs: arguments of `Sequential.evaluate`.

        Raises:
            ValueError: the model has no accuracy among its metrics.
        """
        kwargs = self.filter_sk_params(Sequential.evaluate, kwargs)
        y = self._as_the_loss_takes(np.searchsorted(self.classes_, y))
        outputs = to_list(self.model.evaluate(x, y, **kwargs))
        for name, output in zip(self.model.metrics_names, outputs, strict=True):
            if name in _ACCURACIES:
                return output
        raise ValueError(
            "The model is not configured to compute accuracy. You should pass"
            ' `metrics=["accuracy"]` to the `model.compile()` method.'
            f" It computes {self.model.metrics_names}"
        )


class KerasRegressor(BaseWrapper):
    """A model as a regressor; arguments as of `BaseWrapper`."""

    _estimator_type = "regressor"  # Read by scikit-learn before 1.6.

    def __sklearn_tags__(self) -> Any:
        utils = optional_import("sklearn.utils", "scikit-learn", "__sklearn_tags__")
        tags = super().__sklearn_tags__()
        tags.estimator_type = "regressor"
        tags.regressor_tags = utils.RegressorTags()
        return tags

    def predict(self, x: Any, **kwargs: Any) -> Array:
        """Return the predictions, without axes of length 1.

        Args:
            x: the samples, (samples, features).
            **kwargs: arguments of `Sequential.predict`.
        """
        kwargs = self.filter_sk_params(Sequential.predict, kwargs)
        predictions: Array = np.squeeze(self.model.predict(x, **kwargs))
        return predictions

    def score(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Return the negative loss on samples: more is better.

        Args:
            x: the samples, (samples, features).
            y: their targets, (samples,) or (samples, outputs).
            **kwargs: arguments of `Sequential.evaluate`.
        """
        kwargs = self.filter_sk_params(Sequential.evaluate, kwargs)
        loss = self.model.evaluate(x, y, **kwargs)
        return -loss[0] if isinstance(loss, list) else -loss
