"""Conformance of layers.wrappers: what is inside must do what it does alone."""

import numpy as np
import pytest
import torch

from compat_tests.reference import recurrent
from keras_on_torch import backend as K
from keras_on_torch.layers import (
    GRU,
    LSTM,
    RNN,
    BatchNormalization,
    Bidirectional,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Input,
    LSTMCell,
    SimpleRNN,
    TimeDistributed,
    Wrapper,
)
from keras_on_torch.models import Model, Sequential


def drawn(model, seed=0):
    """Return a model drawn weights, and return them."""
    random = np.random.RandomState(seed)
    model.set_weights([random.uniform(-0.7, 0.7, w.shape) for w in model.get_weights()])
    return model.get_weights()


def array(*shape, seed=1):
    return np.random.RandomState(seed).normal(size=shape).astype("float32")


# ---- TimeDistributed
@pytest.mark.parametrize("batch", [None, 2], ids=["any batch", "fixed batch"])
@pytest.mark.parametrize("steps", [None, 5], ids=["any length", "fixed length"])
def test_applies_a_layer_to_each_step(batch, steps, close):
    inputs = Input(batch_shape=(batch, steps, 4))
    layer = TimeDistributed(Dense(3, activation="tanh"))
    model = Model(inputs, layer(inputs))
    assert model.output_shape == (batch, steps, 3)
    kernel, bias = drawn(model)
    x = array(2, 5, 4)
    close(model.predict(x, batch_size=2), np.tanh(x @ kernel + bias))


@pytest.mark.parametrize(
    ("inside", "shape", "output_shape"),
    [
        (Conv2D(2, 2), (None, None, 4, 4, 3), (None, None, 3, 3, 2)),
        (LSTM(3), (None, 4, None, 2), (None, 4, 3)),
        (Embedding(5, 3), (None, 4, 6), (None, 4, 6, 3)),
        (TimeDistributed(Dense(2)), (None, 4, 5, 3), (None, 4, 5, 2)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_each_step_is_what_the_layer_gives_alone(inside, shape, output_shape, close):
    outer, alone = Input(batch_shape=shape), Input(batch_shape=(shape[0], *shape[2:]))
    wrapped = Model(outer, TimeDistributed(inside)(outer))
    assert wrapped.output_shape == output_shape
    single = Model(alone, inside(alone))
    drawn(single)
    x = np.random.RandomState(1).randint(0, 5, [3 if size is None else size for size in shape])
    expected = np.stack([single.predict(step) for step in x.swapaxes(0, 1)], 1)
    close(wrapped.predict(x), expected)


def test_a_model_can_be_inside(close):
    inside = Sequential([Dense(3, input_shape=(4,)), Dropout(0.5)])
    inputs = Input((5, 4))
    model = Model(inputs, TimeDistributed(inside)(inputs))
    kernel, bias = drawn(model)
    x = array(2, 5, 4)
    close(model.predict(x), x @ kernel + bias)


def test_the_penalty_of_the_layer_inside_counts_once(close):
    inputs = Input((5, 4))
    model = Model(inputs, TimeDistributed(Dense(3, activity_regularizer="l2"))(inputs))
    drawn(model)
    assert len(model.losses) == 1
    model.compile("sgd", loss=lambda y_true, y_pred: 0.0 * y_pred)
    x = array(2, 5, 4)
    close(
        model.evaluate(x, np.zeros((2, 5, 3)), verbose=0),
        0.01 * np.square(model.predict(x)).sum(),
        rtol=1e-4,
    )


def test_moving_averages_of_the_layer_inside_move():
    model = Sequential([TimeDistributed(BatchNormalization(), input_shape=(5, 2))])
    model.compile("sgd", "mse")
    assert len(model.updates) == 2
    before = model.get_weights()[2].copy()
    model.train_on_batch(np.ones((3, 5, 2)), np.zeros((3, 5, 2)))
    assert (model.get_weights()[2] != before).all()


def test_the_mask_of_each_step_comes_from_the_layer_inside():
    inputs = Input((3, 2))
    layer = TimeDistributed(Embedding(5, 3, mask_zero=True))
    layer(inputs)
    ids = np.array([[[1, 0], [0, 0], [2, 3]]])
    mask = K.function([inputs], [layer.output_mask])([ids])[0]
    np.testing.assert_array_equal(mask, ids != 0)


def test_a_step_counts_where_any_of_its_own_steps_does():
    inputs = Input((3, 2))
    embedded = TimeDistributed(Embedding(5, 3, mask_zero=True))(inputs)
    layer = TimeDistributed(LSTM(3))
    layer(embedded)
    mask = K.function([inputs], [layer.output_mask])([np.array([[[1, 0], [0, 0], [2, 3]]])])[0]
    np.testing.assert_array_equal(mask, [[True, False, True]])


def test_hooks_of_the_layer_inside_fire():
    inside = Dense(3)
    model = Sequential([TimeDistributed(inside, input_shape=(5, 4))])
    seen = []
    inside.register_forward_hook(lambda module, args, output: seen.append(tuple(output.shape)))
    model.predict(np.ones((2, 5, 4)))
    assert seen == [(10, 3)]


def test_time_distributed_refuses_inputs_without_steps():
    with pytest.raises(ValueError, match="three axes or more"):
        TimeDistributed(Dense(3))(Input((4,)))


# ---- Bidirectional
def both(x, weights, run=recurrent.lstm, **options):
    """Return outputs and states of both directions."""
    half = len(weights) // 2
    forward, states = run(x, weights[:half], **options)
    backward, other = run(x, weights[half:], go_backwards=True, **options)
    if options.get("return_sequences"):
        backward = backward[:, ::-1]
    return forward, backward, [*states, *other]


MERGED = {
    "concat": lambda a, b: np.concatenate([a, b], -1),
    "sum": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "ave": lambda a, b: (a + b) / 2,
    None: lambda a, b: [a, b],
}


@pytest.mark.parametrize("merge_mode", MERGED)
@pytest.mark.parametrize("sequences", [False, True], ids=["last", "all"])
@pytest.mark.parametrize("states", [False, True], ids=["", "states"])
def test_runs_in_both_directions(merge_mode, sequences, states, close):
    inputs = Input((5, 4))
    inside = LSTM(3, return_sequences=sequences, return_state=states)
    layer = Bidirectional(inside, merge_mode=merge_mode)
    outputs = layer(inputs)
    model = Model(inputs, outputs)
    weights = drawn(model)
    x = array(2, 5, 4)
    forward, backward, last = both(x, weights, return_sequences=sequences)
    expected = MERGED[merge_mode](forward, backward)
    if states:
        expected = [*(expected if merge_mode is None else [expected]), *last]
    close(model.predict(x), expected)
    shapes = layer.compute_output_shape((None, 5, 4))
    symbols = outputs if isinstance(outputs, list) else [outputs]
    assert [each._keras_shape for each in symbols] == (
        shapes if isinstance(shapes, list) else [shapes]
    )


def test_is_rebuilt_from_its_config(close):
    layer = Bidirectional(GRU(3, return_sequences=True), merge_mode="sum", input_shape=(5, 4))
    model = Sequential([layer])
    weights = drawn(model)
    other = Sequential([Bidirectional.from_config(layer.get_config())])
    other.set_weights(weights)
    x = array(2, 5, 4)
    close(other.predict(x), model.predict(x))


def test_starts_both_directions_from_states(close):
    sequence, states = Input((5, 4)), [Input((3,)) for _ in range(4)]
    model = Model([sequence, *states], Bidirectional(LSTM(3))(sequence, initial_state=states))
    weights = drawn(model)
    x, given = array(2, 5, 4), [array(2, 3, seed=place) for place in range(4)]
    forward, _ = recurrent.lstm(x, weights[:3], states=given[:2])
    backward, _ = recurrent.lstm(x, weights[3:], states=given[2:], go_backwards=True)
    close(model.predict([x, *given]), np.concatenate([forward, backward], -1))


def test_starts_both_directions_from_states_that_no_layer_gave(close):
    sequence, given = Input((5, 4)), [array(2, 3, seed=place) for place in range(2)]
    states = [K.variable(each) for each in given]
    model = Model(sequence, Bidirectional(GRU(3))(sequence, initial_state=states))
    weights, x = drawn(model), array(2, 5, 4)
    forward, _ = recurrent.gru(x, weights[:3], states=given[:1])
    backward, _ = recurrent.gru(x, weights[3:], states=given[1:], go_backwards=True)
    close(model.predict(x), np.concatenate([forward, backward], -1))


def test_refuses_an_odd_number_of_states():
    with pytest.raises(ValueError, match="states of the underlying RNNs"):
        Bidirectional(LSTM(3))(Input((5, 4)), initial_state=[Input((3,))])


def test_refuses_another_merge_mode():
    with pytest.raises(ValueError, match="Invalid merge mode 'max'"):
        Bidirectional(LSTM(3), merge_mode="max")


def test_masked_steps_are_left_out_in_both_directions(close):
    inputs = Input((5,))
    embedded = Embedding(6, 4, mask_zero=True)(inputs)
    model = Model(inputs, Bidirectional(SimpleRNN(3, return_sequences=True))(embedded))
    table, *weights = drawn(model)
    ids = np.array([[1, 2, 0, 0, 0], [0, 3, 0, 4, 5], [0, 0, 0, 0, 0]])
    forward, backward, _ = both(
        table[ids], weights, recurrent.simple_rnn, mask=ids != 0, return_sequences=True
    )
    close(model.predict(ids), np.concatenate([forward, backward], -1))


def test_names_both_layers_and_their_weights():
    layer = Bidirectional(LSTM(3, name="rec"), name="both")
    layer(Input((5, 4)))
    assert layer.forward_layer.name == "forward_rec"
    assert layer.backward_layer.name == "backward_rec"
    assert layer.layer.name == "rec"
    assert [weight.name for weight in layer.weights][::3] == [
        "both/forward_rec/kernel:0",
        "both/backward_rec/kernel:0",
    ]


def test_torch_sees_each_weight_once():
    layer = Bidirectional(LSTM(3))
    layer(Input((5, 4)))
    assert len(layer.state_dict()) == len(list(layer.parameters())) == 6


def test_takes_first_weights(close):
    layer = Bidirectional(SimpleRNN(2))
    layer(Input((5, 4)))
    values = [np.full_like(weight, place) for place, weight in enumerate(layer.get_weights())]
    other = Bidirectional(SimpleRNN(2), weights=values)
    other(Input((5, 4)))
    close(other.get_weights(), values)


def test_is_frozen_with_both_layers():
    layer = Bidirectional(LSTM(3))
    layer(Input((5, 4)))
    layer.trainable = False
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 6
    assert not layer.forward_layer.trainable


def test_losses_of_both_layers_count():
    model = Sequential([Bidirectional(LSTM(3, kernel_regularizer="l2"), input_shape=(5, 4))])
    assert len(model.losses) == 2


def test_resets_the_states_of_both_layers(close):
    layer = Bidirectional(LSTM(3, stateful=True), batch_input_shape=(2, 5, 4))
    model = Sequential([layer])
    model.compile("sgd", "mse")
    drawn(model)
    model.train_on_batch(array(2, 5, 4), np.zeros((2, 6)))
    states = [*layer.forward_layer.states, *layer.backward_layer.states]
    assert all(np.any(K.get_value(state)) for state in states)
    layer.reset_states()
    assert not any(np.any(K.get_value(state)) for state in states)


def test_wraps_cells_of_any_kind(close):
    inputs = Input((5, 4))
    model = Model(inputs, Bidirectional(RNN(LSTMCell(3)))(inputs))
    weights, x = drawn(model), array(2, 5, 4)
    forward, backward, _ = both(x, weights)
    close(model.predict(x), np.concatenate([forward, backward], -1))


def test_is_a_module_that_computes_with_real_tensors(close):
    layer = Bidirectional(LSTM(3))
    x = torch.tensor(array(2, 5, 4))
    y = layer(x)
    forward, backward, _ = both(x.numpy(), layer.get_weights())
    close(y.detach().numpy(), np.concatenate([forward, backward], -1))


# ---- Wrapper
def test_programs_derive_wrappers_of_their_own(close):
    class Doubled(Wrapper):
        def build(self, input_shape=None):
            if not self.layer.built:
                self.layer.build(input_shape)
                self.layer.built = True
            super().build()

        def compute_output_shape(self, input_shape):
            return self.layer.compute_output_shape(input_shape)

        def call(self, inputs):
            return 2 * self.layer.call(inputs)

    inputs = Input((4,))
    layer = Doubled(Dense(3, kernel_regularizer="l2"))
    model = Model(inputs, layer(inputs))
    kernel, bias = drawn(model)
    x = array(2, 4)
    close(model.predict(x), 2 * (x @ kernel + bias))
    assert len(model.losses) == 1
    layer.trainable = False
    assert not layer.layer.trainable
    assert Doubled.from_config(layer.get_config()).layer.units == 3
