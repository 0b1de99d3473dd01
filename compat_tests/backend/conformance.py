"""What every call in the table of K functions must satisfy."""

import builtins
from types import SimpleNamespace

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K
from compat_tests.golden.runs import backend as run
from compat_tests.golden.store import load
from compat_tests.golden.tables import backend, edges, neural
from compat_tests.golden.tables.calls import UNKNOWN_AXES, Array, Numbers, Size

__all__ = ["Family", "on_numpy", "on_torch"]

RECORDED = {**load("backend"), **load("neural"), **load("edges")}
FAMILIES = {**backend.FAMILIES, **neural.FAMILIES, **edges.FAMILIES}

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


class Family:
    """The rows of one file of the backend, or of some.

    Args:
        name: the family's name in the table, or several names.
        twins: formulas in NumPy, by name of the function.
    """

    def __init__(self, name, twins):
        names = [name] if isinstance(name, str) else name
        self.rows = {key: row for each in names for key, row in FAMILIES[each].items()}
        self.twins = twins
        refused = {key for key in self.rows if _refusal(RECORDED[key])}
        self.accepted = [row for key, row in self.rows.items() if key not in refused]
        self.refused = [row for key, row in self.rows.items() if key in refused]
        self.each = _each("row", self.rows.values())
        self.each_accepted = _each("row", self.accepted)
        self.each_refused = _each("row", self.refused)
        self.each_eager = _each(
            "row", [row for row in self.accepted if row.feeds() and not row.beside]
        )
        self.each_with_value = _each("row", [row for row in self.accepted if row.values])
        self.each_smooth = _each("row", [row for row in self.accepted if self.is_smooth(row)])

    @staticmethod
    def is_accepted(row):
        """Return whether Keras takes the call."""
        return not _refusal(RECORDED[str(row)])

    @staticmethod
    def is_smooth(row):
        """Return whether the result has a derivative everywhere near the drawn numbers."""
        if _refusal(RECORDED[str(row)]):
            return False
        gradients = RECORDED[str(row)].get("gradients") or [None]
        if any(
            each is None or not np.size(each) or not np.isfinite(each).all() for each in gradients
        ):
            return False
        if row.function == "cast" and row.args[1] != "float64":
            return False
        kinds = [array.kind for array, _ in row.arrays() if array.dtype == "float32"]
        return all(kind in ("normal", "positive") for kind in kinds)

    def shape_is_that_of_keras(self, row):
        """Compare the shape that is known before running, with more and fewer axes unknown."""
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

    def result_is_that_of_keras(self, row, close):
        """Compare type, numbers and derivatives."""
        expected, actual = RECORDED[str(row)], run.values(K, row)
        for key in ("dtype", "variable"):
            assert actual[key] == expected[key], key
        for key in ("value", "gradients"):
            assert (key in actual) == (key in expected), key
            if key in expected:
                close(actual[key], expected[key], **_tolerance(row))

    def result_is_that_of_numpy(self, row, close):
        """Compare the numbers with the formula."""
        args, kwargs = on_numpy(row)
        expected = np.asarray(row.of(SimpleNamespace(**self.twins), args, kwargs))
        actual = run.values(K, row)["value"]
        if actual.dtype.kind in "iuf":  # What type Keras gives was asked above.
            common = np.result_type(actual, expected)
            actual, expected = actual.astype(common), expected.astype(common)
        close(actual, expected, **_tolerance(row))

    def real_tensors_are_computed_at_once(self, row, device, close):
        """Call the function on tensors of torch."""
        args, kwargs = on_torch(row, device)
        actual = row.of(K, args, kwargs)
        assert isinstance(actual, torch.Tensor)
        expected = RECORDED[str(row)]
        if "value" in expected:
            assert K.dtype(actual) == expected["dtype"]
            close(actual.cpu().numpy(), expected["value"], **_tolerance(row))

    def derivatives_are_those_of_differences(self, row):
        """Let torch compare the derivatives with differences, in double precision."""
        tensors = []

        def made(value, numbers, _):
            if isinstance(value, Size):
                return _size(value, tensors)
            tensor = torch.as_tensor(numbers)
            if not tensor.is_floating_point():
                return tensor
            # A copy: what is given in two places is two tensors.
            tensors.append(tensor.to(torch.float64, copy=True).requires_grad_())
            return tensors[-1]

        def computed(*given):
            by_id = {id(tensor): new for tensor, new in zip(tensors, given, strict=True)}
            return row.of(K, _replaced(args, by_id), _replaced(kwargs, by_id))

        args, kwargs = row.with_arrays(made)
        assert torch.autograd.gradcheck(computed, tuple(tensors))

    def refuses_what_keras_refuses(self, row):
        """Raise the same error, when building or when running."""
        name = _refusal(RECORDED[str(row)])
        error = getattr(builtins, OTHER_ERRORS.get(name, name))
        with pytest.raises(error):
            K.function(*(lambda inputs, output: (inputs, [output]))(*run.symbolic(K, row)))(
                row.feeds()
            )


def on_numpy(row):
    """Return the row's arguments as arrays, fractions in double precision."""

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            return _size(value, tensors)
        if isinstance(value, Array) and numbers.dtype.kind == "f":
            return numbers.astype("float64")
        return numbers

    return row.with_arrays(made)


def on_torch(row, device="cpu"):
    """Return the row's arguments as tensors of torch."""

    def made(value, numbers, tensors):
        if isinstance(value, Size):
            return _size(value, tensors)
        return numbers if type(value) is Numbers else torch.as_tensor(numbers, device=device)

    return row.with_arrays(made)


def _size(value, tensors):
    shape = tuple(tensors[0].shape)
    return shape if value.axis is None else shape[value.axis] + value.more


def _refusal(record):
    shape = record["shapes"]["none"]
    return shape["refused"] if isinstance(shape, dict) else record.get("refused")


def _tolerance(row):
    if "float16" in str(row):
        return {"rtol": 1e-2, "atol": 1e-2}
    return {"rtol": 1e-5, "atol": 1e-6}


def _each(name, rows):
    return pytest.mark.parametrize(name, list(rows), ids=str)


def _replaced(value, by_id):
    if isinstance(value, (list, tuple)):
        return type(value)([_replaced(item, by_id) for item in value])
    if isinstance(value, dict):
        return {key: _replaced(item, by_id) for key, item in value.items()}
    return by_id.get(id(value), value)
