"""Regularizers against their formulas, and from their configurations."""

import numpy as np
import pytest

from compat_tests.reference.functions import REGULARIZERS
from keras_on_torch import backend as K
from keras_on_torch import regularizers

ROWS = [
    ("l1", {"l": 0.01}),
    ("l1", {"l": 2.0}),
    ("l2", {"l": 0.01}),
    ("l1_l2", {"l1": 0.01, "l2": 0.5}),
    ("l1_l2", {"l1": 0.0, "l2": 0.5}),
]
each_row = pytest.mark.parametrize(("name", "arguments"), ROWS, ids=str)
DRAWN = np.random.RandomState(3).normal(size=(3, 4))


@each_row
def test_gives_what_the_formula_gives(name, arguments, device, close):
    penalty = getattr(regularizers, name)(**arguments)(K.variable(DRAWN))
    close(K.eval(penalty), REGULARIZERS[name](DRAWN, **arguments))


@each_row
def test_is_rebuilt_from_its_config(name, arguments):
    one = getattr(regularizers, name)(**arguments)
    other = regularizers.get(regularizers.serialize(one))
    assert type(other) is type(one)
    assert other.get_config() == one.get_config()


def test_config_holds_the_factors_in_the_configured_precision():
    assert regularizers.l2(0.1).get_config() == {"l1": 0.0, "l2": float(np.float32(0.1))}


def test_without_factors_there_is_no_penalty():
    assert regularizers.L1L2()(K.variable(DRAWN)) == 0.0


def test_get_knows_names_none_and_functions():
    assert regularizers.get("l1").get_config() == regularizers.l1().get_config()
    assert regularizers.get(None) is None
    assert regularizers.get(K.sum) is K.sum


@pytest.mark.parametrize("identifier", ["no_such", 3])
def test_refuses_what_means_no_regularizer(identifier):
    with pytest.raises(ValueError, match="regularizer"):
        regularizers.get(identifier)
