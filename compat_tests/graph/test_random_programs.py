"""Random programs of K agree with plain torch, and the two programs that first did not."""

import numpy as np
import pytest

from compat_tests.graph.random_programs import check
from keras_on_torch import backend as K


@pytest.mark.parametrize("seed", range(80))
def test_a_random_program_agrees_with_plain_torch(seed):
    check(seed)


def test_what_no_gradient_needs_is_there_for_its_consumers(close):
    x = K.placeholder((None, 2))
    b = x + 1.0
    g = K.gradients(K.sum(x * x), x)[0]
    close(K.function([x], [b * g])([np.full((3, 2), 2.0)])[0], np.full((3, 2), 12.0))


def test_a_map_takes_a_gradient_in_each_step(close):
    """A Jacobian, row by row: the derivative of w * x by w is x."""
    w = K.variable([1.0, 2.0, 3.0])
    x = K.placeholder((3,))
    losses = w * w * x
    rows = K.map_fn(lambda i: K.gradients(losses[i], [w])[0], K.arange(3), dtype="float32")
    data = np.array([1.0, 0.5, 2.0], "float32")
    close(K.function([x], [rows])([data])[0], np.diag(2 * np.array([1.0, 2.0, 3.0]) * data))


def test_a_value_that_is_a_variable_passed_on_is_that_of_before_the_update(close):
    v = K.variable([1.0, 2.0])
    passed = K.identity(v)
    result = K.function([], [passed], [K.update(v, v * 3.0)])([])
    close(result[0], np.array([1.0, 2.0]))
    close(K.get_value(v), np.array([3.0, 6.0]))
