"""The callback, and the list of them that a training run calls."""

import time
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch.utils.shown_numbers import shown

__all__ = ["Callback", "CallbackList"]

_SLOW_SECONDS = 0.1
_SLOW_SHARE = 0.95


class Callback:
    """Something that is told of the progress of training; subclasses define what they need.

    Attributes:
        model: the model that is trained.
        params: what is known beforehand: "epochs", "steps", "samples", "verbose", "metrics" ...
        validation_data: inputs, targets and weights that are validated on.
        takes_tensors: whether the `on_batch_end` that this very class defines can do with tensors
            that are still on the device; a class that sets it saves the wait for their values.
    """

    takes_tensors = False

    def __init__(self) -> None:
        self.validation_data: Any = None
        self.model: Any = None

    def set_params(self, params: dict[str, Any]) -> None:
        """Take what is known beforehand."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Take the model."""
        self.model = model

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that an epoch begins; it is counted from 0."""

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that an epoch is over, with its averages."""

    def on_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch begins, with its number and size."""

    def on_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch is over, with its losses and metrics."""

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that training begins."""

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that training is over."""

    # ---- by the names of Keras 2.3
    def on_train_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch of training begins: what `on_batch_begin` is told."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch of training is over: what `on_batch_end` is told."""
        self.on_batch_end(batch, logs)

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that evaluating begins, also that of validation data in `fit`."""

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that evaluating is over."""

    def on_test_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch is evaluated, with its number and size."""

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that a batch has been evaluated, with its losses and metrics."""

    def on_predict_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that predicting begins."""

    def on_predict_end(self, logs: dict[str, Any] | None = None) -> None:
        """Be told that predicting is over."""

    def on_predict_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that the outputs for a batch are computed, with its number and size."""

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Be told that they have been computed; `logs["outputs"]` are the arrays."""


class CallbackList:
    """Several callbacks, called in order.

    Args:
        callbacks: the callbacks.
        queue_length: how many calls are looked back on to judge whether a callback is slow.
    """

    def __init__(self, callbacks: Sequence[Any] | None = None, queue_length: int = 10) -> None:
        self.callbacks = list(callbacks or [])
        self.queue_length = queue_length
        self.params: dict[str, Any] = {}
        self.model: Any = None
        self._forget_times()

    def _forget_times(self) -> None:
        self._entered: float | None = None
        self._batch_seconds = 0.0
        self._seconds: dict[str, deque[float]] = {
            name: deque(maxlen=self.queue_length) for name in ("on_batch_begin", "on_batch_end")
        }

    def append(self, callback: Any) -> None:
        """Add a callback at the end."""
        self.callbacks.append(callback)

    def set_params(self, params: dict[str, Any]) -> None:
        """Return all what is known beforehand."""
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model: Any) -> None:
        """Return all the model."""
        self.model = model
        for callback in self.callbacks:
            callback.set_model(model)

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Return all that an epoch begins."""
        for callback in self.callbacks:
            callback.on_epoch_begin(epoch, {} if logs is None else logs)
        self._forget_times()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Return all that an epoch is over."""
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, logs)

    def on_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Return all that a batch begins."""
        began = time.time()
        logs = {} if logs is None else logs
        for callback in self.callbacks:
            if _defines(callback, "on_train_batch_begin"):
                callback.on_train_batch_begin(batch, logs)
            else:
                callback.on_batch_begin(batch, logs)
        self._judge("on_batch_begin", time.time() - began)
        self._entered = time.time()

    def on_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Call each callback after a batch; values are fetched only for those that read them."""
        began = time.time()
        if self._entered is not None:
            self._batch_seconds = began - self._entered
        logs = {} if logs is None else logs
        on_device = any([isinstance(value, torch.Tensor) for value in logs.values()])  # noqa: C419 - in half the time.
        numbers = None if on_device else logs
        for callback in self.callbacks:
            if _defines(callback, "on_train_batch_end"):
                numbers = _fetched(logs) if numbers is None else numbers
                callback.on_train_batch_end(batch, numbers)
            elif on_device and _takes_tensors(callback):
                callback.on_batch_end(batch, logs)
            elif _function_of(callback) is not Callback.on_batch_end:
                numbers = _fetched(logs) if numbers is None else numbers
                callback.on_batch_end(batch, numbers)
        self._judge("on_batch_end", time.time() - began)

    def _judge(self, method: str, seconds: float) -> None:
        """Warn where callbacks take most of a batch's time."""
        times = self._seconds[method]
        times.append(seconds)
        if seconds <= _SLOW_SECONDS or self._batch_seconds <= 0:
            return
        median = float(np.median(times))
        if median > _SLOW_SHARE * self._batch_seconds and median > _SLOW_SECONDS:
            warnings.warn(
                f"Method {method}() is slow compared to the batch update ({median:f}). Check your"
                " callbacks.",
                stacklevel=3,
            )

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Return all that training begins."""
        for callback in self.callbacks:
            callback.on_train_begin({} if logs is None else logs)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Return all that training is over."""
        for callback in self.callbacks:
            callback.on_train_end({} if logs is None else logs)

    on_train_batch_begin = on_batch_begin
    on_train_batch_end = on_batch_end

    def hears(self, hook: str) -> bool:
        """Return whether a callback defines a hook of Keras 2.3, so that it must be called."""
        return any(_defines(callback, hook) for callback in self.callbacks)

    def _tell(self, hook: str, *news: Any) -> None:
        for callback in self.callbacks:
            if _defines(callback, hook):
                getattr(callback, hook)(*news)

    def on_test_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Tell all that evaluating begins."""
        self._tell("on_test_begin", logs)

    def on_test_end(self, logs: dict[str, Any] | None = None) -> None:
        """Tell all that evaluating is over."""
        self._tell("on_test_end", logs)

    def on_test_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell all that a batch is evaluated."""
        self._tell("on_test_batch_begin", batch, logs or {})

    def on_test_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell all that a batch has been evaluated."""
        if self.hears("on_test_batch_end"):
            self._tell("on_test_batch_end", batch, _fetched(logs or {}))

    def on_predict_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Tell all that predicting begins."""
        self._tell("on_predict_begin", logs)

    def on_predict_end(self, logs: dict[str, Any] | None = None) -> None:
        """Tell all that predicting is over."""
        self._tell("on_predict_end", logs)

    def on_predict_batch_begin(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell all that the outputs for a batch are computed."""
        self._tell("on_predict_batch_begin", batch, logs or {})

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Tell all that the outputs for a batch have been computed."""
        self._tell("on_predict_batch_end", batch, logs or {})

    def __iter__(self) -> Iterator[Any]:
        return iter(self.callbacks)


def _defines(callback: Any, hook: str) -> bool:
    """Return whether a callback has a hook of its own, in its class or set on the object."""
    for place in (callback, *type(callback).__mro__):
        if hook in getattr(place, "__dict__", ()):
            return place is not Callback
    return False


def _function_of(callback: Any) -> Any:
    """Return what is called at the end of a batch: of its class, or what was set on the object."""
    method = callback.on_batch_end
    return getattr(method, "__func__", method)


def _takes_tensors(callback: Any) -> bool:
    """Return whether the class that defines `on_batch_end` is one that says it takes tensors."""
    function = _function_of(callback)
    return any(
        vars(kind).get("takes_tensors") and vars(kind).get("on_batch_end") is function
        for kind in type(callback).__mro__
    )


def _fetched(logs: dict[str, Any]) -> dict[str, Any]:
    """Return logs with arrays and numbers for tensors; the numbers are fetched in one transfer."""
    tensors = {name: value for name, value in logs.items() if isinstance(value, torch.Tensor)}
    fetched = {name: value.cpu().numpy() for name, value in tensors.items() if value.ndim}
    names = [name for name in tensors if name not in fetched]
    if names:
        together = torch.stack([logs[name].float() for name in names]).cpu().numpy()
        fetched.update(zip(names, map(shown, together), strict=True))
    return {**logs, **fetched}
