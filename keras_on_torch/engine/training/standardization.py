"""A user's data in the form in which a model's functions are fed, and models built from data."""

from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import losses
from keras_on_torch.fitting.data import (
    check_array_length_consistency,
    check_loss_and_target_compatibility,
    standardize_input_data,
)
from keras_on_torch.fitting.weights import (
    standardize_class_weights,
    standardize_sample_weights,
    standardize_weights,
)
from keras_on_torch.utils.registry import to_list, unpack_singleton

__all__ = ["check_has_samples", "check_targets_given", "set_inputs", "standardize_user_data"]

_IMAGE_AXES = (4, 5)


def standardize_user_data(
    model: Any, x: Any, y: Any, sample_weight: Any, class_weight: Any, batch_size: int | None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Return inputs, targets and sample weights as lists of arrays; build and compile where needed.

    Raises:
        ValueError: the data does not fit the model.
        RuntimeError: there are targets, and the model was never compiled.
    """
    symbols: list[Any] = []
    if not model.built:
        symbols += _check_buildable(x, "inputs")
        if not model.inputs:
            model._set_inputs(x)
    if y is not None:
        if not model.optimizer:
            raise RuntimeError(
                "You must compile a model before training/testing. Use `model.compile(optimizer,"
                " loss)`."
            )
        if not model._is_compiled:
            symbols += _compile_for(model, x, y, symbols)
    if any(_is_symbol(value) for value in symbols):
        return [], [], []
    shapes = model._feed_input_shapes if model._is_graph_network else None
    inputs = standardize_input_data(
        x, model._feed_input_names, shapes, check_batch_axis=False, exception_prefix="input"
    )
    targets: list[Any] = []
    weights: list[Any] = []
    if y is not None:
        targets, weights = _targets_and_weights(model, y, sample_weight, class_weight)
        check_array_length_consistency(inputs, targets, weights)
        if model._is_graph_network:
            shapes = _target_shapes(model)
            check_loss_and_target_compatibility(targets, model._feed_loss_fns, shapes)
    if model.stateful and batch_size and inputs and inputs[0].shape[0] % batch_size != 0:
        raise ValueError(
            "In a stateful network, you should only pass inputs with a number of samples that can"
            f" be divided by the batch size. Found: {inputs[0].shape[0]} samples, batch size"
            f" {batch_size}"
        )
    return inputs, targets, weights


def check_has_samples(data: tuple[list[Any], list[Any], list[Any]], act: str) -> None:
    """Check that there is something to train on, or to be evaluated with.

    Args:
        data: inputs, targets and sample weights.
        act: what is asked for.

    Raises:
        ValueError: there are no samples.
    """
    for array in data[0]:
        shape = getattr(array, "shape", None)
        if shape and not _is_symbol(array) and shape[0] == 0:
            raise ValueError(
                f"{act}: the data has no samples (an input has the shape {tuple(shape)}): there is"
                " nothing to compute a loss of"
            )


def check_targets_given(model: Any, targets: list[Any]) -> None:
    """Check that there are targets where the model's losses need them.

    Raises:
        ValueError: there are none.
    """
    if model._feed_targets and not targets:
        raise ValueError(
            "The model needs targets to train on or to be evaluated with: give `y`, one array for"
            f" each of {model._feed_output_names}"
        )


def _is_symbol(value: Any) -> bool:
    return K.is_tensor(value) and hasattr(value, "static_shape")


def _check_buildable(data: Any, what: str) -> list[Any]:
    """Return the arrays that a model is built from.

    Raises:
        ValueError: they are neither an array nor a list of them.
    """
    if isinstance(data, dict):
        raise ValueError(f"Please do not pass a dictionary as model {what}.")
    values = to_list(data, allow_tuple=True)
    if not all(isinstance(value, np.ndarray) or K.is_tensor(value) for value in values):
        raise ValueError(
            f"Please provide as model {what} either a single array or a list of arrays. You passed:"
            f" {what}={data}"
        )
    return list(values)


def _compile_for(model: Any, x: Any, y: Any, inputs: list[Any]) -> list[Any]:
    """Compile a model that was only told how, now that its outputs are known."""
    targets = _check_buildable(y, "targets")
    mixed = {_is_symbol(value) for value in [*inputs, *targets]}
    if len(mixed) > 1:
        raise ValueError(
            "Do not pass inputs that mix Numpy arrays and symbolic tensors. You passed:"
            f" x={x}; y={y}"
        )
    model.compile(
        optimizer=model.optimizer,
        loss=model.loss,
        metrics=model._compile_metrics,
        weighted_metrics=model.weighted_metrics,
        loss_weights=model.loss_weights,
        target_tensors=[value for value in targets if _is_symbol(value)] or None,
    )
    return targets


def _targets_and_weights(
    model: Any, y: Any, sample_weight: Any, class_weight: Any
) -> tuple[list[Any], list[Any]]:
    names = model._feed_output_names
    shapes = _target_shapes(model) if model._is_graph_network else None
    if model._is_graph_network:
        modes = model._feed_sample_weight_modes
    else:
        modes = [None for _ in model.outputs]
    targets = standardize_input_data(
        y, names, shapes, check_batch_axis=False, exception_prefix="target"
    )
    sample_weights = standardize_sample_weights(sample_weight, names)
    class_weights = standardize_class_weights(class_weight, names)
    weights = [
        standardize_weights(target, samples, classes, mode)
        for target, samples, classes, mode in zip(
            targets, sample_weights, class_weights, modes, strict=False
        )
    ]
    return targets, weights


def _target_shapes(model: Any) -> list[Any]:
    """Return the shapes that targets must have; None where a loss of the user's decides."""
    shapes: list[Any] = []
    for shape, loss in zip(model._feed_output_shapes, model._feed_loss_fns, strict=True):
        if loss is losses.sparse_categorical_crossentropy:
            first = K.image_data_format() == "channels_first" and len(shape) in _IMAGE_AXES
            shapes.append((shape[0], 1, *shape[2:]) if first else (*shape[:-1], 1))
        elif getattr(losses, getattr(loss, "__name__", ""), None) is None:
            shapes.append(None)
        else:
            shapes.append(shape)
    return shapes


def set_inputs(model: Any, inputs: Any, outputs: Any, training: bool | None) -> None:
    """Make the graph of a subclassed model from the first data it sees."""
    if model.inputs:
        raise ValueError("Model inputs are already set.")
    model.inputs, model.input_names = [], []
    model._feed_inputs, model._feed_input_names, model._feed_input_shapes = [], [], []
    for place, given in enumerate(to_list(inputs, allow_tuple=True), start=1):
        name = f"input_{place}"
        model.input_names.append(name)
        value = np.asarray(given) if isinstance(given, list) else given
        if not _is_symbol(value):
            if value.ndim == 1:
                value = value.reshape(-1, 1)
            value = K.placeholder(shape=(None, *value.shape[1:]), name=name)
        model.inputs.append(value)
        if K.is_placeholder(value):
            model._feed_inputs.append(value)
            model._feed_input_names.append(name)
            model._feed_input_shapes.append(K.int_shape(value))
    if outputs is None:
        arguments = {"training": training} if model._expects_training_arg else {}
        outputs = model.call(unpack_singleton(model.inputs), **arguments)
    model.outputs = to_list(outputs, allow_tuple=True)
    model.output_names = [f"output_{place}" for place in range(1, len(model.outputs) + 1)]
    model.built = True
