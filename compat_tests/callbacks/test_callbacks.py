"""Callbacks do on given losses and metrics what Keras's do: what is set, saved, written, said."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from compat_tests.callbacks.scenarios import CASES, played
from keras_on_torch import backend, callbacks

RECORDED = json.loads(Path(__file__).with_name("callbacks.json").read_text())
OURS = SimpleNamespace(backend=backend, callbacks=callbacks)
LOGS = {"batch": 0, "size": 3, "loss": torch.tensor(2.0), "acc": torch.tensor(0.5)}


@pytest.mark.parametrize("place", range(len(CASES)), ids=[case[0] for case in CASES])
def test_does_what_keras_does(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert played(OURS, CASES[place], tmp_path) == RECORDED[place]


def listed(*given, metrics=("loss", "acc")):
    made = callbacks.CallbackList(list(given))
    made.set_params({"metrics": list(metrics), "epochs": 1, "verbose": 1, "samples": 3})
    made.set_model(SimpleNamespace(stop_training=False))
    made.on_train_begin()
    made.on_epoch_begin(0)
    return made


def test_logs_reach_callbacks_as_numbers():
    seen = {}
    listed(callbacks.LambdaCallback(on_batch_end=lambda b, logs: seen.update(logs))).on_batch_end(
        0, LOGS
    )
    assert isinstance(seen["loss"], np.float32)
    assert seen == {"batch": 0, "size": 3, "loss": 2.0, "acc": 0.5}


def test_metrics_that_are_arrays_reach_callbacks_as_arrays():
    seen = {}
    each = callbacks.LambdaCallback(on_batch_end=lambda b, logs: seen.update(logs))
    listed(each).on_batch_end(0, {"loss": torch.tensor(1.0), "each": torch.tensor([1.0, 2.0])})
    assert isinstance(seen["each"], np.ndarray)
    assert seen["each"].tolist() == [1.0, 2.0]


def test_a_logger_that_only_averages_takes_tensors():
    logger = callbacks.BaseLogger()
    every = listed(logger)
    every.on_batch_end(0, LOGS)
    assert isinstance(logger.totals["loss"], torch.Tensor)
    logs = {}
    every.on_epoch_end(0, logs)
    every.callbacks[0].on_epoch_end(0, logs)
    assert logs == {"loss": 2.0, "acc": 0.5}
    assert isinstance(logs["loss"], np.float64)


def test_a_subclass_with_its_own_on_batch_end_is_given_numbers():
    class Mine(callbacks.BaseLogger):
        def on_batch_end(self, batch, logs=None):
            self.kind = type(logs["loss"])

    mine = Mine()
    listed(mine).on_batch_end(0, LOGS)
    assert issubclass(mine.kind, np.float32)


def test_a_callback_that_is_no_subclass_is_called():
    calls = []

    class Loose:
        def __getattr__(self, name):
            return lambda *args: calls.append((name, args))

    listed(Loose()).on_batch_end(0, LOGS)
    assert calls[-1] == ("on_batch_end", (0, {"batch": 0, "size": 3, "loss": 2.0, "acc": 0.5}))


def test_values_are_not_fetched_when_nobody_looks(monkeypatch):
    monkeypatch.setattr(
        "keras_on_torch.callbacks.base._fetched", lambda logs: pytest.fail("fetched")
    )
    every = listed(callbacks.BaseLogger(), callbacks.EarlyStopping(), callbacks.History())
    every.on_batch_end(0, LOGS)


def test_a_callback_that_takes_most_of_the_time_is_warned_of(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("keras_on_torch.callbacks.base.time.time", lambda: now[0])

    def wait(batch, logs):
        now[0] += 1.0

    every = listed(callbacks.LambdaCallback(on_batch_end=wait))
    every.on_batch_begin(0, {})
    now[0] += 0.2
    with pytest.warns(UserWarning, match=r"on_batch_end\(\) is slow .*1.000000"):
        every.on_batch_end(0, {})


def test_epoch_logs_of_a_logger_without_batches_are_left_alone():
    every, logs = listed(callbacks.BaseLogger()), {}
    every.on_epoch_end(0, logs)
    assert logs == {}


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: callbacks.ProgbarLogger("minutes"), ValueError, "Unknown `count_mode`: minutes"),
        (lambda: callbacks.ReduceLROnPlateau(factor=1.0), ValueError, "factor >= 1.0, got 1.0"),
        (lambda: callbacks.ReduceLROnPlateau(nothing=1), TypeError, "nothing"),
        (lambda: callbacks.EarlyStopping(nothing=1), TypeError, "nothing"),
    ],
)
def test_refuses(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_scheduler_refuses_a_rate_that_is_no_number():
    every = callbacks.LearningRateScheduler(lambda epoch: "fast")
    every.set_model(SimpleNamespace(optimizer=SimpleNamespace(lr=backend.variable(0.1))))
    with pytest.raises(ValueError, match="should be float, got 'fast'"):
        every.on_epoch_begin(0)


def test_scheduler_refuses_an_optimizer_without_a_rate():
    every = callbacks.LearningRateScheduler(lambda epoch: 0.1)
    every.set_model(SimpleNamespace(optimizer=SimpleNamespace()))
    with pytest.raises(ValueError, match='must have a "lr" attribute'):
        every.on_epoch_begin(0)


def test_early_stopping_that_never_saw_better_weights_keeps_the_last():
    stopping = callbacks.EarlyStopping("loss", baseline=0.0, restore_best_weights=True)
    stopping.set_model(SimpleNamespace(stop_training=False))
    stopping.on_train_begin()
    stopping.on_epoch_end(0, {"loss": 1.0})
    assert stopping.model.stop_training
