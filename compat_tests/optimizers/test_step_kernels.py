"""Built-in optimizers take the steps of their formulas."""

import numpy as np
import pytest

from compat_tests.reference.functions import CONSTRAINTS
from compat_tests.reference.optimizers import OPTIMIZERS
from keras_on_torch import backend as K
from keras_on_torch import constraints, optimizers

ROWS = [
    ("SGD", {}),
    ("SGD", {"lr": 0.1, "decay": 0.05}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "decay": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "decay": 0.1}),
    ("SGD", {"lr": 0.1, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.1, "rho": 0.5, "epsilon": 0.1, "decay": 0.1}),
    ("Adagrad", {}),
    ("Adagrad", {"lr": 0.1, "epsilon": 0.1, "decay": 0.1}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.6, "epsilon": 0.1, "decay": 0.1}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "epsilon": 0.1, "decay": 0.1}),
    ("Adam", {"lr": 0.1, "beta_1": 0.5, "beta_2": 0.6, "amsgrad": True}),
    ("Adamax", {}),
    ("Adamax", {"lr": 0.1, "beta_1": 0.5, "beta_2": 0.6, "epsilon": 0.1, "decay": 0.1}),
    ("Nadam", {}),
    ("Nadam", {"lr": 0.1, "beta_1": 0.5, "beta_2": 0.6, "epsilon": 0.1, "schedule_decay": 0.1}),
]
SHAPES = [(3, 4), (4,), (2, 3, 1, 2)]
STEPS = 25
each_row = pytest.mark.parametrize(("name", "arguments"), ROWS, ids=str)


class Run:
    """An optimizer on a few weights whose gradients are fed."""

    def __init__(self, optimizer, constraint=None, dtype=None):
        random = np.random.RandomState(0)
        self.optimizer = optimizer
        self.starts = [random.normal(size=shape) for shape in SHAPES]
        self.grads = [[random.normal(size=shape) for shape in SHAPES] for _ in range(STEPS)]
        self.params = [
            K.variable(start, dtype=dtype, constraint=constraint) for start in self.starts
        ]
        fed = [K.placeholder(shape, dtype=dtype) for shape in SHAPES]
        loss = sum(K.sum(p * g) for p, g in zip(self.params, fed, strict=True))
        self.updates = optimizer.get_updates(loss=loss, params=self.params)
        self.step = K.function(fed, [loss], updates=self.updates)

    def run(self, steps=STEPS):
        for number in range(steps):
            self.step(self.grads[number])
        return K.batch_get_value(self.params)

    def expected(self, name, **arguments):
        return [
            list(OPTIMIZERS[name](start, [grads[index] for grads in self.grads], **arguments))[-1]
            for index, start in enumerate(self.starts)
        ]


@each_row
def test_takes_the_steps_of_its_formula(name, arguments, device, close):
    run = Run(getattr(optimizers, name)(**arguments))
    close(run.run(), run.expected(name, **arguments))


@each_row
def test_takes_them_in_double_precision(name, arguments, device, close):
    K.set_floatx("float64")
    run = Run(getattr(optimizers, name)(**arguments), dtype="float64")
    close(run.run(), run.expected(name, **arguments), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_keeps_constrained_weights_within_bounds(name, close):
    run = Run(getattr(optimizers, name)(), constraint=constraints.UnitNorm())
    values = run.run(steps=3)
    close(values, [CONSTRAINTS["unit_norm"](value) for value in values])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_sees_a_new_learning_rate_at_the_next_step(name):
    optimizer = getattr(optimizers, name)()
    run = Run(optimizer)
    run.run(steps=2)
    K.set_value(optimizer.lr, 0.0)
    before = K.batch_get_value(run.params)
    run.step(run.grads[2])
    if name != "SGD":  # Its momentum of 0 would hide a mistake; see below.
        for one, other in zip(before, K.batch_get_value(run.params), strict=True):
            np.testing.assert_array_equal(one, other)
    K.set_value(optimizer.lr, 0.5)
    run.step(run.grads[3])
    assert not np.array_equal(before[0], K.get_value(run.params[0]))


def test_momentum_goes_on_when_the_learning_rate_is_nothing(close):
    optimizer = optimizers.SGD(lr=0.1, momentum=0.5)
    run = Run(optimizer)
    start = run.run(steps=1)
    K.set_value(optimizer.lr, 0.0)
    run.step(run.grads[1])
    moved = [value - 0.5 * 0.1 * grad for value, grad in zip(start, run.grads[0], strict=True)]
    close(K.batch_get_value(run.params), moved)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_counts_its_steps(name):
    optimizer = getattr(optimizers, name)()
    Run(optimizer).run(steps=3)
    assert K.get_value(optimizer.iterations) == 3


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_reads_gradients_whatever_their_order_in_memory(name, close):
    random = np.random.RandomState(0)
    start = random.normal(size=(3, 4))
    inputs = random.normal(size=(5, 4, 3))
    weight = K.variable(start)
    x = K.placeholder((4, 3))
    # The product's derivative comes transposed, the sum's comes as one number everywhere.
    loss = K.sum(K.dot(K.transpose(weight), K.transpose(x))) + K.sum(weight)
    optimizer = getattr(optimizers, name)()
    step = K.function([x], [loss], updates=optimizer.get_updates(loss=loss, params=[weight]))
    for values in inputs:
        step([np.resize(values, (4, 3))])
    grads = [np.repeat(v.sum(0)[:, None], 4, 1) + 1 for v in inputs]
    close(K.get_value(weight), list(OPTIMIZERS[name](start, grads))[-1])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_follows_weights_that_change_their_order_in_memory(name, close):
    optimizer = getattr(optimizers, name)()
    run = Run(optimizer)
    for number in range(STEPS):
        if number == 5:
            tensor = run.params[0].tensor
            tensor.set_(tensor.t().contiguous().t())
        run.step(run.grads[number])
    close(K.batch_get_value(run.params), run.expected(name))


def test_weights_without_gradient_are_named():
    used, unused = K.variable(1.0), K.variable(2.0, name="unused")
    with pytest.raises(ValueError, match=r"`None` for gradient.*unused"):
        optimizers.SGD().get_updates(K.square(used), [used, unused])


def test_without_weights_it_only_counts():
    optimizer = optimizers.SGD()
    loss = K.sum(K.variable([1.0]))
    K.function([], [loss], updates=optimizer.get_updates(loss, []))([])
    assert K.get_value(optimizer.iterations) == 1
