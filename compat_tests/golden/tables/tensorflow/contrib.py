"""tf.contrib.layers."""

from compat_tests.golden.tables.tensorflow.row import A, call, calls, program


def sparse(tf, x):
    made = tf.contrib.layers.dense_to_sparse(x, eos_token=1)
    return [made.indices, made.values, made.dense_shape]


def made(function, *arguments, **kwargs):
    """Return a body: a layer whose weights begin with a number, and its variables' names."""

    def body(tf, x):
        layers = tf.contrib.layers
        given = {key: value(tf) if callable(value) else value for key, value in kwargs.items()}
        return getattr(layers, function)(x, *arguments, reuse=tf.AUTO_REUSE, scope="s", **given)

    return body


def constant(value):
    return lambda tf: tf.constant_initializer(value)


def penalty(function, *arguments):
    """Return a body: a penalty of a tensor; 7 where it is None."""

    def body(tf, x):
        found = getattr(tf.contrib.layers, function)(*arguments)(x)
        return tf.constant(7.0) if found is None else found

    return body


def spread(function, shape, **kwargs):
    """Return a body: how far the draws reach, within a tenth."""

    def body(tf, x):
        drawn = getattr(tf.contrib.layers, function)(**kwargs)(shape)
        size = tf.sqrt(tf.reduce_mean(tf.square(drawn)))
        return tf.round(10.0 * size / reached(function, shape, **kwargs)) + 0.0 * x

    return body


def reached(function, shape, factor=None, mode=None, uniform=True, **kwargs):
    """Return the standard deviation that the formula of the papers gives."""
    window = 1
    for size in shape[:-2]:
        window *= size
    fans = {"FAN_IN": window * shape[-2], "FAN_OUT": window * shape[-1]}
    fans["FAN_AVG"] = (fans["FAN_IN"] + fans["FAN_OUT"]) / 2.0
    if function.startswith("xavier"):
        factor, mode = 1.0, "FAN_AVG"
    return ((factor or 2.0) / fans[mode or "FAN_IN"]) ** 0.5


LABELS = A(3, 4, dtype="int32", kind=4)

ROWS = [
    program("dense_to_sparse", sparse, LABELS),
    call("contrib.layers.flatten", A(2, 3, 4)),
    call("contrib.layers.flatten", A(2, 3)),
    call("contrib.layers.flatten", A(2)),
    call("contrib.layers.one_hot_encoding", LABELS, 4),
    call("contrib.layers.one_hot_encoding", LABELS, 4, on_value=2.0, off_value=-1.0),
    *calls("contrib.layers.softmax", [A(2, 3)], [A(2, 3, 4)]),
    *calls("contrib.layers.unit_norm", [A(2, 3), 0], [A(2, 3), 1], [A(2, 3), 2], [A(2, 3), -1]),
    call("contrib.layers.unit_norm", A(2, 3), 1, epsilon=0.5),
    *calls("contrib.layers.max_pool2d contrib.layers.avg_pool2d", [A(2, 4, 6, 3), 2]),
    *calls(
        "contrib.layers.max_pool2d contrib.layers.avg_pool2d", [A(2, 5, 5, 3), [3, 2], 1, "SAME"]
    ),
    call("contrib.layers.dropout", A(2, 3), 1.0),
    call("contrib.layers.dropout", A(2, 3), 0.5, is_training=False),
    program("l1", penalty("l1_regularizer", 0.5), A(2, 3)),
    program("l2", penalty("l2_regularizer", 0.5), A(2, 3)),
    program("l1_l2", penalty("l1_l2_regularizer", 0.5, 0.25), A(2, 3)),
    program("l1 of nothing", penalty("l1_regularizer", 0.0), A(2, 3)),
    program("l2 of an int", penalty("l2_regularizer", 1), A(2, 3)),
    program("l2 below 0", penalty("l2_regularizer", -0.5), A(2, 3)),
    program(
        "fully_connected",
        made("fully_connected", 3, weights_initializer=constant(0.5)),
        A(2, 4),
    ),
    program(
        "fully_connected of more axes",
        made(
            "fully_connected",
            3,
            activation_fn=None,
            weights_initializer=constant(0.5),
            biases_initializer=constant(2.0),
        ),
        A(2, 3, 4),
    ),
    program(
        "conv2d",
        made("conv2d", 3, [3, 2], 2, weights_initializer=constant(0.5)),
        A(2, 5, 5, 2),
    ),
    program(
        "conv2d, valid, rate",
        made(
            "conv2d",
            3,
            2,
            padding="VALID",
            rate=2,
            activation_fn=None,
            weights_initializer=constant(0.5),
            biases_initializer=None,
        ),
        A(2, 5, 5, 2),
    ),
    program("layer_norm", made("layer_norm"), A(2, 3, 4)),
    program("layer_norm, axes", made("layer_norm", begin_norm_axis=-1, center=False), A(2, 3, 4)),
    program("xavier", spread("xavier_initializer", [60, 80]), A()),
    program("xavier, normal", spread("xavier_initializer", [60, 80], uniform=False), A()),
    program(
        "variance_scaling",
        spread("variance_scaling_initializer", [3, 3, 20, 40], factor=1.5, mode="FAN_OUT"),
        A(),
    ),
]
