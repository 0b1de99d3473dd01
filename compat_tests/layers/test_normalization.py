"""Batch normalisation as a layer: what golden rows do not ask."""

import numpy as np
import pytest

import keras_on_torch.backend as K
from keras_on_torch.layers import BatchNormalization, Input
from keras_on_torch.models import Model, Sequential

SHAPES = [((6,), -1), ((5, 6), -1), ((4, 5, 6), -1), ((6, 4, 5), 1), ((2, 3, 2, 6), -1)]


def axes_besides(axis, ndim):
    return tuple(each for each in range(ndim) if each != axis % ndim)


def placed(values, axis, ndim):
    shape = [1] * ndim
    shape[axis] = -1
    return np.reshape(values, shape)


@pytest.mark.parametrize(("shape", "axis"), SHAPES, ids=str)
def test_training_takes_the_statistics_of_the_batch(shape, axis, close):
    x = Input(shape)
    y = BatchNormalization(axis=axis)(x)
    numbers = np.random.RandomState(0).normal(2.0, 3.0, (8, *shape)).astype("float32")
    axes = axes_besides(axis, len(shape) + 1)
    expected = (numbers - numbers.mean(axes, keepdims=True)) / np.sqrt(
        numbers.var(axes, keepdims=True) + 1e-3
    )
    close(K.function([x, K.learning_phase()], [y])([numbers, 1])[0], expected)
    close(K.function([x, K.learning_phase()], [y])([numbers, 0])[0], numbers / np.sqrt(1.001))


@pytest.mark.parametrize(("shape", "axis"), SHAPES, ids=str)
def test_moving_averages_are_those_of_the_batches_seen(shape, axis, close):
    """As TensorFlow 1 averages: what there was before the first batch does not count."""
    model = Sequential([BatchNormalization(axis=axis, momentum=0.9, input_shape=shape)])
    model.compile("sgd", "mse")
    model.optimizer.lr = 0.0
    random, ndim = np.random.RandomState(0), len(shape) + 1
    axes, sums, weight = axes_besides(axis, ndim), np.zeros((2, 6)), 0.0
    for _ in range(3):
        batch = random.normal(1.0, 2.0, (8, *shape)).astype("float32")
        model.train_on_batch(batch, batch)
        count = batch.size / 6
        unbiased = count / (count - 1) if ndim == 4 and axis == -1 else 1.0
        seen = [batch.mean(axes), batch.var(axes) * unbiased * count / (count - 1.001)]
        sums = 0.9 * sums + 0.1 * np.stack(seen)
        weight = 0.9 * weight + 0.1
        close(model.layers[0].get_weights()[2:], list(sums / weight))


def test_averages_that_began_at_different_times_each_go_their_own_way(close):
    """As TensorFlow 1 averages, and each layer's average corrects the bias of its own start."""
    x = Input((3,))
    first, second = BatchNormalization(momentum=0.9), BatchNormalization(momentum=0.9)
    h = first(x)
    both, one = Model(x, second(h)), Model(x, h)
    both.compile("sgd", "mse")
    one.compile("sgd", "mse")
    both.optimizer.lr = one.optimizer.lr = 0.0
    batches = np.random.RandomState(0).normal(1.0, 2.0, (3, 8, 3)).astype("float32")
    one.train_on_batch(batches[0], batches[0])
    for batch in batches[1:]:
        both.train_on_batch(batch, batch)
    weights = 0.1 * np.array([0.81, 0.9, 1.0])
    seen = batches.mean(1)
    close(K.get_value(first.moving_mean), weights @ seen / weights.sum())
    close(K.get_value(second.moving_mean), np.zeros(3), atol=1e-6)
    scale = batches.var(1) / (batches.var(1) + 1e-3) * 8 / (8 - 1.001)
    close(K.get_value(second.moving_variance), weights[1:] @ scale[1:] / weights[1:].sum())


@pytest.mark.parametrize("training", [True, False])
def test_one_kind_of_statistics_may_be_asked_for(training, close):
    x = Input((6,))
    layer = BatchNormalization()
    y = layer(x, training=training)
    numbers = np.random.RandomState(0).normal(2.0, 3.0, (8, 6)).astype("float32")
    results = [K.function([x, K.learning_phase()], [y])([numbers, phase])[0] for phase in (0, 1)]
    close(results[0], results[1])
    assert (abs(results[0].mean()) < 1e-3) == training
    assert bool(layer.updates) == training


def test_weights_are_those_that_are_asked_for():
    for center in (True, False):
        for scale in (True, False):
            layer = BatchNormalization(center=center, scale=scale)
            layer.build((None, 4))
            assert len(layer.trainable_weights) == center + scale
            assert len(layer.non_trainable_weights) == 2
            assert (layer.beta is None, layer.gamma is None) == (not center, not scale)


def test_frozen_layer_keeps_its_averages(close):
    x = Input((6,))
    layer = BatchNormalization()
    model = Model(x, layer(x))
    layer.trainable = False
    model.compile("sgd", "mse")
    before = model.get_weights()
    batch = np.random.RandomState(0).normal(2.0, 3.0, (8, 6))
    model.train_on_batch(batch, batch)
    close(model.get_weights(), before)


def test_channels_must_be_known():
    with pytest.raises(ValueError, match=r"should be defined|must be known"):
        BatchNormalization()(Input((4, None)))
