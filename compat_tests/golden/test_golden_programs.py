"""Loops, choices and state of K against recorded Keras."""

import numpy as np

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs import programs


@each_row("programs", "run")
def test_program_does_what_it_does_in_keras(row, record, device, close):
    found = programs.everything(keras, row)
    for aspect in sorted(set(record) - {"shapes"}):
        close(found[aspect], record[aspect], path=aspect)
    # Keras leaves the length of a loop's outputs open; here it is that of the inputs.
    for place, known in enumerate(record.get("shapes", ())):
        shape, computed = found["shapes"][place], np.shape(found["values"][place])
        lengths = zip(known, shape, computed, strict=True)
        assert all(theirs in (None, ours) for theirs, ours, _ in lengths)
        lengths = zip(known, shape, computed, strict=True)
        assert all(ours in (None, length) for _, ours, length in lengths)
