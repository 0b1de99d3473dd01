"""`tf.losses` and `tf.layers`."""

import numpy as np

from compat_tests.golden.tables.tensorflow.optimizers import refused
from compat_tests.golden.tables.tensorflow.row import A, Program, call, program, unique

BITS = A(4, 3, kind="bits")
PART = A(4, 3, kind="positive")
X = A(4, 3)
REDUCTIONS = [
    "none",
    "weighted_sum",
    "weighted_mean",
    "weighted_sum_over_batch_size",
    "weighted_sum_by_nonzero_weights",
]
WEIGHTS = [0.5, 0.0, A(4, 1, kind="bits"), A(4, 3, kind="bits"), A(1, 3), A(kind=2.0)]


def total(tf, x):
    tf.losses.absolute_difference(x, x * 2.0, loss_collection=None)
    first = len(tf.losses.get_losses())
    tf.losses.mean_squared_error(x, x * 2.0)
    tf.losses.add_loss(tf.reduce_sum(x))
    added = tf.losses.get_losses()[first:]
    return [len(added)], tf.add_n(added)


def filled(tf, scope, layer_weights):
    """Set the weights that were made in a scope to numbers in order; return a session."""
    session = tf.Session()
    session.run(tf.variables_initializer(layer_weights))
    for place, weight in enumerate(layer_weights):
        shape = weight.shape.as_list()
        numbers = np.cos(np.arange(np.prod(shape)) + place).reshape(shape)
        session.run(tf.assign(weight, numbers.astype("float32")))
    return session


def layer(function, x, **options):
    """Return the row of a layer: what it computes, its weights' names and shapes."""

    def body(tf):
        scope = tf.variable_scope(None, default_name="net")
        with scope as opened:
            fed = tf.placeholder(tf.float32, [None, *x.shape[1:]])
            result = getattr(tf.layers, function)(fed, **options)
        weights = tf.get_collection("variables", opened.name + "/")
        session = filled(tf, opened, weights)
        numbers = np.sin(np.arange(np.prod(x.shape))).reshape(x.shape)
        facts = [[each.name[len(opened.name) :], each.shape.as_list()] for each in weights]
        trained = len(tf.get_collection("trainable_variables", opened.name + "/"))
        return [facts, trained, result.get_shape().as_list()], tf.constant(
            session.run(result, {fed: numbers})
        )

    words = ", ".join(f"{key}={options[key]}" for key in sorted(options))
    return Program(f"layers.{function}({list(x.shape)}, {words})", body, [], shapes=False)


def normalised(by_tensor, ndim=4, **options):
    """Return the body of a batch normalisation: outputs and averages over three steps."""

    def body(tf):
        with tf.variable_scope(None, default_name="net") as opened:
            shape = [5, 2, 2, 3][-(ndim - 1) :] if ndim == 4 else [3]
            fed = tf.placeholder(tf.float32, [None, *shape])
            phase = tf.placeholder(tf.bool, []) if by_tensor else True
            result = tf.layers.batch_normalization(fed, training=phase, **options)
        weights = tf.get_collection("variables", opened.name + "/")
        updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS, opened.name + "/")[-2:]
        session = filled(tf, opened, weights)
        found = []
        for step in range(3):
            numbers = np.sin(np.arange(4 * np.prod(shape)) * (step + 1.0)).reshape([4, *shape])
            training = {phase: step < 2} if by_tensor else {}
            feeds = {fed: numbers, **training}
            found.append(session.run(result, feeds).reshape(-1))
            session.run(updates, feeds)
            found += [value.reshape(-1) for value in session.run(weights[-2:])]
        return tf.constant(np.concatenate(found))

    return body


def shared(tf):
    x = tf.constant(np.eye(3, dtype="float32"))
    with tf.variable_scope(None, default_name="net") as scope:
        one = tf.layers.dense(x, 2, name="same")
    with tf.variable_scope(scope, reuse=True):
        other = tf.layers.dense(x * 2.0, 2, name="same")
        kernel = tf.get_variable("same/kernel")
    with tf.variable_scope(scope):
        again = tf.layers.dense(x, 2, name="same", reuse=True)
    weights = tf.get_collection("variables", scope.name + "/")
    session = filled(tf, scope, weights)
    equal = [np.array_equal(*session.run([one, again])), kernel is weights[0]]
    return [len(weights), equal], tf.constant(session.run(other))


def numbered(tf):
    with tf.variable_scope(None, default_name="net") as scope:
        x = tf.zeros([2, 3])
        for _ in range(2):
            x = tf.layers.dense(x, 3, kernel_regularizer=lambda w: tf.reduce_sum(w) * 0.0 + 1.5)
        layer = tf.layers.Dense(2, name="last")
        layer(x)
    kept = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES, scope.name)
    names = [each.name[len(scope.name) :] for each in tf.get_collection("variables", scope.name)]
    return [names, len(kept), [each.name[len(scope.name) :] for each in layer.weights]]


def dropped(tf):
    x = tf.ones([40, 50])
    session = tf.Session()
    kept, test = session.run(
        [tf.layers.dropout(x, 0.25, training=True), tf.layers.dropout(x, 0.25)]
    )
    return [sorted({round(float(each), 4) for each in kept.reshape(-1)}), bool((test == 1.0).all())]


IMAGES = A(2, 6, 5, 3)
ROWS = unique(
    *[
        call(
            f"losses.{name}", BITS if name in ("hinge_loss", "log_loss") else X, PART, reduction=how
        )
        for name in (
            "absolute_difference",
            "mean_squared_error",
            "huber_loss",
            "log_loss",
            "hinge_loss",
        )
        for how in REDUCTIONS
    ],
    *[
        call(f"losses.{name}", X, A(4, 3), weights=weights)
        for name in ("absolute_difference", "mean_squared_error", "mean_pairwise_squared_error")
        for weights in WEIGHTS
    ],
    *[
        call("losses.compute_weighted_loss", X, A(4, 1, kind="bits"), reduction=how)
        for how in REDUCTIONS
    ],
    call("losses.huber_loss", X, A(4, 3), delta=0.5),
    call("losses.log_loss", BITS, PART, epsilon=0.01),
    call("losses.cosine_distance", X, A(4, 3), axis=1),
    call("losses.cosine_distance", X, A(4, 3), dim=0),
    call("losses.sigmoid_cross_entropy", A(4, 3, kind="bits", dtype="int32"), X),
    call("losses.sigmoid_cross_entropy", BITS, X, label_smoothing=0.2, weights=A(4, 1)),
    call("losses.softmax_cross_entropy", BITS, X),
    call(
        "losses.softmax_cross_entropy", A(4, 3, kind="bits", dtype="int64"), X, label_smoothing=0.1
    ),
    call("losses.softmax_cross_entropy", BITS, X, weights=A(4)),
    call("losses.sparse_softmax_cross_entropy", A(4, kind=3, dtype="int32"), X),
    call("losses.sparse_softmax_cross_entropy", A(4, 1, kind=3, dtype="int64"), X, weights=A(4, 1)),
    call("losses.sparse_softmax_cross_entropy", A(2, 4, kind=3, dtype="int32"), A(2, 4, 3)),
    call("losses.mean_squared_error", X, A(4, 2)),
    call("losses.mean_squared_error", X, A(4, 3), weights=A(4)),
    call("losses.mean_squared_error", X, None),
    call("losses.cosine_distance", X, X),
    call("losses.mean_squared_error", X, X, reduction="sum"),
    program("losses in their collection", total, X),
    layer("dense", A(4, 3), units=2),
    layer("dense", A(4, 2, 3), units=2, use_bias=False),
    layer("dense", A(4, 3), units=2, name="out", trainable=False),
    layer("conv1d", A(2, 6, 3), filters=2, kernel_size=3, strides=2, padding="same"),
    layer("conv2d", IMAGES, filters=2, kernel_size=3),
    layer("conv2d", IMAGES, filters=2, kernel_size=(3, 2), strides=2, padding="same"),
    layer("conv2d", IMAGES, filters=2, kernel_size=2, dilation_rate=2, use_bias=False),
    layer("conv3d", A(1, 4, 4, 4, 2), filters=2, kernel_size=2),
    layer("conv2d_transpose", IMAGES, filters=2, kernel_size=3, strides=2, padding="same"),
    layer("conv2d_transpose", IMAGES, filters=2, kernel_size=3),
    layer("separable_conv2d", IMAGES, filters=2, kernel_size=3, depth_multiplier=2),
    layer("separable_conv1d", A(2, 6, 3), filters=2, kernel_size=3),
    layer("max_pooling1d", A(2, 6, 3), pool_size=2, strides=2),
    layer("max_pooling2d", IMAGES, pool_size=2, strides=2, padding="same"),
    layer("max_pooling2d", IMAGES, pool_size=[3, 2], strides=1),
    layer("average_pooling2d", IMAGES, pool_size=3, strides=2, padding="same"),
    layer("average_pooling3d", A(1, 4, 4, 4, 2), pool_size=2, strides=2),
    layer("flatten", IMAGES),
    layer("flatten", A(4)),
    Program("batch_normalization, training", normalised(False), [], shapes=False),
    Program("batch_normalization by a tensor", normalised(True), [], shapes=False),
    Program(
        "batch_normalization of rows", normalised(True, ndim=2, momentum=0.9), [], shapes=False
    ),
    Program(
        "batch_normalization plain",
        normalised(True, scale=False, fused=False, epsilon=0.1),
        [],
        shapes=False,
    ),
    Program("layers that share weights", shared, [], shapes=False),
    Program("names of layers", numbered, [], shapes=False),
    Program("dropout", dropped, [], shapes=False),
    Program(
        "what layers refuse",
        refused(
            "tf.layers.dense(tf.placeholder(tf.float32, [None, None]), 3)",
            "tf.layers.dense(tf.zeros([2, 3]), 3, name='not_there', reuse=True)",
            "tf.layers.conv2d(tf.zeros([2, 3]), 3, 3)",
            "tf.layers.max_pooling2d(tf.zeros([2, 4, 4, 1]), 2)",
        ),
        [],
        shapes=False,
    ),
)
