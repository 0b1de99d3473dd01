"""What shape a recorded call is said to have: DESIGN's pitfalls P1, P2 and P3, and slices."""

import numpy as np
import pytest
import torch

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch.graph import shape_inference


def symbol(*shape):
    return graph.placeholder(shape)


SHAPES = [
    ("two unknown axes stay apart from known ones", lambda: symbol(None, 3) * 2, (None, 3)),
    ("an unknown axis divides by eight", lambda: symbol(None, 4).reshape(-1, 8), (None, 8)),
    ("five unknown axes multiply", lambda: symbol(*[None] * 5).reshape(-1), (None,)),
    (
        "five unknown axes become those of a target",
        lambda: symbol(None, 2, 3, 2, 6) - symbol(*[None] * 5),
        (None, 2, 3, 2, 6),
    ),
    (
        "six unknown axes become those of a target",
        lambda: symbol(*[None] * 6) - symbol(None, None, 3, 2, 6, 7),
        (None, None, 3, 2, 6, 7),
    ),
    (
        "three tensors that each know another axis",
        lambda: torch.where(
            symbol(None, 3, None) > 0, symbol(2, None, None), symbol(None, None, 4)
        ),
        (2, 3, 4),
    ),
    (
        "an axis of 1 tells nothing of the one it is repeated along",
        lambda: symbol(1, 3) - symbol(None, None),
        (None, 3),
    ),
    (
        "axes of tensors of different rank",
        lambda: symbol(None, None, None) - symbol(None, 5),
        (None, None, 5),
    ),
    (
        "targets take the unknown axes of the outputs",
        lambda: K.binary_crossentropy(symbol(*[None] * 4), symbol(None, 13, 13, 1)),
        (None, 13, 13, 1),
    ),
    ("a size that divides nothing", lambda: symbol(None, None).reshape(-1, 11), (None, 11)),
    ("a size that divides the other axis not", lambda: symbol(None, 3).reshape(-1, 13), (None, 13)),
    ("None meets a static size", lambda: symbol(None, None) - np.ones((5, 2)), (5, 2)),
    ("None meets 4 in an addition", lambda: symbol(None, 4) + torch.ones(3, 4), (3, 4)),
    (
        "None meets the inner size of a product",
        lambda: symbol(None, None) @ torch.ones(10, 2),
        (None, 2),
    ),
    ("a slice of an unknown axis is unknown", lambda: symbol(2, None)[:, :10], (2, None)),
    ("a slice of a known axis is known", lambda: symbol(None, 20)[:, :10], (None, 10)),
    ("a backward slice", lambda: symbol(None, 20)[:, ::-1], (None, 20)),
    ("an index drops its axis", lambda: symbol(None, 20, 3)[:, 4], (None, 3)),
    ("a new axis", lambda: symbol(None, 3)[:, None], (None, 1, 3)),
    ("an ellipsis", lambda: symbol(None, 5, 3)[..., 0], (None, 5)),
    (
        "a mask takes an unknown number of rows",
        lambda: symbol(None, 3)[symbol(None, 3)[:, 0] > 0],
        (None, 3),
    ),
    (
        "sizes are computed with",
        lambda: symbol(None, 3).reshape((symbol(None, 3).shape[0] * 3,)),
        (None,),
    ),
    ("two results", lambda: torch.max(symbol(None, 7), 1).values, (None,)),
]


@pytest.mark.parametrize(
    ("make", "shape"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES]
)
def test_shape_is_what_tensorflow_would_say(make, shape):
    assert make().static_shape == shape


def test_unknown_axis_equals_none_and_has_no_value():
    x = symbol(None, 3)
    assert x.shape[0] == None  # noqa: E711 - old programs compare so.
    assert x.shape[0].value is None
    assert x.shape[1].value == 3
    assert x.shape.as_list() == [None, 3]


def test_equal_calls_are_probed_once():
    shape_inference._memo.clear()
    x = symbol(None, 3)
    torch.relu(x)
    known = len(shape_inference._memo)
    for _ in range(5):
        torch.relu(symbol(None, 3))
    assert len(shape_inference._memo) == known


def test_refused_shapes_are_told_with_their_sizes():
    with pytest.raises(ValueError, match=r"\(None, 3\).*\(4, 5\)"):
        torch.matmul(symbol(None, 3), torch.ones(4, 5))


def test_float64_arrays_take_the_type_of_the_tensor_beside_them():
    assert (symbol(None, 2) * np.ones(2)).dtype == torch.float32
