"""The metrics of a compiled model: their symbols, names, updates and states."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import config, losses
from keras_on_torch._types import Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.metric import Metric
from keras_on_torch.engine.training.objectives import (
    collect_metrics,
    metric_for,
    weighted_masked_objective,
)
from keras_on_torch.utils.registry import known_namespaces

__all__ = ["make_metrics", "reset_metrics", "track_loss"]


def track_loss(model: Any, name: str, loss: Tensor) -> None:
    """Enter the loss of one of several outputs with what the model's functions give."""
    if config.compat() == "2.3":
        _track(model, known_namespaces["metrics"]["Mean"](name=name), name, loss)
    else:
        model.metrics_tensors.append(loss)
        model.metrics_names.append(name)


def make_metrics(model: Any, masks: list[Any]) -> None:
    """Make the symbols of a model's metrics, from what was given to `compile` and `add_metric`.

    Args:
        model: the model.
        masks: the masks of its outputs.
    """
    plain = collect_metrics(model._compile_metrics, model.output_names)
    weighted = collect_metrics(model.weighted_metrics, model.output_names)
    with K.name_scope("metrics"):
        for place, function in enumerate(model.loss_functions):
            if function is None:
                continue
            for metric in plain[place]:
                _add_metric(model, place, metric, None, masks[place])
            for metric in weighted[place]:
                _add_metric(model, place, metric, model.sample_weights[place], masks[place])
        for value, name, metric in _added_metrics(model):
            _add_value(model, value, name, metric)
    _keep_with(model)


def _add_metric(model: Any, place: int, metric: Any, weights: Any, mask: Any) -> None:
    output, target = model.outputs[place], model.targets[place]
    function, name = metric_for(metric, output, model.loss_functions[place])
    objective = weighted_masked_objective(function)
    if objective is None:
        return
    keeps_weights = isinstance(function, Metric)
    if weights is not None and not keeps_weights:
        name = f"weighted_{name}"
    whole = _unique(model, name if len(model.outputs) == 1 else _of_output(model, place, name))
    with K.name_scope(name):
        if keeps_weights:
            present = losses.present_weights(output, weights, mask)
            _track(model, function, whole, target, output, sample_weight=present)
            return
        measured = objective(target, output, weights, mask)
    model.metrics_names.append(whole)
    model.metrics_tensors.append(measured)
    if isinstance(function, Layer) and function.stateful:
        model.stateful_metric_names.append(whole)
        model.stateful_metric_functions.append(function)
        model.metrics_updates += function.updates


def _of_output(model: Any, place: int, name: str) -> str:
    return f"{model.output_names[place]}_{name}"


def _unique(model: Any, name: str) -> str:
    whole, count = name, 1
    while whole in model.metrics_names:
        whole, count = f"{name}_{count}", count + 1
    return whole


def _track(model: Any, metric: Metric, name: str, *args: Any, **kwargs: Any) -> None:
    """Let the model's functions update a metric and give its result."""
    metric.name = name
    result, updates = metric.recorded(*args, **kwargs)
    _enter(model, metric, name, result, updates)


def _enter(model: Any, metric: Metric, name: str, result: Tensor, updates: list[Any]) -> None:
    model.metrics_names.append(name)
    model.metrics_tensors.append(result)
    model.stateful_metric_names.append(name)
    model.stateful_metric_functions.append(metric)
    model.metrics_updates += updates


# ---- what layers and models add themselves
def _added_metrics(model: Any) -> list[tuple[Tensor, str | None, Any]]:
    """Return what the layers of a model, of models within it, and the model itself have added."""
    found: list[tuple[Tensor, str | None, Any]] = []
    for layer in model.layers:
        found += _added_metrics(layer) if hasattr(layer, "layers") else layer._metrics
    return [*found, *model._metrics]


def _add_value(model: Any, value: Tensor, name: str | None, metric: Any) -> None:
    if metric is not None:
        _enter(model, metric, _unique(model, metric.name), value, metric.updates)
        return
    mean = known_namespaces["metrics"]["Mean"](name=name)
    _track(model, mean, _unique(model, mean.name), value)


# ---- states
def _keep_with(model: Any) -> None:
    """Let metrics move with the model from device to device."""
    children = model._modules
    for key in [key for key in children if key.startswith(_PREFIX)]:
        del children[key]
    for place, metric in enumerate(model.stateful_metric_functions):
        if isinstance(metric, Metric):
            children[f"{_PREFIX}{place}"] = metric


_PREFIX = "watched_metric_"


def reset_metrics(model: Any, of_2_2: bool = True) -> None:
    """Set the states of a model's metrics back to their start.

    Args:
        model: the model.
        of_2_2: whether layers with a state that stand for metrics, as in Keras 2.2, are reset, too.
    """
    for metric in getattr(model, "stateful_metric_functions", []):
        if of_2_2 or isinstance(metric, Metric):
            metric.reset_states()
