"""Rows as pytest parameters, each with its record; those listed as missing are expected to fail."""

from functools import cache
from pathlib import Path

import pytest

from compat_tests.golden import suites
from compat_tests.golden.store import load

__all__ = ["each_row", "missing_lines", "recorded"]

MISSING = Path(__file__).with_name("missing.txt")

recorded = cache(load)


def each_row(table, aspect, keep=None):
    """Parametrize a test by `row` and `record` over a table.

    Args:
        table: the table's name.
        aspect: what the test looks at, as missing.txt names it.
        keep: which rows have this aspect; None keeps all.
    """
    reasons = {(line[0], line[1], line[2]): line[3] for line in missing_lines()}
    entries = []
    for name, row in suites.rows(table).items():
        if name not in recorded(table) or (keep and not keep(row)):
            continue  # test_golden_tables.py says what is not recorded
        reason = reasons.get((table, aspect, name))
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        entries.append(pytest.param(row, recorded(table)[name], id=name, marks=marks))
    return pytest.mark.parametrize(("row", "record"), entries)


@cache
def missing_lines():
    """Return the lines of missing.txt: (table, aspect, row, reason)."""
    lines = MISSING.read_text("utf8").splitlines()
    return [
        tuple(part.strip() for part in line.split(" | "))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]
