"""Runs of callbacks on given losses and metrics; the same table is played to Keras and to ours.

A case: the source of a callback, and the logs of the epochs, a dict of lists. Names in the source:
those of keras.callbacks, `folder` (an empty one).
"""

import contextlib
import io
import sys
import warnings

import numpy as np

__all__ = ["CASES", "played"]

FALLING = [5.0, 4.0, 4.5, 3.5, 3.6, 3.7, 3.4, 3.4]
RISING = [0.1, 0.4, 0.3, 0.3, 0.5, 0.2, 0.5, 0.1]
FLAT = [1.0, 1.0, 0.9999, 1.0, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99]
LOGS = {"loss": FALLING, "acc": RISING, "val_loss": FALLING[::-1], "val_acc": RISING[::-1]}
NOT_THERE = {"loss": FALLING, "acc": RISING}

CASES = [
    # ---- EarlyStopping
    ("EarlyStopping()", LOGS),
    ("EarlyStopping('loss')", LOGS),
    ("EarlyStopping('loss', patience=2)", LOGS),
    ("EarlyStopping('loss', patience=3, verbose=1)", LOGS),
    ("EarlyStopping('acc', patience=2, verbose=1)", LOGS),
    ("EarlyStopping('val_acc', patience=1, verbose=1)", LOGS),
    ("EarlyStopping('acc', patience=1, mode='min', verbose=1)", LOGS),
    ("EarlyStopping('loss', patience=1, mode='max', verbose=1)", LOGS),
    ("EarlyStopping('loss', patience=1, mode='nothing', verbose=1)", LOGS),
    ("EarlyStopping('loss', min_delta=0.3, patience=2, verbose=1)", LOGS),
    ("EarlyStopping('acc', min_delta=0.25, patience=2, verbose=1)", LOGS),
    ("EarlyStopping('loss', min_delta=-0.3, patience=2)", LOGS),
    ("EarlyStopping('loss', baseline=4.2, patience=2, verbose=1)", LOGS),
    ("EarlyStopping('loss', baseline=1.0, patience=2, verbose=1)", LOGS),
    ("EarlyStopping('acc', baseline=0.45, patience=5, verbose=1)", LOGS),
    ("EarlyStopping('loss', patience=2, verbose=1, restore_best_weights=True)", LOGS),
    ("EarlyStopping('loss', patience=2, restore_best_weights=True)", LOGS),
    ("EarlyStopping('loss', baseline=4.2, patience=2, restore_best_weights=True)", LOGS),
    ("EarlyStopping('val_loss', verbose=1)", NOT_THERE),
    ("EarlyStopping(verbose=1)", {"val_loss": [1.0, float("nan"), float("nan")]}),
    ("EarlyStopping(patience=1, verbose=1)", {"val_loss": [float("nan"), 1.0, 2.0]}),
    # ---- ModelCheckpoint
    ("ModelCheckpoint('w.h5')", LOGS),
    ("ModelCheckpoint('w.h5', verbose=1)", LOGS),
    ("ModelCheckpoint('w.{epoch:02d}-{val_loss:.2f}.h5', verbose=1)", LOGS),
    ("ModelCheckpoint('w.{epoch}-{acc:.3f}-{loss:08.3f}.h5', period=3)", LOGS),
    ("ModelCheckpoint('w.h5', save_weights_only=True)", LOGS),
    ("ModelCheckpoint('w.h5', save_best_only=True, verbose=1)", LOGS),
    ("ModelCheckpoint('w.h5', 'loss', 1, True, True)", LOGS),
    ("ModelCheckpoint('w.h5', 'acc', 1, True)", LOGS),
    ("ModelCheckpoint('w.h5', 'val_acc', 1, True, mode='min')", LOGS),
    ("ModelCheckpoint('w.h5', 'loss', 1, True, mode='max')", LOGS),
    ("ModelCheckpoint('w.h5', 'loss', 1, True, mode='nothing')", LOGS),
    ("ModelCheckpoint('w.h5', 'fmeasure', 1, True)", {"fmeasure": RISING}),
    ("ModelCheckpoint('w.h5', save_best_only=True, verbose=1)", NOT_THERE),
    ("ModelCheckpoint('w.h5', 'loss', 1, True, period=2)", LOGS),
    ("ModelCheckpoint('w.h5', 'loss', 1, True)", {"loss": [float("nan"), 2.0, float("nan"), 1.0]}),
    # ---- ReduceLROnPlateau
    ("ReduceLROnPlateau('loss', patience=1)", LOGS),
    ("ReduceLROnPlateau('loss', patience=1, verbose=1)", LOGS),
    ("ReduceLROnPlateau('loss', 0.5, 1, 1)", {"loss": FLAT}),
    ("ReduceLROnPlateau('loss', 0.5, 2, 1, min_delta=0.02)", {"loss": FLAT}),
    ("ReduceLROnPlateau('loss', 0.5, 1, 1, epsilon=0.02)", {"loss": FLAT}),
    ("ReduceLROnPlateau('loss', 0.5, 1, 1, cooldown=2)", {"loss": FLAT}),
    ("ReduceLROnPlateau('loss', 0.1, 1, 1, min_lr=0.03)", {"loss": FLAT}),
    ("ReduceLROnPlateau('acc', 0.5, 1, 1)", LOGS),
    ("ReduceLROnPlateau('acc', 0.5, 1, 1, mode='min')", LOGS),
    ("ReduceLROnPlateau('loss', 0.5, 1, 1, mode='max')", LOGS),
    ("ReduceLROnPlateau('loss', 0.5, 1, 1, mode='nothing')", LOGS),
    ("ReduceLROnPlateau(verbose=1)", NOT_THERE),
    ("ReduceLROnPlateau('loss', 0.0, 0, 1)", {"loss": FLAT}),
    # ---- LearningRateScheduler
    ("LearningRateScheduler(lambda epoch: 1.0 / (epoch + 1))", LOGS),
    ("LearningRateScheduler(lambda epoch, lr: lr * 0.9, verbose=1)", LOGS),
    ("LearningRateScheduler(lambda epoch: __import__('numpy').float32(0.5), 1)", NOT_THERE),
    # ---- CSVLogger
    ("CSVLogger('log.csv')", LOGS),
    ("CSVLogger('log.csv', separator=';')", LOGS),
    ("CSVLogger('log.csv', append=True)", LOGS),
    ("CSVLogger('old.csv', append=True)", LOGS),
    ("CSVLogger('empty.csv', append=True)", LOGS),
    ("CSVLogger('old.csv')", LOGS),
    ("CSVLogger('log.csv')", {"z": [[1, 2], [3, 4]], "a": ["x", "y,z"], "b": [1.5, None]}),
    # ---- others
    ("TerminateOnNaN()", {"loss": [1.0, 2.0, float("nan"), 3.0]}),
    ("TerminateOnNaN()", {"loss": [1.0, float("inf")]}),
    ("TerminateOnNaN()", {"acc": [1.0, float("nan")]}),
    ("History()", LOGS),
    ("BaseLogger()", LOGS),
    ("BaseLogger(['acc'])", LOGS),
    ("BaseLogger(stateful_metrics=['loss', 'nothing'])", LOGS),
    ("LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, sorted(logs)))", LOGS),
    ("LambdaCallback(on_batch_end=lambda batch, logs: print(batch, logs['size']))", LOGS),
    ("LambdaCallback(on_train_begin=lambda logs: print('begin', logs))", LOGS),
    ("LambdaCallback(on_train_end=lambda logs: print('end', logs), answer=42)", LOGS),
    (
        "LambdaCallback(lambda e, l: print('epoch', e), None, lambda b, l: print('batch', b, l))",
        NOT_THERE,
    ),
]


class _Optimizer:
    def __init__(self, backend):
        self.lr = backend.variable(0.1, name="lr")


class _Model:
    """A model that tells what is done to it."""

    def __init__(self, backend):
        self.optimizer = _Optimizer(backend)
        self.stop_training = False
        self.told = []
        self.epoch = -1

    def get_weights(self):
        self.told.append("get_weights")
        return [np.full(2, self.epoch)]

    def set_weights(self, weights):
        self.told.append(["set_weights", weights[0].tolist()])

    def save(self, path, overwrite=True):
        self.told.append(["save", path, overwrite])

    def save_weights(self, path, overwrite=True):
        self.told.append(["save_weights", path, overwrite])


def played(keras, case, folder):
    """Play a case in a folder that is the working one; return all that can be seen of it.

    Each epoch has two batches, of three samples and of one; both give what the epoch gives.
    """
    source, logs = case
    folder.joinpath("old.csv").write_text("epoch,acc\n0,1\n")
    folder.joinpath("empty.csv").write_text("")
    seen = []
    with warnings.catch_warnings(record=True) as caught, _captured() as text:
        warnings.simplefilter("always")
        # On a busy machine any call may take the tenth of a second that counts as slow.
        warnings.filterwarnings("ignore", ".* is slow compared to the batch update")
        callback = eval(source, dict(vars(keras.callbacks)))
        model = _Model(keras.backend)
        listed = keras.callbacks.CallbackList([callback])
        listed.set_model(model)
        listed.set_params({"metrics": sorted(logs), "epochs": 9, "verbose": 1})
        listed.on_train_begin()
        for epoch in range(len(next(iter(logs.values())))):
            model.epoch = epoch
            given = {name: values[epoch] for name, values in logs.items()}
            _batches(listed, epoch, given)
            listed.on_epoch_end(epoch, given)
            rate = float(keras.backend.get_value(model.optimizer.lr))
            after = {name: _plain(value) for name, value in given.items()}
            seen.append([model.stop_training, round(rate, 6), after])
            if model.stop_training:
                break
        listed.on_train_end()
    files = {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}
    kinds = [warning.category.__name__ for warning in caught if "Plateau" not in source]
    found = {"epochs": seen, "told": model.told, "text": text.getvalue(), "warnings": kinds}
    found["files"] = files
    if hasattr(callback, "history"):
        found["history"] = {name: _plain(value) for name, value in callback.history.items()}
    return found


def _batches(listed, epoch, given):
    listed.on_epoch_begin(epoch)
    numbers = {k: v for k, v in given.items() if isinstance(v, float)}
    for batch, size in enumerate([3, 1]):
        logs = {"batch": batch, "size": size}
        listed.on_batch_begin(batch, logs)
        listed.on_batch_end(batch, dict(logs, **numbers))


@contextlib.contextmanager
def _captured():
    text, before = io.StringIO(), sys.stdout
    sys.stdout = text
    try:
        yield text
    finally:
        sys.stdout = before


def _plain(value):
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return _plain(value.tolist())
    if isinstance(value, float):
        return "nan" if value != value else float(f"{value:.6g}")
    return value
