"""The three tests that every table of layers is put to."""

import pytest

__all__ = ["aspects_of"]


def aspects_of(cases):
    """Return tests of the rows of a table.

    Returns:
        three functions for pytest to find under names that begin with `test_`.
    """
    each_case = pytest.mark.parametrize("case", cases, ids=str)

    @each_case
    def promises_the_shape_keras_reports(case):
        assert case.symbolic_output()._keras_shape == case.output_shape

    @each_case
    def computes_what_the_reference_computes(case, device, close):
        close(case.run(device), case.reference_run())

    @each_case
    def is_rebuilt_from_its_config(case, device, close):
        close(case.rebuilt().run(device), case.run(device))

    return (
        promises_the_shape_keras_reports,
        computes_what_the_reference_computes,
        is_rebuilt_from_its_config,
    )
