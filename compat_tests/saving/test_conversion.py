"""Weights of older writers and of CuDNN's layers, turned as Keras 2.2.4 turns them."""

import numpy as np
import pytest

from compat_tests.saving.record_conversions import CASES, RECORDED, converted, stand_in
from keras_on_torch.saving import preprocess_weights_for_loading


@pytest.mark.parametrize("name", CASES)
def test_turns_weights_as_keras_does(name):
    with np.load(RECORDED) as recorded:
        expected = [recorded[key] for key in recorded if key.partition("|")[0] == name]
    found = converted(preprocess_weights_for_loading, CASES[name])
    assert [array.shape for array in found] == [array.shape for array in expected]
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_array_equal(a, b)


def test_gates_of_keras_1_are_turned_one_by_one_where_channels_come_first():
    random = np.random.RandomState(0)
    gates = random.normal(size=(4, 5, 3, 2, 2)), random.normal(size=(4, 5, 5, 2, 2))
    biases = random.normal(size=(4, 5))
    stored = [array[gate] for gate in (0, 2, 1, 3) for array in (*gates, biases)]
    layer = stand_in("ConvLSTM2D", {"data_format": "channels_first"}, (2, 2, 3, 20))
    *kernels, bias = preprocess_weights_for_loading(layer, stored, "1", "theano")
    for kernel, old in zip(kernels, gates, strict=True):
        turned = np.concatenate([gate.transpose(2, 3, 1, 0) for gate in old], -1)[::-1, ::-1]
        np.testing.assert_array_equal(kernel, turned)
    np.testing.assert_array_equal(bias, biases.ravel())


def test_what_is_wrapped_is_turned_too():
    lstm = stand_in("LSTM", {}, (3, 8))
    both = stand_in("Bidirectional", {"forward_layer": lstm, "backward_layer": lstm}, (3, 8))
    once = stand_in("TimeDistributed", {"layer": lstm}, (3, 8))
    stored = [np.ones((3, 8)), np.ones((2, 8)), np.ones(16)]
    assert [w.shape for w in preprocess_weights_for_loading(both, stored * 2)] == [
        (3, 8),
        (2, 8),
        (8,),
    ] * 2
    assert preprocess_weights_for_loading(once, stored)[2].tolist() == [2.0] * 8


@pytest.mark.parametrize(
    ("kind", "attributes", "bias", "message"),
    [
        ("LSTM", {}, (5,), "Invalid bias shape"),
        ("GRU", {"reset_after": True}, (5,), "Invalid bias shape"),
        ("CuDNNGRU", {}, (6,), r"reset_after=False\) is not compatible with CuDNNGRU"),
        ("GRU", {"reset_after": False}, (2, 6), "is not compatible"),
    ],
)
def test_refuses_weights_of_another_kind(kind, attributes, bias, message):
    gates = 4 if kind == "LSTM" else 3
    stored = [np.ones((3, 2 * gates)), np.ones((2, 2 * gates)), np.ones(bias)]
    with pytest.raises(ValueError, match=message):
        preprocess_weights_for_loading(stand_in(kind, attributes, (3, 8)), stored)


def test_refuses_a_reshape_of_another_size():
    layer = stand_in("Conv2D", {"data_format": "channels_last"}, (3, 3, 2, 4))
    with pytest.raises(ValueError, match="equal size"):
        preprocess_weights_for_loading(layer, [np.ones((2, 2, 2, 4))], reshape=True)
