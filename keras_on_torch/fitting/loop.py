"""The loop over epochs and batches: one for arrays, tensors, generators and Sequences."""

from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

from keras_on_torch.callbacks import BaseLogger, CallbackList, History, ProgbarLogger
from keras_on_torch.fitting.interrupts import DeferredInterrupt
from keras_on_torch.fitting.progress import Progress
from keras_on_torch.utils.registry import to_list

__all__ = [
    "Step",
    "begin_testing",
    "begin_training",
    "callbacks_of_run",
    "run_epochs",
    "should_run_validation",
]

Step = tuple[int, Callable[[], list[Any]]]
"""How many samples a batch has, and what trains on it and gives losses and metrics."""


def begin_training(
    model: Any, callbacks: Sequence[Any] | None, params: dict[str, Any], count_mode: str
) -> tuple[CallbackList, Any]:
    """Put the callbacks of a run together and tell them that it begins.

    Args:
        model: the model; it gets a new history.
        callbacks: the user's callbacks.
        params: what all callbacks are told of the run.
        count_mode: whether the progress bar counts "samples" or "steps".

    Returns:
        The callbacks, and the model that they are told of (a `callback_model` where there is one).
    """
    model.history = History()
    own: list[Any] = [BaseLogger(stateful_metrics=model.stateful_metric_names)]
    if params["verbose"]:
        own.append(ProgbarLogger(count_mode, stateful_metrics=model.stateful_metric_names))
    listed = CallbackList([*own, *(callbacks or []), model.history])
    told = getattr(model, "callback_model", None) or model
    listed.set_model(told)
    listed.set_params(params)
    listed.on_train_begin()
    told.stop_training = False
    return listed, told


def callbacks_of_run(model: Any, callbacks: Any, params: dict[str, Any]) -> CallbackList:
    """Return the callbacks of evaluating or predicting, which know the model and the run.

    Args:
        model: the model.
        callbacks: a list of them; what is a CallbackList already (that of `fit`) stays as it is.
        params: what they are told of the run.
    """
    if isinstance(callbacks, CallbackList):
        return callbacks
    listed = CallbackList(callbacks)
    listed.set_model(getattr(model, "callback_model", None) or model)
    listed.set_params(params)
    return listed


def should_run_validation(validation_freq: Any, epoch: int) -> bool:
    """Return whether an epoch is validated.

    Args:
        validation_freq: every how many epochs, or the numbers of the epochs, counted from 1.
        epoch: its number, counted from 0.

    Raises:
        ValueError: `validation_freq` is neither, or less than 1.
    """
    if isinstance(validation_freq, int):
        if validation_freq < 1:
            raise ValueError(f"`validation_freq` can not be less than 1, got {validation_freq}.")
        return (epoch + 1) % validation_freq == 0
    if not isinstance(validation_freq, Container):
        raise ValueError(
            "`validation_freq` must be an Integer or `collections.abc.Container` (e.g. list, tuple,"
            f" etc.), got {validation_freq!r}"
        )
    return epoch + 1 in validation_freq


def begin_testing(model: Any) -> set[int]:
    """Set metrics that keep state back to their start; give their places among all results."""
    if not hasattr(model, "stateful_metric_functions"):
        return set()
    for metric in model.stateful_metric_functions:
        metric.reset_states()
    names = model.stateful_metric_names
    return {place for place, name in enumerate(model.metrics_names) if str(name) in names}


def run_epochs(
    callbacks: CallbackList,
    told: Any,
    model: Any,
    progress: Progress,
    epochs: int,
    steps: Callable[[int], Iterator[Step]],
    labels: Sequence[str],
    validate: Callable[[], Any] | None,
    validates_when_stopped: Callable[[int], bool],
    validation_freq: Any = 1,
) -> None:
    """Train epoch by epoch.

    Args:
        callbacks: what is called.
        told: the model whose `stop_training` ends the run.
        model: the model that is trained.
        progress: knows the first epoch, and is told of each that is over.
        epochs: the number of the last epoch.
        steps: yields the batches of an epoch.
        labels: the names of what a batch gives.
        validate: returns losses and metrics on other data; None validates nothing.
        validates_when_stopped: tells whether an epoch in which a batch stopped training is
            validated all the same, from the number of its batches.
        validation_freq: every how many epochs, or in which, there is validation.
    """
    progress.begin()
    for epoch in range(progress.first_epoch, epochs):
        for metric in model.stateful_metric_functions:
            metric.reset_states()
        callbacks.on_epoch_begin(epoch)
        done = _run_batches(callbacks, told, steps(epoch), labels)
        logs: dict[str, Any] = {}
        due = validate is not None and should_run_validation(validation_freq, epoch)
        if (
            validate is not None
            and due
            and (not told.stop_training or validates_when_stopped(done))
        ):
            outputs = to_list(validate())
            logs = {f"val_{name}": value for name, value in zip(labels, outputs, strict=False)}
        callbacks.on_epoch_end(epoch, logs)
        if told.stop_training:
            break
        progress.epoch_is_over(epoch)
    callbacks.on_train_end()
    progress.run_is_over()


def _run_batches(
    callbacks: CallbackList, told: Any, steps: Iterator[Step], labels: Sequence[str]
) -> int:
    """Train on the batches of an epoch, until one of them stops training; give their number."""
    done = 0
    with DeferredInterrupt() as whole:
        for size, train in steps:
            logs: dict[str, Any] = {"batch": done, "size": size}
            callbacks.on_batch_begin(done, logs)
            logs.update(zip(labels, whole.run(train), strict=False))
            callbacks.on_batch_end(done, logs)
            done += 1
            if told.stop_training:
                break
    return done
