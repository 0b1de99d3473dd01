"""The functions of a compiled model: training, testing, predicting. Each is made when needed."""

import warnings
from typing import Any

from keras_on_torch import backend as K

__all__ = [
    "make_predict_function",
    "make_test_function",
    "make_train_function",
    "warn_of_discrepancy",
]


def _check_compiled(model: Any, name: str) -> None:
    if not hasattr(model, name):
        raise RuntimeError(
            "You must compile your model before using it: call model.compile(optimizer, loss)."
        )


def warn_of_discrepancy(model: Any) -> None:
    """Warn where other weights are trainable than when the model was compiled."""
    collected = getattr(model, "_collected_trainable_weights", None)
    if collected is not None and len(model.trainable_weights) != len(collected):
        warnings.warn(
            "Discrepancy between trainable weights and collected trainable weights, did you set"
            " `model.trainable` without calling `model.compile` after ?",
            stacklevel=5,
        )


def _inputs(model: Any) -> list[Any]:
    inputs = [*model._feed_inputs, *model._feed_targets, *model._feed_sample_weights]
    return [*inputs, K.learning_phase()] if model._uses_dynamic_learning_phase() else inputs


def make_train_function(model: Any) -> None:
    """Make the function that trains on a batch.

    Raises:
        RuntimeError: the model was never compiled.
    """
    _check_compiled(model, "train_function")
    model._check_trainable_weights_consistency()
    if model.train_function is not None:
        return
    with K.name_scope("training"):
        with K.name_scope(type(model.optimizer).__name__):
            steps = model.optimizer.get_updates(
                params=model._collected_trainable_weights, loss=model.total_loss
            )
        model.train_function = K.function(
            _inputs(model),
            [model.total_loss, *model.metrics_tensors],
            updates=[*model.updates, *steps, *model.metrics_updates],
            name="train_function",
            **model._function_kwargs,
        )


def make_test_function(model: Any) -> None:
    """Make the function that gives loss and metrics of a batch.

    Raises:
        RuntimeError: the model was never compiled.
    """
    _check_compiled(model, "test_function")
    if model.test_function is not None:
        return
    model.test_function = K.function(
        _inputs(model),
        [model.total_loss, *model.metrics_tensors],
        updates=[*model.state_updates, *model.metrics_updates],
        name="test_function",
        **model._function_kwargs,
    )


def make_predict_function(model: Any) -> None:
    """Make the function that gives the outputs for a batch; the model need not be compiled."""
    if getattr(model, "predict_function", None) is not None:
        return
    inputs = list(model._feed_inputs)
    if model._uses_dynamic_learning_phase():
        inputs.append(K.learning_phase())
    model.predict_function = K.function(
        inputs,
        model.outputs,
        updates=model.state_updates,
        name="predict_function",
        **getattr(model, "_function_kwargs", {}),
    )
