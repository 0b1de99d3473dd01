"""Five steps of TensorFlow's optimizers, their slots, averages of variables, rates that fall."""

import numpy as np

from compat_tests.golden.tables.tensorflow.row import A, Program, calls, unique

WORDS = ["GradientDescent", "Momentum", "Adam", "RMSProp", "Adagrad", "Adadelta"]


def made(tf, name, **options):
    return getattr(tf.train, name + "Optimizer")(**options)


def loss_of(tf, dtype="float32"):
    w = tf.Variable(np.array([[1.0, -2.0], [0.5, 3.0]], dtype), name="w")
    b = tf.Variable(np.array([0.5, -0.25], dtype), name="b")
    x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 1.5]], dtype)
    return w, b, tf.reduce_mean(tf.square(tf.matmul(x, w) + b - 1.0))


def started(tf, *variables):
    session = tf.Session()
    session.run(tf.variables_initializer(list(variables)))
    return session


def flat(arrays):
    return np.concatenate([np.reshape(each, -1) for each in arrays])


def steps(name, dtype="float32", slots=(), apart=False, **options):
    """Return the body of five steps: the variables after each, and the slots at the end."""

    def body(tf):
        w, b, loss = loss_of(tf, dtype)
        step = tf.Variable(0, trainable=False)
        optimizer = made(tf, name, **options)
        if apart:
            pairs = optimizer.compute_gradients(loss, [w, b])
            train = optimizer.apply_gradients([(g * 2.0, v) for g, v in pairs], global_step=step)
        else:
            train = optimizer.minimize(loss, global_step=step, var_list=[w, b])
        kept = [optimizer.get_slot(v, slot) for slot in slots for v in (w, b)]
        session = started(tf, w, b, step, *optimizer.variables())
        found = []
        for _ in range(5):
            session.run(train)
            found.append(flat(session.run([w, b])))
        found.append(flat(session.run([step, *kept])))
        return tf.constant(flat(found))

    return body


def decayed(tf):
    w, b, loss = loss_of(tf)
    step = tf.Variable(0, trainable=False)
    rate = tf.train.exponential_decay(0.1, step, 2, 0.5, staircase=True)
    optimizer = tf.train.AdamOptimizer(rate)
    train = optimizer.minimize(loss, global_step=step, var_list=[w, b])
    session = started(tf, w, b, step, *optimizer.variables())
    found = []
    for _ in range(5):
        session.run(train)
        found.append(flat(session.run([w, b, rate])))
    return tf.constant(flat(found))


def clipped(tf):
    w, b, loss = loss_of(tf)
    optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
    grads, variables = zip(*optimizer.compute_gradients(loss, [w, b]))  # noqa: B905 - Python 3.7
    grads, norm = tf.clip_by_global_norm(grads, 1.0)
    train = optimizer.apply_gradients(zip(grads, variables))  # noqa: B905 - Python 3.7
    session = started(tf, w, b, *optimizer.variables())
    found = [session.run(norm)]
    for _ in range(3):
        session.run(train)
        found.append(flat(session.run([w, b])))
    return tf.constant(flat(found))


def partly(tf):
    w, b, loss = loss_of(tf)
    optimizer = tf.train.AdamOptimizer(0.1)
    train = optimizer.minimize(loss, var_list=[b])
    session = started(tf, w, b, *optimizer.variables())
    session.run(train)
    return tf.constant(flat(session.run([w, b])))


def bounded(tf):
    w = tf.Variable([1.0, 2.0], constraint=lambda v: tf.clip_by_value(v, 0.0, 1.5))
    optimizer = tf.train.GradientDescentOptimizer(1.0)
    train = optimizer.minimize(tf.reduce_sum(w * [1.0, -3.0]), var_list=[w])
    session = started(tf, w)
    session.run(train)
    return tf.constant(session.run(w))


def averages(decay, counted):
    def body(tf):
        v = tf.Variable([1.0, 2.0])
        count = tf.Variable(3, trainable=False)
        average = tf.train.ExponentialMovingAverage(decay, count if counted else None)
        moved = average.apply([v])
        change = tf.assign_add(v, [1.0, -1.0])
        session = started(tf, v, count)
        session.run(tf.variables_initializer([average.average(v)]))
        found = []
        for _ in range(3):
            session.run(change)
            session.run(moved)
            found.append(session.run(average.average(v)))
        return tf.constant(flat(found))

    return body


def names(tf):
    with tf.variable_scope(None, default_name="model"):
        w = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
    optimizer = tf.train.AdamOptimizer()
    optimizer.minimize(tf.reduce_sum(w * w), var_list=[w])
    return [
        optimizer.get_name(),
        optimizer.get_slot_names(),
        optimizer.get_slot(w, "m").name.split("/")[1:],
        optimizer.get_slot(w, "v").name.split("/")[1:],
    ]


def refused(*lines):
    """Return the body that says which error each line raises."""

    def body(tf):
        v = tf.Variable([1.0, 2.0])
        i = tf.Variable([1, 2])
        space = {"tf": tf, "v": v, "i": i, "o": tf.train.GradientDescentOptimizer(0.1)}
        return [error_of(line, space) for line in lines]

    return body


def error_of(line, space):
    """Return the name of the error that a line raises; None for none."""
    try:
        eval(line, space)
    except Exception as error:
        return type(error).__name__
    return None


def row(name, body, **options):
    return Program(name, body, [], shapes=False, **options)


def rows_of(name, slots, *choices, **common):
    found = []
    for options in choices:
        words = ", ".join(f"{key}={options[key]}" for key in sorted(options))
        found.append(row(f"{name}({words})", steps(name, slots=slots, **dict(options, **common))))
    return found


STEP = [A(kind=step, dtype="int64") for step in (0, 1, 5, 10, 23)]


def decays(function, *arguments, **options):
    return calls(f"train.{function}", *[[0.1, step, *arguments] for step in STEP], **options)


ROWS = unique(
    rows_of("GradientDescent", (), {"learning_rate": 0.1}, {"learning_rate": 0.1, "apart": True}),
    rows_of("GradientDescent", (), {"learning_rate": 0.1, "dtype": "float64"}),
    rows_of(
        "Momentum",
        ["momentum"],
        {"learning_rate": 0.1, "momentum": 0.9},
        {"learning_rate": 0.05, "momentum": 0.5, "use_nesterov": True},
        {"learning_rate": 0.05, "momentum": 0.9, "use_nesterov": True, "dtype": "float64"},
    ),
    rows_of(
        "Adam",
        ["m", "v"],
        {},
        {"learning_rate": 0.1},
        {"learning_rate": 0.1, "beta1": 0.5, "beta2": 0.9, "epsilon": 0.1},
        {"learning_rate": 0.1, "dtype": "float64"},
    ),
    rows_of(
        "RMSProp",
        ["rms", "momentum"],
        {"learning_rate": 0.1},
        {"learning_rate": 0.01, "decay": 0.5, "momentum": 0.5, "epsilon": 0.01},
        {"learning_rate": 0.01, "momentum": 0.3, "dtype": "float64"},
    ),
    rows_of(
        "RMSProp",
        ["rms", "mg", "momentum"],
        {"learning_rate": 0.01, "centered": True, "epsilon": 1.0},
    ),
    rows_of(
        "Adagrad",
        ["accumulator"],
        {"learning_rate": 0.1},
        {"learning_rate": 0.1, "initial_accumulator_value": 0.5, "dtype": "float64"},
    ),
    rows_of(
        "Adadelta",
        ["accum", "accum_update"],
        {},
        {"learning_rate": 1.0, "rho": 0.5, "epsilon": 0.01},
        {"learning_rate": 1.0, "dtype": "float64"},
    ),
    rows_of(
        "Ftrl",
        ["accum", "linear"],
        {"learning_rate": 0.1},
        {"learning_rate": 0.5, "learning_rate_power": -0.3, "l2_regularization_strength": 0.1},
        {"learning_rate": 0.5, "l1_regularization_strength": 0.5, "initial_accumulator_value": 0.5},
        {"learning_rate": 0.5, "l2_shrinkage_regularization_strength": 0.1, "dtype": "float64"},
    ),
    row("a rate that falls", decayed),
    row("gradients clipped by their norm", clipped),
    row("one of two variables", partly),
    row("a variable within bounds", bounded),
    row("moving averages", averages(0.9, False)),
    row("moving averages by a count", averages(0.9, True)),
    row("names of slots", names),
    row(
        "what optimizers refuse",
        refused(
            "o.minimize(tf.constant(1.0), var_list=[v])",
            "o.minimize(tf.reduce_sum(v), var_list=[])",
            "o.compute_gradients(tf.reduce_sum(v), [tf.constant(1.0)])",
            "o.compute_gradients(tf.reduce_sum(i), [v])",
            "o.compute_gradients(tf.reduce_sum(v), [v], gate_gradients=7)",
            "o.apply_gradients([])",
            "o.apply_gradients([(None, v)])",
            "o.apply_gradients([(tf.constant([1.0, 1.0]), tf.constant(1.0))])",
            "tf.train.AdagradOptimizer(0.1, initial_accumulator_value=0.0)",
            "tf.train.Optimizer(False, '')",
            "tf.train.exponential_decay(0.1, None, 1, 0.5)",
            "tf.train.piecewise_constant(1, [1.0], [0.1])",
        ),
    ),
    decays("exponential_decay", 10, 0.5),
    decays("exponential_decay", 10, 0.5, True),
    decays("natural_exp_decay", 10, 0.5),
    decays("natural_exp_decay", 10, 0.5, True),
    decays("inverse_time_decay", 10, 0.5),
    decays("inverse_time_decay", 10, 0.5, True),
    decays("polynomial_decay", 10),
    decays("polynomial_decay", 10, 0.01, 2.0),
    decays("polynomial_decay", 10, 0.01, 0.5, True),
    decays("cosine_decay", 10),
    decays("cosine_decay", 10, 0.1),
    decays("cosine_decay_restarts", 5),
    decays("cosine_decay_restarts", 5, 1.0),
    decays("cosine_decay_restarts", 5, 1.5, 0.5, 0.1),
    decays("linear_cosine_decay", 10),
    calls("train.piecewise_constant", *[[step, [1, 10], [0.3, 0.2, 0.1]] for step in STEP]),
)
