"""K at the edges: no element, no axis, negative axes, other number types, functions given."""

import numpy as np
import pytest

from compat_tests.backend.conformance import Family
from compat_tests.reference.networks import LOSSES, NN
from compat_tests.reference.windows import POOLING

TWINS = {
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
family = Family(["empty", "typed", "control"], TWINS)
# TensorFlow has no kernel for these, or does not bring two number types into one as NumPy does.
WIDER = (
    *(f"{name}([2, 3]" for name in ("maximum", "minimum", "pow", "equal", "not_equal", "greater")),
    *(f"{name}([2, 3]" for name in ("greater_equal", "less", "less_equal", "clip", "bias_add")),
    *("concatenate([[2, 3]", "stack([[2, 3]", "in_top_k([3, 4]", "pool3d([1, 3, 3, 3, 2] float64"),
    "pool3d([1, 3, 3, 3, 2] int32 whole, (2, 2, 2), (1, 1, 1), 'same', None, 'max'",
    *(f"{name}_crossentropy([2, 3]" for name in ("binary", "categorical")),
    *("permute_dimensions(", "repeat_elements([0", "repeat_elements([2, 3], 0", "slice([], [], []"),
)
WHOLE_SCORES = ("binary_crossentropy([2, 3], [2, 3] i", "categorical_crossentropy([2, 3], [2, 3] i")
wider = [
    row
    for row in family.refused
    if str(row).startswith(WIDER) and not str(row).startswith(WHOLE_SCORES)
]


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


@pytest.mark.parametrize("row", [row for row in family.refused if row not in wider], ids=str)
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)


@pytest.mark.parametrize("row", wider, ids=str)
def test_computes_what_the_formula_gives_where_tensorflow_cannot(row, close):
    with np.errstate(invalid="ignore"):
        family.result_is_that_of_numpy(row, close)
