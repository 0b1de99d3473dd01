"""Messages show numbers as they are written, whoever made them."""

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch import layers

TEN = np.int64(10)
REFUSED = {
    "reshape": lambda x: K.reshape(x, (TEN, TEN)),
    "tile": lambda x: K.tile(x, np.array([10])),
    "sum": lambda x: K.sum(x, axis=(TEN,)),
    "slice": lambda x: K.slice(x, (TEN, TEN), (TEN,)),
    "conv1d": lambda x: K.conv1d(x, K.ones((1, 4, 1)), strides=TEN, dilation_rate=TEN),
    "temporal_padding": lambda x: K.temporal_padding(x, (TEN,)),
    "Dense": lambda x: layers.Dense(-TEN)(x),
    "Conv1D": lambda x: layers.Conv1D(TEN, (TEN, TEN)),
    "MaxPooling2D": lambda x: layers.MaxPooling2D((TEN, TEN, TEN)),
    "Reshape": lambda x: layers.Reshape((TEN, TEN))(layers.Input((3, 4))),
    "Permute": lambda x: layers.Permute((TEN, np.int64(1)))(layers.Input((3, 4))),
    "normalize_tuple": lambda x: keras.utils.conv_utils.normalize_tuple((TEN, "a"), 2, "x"),
    "Orthogonal": lambda x: keras.initializers.Orthogonal()((TEN,)),
    "set_value": lambda x: K.set_value(K.zeros((2,)), np.zeros((TEN, TEN))),
    "batch_size": lambda x: keras.models.Sequential([layers.Dense(1, input_shape=(TEN,))]).predict(
        np.zeros((2, 10)), batch_size=np.float64(10.5)
    ),
}


@pytest.mark.parametrize("call", REFUSED)
def test_a_message_shows_the_number_alone(call):
    with pytest.raises((ValueError, TypeError, AssertionError, IndexError)) as refusal:
        REFUSED[call](K.placeholder((2, 3, 4)))
    told = str(refusal.value)
    assert "10" in told
    assert "np." not in told
