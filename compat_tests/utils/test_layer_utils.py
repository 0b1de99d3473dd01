"""Counting and porting weights, and the way back to the inputs."""

from types import SimpleNamespace

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch.utils import layer_utils
from keras_on_torch.utils.conv_utils import convert_kernel


class Dense:
    def __init__(self, kernel):
        self.weights = [kernel, np.zeros(kernel.shape[1])]

    def get_weights(self):
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        self.weights = weights


def test_weights_that_come_twice_count_once():
    a, b = K.variable(np.zeros((3, 4))), K.variable(0.0)
    assert layer_utils.count_params([a, b, a]) == 13
    assert layer_utils.count_params([]) == 0


def test_kernels_of_convolutions_are_flipped():
    kernel = np.random.RandomState(0).normal(size=(3, 3, 2, 4)).astype("float32")
    conv = type("Conv2D", (), {"kernel": K.variable(kernel)})()
    other = type("Other", (), {"kernel": K.variable(kernel)})()
    layer_utils.convert_all_kernels_in_model(SimpleNamespace(layers=[conv, other]))
    np.testing.assert_array_equal(K.get_value(conv.kernel), convert_kernel(kernel))
    np.testing.assert_array_equal(K.get_value(other.kernel), kernel)


def test_dense_weights_follow_the_axis_order_of_the_map():
    random = np.random.RandomState(0)
    image, kernel = random.normal(size=(5, 6, 2)), random.normal(size=(60, 7))
    dense = Dense(kernel)
    expected = image.ravel() @ kernel
    layer_utils.convert_dense_weights_data_format(dense, (2, 5, 6), "channels_first")
    first = image.transpose(2, 0, 1)
    np.testing.assert_allclose(first.ravel() @ dense.get_weights()[0], expected)
    layer_utils.convert_dense_weights_data_format(dense, (5, 6, 2), "channels_last")
    np.testing.assert_array_equal(dense.get_weights()[0], kernel)
