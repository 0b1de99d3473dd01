"""What `summary()` prints: as Keras 2.2.4 does, and by default as the page shows it."""

import json

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.engine.record_summaries import MODELS, RECORDED, tables
from keras_on_torch.layers import Add, Dense, Input
from keras_on_torch.models import Model, Sequential

PAGE = """\
____________________________________________________________________________________________________
Layer (type)                     Output Shape          Param #     Connected to
====================================================================================================
input_1 (InputLayer)             (None, 4)             0
____________________________________________________________________________________________________
dense_1 (Dense)                  (None, 4)             20          input_1[0][0]
____________________________________________________________________________________________________
add_1 (Add)                      (None, 4)             0           input_1[0][0]
                                                                   dense_1[0][0]
====================================================================================================
Total params: 20
Trainable params: 20
Non-trainable params: 0
____________________________________________________________________________________________________
"""


@pytest.fixture(scope="module")
def printed():
    """Print the tables of all models."""
    return tables(keras)


@pytest.mark.parametrize("name", MODELS)
def test_prints_what_keras_prints(name, printed):
    assert printed[name] == json.loads(RECORDED.read_text())[name]


def branching():
    x = Input((4,))
    return Model(x, Add()([x, Dense(4)(x)]))


def test_the_page_has_lines_of_100(capsys):
    assert branching().summary() is None
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip() for line in lines] == PAGE.splitlines()
    assert {len(line) for line in lines if not line.startswith(("Total", "Train", "Non"))} == {100}


def test_a_stack_has_lines_of_65(capsys):
    Sequential([Dense(3, input_dim=4)]).summary()
    assert set(map(len, capsys.readouterr().out.splitlines()[:-4])) == {65}


def test_counts_what_was_compiled_and_says_that_it_changed(capsys):
    model = Sequential([Dense(3, input_dim=4), Dense(2)])
    model.compile("sgd", "mse")
    model.layers[0].trainable = False
    with pytest.warns(UserWarning, match="trainable"):
        model.summary()
    assert (
        "Total params: 38\nTrainable params: 23\nNon-trainable params: 15\n"
        in capsys.readouterr().out
    )


def test_refuses_fewer_positions_than_columns():
    with pytest.raises(IndexError, match="columns"):
        branching().summary(positions=[0.5, 1.0])


def test_a_subclassed_model_is_a_stack(capsys):
    class Own(Model):
        def __init__(self):
            super().__init__(name="own")
            self.only = Dense(2)

        def call(self, inputs):
            return self.only(inputs)

    model = Own()
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 3)), np.ones((2, 2)), verbose=0)
    model.summary()
    assert "dense_1 (Dense)              (None, 2)                 8" in capsys.readouterr().out
