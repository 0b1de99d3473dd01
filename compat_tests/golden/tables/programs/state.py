"""Values, updates, names, settings, derivatives."""
# ruff: noqa: N803 - K is what programs call it.

from compat_tests.golden.tables.programs.row import each, row

__all__ = []


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


@row
def whole_numbers_are_updated(keras, K, made):
    count = K.variable(3, dtype="int32")
    K.function([], [], [K.update_add(count, 4)])([])
    return [K.get_value(count).item(), K.dtype(count)]


@row
def mistakes_of_state(keras, K, made):
    weight = made.weight(2, 3)
    return [
        made.fails(lambda: K.set_value(weight, [1.0, 2.0])),
        made.fails(lambda: K.function([weight], weight)),
        made.fails(lambda: K.function(weight, [weight])),
        made.fails(lambda: K.function([], [weight], updates=3)),
    ]


@row
def names_begin_anew(keras, K, made):
    first = keras.layers.Dense(1).name
    K.clear_session()
    return [first, keras.layers.Dense(1).name]


@row
def named_tensors(keras, K, made):
    x = made.tensor(2, 3)
    return [K.identity(x, name="same").name, K.constant(1.0, name="one").name]
