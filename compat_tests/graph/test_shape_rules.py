"""The rules say of a function what torch's own meta kernels say: shape, number type and layout."""

import itertools
import subprocess
import sys

import pytest
import torch
import torch.nn.functional as F

from keras_on_torch.graph.shape_rules import ShapeRules
from keras_on_torch.graph.shape_rules.registry import RULES

FLOAT, DOUBLE, INT, LONG, BOOL = (
    torch.float32,
    torch.float64,
    torch.int32,
    torch.int64,
    torch.bool,
)


def meta(*shape, dtype=FLOAT):
    return torch.empty(shape, dtype=dtype, device="meta")


def operands():
    """Return tensors of all layouts and number types that the rules tell apart."""
    return [
        meta(),
        meta(5),
        meta(2, 3),
        meta(2, 1, 3),
        meta(2, 3, 4, 5).permute(0, 2, 3, 1),
        meta(3, 2).t(),
        meta(2, 1).expand(2, 3),
        meta(4, 3)[::2],
        meta(0, 3),
        meta(2, 3, dtype=DOUBLE),
        meta(2, 3, dtype=torch.float16),
        meta(2, 3, dtype=INT),
        meta(3, dtype=LONG),
        meta(2, 3, dtype=BOOL),
        meta(2, 3, dtype=torch.uint8),
        meta(3, dtype=torch.complex64),
    ]


OF_ONE = [
    *(torch.neg, torch.abs, torch.square, torch.sign, torch.relu, torch.exp, torch.log),
    *(torch.sqrt, torch.rsqrt, torch.tanh, torch.sigmoid, torch.round, torch.floor),
    *(torch.isnan, torch.isfinite, F.relu, F.elu, F.softplus, F.leaky_relu, F.softsign),
    *(torch.empty_like, torch.zeros_like, torch.clone, torch.sum, torch.mean, torch.amax),
    *(torch.argmax, torch.var, torch.any, torch.all),
    *(torch.Tensor.__neg__, torch.Tensor.__abs__),
    lambda x: torch.clamp(x, 0.1, 0.9),
    lambda x: x.clamp(min=0.0),
    lambda x: torch.logit(x, 1e-7),
    lambda x: F.hardtanh(x, 0.0, 6.0),
    lambda x: F.threshold(x, 1.0, 0.0),
    lambda x: torch.softmax(x, -1),
    lambda x: F.softmax(x, dim=0),
    lambda x: torch.log_softmax(x, 0),
    lambda x: torch.cumsum(x, 0),
    lambda x: x.sum(-1, keepdim=True),
    lambda x: torch.sum(x, (0, 1), dtype=x.dtype),
    lambda x: torch.mean(x, [-1], True),
    lambda x: torch.amin(x, (0, -1), keepdim=True),
    lambda x: torch.argmin(x, 1, keepdim=True),
    lambda x: torch.var(x, (0,), correction=0, keepdim=True),
    lambda x: torch.var(x, 0, True),
    lambda x: torch.any(x, ()),
    lambda x: torch.all(x, -1),
    lambda x: torch.empty_like(x).bernoulli_(0.5),
    lambda x: torch.empty_like(x).add_(2.0).div_(3.0),
    lambda x: F.pad(x, [1, 2]),
    lambda x: F.pad(x, (0, 0, 1, 1), value=2.0),
    lambda x: torch.cat([x, x], -1),
    lambda x: torch.stack([x, x, x], -1),
    lambda x: F.embedding(x, meta(10, 4)),
    lambda x: torch.where(x > 0, x, 0.0),
    lambda x: torch.sum(x, 4),
    lambda x: x**2,
    lambda x: 2.0**x,
    lambda x: 1 - x,
    lambda x: 1 / x,
]
OF_TWO = [
    *(torch.add, torch.sub, torch.mul, torch.div, torch.pow, torch.maximum, torch.minimum),
    *(torch.eq, torch.lt, torch.ge),
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x != y,
    lambda x, y: torch.where(x > y, x, y),
    lambda x, y: x.clone().mul_(y),
    lambda x, y: F.binary_cross_entropy_with_logits(x, y, reduction="none"),
    lambda x, y: F.binary_cross_entropy_with_logits(x, y),
    lambda x, y: torch.cat((x, y), 0),
    lambda x, y: torch.stack((x, y)),
    lambda x, y: torch.mm(x, y.t()),
]
PRODUCTS = [
    (torch.mm, meta(2, 3), meta(3, 4)),
    (torch.mm, meta(3, 2).t(), meta(4, 3).t()),
    (torch.mm, meta(2, 3), meta(2, 3)),
    (torch.bmm, meta(5, 2, 3), meta(5, 4, 3).mT),
    (torch.bmm, meta(5, 2, 3), meta(4, 3, 2)),
    (torch.matmul, meta(5, 2, 3), meta(3, 4)),
    (torch.matmul, meta(5, 1, 2, 3), meta(7, 3, 4)),
    (torch.matmul, meta(2, 3), meta(5, 3, 4)),
    (torch.matmul, meta(3), meta(3)),
    (torch.addmm, meta(4), meta(2, 3), meta(3, 4)),
    (torch.addmm, meta(2, 1), meta(2, 3), meta(3, 4)),
    (torch.addmm, meta(5), meta(2, 3), meta(3, 4)),
    (F.linear, meta(5, 2, 3), meta(4, 3), meta(4)),
    (F.linear, meta(2, 3), meta(4, 3)),
    (F.linear, meta(2, 3), meta(3, 4)),
    (F.embedding, meta(2, 3, dtype=LONG), meta(10, 4)),
    (torch.mm, meta(2, 3), meta(3, 4, dtype=DOUBLE)),
]


def told(function, *args):
    """Return what is known of the result; only that it is refused, where it is."""
    try:
        result = function(*args)
    except (RuntimeError, TypeError, ValueError, IndexError, AttributeError):
        return "refused"
    return result.shape, result.dtype, result.stride() if result.numel() else None


@pytest.mark.parametrize("function", OF_ONE)
def test_of_one_tensor(function):
    for operand in operands():
        expected = told(function, operand)
        with ShapeRules():
            assert told(function, operand) == expected, (operand.shape, operand.dtype)


@pytest.mark.parametrize("function", OF_TWO)
def test_of_two(function):
    for one, other in itertools.product(operands(), [*operands(), 2, 0.5, True]):
        expected = told(function, one, other)
        with ShapeRules():
            found = told(function, one, other)
        assert found == expected, (one.shape, one.dtype, other)


@pytest.mark.parametrize("case", PRODUCTS, ids=lambda case: case[0].__name__)
def test_products(case):
    expected = told(*case)
    with ShapeRules():
        assert told(*case) == expected


def test_most_calls_are_answered_by_a_rule(monkeypatch):
    answered = []

    def noting(rule):
        def noted(*args, **kwargs):
            found = rule(*args, **kwargs)
            answered.append(found is not None)
            return found

        return noted

    for function, rule in list(RULES.items()):
        monkeypatch.setitem(RULES, function, noting(rule))
    x, weights = meta(2520, 8), meta(8, 4)
    with ShapeRules():
        shares = torch.softmax(torch.addmm(meta(4), x, weights), -1)
        loss = -(shares.clamp(1e-7, 1.0).log() * shares).sum(-1).mean()
    assert loss.shape == ()
    assert answered == [True] * 8


PROGRAM = """
import sys
import keras_on_torch as keras
from keras_on_torch.layers import *

x = image = Input((16, 16, 3))
x = Conv2D(8, 3, padding="same", activation="relu")(x)
x = MaxPooling2D()(BatchNormalization()(x))
x = Dropout(0.5)(Dense(8, activation="tanh")(Flatten()(x)))
text = Input((7,))
x = concatenate([x, LSTM(4)(Embedding(20, 5)(text))])
y, z = Dense(3, activation="softmax")(x), Dense(1, activation="sigmoid")(x)
model = keras.Model([image, text], [y, z])
model.compile("rmsprop", ["categorical_crossentropy", "binary_crossentropy"], ["accuracy"])
model._make_train_function()
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules])
"""


def test_no_compiler_is_loaded_to_build_a_model():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
