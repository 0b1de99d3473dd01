"""Channels first, which TensorFlow computes on a GPU alone: as channels last with the axes moved.

What is computed with the channels last is recorded from TensorFlow 1.15.
"""

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.tensorflow import tf

X = np.random.RandomState(1).uniform(-1, 1, (2, 5, 6, 3)).astype("float32")
W = np.random.RandomState(2).uniform(-1, 1, (3, 2, 3, 4)).astype("float32")
SPREAD = np.random.RandomState(3).uniform(-1, 1, (3, 2, 4, 3)).astype("float32")
VECTOR = np.array([0.5, 1.0, -1.0], "float32")

CALLS = {
    "conv2d same": lambda x, **order: tf.nn.conv2d(x, W, 2, "SAME", **order),
    "conv2d dilated": lambda x, **order: tf.nn.conv2d(x, W, 1, "VALID", dilations=2, **order),
    "conv2d both": lambda x, **order: tf.nn.conv2d(x, W, 2, "SAME", dilations=2, **order),
    "conv2d of one pixel": lambda x, **order: tf.nn.conv2d(x, W[:1, :1], 2, "SAME", **order),
    "max_pool": lambda x, **order: tf.nn.max_pool(x, 2, 2, "SAME", **order),
    "avg_pool": lambda x, **order: tf.nn.avg_pool(x, 3, 1, "SAME", **order),
    "bias_add": lambda x, **order: tf.nn.bias_add(x, VECTOR, **order),
    "fused_batch_norm": lambda x, **order: tf.nn.fused_batch_norm(x, VECTOR, VECTOR, **order)[0],
}


def run(call, numbers, **order):
    x = K.placeholder(numbers.shape)
    return K.get_session().run(call(x, **order), {x: numbers})


@pytest.mark.parametrize("name", CALLS)
def test_channels_first_are_channels_last_moved(name, close):
    last = run(CALLS[name], X)
    first = run(CALLS[name], X.transpose(0, 3, 1, 2), data_format="NCHW")
    close(first.transpose(0, 2, 3, 1), last, rtol=1e-5, atol=1e-6)


def test_depthwise_channels_first(close):
    last = run(lambda x: tf.nn.depthwise_conv2d(x, W, [1, 2, 2, 1], "SAME"), X)
    moved = X.transpose(0, 3, 1, 2)
    first = run(
        lambda x: tf.nn.depthwise_conv2d(x, W, [1, 1, 2, 2], "SAME", data_format="NCHW"), moved
    )
    close(first.transpose(0, 2, 3, 1), last, rtol=1e-5, atol=1e-6)


def test_transposed_channels_first(close):
    last = run(lambda x: tf.nn.conv2d_transpose(x, SPREAD, [2, 10, 12, 4], 2), X)
    moved = X.transpose(0, 3, 1, 2)
    first = run(
        lambda x: tf.nn.conv2d_transpose(x, SPREAD, [2, 4, 10, 12], 2, data_format="NCHW"), moved
    )
    close(first.transpose(0, 2, 3, 1), last, rtol=1e-5, atol=1e-6)
