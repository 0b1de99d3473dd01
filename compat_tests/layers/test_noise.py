"""Conformance of layers.noise: nothing in testing; in training, the law that is promised."""

import numpy as np
import pytest

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from keras_on_torch import backend as K
from keras_on_torch.layers import AlphaDropout, GaussianDropout, GaussianNoise, Input

CASES = [
    Case("GaussianNoise", {"stddev": 0.5}, (None, 4), (None, 4), reference.identity),
    Case("GaussianDropout", {"rate": 0.5}, (None, 3, 4), (None, 3, 4), reference.identity),
    Case("GaussianDropout", {"rate": 0.0}, (None, 4), (None, 4), reference.identity),
    Case("AlphaDropout", {"rate": 0.5}, (None, 4), (None, 4), reference.identity),
    Case("AlphaDropout", {"rate": 0.0}, (None, 4), (None, 4), reference.identity),
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)


def in_training(layer, x):
    inputs = Input(batch_shape=(None, *x.shape[1:]))
    return K.function([inputs, K.learning_phase()], [layer(inputs)])([x, 1])[0]


@pytest.mark.parametrize(
    ("layer", "mean", "stddev"),
    [
        (GaussianNoise(0.5), 2.0, 0.5),
        (GaussianDropout(0.2), 2.0, 2.0 * np.sqrt(0.2 / 0.8)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_adds_or_multiplies_normal_noise(layer, mean, stddev):
    y = in_training(layer, np.full((200, 300), 2.0, "float32"))
    assert abs(y.mean() - mean) < 0.02
    assert abs(y.std() - stddev) < 0.02


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.RandomState(0).normal(size=(400, 500)).astype("float32")
    y = in_training(AlphaDropout(0.3), x)
    assert abs(y.mean()) < 0.02
    assert abs(y.std() - 1.0) < 0.02
    values, counts = np.unique(y, return_counts=True)
    assert abs(counts.max() / y.size - 0.3) < 0.02
    assert values[counts.argmax()] < 0


def test_alpha_dropout_drops_together_where_its_noise_has_one_number():
    y = in_training(AlphaDropout(0.5, noise_shape=(30, 1), seed=3), np.ones((30, 6), "float32"))
    np.testing.assert_array_equal(y, np.broadcast_to(y[:, :1], y.shape))
    assert len(np.unique(y)) == 2
