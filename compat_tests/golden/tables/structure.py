"""Arguments of structure, and labels: lengths that only the run tells, numbers from NumPy.

A line is a row: an expression of the tensors below, of `told(...)`, whole numbers that the data
tell, and of `whole(...)`, constants of them. Recorded are value, static shape and type.
Read by Python 3.7 too; imports neither Keras.
"""
# ruff: noqa: N803 - K is what programs call it.

import numpy as np

from compat_tests.golden.tables.programs.row import Program

__all__ = ["ROWS"]

ROWS = []


def names_of(K, made):
    """Return what the lines are written in: tensors, from unknown to known shapes, and numbers."""
    made.differentiates = False  # Most are no functions of most tensors.
    x = made.tensor(None, 4)

    def told(*numbers):
        zero = K.sum(x) * 0.0
        return K.cast(zero + K.constant(numbers[0] if len(numbers) == 1 else numbers), "int32")

    return {
        "K": K,
        "np": np,
        "x": x,
        "n": K.shape(x)[0],
        "told": told,
        "whole": lambda value: K.constant(value, dtype="int32"),
        "u": made.tensor(None, None),
        "w": made.tensor(None, None, 4),
        "z": made.tensor(None, 5, 3),
        "known": made.tensor(2, 6),
        "images": made.tensor(None, 5, 5, 2),
        "narrow": made.weight(2, 3, 2),
        "kernel": made.weight(1, 1, 2, 2),
    }


def lines(text):
    """Add a row for each line."""
    for line in text.strip().splitlines():
        source = line.strip()

        def run(keras, K, made, source=source):
            result = eval(source, dict(names_of(K, made), Input=keras.layers.Input))
            return K.identity(result) if K.is_tensor(result) else result

        ROWS.append(Program(source, run))


# ---- slice
lines(
    """
    x[:n - 1]
    x[:, :K.shape(u)[-1]]
    x[:, K.shape(u)[-1]:]
    u[:, K.shape(x)[-1] - 3:]
    (x[:, :K.shape(u)[-1] - 2] - 1.) / (x[:, 1:K.shape(u)[-1]] + 9.)
    x[told(0):told(1)]
    x[:, told(1):told(3)]
    x[told(1):]
    x[:told(1), 2]
    x[..., :told(2)]
    x[told(1)::-1]
    w[:, told(1):, None]
    w[:, K.shape(w)[1] // 2:]
    w[:, -n:]
    x[n - 1]
    x[1 - n]
    x[:, whole(1):whole(3)]
    known[:, K.shape(known)[0]:K.shape(known)[1]]
    K.slice(x, [0, 0], [told(1), 2])
    K.slice(x, [0, 0], [n - 1, 2])
    K.slice(x, [told(1), 0], [-1, 2])
    K.slice(x, [told(1), 0], [1, 2])
    K.slice(x, told(1, 0), [1, 2])
    K.slice(x, [0, 0], told(1, 2))
    K.slice(w, [0, 1, 0], [n - 1, -1, K.shape(x)[1] - 2])
    """,
)
# ---- repeat
lines(
    """
    K.tile(x[0:1], (4 - n, 1))
    K.tile(x, (n, 1))
    K.tile(x, (1, K.shape(x)[1]))
    K.tile(x, [told(2), 1])
    K.tile(x, told(2, 1))
    K.tile(x, whole([2, 1]))
    K.tile(known, [1, K.shape(known)[0]])
    K.repeat(x, 4 - n)
    K.repeat(x, K.shape(x)[1])
    K.repeat(x, told(3))
    K.repeat(x, whole(3))
    """,
)
# ---- reshape
lines(
    """
    K.reshape(x, (n, 2, 2))
    K.reshape(x, (n, -1))
    K.reshape(x, (n // 2, -1))
    K.reshape(x, (n // 2, 12))
    K.reshape(x, (-1, K.shape(x)[1]))
    K.reshape(x, (-1, K.shape(x)[1] // 2))
    K.reshape(w, (n, K.shape(w)[1] * 4))
    K.reshape(w, (n, K.shape(w)[1], -1))
    K.reshape(w, (-1, K.shape(w)[2]))
    K.reshape(x, K.shape(x))
    K.reshape(x, K.shape(x) * 1)
    K.reshape(known, K.shape(known) * 1)
    K.reshape(known, (K.shape(known)[0] * K.shape(known)[1],))
    K.reshape(known, (K.shape(known)[0], -1))
    K.reshape(x, K.concatenate([K.shape(x)[:1], [2, 2]]))
    K.reshape(x, K.concatenate([K.shape(x)[:1], whole([2, 2])]))
    K.reshape(w, K.concatenate([K.shape(w)[:1], K.shape(w)[1:]]))
    K.reshape(w, K.concatenate([K.shape(w)[:1], K.shape(w)[2:], K.shape(w)[1:2]]))
    K.reshape(x, K.stack([n, 2, 2]))
    K.reshape(w, K.stack([n, K.prod(K.shape(w)[1:])]))
    K.reshape(x, told(6, 2))
    K.reshape(x, (told(4), -1))
    K.reshape(x, whole([-1, 2]))
    K.batch_flatten(images)
    K.batch_flatten(w)
    K.flatten(w)
    K.permute_dimensions(w, told(0, 2, 1))
    K.permute_dimensions(w, whole([0, 2, 1]))
    """,
)
# ---- fill
lines(
    """
    K.zeros((n, 3))
    K.zeros((4 - n, 3))
    K.zeros((K.shape(x)[1], 3))
    K.ones((K.shape(known)[0], 3))
    K.ones((told(2), 3))
    K.zeros(told(1, 2))
    K.zeros((n % 4, 3))
    K.zeros((n * 0, 3))
    K.zeros((n - K.shape(u)[0], 3))
    K.zeros((K.minimum(n, 2), 3))
    K.zeros((K.maximum(n, 2), 3))
    K.zeros((K.cast(K.cast(n, 'float32') / 2, 'int32'), 3))
    K.zeros((K.cast(4 - K.cast(n, 'float32'), 'int32'), 3))
    K.zeros((K.cast(n < 4, 'int32'), 3))
    K.zeros((K.prod(K.shape(x)), 3))
    K.zeros((K.prod(K.shape(x)[1:]), 3))
    K.zeros((K.max(K.shape(x)), 3))
    K.ones((K.sum(K.shape(known)), 3))
    K.ones((K.switch(n < 4, whole(1), whole(2)), 3))
    K.ones((8 // (n - 1), 3))
    K.ones(K.shape(x))
    K.one_hot(told(0, 1), n)
    K.one_hot(told(0, 1), told(2))
    K.temporal_padding(w, (n, 0))
    K.temporal_padding(w, (told(1), 0))
    K.temporal_padding(w, (4 - n, 0))
    K.temporal_padding(images[:, 0], (4 - n, 0))
    K.spatial_2d_padding(images, ((told(1), 0), (0, 1)))
    K.spatial_2d_padding(images, ((0, 0), (1, n)))
    K.random_normal((n - 1, 3)) * 0.
    K.random_uniform((told(2), 3)) * 0.
    K.dropout(x, 1e-9, noise_shape=(n, 1))
    """,
)
# ---- range
lines(
    """
    K.arange(n)
    K.arange(4 - n)
    K.arange(0, 4 - n)
    K.arange(n, 5)
    K.arange(K.shape(x)[1])
    K.arange(K.shape(known)[1])
    K.arange(0, K.shape(known)[1])
    K.arange(told(2))
    K.arange(told(1), 10)
    K.arange(told(1), told(6), 2)
    K.arange(whole(3))
    K.map_fn(lambda row: row[:told(2)], x)
    """,
)
# ---- axes
lines(
    """
    K.sum(w, axis=np.arange(1, 3))
    K.sum(w, axis=np.int64(1))
    K.sum(w, axis=np.array(1), keepdims=True)
    K.sum(w, axis=(np.int32(1), np.int64(-1)))
    K.sum(w, axis=whole([1, 2]))
    K.sum(w, axis=K.arange(1, 3))
    K.sum(known, axis=np.array([1.]))
    K.sum(known, axis=np.array([], int))
    K.mean(w, axis=np.array([0, 1]))
    K.max(w, axis=np.array([1, 2]))
    K.any(w, axis=np.array([1]))
    K.std(w, axis=np.arange(1, 3))
    K.logsumexp(w, axis=np.arange(1, 3))
    K.argmax(w, axis=np.int64(1))
    K.argmax(w, axis=whole(1))
    K.cumsum(known, axis=np.array(1))
    K.cumprod(known, axis=whole(1))
    K.expand_dims(known, np.int64(1))
    K.expand_dims(known, np.array(1))
    K.expand_dims(known, whole(1))
    K.squeeze(K.expand_dims(known, 1), np.array(1))
    K.concatenate([known, known], axis=np.array(1))
    K.stack([known, known], axis=np.int64(1))
    K.reverse(w, np.array([1]))
    K.reverse(w, whole([1]))
    K.softmax(w, axis=np.int64(1))
    K.softmax(w, axis=np.array(1))
    K.l2_normalize(w, axis=np.array([1]))
    K.batch_dot(w, w, axes=np.array([2, 2]))
    K.batch_dot(w, w, axes=(np.int64(2), np.int64(2)))
    K.permute_dimensions(w, np.array([0, 2, 1]))
    K.permute_dimensions(w, (np.int64(0), np.int64(2), np.int64(1)))
    K.categorical_crossentropy(K.softmax(known), K.softmax(known), axis=np.int64(-1))
    K.batch_normalization(w, *[K.ones((4,))] * 4, axis=np.int64(-1))
    """,
)
# ---- shapes
lines(
    """
    K.reshape(w, np.array([-1, 2]))
    K.reshape(w, (np.int64(-1), np.int64(2)))
    K.reshape(known, np.array([-1., 2.]))
    K.reshape(w, (-1, w.shape[2]))
    K.reshape(w, np.prod([2, 2]) * np.array([-1, 1]) // np.array([4, 2]))
    K.tile(known, np.array([2, 1]))
    K.tile(known, np.array([2., 1.]))
    K.zeros(np.array([2, 3]))
    K.zeros((2., 3.))
    K.zeros(np.int64(3))
    K.zeros((known.shape[1], 2))
    K.zeros((known.shape[1] * 2, 2))
    K.ones(known.shape)
    K.ones(whole([2, 3]))
    K.constant(1., shape=np.array([2, 3]))
    K.eye(np.int64(3))
    K.eye(K.shape(known)[0])
    K.random_normal(np.array([2, 3])) * 0.
    K.random_uniform((np.int64(2), np.int32(3)), seed=np.int64(3)) * 0.
    K.random_uniform_variable(np.array([2, 3]), np.float32(0), np.float64(1), seed=np.int64(3)) * 0.
    K.slice(known, np.array([0, 1]), np.array([2, 2]))
    K.slice(known, whole([0, 1]), whole([2, 2]))
    K.dropout(known, np.float32(0.)) * 0.
    K.dropout(known, np.float64(0.5), noise_shape=np.array([2, 1])) * 0.
    """,
)
# ---- counts
lines(
    """
    K.arange(np.int64(3))
    K.arange(np.array(3))
    K.arange(np.int32(3))
    K.arange(np.float32(3))
    K.arange(np.float64(1), np.int64(3))
    K.repeat(known, np.int64(3))
    K.repeat(known, np.array(3))
    K.repeat_elements(known, np.int64(3), np.int64(1))
    K.repeat_elements(known, np.array(3), 1)
    K.one_hot(whole([0, 1]), np.int64(3))
    K.one_hot(whole([0, 1]), np.array(3))
    K.one_hot(whole([0, 1]), whole(3))
    K.in_top_k(known, whole([0, 1]), np.int64(2))
    known[np.int64(0)]
    known[:, np.int64(1):np.int64(3)]
    known[:, np.array(1):np.array(3)]
    K.gather(known, np.array([0, 1]))
    K.gather(known, np.array([0, 1], 'int32'))
    """,
)
# ---- windows
lines(
    """
    K.conv1d(z, narrow, strides=np.int64(2))
    K.conv1d(z, narrow, strides=np.array(2))
    K.conv1d(z, narrow, strides=np.array([2]))
    K.conv1d(z, narrow, strides=2.)
    K.conv1d(z, narrow, dilation_rate=np.int64(2))
    K.conv2d(images, kernel, strides=np.array([2, 2]))
    K.conv2d(images, kernel, strides=(np.int64(2), np.int64(2)), padding='same')
    K.conv2d(images, kernel, strides=np.int64(2))
    K.conv2d(images, kernel, dilation_rate=np.array([2, 2]))
    K.depthwise_conv2d(images, kernel, strides=(np.int64(2), np.int64(2)))
    K.conv2d_transpose(images, kernel, np.array([3, 5, 5, 2]))
    K.conv2d_transpose(images, kernel, (K.shape(images)[0], np.int64(5), 5, 2))
    K.pool2d(images, (np.int64(2), np.int64(2)), strides=(np.int64(1), 1))
    K.pool2d(images, (2, 2), strides=(np.int64(2), np.int32(2)), padding='same', pool_mode='avg')
    K.temporal_padding(w, np.array([1, 1]))
    K.temporal_padding(w, (np.int64(1), np.int64(1)))
    K.spatial_2d_padding(images, np.array([[1, 1], [0, 2]]))
    K.resize_images(images, np.int64(2), np.array(2), 'channels_last')
    """,
)


# ---- names of number types
for name in ("'float'", "'double'", "'half'", "float", "np.float64", "'float32'"):
    lines(
        f"""
        K.cast(known, {name})
        K.dtype(K.placeholder((2,), dtype={name}))
        K.dtype(Input((2,), dtype={name}))
        K.constant([1, 0], dtype={name})
        K.variable(2, dtype={name}) * 1
        K.ones((n, 2), dtype={name})
        K.zeros_like(x, dtype={name})
        K.arange(3, dtype={name})
        K.random_uniform((2,), dtype={name}) * 0
        K.map_fn(lambda row: row, K.cast(x, {name}), dtype={name})
        """
    )


# ---- labels of K.ctc_batch_cost: of one row or more, how many steps count, how many labels
LABELS = [
    ([[0, 0]], 5, 1),
    ([[0, 3]], 5, 2),
    ([[0, 3, 3]], 5, 3),
    ([[0, 9]], 5, 2),
    ([[0, 1]], 5, 2),
    ([[0, 1]], 5, 3),
    ([[0, 1, -1]], 5, 2),
    ([[0, 3, 1]], 5, 1),
    ([[2, 2]], 5, 2),
    ([[3, 1]], 5, 1),
    ([[7, 0]], 5, 1),
    ([[3, 3]], 5, 2),
    ([[3, 0]], 2, 1),
    ([[0, 0]], 2, 2),
    ([[0, 1], [3, 3], [1, 9]], 4, 2),
    ([[3, 0]], 5, 2),
    ([[0, 3, 1]], 5, 3),
    ([[0, 0]], 5, 0),
    ([[0, 1]], 5, -1),
    ([[0, -1]], 5, 2),
    ([[-1, 3]], 5, 1),
    ([[0, 1]], 1, 2),
    ([[0, 3, 3]], 2, 3),
    ([[0, 0]], 0, 1),
    ([[0, 1]], 6, 1),
]


def _cost_of(labels, steps, count):
    """Return the program of a row: the cost and its derivative by the scores, or a failure."""

    def run(keras, K, made):
        rows = len(labels)
        scores = made.tensor(rows, 5, 4, kind="positive")
        given = [K.constant([[n]] * rows, dtype="int32") for n in (steps, count)]
        cost = K.ctc_batch_cost(K.constant(labels, dtype="int32"), scores, *given)
        if made.fails(lambda: K.function([scores], [cost])(made.numbers)):
            return "refused"
        return cost

    return run


ROWS += [Program(f"ctc_batch_cost {line}", _cost_of(*line)) for line in LABELS]
