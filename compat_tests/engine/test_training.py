"""The model: compile, fit, evaluate and predict beyond the recorded runs."""

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.fitting import UnitWeights
from keras_on_torch.layers import Dense, Dropout, Input
from keras_on_torch.models import Model, Sequential

X = np.random.RandomState(0).normal(size=(12, 3))
Y = X.sum(1, keepdims=True)


def single(loss="mse", **options):
    model = Sequential([Dense(1, input_dim=3)])
    model.compile("sgd", loss, **options)
    return model


def double():
    inputs = [Input((3,), name="p"), Input((3,), name="q")]
    outputs = [Dense(1, name=name)(one) for name, one in zip("ab", inputs, strict=True)]
    return Model(inputs, outputs)


class Subclassed(Model):
    """A model that is not a graph until it sees data."""

    def __init__(self, training=False):
        super().__init__()
        self.dense = Dense(4, activation="relu")
        self.drop = Dropout(0.5)
        self.out = Dense(1)

    def call(self, inputs, training=None):
        return self.out(self.drop(self.dense(inputs), training=training))


# ---- subclasses
def test_a_subclass_is_built_from_the_first_data():
    model = Subclassed()
    model.compile("sgd", "mse", metrics=["mae"])
    assert not model.built
    history = model.fit(X, Y, 4, 2, verbose=0, validation_split=0.25)
    assert list(history.history) == [
        "val_loss",
        "val_mean_absolute_error",
        "loss",
        "mean_absolute_error",
    ]
    assert model.predict(X).shape == (12, 1)
    assert len(model.trainable_weights) == 4
    assert model.output_names == ["output_1"]
    assert len(model.evaluate(X, Y, verbose=0)) == 2


def test_a_subclass_predicts_before_it_is_compiled():
    model = Subclassed()
    assert model.predict(X).shape == (12, 1)
    with pytest.raises(RuntimeError, match="You must compile a model before training/testing"):
        model.fit(X, Y, verbose=0)


def test_a_subclass_of_several_inputs_and_outputs():
    class Crossing(Model):
        def __init__(self):
            super().__init__()
            self.one, self.other = Dense(2), Dense(1)

        def call(self, inputs):
            return [self.other(inputs[1]), self.one(inputs[0])]

    model = Crossing()
    model.compile("sgd", ["mse", "mae"], loss_weights=[1.0, 2.0])
    history = model.fit([X, X[:, :2]], [Y, X[:, :2]], verbose=0)
    assert list(history.history) == ["loss", "output_1_loss", "output_2_loss"]
    assert [part.shape for part in model.predict([X, X[:, :2]])] == [(12, 1), (12, 2)]


@pytest.mark.parametrize("data", [{"x": X}, "x", 3, [X, "x"]])
def test_a_subclass_refuses_to_be_built_from(data):
    model = Subclassed()
    with pytest.raises(ValueError, match=r"Please (do not pass a dictionary|provide) as model"):
        model.predict(data)


def test_inputs_are_set_only_once():
    model = Subclassed()
    model.predict(X)
    with pytest.raises(ValueError, match="Model inputs are already set"):
        model._set_inputs(X)


def test_a_sequential_without_shape_is_built_from_data():
    model = Sequential([Dense(4), Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    assert len(model.fit(X, Y, 4, 2, verbose=0).history["loss"]) == 2
    assert model.output_shape == (None, 1)


# ---- sample weights that are not given
@pytest.mark.parametrize("loss", ["mse", "mae", lambda t, p: K.mean(t * p), lambda t, p: t * p])
def test_weights_of_one_give_what_no_weights_give(loss, close):
    model = single(loss, weighted_metrics=["mae"])
    close(model.evaluate(X, Y, 5, 0), model.evaluate(X, Y, 5, 0, sample_weight=np.ones(12)))


def test_no_weights_are_computed_with_when_none_are_given():
    model = single()
    _, _, weights = model._standardize_user_data(X, Y)
    assert [type(one) for one in weights] == [UnitWeights]
    fed = []
    model._make_test_function()
    run = model.test_function.run
    model.test_function.run = lambda inputs: fed.append(inputs) or run(inputs)
    model.evaluate(X, Y, 4, 0)
    model.test_on_batch(X, Y)
    assert all(inputs[2] is None for inputs in fed)


# ---- tensors as data
def test_target_tensors_take_the_place_of_targets():
    feed = Input((3,))
    output = Dense(1, kernel_initializer="ones")(feed)
    model = Model(feed, output)
    model.compile("sgd", "mse", target_tensors=[K.sum(feed, 1, keepdims=True)])
    assert model._feed_targets == []
    assert model.evaluate(X, None, verbose=0) == pytest.approx(0.0, abs=1e-6)
    assert model.train_on_batch(X, None) == pytest.approx(0.0, abs=1e-6)


def test_data_may_come_from_tensors_alone():
    feed = Input(tensor=K.constant(X))
    model = Model(feed, Dense(1)(feed))
    model.compile("sgd", "mse", target_tensors=[K.constant(Y)])
    history = model.fit(epochs=3, steps_per_epoch=2, verbose=0, validation_steps=2)
    assert len(history.history["val_loss"]) == 3
    assert model.evaluate(steps=3, verbose=0) > 0.0
    assert model.predict(None, steps=2).shape == (24, 1)
    for call in (lambda: model.fit(), lambda: model.evaluate(), lambda: model.predict(None)):
        with pytest.raises(ValueError, match="from data tensors, you should specify the `steps"):
            call()


def test_torch_tensors_are_data(close):
    model = single()
    x, y = torch.tensor(X), torch.tensor(Y, requires_grad=True)
    close(model.predict(x), model.predict(X))
    close(model.evaluate(x, y, verbose=0), model.evaluate(X, Y, verbose=0))
    history = model.fit(x, y, 4, 2, verbose=0, validation_split=0.25, sample_weight=x[:, 0] ** 2)
    assert np.isfinite(history.history["val_loss"]).all()
    assert np.isfinite(model.train_on_batch(x, y[:, 0]))


# ---- freezing
def test_a_change_of_trainable_without_compile_is_warned_of():
    model = single()
    model.layers[0].trainable = False
    with pytest.warns(UserWarning, match="Discrepancy between trainable weights and collected"):
        model.train_on_batch(X, Y)


def test_what_is_frozen_before_compile_stays():
    model = Sequential([Dense(4, input_dim=3, trainable=False), Dense(1)])
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(X, Y, verbose=0)
    same = [np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert same == [True, True, False, False]


# ---- the learning phase
def test_dropout_works_in_training_alone():
    model = Sequential([Dropout(0.5, input_shape=(3,))])
    model.compile("sgd", "mse")
    assert np.array_equal(model.predict(X), X.astype("float32"))
    assert model.evaluate(X, X, verbose=0) == pytest.approx(0.0, abs=1e-6)
    assert model.train_on_batch(X, X) > 0.1


@pytest.mark.parametrize(("phase", "loses"), [(0, False), (1, True)])
def test_a_phase_that_is_set_holds_everywhere(phase, loses):
    K.set_learning_phase(phase)
    model = Sequential([Dropout(0.5, input_shape=(3,))])
    model.compile("sgd", "mse")
    assert not model._uses_dynamic_learning_phase()
    assert (model.evaluate(X, X, verbose=0) > 0.1) == loses
    assert (model.train_on_batch(X, X) > 0.1) == loses


def test_predictions_do_not_train():
    model = Sequential([Dense(3, input_dim=3), keras.layers.BatchNormalization()])
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.predict(X)
    model.evaluate(X, X, verbose=0)
    model.predict_on_batch(X)
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    model.train_on_batch(X, X)
    assert not np.array_equal(before[4], model.get_weights()[4])


# ---- what is written down
def test_history_is_the_models_too():
    model = single()
    history = model.fit(X, Y, 4, 2, verbose=0)
    assert model.history is history
    assert history.epoch == [0, 1]
    assert history.model is model
    assert history.params["samples"] == 12


def test_a_stop_in_one_run_does_not_hold_for_the_next():
    model = single()
    model.stop_training = True
    assert len(model.fit(X, Y, epochs=3, verbose=0).epoch) == 3


def test_another_model_may_be_told_in_the_models_place():
    model, other = single(), single()
    model.callback_model = other
    seen = []
    stop = keras.callbacks.LambdaCallback()
    stop.on_epoch_end = lambda epoch, logs: seen.append(stop.model)
    model.fit(X, Y, verbose=0, callbacks=[stop])
    assert seen == [other]


def test_numbers_of_numpy_s_longest_type_are_taken():
    x, y = X.astype(np.longdouble), Y.astype(np.longdouble)
    model, other = single(), single()
    other.set_weights(model.get_weights())
    history = model.fit(x, y, verbose=0, shuffle=False).history
    assert history == other.fit(X, Y, verbose=0, shuffle=False).history
    np.testing.assert_array_equal(model.predict(x), other.predict(X))


# ---- what is refused
MISTAKES = [
    (lambda: single().fit(X), ValueError, r"needs targets .* give `y`, one array for each of"),
    (lambda: single().fit(X[:0], Y[:0], verbose=0), ValueError, "the data has no samples"),
    (lambda: single().train_on_batch(X[:0], Y[:0]), ValueError, "the data has no samples"),
    (lambda: single().test_on_batch(X[:0], Y[:0]), ValueError, "the data has no samples"),
    (lambda: single().evaluate(X[:0], Y[:0]), ValueError, "the data has no samples"),
    (lambda: single().fit(X + 0j, Y), ValueError, "input 'dense_1_input'.*complex128"),
    (lambda: single().fit(X, Y + 0j), ValueError, "target 'dense_1'.*complex128"),
    (lambda: single().predict(X.astype("m8[s]")), ValueError, "timedelta64"),
    (lambda: single().predict_on_batch(X.astype("M8[s]")), ValueError, "datetime64"),
    (lambda: single().fit(X, Y, batch_size=0), ValueError, "`batch_size` must be at least 1"),
    (lambda: single().fit(X, Y, batch_size=2.5), TypeError, "must be a whole number"),
    (lambda: single().fit(X, Y, validation_split=1.0), ValueError, "less than 1.* got 1.0"),
    (lambda: single().fit(X, Y, validation_split=-0.1), ValueError, "at least 0"),
    (lambda: single().fit(X, Y, validation_steps=2), ValueError, "`steps_per_epoch` must be set"),
    (
        lambda: single().fit(X, Y, steps_per_epoch=2, validation_split=0.5),
        ValueError,
        "Must specify `validation_steps`",
    ),
    (lambda: single().fit(X, Y, nothing=1), TypeError, "nothing"),
    (lambda: single().evaluate(X), ValueError, "needs targets"),
    (lambda: single().train_on_batch(X, None), ValueError, "needs targets"),
    (lambda: single().predict(X, 3, steps=2), ValueError, "the `batch_size` must be None"),
    (lambda: double().compile("sgd"), ValueError, "no loss to optimize. Give a loss"),
    (
        lambda: double().compile("sgd", {"c": "mse"}),
        ValueError,
        r'Unknown entry in loss dictionary: "c". Only expected .*\[.a., .b.\]',
    ),
    (lambda: double().compile("sgd", ["mse"]), ValueError, "has 2 outputs, but you passed loss="),
    (
        lambda: double().compile("sgd", "mse", loss_weights={"c": 1.0}),
        ValueError,
        "Unknown entry in loss_weights",
    ),
    (lambda: double().compile("sgd", "mse", loss_weights=[1.0]), ValueError, "2 outputs"),
    (lambda: double().compile("sgd", "mse", loss_weights=1.0), TypeError, "loss_weights"),
    (lambda: double().compile("sgd", "mse", metrics="mae"), TypeError, "list or dictionary"),
    (
        lambda: double().compile("sgd", "mse", sample_weight_mode={"a": None}),
        ValueError,
        'Output "b" missing from sample_weight_modes',
    ),
    (
        lambda: double().compile("sgd", "mse", target_tensors=3),
        TypeError,
        "to be a tensor, a list of tensors",
    ),
    (
        lambda: single("categorical_crossentropy").fit(X, Y, verbose=0),
        ValueError,
        "to_categorical",
    ),
]


@pytest.mark.parametrize(("act", "error", "message"), MISTAKES)
def test_refuses(act, error, message):
    with pytest.raises(error, match=message):
        act()


def test_an_output_without_loss_is_warned_of():
    with pytest.warns(UserWarning, match='Output "b" missing from loss dictionary'):
        double().compile("sgd", {"a": "mse"})


def test_metrics_for_an_output_that_is_not_there_are_warned_of():
    with pytest.warns(UserWarning, match="metrics for 'c' have no effect: the only outputs are"):
        double().compile("sgd", "mse", metrics={"c": "mae"})


def test_weights_for_an_output_that_is_not_there_are_warned_of():
    model = double()
    model.compile("sgd", "mse")
    with pytest.warns(UserWarning, match="`class_weight` for 0 has no effect"):
        model.train_on_batch([X, X], [Y, Y], class_weight={0: 1.0})


def test_a_stateful_model_needs_whole_batches():
    model = Sequential([keras.layers.SimpleRNN(2, stateful=True, batch_input_shape=(4, 5, 3))])
    model.compile("sgd", "mse")
    x, y = np.ones((6, 5, 3)), np.ones((6, 2))
    for act in (model.fit, model.evaluate):
        with pytest.raises(ValueError, match=r"divided by the batch size. Found: 6 samples"):
            act(x, y, batch_size=4, verbose=0)
    with pytest.raises(ValueError, match=r"divided by the batch size. Found: 6 samples"):
        model.predict(x, 4)
