"""The tables, their records and the list of what is missing belong together."""

import pytest

from compat_tests.golden import suites
from compat_tests.golden.parametrize import missing_lines, recorded

ASPECTS = {
    "layers": {"promises", "values", "gradients", "config"},
    "formulas": {"values"},
    "objectives": {"values"},
    "optimizers": {"steps"},
    "training": {"run"},
    "graphs": {"promises", "summary", "predictions", "config"},
    "texts": {"file", "terminal"},
    "mistakes": {"type"},
    "floatx": {"run", "mixed"},
    "programs": {"run"},
    "additions": {"values"},
    "preprocessing": {"value"},
    "tensorflow": {"shapes", "values", "refusal"},
    "names": {"names"},
}


@pytest.mark.parametrize("table", [*suites.TABLES, *suites.ADDITIONS])
def test_each_row_is_recorded_and_each_record_has_its_row(table):
    assert set(suites.rows(table)) == set(recorded(table))


@pytest.mark.parametrize("line", missing_lines(), ids=" | ".join)
def test_each_missing_line_names_a_row_an_aspect_and_a_reason(line):
    table, aspect, row, reason = line
    assert aspect in ASPECTS[table.partition(".")[0]]
    assert row in suites.rows(table)
    assert reason
