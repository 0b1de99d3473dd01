"""Loops, choices and state of K against recorded Keras."""

import keras_on_torch as keras
from compat_tests.golden.judge import each_row
from compat_tests.golden.runs import programs


@each_row("programs", "run")
def test_program_does_what_it_does_in_keras(row, record, device, close):
    found = programs.everything(keras, row)
    for aspect in sorted(set(record) - {"shapes"}):
        close(found[aspect], record[aspect], path=aspect)
    # Keras leaves the length of a loop's outputs open; here it is that of the inputs.
    for known, shape in zip(record.get("shapes", ()), found.get("shapes", ()), strict=True):
        assert len(known) == len(shape)
        assert all(theirs in (None, ours) for theirs, ours in zip(known, shape, strict=True))
