"""Losses and metrics of a model: functions of targets and outputs made one number each."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import config, losses
from keras_on_torch._types import Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.metric import Metric, clone_metric
from keras_on_torch.graph import op
from keras_on_torch.utils.registry import known_namespaces

__all__ = ["collect_metrics", "weighted_masked_objective"]

_ACCURACY = ("accuracy", "acc")
_CROSSENTROPY = ("crossentropy", "ce")


# ---- losses
def loss_for(identifier: Any) -> Any:
    """Return the loss that `compile` was given: a function, or an object of `losses.Loss`."""
    found = losses.get(identifier)
    if isinstance(found, type) and issubclass(found, losses.Loss):
        found = found()
    if found is None or isinstance(found, losses.Loss) or config.compat() == "2.2":
        return found
    return losses.LossFunctionWrapper(found, name=getattr(found, "__name__", None))


def plain_function(loss: Any) -> Any:
    """Return the function in a loss object; any other loss as it is."""
    return loss.fn if isinstance(loss, losses.LossFunctionWrapper) else loss


def weighted_masked_objective(fn: Any) -> Callable[..., Tensor] | None:
    """Return a function of targets, outputs, sample weights and mask that gives one number.

    Args:
        fn: a loss or metric, of targets and outputs; None gives None.
    """
    if fn is None:
        return None

    def weighted(y_true: Tensor, y_pred: Tensor, weights: Any, mask: Any = None) -> Tensor:
        axes = None if weights is None else K.ndim(weights)
        return _weighted_mean(fn(y_true, y_pred), weights, mask, axes)

    def reduced(y_true: Tensor, y_pred: Tensor, weights: Any, mask: Any = None) -> Tensor:
        loss = fn(y_true, y_pred, sample_weight=losses.present_weights(y_pred, weights, mask))
        return K.mean(loss) if K.ndim(loss) else loss

    return reduced if isinstance(fn, losses.Loss) else weighted


@op
def _weighted_mean(
    scores: torch.Tensor, weights: torch.Tensor | None, mask: torch.Tensor | None, axes: int | None
) -> torch.Tensor:
    """Average scores over what is not masked and has a weight; no weights are weights of one."""
    if mask is not None:
        mask = mask.to(scores.dtype)
        scores = scores * mask / mask.mean()
    if weights is None or axes is None:
        return scores.mean() if scores.ndim else scores
    if scores.ndim > axes:
        scores = scores.mean(tuple(range(axes, scores.ndim)))
    return (scores * weights / (weights != 0).to(weights.dtype).mean()).mean()


# ---- metrics
def collect_metrics(metrics: Any, output_names: Sequence[str]) -> list[list[Any]]:
    """Return the metrics of each output.

    Args:
        metrics: a list, for all outputs, or with a list for each output; or a dict of one or a list
            of metrics by output.
        output_names: the names of the outputs.

    Raises:
        TypeError: it is neither.
        ValueError: there are lists, but not one for each output.
    """
    if not metrics:
        return [[] for _ in output_names]
    if isinstance(metrics, list) and any(isinstance(one, list) for one in metrics):
        if len(metrics) != len(output_names):
            raise ValueError(
                "When passing a list of lists as `metrics`, it should have one entry per model"
                f" output. The model has {len(output_names)} outputs, but you passed"
                f" metrics={metrics}"
            )
        return [one if isinstance(one, list) else [one] for one in metrics]
    if isinstance(metrics, list):
        if len(output_names) == 1:
            return [list(metrics)]
        return [[clone_metric(one) for one in metrics] for _ in output_names]
    if isinstance(metrics, dict):
        for name in metrics:
            if name not in output_names:
                warnings.warn(  # Keras: passed over, without a word.
                    f"The metrics for {name!r} have no effect: the only outputs are"
                    f" {list(output_names)}",
                    stacklevel=5,
                )
        found = [metrics.get(name, []) for name in output_names]
        return [one if isinstance(one, list) else [one] for one in found]
    raise TypeError(
        "Type of `metrics` argument not understood. Expected a list or dictionary, found:"
        f" {metrics!r}"
    )


def metric_for(metric: Any, output: Tensor, loss: Any) -> tuple[Any, str]:
    """Return the function or object of a metric, and its name.

    "accuracy" and "crossentropy" mean another function for each kind of output and loss.

    Args:
        metric: a name, a function, a configuration or a metric object or layer.
        output: what is measured.
        loss: the loss of that output.
    """
    known = known_namespaces["metrics"]
    if isinstance(metric, str) and metric in _ACCURACY + _CROSSENTROPY:
        meant = "accuracy" if metric in _ACCURACY else "crossentropy"
        function = known[f"{_kind_of(output, plain_function(loss))}_{meant}"]
    else:
        function = known["get"](metric)
        if isinstance(function, type) and issubclass(function, Metric):
            function = function()
    name = metric_name(metric, function)
    if config.compat() == "2.3" and not isinstance(function, Layer):
        function = known["MeanMetricWrapper"](function, name=name)
    return function, name


def metric_name(metric: Any, function: Any) -> str:
    """Return the name of a metric in logs, as Keras 2.2 or 2.3 has it.

    Args:
        metric: what `compile` was given.
        function: what it means.
    """
    named = isinstance(metric, str) and not isinstance(function, Layer)
    if named and config.compat() == "2.3":
        return str(metric)
    if named and metric in _ACCURACY:
        return "acc"
    if named and metric in _CROSSENTROPY:
        return "ce"
    name = getattr(function, "name", None) or getattr(function, "__name__", None)
    return str(name or type(function).__name__)


def _kind_of(output: Tensor, loss: Any) -> str:
    shape = K.int_shape(output)
    if (shape is not None and shape[-1] == 1) or loss is losses.binary_crossentropy:
        return "binary"
    if loss is losses.sparse_categorical_crossentropy:
        return "sparse_categorical"
    return "categorical"
