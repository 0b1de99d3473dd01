"""Run a row of the training table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.seeded_arrays import array, random_of, weight
from compat_tests.golden.store import plain
from compat_tests.golden.tables.models import MODELS

__all__ = ["everything", "prepared"]


def everything(keras, row):
    """Return what training, evaluating and predicting give, and the weights in the end."""
    names, events = prepared(keras, row), _events(keras)
    model, x, y, w = names["model"], names["x"], names["y"], names["w"]
    np.random.seed(7)  # noqa: NPY002 - Keras shuffles with it
    made = eval(row.call, dict(names, callbacks=[events]))
    result = {"next_random": np.random.rand(), "metrics_names": model.metrics_names}  # noqa: NPY002
    if hasattr(made, "history"):
        result["history"] = {key: np.array(made.history[key], "float32") for key in made.history}
        result["epochs"], result["events"] = made.epoch, events.seen[:14] + events.seen[-3:]
    elif made is not None:
        result["losses"] = np.array(made, "float32")
    result["rate"] = float(keras.backend.get_value(model.optimizer.lr))
    result["weights"] = model.get_weights()
    if row.then == "none":
        return plain(result)

    then = eval("dict({})".format(row.then if "=" in row.then else ""))
    some = {} if row.weighted is None else {"sample_weight": _cut(w, 6)}
    whole = {} if row.weighted is None else {"sample_weight": w}
    model.reset_states()
    result["evaluate"] = model.evaluate(x, y, batch_size=6, verbose=0, **whole)
    result["test_on_batch"] = model.test_on_batch(_cut(x, 6), _cut(y, 6), **some)
    result["train_on_batch"] = model.train_on_batch(_cut(x, 6), _cut(y, 6), **dict(some, **then))
    result["test_again"] = model.test_on_batch(_cut(x, 6), _cut(y, 6), **some)
    model.reset_states()
    result["predict"] = model.predict(_cut(x, 12), batch_size=6)
    result["predict_on_batch"] = model.predict_on_batch(_cut(x, 6))
    for name in ["evaluate", "test_on_batch", "train_on_batch", "test_again"]:
        result[name + " type"] = type(result[name]).__name__
        result[name] = np.array(result[name], "float32")
    return plain(result)


def prepared(keras, row):
    """Return the names a row's source uses: the compiled model with drawn weights, the arrays."""
    make, x_kinds, y_kinds, samples = MODELS[row.model]
    random = random_of(row.model)
    x, y = _draw(random, x_kinds, samples), _draw(random, y_kinds, samples)
    w = _draw(random, _like(y_kinds, getattr(row, "weighted", None) or ()), samples)
    model = make(keras)
    variables = [entry for layer in model.layers for entry in layer.weights]
    shapes = [(entry.name, keras.backend.int_shape(entry)) for entry in variables]
    model.set_weights([weight(random, name, shape) for name, shape in shapes])
    names = {"keras": keras, "K": keras.backend, "np": np, "batches": _batches}
    names.update(model=model, x=x, y=y, w=w)
    eval(f"model.compile({row.compiled})", names)
    return names


def _draw(random, kinds, samples):
    if isinstance(kinds, list):
        return [_draw(random, entry, samples) for entry in kinds]
    kind, shape = kinds
    return array(random, (samples, *tuple(shape)), kind)


def _like(kinds, shape):
    return [("positive", shape)] * len(kinds) if isinstance(kinds, list) else ("positive", shape)


def _cut(arrays, count):
    return [entry[:count] for entry in arrays] if isinstance(arrays, list) else arrays[:count]


def _batches(x, y, size, weights=None):
    while True:
        for start in range(0, len(x), size):
            part = slice(start, start + size)
            yield (x[part], y[part]) + (() if weights is None else (weights[part],))


def _events(keras):
    """Return a callback that keeps what it was told, in order."""

    def noted(hook):
        def note(self, *arguments):
            number = arguments[0] if len(arguments) > 1 else ""
            logs = sorted(arguments[-1] or {}) if arguments else []
            self.seen.append("{} {} {}".format(hook, number, " ".join(logs)))

        return note

    hooks = ["on_{}_{}".format(*words) for words in _pairs(["train", "epoch", "batch"])]
    members = {hook: noted(hook) for hook in hooks}
    callback = type("Events", (keras.callbacks.Callback,), members)()
    callback.seen = []
    return callback


def _pairs(subjects):
    return [(subject, edge) for subject in subjects for edge in ["begin", "end"]]
