"""What `compile` makes: targets, sample weights, the total loss and the metrics, as symbols."""

import warnings
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.engine.training.metrics import make_metrics, track_loss
from keras_on_torch.engine.training.objectives import (
    loss_for,
    plain_function,
    weighted_masked_objective,
)
from keras_on_torch.utils.registry import to_list

__all__ = ["build_losses_and_metrics"]


def build_losses_and_metrics(model: Any, target_tensors: Any) -> None:
    """Make the symbols of a model's training, from what was given to `compile`.

    Raises:
        ValueError: an entry names no output, or there are too many or too few, or nothing to
            optimise.
        TypeError: an argument is of another kind.
    """
    model.loss_functions = _loss_functions(model)
    masks = to_list(model.compute_mask(model.inputs, mask=None))
    if masks == [None]:
        masks = [None] * len(model.outputs)
    factors = _loss_weights(model)
    unweighed = _make_targets(model, _given_targets(model, target_tensors))
    _make_sample_weights(model, unweighed)
    model.metrics_names = ["loss"]
    model.metrics_tensors = []
    model.metrics_updates = []
    model.stateful_metric_names = []
    model.stateful_metric_functions = []
    model.total_loss = _total_loss(model, masks, factors)
    make_metrics(model, masks)


def _check_known_outputs(given: dict[str, Any], model: Any, what: str) -> None:
    for name in given:
        if name not in model.output_names:
            raise ValueError(
                f'Unknown entry in {what} dictionary: "{name}". Only expected the following keys:'
                f" {model.output_names}"
            )


def _check_count(given: list[Any], model: Any, what: str) -> None:
    if len(given) != len(model.outputs):
        raise ValueError(
            f"When passing a list as {what}, it should have one entry per model output. The model"
            f" has {len(model.outputs)} outputs, but you passed {what.strip('`')}={given}"
        )


def _loss_functions(model: Any) -> list[Any]:
    loss = model.loss
    if isinstance(loss, dict) and not ("class_name" in loss and "config" in loss):
        _check_known_outputs(loss, model, "loss")
        for name in model.output_names:
            if name not in loss:
                warnings.warn(
                    f'Output "{name}" missing from loss dictionary. We assume this was done on'
                    f' purpose, and we will not be expecting any data to be passed to "{name}"'
                    " during training.",
                    stacklevel=4,
                )
        return [loss_for(loss.get(name)) for name in model.output_names]
    if isinstance(loss, list) and loss:
        _check_count(loss, model, "loss")
        return [loss_for(one) for one in loss]
    function = loss_for(loss or None)
    return [function for _ in model.outputs]


def _loss_weights(model: Any) -> list[Any]:
    given = model.loss_weights
    if given is None:
        return [1.0] * len(model.outputs)
    if isinstance(given, dict):
        _check_known_outputs(given, model, "loss_weights")
        return [given.get(name, 1.0) for name in model.output_names]
    if isinstance(given, list):
        _check_count(given, model, "loss_weights")
        return given
    raise TypeError(
        f"Could not interpret loss_weights argument: {given} - expected a list or dict of numbers."
    )


# ---- targets
def _given_targets(model: Any, given: Any) -> list[Any]:
    if given is None:
        return [None] * len(model.outputs)
    if isinstance(given, list):
        _check_count(given, model, "`target_tensors`")
        return given
    if isinstance(given, dict):
        _check_known_outputs(given, model, "`target_tensors`")
        return [given.get(name) for name in model.output_names]
    if K.is_tensor(given):
        if len(model.outputs) != 1:
            raise ValueError(
                f"The model has {len(model.outputs)} outputs, but you passed a single tensor as"
                " `target_tensors`. Expected a list or a dict of tensors."
            )
        return [given]
    raise TypeError(
        "Expected `target_tensors` to be a tensor, a list of tensors, or dict of tensors, but got:",
        given,
    )


def _make_targets(model: Any, given: list[Any]) -> set[int]:
    """Make the placeholders of the targets; give the outputs whose samples are not weighed."""
    model.targets = []
    model._feed_targets = []
    model._feed_outputs = []
    model._feed_output_names = []
    model._feed_output_shapes = []
    model._feed_loss_fns = []
    unweighed = set()
    for place, (output, name) in enumerate(zip(model.outputs, model.output_names, strict=True)):
        if model.loss_functions[place] is None:
            model.targets.append(None)
            unweighed.add(place)
            continue
        shape = K.int_shape(output)
        target = given[place]
        if target is None:
            target = K.placeholder(
                ndim=len(shape or ()),
                name=f"{name}_target",
                sparse=K.is_sparse(output),
                dtype=K.dtype(output),
            )
        if K.is_placeholder(target):
            model._feed_targets.append(target)
            model._feed_outputs.append(output)
            model._feed_output_names.append(name)
            model._feed_output_shapes.append(shape)
            model._feed_loss_fns.append(plain_function(model.loss_functions[place]))
        else:
            unweighed.add(place)
        model.targets.append(target)
    return unweighed


# ---- sample weights
def _make_sample_weights(model: Any, unweighed: set[int]) -> None:
    modes = _sample_weight_modes(model, unweighed)
    model.sample_weight_modes = modes
    model.sample_weights = [
        None if place in unweighed else _weights_placeholder(name, mode)
        for place, (name, mode) in enumerate(zip(model.output_names, modes, strict=True))
    ]
    weighed = [place for place in range(len(model.outputs)) if place not in unweighed]
    model._feed_sample_weight_modes = [modes[place] for place in weighed]
    model._feed_sample_weights = [model.sample_weights[place] for place in weighed]


def _sample_weight_modes(model: Any, unweighed: set[int]) -> list[str | None]:
    given = model.sample_weight_mode
    if isinstance(given, dict):
        _check_known_outputs(given, model, "sample_weight_mode")
        for place, name in enumerate(model.output_names):
            if place not in unweighed and name not in given:
                raise ValueError(f'Output "{name}" missing from sample_weight_modes dictionary')
        modes = [given.get(name) for name in model.output_names]
    elif isinstance(given, list):
        _check_count(given, model, "sample_weight_mode")
        modes = given
    else:
        modes = [given] * len(model.outputs)
    return [
        "temporal" if mode == "temporal" and place not in unweighed else None
        for place, mode in enumerate(modes)
    ]


def _weights_placeholder(name: str, mode: str | None) -> Tensor:
    """Return the placeholder of an output's sample weights; None may be fed, for weights of one."""
    shape = (None, None) if mode == "temporal" else (None,)
    symbol = graph.placeholder(shape, K.floatx(), optional=True)
    symbol.name = K.unique_name(f"{name}_sample_weights")
    symbol._keras_shape = shape
    return symbol


# ---- losses
def _total_loss(model: Any, masks: list[Any], factors: list[Any]) -> Tensor:
    total = None
    with K.name_scope("loss"):
        for place, function in enumerate(model.loss_functions):
            objective = weighted_masked_objective(function)
            if objective is None:
                continue
            with K.name_scope(f"{model.output_names[place]}_loss"):
                loss = objective(
                    model.targets[place],
                    model.outputs[place],
                    model.sample_weights[place],
                    masks[place],
                )
            if len(model.outputs) > 1:
                track_loss(model, f"{model.output_names[place]}_loss", loss)
            weighed = loss if factors[place] == 1.0 else factors[place] * loss
            total = weighed if total is None else total + weighed
        penalties = model.losses
        if total is None and not penalties:
            raise ValueError(
                "The model cannot be compiled because it has no loss to optimize. Give a loss to"
                " compile(), or add one with a layer's add_loss"
            )
        for penalty in penalties:
            total = penalty if total is None else total + penalty
    return total
