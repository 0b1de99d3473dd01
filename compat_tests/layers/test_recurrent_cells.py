"""Recurrent layers of cells that a program defines, and of cells on top of each other."""

import numpy as np
import pytest

from compat_tests.layers.test_recurrent import arrays, drawn
from compat_tests.reference import recurrent
from keras_on_torch import backend as K
from keras_on_torch.layers import (
    RNN,
    Dense,
    GRUCell,
    Input,
    Layer,
    LSTMCell,
    SimpleRNNCell,
    StackedRNNCells,
)
from keras_on_torch.models import Model, Sequential
from keras_on_torch.utils.registry import CustomObjectScope


# ---- cells of the program's own
class Attending(Layer):
    """A cell that takes a constant, and keeps what it made of its first input."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        step, constant = input_shape
        self.kernel = self.add_weight("kernel", (step[-1], self.units), initializer="uniform")
        self.mixing = self.add_weight("mixing", (constant[-1], self.units), initializer="uniform")
        self.built = True

    def call(self, inputs, states, constants):
        output = K.dot(inputs, self.kernel) + K.dot(constants[0], self.mixing) + states[0]
        return output, [output]

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def test_hands_constants_to_the_cell(close):
    sequence, constant = Input((None, 4)), Input((2,))
    layer = RNN(Attending(3))
    model = Model([sequence, constant], layer(sequence, constants=constant))
    kernel, mixing = drawn(model)
    x, given = arrays((2, 5, 4), (2, 2))
    expected = (x @ kernel).sum(1) + 5 * given @ mixing
    close(model.predict([x, given]), expected)
    with CustomObjectScope({"Attending": Attending}):
        with pytest.warns(UserWarning, match="non-serializable keyword arguments"):
            config = model.get_config()
        rebuilt = Model.from_config(config)
    rebuilt.set_weights([kernel, mixing])
    close(rebuilt.predict([x, given]), expected)


def test_hands_constants_and_first_states_to_the_cell(close):
    sequence, constant, state = Input((None, 4)), Input((2,)), Input((3,))
    layer = RNN(Attending(3))
    model = Model([sequence, state, constant], layer(sequence, state, constant))
    kernel, mixing = drawn(model)
    x, given, start = arrays((2, 5, 4), (2, 2), (2, 3))
    close(model.predict([x, start, given]), start + (x @ kernel).sum(1) + 5 * given @ mixing)


def test_refuses_constants_for_a_cell_that_takes_none():
    with pytest.raises(TypeError, match="does not support constants"):
        RNN(LSTMCell(3))(Input((5, 4)), constants=Input((2,)))
    layer = RNN(LSTMCell(3))
    layer(Input((5, 4)))
    with pytest.raises(ValueError, match="does not support constants"):
        layer(Input((5, 4)), constants=Input((2,)))


def test_what_a_cell_keeps_from_its_first_call_serves_all_steps(close):
    class Noisy(Layer):
        units = state_size = 3
        noise = None

        def call(self, inputs, states):
            if self.noise is None:
                self.noise = K.random_uniform((3,))
            return states[0] + self.noise, [states[0] + self.noise]

    inputs = Input((4, 3))
    model = Model(inputs, RNN(Noisy(), return_sequences=True)(inputs))
    y = model.predict(np.zeros((1, 4, 3)))
    close(np.diff(y, axis=1), np.repeat(y[:, :1], 3, axis=1), rtol=1e-5)


def test_refuses_what_is_no_cell():
    with pytest.raises(ValueError, match="should have a `call` method"):
        RNN(3)
    with pytest.raises(ValueError, match="should have an attribute `state_size`"):
        RNN(Dense(3))
    with pytest.raises(ValueError, match="must have a `state_size`"):
        RNN([LSTMCell(3), Dense(3)])


# ---- cells on top of each other
def test_stacked_cells_are_layers_on_top_of_each_other(close):
    inputs = Input((5, 4))
    layer = RNN([LSTMCell(3), GRUCell(2)], return_sequences=True, return_state=True)
    model = Model(inputs, layer(inputs))
    weights = drawn(model)
    (x,) = arrays((2, 5, 4))
    between, lstm_states = recurrent.lstm(x, weights[:3], return_sequences=True)
    expected, gru_states = recurrent.gru(between, weights[3:], return_sequences=True)
    close(model.predict(x), [expected, *lstm_states, *gru_states])
    rebuilt = RNN.from_config(layer.get_config())
    model = Model(inputs, rebuilt(inputs))
    model.set_weights(weights)
    close(model.predict(x), [expected, *lstm_states, *gru_states])


def test_stacked_cells_list_their_states():
    cells = StackedRNNCells([LSTMCell(3), GRUCell(2)])
    assert (cells.state_size, cells.output_size) == ((3, 3, 2), 2)
    with pytest.warns(UserWarning, match="reverse_state_order"):
        cells = StackedRNNCells([LSTMCell(3), GRUCell(2)], reverse_state_order=True)
    assert cells.state_size == (2, 3, 3)
    layer = RNN(cells, return_state=True)
    assert [K.int_shape(each)[1] for each in layer(Input((5, 4)))] == [2, 2, 3, 3]


def test_stacked_cells_take_weights_cell_by_cell(close):
    cells = StackedRNNCells([SimpleRNNCell(3), SimpleRNNCell(2)])
    RNN(cells)(Input((5, 4)))
    values = [np.full_like(weight, place) for place, weight in enumerate(cells.get_weights())]
    cells.set_weights(values)
    close(cells.get_weights(), values)
    with pytest.raises(ValueError, match="has 6 weights, 1 were given"):
        cells.set_weights(values[:1])


def test_stacked_cells_train(close):
    model = Sequential([RNN([LSTMCell(4, dropout=0.1), GRUCell(3)], input_shape=(5, 4))])
    model.compile("rmsprop", "mse")
    x, y = arrays((8, 5, 4), (8, 3))
    losses = [model.train_on_batch(x, y) for _ in range(20)]
    assert losses[-1] < losses[0]
