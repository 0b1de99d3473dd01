"""Shapes known before running agree with what is computed, whichever axes are unknown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import keras_on_torch.backend as K
from compat_tests.backend.checks import RECORDED
from compat_tests.golden.runs import backend as run
from compat_tests.golden.tables import backend, neural
from compat_tests.golden.tables.calls import Array

ROWS = backend.ROWS + neural.ROWS
WITH_INPUTS = [row for row in ROWS if row.feeds() and "value" in RECORDED[str(row)]]


@st.composite
def rows_with_unknown_axes(draw):
    """Draw a row, and for each of its tensors the axes that are None (four at most)."""
    row = draw(st.sampled_from(WITH_INPUTS))
    hidden = {}
    for array, _ in row.arrays():
        if type(array) is Array:
            most = 0 if array.fixed else 4
            axes = draw(st.sets(st.integers(0, max(0, len(array.shape) - 1)), max_size=most))
            hidden[id(array)] = [axis in axes for axis in range(len(array.shape))]
    return row, hidden


@settings(max_examples=800, deadline=None, derandomize=True)
@given(rows_with_unknown_axes())
def test_known_lengths_are_those_computed(drawn):
    row, hidden = drawn

    def static(array):
        axes = zip(array.shape, hidden[id(array)], strict=True)
        return tuple(None if hide else length for length, hide in axes)

    inputs, output = run.symbolic(K, row, static)
    shape = K.int_shape(output)
    computed = np.shape(K.function(inputs, [output])(row.feeds())[0])
    assert len(shape) == len(computed)
    assert all(known in (None, length) for known, length in zip(shape, computed, strict=True))
