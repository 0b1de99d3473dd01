"""Run a row of the optimizer table in whichever Keras is given."""

import numpy as np

from compat_tests.golden.draws import random_of
from compat_tests.golden.store import plain

__all__ = ["everything"]

SHAPES = [(3, 4), (4,)]
STEPS = 20


def everything(keras, row):
    """Return config, weights and the parameters after some of 20 steps on given gradients."""
    K = keras.backend
    random = random_of("gradients")
    optimizer = eval(row.code, dict(vars(keras.optimizers)))
    constraint = row.constraint and eval(row.constraint, dict(vars(keras.constraints)))
    parameters = [
        K.variable(random.normal(size=shape), constraint=constraint if index == 0 else None)
        for index, shape in enumerate(SHAPES)
    ]
    gradients = [K.placeholder(shape=shape) for shape in SHAPES]
    loss = K.sum(parameters[0] * gradients[0]) + K.sum(parameters[1] * gradients[1])
    updates = optimizer.get_updates(loss=loss, params=parameters)
    step = K.function(gradients, [loss], updates=updates)
    losses, after = [], {}
    for number in range(STEPS):
        if number in row.rates:
            K.set_value(optimizer.lr, row.rates[number])
        losses += step([row.scale * random.normal(size=shape) for shape in SHAPES])
        if number in (0, 1, 4, STEPS - 1):
            after["step {}".format(number + 1)] = K.batch_get_value(parameters)
    return plain(
        {
            "class": type(optimizer).__name__,
            "config": optimizer.get_config(),
            "parameters": after,
            "losses": np.array(losses, "float32"),
            "weights": [np.asarray(entry, "float32") for entry in optimizer.get_weights()],
            "updates": len(updates),
        }
    )
