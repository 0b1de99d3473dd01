"""Sparse tensors and sets; distributions."""

import numpy as np

from compat_tests.golden.tables.tensorflow.optimizers import refused
from compat_tests.golden.tables.tensorflow.row import A, Program, program, unique

PLACES = [[0, 1], [1, 0], [2, 3]]


def sparse(tf, values, places=None, shape=(3, 4)):
    return tf.SparseTensor(np.array(PLACES if places is None else places), values, list(shape))


def parts(x):
    return [x.indices, x.values, x.dense_shape]


def of_values(name, body, *more, **options):
    """Return the row of a function of `tf`, the sparse tensor of fed values, and more tensors."""
    return program(
        name, lambda tf, v, *rest: body(tf, sparse(tf, v), *rest), A(3), *more, **options
    )


def other(tf, values):
    return sparse(tf, values, [[0, 0], [0, 1], [2, 3]])


def fed(tf):
    p = tf.sparse_placeholder(tf.float32, shape=[3, 4])
    q = tf.sparse_placeholder(tf.float32)
    session = tf.Session()
    value = tf.SparseTensorValue(np.array(PLACES), np.array([1.0, 2.0, 3.0], "float32"), [3, 4])
    back = session.run(p, {p: value})
    dense = session.run(tf.sparse_tensor_to_dense(q), {q: (PLACES, [1.0, 2.0, 3.0], [3, 4])})
    return [
        [type(back).__name__, back.indices.tolist(), back.values.tolist(), list(back.dense_shape)],
        p.get_shape().as_list(),
        dense.tolist(),
    ]


def facts(tf):
    x = tf.SparseTensor([[0, 1]], [2.0], [2, 3])
    return [x.get_shape().as_list(), x.dtype.name]


def sets_of(how, **options):
    def body(tf, a, b):
        return parts(getattr(tf.sets, how)(a, b, **options))

    return body


def set_sizes(tf, a, b):
    return tf.sets.size(tf.sets.union(a, b))


def normal(line):
    def body(tf, x):
        n = tf.distributions.Normal(loc=[0.5, -1.0, 0.0], scale=2.0)
        return eval(line, {"n": n, "x": x, "m": tf.distributions.Normal(1.0, 0.5)})

    return body


SETS = [A(2, 4, kind=5, dtype="int32"), A(2, 3, kind=5, dtype="int32")]
ROWS = unique(
    of_values("to_dense", lambda tf, x: tf.sparse.to_dense(x)),
    of_values(
        "to_dense with a default", lambda tf, x: tf.sparse_tensor_to_dense(x, default_value=-1.0)
    ),
    of_values("matmul", lambda tf, x, y: tf.sparse.matmul(x, y), A(4, 2)),
    of_values(
        "matmul, both turned",
        lambda tf, x, y: tf.sparse_tensor_dense_matmul(x, y, True, adjoint_b=True),
        A(2, 3),
    ),
    *[
        of_values(
            f"reduce_sum of {axis}, {keep}",
            lambda tf, x, a=axis, k=keep: tf.sparse.reduce_sum(x, a, k),
        )
        for axis in (None, 0, 1, -1, [0, 1])
        for keep in (False, True)
    ],
    of_values(
        "reduce_sum, old names",
        lambda tf, x: tf.sparse_reduce_sum(x, reduction_axes=1, keep_dims=True),
    ),
    of_values("reduce_max", lambda tf, x: tf.sparse.reduce_max(x, 0), gradients=False),
    of_values("transpose", lambda tf, x: parts(tf.sparse.transpose(x))),
    of_values("transpose by an order", lambda tf, x: parts(tf.sparse_transpose(x, perm=[1, 0]))),
    of_values(
        "add of two", lambda tf, x, v: parts(tf.sparse.add(x, other(tf, v))), A(3), gradients=False
    ),
    of_values("add of the same", lambda tf, x: parts(tf.sparse_add(x, x, 0.5)), gradients=False),
    of_values("add of a dense one", lambda tf, x, y: tf.sparse.add(x, y), A(3, 4)),
    of_values("times a number", lambda tf, x: parts(x * 2.0)),
    of_values(
        "over a row", lambda tf, x, y: parts(x / y), A(1, 4, kind="positive"), gradients=False
    ),
    of_values("retain", lambda tf, x: parts(tf.sparse.retain(x, [True, False, True]))),
    program(
        "reorder",
        lambda tf, v: parts(tf.sparse.reorder(sparse(tf, v, [[2, 3], [0, 1], [1, 0]]))),
        A(3),
    ),
    program("eye", lambda tf: parts(tf.sparse.eye(3)) + parts(tf.sparse.eye(2, 3, dtype=tf.int32))),
    program(
        "from_dense",
        lambda tf, x: parts(tf.sparse.from_dense(x)),
        A(3, 4, kind="whole"),
        gradients=False,
    ),
    program(
        "sparse_to_dense",
        lambda tf, v: tf.sparse_to_dense(PLACES, [3, 4], v, -1.0),
        A(3),
        gradients=False,
    ),
    program("sparse_to_dense of one axis", lambda tf: tf.sparse_to_dense([1, 3], [5], 1)),
    program(
        "to_dense out of order",
        lambda tf, v: tf.sparse.to_dense(sparse(tf, v, [[2, 3], [0, 1], [1, 0]])),
        A(3),
    ),
    program(
        "to_dense out of bounds",
        lambda tf, v: tf.sparse.to_dense(sparse(tf, v, [[0, 1], [1, 0], [3, 3]])),
        A(3),
    ),
    Program("sparse placeholders", fed, [], shapes=False),
    Program("what a sparse tensor knows", facts, [], shapes=False),
    program("sets.intersection", sets_of("intersection"), *SETS),
    program("sets.union", sets_of("set_union"), *SETS),
    program("sets.difference", sets_of("difference"), *SETS),
    program("sets.difference, b - a", sets_of("set_difference", aminusb=False), *SETS),
    program("sets.size", set_sizes, *SETS),
    program(
        "intersection of three axes",
        sets_of("set_intersection"),
        A(2, 2, 3, kind=4, dtype="int64"),
        A(2, 2, 2, kind=4, dtype="int64"),
    ),
    *[
        program(f"Normal: {line}", normal(line), A(3, kind="positive"))
        for line in (
            "n.prob(x)",
            "n.log_prob(x)",
            "n.cdf(x)",
            "n.log_cdf(x)",
            "n.survival_function(x)",
            "n.quantile(x / 4.0)",
            "[n.mean(), n.stddev(), n.variance(), n.mode(), n.entropy()]",
            "n.kl_divergence(m)",
        )
    ],
    Program(
        "Normal: shapes",
        lambda tf: [tf.distributions.Normal([0.0, 1.0], 2.0).sample(3).get_shape().as_list()],
        [],
        shapes=False,
    ),
    Program(
        "what sparse tensors refuse",
        refused(
            "tf.SparseTensor([[0, 1]], [1.0, 2.0], [2, 2])",
            "tf.SparseTensor([0, 1], [1.0, 2.0], [2])",
            "tf.sparse.add(tf.constant(1.0), tf.constant(1.0))",
            "tf.sparse.to_dense(tf.constant(1.0))",
            "tf.sets.size(tf.constant([[1]]))",
            "tf.sets.intersection([[1]], [[1.0]])",
            "tf.sets.intersection([1], [1])",
            "tf.distributions.Normal(tf.constant(1), 2.0)",
        ),
        [],
        shapes=False,
    ),
)
