"""Random numbers: types, shapes, bounds."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Program,
    Size,
    TFRow,
    call,
    unique,
)


def drawn(function, *argument_lists, **kwargs):
    """Return rows whose numbers are not compared."""
    return [TFRow(function, args, kwargs, values=False) for args in argument_lists]


BESIDE = A(3, 4)

ROWS = unique(
    *[
        drawn(
            f,
            [[2, 3]],
            [[]],
            [2 * [2]],
            [Constant(kind=[2, 3], dtype="int32")],
            [[2, 3], 1.0, 2.0],
            [A(kind=[2, 3], dtype="int32")],
        )
        for f in ("random_normal", "truncated_normal", "random.normal", "random.truncated_normal")
    ],
    [
        TFRow(f, [[Size(0), 5]], {}, beside=BESIDE, values=False)
        for f in ("random_normal", "random_uniform", "truncated_normal")
    ],
    [
        TFRow(f, [Size(None)], {}, beside=BESIDE, values=False)
        for f in ("random_normal", "random_uniform")
    ],
    drawn("random_normal", [[2]], dtype="float64", seed=3, name="drawn"),
    drawn("random_normal", [[2, 3], A(3, fixed=True), A(2, 1, kind="positive", fixed=True)]),
    drawn("random_uniform", [[2, 3]], [[2, 3], -1, 1], [[2, 3], 0.5], [[2], A(2), 3.0]),
    drawn("random_uniform", [[2, 3], 0, 10], [[2], 5, 6], dtype="int32"),
    drawn("random.uniform", [[2, 3], 0, 10], dtype="int64", seed=1),
    drawn("random_uniform", [[2]], dtype="float16"),
    call("random_uniform", [2, 3], 5, 6, "int32"),
    drawn("random_shuffle", [A(4, 2)], [[1, 2, 3]], [A()]),
    drawn("random.shuffle", [A(4, dtype="int32", kind=9), 3]),
    drawn(
        "random_crop",
        [A(5, 6, 3), [2, 3, 3]],
        [A(5), [5]],
        [A(5, 6), [Size(0, -2), 2]],
        [A(5, 6), A(kind=[2, 2], dtype="int32")],
    ),
    call("random_crop", A(3, 2), [3, 2]),
    drawn(
        "multinomial",
        [A(2, 3), 4],
        [A(2, 3), Size(1)],
        [[[0.0, 1.0]], 2],
        [A(2, 3, dtype="int32", kind=3), 2],
    ),
    drawn("random.categorical", [A(2, 3), 4], dtype="int32", seed=1),
    drawn("random.multinomial", [A(2, 3), 4], output_dtype="int32"),
    call("multinomial", A(kind=[[0.0, -1000.0], [-1000.0, 0.0]]), 3),
    drawn(
        "random_gamma",
        [[2], 1.0],
        [[2, 3], A(2, kind="positive")],
        [[], A(2, kind="positive"), A(3, 1, kind="positive")],
    ),
    drawn("random.gamma", [[2], 1.0], dtype="float64", seed=1),
    drawn("random_poisson", [1.5, [2]], [A(2, kind="positive"), [3]], [[1.0, 2.0], []]),
    drawn("random.poisson", [2.0, [2]], dtype="int32"),
    drawn(["random.stateless_uniform", "random.stateless_normal"][0], [[2, 3], [1, 2]]),
    drawn(
        "random.stateless_normal", [[2, 3], [1, 2]], [[2], A(kind=[1, 2], dtype="int32"), 1.0, 2.0]
    ),
    drawn("random.stateless_truncated_normal", [[2, 3], [1, 2]]),
    drawn("random.stateless_uniform", [[2, 3], [1, 2], 0, 9], dtype="int32"),
    drawn("random.stateless_multinomial", [A(2, 3), 4, [1, 2]]),
    drawn("random.stateless_categorical", [A(2, 3), 4, [1, 2]], dtype="int32"),
    Program(
        "within bounds",
        lambda tf, x: tf.logical_and(
            tf.reduce_all(tf.random_uniform([100], 2.0, 3.0) >= 2.0),
            tf.reduce_all(tf.random_uniform([100], 2.0, 3.0) < 3.0),
        ),
        [A(1)],
    ),
    Program(
        "within two widths",
        lambda tf, x: tf.reduce_all(tf.abs(tf.truncated_normal([1000], 1.0, 2.0) - 1.0) <= 4.0),
        [A(1)],
    ),
    Program(
        "the same rows",
        lambda tf, x: tf.reduce_sum(tf.random_shuffle(x), 0),
        [A(5, 3, dtype="float64")],
        gradients=False,
    ),
    Program(
        "the same numbers of a seed",
        lambda tf, x: tf.reduce_all(
            tf.equal(
                tf.random.stateless_normal([5], [1, 2]), tf.random.stateless_normal([5], [1, 2])
            )
        ),
        [A(1)],
    ),
    # refused
    drawn("random_uniform", [[2]], dtype="int32"),
    drawn("random_uniform", [[2]], dtype="bool"),
    drawn("random_normal", [[2]], dtype="int32"),
    drawn("random_normal", [[2.5]]),
    call("random_crop", A(3, 2), [4, 2]),
    drawn("random_crop", [A(3, 2), [3]]),
    drawn("multinomial", [A(3), 2]),
    drawn("random.stateless_uniform", [[2], [1, 2, 3]]),
)
