"""Constraints against their formulas, and from their configurations."""

import numpy as np
import pytest

from compat_tests.reference.functions import CONSTRAINTS
from keras_on_torch import backend as K
from keras_on_torch import constraints

ROWS = [
    ("max_norm", {}),
    ("max_norm", {"max_value": 0.5, "axis": 1}),
    ("max_norm", {"max_value": 0.5, "axis": [0, 1, 2]}),
    ("non_neg", {}),
    ("unit_norm", {}),
    ("unit_norm", {"axis": [0, 1]}),
    ("min_max_norm", {}),
    ("min_max_norm", {"min_value": 1.5, "max_value": 2.5}),
    ("min_max_norm", {"min_value": 1.0, "max_value": 1.2, "rate": 0.4, "axis": 3}),
]
each_row = pytest.mark.parametrize(("name", "arguments"), ROWS, ids=str)
DRAWN = np.random.RandomState(3).normal(size=(3, 3, 2, 4))


@each_row
def test_gives_what_the_formula_gives(name, arguments, device, close):
    bounded = getattr(constraints, name)(**arguments)(K.variable(DRAWN))
    close(K.eval(bounded), CONSTRAINTS[name](DRAWN, **arguments))


@each_row
def test_is_rebuilt_from_its_config(name, arguments):
    one = getattr(constraints, name)(**arguments)
    other = constraints.get(constraints.serialize(one))
    assert type(other) is type(one)
    assert other.get_config() == one.get_config()


@pytest.mark.parametrize("name", ["maxnorm", "nonneg", "unitnorm", "max_norm", "MinMaxNorm"])
def test_get_knows_old_and_new_names(name):
    assert isinstance(constraints.get(name), getattr(constraints, name))


def test_get_passes_none_and_functions_through():
    assert constraints.get(None) is None
    assert constraints.get(K.abs) is K.abs


@pytest.mark.parametrize("identifier", ["no_such", 3])
def test_refuses_what_means_no_constraint(identifier):
    with pytest.raises(ValueError, match="constraint"):
        constraints.get(identifier)
