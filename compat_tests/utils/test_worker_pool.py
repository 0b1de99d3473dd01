"""A task that is lost ends in an error that names it; workers leave nothing behind."""

# ruff: noqa: NPY002 - Keras draws from NumPy's own random state.

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from multiprocessing.connection import Connection

import numpy as np
import pytest

from keras_on_torch.utils import Sequence, set_random_seed
from keras_on_torch.utils.enqueuers import GeneratorEnqueuer, OrderedEnqueuer
from keras_on_torch.utils.worker_pool import LostTaskError

pytestmark = pytest.mark.filterwarnings("ignore:.*is multi-threaded, use of fork")


class NotRaisedAgainError(Exception):
    """Cannot be unpickled: it is made of two arguments, and pickled with one."""

    def __init__(self, one, two):
        super().__init__(f"{one} {two}")


class NotTaken:
    def __reduce__(self):
        return (int, ("no number",))


def raise_(error):
    raise error


def killed_while_it_writes():
    def half(self, buffer, *_):
        os.write(self.fileno(), bytes(buffer)[: len(buffer) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = half
    return np.zeros(10000)


IN_PROCESSES = [
    (lambda: os.kill(os.getpid(), signal.SIGKILL), "killed by signal 9, SIGKILL"),
    (lambda: os.kill(os.getpid(), signal.SIGTERM), "killed by signal 15, SIGTERM"),
    (lambda: os._exit(3), "exited with status 3"),
    (killed_while_it_writes, "killed by signal 9, SIGKILL"),
    (lambda: raise_(NotRaisedAgainError("told", "so")), "NotRaisedAgainError: told so"),
    (NotTaken, "unpickling it raised ValueError: invalid literal"),
]
ANYWHERE = [
    (lambda: sys.exit(3), "raised SystemExit: 3"),
    (lambda: raise_(KeyboardInterrupt()), "raised KeyboardInterrupt"),
    (lambda: raise_(GeneratorExit()), "raised GeneratorExit"),
    (lambda: raise_(StopIteration()), "StopIteration"),
]


class Loses(Sequence):
    """Batches of which the third is lost in some way."""

    def __init__(self, how):
        self.how = how

    def __len__(self):
        return 5

    def __getitem__(self, index):
        return self.how() if index == 2 else index


@pytest.mark.parametrize(
    ("how", "message", "processes"),
    [(*row, True) for row in IN_PROCESSES + ANYWHERE] + [(*row, False) for row in ANYWHERE],
)
def test_a_lost_batch_of_a_sequence_is_named(how, message, processes):
    enqueuer = OrderedEnqueuer(Loses(how), use_multiprocessing=processes)
    enqueuer.start(2)
    batches = enqueuer.get()
    assert [next(batches), next(batches)] == [0, 1]
    with pytest.raises(LostTaskError, match=f"(?s)batch.*{message}") as caught:
        next(batches)
    assert "StopIteration" in message or "batch 2 of epoch 0 of Loses" in str(caught.value)
    assert not enqueuer.is_running()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("how", "message"), IN_PROCESSES[:3])
def test_a_lost_batch_of_a_generator_is_named(how, message):
    def generator():
        yield 0
        how()

    enqueuer = GeneratorEnqueuer(generator(), use_multiprocessing=True)
    enqueuer.start(1)
    batches = enqueuer.get()
    assert next(batches) == 0
    with pytest.raises(LostTaskError, match=f"batch 1 could not be made: .*{message}"):
        next(batches)


@pytest.mark.parametrize("processes", [False, True])
def test_memory_that_runs_out_and_what_cannot_be_sent_keep_their_kind(processes):
    enqueuer = OrderedEnqueuer(Loses(lambda: raise_(MemoryError("too much"))), processes)
    enqueuer.start(1)
    with pytest.raises(MemoryError, match="too much") as caught:
        list(enqueuer.get())
    if sys.version_info >= (3, 11):
        assert caught.value.__notes__ == ["making batch 2 of epoch 0 of Loses"]


@pytest.mark.parametrize("processes", [False, True])
def test_a_sequence_without_batches_is_refused(processes):
    class Empty(Loses):
        def __len__(self):
            return 0

    enqueuer = OrderedEnqueuer(Empty(None), processes)
    enqueuer.start(1)
    with pytest.raises(ValueError, match="Empty has length 0"):
        next(enqueuer.get())


def test_what_ends_the_thread_between_epochs_is_told():
    class Ends(Loses):
        def __getitem__(self, index):
            return index

        def on_epoch_end(self):
            sys.exit(4)

    enqueuer = OrderedEnqueuer(Ends(None))
    enqueuer.start(1)
    with pytest.raises(LostTaskError, match="SystemExit: 4"):
        list(enqueuer.get())


class Draws(Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return float(np.random.uniform())


def draws():
    while True:
        yield float(np.random.uniform())


def drawn(enqueuer, count):
    enqueuer.start(2)
    try:
        return list(itertools.islice(enqueuer.get(), count))
    finally:
        enqueuer.stop()


@pytest.mark.parametrize(
    "source", [lambda: OrderedEnqueuer(Draws(), True), lambda: GeneratorEnqueuer(draws(), True)]
)
def test_workers_draw_different_numbers_repeatably(source):
    set_random_seed(3)
    first, other = drawn(source(), 8), drawn(source(), 8)
    set_random_seed(3)
    assert drawn(source(), 8) == first
    assert len({*first, *other}) == 16


def test_nothing_is_left_when_the_reader_stops_early():
    before = set(threading.enumerate())
    started = threading.Event()

    class Long(Loses):
        def __getitem__(self, index):
            started.set()
            return index if index == 0 else threading.Event().wait(600)

    enqueuer = OrderedEnqueuer(Long(None), use_multiprocessing=True)
    enqueuer.start(3)
    assert next(enqueuer.get()) == 0
    enqueuer.stop()
    assert not multiprocessing.active_children()
    assert set(threading.enumerate()) <= before


PROGRAM = """
import os, sys, threading
import numpy as np
import keras_on_torch as keras

class Batches(keras.utils.Sequence):
    def __len__(self):
        return 100
    def __getitem__(self, index):
        if index > 20:
            threading.Event().wait(600)
        return np.ones((2, 2)), np.ones((2, 1))

class Tell(keras.callbacks.Callback):
    def on_batch_end(self, batch, logs=None):
        if batch == 3:
            print("training", flush=True)

model = keras.models.Sequential([keras.layers.Dense(1, input_dim=2)])
model.compile("sgd", "mse")
model.fit_generator(Batches(), callbacks=[Tell()], validation_data=Batches(), validation_steps=2,
    workers=2, use_multiprocessing=True, verbose=0, shuffle=False)
"""


def started_program(text):
    program = subprocess.Popen(
        [sys.executable, "-c", text],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert program.stdout.readline() == "training\n", program.communicate()
    return program


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_or_a_kill_ends_all_workers(how):
    program = started_program(PROGRAM)
    if how == signal.SIGINT:  # A terminal sends it to all processes of the group.
        os.killpg(program.pid, how)
    else:
        program.kill()
    # Workers have the pipes, too: this returns when the last one of them is gone.
    _, errors = program.communicate(timeout=300)
    if how == signal.SIGINT:
        assert errors.count("KeyboardInterrupt") == 1, errors
        assert program.returncode == -signal.SIGINT


FORKS = """
import os, sys
import numpy as np, torch
import keras_on_torch as keras
torch.set_num_threads(2)
model = keras.models.Sequential([keras.layers.Dense(64, input_dim=64), keras.layers.Dense(1)])
model.compile("adam", "mse")
x = np.ones((4096, 64))
model.fit(x, x[:, :1], batch_size=4096, verbose=0)
expected = model.predict(x, batch_size=4096)
child = os.fork()
if child == 0:
    same = np.allclose(model.predict(x, batch_size=4096), expected, rtol=1e-5)
    model.fit(x, x[:, :1], batch_size=4096, verbose=0)
    os._exit(0 if same and torch.get_num_threads() == 1 else 3)
print("training", flush=True)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_process_predicts_and_trains():
    program = started_program(FORKS)
    _, errors = program.communicate(timeout=300)
    assert program.returncode == 0, errors
