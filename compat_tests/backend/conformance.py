"""The rows of the tables of K functions, by family, and the checks that each of them is given."""

import numpy as np
import pytest

from compat_tests.golden.store import load
from compat_tests.golden.tables import backend, edges, neural
from compat_tests.reference.creation import CREATION
from compat_tests.reference.ctc import CTC
from compat_tests.reference.elementwise import ELEMENTWISE
from compat_tests.reference.linalg import LINALG
from compat_tests.reference.networks import LOSSES, NN, NORMALIZATION
from compat_tests.reference.reduction import REDUCTION
from compat_tests.reference.shaping import SHAPING
from compat_tests.reference.windows import CONVOLUTIONS, LOCAL, POOLING

__all__ = ["RECORDED", "TABLES", "each", "is_smooth", "refusal"]

RECORDED = {**load("backend"), **load("neural"), **load("edges")}
TABLES = {**backend.FAMILIES, **neural.FAMILIES, **edges.FAMILIES}

# What TensorFlow refuses, for want of a kernel or because it does not bring two number types into
# one, and is computed here as NumPy does.
WIDER = (
    *(f"{name}([2, 3]" for name in ("maximum", "minimum", "pow", "equal", "not_equal", "greater")),
    *(f"{name}([2, 3]" for name in ("greater_equal", "less", "less_equal", "clip", "bias_add")),
    *("concatenate([[2, 3]", "stack([[2, 3]", "in_top_k([3, 4]", "pool3d([1, 3, 3, 3, 2] float64"),
    "pool3d([1, 3, 3, 3, 2] int32 whole, (2, 2, 2), (1, 1, 1), 'same', None, 'max'",
    *(f"{name}_crossentropy([2, 3]" for name in ("binary", "categorical")),
    *("permute_dimensions(", "repeat_elements([0", "repeat_elements([2, 3], 0", "slice([], [], []"),
)
WHOLE_SCORES = ("binary_crossentropy([2, 3], [2, 3] i", "categorical_crossentropy([2, 3], [2, 3] i")
WIDER_FORMULAS = {
    **{name: getattr(np, name) for name in ("maximum", "minimum", "equal", "not_equal", "greater")},
    **{name: getattr(np, name) for name in ("greater_equal", "less", "less_equal", "clip")},
    **NN,
    **LOSSES,
    "pool3d": lambda x, *more: POOLING["pool3d"](x.astype("float64"), *more),
    "pow": lambda x, y: np.power(x.astype("float64"), y),
    "concatenate": lambda tensors: np.concatenate(tensors, -1),
    "stack": np.stack,
    "bias_add": np.add,
    "permute_dimensions": np.transpose,
    "repeat_elements": np.repeat,
    "slice": lambda x, start, size: x,
}


class Family:
    """The rows of some tables of K functions, by the checks they are given.

    Args:
        *tables: the tables' names; the first one is the family's.
        formulas: the functions in NumPy by name, where there are some.
        skipped: checks that these rows are not given.
    """

    def __init__(self, *tables, formulas=None, skipped=()):
        self.name = tables[0]
        self.formulas = formulas or {}
        rows = [row for table in tables for row in TABLES[table].values()]
        accepted = [row for row in rows if not refusal(row)]
        wider = [row for row in rows if formulas is WIDER_FORMULAS and _is_wider(row)]
        exact = [row for row in accepted if formulas and _is_exact(row)]
        checks = {
            "shape": accepted,
            "result": accepted,
            "formula": wider or exact,
            "eager": [row for row in accepted if row.is_fed() and not row.beside],
            "gradients": [row for row in accepted if is_smooth(row)],
            "refusal": [row for row in rows if refusal(row) and row not in wider],
        }
        self.checks = {check: rows for check, rows in checks.items() if check not in skipped}


def each(check):
    """Parametrize a test by `row` and `formulas` over the rows that are given a check."""
    entries = [
        pytest.param(row, family.formulas, id=f"{family.name}: {row}")
        for family in FAMILIES
        for row in family.checks.get(check, ())
    ]
    return pytest.mark.parametrize(("row", "formulas"), entries)


def is_smooth(row):
    """Return whether the result has a derivative everywhere near the drawn numbers."""
    if refusal(row):
        return False
    found = RECORDED[str(row)].get("gradients") or [None]
    if any(entry is None or not np.size(entry) or not np.isfinite(entry).all() for entry in found):
        return False
    if row.function == "cast" and row.args[1] != "float64":
        return False
    kinds = [array.kind for array in row.leaves() if array.dtype == "float32"]
    return all(kind in ("normal", "positive") for kind in kinds)


def refusal(row):
    """Return the name of the error with which Keras refuses a row, None if it accepts it."""
    record = RECORDED[str(row)]
    shape = record["shapes"]["none"]
    return shape["refused"] if isinstance(shape, dict) else record.get("refused")


def _is_exact(row):
    """Return whether a formula gives the row's numbers: a random function's it does not.

    The formula of a beam search adds up all paths: it is that of a search that keeps all of them.
    """
    if row.function == "ctc_decode" and not row.kwargs.get("greedy", True):
        return (row.kwargs["beam_width"], row.args[0].shape[2]) == (100, 2)
    return row.values


def _is_wider(row):
    refused = refusal(row) and not str(row).startswith(WHOLE_SCORES)
    return bool(refused and str(row).startswith(WIDER))


FAMILIES = [
    Family("creation", formulas=CREATION, skipped=["gradients"]),
    Family("elementwise", formulas=ELEMENTWISE),
    Family("reduction", formulas=REDUCTION),
    Family("shaping", formulas=SHAPING),
    Family("linalg", formulas=LINALG),
    Family("random", skipped=["eager", "gradients"]),
    Family("nn", formulas=NN),
    Family("dropout", skipped=["result", "eager", "gradients"]),
    Family("conv", formulas=CONVOLUTIONS),
    Family("local", formulas=LOCAL),
    Family("pooling", formulas=POOLING),
    Family("normalization", formulas=NORMALIZATION),
    Family("losses", formulas=LOSSES),
    Family("ctc", formulas=CTC),
    Family("empty", "typed", formulas=WIDER_FORMULAS, skipped=["eager"]),
    Family("control", skipped=["eager", "gradients"]),
]
