"""Callbacks that keep count: averages, the progress bar, the history, tables."""

import csv
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import torch

from keras_on_torch.callbacks.base import Callback
from keras_on_torch.utils.progbar import Progbar
from keras_on_torch.utils.shown_numbers import shown

__all__ = [
    "BaseLogger",
    "CSVLogger",
    "History",
    "LambdaCallback",
    "ProgbarLogger",
    "TerminateOnNaN",
]

Logs = dict[str, Any] | None


def say(text: str) -> None:
    """Print a line, as Keras's callbacks do."""
    sys.stdout.write(text + "\n")


class BaseLogger(Callback):
    """Average losses and metrics over an epoch; every training run has one.

    Args:
        stateful_metrics: names of metrics whose last value is the epoch's.
    """

    takes_tensors = True

    def __init__(self, stateful_metrics: Iterable[str] | None = None) -> None:
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or [])

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self.seen = 0
        self.totals: dict[str, Any] = {}

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        logs = logs or {}
        size = logs.get("size", 0)
        self.seen += size
        for name, value in logs.items():
            if name in self.stateful_metrics:
                self.totals[name] = value
            else:
                self.totals[name] = self.totals.get(name, 0.0) + exact(value) * size

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        if logs is None:
            return
        for name in self.params["metrics"]:
            if name in self.totals:
                total = _number(self.totals[name])
                if name not in self.stateful_metrics:
                    total = np.divide(total, self.seen)
                logs[name] = shown(total)


def exact(value: Any) -> Any:
    """Return a loss or metric in double precision, in which sums are made."""
    if isinstance(value, (np.generic, float, int)):
        return float(value)
    return value.double() if isinstance(value, torch.Tensor) else np.asarray(value, "float64")


def _number(value: Any) -> Any:
    return value.cpu().numpy()[()] if isinstance(value, torch.Tensor) else value


class TerminateOnNaN(Callback):
    """Stop training when a loss is no number or infinite."""

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is not None and not np.isfinite(loss):
            say(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True


class ProgbarLogger(Callback):
    """Show the progress of training.

    Args:
        count_mode: "samples" or "steps": what is counted.
        stateful_metrics: names of metrics that are shown as they are, not averaged.

    Raises:
        ValueError: the mode is neither.
    """

    takes_tensors = True

    def __init__(
        self, count_mode: str = "samples", stateful_metrics: Iterable[str] | None = None
    ) -> None:
        super().__init__()
        if count_mode not in ("samples", "steps"):
            raise ValueError(f"Unknown `count_mode`: {count_mode}. Choose 'samples' or 'steps'")
        self.use_steps = count_mode == "steps"
        self.stateful_metrics = set(stateful_metrics or [])

    def on_train_begin(self, logs: Logs = None) -> None:
        self.verbose = self.params["verbose"]
        self.epochs = self.params["epochs"]

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        if self.verbose:
            say(f"Epoch {epoch + 1}/{self.epochs}")
            self.target = self.params["steps" if self.use_steps else "samples"]
            self.progbar = Progbar(
                target=self.target, verbose=self.verbose, stateful_metrics=self.stateful_metrics
            )
        self.seen = 0

    def on_batch_begin(self, batch: int, logs: Logs = None) -> None:
        if self.seen < self.target:
            self.log_values: list[tuple[str, Any]] = []

    def on_batch_end(self, batch: int, logs: Logs = None) -> None:
        logs = logs or {}
        self.seen += 1 if self.use_steps else logs.get("size", 0)
        self._take(logs)
        # The last batch is shown with the epoch's averages, in on_epoch_end.
        if self.verbose and self.seen < self.target:
            self.progbar.update(self.seen, self.log_values)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._take(logs or {})
        if self.verbose:
            self.progbar.update(self.seen, self.log_values)

    def _take(self, logs: dict[str, Any]) -> None:
        self.log_values += [(name, logs[name]) for name in self.params["metrics"] if name in logs]


class History(Callback):
    """Keep what each epoch gave; `fit` returns one.

    Attributes:
        epoch: the numbers of the epochs.
        history: by name, the list of the epochs' values.
    """

    def on_train_begin(self, logs: Logs = None) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[Any]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class CSVLogger(Callback):
    """Write what each epoch gave into a table.

    Args:
        filename: the file.
        separator: what stands between the columns.
        append: whether an existing file is continued.
    """

    def __init__(self, filename: str, separator: str = ",", append: bool = False) -> None:
        super().__init__()
        self.sep = separator
        self.filename = filename
        self.append = append
        self.writer: Any = None
        self.keys: list[str] | None = None
        self.append_header = True

    def on_train_begin(self, logs: Logs = None) -> None:
        path = Path(self.filename)
        if self.append and path.exists():
            with path.open() as file:
                self.append_header = not bool(len(file.readline()))
        self.csv_file: TextIO = path.open("a" if self.append else "w", newline="\n")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        logs = logs or {}
        if self.keys is None:
            self.keys = sorted(logs)
        if self.model.stop_training:
            # Keras: the last epoch may lack what others had.
            logs = {name: logs.get(name, "NA") for name in self.keys}
        if not self.writer:
            self.writer = csv.DictWriter(
                self.csv_file, fieldnames=["epoch", *self.keys], delimiter=self.sep
            )
            if self.append_header:
                self.writer.writeheader()
        row: OrderedDict[str, Any] = OrderedDict({"epoch": epoch})
        row.update((name, _cell(logs[name])) for name in self.keys)
        self.writer.writerow(row)
        self.csv_file.flush()

    def on_train_end(self, logs: Logs = None) -> None:
        self.csv_file.close()
        self.writer = None


def _cell(value: Any) -> Any:
    if isinstance(value, str) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return value
    if isinstance(value, Iterable):
        return f'"[{", ".join(map(str, value))}]"'
    return value


class LambdaCallback(Callback):
    """Call functions of the user's; each takes what the method of that name takes.

    Args:
        on_epoch_begin: `f(epoch, logs)`.
        on_epoch_end: `f(epoch, logs)`.
        on_batch_begin: `f(batch, logs)`.
        on_batch_end: `f(batch, logs)`.
        on_train_begin: `f(logs)`.
        on_train_end: `f(logs)`.
        **kwargs: kept as attributes.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_batch_begin: Callable[..., Any] | None = None,
        on_batch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.__dict__.update(kwargs)
        given = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_batch_begin": on_batch_begin,
            "on_batch_end": on_batch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
        }
        for name, function in given.items():
            if function is not None:
                setattr(self, name, function)
