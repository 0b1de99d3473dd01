"""A run that is broken off anywhere and started again ends as one that never was."""

# ruff: noqa: NPY002 - Keras draws from NumPy's own random state.

import random
import signal
import subprocess
import sys

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.callbacks import (
    BackupAndRestore,
    Callback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
)
from keras_on_torch.utils import plain_state, set_random_seed

EPOCHS, STEPS = 5, 4
RANDOM = np.random.RandomState(0)
X, Y = RANDOM.randn(32, 3), RANDOM.randn(32, 1)


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


class Kill(Callback):
    def __init__(self, at):
        super().__init__()
        self.at = at

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_batch_begin(self, batch, logs=None):
        if (self.epoch, batch) == self.at:
            raise Killed


class Rows(keras.utils.Sequence):
    def __init__(self, shuffles):
        self.order = np.arange(32)
        self.shuffles = shuffles

    def __len__(self):
        return 4

    def __getitem__(self, index):
        rows = self.order[index * 8 : index * 8 + 8]
        return X[rows], Y[rows]

    def on_epoch_end(self):
        if self.shuffles:
            np.random.shuffle(self.order)


def generator():
    stream = np.random.RandomState(5)
    while True:
        yield stream.randn(8, 3), stream.randn(8, 1)


def images():
    pixels = np.random.RandomState(3).uniform(size=(32, 1, 3, 1))
    flow = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)
    return flow.flow(pixels, Y, batch_size=8, seed=4)


def fit_on_arrays(model, **how):
    return model.fit(X, Y, batch_size=8, validation_data=(X, Y), **how)


def fit_on_sequence(workers, steps=None, processes=False):
    def fit(model, **how):
        data = {"validation_data": Rows(False), "validation_steps": steps}
        return model.fit_generator(
            Rows(True),
            steps,
            workers=workers,
            use_multiprocessing=processes,
            **data,
            **how,
        )

    return fit


def fit_on_generator(model, **how):
    return model.fit_generator(
        generator(), STEPS, validation_data=generator(), validation_steps=2, **how
    )


def fit_on_images(model, **how):
    return model.fit_generator(images(), validation_data=(X[:, None, :, None], Y), **how)


WAYS = {
    "arrays": fit_on_arrays,
    "sequence": fit_on_sequence(2),
    "sequence, no workers": fit_on_sequence(0),
    "sequence, processes": fit_on_sequence(2, processes=True),
    "parts of a sequence": fit_on_sequence(2, steps=3),
    "generator": fit_on_generator,
    "images": fit_on_images,
}
OPTIMIZERS = {
    "Nadam": lambda: keras.optimizers.Nadam(0.01),
    "Adam": lambda: keras.optimizers.Adam(0.01, decay=0.1, amsgrad=True),
    "SGD": lambda: keras.optimizers.SGD(0.01, momentum=0.9, decay=0.1, nesterov=True),
}


def run(way, optimizer, directory, kill=None):
    """Run a whole program from its start; return weights, history and the states of callbacks."""
    K.clear_session()
    set_random_seed(7)
    layers = keras.layers
    shape = (1, 3, 1) if way == "images" else (3,)
    model = keras.models.Sequential(
        [
            layers.Reshape((3,), input_shape=shape),
            layers.Dense(6, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.3),
            layers.Dense(1),
        ]
    )
    model.compile(OPTIMIZERS[optimizer](), "mse", metrics=["mae"])
    watching = [
        BackupAndRestore(directory),
        ReduceLROnPlateau("loss", patience=1, factor=0.7, min_delta=10.0),
        EarlyStopping("val_loss", patience=3, restore_best_weights=True),
        ModelCheckpoint(str(directory / "best.h5"), save_best_only=True),
        LearningRateScheduler(lambda epoch, rate: rate * 0.97),
    ]
    history = WAYS[way](
        model, epochs=EPOCHS, verbose=0, callbacks=[*watching, Kill(kill)], shuffle=True
    )
    states = [(one.best, getattr(one, "wait", 0)) for one in watching[1:4]]
    rate = K.get_value(model.optimizer.lr)
    # Workers draw ahead from NumPy's stream: how far is not told.
    ahead = way not in ("arrays", "images", "sequence, no workers")
    left = None if ahead else np.random.uniform()
    return model.get_weights(), history.epoch, history.history, states, rate, left


def kills(seed):
    drawn = random.Random(seed)
    return sorted((drawn.randrange(4), drawn.randrange(3)) for _ in range(2))


@pytest.mark.filterwarnings("ignore:.*is multi-threaded, use of fork")
@pytest.mark.parametrize(
    ("way", "optimizer"), [*((way, "Nadam") for way in WAYS), ("arrays", "Adam"), ("arrays", "SGD")]
)
def test_a_run_that_is_killed_ends_as_one_that_was_not(way, optimizer, tmp_path):
    expected = run(way, optimizer, tmp_path)
    assert not (tmp_path / "backup.npz").exists()
    for at in kills(f"{way} {optimizer}"):
        with pytest.raises(Killed):
            run(way, optimizer, tmp_path, at)
    weights, *others = run(way, optimizer, tmp_path)
    for one, other in zip(weights, expected[0], strict=True):
        np.testing.assert_array_equal(one, other)
    assert others == list(expected[1:])
    assert not (tmp_path / "backup.npz").exists()


PROGRAM = """
import hashlib, os, sys
import numpy as np
import keras_on_torch as keras
from keras_on_torch.utils import set_random_seed
directory, times = sys.argv[1], int(sys.argv[2])
set_random_seed(3)
layers = keras.layers
made = [layers.Dense(4, input_dim=3), layers.Dropout(0.5), layers.Dense(1)]
model = keras.models.Sequential(made)
model.compile("nadam", "mse")
class Kill(keras.callbacks.Callback):
    batches = 0
    def on_batch_begin(self, batch, logs=None):
        Kill.batches += 1
        if Kill.batches == times:
            os.kill(os.getpid(), 9)
x = np.random.RandomState(0).randn(16, 3)
how = [keras.callbacks.BackupAndRestore(directory), Kill()]
model.fit(x, x[:, :1], batch_size=4, epochs=4, verbose=0, callbacks=how)
print(hashlib.sha256(b"".join(w.tobytes() for w in model.get_weights())).hexdigest())
"""


def test_another_process_goes_on(tmp_path):
    def started(folder, times):
        given = [sys.executable, "-c", PROGRAM, str(tmp_path / folder), str(times)]
        return subprocess.run(given, capture_output=True, text=True, timeout=600, check=False)

    assert started("killed", 11).returncode == -signal.SIGKILL
    assert (tmp_path / "killed" / "backup.npz").exists()
    again, whole = started("killed", 0), started("whole", 0)
    assert again.stdout == whole.stdout, again.stderr
    assert len(whole.stdout) == 65


def small_model(units=2):
    model = keras.models.Sequential([keras.layers.Dense(units, input_dim=3), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def broken_off(directory, model=None, kill=(2, 1)):
    model = model or small_model()
    with pytest.raises(Killed):
        model.fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(directory), Kill(kill)])


def test_the_last_backup_stays_until_the_next_one_is_read_back(tmp_path, monkeypatch):
    broken_off(tmp_path)
    before = (tmp_path / "backup.npz").read_bytes()

    def bad_disk(file, **arrays):
        name = next(iter(arrays))
        changed = np.array(arrays[name])
        changed.reshape(-1).view(np.uint8)[0] ^= 1
        plain_savez(file, **{**arrays, name: changed})

    plain_savez = np.savez
    monkeypatch.setattr(plain_state.np, "savez", bad_disk)
    with pytest.raises(OSError, match="reads otherwise"):
        small_model().fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)])
    assert (tmp_path / "backup.npz").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["backup.npz"]


def test_another_model_is_refused(tmp_path):
    broken_off(tmp_path)
    with pytest.raises(ValueError, match=r"backup\.npz is the backup of another model"):
        small_model(5).fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)])


def test_other_data_is_refused(tmp_path):
    broken_off(tmp_path)
    with pytest.raises(ValueError, match="had 32 samples, this one has 24"):
        small_model().fit(
            X[:24], Y[:24], 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)]
        )


@pytest.mark.parametrize("content", [b"", b"no file of ours", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_backup_is_refused(content, tmp_path):
    (tmp_path / "backup.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"backup\.npz is damaged.*Remove it to start anew"):
        small_model().fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)])


def test_a_backup_runs_no_code(tmp_path):
    np.savez(tmp_path / "backup.npz", values=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="damaged"):
        small_model().fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)])


def test_what_the_program_now_says_of_a_callback_holds(tmp_path):
    model = small_model()
    stopping = EarlyStopping("loss", patience=3)
    with pytest.raises(Killed):
        model.fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), stopping, Kill((2, 1))])
    again = EarlyStopping("loss", patience=9)
    small_model().fit(X, Y, 8, 3, 0, callbacks=[BackupAndRestore(tmp_path), again, Kill(None)])
    assert again.patience == 9
    assert again.best < stopping.best or again.wait


def test_a_callback_that_is_missing_is_warned_of(tmp_path):
    with pytest.raises(Killed):
        small_model().fit(
            X,
            Y,
            8,
            4,
            0,
            callbacks=[BackupAndRestore(tmp_path), EarlyStopping("loss"), Kill((2, 0))],
        )
    with pytest.warns(UserWarning, match="EarlyStopping"):
        small_model().fit(X, Y, 8, 4, 0, callbacks=[BackupAndRestore(tmp_path), Kill(None)])


def test_values_come_back_as_they_were(tmp_path):
    state = {
        "numbers": [1, 2.5, float("inf"), True, None, np.float32(0.1), np.int64(7)],
        ("a", 1): (np.arange(3, dtype="int8"), {"x", "y"}),
        "tensor": K.variable([1.0, 2.0]).tensor,
    }
    plain_state.write_state(tmp_path / "state", state)
    back = plain_state.read_state(tmp_path / "state")
    assert back["numbers"] == state["numbers"]
    assert [type(one) for one in back["numbers"]] == [type(one) for one in state["numbers"]]
    np.testing.assert_array_equal(back["a", 1][0], np.arange(3, dtype="int8"))
    assert back["a", 1][1] == {"x", "y"}
    assert back["tensor"].tolist() == [1.0, 2.0]
    with pytest.raises(TypeError, match="an object of object is no plain value"):
        plain_state.write_state(tmp_path / "state", object())
