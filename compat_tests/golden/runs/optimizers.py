"""Run a row of the optimizer table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.seeded_arrays import random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]

SHAPES = [(3, 4), (4,)]
STEPS = 20


def everything(keras, row):
    """Return config, weights and the parameters after some of 20 steps on given gradients."""
    backend = keras.backend
    random = random_of("gradients")
    optimizer = eval(row.code, dict(vars(keras.optimizers)))
    constraint = row.constraint and eval(row.constraint, dict(vars(keras.constraints)))
    parameters = [
        backend.variable(random.normal(size=shape), constraint=constraint if index == 0 else None)
        for index, shape in enumerate(SHAPES)
    ]
    gradients = [backend.placeholder(shape=shape) for shape in SHAPES]
    loss = backend.sum(parameters[0] * gradients[0]) + backend.sum(parameters[1] * gradients[1])
    updates = optimizer.get_updates(loss=loss, params=parameters)
    step = backend.function(gradients, [loss], updates=updates)
    losses, after = [], {}
    for number in range(STEPS):
        if number in row.rates:
            backend.set_value(optimizer.lr, row.rates[number])
        losses += step([row.scale * random.normal(size=shape) for shape in SHAPES])
        if number in (0, 1, 4, STEPS - 1):
            after[f"step {number + 1}"] = backend.batch_get_value(parameters)
    return plain(
        {
            "class": type(optimizer).__name__,
            "config": optimizer.get_config(),
            "parameters": after,
            "losses": np.array(losses, "float32"),
            "weights": [np.asarray(entry, "float32") for entry in optimizer.get_weights()],
        }
    )
