"""K.function's further arguments, and what old programs read of K and its tensors."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.backend import session


def test_fetches_are_carried_out_besides():
    x, y = K.variable(0.0), K.variable(0.0)
    a, b = K.placeholder(shape=()), K.placeholder(shape=())
    function = K.function([a, b], [a + b], [(x, a + 1.0)], fetches=[K.update(y, 5.0), a * b])
    assert function([10.0, 20.0]) == [30.0]
    assert K.batch_get_value([x, y]) == [11.0, 5.0]


def test_a_feed_dict_is_read_anew_at_each_call():
    y = K.variable(0.0)
    a, b = K.placeholder(shape=()), K.placeholder(shape=())
    further = {b: 3.0}
    function = K.function([a], [a + 1.0], feed_dict=further, fetches=[K.update(y, b * 10.0)])
    assert function([10.0]) == [11.0]
    assert K.get_value(y) == 30.0
    further[b] = 4.0
    assert function([20.0]) == [21.0]
    assert K.get_value(y) == 40.0


def test_a_learning_phase_at_the_end_may_be_left_out():
    x = K.placeholder(shape=(2,))
    function = K.function([x, K.learning_phase()], [K.in_train_phase(x * 2.0, x * 3.0)])
    np.testing.assert_array_equal(function([[1.0, 2.0], 1])[0], [2.0, 4.0])
    np.testing.assert_array_equal(function([[1.0, 2.0]])[0], [3.0, 6.0])
    with pytest.raises(ValueError, match="You must feed a value"):
        function([])


def test_a_tensor_does_not_pass_for_a_list():
    """Programs ask so whether a model has several outputs."""
    x = keras.layers.Input((3,))
    assert not hasattr(x, "__len__")
    with pytest.raises(TypeError, match="len"):
        len(x)


def test_other_arguments_are_refused():
    x = K.placeholder(shape=())
    with pytest.raises(ValueError, match="unknown_argument"):
        K.function([x], [x], unknown_argument=1)
    with pytest.raises(ValueError, match="unknown_argument"):
        K.Function([x], [x], unknown_argument=1)


@pytest.mark.parametrize("place", [0, 3, -1])
@pytest.mark.parametrize("unknown", [False, True])
def test_a_tensor_may_tell_a_place(place, unknown):
    numbers = np.arange(24.0, dtype="float32").reshape(4, 3, 2)
    x = K.placeholder((None, 3, 2) if unknown else (4, 3, 2))
    index = K.placeholder((), dtype="int32")
    row, column = x[index], x[1:, 2, index]
    assert K.int_shape(row) == (3, 2)
    assert K.int_shape(column) == (None if unknown else 3,)
    (gradient,) = K.gradients(K.sum(row), [x])
    function = K.function([x, index], [row, gradient])
    found, slope = function([numbers, place])
    np.testing.assert_array_equal(found, numbers[place])
    expected = np.zeros_like(numbers)
    expected[place] = 1
    np.testing.assert_array_equal(slope, expected)
    at = min(place, 1)
    (found,) = K.function([x, index], [column])([numbers, at])
    np.testing.assert_array_equal(found, numbers[1:, 2, at])


def test_rows_are_walked_by_their_numbers():
    x = K.variable(np.random.RandomState(0).rand(10, 3))
    sums = K.map_fn(lambda i: K.sum(x[i]), K.arange(10), dtype=K.floatx())
    np.testing.assert_allclose(K.eval(sums), K.get_value(x).sum(1), rtol=1e-6)


def test_what_old_programs_read():
    assert K._BACKEND == K.backend() == "tensorflow"
    x = K.placeholder((2, None, 3))
    assert K.repeat_elements(x, 3, axis=1)._keras_shape == (2, None, 3)
    assert K.repeat_elements(x, 3, axis=2)._keras_shape == (2, None, 9)


def test_layers_merge_where_the_number_of_axes_is_said_to_be_unknown(monkeypatch):
    """Keras's own tests say so; here it is always known."""
    monkeypatch.setattr(K, "ndim", lambda _: None)
    one, other = keras.layers.Input((4, 5)), keras.layers.Input((5,))
    assert K.int_shape(keras.layers.add([one, other])) == (None, 4, 5)


def test_reading_an_optimizers_configuration_lowers_its_name():
    config = keras.optimizers.serialize(keras.optimizers.SGD())
    assert config["class_name"] == "SGD"
    keras.optimizers.deserialize(config)
    assert config["class_name"] == "sgd"


def test_layers_are_reset_by_their_initializers():
    model = keras.models.Sequential([keras.layers.Dense(3, input_dim=2), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=2, verbose=0)
    session = K.get_session()
    for layer in model.layers:
        layer.kernel.initializer.run(session=session)
        session.run(layer.bias.initializer)
    kernel, bias, *_ = model.get_weights()
    np.testing.assert_array_equal(bias, np.zeros(3))
    limit = np.sqrt(6 / (2 + 3))
    assert not np.array_equal(kernel, before[0])
    assert np.abs(kernel).max() <= limit


@pytest.mark.parametrize(
    "make",
    [
        lambda: K.variable([1.0, 2.0]),
        lambda: K.zeros((2,)),
        lambda: K.ones((2, 3)),
        lambda: K.variable(3.0),
    ],
)
def test_variables_get_their_first_value_again(make):
    variable = make()
    first = K.get_value(variable)
    K.set_value(variable, first + 1.0)
    variable.initializer.run()
    np.testing.assert_array_equal(K.get_value(variable), first)


@pytest.mark.parametrize("kind", ["float64", "int32"])
def test_dense_layers_refuse_numbers_of_another_type(kind):
    with pytest.raises(TypeError, match=r"K\.cast"):
        keras.layers.Dense(2)(keras.layers.Input((3,), dtype=kind))


def test_settings_of_a_session_are_warned_of(monkeypatch):
    monkeypatch.setattr(session._Said, "settings", False)
    x = K.placeholder(shape=())
    with pytest.warns(UserWarning, match="have no effect"):
        function = K.function([x], [x + 1.0], options=K.tf.RunOptions())
    assert function([1.0]) == [2.0]
    monkeypatch.setattr(session._Said, "settings", False)
    with pytest.warns(UserWarning, match="have no effect"):
        K.get_session().run(x, {x: 1.0}, run_metadata=K.tf.RunMetadata())


def test_first_values_take_no_feeds():
    x = K.placeholder(shape=())
    with pytest.raises(ValueError, match="feed_dict"):
        K.variable(1.0).initializer.run({x: 1.0})


def test_a_condition_of_functions_has_no_derivative():
    x, limit = K.placeholder((2,)), K.placeholder(())
    chosen = K.switch(limit, lambda: x * 2.0, lambda: x)
    assert K.gradients(K.sum(chosen), [limit]) == [None]


def test_rows_may_be_mapped_to_plain_numbers():
    x = K.placeholder((None, 2))
    ones = K.map_fn(lambda row: 1.0, x, dtype="float32")
    np.testing.assert_array_equal(K.function([x], [ones])([np.zeros((3, 2))])[0], np.ones(3))
