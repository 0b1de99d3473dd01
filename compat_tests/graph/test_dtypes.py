"""`x.dtype`: TensorFlow 1's type of numbers, which torch takes, too."""

import pickle

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch.graph import as_dtype

# Read off TensorFlow 1.15: name, as_numpy_dtype, is_floating, is_integer, is_bool, size, repr.
TYPES = [
    ("float16", np.float16, True, False, False, 2, "tf.float16"),
    ("float32", np.float32, True, False, False, 4, "tf.float32"),
    ("float64", np.float64, True, False, False, 8, "tf.float64"),
    ("int32", np.int32, False, True, False, 4, "tf.int32"),
    ("int64", np.int64, False, True, False, 8, "tf.int64"),
    ("uint8", np.uint8, False, True, False, 1, "tf.uint8"),
    ("bool", np.bool_, False, False, True, 1, "tf.bool"),
]
each_type = pytest.mark.parametrize("told", TYPES, ids=[row[0] for row in TYPES])


@each_type
def test_answers_as_in_tensorflow(told):
    dtype = K.placeholder((2,), dtype=told[0]).dtype
    assert told == (
        dtype.name,
        dtype.as_numpy_dtype,
        dtype.is_floating,
        dtype.is_integer,
        dtype.is_bool,
        dtype.size,
        repr(dtype),
    )
    assert str(dtype) == f"<dtype: {told[0]!r}>"
    assert dtype.base_dtype is dtype


@each_type
def test_equals_its_name_and_the_types_of_numpy_and_torch(told):
    dtype, torch_type = K.placeholder((2,), dtype=told[0]).dtype, getattr(torch, told[0])
    assert dtype == told[0]
    assert dtype == told[1]
    assert dtype == np.dtype(told[0])
    assert dtype == torch_type
    assert torch_type == dtype
    assert {torch_type: "found"}[dtype] == "found"
    assert dtype != "complex64"
    assert dtype != 3.5
    assert pickle.loads(pickle.dumps(dtype)) is dtype


def test_that_of_a_variable_is_its_values_by_reference():
    dtype = K.variable([1.0]).dtype
    assert (dtype.name, repr(dtype)) == ("float32_ref", "tf.float32_ref")
    assert dtype.base_dtype is as_dtype("float32")
    assert dtype == torch.float32
    assert dtype.is_floating
    assert K.dtype(K.variable([1.0])) == "float32"


HALF = K.placeholder((2,), dtype="float16").dtype
CALLS = {
    "zeros": lambda: torch.zeros(2, dtype=HALF),
    "zeros_like": lambda: torch.zeros_like(torch.ones(2), dtype=HALF),
    "full": lambda: torch.full((2,), 1.0, dtype=HALF),
    "tensor": lambda: torch.tensor([1.0], dtype=HALF),
    "arange": lambda: torch.arange(2, dtype=HALF),
    "to": lambda: torch.ones(2).to(HALF),
    "to, by name": lambda: torch.ones(2).to(dtype=HALF),
    "new_zeros": lambda: torch.ones(2).new_zeros(2, dtype=HALF),
    "sum": lambda: torch.ones(2).sum(dtype=HALF),
    "softmax": lambda: torch.softmax(torch.ones(2), 0, dtype=HALF),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_torch_takes_it_where_it_takes_its_own(call):
    assert call().dtype is torch.float16


def test_recorded_calls_of_torch_take_it():
    x = K.placeholder((2,))
    assert torch.zeros_like(x, dtype=HALF).dtype == "float16"
    assert x.to(HALF).dtype == "float16"
    assert x.to(x.dtype).dtype == "float32"
    assert torch.finfo(HALF.as_torch_dtype).bits == 16


def test_what_is_no_type_is_refused():
    with pytest.raises(TypeError, match="Cannot convert value 'nothing' to a TensorFlow DType"):
        as_dtype("nothing")
