"""Losses against their formulas, and by their names."""

import numpy as np
import pytest

from compat_tests.reference.losses import LOSSES
from keras_on_torch import backend as K
from keras_on_torch import losses

SHARES = {
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "kullback_leibler_divergence",
    "poisson",
}
SIGNS = {"hinge", "squared_hinge"}
ALIASES = {
    "mse": "mean_squared_error",
    "MSE": "mean_squared_error",
    "mae": "mean_absolute_error",
    "MAE": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "MAPE": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "MSLE": "mean_squared_logarithmic_error",
    "kld": "kullback_leibler_divergence",
    "KLD": "kullback_leibler_divergence",
    "cosine": "cosine_proximity",
}
each_loss = pytest.mark.parametrize("name", LOSSES)


def drawn(name, shape):
    random = np.random.RandomState(len(name))
    p, y = random.normal(size=shape), random.normal(size=shape)
    if name in SHARES:
        p = random.uniform(0.05, 1, size=shape)
        p /= p.sum(-1, keepdims=True)
        y = np.eye(shape[-1])[random.randint(shape[-1], size=shape[:-1])]
    if name.startswith("sparse"):
        y = y.argmax(-1)[..., None].astype(float)
    if name in SIGNS:
        y = np.sign(y)
    return y, p


@each_loss
@pytest.mark.parametrize("shape", [(6, 4), (5, 3, 4)])
def test_gives_each_sample_its_number(name, shape, device, close):
    y, p = drawn(name, shape)
    computed = K.eval(getattr(losses, name)(K.variable(y), K.variable(p)))
    close(computed, LOSSES[name](y, p))


@each_loss
def test_has_a_shape_before_it_runs(name):
    y, p = K.placeholder((None, 1 if name.startswith("sparse") else 4)), K.placeholder((None, 4))
    assert K.int_shape(getattr(losses, name)(y, p)) == (None,)


@pytest.mark.parametrize("name", ALIASES)
def test_short_names_mean_the_same_function(name):
    assert getattr(losses, name) is losses.get(name) is getattr(losses, ALIASES[name])


@each_loss
def test_is_found_by_its_name(name):
    loss = losses.get(name)
    assert losses.serialize(loss) == name
    assert losses.deserialize(name) is loss


def test_get_passes_none_and_functions_through():
    def mine(y_true, y_pred):
        return y_pred

    assert losses.get(None) is None
    assert losses.get(mine) is mine
    assert losses.deserialize("mine", {"mine": mine}) is mine


def test_a_function_put_into_the_module_is_found(monkeypatch):
    def mine(y_true, y_pred):
        return y_pred

    monkeypatch.setattr(losses, "mine", mine, raising=False)
    assert losses.get("mine") is mine


@pytest.mark.parametrize("identifier", ["no_such", 3, ["mse"]])
def test_refuses_what_means_no_loss(identifier):
    with pytest.raises(ValueError, match="loss function"):
        losses.get(identifier)
