"""Conformance of layers.merge: a row is a behaviour, a test is an aspect of it."""

import numpy as np
import pytest

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from keras_on_torch import backend as K
from keras_on_torch import layers
from keras_on_torch.layers import Add, Concatenate, Dot, Input, Masking, Subtract
from keras_on_torch.layers.merge import _Merge
from keras_on_torch.models import Model

PAIR = [(None, 4), (None, 4)]
THREE = [(None, 2, 4)] * 3

CASES = [
    Case("Add", {}, PAIR, (None, 4), reference.add),
    Case("Add", {}, THREE, (None, 2, 4), reference.add),
    Case("Add", {}, [(None, 2, 4), (None, 4)], (None, 2, 4), reference.add),
    Case("Add", {}, [(None, 1, 4), (None, 3, 1)], (None, 3, 4), reference.add),
    Case("Add", {}, [(None, None, 4), (None, None, 4)], (None, None, 4), reference.add),
    Case("Add", {}, [(2, 4), (None, 4)], (2, 4)),
    Case("Subtract", {}, PAIR, (None, 4), reference.subtract),
    Case("Subtract", {}, [(None, 4), (None, 2, 4)], (None, 2, 4), reference.subtract),
    Case("Multiply", {}, THREE, (None, 2, 4), reference.multiply),
    Case("Average", {}, THREE, (None, 2, 4), reference.average),
    Case("Maximum", {}, THREE, (None, 2, 4), reference.maximum),
    Case("Minimum", {}, THREE, (None, 2, 4), reference.minimum),
    Case("Concatenate", {}, [(None, 4), (None, 3)], (None, 7), reference.concatenate),
    Case(
        "Concatenate",
        {"axis": 1},
        [(None, 2, 4), (None, 3, 4)],
        (None, 5, 4),
        reference.concatenate,
    ),
    Case(
        "Concatenate",
        {"axis": 1},
        [(None, None, 4), (None, None, 4)],
        (None, None, 4),
        reference.concatenate,
    ),
    Case("Concatenate", {"axis": 0}, [(None, 4), (None, 4)], (None, 4), reference.concatenate),
    Case("Dot", {"axes": 1}, PAIR, (None, 1), reference.dot),
    Case("Dot", {"axes": -1, "normalize": True}, PAIR, (None, 1), reference.dot),
    Case("Dot", {"axes": (2, 1)}, [(None, 2, 3), (None, 3, 4)], (None, 2, 4), reference.dot),
    Case("Dot", {"axes": (1, 2)}, [(None, 3, 2), (None, 4, 3)], (None, 2, 4), reference.dot),
    Case("Dot", {"axes": [2, 1]}, [(None, 2, 3), (None, 3)], (None, 2), reference.dot),
]
COMPUTED = [case for case in CASES if case.reference]

test_promises_the_shape_keras_reports = aspects_of(CASES)[0]
test_computes_what_the_reference_computes = aspects_of(COMPUTED)[1]
test_is_rebuilt_from_its_config = aspects_of(COMPUTED)[2]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("add", {}, np.array([[4.0, 6.0]])),
        ("subtract", {}, np.array([[-2.0, -2.0]])),
        ("multiply", {}, np.array([[3.0, 8.0]])),
        ("average", {}, np.array([[2.0, 3.0]])),
        ("maximum", {}, np.array([[3.0, 4.0]])),
        ("minimum", {}, np.array([[1.0, 2.0]])),
        ("concatenate", {}, np.array([[1.0, 2.0, 3.0, 4.0]])),
        ("dot", {"axes": 1}, np.array([[11.0]])),
    ],
)
def test_each_has_a_function(name, arguments, expected, close):
    inputs = [Input((2,)), Input((2,))]
    output = getattr(layers, name)(inputs, name="merged", **arguments)
    assert output._keras_history[0].name == "merged"
    close(Model(inputs, output).predict([np.array([[1, 2]]), np.array([[3, 4]])]), expected)


@pytest.mark.parametrize(
    ("layer", "shapes", "message"),
    [
        (Add(), (3,), "called on a list of inputs"),
        (Add(), [(3,)], "called on a list of inputs"),
        (Add(), [(3,), (4,)], "could not be broadcast together with shapes"),
        (Subtract(), [(3,)] * 3, "exactly 2 inputs"),
        (Concatenate(), [(3,)], "list of at least 2 inputs"),
        (Concatenate(), [(3, 2), (4, 2)], "matching shapes except for the concat axis"),
        (Concatenate(), [(3, 2), (4,)], "matching shapes except for the concat axis"),
        (Dot(1), [(3,), (4,)], "Dimension incompatibility 3 != 4"),
        (Dot(1), [(3,)] * 3, "list of 2 inputs"),
    ],
    ids=lambda given: getattr(given, "name", str(given)),
)
def test_refuses_inputs_that_do_not_go_together(layer, shapes, message):
    inputs = [Input(shape) for shape in shapes] if isinstance(shapes, list) else Input(shapes)
    with pytest.raises(ValueError, match=message):
        layer(inputs)


def test_refuses_batches_of_different_sizes():
    with pytest.raises(ValueError, match="different batch sizes"):
        Add()([Input(batch_shape=(2, 3)), Input(batch_shape=(3, 3))])


@pytest.mark.parametrize(
    ("axes", "error"), [("a", TypeError), ([1], ValueError), ([1, "a"], ValueError)]
)
def test_dot_refuses_other_axes(axes, error):
    with pytest.raises(error, match="`axes`"):
        Dot(axes)


def masked_by(layer, *arrays):
    """Return the mask that a merge layer gives after Masking layers."""
    inputs = [Input(array.shape[1:]) for array in arrays]
    layer([Masking()(each) for each in inputs])
    return K.function(inputs, [layer.output_mask])(list(arrays))[0]


def test_a_step_counts_where_it_counts_in_all_inputs():
    one = np.array([[[1.0], [0.0], [1.0]]])
    other = np.array([[[1.0], [1.0], [0.0]]])
    np.testing.assert_array_equal(masked_by(Add(), one, other), [[True, False, False]])


def test_steps_laid_end_to_end_keep_their_masks():
    one = np.array([[[1.0], [0.0]]])
    other = np.array([[[0.0], [1.0]]])
    mask = masked_by(Concatenate(axis=1), one, other)
    np.testing.assert_array_equal(mask, [[True, False, False, True]])


def test_a_mask_list_must_fit_the_inputs():
    inputs = [Input((2,)), Input((2,))]
    with pytest.raises(ValueError, match="should have the same length"):
        Add().compute_mask(inputs, [None])
    with pytest.raises(ValueError, match="`mask` should be a list"):
        Concatenate().compute_mask(inputs, inputs[0])
    with pytest.raises(ValueError, match="`inputs` should be a list"):
        Add().compute_mask(inputs[0], [None])


def test_dot_has_no_mask():
    layer = Dot(1)
    layer([Masking()(Input((3, 2))), Masking()(Input((3, 2)))])
    assert layer.output_mask is None


def test_programs_derive_merge_layers_of_their_own(close):
    class Between(_Merge):
        def _merge_function(self, inputs):
            return 0.25 * inputs[0] + 0.75 * inputs[1]

    inputs = [Input((2,)), Input((2,))]
    model = Model(inputs, Between()(inputs))
    close(model.predict([np.zeros((1, 2)), np.ones((1, 2))]), np.full((1, 2), 0.75))
