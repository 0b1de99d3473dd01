"""Losses and metrics of a model: functions of targets and outputs made one number each."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import losses
from keras_on_torch import metrics as metric_functions
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op

__all__ = ["collect_metrics", "weighted_masked_objective"]

_ACCURACY = ("accuracy", "acc")
_CROSSENTROPY = ("crossentropy", "ce")


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

    return weighted


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


def collect_metrics(metrics: Any, output_names: Sequence[str]) -> list[list[Any]]:
    """Return the metrics of each output.

    Args:
        metrics: a list, for all outputs; or a dict of one or a list of metrics by output.
        output_names: the names of the outputs.

    Raises:
        TypeError: it is neither.
    """
    if not metrics:
        return [[] for _ in output_names]
    if isinstance(metrics, list):
        return [list(metrics) for _ in output_names]
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
    """Return the function and the name of a metric.

    "accuracy" and "crossentropy" mean another function for each kind of output and loss.

    Args:
        metric: a name, a function or a metric layer.
        output: what is measured.
        loss: the loss of that output.
    """
    if not isinstance(metric, str) or metric not in _ACCURACY + _CROSSENTROPY:
        function = metric_functions.get(metric)
        name = getattr(function, "name", None) or getattr(function, "__name__", None)
        return function, str(name or type(function).__name__)
    shape = K.int_shape(output)
    if (shape is not None and shape[-1] == 1) or loss is losses.binary_crossentropy:
        kind = "binary"
    elif loss is losses.sparse_categorical_crossentropy:
        kind = "sparse_categorical"
    else:
        kind = "categorical"
    if metric in _ACCURACY:
        return getattr(metric_functions, f"{kind}_accuracy"), "acc"
    return getattr(metric_functions, f"{kind}_crossentropy"), "ce"
