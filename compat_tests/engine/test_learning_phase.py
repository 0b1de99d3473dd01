"""How the mark of the learning phase travels; values recorded from Keras 2.2.4."""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch import layers as L
from keras_on_torch.models import Model


class Marked(L.Layer):
    def call(self, x):
        return K.in_train_phase(x * 10.0, x)


class Lost(L.Layer):
    """What is computed from a marked tensor is not marked."""

    def call(self, x):
        return K.in_train_phase(x * 10.0, x) + 0.0


class Declared(Lost):
    uses_learning_phase = True


def _nested(layer):
    inner = L.Input((1,))
    return Model(inner, layer(inner))


LOSSES = {
    "marked": (lambda x: Marked()(x), 100.0),
    "lost": (lambda x: Lost()(x), 1.0),
    "declared": (lambda x: Declared()(x), 100.0),
    "lost beside marked": (lambda x: L.add([Lost()(x), Marked()(x)]), 400.0),
    "dense behind marked": (lambda x: L.Dense(1, kernel_initializer="ones")(Marked()(x)), 100.0),
    "lambda": (lambda x: L.Lambda(lambda t: K.in_train_phase(t * 10.0, t) * 1.0)(x), 1.0),
    "distributed": (lambda x: L.TimeDistributed(Marked())(L.RepeatVector(2)(x)), 100.0),
    "distributed lost": (lambda x: L.TimeDistributed(Lost())(L.RepeatVector(2)(x)), 1.0),
    "nested lost": (lambda x: _nested(Lost())(x), 1.0),
    "nested marked": (lambda x: _nested(Marked())(x), 100.0),
}
MARKS = {
    "lstm": (lambda x: L.LSTM(2, dropout=0.5)(x), True),
    "first of a stack": (lambda x: L.RNN([L.LSTMCell(2, dropout=0.5), L.LSTMCell(2)])(x), False),
    "last of a stack": (lambda x: L.RNN([L.LSTMCell(2), L.LSTMCell(2, dropout=0.5)])(x), True),
    "bidirectional": (lambda x: L.Bidirectional(L.GRU(2, dropout=0.5))(x), True),
    "sequences": (
        lambda x: L.Bidirectional(L.SimpleRNN(2, recurrent_dropout=0.5, return_sequences=True))(x),
        True,
    ),
    "distributed dropout": (lambda x: L.TimeDistributed(L.Dropout(0.5))(x), True),
    "batch normalization": (lambda x: L.BatchNormalization()(x), True),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_model_without_a_marked_output_trains_in_the_phase_that_is_set(name, close):
    make, loss = LOSSES[name]
    x = L.Input((1,))
    y = make(x)
    model = Model(x, y)
    model.compile("sgd", "mse")
    assert model.uses_learning_phase is (loss != 1.0)
    target = np.zeros((1, *K.int_shape(y)[1:]))
    close(model.train_on_batch(np.ones((1, 1)), target), np.float32(loss))


@pytest.mark.parametrize("name", MARKS)
def test_layers_with_dropout_mark_their_outputs(name):
    make, marked = MARKS[name]
    x = L.Input((2, 3))
    assert Model(x, make(x)).uses_learning_phase is marked
