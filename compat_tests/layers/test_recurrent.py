"""Conformance of layers.recurrent: a row is a behaviour, a test is an aspect of it."""

import numpy as np
import pytest
import torch

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from compat_tests.reference import recurrent
from keras_on_torch import backend as K
from keras_on_torch.layers import (
    GRU,
    LSTM,
    RNN,
    GRUCell,
    Input,
    LSTMCell,
    Masking,
    SimpleRNN,
    SimpleRNNCell,
)
from keras_on_torch.models import Model, Sequential

LAYERS = {"LSTM": (LSTM, LSTMCell), "GRU": (GRU, GRUCell), "SimpleRNN": (SimpleRNN, SimpleRNNCell)}
FORMULAS = {"LSTM": reference.lstm, "GRU": reference.gru, "SimpleRNN": reference.simple_rnn}
RUNS = {"LSTM": recurrent.lstm, "GRU": recurrent.gru, "SimpleRNN": recurrent.simple_rnn}
OPTIONS = [
    {},
    {"use_bias": False, "return_sequences": True},
    {"go_backwards": True, "return_sequences": True},
    {"unroll": True},
    {"activation": "relu"},
    {"activation": "softsign", "return_sequences": True},
]
OF_GATED = [
    {"recurrent_activation": "sigmoid"},
    {"recurrent_activation": "sigmoid", "return_sequences": True, "go_backwards": True},
    {"recurrent_activation": "relu", "activation": "linear"},
    {"implementation": 2},
]

CASES = [
    Case(
        name,
        {"units": 3, **options},
        (None, 5, 4),
        (None, 5, 3) if options.get("return_sequences") else (None, 3),
        FORMULAS[name],
    )
    for name in LAYERS
    for options in [*OPTIONS, *(OF_GATED if name != "SimpleRNN" else [])]
]
CASES += [
    Case("LSTM", {"units": 3}, (None, None, 4), (None, 3), reference.lstm),
    Case(
        "GRU",
        {"units": 3, "return_sequences": True},
        (None, None, 4),
        (None, None, 3),
        reference.gru,
    ),
    Case("GRU", {"units": 3, "reset_after": True}, (None, 5, 4), (None, 3), reference.gru),
    Case(
        "GRU",
        {"units": 3, "reset_after": True, "activation": "softsign"},
        (None, 5, 4),
        (None, 3),
        reference.gru,
    ),
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)

each_layer = pytest.mark.parametrize("name", LAYERS)


class Stepwise:
    """Makes a cell that computes as its base does but is called step by step."""

    @staticmethod
    def of(cell):
        class Called(cell):
            def call(self, inputs, states, training=None):
                return super().call(inputs, states, training=training)

        return Called


def drawn(model, seed=0, low=-0.7, high=0.7):
    """Return a model drawn weights, and return them."""
    random = np.random.RandomState(seed)
    model.set_weights([random.uniform(low, high, w.shape) for w in model.get_weights()])
    return model.get_weights()


def arrays(*shapes, seed=1):
    random = np.random.RandomState(seed)
    return [random.normal(size=shape).astype("float32") for shape in shapes]


# ---- the same step by step
@each_layer
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(
    "options",
    [{}, {"return_sequences": True}, {"go_backwards": True, "return_sequences": True}],
    ids=str,
)
def test_all_steps_at_once_are_what_single_steps_are(name, masked, options, close):
    _, cell = LAYERS[name]
    inputs = Input((5, 4))
    shown = Masking()(inputs) if masked else inputs
    layers = [RNN(kind(3), return_state=True, **options) for kind in (cell, Stepwise.of(cell))]
    model = Model(inputs, [output for layer in layers for output in layer(shown)])
    weights = drawn(layers[0])
    layers[1].set_weights(weights)
    (x,) = arrays((3, 5, 4))
    if masked:
        x[0, :2] = x[1, 3:] = x[2] = 0.0
    outputs = model.predict(x)
    half = len(outputs) // 2
    close(outputs[:half], outputs[half:], rtol=1e-6, atol=1e-6)
    mask = (x != 0).any(-1) if masked else None
    expected, states = RUNS[name](x, weights, mask=mask, **options)
    close(outputs[:half], [expected, *states])


@each_layer
def test_has_the_gradients_of_single_steps(name, close):
    _, cell = LAYERS[name]
    inputs = Input((5, 4))
    gradients = []
    for kind in (cell, Stepwise.of(cell)):
        layer = RNN(kind(3), return_sequences=True)
        output = layer(inputs)
        drawn(layer)
        loss = K.sum(K.square(output)) + K.sum(output[:, 2])
        gradients.append(
            K.function([inputs], K.gradients(loss, [inputs, *layer.trainable_weights]))
        )
    x = arrays((3, 5, 4))
    close(gradients[0](x), gradients[1](x), rtol=1e-5, atol=1e-6)


@each_layer
def test_is_one_node_and_no_loop(name):
    inputs = Input((5, 4))
    model = Model(inputs, LAYERS[name][0](3)(inputs))
    model._make_predict_function()
    called = []
    handle = torch.nn.Module.register_forward_hook
    for module in model.modules():
        handle(module, lambda module, *rest: called.append(type(module).__name__))
    model.predict(np.ones((2, 5, 4)))
    assert called.count(name) == 1
    assert f"{name}Cell" not in called


# ---- dropout
@each_layer
@pytest.mark.parametrize("implementation", [1, 2])
@pytest.mark.parametrize("which", ["dropout", "recurrent_dropout"])
def test_drops_the_same_at_every_step(name, implementation, which):
    layer_class, _ = LAYERS[name]
    gates = {} if name == "SimpleRNN" else {"implementation": implementation}
    gates |= {} if name == "SimpleRNN" else {"recurrent_activation": "sigmoid"}
    options = {"activation": "linear", "use_bias": False, "return_sequences": True, **gates}
    inputs = Input((6, 1))
    layer = layer_class(1, **{which: 0.5}, **options)
    function = K.function([inputs, K.learning_phase()], [layer(inputs)])
    layer.set_weights([np.full_like(weight, 0.5) for weight in layer.get_weights()])
    x = np.ones((400, 6, 1), "float32")
    y = function([x, 1])[0]
    count = len(np.unique(y.round(5), axis=0))  # One course of the output for each set of factors.
    kept = 2 if name == "SimpleRNN" or implementation == 2 else {"LSTM": 16, "GRU": 8}[name]
    assert 1 < count <= kept
    tested = function([x, 0])[0]
    assert len(np.unique(tested, axis=0)) == 1


@pytest.mark.parametrize("kind", [LSTMCell, Stepwise.of(LSTMCell)])
def test_dropout_can_be_told_to_train(kind):
    inputs = Input((5, 4))
    layer = RNN(kind(3, dropout=0.5))
    model = Model(inputs, [layer(inputs, training=flag) for flag in (True, False)])
    trained, tested = model.predict(np.ones((50, 5, 4)))
    assert len(np.unique(trained, axis=0)) > 1
    assert len(np.unique(tested, axis=0)) == 1


def test_dropout_draws_from_numpys_stream_as_keras_does():
    np.random.seed(3)  # noqa: NPY002 - Keras draws from numpy's global stream
    Sequential([LSTM(3, dropout=0.5, recurrent_dropout=0.5, input_shape=(5, 3))])
    assert np.random.randint(10**6) == 948532  # noqa: NPY002 - as Keras 2.2.4 leaves it


# ---- weights and configuration
def test_lstm_starts_with_a_forget_bias_of_one(close):
    inputs = Input((5, 4))
    for flag, expected in ((True, [2.0, 1.0, 2.0, 2.0]), (False, [2.0] * 4)):
        layer = LSTM(
            1, unit_forget_bias=flag, bias_initializer=lambda shape, **_: 2 * K.ones(shape)
        )
        layer(inputs)
        close(layer.get_weights()[2], np.array(expected))


@each_layer
def test_names_its_weights_as_keras_does(name):
    layer = LAYERS[name][0](3, name="rec")
    layer(Input((5, 4)))
    names = [weight.name for weight in layer.weights]
    assert names == ["rec/kernel:0", "rec/recurrent_kernel:0", "rec/bias:0"]


def test_gru_that_resets_after_has_two_biases():
    layer = GRU(3, reset_after=True)
    layer(Input((5, 4)))
    assert [w.shape for w in layer.get_weights()] == [(4, 9), (3, 9), (2, 9)]


@each_layer
def test_shows_its_cells_arguments(name):
    layer = LAYERS[name][0](3, activation="relu", dropout=0.25, kernel_regularizer="l2")
    assert layer.units == 3
    assert layer.activation is layer.cell.activation
    assert layer.dropout == 0.25
    assert layer.kernel_regularizer is layer.cell.kernel_regularizer
    assert "cell" not in layer.get_config()


@each_layer
def test_freezes_its_cell(name):
    layer = LAYERS[name][0](3)
    layer(Input((5, 4)))
    layer.trainable = False
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == len(layer.weights) == 3


def test_losses_are_those_of_the_cell_and_the_layer():
    layer = LSTM(3, kernel_regularizer="l2", recurrent_regularizer="l1", activity_regularizer="l2")
    inputs = Input((5, 4))
    layer(inputs)
    assert len(layer.losses) == 3
    assert len(layer.get_losses_for(None)) == 2
    assert len(layer.get_losses_for(inputs)) == 1


@pytest.mark.parametrize("name", ["LSTM", "GRU"])
def test_implementation_0_is_taken_for_1(name):
    with pytest.warns(UserWarning, match="implementation=0"):
        config = LAYERS[name][0](3, implementation=0).get_config()
    assert LAYERS[name][0].from_config(config).implementation == 1


def test_simple_rnn_drops_the_argument_implementation():
    with pytest.warns(UserWarning, match="deprecated"):
        layer = SimpleRNN(3, implementation=2)
    assert SimpleRNN.from_config({**layer.get_config(), "implementation": 1}).units == 3


# ---- states
@each_layer
def test_starts_from_states_that_are_given(name, close):
    layer_class, _ = LAYERS[name]
    count = 2 if name == "LSTM" else 1
    sequence, states = Input((5, 4)), [Input((3,)) for _ in range(count)]
    layer = layer_class(3, return_sequences=True, return_state=True)
    model = Model([sequence, *states], layer(sequence, initial_state=states))
    weights = drawn(model)
    x, *given = arrays((2, 5, 4), *[(2, 3)] * count)
    expected, last = RUNS[name](x, weights, states=given, return_sequences=True)
    close(model.predict([x, *given]), [expected, *last])
    with pytest.warns(UserWarning, match="non-serializable keyword arguments"):
        rebuilt = Model.from_config(model.get_config())
    rebuilt.set_weights(weights)
    close(rebuilt.predict([x, *given]), [expected, *last])


def test_starts_from_states_that_no_layer_gave(close):
    sequence = Input((5, 4))
    x, h, c = arrays((2, 5, 4), (2, 3), (2, 3))
    model = Model(sequence, LSTM(3)(sequence, initial_state=[K.variable(h), K.variable(c)]))
    weights = drawn(model)
    close(model.predict(x), recurrent.lstm(x, weights, states=[h, c])[0])


def test_refuses_states_of_both_kinds():
    with pytest.raises(ValueError, match="mix of Keras tensors and non-Keras tensors"):
        LSTM(3)(Input((5, 4)), initial_state=[Input((3,)), K.zeros((2, 3))])


def test_refuses_other_numbers_and_lengths_of_states():
    with pytest.raises(ValueError, match="compatible with `cell"):
        LSTM(3)(Input((5, 4)), initial_state=[Input((2,)), Input((3,))])
    with pytest.raises(ValueError, match="compatible with `cell"):
        LSTM(3)(Input((5, 4)), initial_state=[Input((3,))])


def test_an_encoder_hands_its_states_to_a_decoder(close):
    source, target = Input((5, 4)), Input((None, 2))
    _, *states = LSTM(3, return_state=True)(source)
    outputs, _, _ = LSTM(3, return_sequences=True, return_state=True)(target, initial_state=states)
    model = Model([source, target], outputs)
    weights = drawn(model)
    x, y = arrays((2, 5, 4), (2, 6, 2))
    _, states = recurrent.lstm(x, weights[:3])
    expected, _ = recurrent.lstm(y, weights[3:], states=states, return_sequences=True)
    close(model.predict([x, y]), expected)


@each_layer
def test_keeps_its_states_from_batch_to_batch(name, close):
    layer = LAYERS[name][0](3, stateful=True, batch_input_shape=(2, 5, 4))
    model = Sequential([layer])
    weights = drawn(model)
    (x,) = arrays((2, 5, 4))
    first, states = RUNS[name](x, weights)
    second, _ = RUNS[name](x, weights, states=states)
    close([model.predict(x), model.predict(x)], [first, second])
    model.reset_states()
    close(model.predict(x), first)
    layer.reset_states(states if len(states) > 1 else states[0])
    close(model.predict(x), second)


def test_kept_states_move_with_the_module_and_are_not_saved():
    layer = LSTM(3, stateful=True, batch_input_shape=(2, 5, 4))
    Sequential([layer])
    assert len(dict(layer.named_buffers())) == 2
    assert sorted(layer.state_dict()) == ["cell.bias", "cell.kernel", "cell.recurrent_kernel"]


def test_reset_states_refuses_what_does_not_fit():
    with pytest.raises(AttributeError, match="must be stateful"):
        LSTM(3).reset_states()
    with pytest.raises(ValueError, match="needs to know its batch size"):
        LSTM(3, stateful=True)(Input((5, 4)))
    layer = LSTM(3, stateful=True)
    layer(Input(batch_shape=(2, 5, 4)))
    with pytest.raises(ValueError, match="expects 2 states, but it received 1"):
        layer.reset_states([np.zeros((2, 3))])
    with pytest.raises(ValueError, match="State 1 is incompatible"):
        layer.reset_states([np.zeros((2, 3)), np.zeros((2, 4))])


def test_unrolling_needs_a_known_number_of_steps():
    for shape in ((None, 4), (1, 4)):
        with pytest.raises(ValueError, match="Cannot unroll a RNN"):
            LSTM(3, unroll=True)(Input(shape))


def test_unrolled_and_masked_it_gives_zeros_before_the_first_step_that_counts(close):
    inputs, state = Input((3, 2)), Input((2,))
    layers = [GRU(2, return_sequences=True, unroll=flag) for flag in (True, False)]
    outputs = [layer(Masking()(inputs), initial_state=state) for layer in layers]
    model = Model([inputs, state], outputs)
    x, h = np.zeros((1, 3, 2)), np.ones((1, 2))
    close(model.predict([x, h]), [np.zeros((1, 3, 2)), np.ones((1, 3, 2))])


def test_takes_real_tensors_with_states(close):
    layer = LSTM(3, return_state=True)
    x, h, c = (torch.tensor(array) for array in arrays((2, 5, 4), (2, 3), (2, 3)))
    found = layer(x, initial_state=[h, c])
    expected, states = recurrent.lstm(x.numpy(), layer.get_weights(), states=[h.numpy(), c.numpy()])
    close([one.detach().numpy() for one in found], [expected, *states])
