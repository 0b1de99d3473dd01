"""Run a row of the table of additions in whichever Keras is given: 2.3.1, or ours like it."""

import numpy as np

from compat_tests.golden.seeded_arrays import array, random_of, weight
from compat_tests.golden.store import plain
from compat_tests.golden.tables.additions import LossRow, ModelRow

__all__ = ["everything", "prepared"]

SAMPLES = 24


def everything(keras, row):
    """Return what a row gives."""
    if isinstance(row, ModelRow):
        return _model(keras, row)
    return _loss(keras, row) if isinstance(row, LossRow) else _metric(keras, row)


def _drawn(random, row):
    weights = array(random, row.weights, "positive") if row.weights else None
    if weights is not None:
        weights[2] = 0.0
    return array(random, row.y[1], row.y[0]), array(random, row.p[1], row.p[0]), weights


def _metric(keras, row):
    random, evaluate = random_of(row), keras.backend.eval
    metric = eval(row.code, {"keras": keras})
    results = []
    for _ in range(3):
        y, p, weights = _drawn(random, row)
        updates = metric.update_state(y, p, sample_weight=weights)
        for update in updates if isinstance(updates, list) else [updates]:
            evaluate(update)
        results.append(np.array(evaluate(metric.result()), "float32"))
    metric.reset_states()
    y, p, weights = _drawn(random, row)
    called = evaluate(metric(y, p, sample_weight=weights))
    again = type(metric).from_config(metric.get_config())
    return plain(
        {
            "results": results,
            "called": np.array(called, "float32"),
            "config": metric.get_config(),
            "config again": again.get_config(),
            "weights": [(entry.name, entry.shape.as_list()) for entry in metric.weights],
        }
    )


def _loss(keras, row):
    y, p, weights = _drawn(random_of(row), row)
    loss, backend = eval(row.code, {"keras": keras}), keras.backend
    value = loss(backend.constant(y), backend.constant(p), sample_weight=weights)
    return plain({"value": np.array(backend.eval(value)), "config": loss.get_config()})


def prepared(keras, row):
    """Return a compiled model with drawn weights, and its arrays."""
    layers, random = keras.layers, random_of(row)
    inputs = layers.Input((4, 5) if row.mask else (5,))
    masked = layers.Masking()(inputs) if row.mask else inputs
    hidden = layers.Dense(6, activation="tanh")(masked)
    outputs = [
        layers.Dense(units, activation=activation, name=f"out_{place + 1}")(hidden)
        for place, (units, activation) in enumerate(row.outputs)
    ]
    model = keras.models.Model(inputs, outputs)
    shapes = [(entry.name, keras.backend.int_shape(entry)) for entry in model.weights]
    model.set_weights([weight(random, name, shape) for name, shape in shapes])
    names = {"keras": keras, "K": keras.backend, "model": model, "hidden": hidden}
    exec(row.more, names)
    eval(f"model.compile(keras.optimizers.SGD(learning_rate=0.1), {row.compiled})", names)
    x = array(random, (SAMPLES, 4, 5) if row.mask else (SAMPLES, 5))
    if row.mask:
        x[1, 2:] = x[5, :1] = x[9, 1:] = 0.0
    steps = (4,) if row.mask else ()
    y = [array(random, (SAMPLES, *steps, *shape), kind) for kind, shape in row.y]
    weights = array(random, (SAMPLES,), "positive") if row.weighted else None
    if weights is not None:
        weights[3] = weights[7] = 0.0
    return model, x, y if len(y) > 1 else y[0], weights


def _model(keras, row):
    model, x, y, weights = prepared(keras, row)
    options = eval(f"dict({row.fit})")
    some = {} if weights is None else {"sample_weight": weights[:8]}
    whole = {} if weights is None else {"sample_weight": weights}
    one = slice(0, 8)
    few = [entry[one] for entry in y] if isinstance(y, list) else y[one]
    history = model.fit(
        x, y, batch_size=6, epochs=3, verbose=0, shuffle=False, **whole, **options
    ).history
    result = {"names": model.metrics_names}
    result["history"] = {key: np.array(history[key], "float32") for key in history}
    result["evaluate"] = model.evaluate(x, y, batch_size=6, verbose=0, **whole)
    model.reset_metrics()
    for name in ["first", "second", "third"]:
        kept = name == "first"
        result[name] = model.train_on_batch(x[one], few, reset_metrics=not kept, **some)
    result["test"] = model.test_on_batch(x[one], few, reset_metrics=False, **some)
    result["test again"] = model.test_on_batch(x[one], few, **some)
    for name in ["evaluate", "first", "second", "third", "test", "test again"]:
        result[name] = np.array(result[name], "float32")
    result["weights"] = model.get_weights()
    return plain(result)
