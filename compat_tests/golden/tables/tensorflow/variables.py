"""Variables: assigned, scattered into, shared by name; initializers; placeholders; derivatives."""

import numpy as np

from compat_tests.golden.tables.tensorflow.optimizers import refused
from compat_tests.golden.tables.tensorflow.row import A, Program, program, unique


def row(name, body, *args, **options):
    return Program(name, body, list(args), shapes=False, **options)


def started(tf, *variables):
    session = tf.Session()
    session.run(tf.variables_initializer(list(variables)))
    return session


START = np.arange(12.0, dtype="float32").reshape(4, 3)


def assigned(*lines, **options):
    """Return the body that carries out assignments to `v`; each value, and the variable."""

    def body(tf):
        v = tf.Variable(options.get("start", START))
        made = [eval(line, {"tf": tf, "v": v, "np": np}) for line in lines]
        session = started(tf, v)
        found = []
        for one in made:
            session.run(one)
            found.append(session.run(v).reshape(-1))
        return tf.constant(np.concatenate(found))

    return body


def in_scopes(tf):
    with tf.variable_scope(None, default_name="top") as top:
        a = tf.get_variable("a", [2], initializer=tf.ones_initializer())
        with tf.variable_scope("in"):
            b = tf.get_variable("b", [3], dtype=tf.int32)
            c = tf.Variable(1.0, name="c")
    with tf.variable_scope(top, reuse=True):
        same = tf.get_variable("a") is a
    with tf.variable_scope(top, reuse=tf.AUTO_REUSE) as again:
        new = tf.get_variable("new", initializer=np.float32(2.0))
        scopes = [again.name == top.name, again.reuse is tf.AUTO_REUSE]
    cut = len(top.name)
    names = [each.name[cut:] for each in (a, b, new)]
    return [same, scopes, names, c.name.split("/")[-2:], [each.shape.as_list() for each in (a, b)]]


def numbered(tf):
    found = []
    with tf.variable_scope(None, default_name="outer"):
        for _ in range(3):
            with tf.variable_scope(None, default_name="inner") as scope:
                found.append(scope.name.split("/")[-1])
    return found


def collected(tf):
    with tf.variable_scope(None, default_name="kept") as scope:
        a = tf.get_variable("a", [1], regularizer=lambda v: tf.reduce_sum(v) * 0.5)
        b = tf.get_variable("b", [1], trainable=False)
        c = tf.get_variable("c", [1], collections=["mine", tf.GraphKeys.LOCAL_VARIABLES])
    tf.add_to_collection(scope.name, "word")
    tf.add_to_collections([scope.name, "other"], "again")
    pick = lambda key: [each.name[len(scope.name) :] for each in tf.get_collection(key, scope.name)]  # noqa: E731
    return [
        pick(tf.GraphKeys.GLOBAL_VARIABLES),
        pick(tf.GraphKeys.TRAINABLE_VARIABLES),
        pick("mine"),
        pick("local_variables"),
        len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES, scope.name)),
        tf.get_collection(scope.name),
        [each.name[len(scope.name) :] for each in scope.trainable_variables()],
        [a in tf.global_variables(), b in tf.trainable_variables(), c in tf.global_variables()],
    ]


def getter(tf):
    seen = []

    def custom(get, name, *args, **kwargs):
        seen.append([name.split("/")[-1], kwargs["shape"]])
        return get(name, *args, **kwargs) * 2.0

    start = tf.constant_initializer(3.0)
    with tf.variable_scope(None, "custom", custom_getter=custom, initializer=start) as scope:
        doubled = tf.get_variable("v", [2])
    session = started(tf, *tf.get_collection("variables", scope.name))
    return [seen, session.run(doubled).tolist()]


def template(tf):
    def body(x):
        return x * tf.get_variable("w", [], initializer=tf.ones_initializer())

    made = tf.make_template("scale", body)
    one, other = made(tf.constant(2.0)), made(tf.constant(3.0))
    (w,) = tf.get_collection("variables")[-1:]
    session = started(tf, w)
    session.run(tf.assign(w, 5.0))
    return session.run([one, other])


def fetched(tf):
    import collections  # noqa: PLC0415 - the row is read by itself

    pair = collections.namedtuple("pair", "a b")
    v = tf.Variable(1.0)
    p = tf.placeholder(tf.float32, [])
    session = started(tf, v)
    found = session.run(
        {"x": [v, (p * 2, pair(p, v + p))], "none": tf.variables_initializer([v])}, {p: 3.0}
    )
    call = session.make_callable([p + v, v], [p])
    made = session.run(collections.OrderedDict([("b", v), ("a", p)]), feed_dict={p: 1.0})
    return [
        [float(found["x"][0]), float(found["x"][1][0]), found["x"][1][1]._asdict()["b"].tolist()],
        [found["none"], type(found["x"][1]).__name__, type(found["x"][1][1]).__name__],
        [float(each) for each in call(2.0)],
        [type(made).__name__, list(made)],
    ]


def uninitialized(tf):
    v = tf.Variable(1.0)
    session = started(tf, v)
    left = session.run(tf.report_uninitialized_variables([v]))
    return [list(left.shape), bool(session.run(tf.is_variable_initialized(v)))]


def restarted(tf):
    v = tf.Variable([1.0, 2.0])
    session = started(tf, v)
    session.run(tf.assign(v, [5.0, 6.0]))
    before = session.run(v).tolist()
    session.run(tf.variables_initializer([v]))
    return [before, session.run(v).tolist()]


def fed(tf):
    x = tf.placeholder(tf.float32)
    d = tf.placeholder_with_default([1.0, 2.0], [None])
    session = tf.Session()
    return [
        session.run(x * 2.0, {x: 3.0}).tolist(),
        session.run(x * 2.0, {x: [[1.0, 2.0]]}).tolist(),
        session.run(d + 1.0).tolist(),
        session.run(d + 1.0, {d: [5.0, 6.0, 7.0]}).tolist(),
        d.get_shape().as_list(),
        session.run(x + 1.0, {x: 1, d: [1.0]}).tolist(),
    ]


# ---- derivatives
def weighed(tf, x):
    return tf.gradients([x * x, tf.exp(x)], [x], grad_ys=[tf.sin(x), None])[0]


def weights_too(tf, x, v):
    first = tf.gradients(x * x * x, x, grad_ys=v)[0]
    return tf.gradients(first, v)[0]


def partial(tf, x):
    a = x * 2.0
    b = a * a + x
    return tf.gradients(a + b, [x, a, b], stop_gradients=[a, b])[1:]


def partial_of_input(tf, x):
    a = tf.tanh(x)
    b = a * x
    return tf.gradients(b * b, [x], stop_gradients=[a])


def unconnected(tf, x):
    v = tf.Variable([1.0, 2.0])
    return tf.gradients(x, [v, x], unconnected_gradients="zero")


def not_connected(tf, x):
    v = tf.Variable([1.0, 2.0])
    return [tf.gradients(x, v)[0] is None]


def second(tf, x):
    return tf.hessians(tf.reduce_sum(tf.sin(x) * x * x) + x[0] * x[1], x)


def second_of_matrix(tf, x):
    return tf.hessians(tf.reduce_prod(x), [x])


def by_constant(tf):
    a = tf.constant(0.5)
    b = 2 * a
    return tf.gradients(a + b, [a, b]) + tf.gradients(a + b, [a, b], stop_gradients=[a, b])


INITIAL = [
    "zeros_initializer()",
    "ones_initializer()",
    "constant_initializer(2.5)",
    "constant_initializer([1.0, 2.0, 3.0])",
    "initializers.identity(gain=2.0)",
    "initializers.zeros(dtype=tf.int32)",
    "constant_initializer([[1, 2], [3, 4]], dtype=tf.int32)",
]
RANDOM = [
    "random_normal_initializer(1.0, 2.0)",
    "random_uniform_initializer(-1.0, 3.0)",
    "random_uniform_initializer(2, 9, dtype=tf.int32)",
    "random_uniform_initializer()",
    "truncated_normal_initializer(1.0, 2.0)",
    "glorot_uniform_initializer()",
    "glorot_normal_initializer()",
    "variance_scaling_initializer()",
    "variance_scaling_initializer(2.0, 'fan_out', 'uniform')",
    "variance_scaling_initializer(2.0, 'fan_avg', 'untruncated_normal')",
    "initializers.he_normal()",
    "initializers.he_uniform()",
    "initializers.lecun_normal()",
    "initializers.lecun_uniform()",
    "uniform_unit_scaling_initializer(2.0)",
]


def given(source, shape):
    return lambda tf: eval("tf." + source, {"tf": tf})(shape)


def spread(source, shape):
    """Return the body that gives bounds of what is drawn, rounded so that draws agree."""

    def body(tf):
        drawn = eval("tf." + source, {"tf": tf})(list(shape))
        session = tf.Session()
        values = np.concatenate([session.run(drawn).reshape(-1) for _ in range(20)])
        scale = max(values.std(), 1e-3)
        return [
            str(values.dtype),
            [round(float(values.mean() / scale)), round(float(np.log2(scale) * 4))],
        ]

    return body


def orthogonal(tf):
    session = tf.Session()
    found = []
    for shape in ([3, 4], [4, 2], [2, 3, 4]):
        w = session.run(tf.orthogonal_initializer(gain=2.0)(shape)).reshape(-1, shape[-1])
        small = w.dot(w.T) if w.shape[0] < w.shape[1] else w.T.dot(w)
        found.append(small)
    return [tf.constant(each) for each in found]


X = A(4)
ROWS = unique(
    row("assign", assigned("tf.assign(v, v * 2.0)")),
    row(
        "assign_add, assign_sub",
        assigned("tf.assign_add(v, v)", "tf.assign_sub(v, np.ones((4, 3)))"),
    ),
    row(
        "scatter_update",
        assigned("tf.scatter_update(v, [2, 0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])"),
    ),
    row("scatter_update of one", assigned("tf.scatter_update(v, 1, [9.0, 8.0, 7.0])")),
    row("scatter_update of a number", assigned("tf.scatter_update(v, [1, 3], 7.0)")),
    row(
        "scatter_add, sub, mul, div, max, min",
        assigned(
            "tf.scatter_add(v, [0, 0], [[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]])",
            "tf.scatter_sub(v, [1], [[1.0, 2.0, 3.0]])",
            "tf.scatter_mul(v, [2, 2], [[2.0, 2.0, 2.0], [3.0, 1.0, 1.0]])",
            "tf.scatter_div(v, [3], [[2.0, 4.0, 8.0]])",
            "tf.scatter_max(v, [0], [[2.0, 0.0, 99.0]])",
            "tf.scatter_min(v, [3], [[0.0, 99.0, 1.0]])",
        ),
    ),
    row("scatter_nd_update", assigned("tf.scatter_nd_update(v, [[0, 1], [3, 2]], [5.0, 6.0])")),
    row(
        "scatter_nd_add, sub",
        assigned(
            "tf.scatter_nd_add(v, [[0], [0]], [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]])",
            "tf.scatter_nd_sub(v, [[1, 1]], [3.0])",
        ),
    ),
    row(
        "batch_scatter_update",
        assigned("tf.batch_scatter_update(v, [[0], [1], [2], [0]], [[9.0]] * 4)"),
    ),
    row("scopes", in_scopes),
    row("numbers of scopes", numbered),
    row("collections", collected),
    row("a custom getter", getter),
    row("a template", template),
    row("nested fetches", fetched),
    row("variables without a value", uninitialized),
    row("first values again", restarted),
    row("placeholders", fed),
    program("gradients with weights", weighed, X),
    program("gradients by their weights", weights_too, X, A(4), gradients=False),
    program("gradients of parts", partial, X, gradients=False),
    program("gradients past a fixed tensor", partial_of_input, X, gradients=False),
    program("gradients of nothing", unconnected, A(2), gradients=False),
    row("gradients that are not there", not_connected, A(2)),
    row("hessians", second, X, gradients=False),
    row("hessians of a matrix", second_of_matrix, A(2, 3), gradients=False),
    row("gradients by constants", by_constant),
    *[row(source, given(source, [3, 3])) for source in INITIAL[:5]],
    *[row(source, given(source, [2, 2])) for source in INITIAL[5:]],
    *[row(source, spread(source, [60, 40])) for source in RANDOM],
    row("orthogonal_initializer", orthogonal),
    row(
        "what variables refuse",
        refused(
            "tf.Variable()",
            "tf.get_variable('nothing', shape=[None, 2])",
            "tf.get_variable('nothing')",
            "tf.get_variable('both', [2], initializer=tf.constant([1.0, 2.0]))",
            "tf.assign(v, [1.0, 2.0, 3.0])",
            "tf.assign(v, tf.constant([1, 2]))",
            "tf.constant_initializer(object())",
            "tf.variance_scaling_initializer(scale=-1.0)",
            "tf.variance_scaling_initializer(mode='fan')",
            "tf.random_normal_initializer(dtype=tf.int32)",
            "tf.orthogonal_initializer()([3])",
            "tf.initializers.identity()([3])",
            "tf.gradients(v, v, grad_ys=[v, v])",
            "tf.placeholder_with_default([1.0, 2.0], [3])",
            "tf.variable_scope(None).__enter__()",
            "tf.variable_scope(3).__enter__()",
            "tf.Session().run(None)",
            "tf.Session().run(object())",
        ),
    ),
)
