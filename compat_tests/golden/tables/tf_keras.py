"""tf.keras 1.15: a row is a small program of it, which returns numbers and texts."""

import numpy as np

__all__ = ["ROWS", "Row"]


class Row:
    """A program.

    Args:
        name: of the row.
        run: takes tf and arrays drawn for the row, `draw(2, 3)`; returns what is compared.
    """

    def __init__(self, name, run):
        self.name = name
        self.run = run

    def __repr__(self):
        return self.name


def optimizer_row(name, **kwargs):
    """Return the row of an optimizer: its configuration, and five steps."""

    def run(tf, draw):
        schedules = tf.keras.optimizers.schedules
        given = {
            key: value(schedules, tf) if callable(value) else value for key, value in kwargs.items()
        }
        optimizer = getattr(tf.keras.optimizers, name)(**given)
        layer = tf.keras.layers.Dense(2, input_shape=(3,))
        model = tf.keras.models.Sequential([layer])
        model.set_weights([draw(3, 2), draw(2)])
        config = optimizer.get_config()
        model.compile(optimizer, "mse")
        steps = []
        for _ in range(5):
            model.train_on_batch(draw(4, 3), 3 * draw(4, 2))
            steps.append(model.get_weights())
        return {"config": plain_config(config), "steps": steps}

    words = ", ".join(
        f"{key}={value.__name__ if callable(value) else value}"
        for key, value in sorted(kwargs.items())
    )
    return Row(f"{name}({words})", run)


def plain_config(config):
    """Return a configuration with numbers rounded as single precision has them."""
    if isinstance(config, dict):
        return {key: plain_config(value) for key, value in config.items()}
    if isinstance(config, (list, tuple)):
        return [plain_config(value) for value in config]
    if isinstance(config, (float, np.floating)):
        return float(f"{config:.6g}")
    return config


def exponential(schedules, tf):
    return schedules.ExponentialDecay(0.1, 2, 0.5)


def staircase(schedules, tf):
    return schedules.ExponentialDecay(0.1, 2, 0.5, staircase=True)


def inverse(schedules, tf):
    return schedules.InverseTimeDecay(0.1, 2, 0.5)


def piecewise(schedules, tf):
    return schedules.PiecewiseConstantDecay([1, 3], [0.1, 0.05, 0.01])


def polynomial(schedules, tf):
    return schedules.PolynomialDecay(0.1, 3, 0.01, power=2.0)


def cycles(schedules, tf):
    return schedules.PolynomialDecay(0.1, 2, 0.01, cycle=True)


def cosine(schedules, tf):
    return tf.keras.experimental.CosineDecay(0.1, 4, alpha=0.1)


def restarts(schedules, tf):
    return tf.keras.experimental.CosineDecayRestarts(0.1, 2, t_mul=2.0, m_mul=0.5)


def linear_cosine(schedules, tf):
    return tf.keras.experimental.LinearCosineDecay(0.1, 4, num_periods=1.5, alpha=0.1)


def layer_row(name, shapes, masks=None, **kwargs):
    """Return the row of a layer: its configuration, weights, output and gradients."""

    def run(tf, draw):
        backend = tf.keras.backend
        layer = getattr(tf.keras.layers, name)(**kwargs)
        inputs = [tf.keras.layers.Input(batch_size=shape[0], shape=shape[1:]) for shape in shapes]
        values = [draw(*[4 if axis is None else axis for axis in shape]) for shape in shapes]
        given = inputs if len(inputs) > 1 else inputs[0]
        if masks is None:
            output = layer(given)
        else:
            masked = [None if mask is None else backend.constant(mask, "bool") for mask in masks]
            output = layer(given, mask=masked)
        layer.set_weights([draw(*weight.shape) for weight in layer.get_weights()])
        weighted = backend.sum(output * output)
        targets = inputs + layer.trainable_weights
        found = backend.function(inputs, [output, *backend.gradients(weighted, targets)])(values)
        config = {key: value for key, value in layer.get_config().items() if key in kwargs}
        return {
            "config": plain_config(config),
            "shape": list(backend.int_shape(output)),
            "weights": [list(weight.shape) for weight in layer.get_weights()],
            "values": found,
        }

    words = ", ".join(f"{key}={value}" for key, value in sorted(kwargs.items()))
    return Row(f"{name}({words}) of {shapes}, masks {masks}", run)


def history_of_accuracy(tf, draw):
    model = tf.keras.models.Sequential([tf.keras.layers.Dense(1, input_shape=(3,))])
    model.set_weights([draw(3, 1), draw(1)])
    model.compile("sgd", "mse", metrics=["accuracy", "mae"])
    fitted = model.fit(draw(8, 3), draw(8, 1), epochs=1, verbose=0, validation_split=0.25)
    return sorted(fitted.history)


def learning_rate_of_an_optimizer(tf, draw):
    optimizer = tf.keras.optimizers.Adam(lr=0.25)
    first = tf.keras.backend.get_value(optimizer.learning_rate)
    optimizer.learning_rate = 0.5
    values = [first, tf.keras.backend.get_value(optimizer.lr)]
    tf.keras.backend.set_value(optimizer.lr, 0.125)
    return [float(value) for value in values] + [float(optimizer.get_config()["learning_rate"])]


def inputs(tf, draw):
    layers, int_shape = tf.keras.layers, tf.keras.backend.int_shape
    made = [
        layers.Input((3,)),
        layers.Input((3,), 5),
        layers.Input(shape=(None, 2), batch_size=4, dtype="int32"),
        layers.Input(batch_shape=(2, 3)),
    ]
    return [[list(int_shape(each)), tf.as_dtype(each.dtype).name] for each in made]


def error_of(call):
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def refusals(tf, draw):
    optimizers, layers = tf.keras.optimizers, tf.keras.layers
    return [
        error_of(lambda: optimizers.Adam(rate=1)),
        error_of(lambda: optimizers.SGD(clipnorm=-1)),
        error_of(lambda: optimizers.RMSprop(momentum=2.0)),
        error_of(lambda: optimizers.Adagrad(initial_accumulator_value=-1.0)),
        error_of(lambda: optimizers.Nadam(optimizers.schedules.ExponentialDecay(1.0, 1, 0.5))),
        error_of(lambda: optimizers.get("no such")),
        error_of(lambda: optimizers.schedules.PiecewiseConstantDecay([1], [1.0])),
        error_of(lambda: layers.Input((2,), rows=3)),
        error_of(lambda: layers.LayerNormalization(axis=3)(layers.Input((2,)))),
        error_of(lambda: layers.LayerNormalization(axis=[1, -1])(layers.Input((2,)))),
        error_of(lambda: layers.LayerNormalization(axis="rows")),
        error_of(lambda: layers.Attention()(layers.Input((2, 3)))),
        error_of(lambda: layers.Attention()([layers.Input((2, 3))] * 4)),
    ]


def optimizers_by_name(tf, draw):
    names = ["sgd", "adam", "Adagrad", "ADADELTA", "nadam", "adamax", "rmsprop"]
    optimizers = tf.keras.optimizers
    made = [optimizers.get(name) for name in names]
    written = [optimizers.serialize(each) for each in made]
    again = [optimizers.deserialize(dict(each)) for each in written]
    return [plain_config([each.get_config() for each in group]) for group in (made, again)]


def a_schedule_again(tf, draw):
    optimizers = tf.keras.optimizers
    made = optimizers.SGD(optimizers.schedules.ExponentialDecay(0.1, 2, 0.5, name="falls"))
    again = optimizers.SGD.from_config(made.get_config())
    return plain_config(again.get_config())


ROWS = [
    *[
        optimizer_row(name)
        for name in ["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"]
    ],
    optimizer_row("SGD", lr=0.1, momentum=0.9, nesterov=True, decay=0.1),
    optimizer_row("SGD", learning_rate=0.1, clipnorm=0.5),
    optimizer_row("Adam", learning_rate=0.1, clipvalue=0.05, amsgrad=True),
    optimizer_row("RMSprop", learning_rate=0.1, momentum=0.5, epsilon=0.01),
    optimizer_row("RMSprop", learning_rate=0.1, centered=True),
    optimizer_row("RMSprop", learning_rate=0.1, centered=True, momentum=0.9, epsilon=0.01),
    optimizer_row("RMSprop", learning_rate=0.1, rho=0.5, decay=0.5, clipnorm=1.0),
    optimizer_row("Adagrad", learning_rate=0.1, initial_accumulator_value=0.0),
    optimizer_row("Adagrad", learning_rate=0.5, initial_accumulator_value=2.0, epsilon=0.1),
    optimizer_row("Adadelta", learning_rate=1.0, rho=0.5),
    optimizer_row("Nadam", learning_rate=0.1, beta_1=0.8),
    *[
        optimizer_row("SGD", learning_rate=schedule)
        for schedule in (exponential, staircase, inverse, piecewise, polynomial, cycles)
    ],
    *[
        optimizer_row("SGD", learning_rate=schedule)
        for schedule in (cosine, restarts, linear_cosine)
    ],
    optimizer_row("Adam", learning_rate=exponential),
    optimizer_row("RMSprop", learning_rate=piecewise, momentum=0.5),
    layer_row("LayerNormalization", [(None, 5)]),
    layer_row("LayerNormalization", [(None, 3, 5)], epsilon=0.1, center=False),
    layer_row("LayerNormalization", [(None, 3, 5)], axis=1, scale=False),
    layer_row("LayerNormalization", [(None, 3, 5)], axis=[1, 2]),
    layer_row("LayerNormalization", [(None, 3, 4, 5)], axis=[1, 3]),
    layer_row("Attention", [(None, 3, 5), (None, 4, 5)]),
    layer_row("Attention", [(None, 3, 5), (None, 4, 5), (None, 4, 5)], use_scale=True),
    layer_row("Attention", [(2, 3, 5), (2, 3, 5)], causal=True),
    layer_row(
        "Attention",
        [(2, 3, 5), (2, 4, 5)],
        masks=[[[True, True, False], [True] * 3], [[True, False, True, False], [True] * 4]],
    ),
    layer_row("AdditiveAttention", [(None, 3, 5), (None, 4, 5)]),
    layer_row("AdditiveAttention", [(2, 3, 5), (2, 4, 5)], use_scale=False),
    layer_row("LSTM", [(None, 3, 5)], units=2),
    layer_row("GRU", [(None, 3, 5)], units=2),
    layer_row("BatchNormalization", [(None, 5)], fused=False, momentum=0.5),
    Row("history of accuracy", history_of_accuracy),
    Row("learning_rate", learning_rate_of_an_optimizer),
    Row("inputs", inputs),
    Row("refusals", refusals),
    Row("optimizers by name", optimizers_by_name),
    Row("a schedule again", a_schedule_again),
]
