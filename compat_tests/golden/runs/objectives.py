"""Run a row of the objective table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.seeded_arrays import array, concrete, random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]


def everything(keras, row):
    """Return names and values of what test_on_batch and evaluate give."""
    layers, _backend = keras.layers, keras.backend
    inputs = [layers.Input(shape=shape[1:]) for _, shape in row.p]
    x = [layers.Masking()(entry) for entry in inputs] if row.mask else inputs
    outputs = [
        layers.Activation("linear", name=f"out_{index + 1}")(entry) for index, entry in enumerate(x)
    ]
    model = keras.models.Model(inputs, outputs)
    names = {"K": keras.backend, "keras": keras}
    exec(row.custom, names)
    model.compile(keras.optimizers.SGD(), **eval(f"dict({row.compiled})", names))

    random = random_of(row)
    feeds = [array(random, concrete(shape, 8), kind) for kind, shape in row.p]
    if row.mask:
        for entry in feeds:
            entry[1, 2:] = 0.0
            entry[2, 0] = 0.0
            entry[4, 3] = 0.0
    targets = [array(random, concrete(shape, 8), kind) for kind, shape in row.y]
    weights = None
    if row.weights:
        weights = [shape and array(random, shape, "positive") for shape in row.weights]
        for entry in weights:
            if entry is not None:
                entry[3] = 0.0
        weights = weights if len(weights) > 1 else weights[0]
    losses = model.test_on_batch(feeds, targets, sample_weight=weights)
    evaluated = model.evaluate(feeds, targets, batch_size=3, sample_weight=weights, verbose=0)
    return plain(
        {
            "metrics_names": model.metrics_names,
            "test_on_batch": np.array(losses, "float32"),
            "type": type(losses).__name__,
            "evaluate": np.array(evaluated, "float32"),
        }
    )
