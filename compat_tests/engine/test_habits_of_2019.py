"""What programs of 2019 do with models, by the API of Keras 2.3."""

import json

import h5py
import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch import config, losses, metrics
from keras_on_torch.layers import BatchNormalization, Dense, Dropout, Input, Layer
from keras_on_torch.utils.data_utils import Sequence

RANDOM = np.random.RandomState(5)
X, Y = RANDOM.normal(size=(24, 5)), RANDOM.randint(0, 2, (24, 1))


class Batches(Sequence):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        rows = slice(6 * index, 6 * index + 6)
        return X[rows], Y[rows]


def forever():
    while True:
        for index in range(4):
            yield Batches()[index]


def small(**compiled):
    """Return a compiled model that always begins with the same weights."""
    model = keras.Sequential(
        [Dense(4, activation="tanh", input_dim=5), Dense(1, activation="sigmoid")]
    )
    random = np.random.RandomState(2)
    model.set_weights([random.normal(size=w.shape) for w in model.get_weights()])
    given = {"optimizer": keras.optimizers.SGD(learning_rate=0.1), "loss": "mse"}
    model.compile(**(given | compiled))
    return model


def values(history):
    return {name: np.array(column, "float64") for name, column in history.history.items()}


# ---- names
def names(**compiled):
    return small(**compiled).metrics_names


def test_names_of_2_2_stay_unless_2_3_s_are_asked_for():
    config.set_compat("2.3.1")
    asked = {"metrics": ["accuracy", "acc", "mse", "ce", metrics.AUC(name="area")]}
    assert names(**asked) == ["loss", "accuracy", "acc", "mse", "ce", "area"]
    config.set_compat("2.2.4")
    kept = ["loss", "acc", "acc_1", "mean_squared_error", "ce", "area"]
    assert names(**asked) == kept
    assert names(weighted_metrics=["acc"]) == ["loss", "weighted_acc"]
    assert names(weighted_metrics=[metrics.AUC(name="area")]) == ["loss", "area"]


def test_there_is_no_other_compat():
    with pytest.raises(ValueError, match=r"1\.9"):
        config.set_compat("1.9")


def test_metrics_are_what_was_given_or_in_2_3_the_objects():
    config.set_compat("2.3")
    model = small(metrics=["acc"])
    assert [type(one) for one in model.metrics] == [metrics.MeanMetricWrapper]
    config.set_compat("2.2")
    assert small(metrics=["acc"]).metrics == ["acc"]


def test_configurations_of_optimizers_have_the_name_of_the_rate():
    config.set_compat("2.3")
    optimizer = keras.optimizers.Adam(0.5)
    assert optimizer.get_config()["learning_rate"] == 0.5
    config.set_compat("2.2")
    assert optimizer.get_config()["lr"] == 0.5


# ---- metric objects
def test_every_output_has_a_metric_of_its_own():
    inputs = Input((5,))
    model = keras.Model(inputs, [Dense(1, name="a")(inputs), Dense(1, name="b")(inputs)])
    model.compile("sgd", "mse", metrics=[metrics.MeanSquaredError(name="e")])
    results = dict(zip(model.metrics_names, model.evaluate(X, [Y, Y], 7, verbose=0), strict=True))
    assert results["a_e"] == pytest.approx(results["a_loss"], rel=1e-5)
    assert results["b_e"] == pytest.approx(results["b_loss"], rel=1e-5)
    assert results["a_e"] != pytest.approx(results["b_e"], rel=1e-5)


def test_the_state_goes_on_until_it_is_reset():
    model = small(metrics=[metrics.TruePositives(0.0, name="t"), "acc"])
    ones = int(Y[:8].sum())
    assert [model.train_on_batch(X[:8], Y[:8])[1] for _ in range(2)] == [ones, ones]
    kept = [model.train_on_batch(X[:8], Y[:8], reset_metrics=False)[1] for _ in range(3)]
    assert kept == [ones, 2 * ones, 3 * ones]
    assert model.test_on_batch(X[:8], Y[:8])[1] == 4 * ones
    model.test_on_batch(X[:8], Y[:8], reset_metrics=False)
    model.reset_metrics()
    assert model.test_on_batch(X[:8], Y[:8])[1] == ones


def test_the_state_is_no_part_of_what_is_learnt_and_moves_along():
    model = small(metrics=[metrics.AUC()])
    assert all("positives" not in name for name in model.state_dict())
    assert any("positives" in name for name, _ in model.named_buffers())
    model.compile("sgd", "mse")
    assert not any("positives" in name for name, _ in model.named_buffers())


def test_a_name_of_a_class_means_an_object():
    model = small(loss="Huber", metrics=["AUC"])
    assert model.metrics_names == ["loss", "auc_1"]
    assert isinstance(model.loss_functions[0], losses.Huber)


def test_what_is_saved_is_loaded_with_its_objects(tmp_path):
    class Mine(losses.Loss):
        def call(self, y_true, y_pred):
            return K.abs(y_true - y_pred)

    model = small(loss=Mine("sum", "mine"), metrics=[metrics.Precision(0.3, name="p"), "acc"])
    expected = model.evaluate(X, Y, verbose=0)
    path = str(tmp_path / "model.h5")
    model.save(path)
    again = keras.models.load_model(path, custom_objects={"Mine": Mine})
    np.testing.assert_allclose(again.evaluate(X, Y, verbose=0), expected, rtol=1e-6)
    assert again.loss_functions[0].get_config() == {"reduction": "sum", "name": "mine"}
    with h5py.File(path) as file:
        assert json.loads(file.attrs["training_config"])["metrics"] == [
            {"class_name": "Precision", "config": model.metrics[0].get_config()},
            "acc",
        ]


# ---- add_metric, add_loss
class Watched(Layer):
    def call(self, inputs):
        self.add_metric(K.mean(inputs), name="level", aggregation="mean")
        self.add_metric(metrics.Sum(name="total")(inputs))
        self.add_loss(K.mean(K.square(inputs)), inputs=inputs)
        return inputs


def test_layers_and_models_add_metrics_and_losses():
    inputs = Input((5,))
    inner = keras.Model(inputs, Watched()(inputs))
    model = keras.Model(inner.inputs, Dense(1)(inner.outputs[0]))
    model.add_metric(K.max(model.output), name="top")
    model.add_loss(K.mean(inputs))
    model.compile("sgd", "mse")
    assert model.metrics_names == ["loss", "level", "total", "top"]
    loss, level, total, _ = model.evaluate(X, Y, batch_size=8, verbose=0)
    mse = np.mean((model.predict(X) - Y) ** 2)
    assert (level, total) == pytest.approx((X.mean(), X.sum()), rel=1e-4)
    assert loss == pytest.approx(mse + np.mean(X**2) + X.mean(), rel=1e-4)


def test_values_are_aggregated_by_their_mean_only():
    with pytest.raises(ValueError, match="aggregation"):
        Layer().add_metric(K.variable(1.0), name="x", aggregation="max")


# ---- training=
def test_a_model_is_called_as_in_training_or_not():
    inner = keras.Sequential([Dropout(0.5, input_shape=(40,)), BatchNormalization()])
    x = Input((40,))
    outputs = [inner(x, training=flag) for flag in (True, False, None)]
    function = K.function([x, K.learning_phase()], outputs)
    ones = np.ones((6, 40), "float32")
    for phase in (0, 1):
        trained, tested, either = function([ones, phase])
        assert len(np.unique(trained.round(3))) > 1
        np.testing.assert_allclose(tested, ones / np.sqrt(1.001), rtol=1e-5)
        assert (len(np.unique(either.round(3))) > 1) == bool(phase)
    again = keras.models.model_from_json(keras.Model(x, outputs[0]).to_json())
    assert len(np.unique(again.predict(ones).round(3))) > 1


# ---- generators
def test_fit_trains_on_generators_and_sequences_alike():
    expected = small(metrics=["acc"]).fit(X, Y, 6, epochs=3, verbose=0, shuffle=False)
    for made in (Batches, forever):
        model = small(metrics=["acc"])
        history = model.fit(
            made(),
            steps_per_epoch=4,
            epochs=3,
            verbose=0,
            shuffle=False,
            max_queue_size=2,
            workers=2 if made is Batches else 1,
            use_multiprocessing=False,
        )
        for name, column in values(history).items():
            np.testing.assert_allclose(column, values(expected)[name], rtol=1e-4, err_msg=name)
        found = model.evaluate(made(), steps=4, workers=1, max_queue_size=3, verbose=0)
        np.testing.assert_allclose(found, model.evaluate(X, Y, verbose=0), rtol=1e-4)
        predicted = model.predict(made(), steps=4, workers=0)
        np.testing.assert_allclose(predicted, model.predict(X), rtol=1e-4, atol=1e-6)


def test_metric_objects_go_over_the_batches_of_a_generator():
    model = small(metrics=[metrics.TruePositives(0.0, name="t")])
    history = model.fit(Batches(), epochs=2, verbose=0, validation_data=Batches())
    assert history.history["t"] == history.history["val_t"] == [Y.sum()] * 2
    assert model.evaluate(Batches(), verbose=0)[1] == Y.sum()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"y": Y}, "`y` argument is not supported"),
        ({"sample_weight": Y}, "`sample_weight` argument is not supported"),
        ({"validation_split": 0.5}, "validation_split"),
        ({"batch_size": 3}, "batch_size"),
    ],
)
def test_what_a_generator_gives_itself_is_refused(words, message):
    with pytest.raises(ValueError, match=message):
        small().fit(Batches(), **words)


def test_generators_without_an_end_need_steps():
    with pytest.raises(ValueError, match="steps_per_epoch"):
        small().fit(forever())


# ---- validation_freq
@pytest.mark.parametrize(("freq", "count"), [(1, 5), (2, 2), (9, 0), ([1, 4, 5], 3), ((3,), 1)])
def test_only_some_epochs_are_validated(freq, count):
    words = {"epochs": 5, "verbose": 0, "validation_data": (X, Y), "validation_freq": freq}
    for data in ((X, Y), (Batches(),)):
        history = small().fit(*data, **words).history
        assert len(history.get("val_loss", [])) == count
        assert len(history["loss"]) == 5


@pytest.mark.parametrize("freq", [0, -1, 1.5, None])
def test_other_frequencies_are_refused(freq):
    with pytest.raises(ValueError, match="validation_freq"):
        small().fit(X, Y, verbose=0, validation_data=(X, Y), validation_freq=freq)


# ---- callbacks
def test_callbacks_hear_of_testing_and_predicting():
    heard = []

    class Listening(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            heard.append(("trained", batch, sorted(logs)))

        def on_test_begin(self, logs=None):
            heard.append("tests")

        def on_test_batch_end(self, batch, logs=None):
            heard.append(("tested", batch, sorted(logs)))

        def on_predict_batch_end(self, batch, logs=None):
            heard.append(("predicted", batch, logs["outputs"][0].shape))

        def on_predict_end(self, logs=None):
            heard.append("predicted")

    logs = ["batch", "loss", "size"]
    tested = [("tested", 0, logs), ("tested", 1, logs)]
    model, listening = small(), Listening()
    for data in ((X, Y), (Batches(),)):
        steps = {} if len(data) == 2 else {"steps": 2}
        size = {"batch_size": 12} if len(data) == 2 else {}
        model.evaluate(*data, verbose=0, callbacks=[listening], **size, **steps)
        assert heard == ["tests", *tested]
        heard.clear()
        model.predict(data[0], callbacks=[listening], **size, **steps)
        rows = 12 if size else 6
        shapes = [("predicted", place, (rows, 1)) for place in (0, 1)]
        assert heard == [*shapes, "predicted"]
        heard.clear()
    model.fit(X, Y, 12, verbose=0, callbacks=[listening], validation_data=(X, Y))
    assert heard == [("trained", 0, logs), ("trained", 1, logs), "tests", *tested]


# ---- layers
def test_weights_need_neither_name_nor_shape():
    class Scaled(Layer):
        def build(self, input_shape):
            self.scale = self.add_weight(initializer="ones")
            self.shift = self.add_weight(shape=(input_shape[-1],), initializer="ones")
            super().build(input_shape)

        def call(self, inputs):
            return inputs * self.scale + self.shift

    model = keras.Sequential([Scaled(input_shape=(5,))])
    assert [w.shape for w in model.get_weights()] == [(), (5,)]
    np.testing.assert_allclose(model.predict(X), X + 1, rtol=1e-4, atol=1e-5)
