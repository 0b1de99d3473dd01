"""Functions of TensorFlow on torch's own tensors: computed at once, to what TensorFlow computes."""

import numpy as np
import pytest
import torch

from compat_tests.golden import suites
from compat_tests.golden.parametrize import recorded
from compat_tests.golden.runs.tensorflow import outputs_of
from compat_tests.golden.tables.calls import Array, Numbers
from compat_tests.golden.tables.tensorflow.row import Program
from keras_on_torch import backend as K

FAMILIES = ["arithmetic", "creation", "elementwise", "joining", "products", "ranking"]
FAMILIES += ["reductions", "shapes", "slicing"]


def is_for_real_tensors(row, record):
    """Return whether the row is one call of fed tensors, which gives values."""
    arrays = [array for array, _ in row.arrays()]
    fed = [array for array in arrays if type(array) is Array]
    plain = all(type(array) in (Array, Numbers) for array in arrays)
    return (
        bool(fed)
        and plain
        and "size " not in str(row)
        and not isinstance(row, Program)
        and "values" in record
        and not row.function.startswith(("shape", "is_tensor"))  # They give plain values.
    )


ROWS = [
    pytest.param(row, recorded(f"tensorflow.{family}")[name], id=f"{family}: {name}")
    for family in FAMILIES
    for name, row in suites.rows(f"tensorflow.{family}").items()
    if is_for_real_tensors(row, recorded(f"tensorflow.{family}")[name])
]


@pytest.mark.parametrize(("row", "record"), ROWS)
def test_real_tensors_are_computed_at_once(row, record, close):
    numbers = iter(row.feeds())

    def made(value, drawn, tensors):
        return torch.as_tensor(next(numbers)) if type(value) is Array else drawn

    args, kwargs = row.with_arrays(made)
    outputs = [output for output in outputs_of(row.of(K.tf, args, kwargs)) if output is not None]
    assert all(isinstance(output, torch.Tensor) for output in outputs)
    assert [K.dtype(output) for output in outputs] == record["dtypes"]
    rounding = {"rtol": 1e-2, "atol": 1e-2} if "float16" in str(row) else {}
    close([np.asarray(output) for output in outputs], record["values"], **rounding)
