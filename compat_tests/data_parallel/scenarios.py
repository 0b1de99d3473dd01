"""Models spread over devices, in whichever Keras is given."""

import numpy as np

__all__ = ["ROWS", "TEMPLATES", "batch_for", "played"]

# Template, devices, rows of the batch.
ROWS = [
    ("dense", 2, 6),
    ("dense", 2, 5),
    ("dense", 3, 7),
    ("recurrent", 2, 5),
    ("penalised", 2, 4),
    ("siamese", 2, 5),
    ("sequential", 3, 6),
]


def weighted(model):
    """Give a model weights that are the same everywhere."""
    random = np.random.RandomState(4)
    model.set_weights([random.normal(size=one.shape) for one in model.get_weights()])
    return model


def dense(keras):
    x = keras.layers.Input((6,), name="x")
    h = keras.layers.Dense(5, activation="tanh", name="hidden")(x)
    return keras.models.Model(x, keras.layers.Dense(2, name="out")(h), name="net")


def sequential(keras):
    layers = [keras.layers.Dense(4, activation="relu", input_dim=6), keras.layers.Dense(2)]
    return keras.models.Sequential(layers, name="stack")


def recurrent(keras):
    x = keras.layers.Input((3, 2), name="x")
    h = keras.layers.GRU(4, name="gru")(keras.layers.Masking(name="mask")(x))
    return keras.models.Model(x, keras.layers.Dense(2, name="out")(h), name="net")


def penalised(keras):
    x = keras.layers.Input((6,), name="x")
    h = keras.layers.Dense(
        5, kernel_regularizer="l2", activity_regularizer="l1", activation="tanh", name="hidden"
    )(x)
    return keras.models.Model(x, keras.layers.Dense(2, name="out")(h), name="net")


def siamese(keras):
    a, b = keras.layers.Input((6,), name="a"), keras.layers.Input((6,), name="b")
    shared = keras.layers.Dense(2, activation="tanh", name="shared")
    return keras.models.Model([a, b], [shared(a), shared(b)], name="net")


TEMPLATES = {one.__name__: one for one in (dense, sequential, recurrent, penalised, siamese)}


def batch_for(model, rows):
    """Return inputs and targets for a model, as lists."""
    random = np.random.RandomState(6)
    lists = model.inputs, model.outputs
    return [
        [random.normal(size=(rows, *map(int, each.shape[1:]))) for each in group] for group in lists
    ]


def played(spread, keras, row):
    """Return what a model spread over devices is, computes and learns.

    Args:
        spread: takes a template and the number of devices, and gives the model.
        keras: the Keras.
        row: one of ROWS.
    """
    name, devices, rows = row
    template = weighted(TEMPLATES[name](keras))
    model = spread(template, devices)
    x, y = batch_for(template, rows)
    model.compile(keras.optimizers.SGD(0.2), "mse")
    told = {
        "layers": [layer.name for layer in model.layers],
        "outputs": model.output_names,
        "shapes": [list(shape) for shape in map(keras.backend.int_shape, model.outputs)],
        "predictions": [one.tolist() for one in _list(model.predict(x))],
        "losses": [[float(one) for one in _list(model.train_on_batch(x, y))] for _ in range(3)],
    }
    told["weights"] = [one.tolist() for one in template.get_weights()]
    return told


def _list(value):
    return value if isinstance(value, list) else [value]
