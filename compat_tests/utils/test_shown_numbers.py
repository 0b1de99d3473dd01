"""Losses and metrics print as in 2018 and are NumPy's numbers in all else."""

import copy
import json
import pickle

import numpy as np
import pytest

from keras_on_torch.layers import Dense
from keras_on_torch.models import Sequential
from keras_on_torch.utils.shown_numbers import shown

NUMBERS = [(np.float32(0.1), "0.1"), (np.float64(0.25), "0.25"), (np.float64("nan"), "nan")]


@pytest.mark.parametrize(("number", "text"), NUMBERS)
def test_prints_plainly_and_stays_a_number_of_numpy(number, text):
    plain = shown(number)
    assert repr([plain]) == f"[{text}]"
    assert (str(plain), type(plain).__name__) == (text, type(number).__name__)
    assert isinstance(plain, type(number))
    assert type(plain + 1) is type(number)
    assert np.asarray([plain]).dtype == number.dtype
    assert hash(plain) == hash(number) or number != number
    assert type(pickle.loads(pickle.dumps(plain))) is type(number)
    assert type(copy.deepcopy(plain)) in (type(number), type(plain))


def test_other_values_are_left_alone():
    array = np.ones(2)
    assert shown(array) is array
    assert shown(3) == 3


def test_what_training_gives_prints_plainly():
    model = Sequential([Dense(1, input_shape=(2,), kernel_initializer="zeros")])
    model.compile("sgd", "mse", metrics=["mae"])
    x, y = np.zeros((4, 2)), np.full((4, 1), 0.5)
    assert repr(model.evaluate(x, y, verbose=0)) == "[0.25, 0.5]"
    assert repr(model.test_on_batch(x, y)) == "[0.25, 0.5]"
    assert repr(model.train_on_batch(x, y)) == "[0.25, 0.5]"
    history = model.fit(x, y, verbose=0, validation_data=(x, y)).history
    assert "np." not in repr(history)
    assert json.loads(json.dumps(history)) == history
    generator = iter([(x, y)] * 20)
    assert "np." not in repr(model.evaluate_generator(generator, 2, max_queue_size=1))
