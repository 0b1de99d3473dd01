"""Conformance of the functions of K: a row is a call, a test is an aspect of it.

The rows are those of golden/tables/backend.py, neural.py and edges.py, with what Keras recorded.
"""

import builtins
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.backend.conformance import RECORDED, each, refusal
from compat_tests.finite_differences import assert_gradients_agree
from compat_tests.golden.runs import backend as run
from compat_tests.golden.tables.calls import UNKNOWN_AXES, Array, Numbers, Size

# Keras leaves these lengths open until it runs; here they follow from the arguments.
KNOWN_SOONER = (
    "conv2d_transpose(",
    "ctc_decode(",
    "conv3d(",
    "rnn(",
    "ctc_label_dense_to_sparse(",
)
# Keras lets the tuple's own error through; a record refuses shapes with ValueError.
OTHER_ERRORS = {"IndexError": "ValueError", "InvalidArgumentError": "ValueError"}


@each("shape")
def test_shape_is_known_as_keras_knows_it(row, formulas):
    known_sooner = str(row).startswith(KNOWN_SOONER)
    for unknown in UNKNOWN_AXES:
        expected = RECORDED[str(row)]["shapes"][unknown]
        if isinstance(expected, dict):
            continue
        shape = run.shape_of(K, row, unknown)
        if known_sooner:
            pairs = zip(shape, expected, strict=True)
            shape = [None if theirs is None else ours for ours, theirs in pairs]
        assert shape == expected, unknown


@each("result")
def test_computes_what_keras_computes(row, formulas, device, close):
    expected, actual = RECORDED[str(row)], run.values(K, row)
    for key in ("dtype", "variable"):
        assert actual[key] == expected[key], key
    for key in ("value", "gradients"):
        assert (key in actual) == (key in expected), key
        if key in expected:
            close(actual[key], expected[key], **tolerance(row))


@each("formula")
def test_computes_what_the_formula_gives(row, formulas, close):
    args, kwargs = on_numpy(row)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # NumPy's, of the mean of nothing.
        expected = np.asarray(row.of(SimpleNamespace(**formulas), args, kwargs))
    actual = run.values(K, row)["value"]
    if actual.dtype.kind in "iuf":  # What type Keras gives is asked above.
        common = np.result_type(actual, expected)
        actual, expected = actual.astype(common), expected.astype(common)
    close(actual, expected, **tolerance(row))


@each("eager")
def test_computes_real_tensors_at_once(row, formulas, device, close):
    args, kwargs = on_torch(row, device)
    actual = row.of(K, args, kwargs)
    assert isinstance(actual, torch.Tensor)
    expected = RECORDED[str(row)]
    if "value" in expected:
        assert K.dtype(actual) == expected["dtype"]
        close(actual.cpu().numpy(), expected["value"], **tolerance(row))


@each("gradients")
def test_derivatives_agree_with_differences(row, formulas):
    tensors = []

    def made(value, numbers, _):
        if isinstance(value, Size):
            return size_of(value, tensors)
        tensor = torch.as_tensor(numbers)
        if not tensor.is_floating_point():
            return tensor
        # A copy: what is given in two places is two tensors.
        tensors.append(tensor.to(torch.float64, copy=True).requires_grad_())
        return tensors[-1]

    def computed(*given):
        by_id = {id(tensor): new for tensor, new in zip(tensors, given, strict=True)}
        return row.of(K, replaced(args, by_id), replaced(kwargs, by_id))

    args, kwargs = row.with_arrays(made)
    assert_gradients_agree(computed, tensors)


@each("refusal")
def test_refuses_what_keras_refuses(row, formulas):
    """When building or when running."""
    name = refusal(row)
    error = getattr(builtins, OTHER_ERRORS.get(name, name))
    with pytest.raises(error):
        K.function(*(lambda inputs, output: (inputs, [output]))(*run.symbolic(K, row)))(row.feeds())


def on_numpy(row):
    """Return the row's arguments as arrays, fractions in double precision."""

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            return size_of(value, tensors)
        if isinstance(value, Array) and numbers.dtype.kind == "f":
            return numbers.astype("float64")
        return numbers

    return row.with_arrays(made)


def on_torch(row, device):
    """Return the row's arguments as tensors of torch."""

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            return size_of(value, tensors)
        return numbers if type(value) is Numbers else torch.as_tensor(numbers, device=device)

    return row.with_arrays(made)


def size_of(value, tensors):
    shape = tuple(tensors[0].shape)
    return shape if value.axis is None else shape[value.axis] + value.more


def tolerance(row):
    if "float16" in str(row):
        return {"rtol": 1e-2, "atol": 1e-2}
    return {"rtol": 1e-5, "atol": 1e-6}


def replaced(value, by_id):
    if isinstance(value, (list, tuple)):
        return type(value)([replaced(item, by_id) for item in value])
    if isinstance(value, dict):
        return {key: replaced(item, by_id) for key, item in value.items()}
    return by_id.get(id(value), value)
