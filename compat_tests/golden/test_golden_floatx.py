"""Models in float64 and float16 against recorded Keras: types, numbers, training, files."""

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import floatx

NUMBERS = ("losses", "predict", "weights", "test", "after")
TOLERANCE = {"float64": 1e-10, "float32": 1e-4, "float16": 3e-2}
# TensorFlow keeps this layer's slope in single precision.
ROUNDED = "float64; Dense(3), LeakyReLU()"


def computes_in_keras(row):
    return row.dtype != "float64" or "cast" in row.layers


@each_row("floatx", "run", keep=computes_in_keras)
def test_trains_in_the_type_that_keras_trains_in(row, record, device, close):
    found = floatx.everything(keras, row)
    types = {name: value for name, value in record.items() if name not in (*NUMBERS, "fails")}
    assert {name: found[name] for name in types} == types
    tolerance = 1e-7 if str(row).startswith(ROUNDED) else TOLERANCE[row.floatx]
    for name in NUMBERS:
        if name in record and not (name == "losses" and "fails" in record):
            close(found[name], record[name], rtol=tolerance, atol=tolerance, path=name)


@each_row("floatx", "mixed", keep=lambda row: not computes_in_keras(row))
def test_mixed_types_are_refused_as_in_keras(row, record, device):
    assert record["fails"] == "TypeError"
    with pytest.raises(TypeError, match=r"K\.cast"):
        floatx.everything(keras, row)
