"""Generators and Sequences: what is wrong with them is said; what they leave open is closed."""

import threading

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch.utils.data_utils import Sequence

X, Y = np.ones((6, 2)), np.ones((6, 1))


class Batches(Sequence):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return X, Y


@pytest.fixture
def model():
    model = keras.models.Sequential([keras.layers.Dense(1, input_dim=2)])
    model.compile("sgd", "mse")
    return model


def once(*batches):
    return iter(batches)


def forever():
    while True:
        yield X, Y


PAIR = r"should be a tuple `\(x, y, sample_weight\)` or `\(x, y\)`. Found"
MISTAKES = [
    ("fit", (once, [(X, Y)]), ValueError, "`steps_per_epoch=None` is only valid"),
    ("evaluate", (once, [(X, Y)]), ValueError, "`steps=None` is only valid"),
    ("predict", (once, [X]), ValueError, "`steps=None` is only valid"),
    ("fit", (once, [(X, Y, Y, Y)], 1), ValueError, PAIR),
    ("fit", (once, [(X,)], 1), ValueError, PAIR),
    ("fit", (once, [5], 1), ValueError, PAIR + ": 5"),
    ("evaluate", (once, [(X,)], 1), ValueError, PAIR),
    ("predict", (once, [(X,)], 1), ValueError, PAIR),
    ("fit", (once, [(X, Y)], 2), StopIteration, "gave no batch any more"),
    ("evaluate", (once, [(X, Y)], 2), StopIteration, "gave no batch any more"),
    ("predict", (once, [X], 2), StopIteration, "gave no batch any more"),
    ("fit", (lambda *each: list(each), [(X, Y)], 1), TypeError, "not an iterator"),
    ("fit", (forever, [], 0), ValueError, "`steps_per_epoch` must be a positive number, got 0"),
    ("fit", (Batches, [0]), ValueError, "got 0: there is no batch"),
    ("evaluate", (forever, [], -1), ValueError, "`steps` must be a positive number, got -1"),
    ("fit", (forever, [], "many"), TypeError, "'>' not supported"),
    ("evaluate", (once, [([X[:0]], Y[:0])], 1), ValueError, "empty batch, number 0"),
    ("fit", (once, [(X[:, :1], Y)], 1), ValueError, r"to have shape \(2,\)"),
    ("fit", (once, ["ab"], 1), ValueError, PAIR + ": 'ab'"),
    ("evaluate", (once, [b"ab"], 1), ValueError, PAIR + ": b'ab'"),
    ("fit", (once, [None], 1), ValueError, PAIR + ": None"),
    ("evaluate", (once, [None], 1), ValueError, PAIR + ": None"),
    ("predict", (once, [None], 1), ValueError, "should be inputs, or a tuple.*Found: None"),
    ("predict", (once, ["ab"], 1), ValueError, "array, or a list or dict.*Found: 'ab'"),
    ("fit", (once, [("a", "b")], 1), ValueError, "array, or a list or dict.*Found: 'a'"),
    ("fit", (once, [({"x": 1}, Y)], 1), ValueError, "array, or a list or dict.*Found: {'x': 1}"),
    ("fit", (once, [([[1, 2], [3]], Y)], 1), ValueError, r"Found: \[\[1, 2\], \[3\]\]"),
    ("fit", (once, ["a" * 10**6], 1), ValueError, r"Found: 'a+\.\.\.a+'$"),
    ("fit", (Batches, [0], 3), ValueError, "Batches has length 0"),
    ("predict", (Batches, [0], 3), ValueError, "Batches has length 0"),
]


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize(("method", "arguments", "error", "message"), MISTAKES)
def test_says_what_is_wrong(method, arguments, error, message, workers, model):
    source = arguments[0](*arguments[1])
    with pytest.raises(error, match=message):
        getattr(model, f"{method}_generator")(source, *arguments[2:], verbose=0, workers=workers)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (forever(), "`validation_steps=None` is only valid"),
        ((X,), "`validation_data` should be a tuple"),
        ((X, Y, Y, Y), "`validation_data` should be a tuple"),
    ],
)
def test_says_what_is_wrong_with_validation_data(data, message, model):
    with pytest.raises(ValueError, match=message):
        model.fit_generator(forever(), 1, verbose=0, validation_data=data)


def test_an_error_in_a_generator_comes_through(model):
    def broken():
        yield X, Y
        raise ArithmeticError("no more data")

    with pytest.raises(ArithmeticError, match="no more data"):
        model.fit_generator(broken(), 2, verbose=0)


@pytest.mark.parametrize("source", [forever(), Batches(4)])
def test_no_workers_are_left(source, model):
    before = set(threading.enumerate())  # Threads of earlier tests may end meanwhile.
    model.fit_generator(source, 2, 2, verbose=0, validation_data=Batches(2), workers=2)
    model.evaluate_generator(source, 2)
    model.predict_generator(source, 2)
    for worker in set(threading.enumerate()) - before:
        worker.join(timeout=600.0)  # A pool that was closed ends its threads in its own time.
        assert not worker.is_alive()


def test_a_generator_that_several_processes_copy_is_warned_of(model):
    with pytest.warns(UserWarning, match="may duplicate your data"):
        model.fit_generator(forever(), 1, verbose=0, workers=2, use_multiprocessing=True)


@pytest.mark.parametrize("on_the_object", [False, True])
def test_a_train_on_batch_of_the_users_is_called(on_the_object):
    calls = []

    class Mine(keras.models.Sequential):
        def train_on_batch(self, x, y, **options):
            calls.append(len(x))
            return super().train_on_batch(x, y, **options)

    model = (keras.models.Sequential if on_the_object else Mine)()
    model.add(keras.layers.Dense(1, input_dim=2))
    model.compile("sgd", "mse")
    if on_the_object:
        model.train_on_batch = lambda x, y, **options: calls.append(len(x)) or 0.5
    history = model.fit_generator(forever(), 3, verbose=0)
    assert calls == [6, 6, 6]
    assert len(history.history["loss"]) == 1
