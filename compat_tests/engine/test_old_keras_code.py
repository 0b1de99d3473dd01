"""What Keras 2 programs do besides stacking layers: each test is a way of working of theirs."""

import threading

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch import initializers, optimizers
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.input_layer import Input
from keras_on_torch.engine.sequential import Sequential
from keras_on_torch.engine.training import Model
from keras_on_torch.layers import (
    LSTM,
    RNN,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    GlobalAveragePooling2D,
    Lambda,
    Masking,
    SimpleRNN,
    TimeDistributed,
)


@pytest.fixture
def random():
    return np.random.RandomState(0)


class Attention(Layer):
    """Keeps its weights of attention on itself, and sets attributes before the base is made."""

    def __init__(self, units, **kwargs):
        self.units = units
        self.inner = Dense(units)
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], 1), initializer="glorot_uniform", trainable=True
        )
        super().build(input_shape)

    def call(self, inputs):
        scores = K.squeeze(K.dot(inputs, self.kernel), axis=-1)
        self.attention = K.in_train_phase(K.softmax(scores * 2.0), K.softmax(scores))
        return K.sum(inputs * K.expand_dims(self.attention), axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])


def test_tensor_kept_on_a_layer_is_fetched_after_training(random):
    layer = Attention(3)
    inputs = Input((5, 4))
    model = Model(inputs, Dense(2)(layer(inputs)))
    model.compile("sgd", "mse")
    x = random.rand(8, 5, 4)
    model.fit(x, random.rand(8, 2), verbose=0)
    model.predict(x)
    attention = K.function([inputs], [layer.attention])([x])[0]
    scores = (x @ K.get_value(layer.kernel))[..., 0]
    wanted = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    np.testing.assert_allclose(attention, wanted, rtol=1e-5)


def test_variational_autoencoder_with_add_loss_and_no_other_loss(random):
    inputs = Input((6,))
    mean, log_var = Dense(2)(inputs), Dense(2)(inputs)

    def sample(given):
        mean, log_var = given
        noise = K.random_normal(shape=(K.shape(mean)[0], 2))
        return mean + K.exp(0.5 * log_var) * noise

    z = Lambda(sample)([mean, log_var])
    outputs = Dense(6, activation="sigmoid")(z)
    model = Model(inputs, outputs)
    model.add_loss(K.mean(K.sum(K.square(inputs - outputs), axis=-1)))
    model.add_loss(-0.5 * K.mean(K.sum(1 + log_var - K.square(mean) - K.exp(log_var), axis=-1)))
    model.compile(optimizer="adam", loss=None)
    x = random.rand(64, 6)
    history = model.fit(x, epochs=20, verbose=0).history["loss"]
    assert history[-1] < history[0]


def test_function_with_intermediate_feeds_phase_and_updates(random):
    inputs = Input((4,))
    hidden = Dense(3)(inputs)
    outputs = Dropout(0.5)(Dense(2)(hidden))
    seen = K.variable(0.0)
    function = K.function(
        [hidden, K.learning_phase()], [outputs], updates=[K.update_add(seen, K.sum(hidden))]
    )
    function([np.ones((2, 3)), 0])
    assert K.get_value(seen) == 6.0


def test_gradients_of_an_input_and_of_a_layers_output(random):
    inputs = Input((8, 8, 3))
    convolution = Conv2D(4, 3, activation="relu")
    outputs = Dense(5)(GlobalAveragePooling2D()(convolution(inputs)))
    by_input, by_output = K.gradients(outputs[:, 1], [inputs, convolution.output])
    x = random.rand(2, 8, 8, 3)
    slopes = K.function([inputs], [by_input, by_output])([x])
    assert [slope.shape for slope in slopes] == [(2, 8, 8, 3), (2, 6, 6, 4)]
    kernel = K.get_value(outputs._keras_history[0].kernel)
    np.testing.assert_allclose(slopes[1][0, 2, 2], kernel[:, 1] / 36, rtol=1e-4)


def test_gradient_penalty_is_trained_through(random):
    inputs = Input((3,))
    layer = Dense(1, activation="tanh")
    score = layer(inputs)
    (slope,) = K.gradients(score, [inputs])
    penalty = K.mean(K.square(K.sqrt(K.sum(K.square(slope), axis=1)) - 1.0))
    optimizer = optimizers.SGD(0.1)
    updates = optimizer.get_updates(params=layer.trainable_weights, loss=penalty)
    step = K.function([inputs], [penalty], updates)
    x = random.rand(32, 3)
    losses = [step([x])[0] for _ in range(30)]
    assert losses[-1] < 0.5 * losses[0]


class Slope(Layer):
    """Gives the derivative of a formula, taken inside its own call."""

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", (input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        energy = K.sum(K.square(inputs * self.kernel))
        return K.gradients(energy, [inputs])[0]


def test_gradient_inside_a_call_is_computed_and_trained_through(random):
    inputs = Input((3,))
    layer = Slope()
    model = Model(inputs, layer(inputs))
    x = random.rand(4, 3)
    np.testing.assert_allclose(model.predict(x), 2 * x, rtol=1e-5)
    model.compile("sgd", "mse")
    model.train_on_batch(x, x)
    by_kernel = 2 * ((2 * x - x) * 4 * x).sum(0) / x.size
    np.testing.assert_allclose(K.get_value(layer.kernel), 1 - 0.01 * by_kernel, rtol=1e-4)


def test_picture_is_optimised_as_in_neural_style(random):
    content = K.variable(random.rand(1, 6, 6, 3))
    picture = K.placeholder((1, 6, 6, 3))
    both = K.concatenate([content, picture], axis=0)
    features = Conv2D(4, 3)(Input(tensor=both))
    loss = K.sum(K.square(features[0] - features[1]))
    (slope,) = K.gradients(loss, [picture])
    ask = K.function([picture], [loss, slope])
    x = random.rand(1, 6, 6, 3)
    before = ask([x])
    assert ask([x - 0.01 * before[1]])[0] < before[0]


def test_loss_is_summed_from_a_variable_and_sees_new_values():
    weight = K.variable(2.0)
    loss = K.variable(0.0)
    for value in (1.0, 2.0):
        loss = loss + weight * value
    assert K.eval(loss) == 6.0
    K.set_value(weight, 3.0)
    assert K.eval(loss) == 9.0


class Halving(optimizers.Optimizer):
    """Plain descent written with K, halving its rate where a condition holds."""

    def __init__(self, lr=0.1, **kwargs):
        super().__init__(**kwargs)
        with K.name_scope(self.__class__.__name__):
            self.iterations = K.variable(0, dtype="int64", name="iterations")
            self.lr = K.variable(lr, name="lr")

    def get_updates(self, loss, params):
        gradients = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        rate = K.switch(K.less(self.iterations, 1), self.lr, self.lr * 0.5)
        for parameter, gradient in zip(params, gradients, strict=True):
            self.updates.append(K.update(parameter, parameter - rate * gradient))
        return self.updates

    def get_config(self):
        return {"lr": float(K.get_value(self.lr)), **super().get_config()}


def test_optimizer_written_with_k_trains_as_its_formula_says(random):
    model = Sequential([Dense(1, use_bias=False, input_shape=(2,), kernel_initializer="ones")])
    model.compile(Halving(0.1), "mse")
    x, y = random.rand(4, 2).astype("float32"), random.rand(4, 1).astype("float32")
    weight = np.ones((2, 1), "float32")
    for rate in (0.1, 0.05, 0.05):
        model.train_on_batch(x, y)
        weight = weight - rate * 2 * x.T @ (x @ weight - y) / 4
    np.testing.assert_allclose(model.get_weights()[0], weight, rtol=1e-5)


def test_adversarial_training_freezes_the_judge(random):
    judge = Sequential([Dense(1, activation="sigmoid", input_shape=(2,))])
    judge.compile("sgd", "binary_crossentropy")
    maker = Sequential([Dense(2, input_shape=(3,))])
    judge.trainable = False
    noise = Input((3,))
    both = Model(noise, judge(maker(noise)))
    both.compile("sgd", "binary_crossentropy")
    before = [judge.get_weights(), maker.get_weights()]
    both.train_on_batch(random.rand(8, 3), np.ones((8, 1)))
    np.testing.assert_array_equal(judge.get_weights()[0], before[0][0])
    assert not np.array_equal(maker.get_weights()[0], before[1][0])
    with pytest.warns(UserWarning, match="trainable"):
        judge.train_on_batch(random.rand(8, 2), np.ones((8, 1)))
    assert not np.array_equal(judge.get_weights()[0], before[0][0])


def test_shared_and_nested_models_compute_as_one(random):
    inner = Sequential([Dense(3, activation="relu", input_shape=(4,)), Dense(2)])
    left, right = Input((4,)), Input((4,))
    outputs = Lambda(lambda pair: pair[0] - pair[1])([inner(left), inner(right)])
    model = Model([left, right], outputs)
    a, b = random.rand(5, 4), random.rand(5, 4)
    wanted = inner.predict(a) - inner.predict(b)
    np.testing.assert_allclose(model.predict([a, b]), wanted, rtol=1e-5, atol=1e-6)
    assert inner.get_output_at(1) is not inner.get_output_at(2)
    assert len(model.trainable_weights) == 4


def test_stateful_recurrent_layer_goes_on_where_it_stopped(random):
    model = Sequential([SimpleRNN(3, stateful=True, batch_input_shape=(2, 4, 2))])
    whole = Sequential([SimpleRNN(3, input_shape=(8, 2))])
    whole.set_weights(model.get_weights())
    x = random.rand(2, 8, 2)
    model.predict(x[:, :4], batch_size=2)
    np.testing.assert_allclose(
        model.predict(x[:, 4:], batch_size=2), whole.predict(x), rtol=1e-5, atol=1e-6
    )
    model.reset_states()
    first = model.predict(x[:, :4], batch_size=2)
    model.reset_states()
    np.testing.assert_array_equal(model.predict(x[:, :4], batch_size=2), first)


def test_masked_steps_do_not_count(random):
    model = Sequential([Embedding(10, 4, mask_zero=True), LSTM(3)])
    short = model.predict(np.array([[3, 5]]))
    padded = model.predict(np.array([[3, 5, 0, 0]]))
    np.testing.assert_allclose(padded, short, rtol=1e-5, atol=1e-7)
    model = Sequential([Masking(0.0, input_shape=(None, 2)), SimpleRNN(3, return_sequences=True)])
    x = random.rand(1, 3, 2)
    x[:, 1] = 0.0
    outputs = model.predict(x)
    np.testing.assert_array_equal(outputs[:, 1], outputs[:, 0])


def test_length_and_size_may_vary_from_batch_to_batch(random):
    model = Sequential([LSTM(3, input_shape=(None, 2))])
    assert [model.predict(random.rand(2, n, 2)).shape for n in (3, 7)] == [(2, 3)] * 2
    inputs = Input((None, None, 3))
    model = Model(inputs, GlobalAveragePooling2D()(Conv2D(4, 3, padding="same")(inputs)))
    assert [model.predict(random.rand(1, n, n + 1, 3)).shape for n in (8, 11)] == [(1, 4)] * 2


def test_loop_sees_tensors_from_outside_it(random):
    inputs, shift = Input((5, 3)), Input((3,))

    def add(given):
        steps, outer = given
        return K.rnn(lambda x, states: (x + outer, []), steps, [])[1]

    model = Model([inputs, shift], Lambda(add)([inputs, shift]))
    x, y = random.rand(2, 5, 3), random.rand(2, 3)
    np.testing.assert_allclose(model.predict([x, y]), x + y[:, None], rtol=1e-6)


class Cell(Layer):
    """A recurrent cell that calls another layer in each step."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units
        self.inner = Dense(units)

    def build(self, input_shape):
        self.inner.build((input_shape[0], input_shape[1] + self.units))
        self.inner.built = True
        self.trainable_weights = self.inner.trainable_weights
        super().build(input_shape)

    def call(self, inputs, states):
        output = K.tanh(self.inner(K.concatenate([inputs, states[0]])))
        return output, [output]


def test_step_that_calls_a_layer_fires_its_hook_once_a_step(random):
    cell = Cell(3)
    inputs = Input((4, 2))
    model = Model(inputs, RNN(cell)(inputs))
    fired = []
    cell.inner.register_forward_hook(lambda *given: fired.append(1))
    model.predict(random.rand(2, 4, 2))
    assert len(fired) == 4
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.train_on_batch(random.rand(2, 4, 2), random.rand(2, 3))
    assert not np.array_equal(before[0], model.get_weights()[0])


def test_moving_statistics_move_in_training_alone(random):
    inputs = Input((3,))
    layer = BatchNormalization(momentum=0.5)
    model = Model(inputs, layer(inputs))
    model.compile("sgd", "mse")
    x = random.rand(16, 3)
    K.function([inputs, K.learning_phase()], [model.output])([x, 1])
    model.predict(x)
    np.testing.assert_array_equal(K.get_value(layer.moving_mean), np.zeros(3))
    model.train_on_batch(x, x)
    np.testing.assert_allclose(K.get_value(layer.moving_mean), x.mean(0), rtol=1e-5)


def test_models_are_built_in_threads_and_asked_while_another_trains(random):
    errors = []
    x, y = random.rand(32, 4), random.rand(32, 2)

    def build():
        try:
            model = Sequential([Dense(5, input_shape=(4,)), Dense(2)])
            assert model.predict(x).shape == (32, 2)
        except Exception as error:
            errors.append(error)

    model = Sequential([Dense(8, activation="relu", input_shape=(4,)), Dense(2)])
    model.compile("sgd", "mse")
    model.predict(x)

    def ask():
        try:
            for _ in range(20):
                assert np.isfinite(model.predict(x)).all()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=job) for job in [build] * 4 + [ask] * 4]
    for thread in threads:
        thread.start()
    model.fit(x, y, epochs=20, verbose=0)
    for thread in threads:
        thread.join()
    assert not errors


def test_time_distributed_layer_is_trained(random):
    model = Sequential([TimeDistributed(Dense(2), input_shape=(3, 4))])
    model.compile("sgd", "mse")
    x = random.rand(8, 3, 4)
    losses = model.fit(x, x[..., :2], epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_first_values_come_from_numpys_generator():
    np.random.seed(3)  # noqa: NPY002 - Keras draws seeds from this generator.
    first = K.eval(initializers.get("glorot_uniform")((4, 4)))
    np.random.seed(3)  # noqa: NPY002
    np.testing.assert_array_equal(K.eval(initializers.get("glorot_uniform")((4, 4))), first)


class Listed(Layer):
    """Gives a list of one tensor."""

    def call(self, inputs):
        return [inputs[0] * 2.0]

    def compute_output_shape(self, input_shape):
        return input_shape[:1]


def test_a_list_of_one_output_is_given_as_the_output():
    x, y = Input((3,)), Input((3,))
    output = Listed()([x, y])
    assert K.is_keras_tensor(output)
    numbers = np.ones((2, 3), dtype="float32")
    np.testing.assert_array_equal(Model([x, y], output).predict([numbers] * 2), numbers * 2)
    real = torch.ones(2, 3)
    torch.testing.assert_close(Listed()([real, real]), real * 2)
