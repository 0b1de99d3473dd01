"""Convolutional layers: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from keras_on_torch.layers import (
    Activation,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Conv3DTranspose,
    DepthwiseConv2D,
    Input,
    SeparableConv1D,
    SeparableConv2D,
)
from keras_on_torch.models import Model, Sequential

RANKS = [(Conv1D, (6, 2)), (Conv2D, (5, 6, 2)), (Conv3D, (4, 5, 3, 2))]


@pytest.mark.parametrize(("layer", "shape"), RANKS)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_relu_within_is_relu_behind(layer, shape, padding, close):
    """A layer whose activation is relu rectifies in place: no value or slope may tell."""
    numbers = np.random.default_rng(0).normal(size=(3, *shape)).astype("float32")

    def asked(within):
        convolution = layer(
            4, 2, padding=padding, activation="relu" if within else None, bias_initializer="ones"
        )
        x = Input(shape)
        y = convolution(x) if within else Activation("relu")(convolution(x))
        convolution.set_weights(
            [np.cos(np.arange(w.size)).reshape(w.shape) for w in convolution.get_weights()]
        )
        model = Model(x, y)
        slopes = K.gradients(K.sum(y * y), [x, *convolution.trainable_weights])
        curved = K.gradients(K.sum(K.square(slopes[0])), [x])
        return K.function([x], [model.output, *slopes, *curved])([numbers])

    for within, behind in zip(asked(True), asked(False), strict=True):
        close(within, behind)


def test_relu_within_leaves_the_input_alone(close):
    """A kernel of size one that copies its input must not make the copy one of memory."""
    x = Input((4, 4, 1))
    layer = Conv2D(1, 1, activation="relu", use_bias=False)
    model = Model(x, [x, layer(x)])
    layer.set_weights([np.ones((1, 1, 1, 1))])
    numbers = np.random.default_rng(0).normal(size=(2, 4, 4, 1)).astype("float32")
    same, rectified = model.predict(numbers)
    close(same, numbers)
    close(rectified, np.maximum(numbers, 0))


def test_another_activation_may_take_the_place_of_relu(close):
    layer = Conv2D(2, 2, activation="relu")
    x = Input((4, 4, 1))
    model = Model(x, layer(x))
    numbers = np.random.default_rng(0).normal(size=(2, 4, 4, 1)).astype("float32")
    assert model.predict(numbers).min() >= 0
    layer.activation = K.tanh
    assert Model(x, layer(x)).predict(numbers).min() < 0


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", ["channels_last", "channels_first"])
@pytest.mark.parametrize(
    ("kind", "sizes"),
    [
        (Conv1D, (9,)),
        (Conv2D, (9, 9)),
        (Conv3D, (6, 6, 6)),
        (Conv2DTranspose, (9, 9)),
        (Conv3DTranspose, (5, 5, 5)),
        (DepthwiseConv2D, (9, 9)),
        (SeparableConv1D, (9,)),
        (SeparableConv2D, (9, 9)),
    ],
)
def test_gradients_lie_in_memory_as_their_weights(kind, sizes, name, channels, count):
    """P11: then neither convolutions nor fused optimizers copy them."""
    shape = (*sizes, channels) if name == "channels_last" else (channels, *sizes)
    filters = {} if kind is DepthwiseConv2D else {"filters": count}
    layer = kind(**filters, kernel_size=3, data_format=name, input_shape=shape)
    Sequential([layer])(torch.randn(2, *shape)).square().sum().backward()
    for parameter in layer.parameters():
        assert parameter.grad.stride() == parameter.stride(), parameter.shape


def test_transposed_convolution_of_volumes_cannot_be_dilated():
    assert Conv3DTranspose(2, 3, dilation_rate=1).dilation_rate == (1, 1, 1)
    with pytest.raises(ValueError, match="dilat"):
        Conv3DTranspose(2, 3, dilation_rate=2)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (SeparableConv1D(2, 3, padding="causal"), (7, 3)),
        (SeparableConv2D(2, 3, padding="causal"), (7, 8, 3)),
        (DepthwiseConv2D(3, padding="causal"), (7, 8, 3)),
    ],
    ids=lambda given: getattr(given, "name", str(given)),
)
def test_channels_by_themselves_are_not_padded_causally(layer, shape):
    with pytest.raises(ValueError, match="padding"):
        layer(Input(shape))


def test_depthwise_windows_may_have_gaps(close):
    x = np.random.RandomState(1).normal(size=(2, 9, 8, 1)).astype("float32")
    for padding in ("valid", "same"):
        wide = Sequential(
            [DepthwiseConv2D(3, dilation_rate=(2, 1), padding=padding, input_shape=(9, 8, 1))]
        )
        plain = Sequential(
            [Conv2D(1, 3, dilation_rate=(2, 1), padding=padding, input_shape=(9, 8, 1))]
        )
        plain.set_weights(wide.get_weights())
        assert wide.output_shape == plain.output_shape
        close(wide.predict(x), plain.predict(x))
        assert wide.layers[0].get_config()["dilation_rate"] == (2, 1)
