"""Locally connected layers: what golden rows do not ask."""

import numpy as np
import pytest

import keras_on_torch.backend as K
from keras_on_torch.layers import Input, LocallyConnected1D, LocallyConnected2D
from keras_on_torch.models import Model


@pytest.mark.parametrize("layer", [LocallyConnected1D, LocallyConnected2D])
def test_takes_whole_windows_only(layer):
    for padding in ("same", "causal"):
        with pytest.raises(ValueError, match='only "valid" is supported'):
            layer(2, 3, padding=padding)
    assert layer(2, 3, padding="VALID").padding == "valid"


@pytest.mark.parametrize("layer", [LocallyConnected1D, LocallyConnected2D])
def test_has_no_dilation(layer):
    with pytest.raises(TypeError, match="dilation_rate"):
        layer(2, 3, dilation_rate=2)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (LocallyConnected1D(2, 3), (None, 3)),
        (LocallyConnected2D(2, 3), (None, 5, 3)),
        (LocallyConnected2D(2, 3), (5, None, 3)),
        (LocallyConnected2D(2, 3), (5, 5, None)),
    ],
    ids=lambda given: getattr(given, "name", str(given)),
)
def test_must_know_how_many_kernels_it_needs(layer, shape):
    with pytest.raises(ValueError, match="should be"):
        layer(Input(shape))


def test_each_place_has_a_kernel_and_a_bias_of_its_own(close):
    layer = LocallyConnected1D(2, 3, strides=2, bias_initializer="random_normal")
    x = Input((7, 4))
    model = Model(x, layer(x))
    kernel, bias = layer.get_weights()
    assert kernel.shape == (3, 12, 2)
    assert bias.shape == (3, 2)
    numbers = np.random.default_rng(0).normal(size=(2, 7, 4)).astype("float32")
    windows = [numbers[:, start : start + 3].reshape(2, 12) for start in (0, 2, 4)]
    expected = np.stack([window @ kernel[place] for place, window in enumerate(windows)], 1) + bias
    close(model.predict(numbers), expected.astype("float32"))


def test_channels_of_sequences_come_last_whatever_is_configured(close):
    """As in Keras, which checks `data_format` and does not look at it again."""
    x = Input((6, 3))
    last = LocallyConnected1D(2, 3)
    numbers = np.random.default_rng(0).normal(size=(2, 6, 3)).astype("float32")
    expected = Model(x, last(x)).predict(numbers)
    K.set_image_data_format("channels_first")
    first = LocallyConnected1D(2, 3, data_format="channels_first")
    model = Model(x, first(x))
    first.set_weights(last.get_weights())
    close(model.predict(numbers), expected)
    with pytest.raises(ValueError, match="data_format"):
        LocallyConnected1D(2, 3, data_format="middle")
