"""Losses against their formulas, and by their names."""

import numpy as np
import pytest
import torch

from compat_tests.reference.losses import LOSSES
from keras_on_torch import backend as K
from keras_on_torch import losses
from keras_on_torch.losses import Reduction

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
    "cosine_similarity": "cosine_proximity",
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


# ---- objects
def test_an_object_of_the_user_s_reduces_as_it_is_told(close):
    class Distance(losses.Loss):
        def call(self, y_true, y_pred):
            return K.sum(K.abs(y_true - y_pred), axis=-1)

    y, p = np.zeros((3, 2)), np.arange(6.0).reshape(3, 2)
    each, weights = np.array([1.0, 5.0, 9.0]), np.array([2.0, 0.0, 1.0])
    reduced = {"none": each * weights, "sum": 11.0, "sum_over_batch_size": 11.0 / 3}
    for reduction in Reduction.all():
        close(K.eval(Distance(reduction)(y, p, sample_weight=weights)), reduced[reduction])
    close(K.eval(Distance()(y.tolist(), p.tolist())), 5.0)


def test_an_object_computes_and_derives_on_torch_tensors(close):
    p = torch.tensor([[2.0, 0.1]], requires_grad=True)
    loss = losses.Huber(delta=1.0)(torch.zeros(1, 2), p)
    loss.backward()
    close(float(loss.detach()), (1.5 + 0.005) / 2)
    close(p.grad.numpy(), np.array([[0.5, 0.05]]))


def test_cosine_similarity_is_a_loss_too(close):
    y, p = drawn("cosine_proximity", (6, 4))
    loss = losses.CosineSimilarity()(K.variable(y), K.variable(p))
    close(K.eval(loss), LOSSES["cosine_proximity"](y, p).mean())


@pytest.mark.parametrize("made", [losses.Huber(0.5), losses.BinaryCrossentropy(True, 0.2)])
def test_an_object_is_made_again_from_what_is_written_of_it(made):
    again = losses.deserialize(losses.serialize(made))
    assert type(again) is type(made)
    assert again.get_config() == made.get_config()


@pytest.mark.parametrize(
    ("loss", "is_it"),
    [
        ("categorical_crossentropy", True),
        (losses.categorical_crossentropy, True),
        (losses.CategoricalCrossentropy(), True),
        (losses.LossFunctionWrapper(losses.categorical_crossentropy), True),
        (losses.mean_squared_error, False),
        (losses.MeanSquaredError(), False),
        ("mse", False),
    ],
)
def test_the_cross_entropy_of_classes_is_told_from_others(loss, is_it):
    assert losses.is_categorical_crossentropy(loss) == is_it


def test_there_is_no_other_reduction():
    with pytest.raises(ValueError, match="Invalid Reduction Key mean"):
        losses.MeanSquaredError("mean")([[1.0]], [[2.0]])


def test_weights_must_fit():
    with pytest.raises(ValueError, match="Incompatible shapes"):
        losses.MeanSquaredError()(np.ones((4, 2)), np.ones((4, 2)), sample_weight=np.ones(3))


def test_an_object_needs_its_method():
    with pytest.raises(NotImplementedError, match="must define call"):
        losses.Loss()([1.0], [1.0])
