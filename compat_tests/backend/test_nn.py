"""Functions of backend.nn: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K


def dropped(level=0.25, shape=(400, 300), noise_shape=None, seed=7):
    x = K.placeholder(shape)
    return K.function([x], [K.dropout(x, level, noise_shape, seed)])


def test_dropout_drops_its_share_and_scales_up_the_rest(device, close):
    result = dropped()([np.full((400, 300), 2.0)])[0]
    assert set(np.unique(result)) == {np.float32(0), np.float32(2.0 / 0.75)}
    assert abs((result == 0).mean() - 0.25) < 0.005


def test_dropout_chooses_anew_each_time_and_alike_with_one_seed():
    first, second = dropped(), dropped()
    ones = np.ones((400, 300))
    results = [function([ones])[0] for function in (first, first, second, second)]
    assert (results[0] == results[2]).all()
    assert (results[1] == results[3]).all()
    assert (results[0] != results[1]).any()


def test_dropout_without_a_seed_follows_numpys():
    ones = np.ones((400, 300))
    results = []
    for seed in (3, 3, 4):
        np.random.seed(seed)  # noqa: NPY002 - Keras draws seeds from numpy's global stream
        results.append(dropped(seed=None)([ones])[0])
    assert (results[0] == results[1]).all()
    assert (results[0] != results[2]).any()


@pytest.mark.parametrize("noise_shape", [(400, 1), (None, 1), (1, 300), (1, 1)], ids=str)
def test_dropout_chooses_once_along_axes_of_length_one(noise_shape):
    result = dropped(0.5, noise_shape=noise_shape)([np.ones((400, 300))])[0]
    for axis, length in enumerate(noise_shape):
        if length == 1:
            assert (result == result.take([0], axis)).all()


def test_dropout_passes_the_gradient_of_what_it_keeps(close):
    x = K.placeholder((400, 300))
    y = K.dropout(x, 0.5, seed=1)
    value, slope = K.function([x], [y, K.gradients(K.sum(y), [x])[0]])([np.ones((400, 300))])
    close(slope, value)


def test_relu_takes_numbers_of_numpy(close):
    x = np.linspace(-1, 1, 9)
    with_plain = K.eval(K.relu(K.constant(x), 0.5, 0.5, 0.0))
    with_numpy = K.eval(K.relu(K.constant(x), np.array(0.5), np.float32(0.5), np.array(0.0)))
    close(with_numpy, with_plain)


def test_relu_takes_a_tensor_of_slopes(close):
    x, slopes = K.constant([[-2.0, -2.0, 3.0]]), K.constant([0.5, 0.1, 0.1])
    close(K.eval(K.relu(x, slopes)), np.array([[-1.0, -0.2, 3.0]]))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax", "elu", "softplus", "softsign"])
def test_whole_numbers_are_refused_with_the_remedy(name):
    with pytest.raises(TypeError, match=r"Use K.cast\(x, K.floatx\(\)\)"):
        getattr(K, name)(torch.tensor([[1, 2]]))
