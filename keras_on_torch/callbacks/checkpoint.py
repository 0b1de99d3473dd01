"""Callbacks that keep the model."""

import math
import warnings
from typing import Any

import numpy as np

from keras_on_torch.callbacks.base import Callback
from keras_on_torch.callbacks.logging import Logs, say

__all__ = ["ModelCheckpoint"]


class ModelCheckpoint(Callback):
    """Save the model after an epoch.

    A write that fails or is killed leaves the file of the time before as it was.

    Args:
        filepath: where to; `{epoch:02d}` and the names of logs, such as `{val_loss:.2f}`, are
            filled in.
        monitor: the log that tells which model is best.
        verbose: 1 says what is saved.
        save_best_only: whether only a model is saved that is better than all before.
        save_weights_only: whether the weights alone are saved, not the model.
        mode: "min" or "max": which value is best; "auto" decides by the name.
        period: how many epochs lie between two saves.
    """

    def __init__(
        self,
        filepath: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        period: int = 1,
    ) -> None:
        super().__init__()
        self.monitor = monitor
        self.verbose = verbose
        self.filepath = filepath
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.period = period
        self.epochs_since_last_save = 0
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"ModelCheckpoint mode {mode} is unknown, fallback to auto mode.",
                RuntimeWarning,
                stacklevel=2,
            )
            mode = "auto"
        highest = mode == "max" or (
            mode == "auto" and ("acc" in monitor or monitor.startswith("fmeasure"))
        )
        self.monitor_op = np.greater if highest else np.less
        self.best: Any = -math.inf if highest else math.inf

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        logs = logs or {}
        self.epochs_since_last_save += 1
        if self.epochs_since_last_save < self.period:
            return
        self.epochs_since_last_save = 0
        path = str(self.filepath).format(epoch=epoch + 1, **logs)
        if not self.save_best_only:
            self._say(f"\nEpoch {epoch + 1:05d}: saving model to {path}")
            self._save(path)
            return
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn(
                f"Can save best model only with {self.monitor} available, skipping. Available are:"
                f" {', '.join(sorted(logs))}",
                RuntimeWarning,
                stacklevel=2,
            )
        elif self.monitor_op(value, self.best):
            self._say(
                f"\nEpoch {epoch + 1:05d}: {self.monitor} improved from {self.best:0.5f} to"
                f" {value:0.5f}, saving model to {path}"
            )
            self.best = value
            self._save(path)
        else:
            self._say(
                f"\nEpoch {epoch + 1:05d}: {self.monitor} did not improve from {self.best:0.5f}"
            )

    def _say(self, text: str) -> None:
        if self.verbose > 0:
            say(text)

    def _save(self, path: str) -> None:
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)
