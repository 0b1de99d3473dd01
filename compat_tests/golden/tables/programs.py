"""Small programs of K: loops, choices, state. A function is a row, called by its name.

It gets `keras`, `K` and `made`, whose methods make tensors from the row's own stream of numbers:
`made.tensor(shape)` one that is fed, `made.weight(shape)` a variable. What it returns is recorded:
values, static shapes, types and derivatives of tensors, anything else as it is.
Read by Python 3.7 too; imports neither Keras.
"""
# ruff: noqa: N803 - K is what programs call it.

__all__ = ["ROWS", "Program"]

ROWS = []


class Program:
    """A row.

    Args:
        name: the function's name, and the row's.
        run: the function of (keras, K, made).
    """

    def __init__(self, name, run):
        self.name = name
        self.run = run

    def __str__(self):
        return self.name


def row(function):
    """Add a function to the table."""
    ROWS.append(Program(function.__name__, function))
    return function


def each(**variants):
    """Add a row for each variant of a function, which gets it as its last argument."""

    def added(function):
        for name in sorted(variants):
            call = lambda keras, K, made, f=function, v=variants[name]: f(keras, K, made, v)  # noqa: E731
            ROWS.append(Program(function.__name__ + " " + name, call))
        return function

    return added


# ---- K.rnn
def total(K, weight):
    """Return a step: tanh of the input's product with a weight and the state."""

    def step(x, states):
        new = K.tanh(K.dot(x, weight) + 0.5 * states[0])
        return new, [new]

    return step


OPTIONS = {
    "forwards": {},
    "backwards": {"go_backwards": True},
    "unrolled": {"unroll": True, "input_length": 4},
    "unrolled backwards": {"unroll": True, "go_backwards": True, "input_length": 4},
}


@each(**OPTIONS)
def rnn(keras, K, made, options):
    step = total(K, made.weight(3, 2))
    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)], **options)


@each(**OPTIONS)
def rnn_with_mask(keras, K, made, options):
    step = total(K, made.weight(3, 2))
    mask = made.tensor(None, 4, kind="bits")
    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)], mask=mask, **options)


@each(**OPTIONS)
def rnn_with_constants(keras, K, made, options):
    one, other = made.tensor(None, 2), made.weight(2)

    def step(x, states):
        state, first, second = states
        new = K.tanh(x[:, :2] * first + state) * second
        return new, [new]

    x, state = made.tensor(None, 4, 3), made.tensor(None, 2)
    return K.rnn(step, x, [state], constants=[one, other], **options)


@each(**OPTIONS)
def rnn_with_mask_and_constants(keras, K, made, options):
    constant, mask = made.tensor(None, 2), made.tensor(None, 4, kind="bits")

    def step(x, states):
        new = states[0] * 0.5 + x[:, 1:] * states[1]
        return new, [new]

    x, state = made.tensor(None, 4, 3), made.tensor(None, 2)
    return K.rnn(step, x, [state], mask=mask, constants=[constant], **options)


@each(**OPTIONS)
def rnn_of_two_states(keras, K, made, options):
    def step(x, states):
        one, other = states
        new = K.tanh(x + one - other)
        return new * 2.0, [new, one + 0.1]

    states = [made.tensor(None, 3), made.tensor(None, 3)]
    return K.rnn(step, made.tensor(None, 4, 3), states, **options)


@each(**OPTIONS)
def rnn_of_no_states(keras, K, made, options):
    return K.rnn(lambda x, states: (K.exp(x), []), made.tensor(None, 4, 3), [], **options)


@each(**OPTIONS)
def rnn_whose_output_is_wider_than_its_state(keras, K, made, options):
    def step(x, states):
        return K.concatenate([x, states[0]]), [states[0] + x[:, :1]]

    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 1)], **options)


@each(**OPTIONS)
def rnn_of_images(keras, K, made, options):
    def step(x, states):
        new = K.relu(x + 0.3 * states[0])
        return new, [new]

    return K.rnn(step, made.tensor(None, 4, 2, 3), [made.tensor(None, 2, 3)], **options)


@each(**OPTIONS)
def rnn_that_captures_tensors(keras, K, made, options):
    outer, weight = made.tensor(None, 2), made.weight(3, 2)
    doubled = outer * 2.0

    def step(x, states):
        new = K.sigmoid(K.dot(x, weight) + doubled + outer * states[0])
        return new, [new]

    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)], **options)


@each(**OPTIONS)
def rnn_that_calls_a_cell(keras, K, made, options):
    cell = keras.layers.LSTMCell(2)
    cell.build((None, 3))
    for weight in cell.weights:
        made.fill(weight)
    states = [made.tensor(None, 2), made.tensor(None, 2)]
    return K.rnn(cell.call, made.tensor(None, 4, 3), states, **options)


@row
def rnn_that_calls_a_layer(keras, K, made):
    layer = keras.layers.Dense(2, activation="tanh")
    layer.build((None, 5))
    for weight in layer.weights:
        made.fill(weight)

    def step(x, states):
        new = layer.call(K.concatenate([x, states[0]]))
        return new, [new]

    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)])


@each(forwards={}, backwards={"go_backwards": True})
def rnn_of_unknown_length(keras, K, made, options):
    step = total(K, made.weight(3, 2))
    return K.rnn(step, made.tensor(None, None, 3), [made.tensor(None, 2)], **options)


@each(forwards={}, backwards={"go_backwards": True})
def rnn_of_unknown_length_with_mask(keras, K, made, options):
    step = total(K, made.weight(3, 2))
    mask = made.tensor(None, None, kind="bits")
    return K.rnn(step, made.tensor(None, None, 3), [made.tensor(None, 2)], mask=mask, **options)


@row
def rnn_from_zeros(keras, K, made):
    x = made.tensor(None, 4, 3)
    step = total(K, made.weight(3, 2))
    zeros = K.tile(K.expand_dims(K.sum(K.zeros_like(x), axis=(1, 2))), [1, 2])
    return K.rnn(step, x, [zeros])


@row
def rnn_within_rnn(keras, K, made):
    inner = made.tensor(None, 3, 2)

    def add(x, states):
        return x + states[0], [x + states[0]]

    def step(x, states):
        last, _, _ = K.rnn(add, inner * K.expand_dims(x, 1), [states[0]])
        return last, [last]

    return K.rnn(step, made.tensor(None, 4, 2), [made.tensor(None, 2)])


@row
def rnn_in_a_gradient(keras, K, made):
    x, state = made.tensor(None, 4, 2), made.tensor(None, 2)
    last, _, _ = K.rnn(lambda x, s: (x * s[0], [K.tanh(x * s[0])]), x, [state])
    made.differentiates = False
    return K.gradients(K.sum(last), [x, state])


@row
def rnn_mistakes(keras, K, made):
    x, state = made.tensor(None, None, 3), made.tensor(None, 3)
    flat = made.tensor(None, 3)

    def step(x, states):
        return x, [x]

    return [
        made.fails(lambda: K.rnn(step, x, [state], unroll=True)),
        made.fails(lambda: K.rnn(step, flat, [state])),
    ]


# ---- maps, folds, choices
@row
def map_that_captures(keras, K, made):
    weight, outer = made.weight(3, 2), made.tensor(None, 2)
    return K.map_fn(lambda x: K.dot(K.expand_dims(x, 0), weight)[0] + outer[0], made.tensor(4, 3))


@row
def map_of_unknown_rows(keras, K, made):
    return K.map_fn(lambda x: K.sum(x) * x, made.tensor(None, 3))


@row
def map_within_map(keras, K, made):
    return K.map_fn(lambda x: K.map_fn(lambda y: y * y + K.sum(x), x), made.tensor(3, 2))


@row
def map_of_pairs(keras, K, made):
    pairs = (made.tensor(4, 3), made.tensor(4, 2))
    return K.map_fn(lambda pair: K.sum(pair[0]) * pair[1], pairs, dtype="float32")


@row
def map_of_numbers_to_rows(keras, K, made):
    x = made.tensor(4, 3)
    return K.map_fn(lambda i: K.sum(K.gather(x, i)), K.arange(4), dtype="float32")


@each(left="foldl", right="foldr")
def fold(keras, K, made, name):
    scale = made.tensor(2)
    return getattr(K, name)(lambda a, b: a * 0.5 + b * scale, made.tensor(4, 2))


@each(left="foldl", right="foldr")
def fold_from_a_start(keras, K, made, name):
    start = made.tensor(2)
    return getattr(K, name)(lambda a, b: K.tanh(a - b), made.tensor(4, 2), initializer=start)


@row
def switch_on_a_number(keras, K, made):
    x, y, limit = made.tensor(None, 3), made.tensor(None, 3), made.tensor()
    return K.switch(K.greater(limit, 0.0), x * 2.0, y - x)


@row
def switch_of_functions(keras, K, made):
    x, y, limit = made.tensor(None, 3), made.tensor(None, 3), made.tensor()
    weight = made.weight(3)
    return K.switch(K.less(limit, 0.0), lambda: K.exp(x) * weight, lambda: x * y)


@row
def switch_element_by_element(keras, K, made):
    x, y = made.tensor(None, 3), made.tensor(None, 3)
    return K.switch(K.greater(x, y), x * x, y)


@row
def switch_row_by_row(keras, K, made):
    x, y = made.tensor(None, 3, 2), made.tensor(None, 3, 2)
    return K.switch(K.greater(K.sum(x, axis=(1, 2)), 0.0), x, y * y)


@row
def switch_within_switch(keras, K, made):
    x, limit = made.tensor(None, 3), made.tensor()

    def inner():
        return K.switch(K.less(limit, 1.0), lambda: x * 3.0, lambda: -x)

    return K.switch(K.greater(limit, 0.0), inner, lambda: x)


@row
def switch_mistakes(keras, K, made):
    x, y = made.tensor(None, 3), made.tensor(None, 3)
    return made.fails(lambda: K.switch(made.tensor(None, 3, 2), x, y))


@each(testing=0, training=1)
def phases(keras, K, made, phase):
    x, y = made.tensor(2, 3), made.tensor(2, 3)
    chosen = [
        K.in_train_phase(x + 1.0, y * 2.0),
        K.in_test_phase(x + 1.0, y * 2.0),
        K.in_train_phase(lambda: x * 2.0, lambda: y * 3.0),
        K.in_train_phase(x * 3.0, y, training=1),
        K.in_test_phase(x, y * 3.0, training=True),
        K.in_train_phase(x, K.in_test_phase(x * y, x - y)),
    ]
    function = K.function([x, y, K.learning_phase()], chosen)
    return [numbers.tolist() for numbers in function([*made.numbers, phase])]


# ---- state
@row
def values_are_got_and_set(keras, K, made):
    one, other = made.weight(2, 3), made.weight(4)
    K.set_value(one, K.get_value(one) * 2.0)
    K.batch_set_value([(one, K.get_value(one) + 1.0), (other, K.get_value(other) - 1.0)])
    return [*K.batch_get_value([one, other]), K.eval(one * 2.0), K.batch_get_value([])]


@row
def updates(keras, K, made):
    one, two, three = made.weight(2), made.weight(2), made.weight(2)
    x = made.tensor(2)
    changes = [K.update(one, x * 3.0), K.update_add(two, x), K.update_sub(three, x * 2.0)]
    function = K.function([x], [x + 1.0], updates=changes)
    given = function(made.numbers)
    return [given, [K.get_value(each) for each in (one, two, three)]]


@row
def updates_as_pairs(keras, K, made):
    one, x = made.weight(2), made.tensor(2)
    function = K.function([x], [], updates=[(one, one + x)])
    function(made.numbers)
    function(made.numbers)
    return K.get_value(one)


@row
def moving_averages(keras, K, made):
    average, x = K.variable([0.0, 0.0]), made.tensor(2)
    function = K.function([x], [], [K.moving_average_update(average, x, 0.9)])
    values = []
    for factor in (1.0, 2.0, -1.0):
        function([made.numbers[0] * factor])
        values.append(K.get_value(average))
    return values


@row
def counts_and_shapes(keras, K, made):
    weight, x = made.weight(2, 3), made.tensor(None, 4)
    return [
        [int(K.count_params(weight)), K.int_shape(weight), K.ndim(weight), K.dtype(weight)],
        [K.int_shape(x), K.ndim(x), K.dtype(x), K.is_placeholder(x), K.is_placeholder(weight)],
        [K.is_tensor(x), K.is_tensor(weight), K.is_tensor(3.0), K.is_sparse(x)],
        K.eval(K.shape(weight)),
        K.int_shape(K.placeholder(ndim=3)),
        K.dtype(K.placeholder((2,), dtype="int64")),
        K.dtype(K.variable(3)),
        K.dtype(K.variable(3, dtype="int32")),
    ]


@row
def keras_tensors(keras, K, made):
    x = keras.layers.Input((3,))
    y = keras.layers.Dense(2)(x)
    return [
        K.is_keras_tensor(x),
        K.is_keras_tensor(y),
        K.is_keras_tensor(K.placeholder((2,))),
        K.is_keras_tensor(K.variable(1.0)),
        K.is_keras_tensor(y * 2.0),
        made.fails(lambda: K.is_keras_tensor(3.0)),
    ]


@row
def numbers_of_names(keras, K, made):
    first = [K.get_uid("row"), K.get_uid("row"), K.get_uid("other"), K.get_uid()]
    K.reset_uids()
    return [first, K.get_uid("row")]


@row
def names_of_variables(keras, K, made):
    with K.name_scope("outer"):
        one = K.variable(1.0, name="kernel")
        with K.name_scope("inner"):
            two = K.variable(1.0, name="kernel")
    return [
        one.name,
        two.name,
        K.variable(1.0, name="kernel").name,
        K.placeholder((1,), name="x").name,
    ]


@row
def settings(keras, K, made):
    before = [K.floatx(), K.epsilon(), K.image_data_format(), K.backend()]
    K.set_epsilon(1e-3)
    K.set_floatx("float64")
    K.set_image_data_format("channels_first")
    during = [K.floatx(), K.epsilon(), K.image_data_format(), K.dtype(K.variable(1.0))]
    during += [
        K.dtype(K.placeholder((1,))),
        K.dtype(K.ones((2,))),
        str(K.cast_to_floatx([1]).dtype),
    ]
    K.set_epsilon(1e-7)
    K.set_floatx("float32")
    K.set_image_data_format("channels_last")
    refused = [
        made.fails(lambda: K.set_floatx("float8")),
        made.fails(lambda: K.set_image_data_format("channels")),
        made.fails(lambda: K.set_learning_phase(2)),
    ]
    return [before, during, refused]


@each(testing=0, training=1)
def the_learning_phase_may_be_fixed(keras, K, made, phase):
    x = made.tensor(2, 3)
    K.set_learning_phase(phase)
    try:
        y = K.in_train_phase(x * 2.0, x * 3.0)
        return [int(K.learning_phase()), K.function([x], [y])(made.numbers)]
    finally:
        K.clear_session()


@row
def intermediates_may_be_fed(keras, K, made):
    x = made.tensor(2, 3)
    middle = K.exp(x)
    last = K.sum(middle, axis=1)
    return K.function([middle], [last, middle * 2.0])(made.numbers)


@row
def second_derivatives(keras, K, made):
    x, weight = made.tensor(2, 3), made.weight(3)
    first = K.gradients(K.sum(K.tanh(x * weight)), [x])[0]
    return [first, K.gradients(K.sum(K.square(first)), [x, weight])]


@row
def derivatives_by_what_is_not_there(keras, K, made):
    x, other = made.tensor(2, 3), made.tensor(2)
    found = K.gradients(K.sum(x * x), [x, other])
    return [found[0], found[1] is None, K.gradients(K.stop_gradient(K.sum(x)), x)[0] is None]


@row
def derivatives_of_several_losses(keras, K, made):
    x, y = made.tensor(2, 3), made.tensor(2, 3)
    made.differentiates = False  # A derivative that is not there is 0 here the second time.
    return K.gradients([K.sum(x * y), K.sum(K.exp(x))], [x, y])


@row
def constraints_stay_with_variables(keras, K, made):
    variable = K.variable([-1.0, 2.0], constraint=keras.constraints.non_neg())
    optimizer = keras.optimizers.SGD(lr=1.0)
    changes = optimizer.get_updates(loss=K.sum(variable) * 3.0, params=[variable])
    K.function([], [], changes)([])
    return K.get_value(variable)
