"""What models are compiled with; the same table is given to Keras and to ours.

A row: a model's name and the source of the arguments of compile. Names: np, keras, K, a function of
the user's `gap`, a stateful metric `Count`, a target tensor for the one output of `wide`.
"""

import numpy as np

__all__ = ["ROWS", "compiled"]

ROWS = [
    ("wide", "'sgd', 'mse'"),
    ("wide", "'sgd', loss='mse', metrics=['mae']"),
    ("wide", "'sgd', 'mse', ['mae', 'mse', 'acc', 'accuracy', 'ce', 'cosine']"),
    ("wide", "'sgd', 'mse', ['top_k_categorical_accuracy', keras.metrics.cosine]"),
    ("wide", "'sgd', 'categorical_crossentropy', ['acc', 'ce', 'crossentropy']"),
    ("wide", "'sgd', 'binary_crossentropy', ['acc', 'ce']"),
    ("wide", "'sgd', keras.losses.binary_crossentropy, ['acc']"),
    ("wide", "'sgd', gap, [gap, 'acc']"),
    ("wide", "'sgd', ['mse'], ['mae', 'mae', 'mae']"),
    ("wide", "'sgd', {'wide': 'mse'}, {'wide': 'mae'}"),
    ("wide", "'sgd', {'wide': 'mse'}, {'wide': ['mae', gap]}"),
    ("wide", "'sgd', 'mse', weighted_metrics=['mae']"),
    ("wide", "'sgd', 'mse', ['mae'], weighted_metrics=['mae', 'acc', gap]"),
    ("wide", "'sgd', 'mse', weighted_metrics={'wide': gap}"),
    ("wide", "'sgd', 'mse', loss_weights=[3.0]"),
    ("wide", "'sgd', 'mse', loss_weights={'wide': 3.0}"),
    ("wide", "'sgd', 'mse', loss_weights={}"),
    ("wide", "'sgd', 'mse', [Count()]"),
    ("wide", "'sgd', 'mse', ['mae', Count(name='seen'), Count(name='seen')]"),
    ("wide", "'sgd', 'mse', weighted_metrics=[Count()]"),
    ("wide", "'sgd', lambda t, p: K.sum(t * p)"),
    ("wide", "'sgd', lambda t, p: t * p"),
    ("wide", "'sgd', 'mse', metrics=[keras.metrics.mae, keras.losses.mse]"),
    ("classes", "'sgd', 'sparse_categorical_crossentropy', ['acc', 'ce', 'accuracy']"),
    ("classes", "'sgd', 'sparse_categorical_crossentropy', weighted_metrics=['acc']"),
    ("classes", "'sgd', 'sparse_categorical_crossentropy', ['sparse_top_k_categorical_accuracy']"),
    ("narrow", "'sgd', 'mse', ['acc', 'ce']"),
    ("narrow", "'sgd', 'hinge', ['binary_accuracy', 'accuracy']"),
    ("two", "'sgd', 'mse', ['mae']"),
    ("two", "'sgd', ['mse', 'mae'], ['acc']"),
    ("two", "'sgd', ['mse', None], ['mae']"),
    ("two", "'sgd', [None, 'mse'], {'b': 'mae', 'a': 'mse'}"),
    ("two", "'sgd', {'a': 'mse'}, ['mae']"),
    ("two", "'sgd', {'a': 'mse', 'b': 'mae'}, {'b': ['mse', 'acc']}"),
    ("two", "'sgd', 'mse', loss_weights=[0.5, 2.0]"),
    ("two", "'sgd', 'mse', loss_weights={'b': 10.0}"),
    ("two", "'sgd', 'mse', loss_weights=[1, 0]"),
    ("two", "'sgd', 'mse', ['mae'], None, None, ['acc']"),
    ("two", "'sgd', 'mse', weighted_metrics={'b': ['mae']}, metrics={'a': [gap, gap]}"),
    ("two", "'sgd', 'mse', metrics=[Count()]"),
    ("two", "'sgd', 'mse', sample_weight_mode=[None, None]"),
    ("two", "'sgd', 'mse', sample_weight_mode={'a': None, 'b': None}"),
    ("temporal", "'sgd', 'mse', ['mae'], sample_weight_mode='temporal', weighted_metrics=['mae']"),
    ("temporal", "'sgd', 'mse', ['mae'], sample_weight_mode=['temporal']"),
    ("temporal", "'sgd', 'mse', ['mae'], sample_weight_mode={'temporal': 'temporal'}"),
    ("temporal", "'sgd', gap, ['mae'], sample_weight_mode='temporal'"),
    ("temporal", "'sgd', 'categorical_crossentropy', ['acc'], sample_weight_mode='temporal'"),
    ("masked", "'sgd', 'mse', ['mae', 'acc'], weighted_metrics=['mae']"),
    ("masked", "'sgd', 'mse', ['mae'], sample_weight_mode='temporal', weighted_metrics=['mae']"),
    ("penalised", "'sgd', 'mse', ['mae']"),
    ("penalised", "'sgd', 'mse', loss_weights=[2.0]"),
    ("own_loss", "'sgd'"),
    ("own_loss", "'sgd', None"),
    ("own_loss", "'sgd', 'mse', ['mae']"),
    ("noisy", "'sgd', 'mse', ['mae']"),
]


def compiled(keras, row):
    """Compile a row's model; return its names and what its losses and metrics are."""
    name, source = row
    backend = keras.backend

    def gap(y_true, y_pred):
        return backend.abs(y_true - y_pred)

    class Count(keras.layers.Layer):
        """A metric that keeps the number of samples it has seen."""

        def __init__(self, name="count", **kwargs):
            super().__init__(name=name, **kwargs)
            self.stateful = True
            self.total = backend.variable(0.0)

        def reset_states(self):
            backend.set_value(self.total, 0.0)

        def __call__(self, y_true, y_pred):
            here = backend.sum(backend.ones_like(y_true[..., 0]))
            self.add_update(backend.update_add(self.total, here), inputs=[y_true, y_pred])
            return self.total + here

    model, x, y, w = MODELS[name](keras)
    names = {"np": np, "keras": keras, "K": backend, "gap": gap, "Count": Count}
    names["compile"] = model.compile
    eval(f"compile({source})", names)
    if name == "temporal" and model.sample_weight_modes == [None]:
        w = w[:, 0]
    if name == "own_loss" and not model._feed_targets:
        y = w = None
    if name == "two" and len(model._feed_targets) == 1:
        kept = [place for place, target in enumerate(model.targets) if target is not None]
        y, w = [y[place] for place in kept], [w[place] for place in kept]
    modes = model.sample_weight_modes
    if name == "masked" and modes == ["temporal"]:
        w = np.repeat(w[:, None], 4, 1) * [1.0, 2.0, 3.0, 0.0]
    return {
        "metrics_names": model.metrics_names,
        "stateful": model.stateful_metric_names,
        "modes": modes,
        "feeds": [len(model._feed_targets), len(model._feed_sample_weights)],
        "plain": _numbers(model.evaluate(x, y, 4, 0)),
        "weighted": _numbers(model.evaluate(x, y, 4, 0, sample_weight=w)),
        "on_batch": _numbers(model.test_on_batch(x, y, w)),
    }


def _numbers(values):
    return np.asarray(values, "float64").reshape(-1).tolist()


MODELS = {}


def _model(make):
    MODELS[make.__name__] = make
    return make


def _drawn(*shape):
    return np.random.RandomState(sum(shape)).uniform(0.1, 1.0, shape)


def _dense(keras, units, **options):
    size = options.pop("inputs", 3)
    return keras.layers.Dense(units, weights=[_drawn(size, units), _drawn(units)], **options)


@_model
def wide(keras):
    model = keras.models.Sequential()
    model.add(_dense(keras, 4, input_shape=(3,), activation="softmax", name="wide"))
    return model, _drawn(10, 3), np.eye(4)[np.arange(10) % 4], np.arange(10.0) % 3


@_model
def classes(keras):
    model, x, _, w = wide(keras)
    return model, x, np.arange(10).reshape(10, 1) % 4, w


@_model
def narrow(keras):
    model = keras.models.Sequential()
    model.add(_dense(keras, 1, input_shape=(3,), activation="sigmoid"))
    return model, _drawn(10, 3), np.arange(10.0).reshape(10, 1) % 2, np.arange(10.0) % 3


@_model
def two(keras):
    inputs = keras.layers.Input((3,))
    outputs = [_dense(keras, 2, name="a")(inputs), _dense(keras, 1, name="b")(inputs)]
    y = [_drawn(10, 2), _drawn(10, 1)]
    return keras.models.Model(inputs, outputs), _drawn(10, 3), y, [_drawn(10), _drawn(10) + 1.0]


@_model
def temporal(keras):
    model = keras.models.Sequential()
    model.add(_dense(keras, 2, input_shape=(4, 3), name="temporal"))
    return model, _drawn(10, 4, 3), _drawn(10, 4, 2), np.arange(40.0).reshape(10, 4) % 3


@_model
def masked(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Masking(input_shape=(4, 3)))
    model.add(_dense(keras, 2))
    x = _drawn(10, 4, 3)
    x[:, 2:] *= np.arange(10).reshape(10, 1, 1) % 2
    x[3] = 0.0
    return model, x, _drawn(10, 4, 2), np.arange(10.0) % 3


@_model
def penalised(keras):
    model = keras.models.Sequential()
    options = {"kernel_regularizer": "l2", "activity_regularizer": keras.regularizers.l1(0.1)}
    model.add(_dense(keras, 2, input_shape=(3,), **options))
    return model, _drawn(10, 3), _drawn(10, 2), np.arange(10.0) % 3


@_model
def own_loss(keras):
    inputs = keras.layers.Input((3,))
    outputs = _dense(keras, 2)(inputs)
    model = keras.models.Model(inputs, outputs)
    model.add_loss(keras.backend.mean(outputs * outputs))
    return model, _drawn(10, 3), _drawn(10, 2), np.arange(10.0) % 3


@_model
def noisy(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Dropout(0.5, input_shape=(3,)))
    model.add(_dense(keras, 2))
    return model, _drawn(10, 3), _drawn(10, 2), np.arange(10.0) % 3
