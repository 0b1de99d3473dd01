"""Learning rate schedules: by epoch, and by a metric that no longer improves."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch.callbacks.base import Callback
from keras_on_torch.callbacks.logging import Logs, say
from keras_on_torch.callbacks.monitoring import known_mode, warn_of_missing_metric
from keras_on_torch.utils.shown_numbers import shown

__all__ = ["LearningRateScheduler", "ReduceLROnPlateau"]


class LearningRateScheduler(Callback):
    """Set the learning rate at the beginning of each epoch.

    Args:
        schedule: takes the epoch, counted from 0, and the learning rate (or the epoch alone), and
            gives a learning rate.
        verbose: 1 says what is set.
    """

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        if not hasattr(self.model.optimizer, "lr"):
            raise ValueError(
                'Optimizer must have a "lr" attribute, which'
                f" {type(self.model.optimizer).__name__} lacks."
            )
        rate = float(K.get_value(self.model.optimizer.lr))
        try:
            rate = self.schedule(epoch, rate)
        except TypeError:  # Keras: schedules once took the epoch alone.
            rate = self.schedule(epoch)
        if not isinstance(rate, (float, np.float32, np.float64)):
            raise ValueError(
                f'The output of the "schedule" function should be float, got {rate!r}.'
            )
        K.set_value(self.model.optimizer.lr, rate)
        if self.verbose > 0:
            say(f"\nEpoch {epoch + 1:05d}: LearningRateScheduler setting learning rate to {rate}.")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        if logs is not None:
            logs["lr"] = shown(K.get_value(self.model.optimizer.lr))


class ReduceLROnPlateau(Callback):
    """Lower the learning rate when a quantity has stopped improving.

    Args:
        monitor: the log that is watched.
        factor: what the learning rate is multiplied by.
        patience: how many epochs may pass without an improvement.
        verbose: 1 says what is set.
        mode: "min" or "max": which direction is better; "auto" decides by the name.
        min_delta: the least change that counts as an improvement.
        cooldown: how many epochs after a change nothing is judged.
        min_lr: below which the learning rate is not set.
        **kwargs: `epsilon`, the older name of `min_delta`.

    Raises:
        ValueError: the factor would not lower anything.
        TypeError: an argument has another name.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        if factor >= 1.0:
            raise ValueError(f"ReduceLROnPlateau does not support a factor >= 1.0, got {factor}.")
        if "epsilon" in kwargs:
            min_delta = kwargs.pop("epsilon")
            warnings.warn(
                "`epsilon` argument is deprecated and will be removed, use `min_delta` instead.",
                stacklevel=2,
            )
        if kwargs:
            raise TypeError(f"ReduceLROnPlateau takes no arguments {sorted(kwargs)}")
        self.monitor = monitor
        self.factor = factor
        self.min_lr = min_lr
        self.min_delta = min_delta
        self.patience = patience
        self.verbose = verbose
        self.cooldown = cooldown
        self.mode = mode
        self._reset()

    def _reset(self) -> None:
        self.mode = known_mode(self.mode, "Learning Rate Plateau Reducing")
        self._highest = self.mode == "max" or (self.mode == "auto" and "acc" in self.monitor)
        self.best = -math.inf if self._highest else math.inf
        self.cooldown_counter = 0
        self.wait = 0

    def monitor_op(self, value: float, best: float) -> bool:
        """Return whether a value is an improvement."""
        if self._highest:
            return bool(np.greater(value, best + self.min_delta))
        return bool(np.less(value, best - self.min_delta))

    def on_train_begin(self, logs: Logs = None) -> None:
        self._reset()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        logs = {} if logs is None else logs
        logs["lr"] = shown(K.get_value(self.model.optimizer.lr))
        value = logs.get(self.monitor)
        if value is None:
            warn_of_missing_metric("Reduce LR on plateau", self.monitor, logs)
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.monitor_op(value, self.best):
            self.best = value
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._lower(epoch)

    def _lower(self, epoch: int) -> None:
        rate = float(K.get_value(self.model.optimizer.lr))
        if rate <= self.min_lr:
            return
        rate = max(rate * self.factor, self.min_lr)
        K.set_value(self.model.optimizer.lr, rate)
        if self.verbose > 0:
            say(f"\nEpoch {epoch + 1:05d}: ReduceLROnPlateau reducing learning rate to {rate}.")
        self.cooldown_counter = self.cooldown
        self.wait = 0

    def in_cooldown(self) -> bool:
        """Return whether nothing is judged yet."""
        return self.cooldown_counter > 0
