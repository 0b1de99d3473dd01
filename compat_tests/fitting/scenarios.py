"""Runs of fit, evaluate and predict of which every step is seen; played to Keras and to ours.

The loss of a sample is its target, so that a batch's loss tells which samples are in it: the target
of sample n is 2 ** n. The learning rate is 0. Names in a row's source:

    model, x, y, w: inputs, targets and sample weights of ten samples; np, keras
    two: a model of two inputs and two outputs; temporal: one that weighs time steps
    seen: the callback that tells; stop(n): one that stops in the n-th batch of the first epoch
    batches(size): a generator of (x, y); triples(size): of (x, y, w); Batches(size): a Sequence
"""

import contextlib
import io
import sys

import numpy as np

__all__ = ["ROWS", "played"]

ROWS = [
    # ---- shuffling
    "model.fit(x, y, 3, 3)",
    "model.fit(x, y, 3, 3, shuffle=False)",
    "model.fit(x, y, 3, 3, shuffle='batch')",
    "model.fit(x, y, 4, 2, shuffle='anything')",
    "model.fit(x, y, 1, 1)",
    "model.fit(x, y, 64, 2)",
    "model.fit(x, y)",
    # ---- validation
    "model.fit(x, y, 3, 2, validation_split=0.3)",
    "model.fit(x, y, 3, 2, validation_split=0.25, shuffle=False)",
    "model.fit(x, y, 4, 2, validation_data=(x[:7], y[:7]))",
    "model.fit(x, y, 4, 1, validation_data=(x[:7], y[:7], w[:7]))",
    "model.fit(x, y, 4, 1, validation_data=[x[:7], y[:7]], sample_weight=w)",
    "model.fit(x, y, 4, 1, validation_split=0.3, sample_weight=w)",
    # ---- weights
    "model.fit(x, y, 3, 1, sample_weight=w)",
    "model.fit(x, y, 3, 1, sample_weight=w, shuffle=False)",
    "model.fit(x, y % 3, 3, 1, class_weight={0: 1.0, 1: 5.0, 2: 0.5})",
    "model.fit(x, y % 3, 3, 1, class_weight={2: 2.0, 1: 3.0, 0: 0.0, 7: 1.0}, shuffle=False)",
    "two.fit([x, x], [y, -y], 4, 1, sample_weight=[w, 2 * w])",
    "two.fit([x, x], [y, -y], 4, 1, sample_weight={'b': w})",
    "two.fit([x, x], [y % 2, y % 3], 4, 1, class_weight={'a': {0: 2.0, 1: 3.0}})",
    "two.fit([x, x], [y % 2, y % 2], 4, 1, class_weight=[{0: 2.0, 1: 3.0}, None])",
    "temporal.fit(z, z, 4, 1, sample_weight=v)",
    "temporal.fit(z, z, 4, 1)",
    # ---- forms of data
    "two.fit([x, x], [y, -y], 4, 1, validation_split=0.2)",
    "two.fit({'in_b': x, 'in_a': x}, {'b': -y, 'a': y}, 4, 1)",
    "two.fit({'in_b': x, 'in_a': x, 'more': 0}, [y, -y], 4, 1)",
    "model.fit([x], [y], 4, 1)",
    "model.fit(x, y.ravel(), 4, 1)",
    "model.fit(x, y.ravel().tolist(), 4, 1)",
    "model.fit(x.astype('float32'), y.astype('int64'), 4, 1)",
    "model.fit(x[::-1], np.asfortranarray(y[::2].repeat(2, 0)), 4, 1)",
    # ---- epochs and steps
    "model.fit(x, y, 5, 4, initial_epoch=2)",
    "model.fit(x, y, 5, 2, initial_epoch=2)",
    "model.fit(x, y, epochs=2, steps_per_epoch=3)",
    "model.fit(x, y, steps_per_epoch=2, validation_data=(x[:3], y[:3]), validation_steps=2)",
    "[model.fit(x, y, 5), model.fit(x, y, 5), model.history.epoch]",
    # ---- callbacks that stop
    "model.fit(x, y, 3, 3, callbacks=[stop(1), seen], validation_split=0.2)",
    "model.fit(x, y, 4, 3, callbacks=[stop(2), seen], validation_data=(x, y))",
    (
        "model.fit(x, y, None, 2, callbacks=[stop(0), seen], validation_data=(x, y),"
        " steps_per_epoch=3, validation_steps=1)"
    ),
    "model.fit_generator(batches(3), 3, 2, callbacks=[stop(1), seen], validation_data=(x, y))",
    "model.fit_generator(batches(3), 3, 2, callbacks=[stop(2), seen], validation_data=(x, y))",
    # ---- generators
    "model.fit_generator(batches(4), 3, 2, callbacks=[seen])",
    "model.fit_generator(triples(4), 2, 2, callbacks=[seen])",
    "model.fit_generator(batches(4), 2.5, 1, callbacks=[seen])",
    "model.fit_generator(batches(4), 2, 1, callbacks=[seen], workers=0)",
    "model.fit_generator(batches(4), 2, 3, callbacks=[seen], initial_epoch=2)",
    "model.fit_generator(Batches(4), epochs=2, callbacks=[seen], shuffle=False)",
    "model.fit_generator(Batches(4), epochs=2, callbacks=[seen], shuffle=False, workers=0)",
    "model.fit_generator(Batches(4), 2, 3, callbacks=[seen], shuffle=False, workers=2)",
    "model.fit_generator(batches(4), 2, callbacks=[seen], validation_data=(x[:7], y[:7]))",
    "model.fit_generator(batches(4), 2, callbacks=[seen], validation_data=(x[:7], y[:7], w[:7]))",
    "model.fit_generator(batches(4), 2, callbacks=[seen], validation_data=Batches(3))",
    (
        "model.fit_generator(batches(4), 2, 2, callbacks=[seen], validation_data=batches(3),"
        " validation_steps=2)"
    ),
    "model.fit_generator(Batches(4), callbacks=[seen], validation_data=Batches(3), workers=0)",
    (
        "model.fit_generator(((x % 3, y % 3) for _ in range(9)), 2, callbacks=[seen],"
        " class_weight={0: 1.0, 1: 2.0, 2: 3.0})"
    ),
    "two.fit_generator((([x, x], [y, -y]) for _ in range(9)), 2, callbacks=[seen])",
    "two.fit_generator((({'in_a': x, 'in_b': x}, {'a': y, 'b': y}) for _ in range(9)), 2)",
    # ---- evaluate and predict
    "model.evaluate(x, y)",
    "model.evaluate(x, y, 3)",
    "model.evaluate(x, y, 3, sample_weight=w)",
    "model.evaluate(x, y, steps=2)",
    "two.evaluate([x, x], [y, -y], 4, sample_weight=[w, w])",
    "model.evaluate_generator(batches(4), 3)",
    "model.evaluate_generator(triples(4), 3)",
    "model.evaluate_generator(triples(4), 2.5)",
    "model.evaluate_generator(Batches(4))",
    "model.evaluate_generator(Batches(4), workers=0)",
    "model.predict(x)",
    "model.predict(x, 3)",
    "model.predict(x, steps=2)",
    "model.predict(x[:0])",
    "two.predict([x, 2 * x], 4)",
    "two.predict({'in_a': x, 'in_b': -x}, 4)",
    "model.predict_generator(batches(4), 3)",
    "model.predict_generator(batches(4), 1)",
    "model.predict_generator(triples(4), 2.5)",
    "model.predict_generator((x for _ in range(9)), 2)",
    "two.predict_generator(([x, x] for _ in range(9)), 2)",
    "two.predict_generator(([x, x] for _ in range(9)), 1)",
    # ---- one batch
    "model.train_on_batch(x, y)",
    "model.train_on_batch(x, y, sample_weight=w)",
    "model.train_on_batch(x, y % 2, class_weight={0: 1.0, 1: 3.0})",
    "model.test_on_batch(x, y, w)",
    "model.predict_on_batch(x)",
    "two.train_on_batch([x, x], [y, -y], [w, w])",
    "two.test_on_batch({'in_a': x, 'in_b': x}, [y, -y])",
    "two.predict_on_batch([x, x])",
    "[model.metrics_names, two.metrics_names, temporal.metrics_names]",
]


def played(keras, row):
    """Run a row; return its result, what its callback saw, and the state of the random numbers."""
    names = _names(keras)
    source = _with_callback(row) if ".fit(" in row and "callbacks" not in row else row
    np.random.seed(7)  # noqa: NPY002 - Keras draws from it
    with _silence():
        result = eval(source, names)
    found = {"result": _plain(result), "seen": names["seen"].events}
    found["next"] = int(np.random.randint(10**6))  # noqa: NPY002
    return found


def _with_callback(row):
    """Let `seen` be among the callbacks of the row's first fit."""
    start = row.index(".fit(")
    depth = 0
    for place in range(start + 4, len(row)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(row[place], 0)
        if depth == 0:
            return row[:place] + ", callbacks=[seen]" + row[place:]
    raise ValueError(row)


def _names(keras):
    class Seen(keras.callbacks.Callback):
        """Notes down all that a callback is told."""

        def __init__(self):
            super().__init__()
            self.events = []

        def set_params(self, params):
            self.events.append(["params", _plain(params)])

        def on_train_begin(self, logs=None):
            self.events.append(["begin", _plain(logs)])

        def on_train_end(self, logs=None):
            data = self.validation_data
            shapes = [list(np.shape(part)) for part in data] if data else None
            self.events.append(["end", _plain(logs), shapes])

        def on_epoch_begin(self, epoch, logs=None):
            self.events.append(["epoch", epoch, _plain(logs)])

        def on_epoch_end(self, epoch, logs=None):
            self.events.append(["epoch over", epoch, _plain(logs), list(logs)])

        def on_batch_begin(self, batch, logs=None):
            self.events.append(["batch", batch, _plain(logs)])

        def on_batch_end(self, batch, logs=None):
            self.events.append(["batch over", batch, _plain(logs), list(logs)])

    def stop(number):
        def end(batch, logs):
            every.model.stop_training = batch == number

        every = keras.callbacks.LambdaCallback(on_batch_end=end)
        return every

    x = np.arange(10.0).reshape(10, 1)
    y, w = 2.0**x, np.arange(10.0) % 4
    z, v = np.arange(40.0).reshape(10, 4, 1), np.arange(40.0).reshape(10, 4) % 3

    class Batches(keras.utils.Sequence):
        def __init__(self, size):
            self.size = size

        def __len__(self):
            return -(-10 // self.size)

        def __getitem__(self, index):
            rows = slice(index * self.size, (index + 1) * self.size)
            return x[rows], y[rows]

    def batches(size):
        source = Batches(size)
        while True:
            for index in range(len(source)):
                yield source[index]

    def triples(size):
        for number, batch in enumerate(batches(size)):
            yield batch[0], batch[1], w[: len(batch[0])] + number

    names = {"np": np, "keras": keras, "seen": Seen(), "stop": stop, "Batches": Batches}
    names.update(x=x, y=y, w=w, z=z, v=v, batches=batches, triples=triples)
    names.update(model=_single(keras), two=_double(keras), temporal=_temporal(keras))
    return names


def _target(y_true, y_pred):
    return y_true[..., 0] + 0.0 * y_pred[..., 0]


def _twice(y_true, y_pred):
    return 2.0 * y_true[..., 0] + 0.0 * y_pred[..., 0]


def _single(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(1, input_shape=(1,), kernel_initializer="ones"))
    model.compile(keras.optimizers.SGD(0.0), _target, metrics=[_twice], weighted_metrics=[_twice])
    return model


def _double(keras):
    inputs = [keras.layers.Input((1,), name=name) for name in ("in_a", "in_b")]
    outputs = [
        keras.layers.Dense(1, kernel_initializer="ones", name=name)(one)
        for name, one in zip("ab", inputs)  # noqa: B905 - Keras's own Python has no strict
    ]
    model = keras.models.Model(inputs, outputs)
    model.compile(
        keras.optimizers.SGD(0.0), _target, metrics={"b": [_twice]}, loss_weights={"b": 0.5}
    )
    return model


def _temporal(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(1, input_shape=(4, 1), kernel_initializer="ones"))
    model.compile(
        keras.optimizers.SGD(0.0),
        _target,
        sample_weight_mode="temporal",
        metrics=[_twice],
        weighted_metrics=[_twice],
    )
    return model


def _plain(value):
    """Return nested lists, dicts, numbers and strings."""
    if hasattr(value, "history"):
        return {"history": _plain(value.history), "epoch": value.epoch, "keys": list(value.history)}
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "dtype": str(value.dtype), "values": value.tolist()}
    if isinstance(value, np.generic):
        return {str(value.dtype): value.item()}
    return value


@contextlib.contextmanager
def _silence():
    before, sys.stdout = sys.stdout, io.StringIO()
    try:
        yield
    finally:
        sys.stdout = before
