"""Data in all forms reaches a model as arrays in its order; what does not fit is refused."""

import numpy as np
import pandas as pd
import pytest
import torch

from keras_on_torch import losses
from keras_on_torch.fitting import (
    UnitWeights,
    batch_shuffle,
    check_array_length_consistency,
    check_loss_and_target_compatibility,
    check_num_samples,
    make_batches,
    standardize_class_weights,
    standardize_input_data,
    standardize_sample_weights,
    standardize_weights,
)

A, B = np.zeros((5, 2)), np.ones((5, 3))
TABLE = pd.DataFrame({"p": [1.0, 2.0], "q": [3.0, 4.0]})


def shapes(*arguments):
    return [None if x is None else tuple(x.shape) for x in standardize_input_data(*arguments)]


@pytest.mark.parametrize(
    ("data", "names", "wanted", "given"),
    [
        (A, ["a"], [(None, 2)], [(5, 2)]),
        ([A], ["a"], [(None, 2)], [(5, 2)]),
        ({"a": A, "more": 1}, ["a"], [(None, 2)], [(5, 2)]),
        ([A, B], ["a", "b"], [(None, 2), (None, 3)], [(5, 2), (5, 3)]),
        ({"b": B, "a": A}, ["a", "b"], [(None, 2), (None, 3)], [(5, 2), (5, 3)]),
        (A[:, 0], ["a"], [(None, 1)], [(5, 1)]),
        ([1, 2, 3], ["a"], [(None, 1)], [(3, 1)]),
        ([1.0, 2.0], ["a"], None, [(2, 1)]),
        ([[1, 2], [3, 4]], ["a", "b"], None, [(2, 1), (2, 1)]),
        (TABLE, ["a"], [(None, 2)], [(2, 2)]),
        ([TABLE, TABLE["p"]], ["a", "b"], None, [(2, 2), (2, 1)]),
        ({"p": TABLE["p"], "q": TABLE}, ["p", "q"], None, [(2, 1), (2, 2)]),
        (torch.zeros(4, 2), ["a"], [(None, 2)], [(4, 2)]),
        (torch.zeros(4), ["a"], [(None, 1)], [(4, 1)]),
        (A, ["a"], [(7, None)], [(5, 2)]),
        (A, ["a"], [None], [(5, 2)]),
        (None, ["a", "b"], [(None, 2), None], [None, None]),
        (None, [], [], []),
        ([], [], [], []),
    ],
)
def test_takes_data_in_all_forms(data, names, wanted, given):
    assert shapes(data, names, wanted, False) == given


@pytest.mark.parametrize(
    ("data", "names", "wanted", "error", "message"),
    [
        (A, ["a"], [(None, 3)], ValueError, r"expected a to have shape \(3,\) .* shape \(2,\)"),
        (A, ["a"], [(None, 2, 2)], ValueError, r"expected a to have 3 dimensions, .* \(5, 2\)"),
        (A, ["a", "b"], None, ValueError, r"Expected to see 2 array\(s\), one for each of .*'b'"),
        ([A, A], ["a"], None, ValueError, r"Expected to see 1 array\(s\).* list of 2 arrays"),
        ({"a": A}, ["a", "b"], None, ValueError, 'No data provided for "b". Need data for each'),
        ([], ["a"], None, ValueError, r"expects 1 Numpy array\(s\)"),
        (A, [], None, ValueError, "expected no data, but got"),
        ("x", ["a"], None, TypeError, "should be a Numpy array, or list/dict .* Found: .'x'"),
        (5, ["a"], None, TypeError, "should be a Numpy array"),
        (["x", "y"], ["a", "b"], None, TypeError, "should be a Numpy array"),
        ([(1, 2), (3, 4)], ["a"], None, TypeError, "should be a Numpy array"),
    ],
)
def test_refuses_data_that_does_not_fit(data, names, wanted, error, message):
    with pytest.raises(error, match=message):
        standardize_input_data(data, names, wanted, False, "input")


@pytest.mark.parametrize(
    ("x", "y", "w", "message"),
    [
        ([A, A[:3]], [B], None, r"All input \(x\) arrays .* \[\(5, 2\), \(3, 2\)\]"),
        ([A], [B, B[:3]], None, r"All target \(y\) arrays"),
        ([A[:3]], [B], None, "Found 3 input samples and 5 target samples"),
        ([A], [B, B], [np.ones(5), np.ones(4)], "All sample_weight arrays"),
        ([A], [B], [np.ones(4)], "Got 5 input samples and 4 target samples"),
    ],
)
def test_refuses_arrays_of_different_lengths(x, y, w, message):
    with pytest.raises(ValueError, match=message):
        check_array_length_consistency(x, y, w)


@pytest.mark.parametrize(
    ("y", "loss", "shape", "message"),
    [
        (A[:, :1], losses.categorical_crossentropy, (None, 3), "to_categorical"),
        (A, losses.categorical_crossentropy, (None, 3), r"\(5, 2\) was passed for .*\(None, 3\)"),
        (A, losses.mean_squared_error, (None, 3), "`mean_squared_error`. This loss expects"),
        (A, losses.binary_crossentropy, (None, 1), "same shape as the output"),
    ],
)
def test_refuses_targets_that_a_loss_cannot_use(y, loss, shape, message):
    with pytest.raises(ValueError, match=message):
        check_loss_and_target_compatibility([y], [loss], [shape])


@pytest.mark.parametrize(
    ("y", "loss", "shape"),
    [
        (A, losses.mean_squared_error, (None, None)),
        (A, losses.mean_absolute_error, (None, 3)),
        (A, lambda t, p: t, None),
        (None, losses.mean_squared_error, (None, 3)),
        (A, None, (None, 3)),
    ],
)
def test_leaves_other_targets_to_the_loss(y, loss, shape):
    check_loss_and_target_compatibility([y], [loss], [shape])


# ---- weights
ONE_HOT = np.eye(3)[[0, 1, 2, 1]]
IDS = np.array([[0], [1], [2], [1]])
WEIGHTS = {0: 1.0, 1: 2.0, 2: 3.0, 9: 7.0}


@pytest.mark.parametrize(
    ("arguments", "weights"),
    [
        ((ONE_HOT,), [1, 1, 1, 1]),
        ((ONE_HOT, np.arange(4.0)), [0, 1, 2, 3]),
        ((ONE_HOT, pd.Series([4.0, 3.0, 2.0, 1.0], index=[7, 7, 8, 9])), [4, 3, 2, 1]),
        ((ONE_HOT, torch.arange(4.0)), [0, 1, 2, 3]),
        ((ONE_HOT, None, WEIGHTS), [1, 2, 3, 2]),
        ((IDS, None, WEIGHTS), [1, 2, 3, 2]),
        ((IDS.astype("float32"), None, WEIGHTS), [1, 2, 3, 2]),
        ((np.zeros((2, 3, 1)), None, None, "temporal"), [[1, 1, 1], [1, 1, 1]]),
        ((np.zeros((2, 2, 1)), np.array([[1, 2], [3, 4]]), None, "temporal"), [[1, 2], [3, 4]]),
    ],
)
def test_gives_each_sample_its_weight(arguments, weights):
    np.testing.assert_array_equal(standardize_weights(*arguments), weights)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((A, np.ones((5, 2))), ValueError, r'shape \(5, 2\).*sample_weight_mode="temporal"'),
        ((A, np.ones(4)), ValueError, r"shape \(4,\) for an input with shape \(5, 2\)"),
        ((A, [1.0] * 5), TypeError, "must be a Numpy array, got .1.0"),
        ((A, None, None, "temporal"), ValueError, "at least 3D"),
        ((ONE_HOT[None], np.ones(4), None, "temporal"), ValueError, "2D sample_weight array"),
        ((A, None, None, "spatial"), ValueError, 'None or "temporal". Found: spatial'),
        ((ONE_HOT, None, {0: 1.0}), ValueError, r"The classes \{1, 2\} exist in the data"),
        ((ONE_HOT[None], None, WEIGHTS), ValueError, r"3\+ dimensional targets, got \(1, 4, 3\)"),
    ],
)
def test_refuses_weights_that_do_not_fit(arguments, error, message):
    with pytest.raises(error, match=message):
        standardize_weights(*arguments)


def test_sample_weights_win_over_class_weights_and_a_warning_says_so():
    with pytest.warns(UserWarning, match="`class_weight` argument will be ignored"):
        weights = standardize_weights(ONE_HOT, np.arange(4.0), WEIGHTS)
    assert weights.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("given", ["auto", [1.0, 2.0], np.ones(3)])
def test_class_weights_that_keras_passes_over_are_warned_of(given):
    with pytest.warns(UserWarning, match="`class_weight` has no effect: it must be a dict"):
        weights = standardize_weights(ONE_HOT, None, given)
    assert isinstance(weights, UnitWeights)


@pytest.mark.parametrize(
    ("given", "names", "each"),
    [
        (None, ["a", "b"], [None, None]),
        ([], ["a"], [None]),
        (A, ["a"], [A]),
        ([A], ["a"], [A]),
        ({"a": A}, ["a"], [A]),
        ({0: 1.0}, ["a"], [{0: 1.0}]),
        ([A, None], ["a", "b"], [A, None]),
        ({"b": A}, ["a", "b"], [None, A]),
    ],
)
def test_gives_each_output_its_weights(given, names, each):
    for function in (standardize_sample_weights, standardize_class_weights):
        found = function(given, names)
        assert len(found) == len(each)
        assert all(one is other or one == other for one, other in zip(found, each, strict=True))


def test_refuses_weights_for_too_few_outputs():
    with pytest.raises(ValueError, match="list of 1 elements, but the model has 2 outputs"):
        standardize_sample_weights([A], ["a", "b"])
    with pytest.raises(TypeError, match="`class_weight` should be either a list or a dict"):
        standardize_class_weights(np.ones(3), ["a", "b"])


def test_unit_weights_stay_so_only_as_they_are():
    weights = standardize_weights(A)
    assert isinstance(weights[1:3], UnitWeights)
    assert weights.dtype == np.float32
    for other in (weights * 2, weights + weights, np.concatenate([weights, weights])):
        assert not isinstance(other, UnitWeights)


# ---- batches
@pytest.mark.parametrize(
    ("size", "batch_size", "batches"),
    [
        (7, 3, [(0, 3), (3, 6), (6, 7)]),
        (6, 3, [(0, 3), (3, 6)]),
        (2, 5, [(0, 2)]),
        (0, 5, []),
    ],
)
def test_cuts_batches(size, batch_size, batches):
    assert make_batches(size, batch_size) == batches


def test_shuffles_whole_batches():
    order = batch_shuffle(np.arange(8), 3)
    assert sorted(order[:6].tolist()) == [0, 1, 2, 3, 4, 5]
    assert order[6:].tolist() == [6, 7]
    assert {tuple(order[:3]), tuple(order[3:6])} == {(0, 1, 2), (3, 4, 5)}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([A], 3, 2, "steps"), ValueError, "If steps is set, the `batch_size` must be None"),
        (([], 3, None, "steps_per_epoch"), ValueError, "specify the `steps_per_epoch` argument"),
        (([A], 0), ValueError, "`batch_size` must be at least 1, got 0"),
        (([A], -3), ValueError, "at least 1, got -3"),
        (([A], 2.0), TypeError, "must be a whole number or None, got 2.0"),
        (([A], "all"), TypeError, "got 'all'"),
        (([A], True), TypeError, "got True"),
    ],
)
def test_refuses_batches_that_cannot_be(arguments, error, message):
    with pytest.raises(error, match=message):
        check_num_samples(*arguments)


@pytest.mark.parametrize(
    ("arguments", "samples"),
    [(([A], 3), 5), (([A], np.int64(3)), 5), (([A], None, 3), 5), (([1.0], 3), None)],
)
def test_counts_samples(arguments, samples):
    assert check_num_samples(*arguments) == samples
