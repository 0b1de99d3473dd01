"""Whole models in HDF5 files: layers, weights, and how they are trained."""

import json
import os
import warnings
from collections.abc import Mapping
from typing import Any

import h5py

from keras_on_torch import config, graph, optimizers
from keras_on_torch.saving.atomic import may_write, replaced_file
from keras_on_torch.saving.json import model_from_json, parsed_json, plain_or_named
from keras_on_torch.saving.tables import names_in, read_values, table_in, text_in
from keras_on_torch.saving.weights import (
    KERAS_VERSION,
    load_weights_from_hdf5_group,
    size_of,
    write_variables,
    write_weights,
)
from keras_on_torch.utils import hdf5_guard
from keras_on_torch.utils.io_utils import H5Dict
from keras_on_torch.utils.refusals import refused_as_value_error, said_of_file
from keras_on_torch.utils.registry import CustomObjectScope

__all__ = ["load_model", "read_model", "save_model", "write_model"]


# ---- writing
def save_model(
    model: Any, filepath: Any, overwrite: bool = True, include_optimizer: bool = True
) -> None:
    """Write a model to a file: its layers, its weights, and how it is trained.

    Args:
        model: the model.
        filepath: the file, or an open `h5py.Group`.
        overwrite: whether to replace a file that is there without asking.
        include_optimizer: whether to write the optimizer's state too.

    Raises:
        TypeError: `filepath` is something else.
    """
    if isinstance(filepath, (h5py.Group, dict)):
        write_model(model, H5Dict(filepath, "w"), include_optimizer)
    elif not isinstance(filepath, (str, os.PathLike)):
        raise TypeError(f"Required Group, str or dict. Received: {type(filepath)}.")
    elif may_write(filepath, overwrite):
        optimizer = _storable_optimizer(model) if include_optimizer else None
        weights = [weight for layer in model.layers for weight in layer.weights]
        size = size_of([*weights, *(optimizer.weights if optimizer else ())])
        with replaced_file(filepath, size) as file:
            write_model(model, H5Dict(file), include_optimizer)


def write_model(model: Any, f: H5Dict, include_optimizer: bool = True) -> None:
    """Write a model into a table."""
    described = {"class_name": type(model).__name__, "config": model.get_config()}
    f["keras_version"] = KERAS_VERSION.encode()
    f["backend"] = b"tensorflow"
    f["model_config"] = json.dumps(described, default=plain_or_named).encode("utf-8")
    optimizer = _storable_optimizer(model) if include_optimizer else None
    with graph.between_steps():  # Weights and the optimizer's state are those of one step.
        write_weights(table_in(f, "model_weights", make=True), model.layers)
        if optimizer and optimizer.weights:
            write_variables(table_in(f, "optimizer_weights", make=True), optimizer.weights)
    if not optimizer:
        return
    training = {
        "optimizer_config": {
            "class_name": type(optimizer).__name__,
            "config": optimizer.get_config(),
        },
        "loss": model.loss,
        "metrics": model._compile_metrics,
        "sample_weight_mode": model.sample_weight_mode,
        "loss_weights": model.loss_weights,
    }
    if config.compat() == "2.3":
        training["weighted_metrics"] = model.weighted_metrics
    f["training_config"] = json.dumps(training, default=plain_or_named).encode("utf-8")


def _storable_optimizer(model: Any) -> Any:
    """Return the optimizer of a model; None, with a warning, for one of TensorFlow."""
    if not isinstance(model.optimizer, optimizers.TFOptimizer):
        return model.optimizer
    warnings.warn(
        "TensorFlow optimizers do not make it possible to access optimizer attributes or"
        " optimizer state after instantiation. As a result, we cannot save the optimizer as"
        " part of the model save file.You will have to compile your model again after loading"
        " it. Prefer using a Keras optimizer instead (see keras.io/optimizers).",
        stacklevel=5,
    )
    return None


# ---- reading
def load_model(
    filepath: Any, custom_objects: Mapping[str, Any] | None = None, compile: bool = True
) -> Any:
    """Make a model from what `save_model` wrote, ready to go on training.

    Code that a file holds (a Lambda layer's function) is not run; the message says what to do.

    Args:
        filepath: the file, or an open `h5py.Group`.
        custom_objects: the user's classes and functions by the names that stand in the file.
        compile: whether to compile it as it was, and to restore the optimizer's state.

    Raises:
        ValueError: the file holds no model.
        TypeError: `filepath` is something else.
    """
    if isinstance(filepath, (h5py.Group, dict)):
        with refused_as_value_error("What the table holds cannot be used"):
            return read_model(H5Dict(filepath, "r"), custom_objects, compile)
    if not isinstance(filepath, (str, os.PathLike)):
        raise TypeError(f"Required Group, str or dict. Received: {type(filepath)}.")
    path = os.fspath(filepath)
    with said_of_file(path), hdf5_guard.opened(path) as file:
        return read_model(H5Dict(file, "r"), custom_objects, compile)


def read_model(
    f: H5Dict, custom_objects: Mapping[str, Any] | None = None, compile: bool = True
) -> Any:
    """Make a model from a table: see `load_model`."""
    stored = text_in(f, "model_config")
    if stored is None:
        raise ValueError(
            "No model found in config: the file has no 'model_config'. If save_weights wrote it,"
            " build the model as it was and call its load_weights"
        )
    model = model_from_json(stored, custom_objects)
    load_weights_from_hdf5_group(table_in(f, "model_weights"), model.layers)
    if not compile:
        return model
    stored = text_in(f, "training_config")
    if stored is None:
        warnings.warn(
            "No training configuration found in save file: the model was *not* compiled. Compile"
            " it manually.",
            stacklevel=3,
        )
        return model
    _compile_as_stored(model, parsed_json(stored, "training_config"), custom_objects or {})
    if "optimizer_weights" in f:
        _restore_optimizer(model, table_in(f, "optimizer_weights"))
    return model


def _compile_as_stored(
    model: Any, training: dict[str, Any], custom_objects: Mapping[str, Any]
) -> None:
    optimizer = optimizers.deserialize(training["optimizer_config"], custom_objects=custom_objects)
    with CustomObjectScope(custom_objects):
        model.compile(
            optimizer=optimizer,
            loss=_with_custom_objects(training["loss"], custom_objects),
            metrics=_with_custom_objects(training["metrics"], custom_objects),
            loss_weights=training["loss_weights"],
            sample_weight_mode=training["sample_weight_mode"],
            # Keras 2.3 stores them, 2.2.4 does not.
            weighted_metrics=_with_custom_objects(training.get("weighted_metrics"), custom_objects),
        )


def _with_custom_objects(stored: Any, custom_objects: Mapping[str, Any]) -> Any:
    """Put the user's objects where their names stand; objects with a configuration stay as such."""
    if isinstance(stored, dict) and {"class_name", "config"} <= stored.keys():
        return stored
    if isinstance(stored, list):
        return [_with_custom_objects(each, custom_objects) for each in stored]
    if isinstance(stored, dict):
        return {key: _with_custom_objects(each, custom_objects) for key, each in stored.items()}
    return custom_objects.get(stored, stored)


def _restore_optimizer(model: Any, table: H5Dict) -> None:
    """Set the optimizer's state, which exists once the training step has been made.

    Raises:
        ValueError: the state is no numbers, or not in the file itself.
    """
    model._make_train_function()
    weights = getattr(model.optimizer, "weights", [])
    names = names_in(table, "weight_names")
    # One more: a counter that Keras 2.3 stores.
    known = len(names) <= len(weights) + 1
    values = read_values(table, weights, "the optimizer") if known else []
    try:
        if not known:
            raise ValueError(f"the file has {len(names)} arrays for {len(weights)} variables")
        model.optimizer.set_weights(values)
    except ValueError as error:
        warnings.warn(
            "Error in loading the saved optimizer state. As a result, your model is starting with"
            f" a freshly initialized optimizer. ({error})",
            stacklevel=4,
        )
