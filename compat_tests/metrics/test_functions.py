"""Metrics against their formulas, and by their names."""

import numpy as np
import pytest

from compat_tests.reference.losses import METRICS
from keras_on_torch import backend as K
from keras_on_torch import losses, metrics

each_metric = pytest.mark.parametrize("name", METRICS)


def drawn(name):
    random = np.random.RandomState(7)
    p = random.uniform(size=(40, 8))
    y = np.eye(8)[random.randint(8, size=40)]
    if name.startswith("sparse"):
        y = y.argmax(-1)[:, None].astype(float)
    return y, p


@each_metric
def test_gives_what_the_formula_gives(name, device, close):
    y, p = drawn(name)
    computed = K.eval(getattr(metrics, name)(K.variable(y), K.variable(p)))
    close(computed, METRICS[name](y, p).astype("float32"))


def test_class_numbers_may_have_an_axis_of_one_or_none(close):
    y, p = drawn("sparse_categorical_accuracy")
    flat = K.eval(metrics.sparse_categorical_accuracy(K.variable(y.ravel()), K.variable(p)))
    close(flat, (y.ravel() == p.argmax(-1)).astype("float32"))


@pytest.mark.parametrize("k", [1, 3, 8])
def test_top_k_takes_any_number_of_places(k, close):
    y, p = drawn("top_k_categorical_accuracy")
    own = (p * y).sum(-1, keepdims=True)
    expected = ((p > own).sum(-1) < k).mean()
    computed = metrics.top_k_categorical_accuracy(K.variable(y), K.variable(p), k=k)
    close(K.eval(computed), expected)


def test_binary_accuracy_rounds_halves_to_even(close):
    p = K.variable([[0.5, 1.5, 0.49, 0.51]])
    close(K.eval(metrics.binary_accuracy(K.variable([[0.0, 2.0, 0.0, 1.0]]), p)), np.array([1.0]))


@pytest.mark.parametrize("name", ["mse", "MAE", "cosine", "hinge", "logcosh", "poisson"])
def test_losses_are_metrics_too(name):
    assert metrics.get(name) is losses.get(name)


@each_metric
def test_is_found_by_its_name(name):
    assert metrics.serialize(metrics.get(name)) == name


def test_custom_metrics_are_found_in_a_scope():
    def mine(y_true, y_pred):
        return y_pred

    assert metrics.get(mine) is mine
    assert metrics.deserialize("mine", {"mine": mine}) is mine


@pytest.mark.parametrize("identifier", ["no_such", 3, None])
def test_refuses_what_means_no_metric(identifier):
    with pytest.raises(ValueError, match="metric function"):
        metrics.get(identifier)
