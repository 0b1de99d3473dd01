"""Lengths and paddings, counted window by window."""

import itertools

import numpy as np
import pytest

from keras_on_torch.utils import conv_utils

LENGTHS = list(itertools.product([5, 8, 13], [1, 2, 3, 5], [1, 2, 3], [1, 2]))


def windows(length, reach, stride):
    """Count the windows that fit on an axis."""
    return len(range(0, length - reach + 1, stride))


@pytest.mark.parametrize(("size", "window", "stride", "dilation"), LENGTHS)
def test_same_padding_makes_room_for_one_window_per_stride(size, window, stride, dilation):
    before, after = conv_utils.same_padding(size, window, stride, dilation)
    reach = (window - 1) * dilation + 1
    assert 0 <= after - before <= 1
    assert windows(before + size + after, reach, stride) == -(-size // stride)
    if before + after:  # There is none to spare.
        assert windows(before + size + after - 1, reach, stride) < -(-size // stride)


@pytest.mark.parametrize(("size", "window", "stride", "dilation"), LENGTHS)
def test_output_length_counts_windows(size, window, stride, dilation):
    reach = (window - 1) * dilation + 1
    count = {
        "valid": windows(size, reach, stride),
        "full": windows(size + 2 * (reach - 1), reach, stride),
        "same": -(-size // stride),
        "causal": windows(size + reach - 1, reach, stride),
    }
    for padding, expected in count.items():
        if padding == "valid" and reach > size:
            continue
        length = conv_utils.conv_output_length(size, window, padding, stride, dilation)
        assert length == expected, padding


@pytest.mark.parametrize(("size", "window", "stride", "dilation"), LENGTHS)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_deconv_length_is_undone_by_a_convolution(size, window, stride, dilation, padding):
    longer = conv_utils.deconv_length(size, stride, window, padding, None, dilation)
    assert conv_utils.conv_output_length(longer, window, padding, stride, dilation) == size


@pytest.mark.parametrize(
    ("arguments", "length"),
    [
        ((5, 2, 3, "valid", 0), 11),
        ((5, 2, 3, "same", 1), 10),
        ((5, 2, 3, "full", 0), 7),
        ((5, 2, 3, "full", None), 7),
        ((5, 2, 3, "same", 1, 2), 10),
    ],
    ids=str,
)
def test_deconv_length_takes_output_padding(arguments, length):
    assert conv_utils.deconv_length(*arguments) == length


@pytest.mark.parametrize(("padding", "length"), [("valid", 11), ("same", 9), ("full", 7)], ids=str)
def test_input_length(padding, length):
    assert conv_utils.conv_input_length(5, 3, padding, 2) == length


def test_unknown_lengths_stay_unknown():
    assert conv_utils.conv_output_length(None, 3, "same", 1) is None
    assert conv_utils.conv_input_length(None, 3, "same", 1) is None
    assert conv_utils.deconv_length(None, 1, 3, "same", None) is None


def test_unknown_paddings_are_refused():
    with pytest.raises(AssertionError, match="padding"):
        conv_utils.conv_output_length(5, 3, "some", 1)
    with pytest.raises(ValueError, match="padding"):
        conv_utils.normalize_padding("some")
    assert conv_utils.normalize_padding("SAME") == "same"


def test_tuples_are_normalized():
    assert conv_utils.normalize_tuple(3, 2, "strides") == (3, 3)
    assert conv_utils.normalize_tuple([1, 2], 2, "strides") == (1, 2)


@pytest.mark.parametrize("value", [None, 2.5, (1,), (1, 2, 3), ("a", 2), (None, 2)], ids=str)
def test_what_is_no_tuple_of_integers_is_refused(value):
    with pytest.raises(ValueError, match="The `strides` argument must be a tuple of 2 integers"):
        conv_utils.normalize_tuple(value, 2, "strides")


@pytest.mark.parametrize("axes", [3, 4, 5])
def test_kernels_are_flipped_and_back(axes):
    kernel = np.random.RandomState(0).normal(size=(3, 2, 4, 5, 6)[:axes])
    flipped = conv_utils.convert_kernel(kernel)
    np.testing.assert_array_equal(flipped[0], np.flip(kernel[-1], tuple(range(axes - 3))))
    np.testing.assert_array_equal(conv_utils.convert_kernel(flipped), kernel)


def test_a_kernel_has_three_axes_at_least():
    with pytest.raises(ValueError, match="Invalid kernel shape"):
        conv_utils.convert_kernel(np.zeros((2, 2)))
