"""Maps, folds, switches, learning phases."""
# ruff: noqa: N803 - K is what programs call it.

from compat_tests.golden.tables.programs.row import each, row

__all__ = []


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


@each(whole="int32", halves="float64")
def map_to_another_type(keras, K, made, kind):
    return K.map_fn(lambda x: K.cast(x * 3.0, kind), made.tensor(4, 2), dtype=kind)


@each(left="foldl", right="foldr")
def fold_of_unknown_rows(keras, K, made, name):
    return getattr(K, name)(lambda a, b: a * 0.5 + K.tanh(b), made.tensor(None, 2))


@row
def switch_on_whole_numbers(keras, K, made):
    x, y, ids = made.tensor(None, 3), made.tensor(None, 3), made.tensor(None, 3, kind="bits")
    return [K.switch(K.cast(ids, "int32"), x, y), K.switch(ids, x * y, x)]


@row
def switch_of_functions_element_by_element(keras, K, made):
    x, y = made.tensor(None, 3), made.tensor(None, 3)
    return K.switch(K.less(x, y), lambda: x * 2.0, lambda: K.exp(y))


@row
def switch_by_rows_of_length_one(keras, K, made):
    x, y, limit = made.tensor(None, 3), made.tensor(None, 3), made.tensor(None, 1)
    return K.switch(K.greater(limit, 0.0), x, y)


@each(testing=0, training=1)
def slopes_of_phases(keras, K, made, phase):
    x, y = made.tensor(2, 3), made.tensor(2, 3)
    chosen = K.in_train_phase(K.exp(x), x * y)
    slopes = K.gradients(K.sum(chosen), [x])
    function = K.function([x, y, K.learning_phase()], slopes)
    return function([*made.numbers, phase])


@each(testing=0.0, training=1.0)
def phase_told_by_a_tensor(keras, K, made, phase):
    x, told = made.tensor(2, 3), K.variable(phase)
    chosen = K.in_train_phase(x * 2.0, x * 3.0, training=K.greater(told, 0.5))
    return K.function([x], [chosen])(made.numbers)
