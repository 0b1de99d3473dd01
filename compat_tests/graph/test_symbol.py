"""What can and what cannot be done to a symbolic tensor (P4 among it)."""

import copy
import gc
import threading
import weakref

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch.interop import torch_op


@pytest.fixture
def x():
    return graph.placeholder((None, 3), name="x")


def value(y, x, given):
    return graph.Function([x], [y])([given])[0]


OPERATORS = {
    "array from the left": lambda x: np.array([1.0, 2.0, 3.0]) * x,
    "right-hand subtraction": lambda x: 1 - x,
    "power": lambda x: x**2,
    "right-hand power": lambda x: 2**x,
    "negation": lambda x: -x,
    "comparison": lambda x: x > 1,
    "floor division": lambda x: x // 2,
    "a list": lambda x: x + [1.0, 2.0, 3.0],  # noqa: RUF005,
}


@pytest.mark.parametrize("compute", OPERATORS.values(), ids=OPERATORS)
def test_operator_computes_what_numpy_computes(compute, x):
    given = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]], dtype="float32")
    np.testing.assert_allclose(value(compute(x), x, given), compute(given), rtol=1e-6)


def test_torch_functions_and_methods_record_alike(x):
    given = np.ones((2, 3), "float32")
    for y in (torch.relu(x), x.relu(), torch.nn.functional.relu(x)):
        np.testing.assert_array_equal(value(y, x, given), given)


REFUSED = {
    "truth value": (lambda x: bool(x > 0), "K.switch"),
    "float": (lambda x: float(x), "K.eval"),
    "iteration over an unknown axis": (lambda x: list(x), "K.map_fn"),
    "NumPy": (lambda x: np.asarray(x), "K.function"),
    "in place": (lambda x: x.relu_(), "use relu"),
    "item": (lambda x: x.item(), "no values"),
}


@pytest.mark.parametrize(("act", "way_out"), REFUSED.values(), ids=REFUSED)
def test_refused_with_the_way_out_named(act, way_out, x):
    with pytest.raises(TypeError, match=way_out):
        act(x)


def test_equality_is_identity_and_symbols_are_keys(x):
    y = graph.placeholder((None, 3))
    assert x == x
    assert x != y
    assert {x: 1, y: 2}[x] == 1


def test_copying_gives_the_same_node(x):
    assert copy.deepcopy([x])[0] is x


class Hundredfold(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 100


def test_autograd_function_on_a_symbol_is_refused_and_the_way_out_works(x):
    with pytest.raises(TypeError, match="torch_op"):
        Hundredfold.apply(x)
    (slope,) = K.gradients(K.sum(torch_op(Hundredfold.apply)(x)), [x])
    np.testing.assert_array_equal(value(slope, x, np.ones((1, 3))), np.full((1, 3), 100.0))


def test_nodes_nobody_holds_are_freed():
    v = K.variable(2.0)
    gc.collect()
    born = [weakref.ref(v * 2 + 1) for _ in range(50)]
    gc.collect()
    assert not any(ref() for ref in born)


def test_threads_record_in_scopes_of_their_own():
    names, errors = [], []

    def build(number):
        try:
            scope = graph.Scope(owner=None)
            with graph.inside(scope):
                names.append(
                    all(torch.relu(graph.placeholder((None, 2))).scope is scope for _ in range(50))
                )
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=build, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert names == [True] * 8
