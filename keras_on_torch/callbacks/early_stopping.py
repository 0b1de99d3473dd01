"""Stopping a training early."""

import math
from typing import Any

import numpy as np

from keras_on_torch.callbacks.base import Callback
from keras_on_torch.callbacks.logging import Logs, say
from keras_on_torch.callbacks.monitoring import known_mode, warn_of_missing_metric

__all__ = ["EarlyStopping"]


class EarlyStopping(Callback):
    """Stop training when a quantity has stopped improving.

    Args:
        monitor: the log that is watched.
        min_delta: the least change that counts as an improvement.
        patience: how many epochs may pass without one.
        verbose: 1 says when training is stopped.
        mode: "min" or "max": which direction is better; "auto" decides by the name.
        baseline: a value that must be improved on from the beginning.
        restore_best_weights: whether the model gets the weights of its best epoch back.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
    ) -> None:
        super().__init__()
        self.monitor = monitor
        self.baseline = baseline
        self.patience = patience
        self.verbose = verbose
        self.wait = 0
        self.stopped_epoch = 0
        self.restore_best_weights = restore_best_weights
        self.best_weights: Any = None
        mode = known_mode(mode, "EarlyStopping")
        highest = mode == "max" or (mode == "auto" and "acc" in monitor)
        self.monitor_op = np.greater if highest else np.less
        self.min_delta = min_delta if highest else -min_delta

    def on_train_begin(self, logs: Logs = None) -> None:
        self.wait = 0
        self.stopped_epoch = 0
        if self.baseline is not None:
            self.best = self.baseline
        else:
            self.best = math.inf if self.monitor_op is np.less else -math.inf

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        value = self.get_monitor_value(logs or {})
        if value is None:
            return
        if self.monitor_op(value - self.min_delta, self.best):
            self.best = value
            self.wait = 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True
            # With a baseline that was never reached there are no best weights to go back to.
            if self.restore_best_weights and self.best_weights is not None:
                if self.verbose > 0:
                    say("Restoring model weights from the end of the best epoch")
                self.model.set_weights(self.best_weights)

    def on_train_end(self, logs: Logs = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            say(f"Epoch {self.stopped_epoch + 1:05d}: early stopping")

    def get_monitor_value(self, logs: dict[str, Any]) -> Any:
        """Return the watched value; None, with a warning, where it is not among the logs."""
        value = logs.get(self.monitor)
        if value is None:
            warn_of_missing_metric("Early stopping", self.monitor, logs)
        return value
