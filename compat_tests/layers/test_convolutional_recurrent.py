"""ConvLSTM2D and ConvRNN2D where recorded Keras has no rows: dropout, masks, states of layers."""

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from compat_tests.golden.runs.own_layers import own_layers
from compat_tests.reference.conv_recurrent import conv_lstm
from compat_tests.reference.windows import CONVOLUTIONS
from keras_on_torch import backend as K
from keras_on_torch.layers import (
    Bidirectional,
    ConvLSTM2D,
    ConvLSTM2DCell,
    ConvRNN2D,
    Flatten,
    Input,
    Lambda,
    Masking,
)
from keras_on_torch.models import Model, Sequential

MOVIE = (3, 5, 4, 2)
each_cell = pytest.mark.parametrize("stepwise", [False, True], ids=["fused", "stepwise"])


class Stepwise(ConvLSTM2DCell):
    """Computes as its base does but is called step by step."""

    def call(self, inputs, states, training=None):
        return super().call(inputs, states, training=training)


def conv_lstm_layer(stepwise, *args, **options):
    """Return a ConvLSTM2D, all steps at once or step by step."""
    names = ("return_sequences", "return_state", "go_backwards", "stateful", "batch_input_shape")
    of_layer = {name: options.pop(name) for name in names if name in options}
    kind = Stepwise if stepwise else ConvLSTM2DCell
    return ConvRNN2D(kind(*args, **options), **of_layer)


def drawn(model):
    """Give a model drawn weights, and return them."""
    random = np.random.RandomState(0)
    model.set_weights([random.uniform(-0.7, 0.7, w.shape) for w in model.get_weights()])
    return model.get_weights()


def arrays(*shapes):
    random = np.random.RandomState(1)
    return [random.normal(size=shape).astype("float32") for shape in shapes]


def with_mask(movie):
    """Return a movie with a mask: an image that is all zeros does not count."""

    def counts(x, mask):
        return K.any(K.not_equal(x, 0.0), axis=(2, 3, 4))

    return Lambda(lambda x: x, mask=counts)(movie)


# ---- steps
@each_cell
@pytest.mark.parametrize(
    "options",
    [
        {"padding": "same", "return_sequences": True},
        {"strides": (2, 1), "return_state": True, "go_backwards": True},
        {"dilation_rate": (2, 2), "activation": "softsign"},
    ],
    ids=str,
)
@pytest.mark.parametrize("masked", [False, True])
def test_computes_what_the_reference_computes(stepwise, options, masked, close):
    inputs = Input(MOVIE)
    layer = conv_lstm_layer(stepwise, 3, 2, **options)
    model = Model(inputs, layer(with_mask(inputs) if masked else inputs))
    weights = drawn(model)
    (x,) = arrays((3, *MOVIE))
    mask = None
    if masked:
        x[0, 1] = x[1, 2] = x[2, :2] = 0.0
        mask = (x != 0).any((2, 3, 4))
    asked = dict(options)
    with_states = asked.pop("return_state", False)
    output, states = conv_lstm(x, weights, mask=mask, **asked)
    close(model.predict(x), [output, *states] if with_states else output)


def test_hands_its_mask_on_where_it_gives_all_steps():
    masked = with_mask(Input(MOVIE))
    for sequences in (True, False):
        layer = ConvLSTM2D(2, 2, return_sequences=sequences)
        layer(masked)
        assert (layer.output_mask is not None) is sequences


def test_refuses_a_mask_of_pixels():
    with pytest.raises(ValueError, match="one number for each step"):
        ConvLSTM2D(2, 2)(Masking()(Input(MOVIE)))


def test_is_one_node_and_no_loop():
    layer = ConvLSTM2D(2, 2, input_shape=MOVIE)
    model = Sequential([layer])
    model.predict(np.ones((2, *MOVIE)))
    source = model.predict_function.program().source
    assert "conv_lstm" in source
    assert "_run_steps" not in source


# ---- dropout
@each_cell
def test_drops_by_gate_and_alike_at_every_step(stepwise, monkeypatch, close):
    """Given the factors that are drawn, training computes the formula with them."""
    batch, image, state = 2, (5, 4, 2), (4, 3, 3)
    factors = [
        np.random.RandomState(place).uniform(0, 2, size=(batch, *shape)).astype("float32")
        for place, shape in enumerate([image] * 4 + [state] * 4)
    ]
    left = list(factors)
    monkeypatch.setattr(K, "dropout", lambda x, rate: x * K.constant(left.pop(0)))
    inputs = Input(batch_shape=(batch, *MOVIE))
    layer = conv_lstm_layer(
        stepwise, 3, 2, dropout=0.5, recurrent_dropout=0.25, return_sequences=True
    )
    function = K.function([inputs, K.learning_phase()], [layer(inputs)])
    assert not left
    weights = drawn(layer)
    (x,) = arrays((batch, *MOVIE))
    drops = {"drops": factors[:4], "recurrent_drops": factors[4:]}
    close(function([x, 1])[0], conv_lstm(x, weights, return_sequences=True, **drops)[0])
    close(function([x, 0])[0], conv_lstm(x, weights, return_sequences=True)[0])


@each_cell
@pytest.mark.parametrize("which", ["dropout", "recurrent_dropout"])
def test_draws_anew_for_each_batch_and_sample(stepwise, which):
    inputs = Input(MOVIE)
    layer = conv_lstm_layer(stepwise, 2, 2, **{which: 0.5})
    function = K.function([inputs, K.learning_phase()], [layer(inputs)])
    x = np.ones((6, *MOVIE), "float32")
    first, second = function([x, 1])[0], function([x, 1])[0]
    assert not np.allclose(first, second)
    assert not np.allclose(first[0], first[1])
    tested = function([x, 0])[0]
    np.testing.assert_allclose(tested, np.broadcast_to(tested[:1], tested.shape), rtol=1e-5)


def test_dropout_draws_from_numpys_stream_as_keras_does():
    np.random.seed(3)  # noqa: NPY002 - Keras draws from numpy's global stream
    Sequential([ConvLSTM2D(2, 2, dropout=0.5, recurrent_dropout=0.5, input_shape=(3, 4, 4, 2))])
    assert np.random.randint(10**6) == 727584  # noqa: NPY002 - as Keras 2.2.4 leaves it


# ---- states
@each_cell
def test_starts_from_states_that_layers_give(stepwise, close):
    movie, states = Input(MOVIE), [Input((4, 3, 3)) for _ in range(2)]
    layer = conv_lstm_layer(stepwise, 3, 2, return_sequences=True, return_state=True)
    model = Model([movie, *states], layer(movie, initial_state=states))
    weights = drawn(model)
    x, *given = arrays((2, *MOVIE), (2, 4, 3, 3), (2, 4, 3, 3))
    expected, last = conv_lstm(x, weights, states=given, return_sequences=True)
    close(model.predict([x, *given]), [expected, *last])
    with pytest.warns(UserWarning, match="non-serializable keyword arguments"):
        config = model.get_config()
    rebuilt = Model.from_config(config, custom_objects={"Stepwise": Stepwise})
    rebuilt.set_weights(weights)
    close(rebuilt.predict([x, *given]), [expected, *last])


def test_an_encoder_hands_its_states_to_a_decoder(close):
    source, target = Input(MOVIE), Input((None, 4, 3, 1))
    _, *states = ConvLSTM2D(2, 2, return_state=True)(source)
    decoder = ConvLSTM2D(2, 3, padding="same", return_sequences=True)
    model = Model([source, target], decoder(target, initial_state=states))
    weights = drawn(model)
    x, y = arrays((2, *MOVIE), (2, 4, 4, 3, 1))
    _, states = conv_lstm(x, weights[:3])
    expected, _ = conv_lstm(y, weights[3:], states=states, padding="same", return_sequences=True)
    close(model.predict([x, y]), expected)


@each_cell
def test_keeps_its_states_from_batch_to_batch(stepwise, close):
    layer = conv_lstm_layer(stepwise, 3, 2, stateful=True, batch_input_shape=(2, *MOVIE))
    model = Sequential([layer])
    weights = drawn(model)
    (x,) = arrays((2, *MOVIE))
    first, states = conv_lstm(x, weights)
    second, _ = conv_lstm(x, weights, states=states)
    close([model.predict(x), model.predict(x)], [first, second])
    model.reset_states()
    close(model.predict(x), first)
    layer.reset_states(states)
    close(model.predict(x), second)


def test_reset_states_refuses_what_does_not_fit():
    with pytest.raises(AttributeError, match="must be stateful"):
        ConvLSTM2D(3, 2).reset_states()
    with pytest.raises(ValueError, match="needs to know its batch size"):
        ConvLSTM2D(3, 2, stateful=True)(Input(MOVIE))
    with pytest.raises(ValueError, match="numbers of rows and"):
        ConvLSTM2D(3, 2, stateful=True)(Input(batch_shape=(2, 3, None, 4, 2)))
    layer = ConvLSTM2D(3, 2, stateful=True)
    layer(Input(batch_shape=(2, *MOVIE)))
    with pytest.raises(ValueError, match="expects 2 states, but it received 1"):
        layer.reset_states([np.zeros((2, 4, 3, 3))])
    with pytest.raises(ValueError, match="State 1 is incompatible"):
        layer.reset_states([np.zeros((2, 4, 3, 3)), np.zeros((2, 4, 3, 2))])


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ConvLSTM2D(3, 2, unroll=True), TypeError, "Unrolling isn't possible"),
        (lambda: ConvRNN2D([ConvLSTM2DCell(3, 2)]), TypeError, "not possible at the moment"),
        (lambda: ConvLSTM2D(3, (2, 2, 2)), ValueError, "kernel_size"),
        (lambda: ConvLSTM2D(3, 2)(Input((5, 4, 2))), ValueError, "expected ndim=5"),
        (lambda: ConvLSTM2D(3, 2)(Input((3, 5, 4, None))), ValueError, "channel dimension"),
        (lambda: ConvLSTM2D(3, 5)(Input(MOVIE)), ValueError, "fits into"),
        (lambda: ConvLSTM2D(3, 2, padding="causal")(Input(MOVIE)), ValueError, "Invalid padding"),
        (
            lambda: ConvLSTM2D(3, 2, strides=2, dilation_rate=2)(Input(MOVIE)),
            ValueError,
            "strides > 1",
        ),
        (
            lambda: ConvLSTM2D(3, 2)(Input(MOVIE), initial_state=[Input((4, 3, 2))] * 2),
            ValueError,
            "compatible with `cell",
        ),
        (
            lambda: ConvLSTM2D(3, 2)(Input(MOVIE), initial_state=[Input((4, 3, 3)), K.ones(3)]),
            ValueError,
            "mix of Keras",
        ),
    ],
)
def test_mistakes_are_explained(make, error, message):
    with pytest.raises(error, match=message):
        make()


# ---- a cell of one's own
def own_formula(x, weights, state=None, constant=0.0):
    convolve = CONVOLUTIONS["conv2d"]
    for step in range(x.shape[1]):
        mixed = convolve(x[:, step], weights[0])
        if state is not None:
            mixed = mixed + convolve(state, weights[1], padding="same")
        state = np.tanh(mixed + constant)
    return state


def test_a_cell_of_ones_own_gets_constants_and_first_states(close):
    own = own_layers(keras)
    movie, state, constant = Input(MOVIE), Input((4, 3, 3)), Input((3,))
    cell = own["OwnConvCell"](3, 2)
    model = Model(
        [movie, state, constant], ConvRNN2D(cell)(movie, initial_state=state, constants=constant)
    )
    weights = drawn(model)
    x, h, c = arrays((2, *MOVIE), (2, 4, 3, 3), (2, 3))
    expected = own_formula(x, weights, h, c[:, None, None])
    close(model.predict([x, h, c]), expected)
    with pytest.warns(UserWarning, match="non-serializable keyword arguments"):
        config = model.get_config()
    rebuilt = Model.from_config(config, custom_objects=own)
    rebuilt.set_weights(weights)
    close(rebuilt.predict([x, h, c]), expected)


def test_constants_need_a_cell_that_takes_them():
    with pytest.raises(TypeError, match="does not support constants"):
        ConvRNN2D(ConvLSTM2DCell(2, 2))(Input(MOVIE), constants=Input((2,)))


# ---- among other layers
def test_can_be_wrapped_to_go_both_ways(close):
    inputs = Input(MOVIE)
    model = Model(inputs, Bidirectional(ConvLSTM2D(2, 2), merge_mode="concat")(inputs))
    weights = drawn(model)
    (x,) = arrays((2, *MOVIE))
    forward, _ = conv_lstm(x, weights[:3])
    backward, _ = conv_lstm(x, weights[3:], go_backwards=True)
    close(model.predict(x), np.concatenate([forward, backward], -1))


def test_takes_real_tensors_with_states(close):
    layer = ConvLSTM2D(3, 2, return_state=True)
    given = arrays((2, *MOVIE), (2, 4, 3, 3), (2, 4, 3, 3))
    x, h, c = (torch.tensor(array) for array in given)
    found = layer(x, initial_state=[h, c])
    expected, states = conv_lstm(given[0], layer.get_weights(), states=given[1:])
    close([one.detach().numpy() for one in found], [expected, *states])


def test_learns_what_moves():
    """A bright pixel that goes right or down: two movies are told apart after a few steps."""
    x = np.zeros((16, 4, 4, 4, 1), "float32")
    for sample in range(16):
        for step in range(4):
            place = (sample // 2 % 4, step) if sample % 2 else (step, sample // 2 % 4)
            x[(sample, step, *place)] = 1.0
    y = np.arange(16) % 2
    keras.backend.clear_session()
    np.random.seed(0)  # noqa: NPY002 - Keras draws from numpy's global stream
    model = Sequential([ConvLSTM2D(4, 2, input_shape=(4, 4, 4, 1)), Flatten()])
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(keras.optimizers.Adam(lr=0.05), "binary_crossentropy", ["acc"])
    model.fit(x, y, batch_size=16, epochs=30, verbose=0)
    assert model.evaluate(x, y, verbose=0)[1] == 1.0
