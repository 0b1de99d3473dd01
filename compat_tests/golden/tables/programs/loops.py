"""K.rnn: masks, constants, what a step captures and calls, lengths, directions."""
# ruff: noqa: N803 - K is what programs call it.

from compat_tests.golden.tables.programs.row import each, row

__all__ = []


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


@each(forwards={}, unrolled={"unroll": True})
def rnn_with_a_mask_that_has_a_last_axis(keras, K, made, options):
    mask = made.tensor(None, 4, 1, kind="bits")
    step = total(K, made.weight(3, 2))
    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)], mask=mask, **options)


@each(forwards={}, backwards={"go_backwards": True})
def rnn_of_unknown_length_with_constants(keras, K, made, options):
    constant = made.tensor(None, 3)

    def step(x, states):
        new = K.tanh(x * states[1] + states[0])
        return new, [new]

    x, state = made.tensor(None, None, 3), made.tensor(None, 3)
    return K.rnn(step, x, [state], constants=[constant], **options)


@each(**OPTIONS)
def rnn_from_a_variable(keras, K, made, options):
    step = total(K, made.weight(3, 2))
    return K.rnn(step, made.tensor(3, 4, 3), [made.weight(3, 2)], **options)


@each(**OPTIONS)
def rnn_with_mask_that_calls_a_layer(keras, K, made, options):
    layer = keras.layers.Dense(2, activation="sigmoid")
    layer.build((None, 3))
    for weight in layer.weights:
        made.fill(weight)

    def step(x, states):
        new = layer.call(x) + 0.2 * states[0]
        return new, [new]

    mask = made.tensor(None, 4, kind="bits")
    return K.rnn(step, made.tensor(None, 4, 3), [made.tensor(None, 2)], mask=mask, **options)


@row
def rnn_with_mask_without_states(keras, K, made):
    x, mask = made.tensor(None, 4, 3), made.tensor(None, 4, kind="bits")
    return made.fails(lambda: K.rnn(lambda x, states: (x, []), x, [], mask=mask))
