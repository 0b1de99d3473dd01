"""Random programs of K, run compiled and, from the same draws, step by step in plain torch.

Every value is (2, 3) or a scalar. A program draws its steps from a seed: arithmetic, derivatives of
first and second order, calls of layers, bodies of loops and branches (with derivatives inside),
updates, and feeds of inner values. The plain run does with torch's autograd at once what the
compiled one records: it shares no code with the package.

    python -m compat_tests.graph.random_programs 2000
"""

import random
import sys

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch.layers import Activation, Dense, Lambda

__all__ = ["check"]

SHAPE = (2, 3)


class Recorded:
    """The steps of a program on symbols."""

    def __init__(self, seed):
        weights = np.random.default_rng(seed).normal(size=(3, 3)).astype("float32")
        self.dense = Dense(3, activation="tanh", weights=[weights, np.zeros(3, "float32")])
        self.variables = [K.variable(start) for start in starts(seed)]
        self.kernel = None
        self.pool = []
        self.updates = []

    tanh, sigmoid = staticmethod(K.tanh), staticmethod(K.sigmoid)

    def keep(self, value):
        self.pool.append(value)

    def total(self, x):
        return K.sum(x)

    def gradient(self, loss, target):
        found = K.gradients(loss, [target])[0]
        return K.zeros_like(target) if found is None else found

    def layer(self, x):
        return self.dense(x)

    def unchanged(self, x):
        return Activation("linear")(x)

    def lambda_layer(self, function, x):
        return Lambda(function)(x)

    def rows(self, function, x):
        return K.map_fn(function, x)

    def fold(self, function, x):
        return K.foldl(function, x)

    def choice(self, condition, then, other):
        return K.switch(condition, then, other)

    def steps(self, function, x):
        sequence = K.expand_dims(x)  # (2, 3, 1): three steps.
        _, outputs, _ = K.rnn(function, sequence, [K.zeros_like(x[:, :1])])
        return K.squeeze(outputs, -1)

    def update(self, place, value):
        self.updates.append(K.update(self.variables[place], value))


class Plain:
    """The same steps on torch tensors, at once."""

    def __init__(self, seed, fed):
        weights = np.random.default_rng(seed).normal(size=(3, 3)).astype("float32")
        self.kernel = torch.tensor(weights, requires_grad=True)
        self.variables = [torch.tensor(start, requires_grad=True) for start in starts(seed)]
        self.pool = []
        self.fed = fed
        self.updates = {}

    tanh, sigmoid = staticmethod(torch.tanh), staticmethod(torch.sigmoid)

    def keep(self, value):
        given = self.fed.get(len(self.pool))
        if given is not None:
            value = torch.tensor(given)
        # What depends on nothing that varies can be differentiated by, all the same.
        self.pool.append(value if value.requires_grad else value.detach().requires_grad_())

    def total(self, x):
        return x.sum()

    def gradient(self, loss, target):
        if not loss.requires_grad:
            return torch.zeros_like(target)
        found = torch.autograd.grad(
            loss.sum(), target, create_graph=True, allow_unused=True, materialize_grads=True
        )
        return found[0]

    def layer(self, x):
        return torch.tanh(x @ self.kernel)

    def unchanged(self, x):
        return x.view_as(x)

    def lambda_layer(self, function, x):
        result = function(x)
        return result.view_as(result)

    def rows(self, function, x):
        return torch.stack([function(row) for row in x.unbind(0)])

    def fold(self, function, x):
        result, *rest = x.unbind(0)
        for row in rest:
            result = function(result, row)
        return result.view_as(result)  # TensorFlow's Exit: a tensor of its own.

    def choice(self, condition, then, other):
        result = then() if bool(condition) else other()
        return result.view_as(result)  # TensorFlow's Merge: a tensor of its own.

    def steps(self, function, x):
        state, outputs = torch.zeros_like(x[:, :1]), []
        for step in x.unbind(1):
            output, (state,) = function(step.unsqueeze(-1), [state])
            outputs.append(output)
        return torch.cat(outputs, -1)

    def update(self, place, value):
        self.updates[place] = value


def starts(seed):
    """Return the first values of the variables."""
    generator = np.random.default_rng([seed, 1])
    return [generator.normal(size=SHAPE).astype("float32") for _ in range(2)]


def compose(ops, draw, x):
    """Draw a program and take its steps."""
    ops.keep(x)
    for variable in ops.variables:
        ops.pool.append(variable)
    for _ in range(draw.randint(3, 9)):
        ops.keep(STEPS[draw.choice(sorted(STEPS))](ops, draw))
    for place in range(len(ops.variables)):
        if draw.random() < 0.3:
            ops.update(place, draw.choice(ops.pool[3:]) * 0.5)


def _pair(ops, draw):
    return draw.choice(ops.pool), draw.choice(ops.pool)


def _product(ops, draw):
    a, b = _pair(ops, draw)
    return ops.tanh(a * b)


def _sum(ops, draw):
    a, b = _pair(ops, draw)
    return a + ops.sigmoid(b)


def _derivative(ops, draw):
    a, target = _pair(ops, draw)
    return ops.gradient(ops.total(a * ops.tanh(a * target)), target)


def _second_derivative(ops, draw):
    a, target = _pair(ops, draw)
    other = draw.choice(ops.pool)
    first = ops.gradient(ops.total(ops.tanh(a * target * other)), target)
    return ops.gradient(ops.total(first * first), other)


def _derivative_by_kept(ops, draw):
    """Return the derivative of something made before by something made before that."""
    places = sorted(draw.sample(range(len(ops.pool)), 2))
    target, loss = ops.pool[places[0]], ops.pool[places[1]]
    return ops.gradient(ops.total(loss), target)


def _layer(ops, draw):
    return ops.layer(draw.choice(ops.pool))


def _unchanged(ops, draw):
    return ops.unchanged(draw.choice(ops.pool))


def _lambda_with_derivative(ops, draw):
    a = draw.choice(ops.pool)
    return ops.lambda_layer(lambda x: ops.gradient(ops.total(ops.tanh(x * x)), x) + x, a)


def _rows(ops, draw):
    a, b = _pair(ops, draw)
    return ops.rows(lambda row: ops.tanh(row * b[0]), a)


def _rows_with_derivative(ops, draw):
    a, b = _pair(ops, draw)
    outer = ops.tanh(a * b)
    by_row = draw.random() < 0.5

    def step(row):
        loss = ops.total(row * row * outer[0])
        return ops.gradient(loss, row) if by_row else ops.gradient(loss, b)[0] + row

    return ops.rows(step, a)


def _fold_with_derivative(ops, draw):
    a, b = _pair(ops, draw)
    outer = ops.sigmoid(b * b)

    def step(so_far, row):
        return so_far + ops.gradient(ops.total(ops.tanh(so_far * row) * outer[1]), b)[0]

    return ops.fold(step, a) * b


def _choice_with_derivative(ops, draw):
    a, b = _pair(ops, draw)
    c = draw.choice(ops.pool)
    outer = ops.tanh(a * b)
    return ops.choice(
        ops.total(c) > 0,
        lambda: ops.gradient(ops.total(outer * outer), b) * a,
        lambda: ops.tanh(outer - a),
    )


def _steps_with_derivative(ops, draw):
    a, b = _pair(ops, draw)

    def step(x, states):
        loss = ops.total(ops.tanh(x * states[0] + x * b[:, :1]))
        output = ops.gradient(loss, b)[:, :1] + states[0]
        return output, [output]

    return ops.steps(step, a)


STEPS = {
    "choice": _choice_with_derivative,
    "derivative": _derivative,
    "derivative_by_kept": _derivative_by_kept,
    "fold": _fold_with_derivative,
    "lambda": _lambda_with_derivative,
    "layer": _layer,
    "product": _product,
    "rows": _rows,
    "rows_with_derivative": _rows_with_derivative,
    "second": _second_derivative,
    "steps": _steps_with_derivative,
    "sum": _sum,
    "unchanged": _unchanged,
}


def check(seed):
    """Run one program both ways and compare all that is fetched, and the variables afterwards."""
    generator = np.random.default_rng([seed, 2])
    data = generator.normal(size=SHAPE).astype("float32")
    recorded = Recorded(seed)
    x = K.placeholder(SHAPE)
    recorded.dense(x)  # So that its weights are there before the first step.
    compose(recorded, random.Random(seed), x)
    choose = random.Random(-seed - 1)
    inner = range(3, len(recorded.pool))
    fed = {
        place: generator.normal(size=SHAPE).astype("float32")
        for place in choose.sample(inner, choose.randint(0, 1))
    }
    fetched = choose.sample(range(len(recorded.pool)), choose.randint(1, len(recorded.pool)))
    function = K.function(
        [x, *[recorded.pool[place] for place in fed]],
        [recorded.pool[place] for place in fetched],
        recorded.updates,
    )
    results = function([data, *fed.values()])

    plain = Plain(seed, fed)
    compose(plain, random.Random(seed), torch.tensor(data, requires_grad=True))
    after = [v.detach() for v in plain.variables]
    for place, value in plain.updates.items():
        after[place] = value.detach()
    for place, result in zip(fetched, results, strict=True):
        expected = after[place - 1] if place in (1, 2) else plain.pool[place].detach()
        np.testing.assert_allclose(result, expected.numpy(), 2e-4, 2e-5, err_msg=f"value {place}")
    for variable, expected in zip(recorded.variables, after, strict=True):
        np.testing.assert_allclose(K.get_value(variable), expected.numpy(), 2e-4, 2e-5)


def main(count):
    failed = []
    for seed in range(count):
        K.clear_session()
        try:
            check(seed)
        except Exception as error:
            failed.append((seed, f"{type(error).__name__}: {str(error).strip()[:150]}"))
    for seed, message in failed[:20]:
        print(seed, message)  # noqa: T201
    print(f"{count} programs, {len(failed)} failed")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
