"""What every row of a table of TensorFlow must satisfy.

A test file of a family says

    rows = Rows("elementwise")
    test_shapes, test_values, test_refusals = rows.tests()
"""

import builtins

import numpy as np
import pytest

from compat_tests.golden.parametrize import each_row, recorded
from compat_tests.golden.runs import tensorflow as run
from keras_on_torch import backend as K

__all__ = ["Rows"]


class Rows:
    """The rows of one table.

    Args:
        family: its name below "tensorflow.".
        known_sooner: how rows begin whose lengths are known here and left open by TensorFlow.
    """

    def __init__(self, family, known_sooner=()):
        self.table = f"tensorflow.{family}"
        self.known_sooner = tuple(known_sooner)

    def tests(self):
        """Return the tests of shapes, of values and of what is refused."""

        @each_row(self.table, "shapes", keep=lambda row: row.shapes and not self.is_refused(row))
        def test_shapes(row, record):
            self.shapes_are_those_of_tensorflow(row, record)

        @each_row(self.table, "values", keep=lambda row: not self.is_refused(row))
        def test_values(row, record, close):
            self.values_are_those_of_tensorflow(row, record, close)

        @each_row(self.table, "refusal", keep=self.is_refused)
        def test_refusals(row, record):
            self.refuses_what_tensorflow_refuses(row, record)

        return test_shapes, test_values, test_refusals

    def is_refused(self, row):
        """Return whether TensorFlow refuses the row, when it is built or when it is run."""
        return _refusal(recorded(self.table).get(str(row))) is not None

    def shapes_are_those_of_tensorflow(self, row, record):
        """Compare the shapes that are known before running, with more and fewer axes unknown."""
        sooner = str(row).startswith(self.known_sooner) if self.known_sooner else False
        for unknown, expected in record["shapes"].items():
            if isinstance(expected, dict) or None in expected:
                continue  # Here the number of axes is always known, or asked for.
            shapes = run.shapes_of(K, row, unknown)
            assert not isinstance(shapes, dict), (unknown, shapes)
            assert len(shapes) == len(expected), unknown
            for shape, wanted in zip(shapes, expected, strict=True):
                if sooner:
                    pairs = zip(shape, wanted, strict=True)
                    shape = [None if theirs is None else ours for ours, theirs in pairs]
                assert shape == wanted, unknown

    def values_are_those_of_tensorflow(self, row, record, close):
        """Compare types, numbers and derivatives."""
        actual = run.plain(run.values_of(K, row))
        for key in ("others", "dtypes"):
            assert actual[key] == record[key], key
        if not row.values:
            return
        rounding = _tolerance(record["dtypes"])
        close(actual.get("values", actual.get("refused")), record["values"], **rounding)
        wanted = record.get("gradients")
        if wanted is not None and not isinstance(wanted, dict):
            close(actual["gradients"], wanted, **rounding)

    def refuses_what_tensorflow_refuses(self, row, record):
        """Raise the same error, when building or when running."""
        name = _refusal(record)
        error = getattr(builtins, name, None) or getattr(K.tf.errors, name)
        try:
            inputs, outputs = run.symbolic(K, row)
        except Exception as raised:
            # What is seen sooner than by TensorFlow is an error of those that it raises there.
            sooner = (error, ValueError, TypeError) if "refused" in record else error
            assert isinstance(raised, sooner)  # noqa: PT017
            return
        with pytest.raises(error):
            K.function(inputs, [K.tf.identity(each) for each in outputs])(row.feeds())


def _refusal(record):
    if record is None:
        return None
    shapes = record["shapes"]["none"]
    return shapes["refused"] if isinstance(shapes, dict) else record.get("refused")


def _tolerance(dtypes):
    if any(np.dtype(dtype).itemsize == 2 for dtype in dtypes if dtype.startswith("float")):
        return {"rtol": 1e-2, "atol": 1e-2}
    return {"rtol": 1e-5, "atol": 1e-6}
