"""The tables: their rows, and what runs a row."""

import importlib
import pkgutil

from compat_tests.golden.tables import tensorflow

__all__ = ["ADDITIONS", "TABLES", "rows", "runner"]

ADDITIONS = ["additions"]
"""Tables that Keras 2.3.1 records."""

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
    "preprocessing",
    "structure",
    "tf_keras",
]
# A file a family of TensorFlow's functions.
TABLES += [
    "tensorflow." + file.name
    for file in pkgutil.iter_modules(tensorflow.__path__)
    if file.name != "row"
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
    run = table.partition(".")[0]  # One for all families of a folder.
    return importlib.import_module("compat_tests.golden.runs." + run).everything
