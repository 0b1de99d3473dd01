"""The tables: their rows, and what runs a row."""

import importlib

__all__ = ["TABLES", "rows", "runner"]

TABLES = [
    "backend",
    "neural",
    "edges",
    "layers",
    "formulas",
    "objectives",
    "optimizers",
    "training",
    "graphs",
    "texts",
    "mistakes",
    "floatx",
    "programs",
    "names",
]


def rows(table):
    """Return the rows of a table by name; two of one name are a mistake."""
    found = {}
    for row in importlib.import_module("compat_tests.golden.tables." + table).ROWS:
        if str(row) in found:
            raise ValueError(f"{table}: two rows are named {row}")
        found[str(row)] = row
    return found


def runner(table):
    """Return the function of (keras, row) that gives what is recorded of a row."""
    return importlib.import_module("compat_tests.golden.runs." + table).everything
