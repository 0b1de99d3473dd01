"""Conformance of backend.printing: what TensorFlow 1.15 wrote for the same tensors."""

import numpy as np
import pytest

import keras_on_torch.backend as K

# Recorded by hand from K.print_tensor of Keras 2.2.4: K.eval writes to the error stream.
TEXTS = [
    (np.arange(10.0), "float32", "[0 1 2...]"),
    (np.arange(2.0), "float32", "[0 1]"),
    (np.arange(12.0).reshape(3, 4), "float32", "[[0 1 2...]...]"),
    (np.arange(4.0).reshape(2, 2), "float32", "[[0 1][2...]...]"),
    (np.arange(8.0).reshape(2, 2, 2), "float32", "[[[0 1][2...]]...]"),
    (np.arange(3.0).reshape(3, 1, 1), "float32", "[[[0]][[1]][[2]]]"),
    (np.arange(4.0).reshape(1, 1, 4), "float32", "[[[0 1 2...]]...]"),
    (np.arange(3.0).reshape(1, 3), "float32", "[[0 1 2]]"),
    (np.arange(4.0).reshape(4, 1), "float32", "[[0][1][2]...]"),
    (np.zeros((2, 0)), "float32", "[]"),
    (3, "int32", "[3]"),
    ([True], "bool", "[1]"),
    ([1.5, 1e-8, 1e20, 0.0], "float32", "[1.5 1e-08 1e+20...]"),
    ([1e-10, 123456789.0, np.inf], "float32", "[1e-10 123456792 inf]"),
    ([-0.0, 1e16, np.nan], "float32", "[-0 1e+16 nan]"),
    (1 / 3, "float32", "[0.333333343]"),
    (1 / 3, "float64", "[0.33333333333333331]"),
    ([0.1, -np.inf], "float16", "[0.0999755859 -inf]"),
]


@pytest.mark.parametrize(("value", "dtype", "text"), TEXTS, ids=str)
def test_is_written_as_tensorflow_writes_it(value, dtype, text, capsys):
    tensor = K.constant(value, dtype=dtype)
    assert np.array_equal(
        K.eval(K.print_tensor(tensor, "now: ")), K.eval(tensor), equal_nan=dtype != "bool"
    )
    assert capsys.readouterr().err == f"now: {text}\n"


def test_nothing_is_written_before_running(capsys):
    x = K.placeholder((None, 3))
    function = K.function([x], [K.print_tensor(x) * 2])
    assert capsys.readouterr().err == ""
    function([np.ones((1, 3))])
    assert capsys.readouterr().err == "[[1 1 1]]\n"
