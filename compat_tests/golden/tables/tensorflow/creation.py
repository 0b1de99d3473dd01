"""Zeros, ranges, grids, one-hot rows."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Numbers,
    Program,
    Size,
    Variable,
    call,
    calls,
    each,
    unique,
)

INDICES = A(2, 3, dtype="int32", kind=4)
LENGTHS = A(kind=[1, 3, 0], dtype="int32")

ROWS = unique(
    calls(
        "zeros ones",
        [[2, 3]],
        [(0, 3)],
        [[]],
        [[2], "int32"],
        [[2], "bool"],
        [3],
        [Constant(kind=[2, 3], dtype="int32")],
    ),
    calls("fill", [[2, 3], 1.5], [[2], 7], [[], True], [[0], 1.0], [[2], A()]),
    Program("zeros like rows", lambda tf, x: tf.zeros([tf.shape(x)[0], 3]), [A(2, 4)]),
    Program("zeros in a shape", lambda tf, x: tf.zeros(tf.shape(x)), [A(2, 4)]),
    Program(
        "ones of a static shape",
        lambda tf, x: tf.ones(shape=x.get_shape().as_list(), dtype=tf.int32),
        [A(2, 4)],
    ),
    Program("fill by data", lambda tf, x: tf.fill([x[0], 2], 1.0), [A(kind=[3, 1], dtype="int32")]),
    Program("fill a shape", lambda tf, x: tf.fill(tf.shape(x), x[0, 0]), [A(2, 4)]),
    each("zeros_like ones_like", A(2, 3), dtype=[None, "int32", "float64", "bool"]),
    calls("zeros_like ones_like", [[1, 2]], [A(0, 2)], [Variable(2)], [INDICES]),
    call("zeros_like", tensor=A(2), name="nothing", optimize=False),
    calls(
        "range",
        [5],
        [1, 5],
        [0, 10, 3],
        [5, 0, -1],
        [0.0, 1.0, 0.25],
        [3.0],
        [0],
        [1, 4, 1, "float32"],
        [2, 5, 1, "int64"],
    ),
    Program("range of rows", lambda tf, x: tf.range(tf.shape(x)[0]), [A(2, 4)]),
    Program("range from one to columns", lambda tf, x: tf.range(1, tf.shape(x)[1] + 1), [A(2, 4)]),
    Program("range by data", lambda tf, x: tf.range(x), [A(kind=4, dtype="int32")]),
    Program("range by fractions", lambda tf, x: tf.range(0.0, x, 0.5), [A(kind=1.75)]),
    Program(
        "range of cast sizes",
        lambda tf, x: tf.cast(tf.range(tf.shape(x)[1]), tf.float32) * x,
        [A(2, 4)],
    ),
    Program(
        "range of int64",
        lambda tf, x: tf.range(tf.cast(tf.shape(x)[0], tf.int64)),
        [A(2, 4)],
        shapes=False,
    ),
    calls("lin_space linspace", [0.0, 1.0, 5], [2.0, 2.0, 3], [1.0, -1.0, 1], [A(), 2.0, 4]),
    calls("eye", [3], [2, 3], [2, None, [2]], [2, 3, None, "int32"]),
    Program("eye of rows", lambda tf, x: tf.eye(tf.shape(x)[0]), [A(2, 4)]),
    Program("eye in batches", lambda tf, x: tf.eye(3, batch_shape=[tf.shape(x)[0]]), [A(2, 4)]),
    each("one_hot", INDICES, depth=[4, 3], axis=[None, -1, 0, 1]),
    calls(
        "one_hot",
        [[0, 2, -1], 3],
        [2, 3],
        [A(0, dtype="int32"), 3],
        [A(2, dtype="int64", kind=3), 3],
    ),
    each("one_hot", INDICES, depth=[4], on_value=[5.0], off_value=[-1.0]),
    each("one_hot", INDICES, depth=[4], dtype=["int32", "bool", "float64"]),
    call("one_hot", INDICES, 4, on_value=2, off_value=0),
    call("one_hot", indices=INDICES, depth=Size(1), name="rows"),
    Program(
        "one hot by data", lambda tf, x, n: tf.one_hot(x, n), [INDICES, A(kind=5, dtype="int32")]
    ),
    each("sequence_mask", LENGTHS, maxlen=[None, 4, 2]),
    Program("mask of numbers", lambda tf, n: tf.sequence_mask(n, 4, tf.float32), [LENGTHS]),
    Program(
        "mask named",
        lambda tf, n: tf.sequence_mask(lengths=n, maxlen=None, dtype=tf.int32),
        [LENGTHS],
    ),
    calls("sequence_mask", [[1, 2], 3], [A(2, 2, dtype="int32", kind=4), 3], [LENGTHS, Size(0)]),
    Program(
        "mask by columns", lambda tf, x, n: tf.sequence_mask(n, tf.shape(x)[1]), [A(3, 4), LENGTHS]
    ),
    each("meshgrid", A(3), A(2), indexing=["xy", "ij"]),
    calls("meshgrid", [A(3), A(2), A(2)], [[1, 2], [3, 4]], [A(2)], [Numbers(2), Numbers(3)]),
    Program(
        "grid of ranges",
        lambda tf, x: tf.meshgrid(tf.range(tf.shape(x)[1]), tf.range(tf.shape(x)[0])),
        [A(2, 4)],
    ),
    # refused
    calls("range", [5, 0], [0, 5, -1], [0, 5, 0]),
    calls("fill", [[2], A(2)]),
    calls("one_hot", [A(2), 3], [INDICES, 3, None, None, 5]),
    call("one_hot", INDICES, 3, on_value=1, off_value=0.0),
    call("meshgrid", A(2), A(2), indexing="yx"),
    call("meshgrid", A(2), order="xy"),
)
