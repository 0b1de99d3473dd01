"""K.gradients of functions with bodies, phases and random numbers agree with differences."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.finite_differences import assert_gradients_agree
from compat_tests.golden.seeded_arrays import random_of


def cell(x, states):
    new = K.tanh(K.dot(x, K.constant(np.eye(3) * 0.5, dtype="float64")) + 0.5 * states[0])
    return new, [new]


def run(x, state, **options):
    mask = options.pop("mask", None)
    if mask is not None:
        options["mask"] = K.constant(mask, dtype="bool")
    last, outputs, states = K.rnn(cell, x, [state], **options)
    return K.concatenate([K.flatten(entry) for entry in (last, outputs, states[0])])


def with_constants(x, state, factor):
    def step(x, states):
        new = K.tanh(x * states[1] + states[0])
        return new, [new]

    return K.rnn(step, x, [state], constants=[factor])[1]


def chosen(x, y, truth=True):
    return K.switch(K.constant(truth, dtype="bool"), lambda: x * y, lambda: K.tanh(x))


def seeded(name, *more):
    return lambda *given: getattr(K, name)((2, 3), *given, *more, dtype="float64", seed=5)


def in_phase(function):
    """Fix the learning phase while the function is recorded."""

    def build(*given):
        K.set_learning_phase(1)
        return function(*given)

    return build


MASK = [[True, True, False, True], [True, False, False, False]]
RNN = [(2, 4, 3), (2, 3)]
CASES = {
    "rnn": (run, RNN),
    "rnn backwards": (lambda x, s: run(x, s, go_backwards=True), RNN),
    "rnn masked": (lambda x, s: run(x, s, mask=MASK), RNN),
    "rnn unrolled": (lambda x, s: run(x, s, unroll=True), RNN),
    "rnn unrolled masked": (lambda x, s: run(x, s, unroll=True, mask=MASK), RNN),
    "rnn with constants": (with_constants, [*RNN, (2, 3)]),
    "map_fn": (lambda x: K.map_fn(lambda row: K.tanh(row) * K.sum(row), x), [(3, 2)]),
    "map_fn of pairs": (
        lambda x, y: K.map_fn(lambda pair: pair[0] * K.sin(pair[1]), (x, y), dtype="float64"),
        [(3, 2), (3, 2)],
    ),
    "map_fn of an outer tensor": (lambda x, w: K.map_fn(lambda r: r * w, x), [(3, 2), (2,)]),
    "foldl": (lambda x, s: K.foldl(lambda a, r: K.tanh(a + r * r), x, s), [(3, 2), (2,)]),
    "foldl from the first": (lambda x: K.foldl(lambda a, r: K.tanh(a * r), x), [(3, 2)]),
    "foldr": (lambda x, s: K.foldr(lambda a, r: K.tanh(a + r * r), x, s), [(3, 2), (2,)]),
    "foldr from the last": (lambda x: K.foldr(lambda a, r: K.tanh(a * r), x), [(3, 2)]),
    "switch": (chosen, [(2, 3), (2, 3)]),
    "switch to the other": (lambda x: chosen(x, x, truth=False), [(2, 3)]),
    "switch by element": (lambda x, y: K.switch(K.greater(x, 0.1), x * y, y), [(2, 3), (2, 3)]),
    "switch by row": (
        lambda x, y: K.switch(K.constant([True, False], dtype="bool"), x, y * y),
        [(2, 3), (2, 3)],
    ),
    "in_train_phase": (in_phase(lambda x, y: K.in_train_phase(x * y, y)), [(2, 3), (2, 3)]),
    "in_train_phase given": (
        lambda x, y: K.in_train_phase(lambda: x * y, lambda: y, training=0),
        [(2, 3), (2, 3)],
    ),
    "in_test_phase": (in_phase(lambda x, y: K.in_test_phase(x * y, y * y)), [(2, 3), (2, 3)]),
    "dropout": (lambda x: K.dropout(x, 0.5, seed=3), [(4, 3)]),
    "dropout of rows": (lambda x: K.dropout(x, 0.5, noise_shape=(4, 1), seed=3), [(4, 3)]),
    "random_normal": (seeded("random_normal"), [(3,), (2, 1)]),
    "random_uniform": (seeded("random_uniform"), [(3,), (2, 1)]),
    "truncated_normal": (seeded("truncated_normal"), [(3,), (2, 1)]),
    "print_tensor": (lambda x: K.print_tensor(x * x, "x: "), [(2, 3)]),
    "gradients": (lambda x: K.gradients(K.sum(K.tanh(x) * x * x), [x])[0], [(2, 3)]),
}


class Recorded(torch.autograd.Function):
    """A recorded K expression as a function of torch, its derivatives those of K.gradients.

    It is recorded anew each time, so that seeded random numbers are the same each time.
    """

    @staticmethod
    def forward(build, *values):
        inputs, output = symbolic(build, values)
        return torch.as_tensor(K.function(inputs, [output])([each.numpy() for each in values])[0])

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.build, *values = inputs
        ctx.save_for_backward(*values)

    @staticmethod
    def backward(ctx, factor):
        inputs, output = symbolic(ctx.build, ctx.saved_tensors)
        weights = K.placeholder(tuple(factor.shape), dtype="float64")
        by = zip(K.gradients(K.sum(output * weights), inputs), inputs, strict=True)
        found = [K.zeros_like(entry) if each is None else each for each, entry in by]
        feeds = [value.detach().numpy() for value in (*ctx.saved_tensors, factor)]
        return None, *map(torch.as_tensor, K.function([*inputs, weights], found)(feeds))


def symbolic(build, values):
    inputs = [K.placeholder(tuple(value.shape), dtype="float64") for value in values]
    return inputs, build(*inputs)


@pytest.mark.parametrize("name", CASES)
def test_derivatives_of_recorded_calls_agree_with_differences(name):
    build, shapes = CASES[name]
    random = random_of("gradients", name)
    tensors = [torch.as_tensor(random.uniform(0.2, 1.2, shape)) for shape in shapes]
    for tensor in tensors:
        tensor.requires_grad_()
    assert_gradients_agree(lambda *given: Recorded.apply(build, *given), tensors)
