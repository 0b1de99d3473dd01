"""Shapes known before running agree with what is computed, whichever axes are unknown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import keras_on_torch.backend as K
from compat_tests.backend.conformance import TABLES, refusal
from compat_tests.golden.runs import backend as run
from compat_tests.golden.tables.calls import Array

ROWS = [row for table in TABLES.values() for row in table.values()]
WITH_INPUTS = [row for row in ROWS if row.is_fed() and not refusal(row)]
BY_FUNCTION = {row.function: [] for row in WITH_INPUTS}
for each in WITH_INPUTS:
    BY_FUNCTION[each.function].append(each)


@st.composite
def unknown_axes(draw, row):
    """Draw for each of a row's tensors the axes that are None (four at most)."""
    hidden = {}
    for array in row.leaves():
        if type(array) is Array:
            most = 0 if array.fixed else 4
            axes = draw(st.sets(st.integers(0, max(0, len(array.shape) - 1)), max_size=most))
            hidden[id(array)] = [axis in axes for axis in range(len(array.shape))]
    return hidden


@pytest.mark.parametrize("function", sorted(BY_FUNCTION))
@settings(max_examples=20)
@given(st.data())
def test_known_lengths_are_those_computed(function, data):
    row = data.draw(st.sampled_from(BY_FUNCTION[function]))
    hidden = data.draw(unknown_axes(row))

    def static(array):
        axes = zip(array.shape, hidden[id(array)], strict=True)
        return tuple(None if hide else length for length, hide in axes)

    inputs, output = run.symbolic(K, row, static)
    shape = K.int_shape(output)
    computed = np.shape(K.function(inputs, [output])(row.feeds())[0])
    assert len(shape) == len(computed)
    assert all(known in (None, length) for known, length in zip(shape, computed, strict=True))
