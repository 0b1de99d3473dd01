"""Branches, loops, functions applied to rows, arrays of tensors, order, assertions, Python."""

import collections

import numpy as np

from compat_tests.golden.tables.tensorflow.row import A, Program, Step, V, calls, program, unique

YES, NO = V(True, "bool"), V(False, "bool")
X, N = A(3, 2), V(3)
Pair = collections.namedtuple("Pair", ["a", "b"])


def branch(name, body, *args, **options):
    """Return the rows of a program for a condition that holds and for one that does not."""
    return [
        Program(f"{name} if {word}", body, [condition, *args], **options)
        for word, condition in (("true", YES), ("false", NO))
    ]


# ---- loops
def count(tf, x):
    return tf.while_loop(lambda i, t: i < 4, lambda i, t: (i + 1, tf.tanh(t + x)), [0, x])


def double(tf, x):
    return tf.while_loop(lambda t: tf.reduce_sum(tf.abs(t)) < 100.0, lambda t: t * 2.0, [x])


def grow(tf, x):
    shapes = [tf.TensorShape([]), tf.TensorShape([None, 2])]
    step = lambda i, t: (i + 1, tf.concat([t, x], 0))  # noqa: E731
    return tf.while_loop(lambda i, t: i < 2, step, [tf.constant(0), x], shape_invariants=shapes)


def nested_loop(tf, x):
    def body(i, rest):
        (a, b) = rest["pair"]
        return i + 1, {"pair": (b, a + b), "kept": rest["kept"]}

    start = {"pair": (x, tf.ones_like(x)), "kept": tf.reduce_sum(x)}
    return tf.while_loop(lambda i, rest: i < 3, body, (0, start))


def by_array(tf, x):
    array = tf.TensorArray(tf.float32, size=tf.shape(x)[0])

    def body(i, state, ta):
        state = tf.tanh(state + x[i])
        return i + 1, state, ta.write(i, state)

    start = (0, tf.zeros([2]), array)
    _, last, written = tf.while_loop(lambda i, *_: i < tf.shape(x)[0], body, start)
    return last, written.stack()


def growing_array(tf, x, n):
    array = tf.TensorArray(dtype=tf.float32, size=1, dynamic_size=True, infer_shape=True)
    _, array = tf.while_loop(
        lambda i, ta: i < n,
        lambda i, ta: (i + 1, ta.write(i, x * tf.cast(i, tf.float32))),
        [0, array],
    )
    return array.stack(), array.size()


def arrays(tf, x):
    array = tf.TensorArray(tf.float32, size=3).unstack(x)
    return array.read(1), array.size(), tf.TensorArray("float32", 3).unstack(x).gather([2, 0])


def pieces(tf, x):
    array = tf.TensorArray(tf.float32, size=2, infer_shape=False)
    return array.write(0, x[:1]).write(1, x[1:]).concat()


def accumulate(tf, x):
    return tf.scan(lambda total, row: total + tf.square(row), x, initializer=tf.zeros([2]))


# ---- order
def checked(tf, x):
    with tf.control_dependencies([tf.assert_positive(x), tf.assert_equal(tf.shape(x)[0], 3)]):
        return tf.identity(x)


# ---- Python
def called(tf, x):
    y = tf.py_func(lambda a: np.sort(a, 0), [x], tf.float32)
    y.set_shape(x.get_shape())
    return y * 2.0


def called_for_two(tf, x):
    one, other = tf.py_func(
        lambda a: (a[0], np.int64(len(a))), [x], [tf.float32, tf.int64], name="two"
    )
    return tf.reshape(one, [2]), tf.reshape(other, [])


FAMILIES = [
    # branches
    branch("cond", lambda tf, p, x: tf.cond(p, lambda: x + 1.0, lambda: x * 2.0), X),
    branch("cond of several", lambda tf, p, x: tf.cond(p, lambda: (x, 1), lambda: (x * 2.0, 2)), X),
    branch("cond of lists", lambda tf, p, x: tf.cond(p, lambda: [x], lambda: [-x]), X),
    branch("strict cond", lambda tf, p, x: tf.cond(p, lambda: [x], lambda: [-x], strict=True), X),
    branch("cond by old names", lambda tf, p, x: tf.cond(pred=p, fn1=lambda: x, fn2=lambda: -x), X),
    branch("cond of shapes", lambda tf, p, x: tf.cond(p, lambda: x, lambda: x[:1]), X),
    branch("cond of numbers", lambda tf, p: tf.cond(p, lambda: 1.5, lambda: 2.5)),
    branch(
        "cond in cond",
        lambda tf, p, x: tf.cond(
            p, lambda: tf.cond(x[0, 0] > 0, lambda: x, lambda: -x), lambda: x * 3.0
        ),
        X,
    ),
    program(
        "cond of a comparison",
        lambda tf, x: tf.cond(tf.reduce_sum(x) > 0.0, lambda: x, lambda: -x),
        X,
    ),
    program(
        "cond of a size",
        lambda tf, x: tf.cond(tf.greater(tf.shape(x)[0], 2), lambda: x[:2], lambda: x),
        X,
    ),
    program(
        "cond of tf.size",
        lambda tf, x: tf.cond(tf.equal(tf.size(x), 0), lambda: 0.0, lambda: tf.reduce_mean(x)),
        A(0, 2),
        gradients=False,
    ),
    branch("cond refused types", lambda tf, p, x: tf.cond(p, lambda: x, lambda: tf.shape(x)), X),
    branch("cond refused nests", lambda tf, p, x: tf.cond(p, lambda: (x, x), lambda: (x,)), X),
    branch("cond refused None", lambda tf, p, x: tf.cond(p, lambda: None, lambda: None), X),
    program("cond of True", lambda tf, x: tf.cond(True, lambda: x, lambda: -x), X),
    program("cond of no functions", lambda tf, x: tf.cond(x[0, 0] > 0, x, lambda: -x), X),
    branch(
        "case",
        lambda tf, p, x: tf.case(
            [(p, lambda: x), (x[0, 0] > 9.0, lambda: -x)], default=lambda: x * 3.0
        ),
        X,
    ),
    branch("case of a dict", lambda tf, p, x: tf.case({p: lambda: x}, default=lambda: -x), X),
    branch(
        "exclusive case",
        lambda tf, p, x: tf.case([(p, lambda: x), (tf.logical_not(p), lambda: -x)], exclusive=True),
        X,
    ),
    program(
        "case of none",
        lambda tf, x: tf.case([(x[0, 0] > 9.0, lambda: x), (x[0, 0] < -9.0, lambda: x * 2.0)]),
        X,
    ),
    program(
        "switch case",
        lambda tf, n, x: tf.switch_case(n, [lambda: x, lambda: -x, lambda: x * 2.0]),
        V(1),
        X,
    ),
    program(
        "switch case beyond",
        lambda tf, n, x: tf.switch_case(n, {0: lambda: x, 5: lambda: -x}),
        V(7),
        X,
    ),
    # while
    program("while counts", count, X),
    program("while alone", double, X),
    program("while grows", grow, X),
    program("while nested", nested_loop, X),
    program(
        "while at most",
        lambda tf, x: tf.while_loop(lambda t: True, lambda t: t * 2.0, [x], maximum_iterations=3),
        X,
    ),
    program(
        "while same structure",
        lambda tf, x: tf.while_loop(
            lambda t: tf.reduce_sum(t) < 9.0, lambda t: [t + 1.0], [x], return_same_structure=True
        ),
        X,
    ),
    program(
        "while never",
        lambda tf, x: tf.while_loop(lambda i, t: i < 0, lambda i, t: [i, t * 2.0], [0, x]),
        X,
    ),
    program(
        "while by data",
        lambda tf, x, n: tf.while_loop(
            lambda i, t: tf.less(i, n),
            lambda i, t: [tf.add(i, 1), t + x],
            [tf.constant(0), tf.zeros_like(x)],
        ),
        X,
        N,
    ),
    program(
        "while of namedtuples",
        lambda tf, x: tf.while_loop(
            lambda p: p.a < 3, lambda p: [Pair(p.a + 1, p.b * 2.0)], [Pair(tf.constant(0), x)]
        ),
        X,
    ),
    program(
        "while by keyword",
        lambda tf, x: tf.while_loop(
            cond=lambda i, t: i < 2,
            body=lambda i, t: (i + 1, t * x),
            loop_vars=(0, x),
            parallel_iterations=1,
            swap_memory=True,
            name="loop",
        ),
        X,
    ),
    program(
        "while without derivatives",
        lambda tf, x: tf.while_loop(
            lambda i, t: i < 2, lambda i, t: (i + 1, t * 2.0), [0, x], back_prop=False
        ),
        X,
        gradients=False,
    ),
    program(
        "while refused shape",
        lambda tf, x: tf.while_loop(lambda t: tf.size(t) < 9, lambda t: tf.concat([t, t], 0), [x]),
        X,
    ),
    program(
        "while refused count",
        lambda tf, x: tf.while_loop(lambda i, t: i < 9, lambda i, t: i, [0, x]),
        X,
    ),
    program("while of no variables", lambda tf, x: tf.while_loop(lambda: True, list, []), X),
    program("while of no function", lambda tf, x: tf.while_loop(x, lambda t: t, [x]), X),
    # arrays
    program("array in a loop", by_array, X),
    program("array that grows", growing_array, X, N),
    program("array unstacked", arrays, X),
    program("array joined", pieces, X),
    program(
        "array written and read",
        lambda tf, x: tf.TensorArray(tf.float32, 2).write(0, x).write(1, x * 2.0).stack(),
        X,
    ),
    program(
        "array split",
        lambda tf, x: tf.TensorArray(tf.float32, 2, infer_shape=False).split(x, [1, 2]).concat(),
        X,
    ),
    program(
        "array scattered",
        lambda tf, x: tf.TensorArray(tf.float32, 3).scatter([2, 0, 1], x).stack(),
        X,
    ),
    program("array refused type", lambda tf, x: tf.TensorArray(tf.int32, 1).write(0, x).stack(), X),
    program(
        "array refused shape",
        lambda tf, x: tf.TensorArray(tf.float32, 2).write(0, x).write(1, x[0]).stack(),
        X,
    ),
    program(
        "array refused place", lambda tf, x: tf.TensorArray(tf.float32, 1).write(3, x).stack(), X
    ),
    program(
        "array refused twice",
        lambda tf, x: tf.TensorArray(tf.float32, 1).write(0, x).write(0, x).stack(),
        X,
    ),
    # rows
    calls(
        "map_fn",
        [Step("square", lambda tf, row: tf.square(row)), X],
        [Step("sum", lambda tf, row: tf.reduce_sum(row)), A(2, 3, 2)],
    ),
    program(
        "map_fn of a nest",
        lambda tf, x: tf.map_fn(
            lambda pair: pair[0] * tf.cast(pair[1], tf.float32), (x, tf.range(3)), dtype=tf.float32
        ),
        X,
    ),
    program(
        "map_fn to a nest",
        lambda tf, x: tf.map_fn(
            lambda row: (row * 2.0, tf.reduce_sum(row) > 0), x, dtype=(tf.float32, tf.bool)
        ),
        X,
    ),
    program(
        "map_fn by keyword",
        lambda tf, x: tf.map_fn(
            fn=lambda row: tf.reduce_sum(row),
            elems=x,
            dtype=tf.float32,
            parallel_iterations=32,
            name="rows",
        ),
        X,
    ),
    program(
        "map_fn of a list",
        lambda tf, x: tf.map_fn(lambda pair: [pair[0], pair[1] + 1.0], [x, x]),
        X,
    ),
    program(
        "map_fn of a range",
        lambda tf, x: tf.map_fn(lambda i: x[i] * 2.0, tf.range(tf.shape(x)[0]), dtype=tf.float32),
        X,
    ),
    program("map_fn of picks", lambda tf, x: tf.map_fn(lambda row: tf.gather(row, [1, 0]), x), X),
    program(
        "map_fn of nothing",
        lambda tf, x: tf.map_fn(lambda row: row * 2.0, x),
        A(0, 2),
        gradients=False,
    ),
    program(
        "map_fn refused type", lambda tf, x: tf.map_fn(lambda row: tf.reduce_sum(row) > 0, x), X
    ),
    program("map_fn refused scalar", lambda tf, x: tf.map_fn(lambda row: row, x), A()),
    program("map_fn of no function", lambda tf, x: tf.map_fn(x, x), X),
    program(
        "vectorized_map",
        lambda tf, x: tf.vectorized_map(lambda row: tf.reduce_sum(row), x),
        X,
        shapes=False,
    ),
    program("scan with a start", accumulate, X),
    program("scan without", lambda tf, x: tf.scan(lambda total, row: tf.tanh(total + row), x), X),
    program(
        "scan backwards",
        lambda tf, x: tf.scan(lambda total, row: tf.tanh(total + row), x, reverse=True),
        X,
    ),
    program(
        "scan of a nest",
        lambda tf, x: tf.scan(
            lambda s, row: (s[0] + row, s[1] * 2.0),
            x,
            initializer=(tf.zeros([2]), tf.constant(1.0)),
        ),
        X,
    ),
    program(
        "scan by keyword",
        lambda tf, x: tf.scan(
            fn=lambda t, r: t * r, elems=x, initializer=tf.ones([2]), name="products"
        ),
        X,
    ),
    program(
        "scan of pairs",
        lambda tf, x: tf.scan(lambda t, p: t + p[0] * p[1], (x, x), initializer=tf.zeros([2])),
        X,
    ),
    program(
        "foldl with a start",
        lambda tf, x: tf.foldl(lambda t, r: tf.tanh(t + r), x, tf.zeros([2])),
        X,
    ),
    program("foldl without", lambda tf, x: tf.foldl(lambda t, r: tf.tanh(t + r), x), X),
    program(
        "foldr with a start",
        lambda tf, x: tf.foldr(lambda t, r: tf.tanh(t + r), x, initializer=tf.zeros([2])),
        X,
    ),
    program("foldr without", lambda tf, x: tf.foldr(lambda t, r: tf.tanh(t - r), x), X),
    # order
    program("tuple", lambda tf, x: tf.tuple([x, x * 2.0, None])[:2], X),
    # assertions
    program("assertions that hold", checked, A(3, 2, kind="positive")),
    program("assert_positive fails", checked, A(3, 2)),
    program("Assert fails", lambda tf, x: _asserting(tf, x), X),
    program(
        "assert_rank", lambda tf, x: (tf.assert_rank(x, 2), tf.assert_rank_at_least(x, 1), x)[-1], X
    ),
    program("assert_rank fails", lambda tf, x: (tf.assert_rank(x, 3), x)[-1], X),
    program("assert_rank_in fails", lambda tf, x: (tf.assert_rank_in(x, [0, 1]), x)[-1], X),
    program("assert_integer fails", lambda tf, x: (tf.assert_integer(x), x)[-1], X),
    program("assert_type fails", lambda tf, x: (tf.assert_type(x, tf.int32), x)[-1], X),
    program("assert_scalar fails", lambda tf, x: tf.assert_scalar(x), X),
    program("assert_equal fails at once", lambda tf, x: (tf.assert_equal(1, 2), x)[-1], X),
    program("check_numerics", lambda tf, x: tf.check_numerics(x, "numbers"), X),
    program(
        "check_numerics fails",
        lambda tf, x: tf.check_numerics(x, "numbers"),
        A(kind=[1.0, float("nan")]),
    ),
    program(
        "Print",
        lambda tf, x: tf.Print(x, [tf.shape(x), x], message="x ", first_n=1, summarize=4),
        X,
    ),
    # Python
    program("py_func", called, X, gradients=False),
    program("py_func of two", called_for_two, X, gradients=False),
    program(
        "py_func refused type",
        lambda tf, x: tf.reshape(
            tf.py_func(lambda a: a.astype("float64"), [x], tf.float32), [3, 2]
        ),
        X,
        gradients=False,
    ),
    program(
        "numpy_function",
        lambda tf, x: tf.reshape(tf.numpy_function(lambda a: a + 1.0, [x], tf.float32), [-1, 2]),
        X,
        gradients=False,
    ),
]


def _asserting(tf, x):
    with tf.control_dependencies(
        [tf.Assert(tf.reduce_all(x > 5.0), [x], summarize=3, name="large")]
    ):
        return tf.identity(x)


ROWS = unique(*FAMILIES)
