"""Conformance of layers.cudnn_recurrent: the layers that cuDNN computes, by the same formulas."""

import numpy as np
import pytest

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import recurrent
from keras_on_torch import backend as K
from keras_on_torch.layers import CuDNNGRU, CuDNNLSTM, Input, Masking
from keras_on_torch.models import Sequential


def as_cudnn_reads(kernel, units):
    """Return a kernel whose numbers are read gate by gate as (units, rows)."""
    gates = np.split(kernel, kernel.shape[1] // units, 1)
    return np.concatenate([gate.reshape(units, len(gate)).T for gate in gates], 1)


def cudnn_lstm(x, weights, units, **options):
    kernel, recurrent_kernel, bias = weights
    kernel, recurrent_kernel = (as_cudnn_reads(each, units) for each in (kernel, recurrent_kernel))
    weights = [kernel, recurrent_kernel, bias[: 4 * units] + bias[4 * units :]]
    return recurrent.lstm(x, weights, recurrent_activation="sigmoid", **options)[0]


def cudnn_gru(x, weights, units, **options):
    kernel, recurrent_kernel, bias = weights
    kernel, recurrent_kernel = (as_cudnn_reads(each, units) for each in (kernel, recurrent_kernel))
    weights = [kernel, recurrent_kernel, bias.reshape(2, -1)]
    options = {"recurrent_activation": "sigmoid", "reset_after": True, **options}
    return recurrent.gru(x, weights, **options)[0]


CASES = [
    case
    for name, formula in (("CuDNNLSTM", cudnn_lstm), ("CuDNNGRU", cudnn_gru))
    for case in (
        Case(name, {"units": 3}, (None, 5, 4), (None, 3), formula),
        Case(name, {"units": 3, "go_backwards": True}, (None, None, 4), (None, 3), formula),
        Case(name, {"units": 3, "return_sequences": True}, (None, 5, 4), (None, 5, 3), formula),
    )
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)

each_layer = pytest.mark.parametrize("layer_class", [CuDNNLSTM, CuDNNGRU])


def test_lstm_starts_with_one_forget_bias_of_one(close):
    layer = CuDNNLSTM(2)
    layer(Input((5, 4)))
    expected = np.zeros(16)
    expected[10:12] = 1.0
    close(layer.get_weights()[2], expected)


@each_layer
def test_gives_and_takes_states(layer_class):
    inputs = Input((5, 4))
    _, *states = layer_class(3, return_state=True)(inputs)
    output = layer_class(3, return_sequences=True)(inputs, initial_state=states)
    assert K.int_shape(output) == (None, 5, 3)


@each_layer
def test_keeps_states_from_batch_to_batch(layer_class, close):
    layer = layer_class(3, stateful=True, batch_input_shape=(2, 5, 4))
    model = Sequential([layer])
    x = np.ones((2, 5, 4))
    first, second = model.predict(x), model.predict(x)
    assert np.abs(first - second).max() > 1e-4
    model.reset_states()
    close(model.predict(x), first)


@each_layer
def test_is_frozen_as_a_whole(layer_class):
    layer = layer_class(3, kernel_regularizer="l2", recurrent_regularizer="l2")
    layer(Input((5, 4)))
    assert len(layer.trainable_weights) == 3
    assert len(layer.losses) == 2
    layer.trainable = False
    assert (len(layer.trainable_weights), len(layer.non_trainable_weights)) == (0, 3)


@each_layer
def test_refuses_masks(layer_class):
    with pytest.raises(ValueError, match="Masking is not supported for CuDNN RNNs"):
        layer_class(3)(Masking()(Input((5, 4))))
