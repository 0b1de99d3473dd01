"""Conformance of backend.shaping, padding and resizing: rows of golden/tables/backend.py."""

import numpy as np
import pytest

import keras_on_torch.backend as K
from compat_tests.backend.conformance import Family


def _gather(reference, indices):
    return np.asarray(reference)[np.asarray(indices)]


def _one_hot(indices, num_classes):
    return (np.asarray(indices)[..., None] == np.arange(num_classes)).astype("float32")


def _slice(x, start, size):
    ends = [n if m == -1 else b + m for b, m, n in zip(start, size, x.shape, strict=True)]
    return x[tuple(slice(b, e) for b, e in zip(start, ends, strict=True))]


def _padded(first):
    """Return a formula for padding axes from `first` on, one later if channels come first."""

    def twin(x, padding=None, data_format=None):
        count = x.ndim - 2
        padding = ((1, 1),) * count if padding is None else padding
        padding = padding if np.ndim(padding) == 2 else (padding,)
        start = first + (data_format == "channels_first")
        widths = [(0, 0)] * x.ndim
        widths[start : start + count] = padding
        return np.pad(x, widths)

    return twin


def _axes_of(data_format, count):
    start = 2 if data_format == "channels_first" else 1
    return range(start, start + count)


def _resize_images(x, rows, cols, data_format, interpolation="nearest"):
    for axis, factor in zip(_axes_of(data_format, 2), (rows, cols), strict=True):
        factor = int(factor)
        # The place in the image, in the precision in which TensorFlow 1 works it out.
        places = np.arange(x.shape[axis] * factor, dtype="float32") * (np.float32(1) / factor)
        before = np.floor(places).astype(int)
        after = np.minimum(before + 1, x.shape[axis] - 1)
        share = np.zeros(len(places)) if interpolation == "nearest" else places - before
        share = share.reshape([-1 if i == axis else 1 for i in range(x.ndim)])
        low, high = np.take(x, before, axis), np.take(x, after, axis)
        x = low + (high - low) * share
    return x


def _resize_volumes(x, *factors_and_format):
    *factors, data_format = factors_and_format
    for axis, factor in zip(_axes_of(data_format, 3), factors, strict=True):
        x = np.repeat(x, factor, axis)
    return x


TWINS = {
    "reshape": np.reshape,
    "permute_dimensions": np.transpose,
    "flatten": np.ravel,
    "batch_flatten": lambda x: x.reshape(len(x), int(np.prod(x.shape[1:]))),
    "expand_dims": lambda x, axis=-1: np.expand_dims(x, axis),
    "squeeze": np.squeeze,
    "concatenate": lambda tensors, axis=-1: np.concatenate(tensors, axis),
    "stack": lambda x, axis=0: np.stack(x, axis),
    "repeat_elements": np.repeat,
    "repeat": lambda x, n: np.stack([x] * n, axis=1),
    "tile": np.tile,
    "gather": _gather,
    "one_hot": _one_hot,
    "reverse": lambda x, axes: np.flip(x, tuple(np.atleast_1d(np.array(axes, int)))),
    "slice": _slice,
    "temporal_padding": _padded(1),
    "spatial_2d_padding": _padded(1),
    "spatial_3d_padding": _padded(1),
    "resize_images": _resize_images,
    "resize_volumes": _resize_volumes,
}
family = Family("shaping", TWINS)


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


@family.each_with_value
def test_computes_what_the_formula_gives(row, close):
    family.result_is_that_of_numpy(row, close)


@family.each_eager
def test_computes_real_tensors_at_once(row, device, close):
    family.real_tensors_are_computed_at_once(row, device, close)


@family.each_smooth
def test_derivatives_agree_with_differences(row):
    family.derivatives_are_those_of_differences(row)


@family.each_refused
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)


# ---- shapes that are computed when the program runs
@pytest.fixture
def x():
    return K.placeholder((None, 3, 4))


@pytest.fixture
def run(x):
    """Return the function that computes a tensor from two samples of x."""
    return lambda y: K.function([x], [y])([np.arange(24.0).reshape(2, 3, 4)])[0]


def test_shape_is_fetched_as_int32(x, run):
    assert K.int_shape(K.shape(x)) == (3,)
    assert K.dtype(K.shape(x)) == "int32"
    assert run(K.shape(x)).tolist() == [2, 3, 4]
    assert run(K.shape(x)[0]) == 2
    assert run(K.shape(K.shape(x))).tolist() == [3]


def test_size_is_a_count_that_shapes_may_be_made_of(x, run):
    assert run(K.size(x)) == 24
    assert K.dtype(K.size(x)) == "int32"
    assert K.int_shape(K.reshape(x, (K.size(x) // 12, 12))) == (None, 12)


SIZES = {
    "joined": lambda n: K.concatenate([n[:1], [12]], axis=0),
    "stacked": lambda n: K.stack([n[0], n[1] * n[2]]),
    "multiplied": lambda n: K.stack([n[0], K.prod(n[1:])]),
    "gathered": lambda n: K.gather(n, [0, 1, 2]),
    "cut": lambda n: K.concatenate([K.slice(n, [0], [2]), [-1]]),
    "bounded": lambda n: (K.maximum(n[0], 1), K.minimum(n[1] * n[2], 100)),
    "computed together": lambda n: K.concatenate([n[:1], n[1:] * n[1:] // n[1:]]),
    "halved": lambda n: K.stack([n[0], 2, n[1] * n[2] // 2]),
}


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES.keys())
def test_shapes_are_computed_with_and_stay_known(x, run, sizes):
    assert run(K.reshape(x, sizes(K.shape(x)))).size == 24
    known = K.placeholder((2, 3, 4))
    y = K.reshape(known, sizes(K.shape(known)))
    shape = K.int_shape(y)
    assert None not in shape
    assert K.function([known], [y])([np.zeros((2, 3, 4))])[0].shape == shape


def test_shapes_are_computed_with_like_tensors(x, run):
    n = K.shape(x)
    assert run(n * 2).tolist() == [4, 6, 8]
    assert run(n[1:] + n[:2]).tolist() == [5, 7]
    assert run(1 - n).tolist() == [-1, -2, -3]
    assert run(n * np.array([1, 2, 3], "int32")).tolist() == [2, 6, 12]
    assert run(n / 2).tolist() == [1.0, 1.5, 2.0]
    assert run(n > 2).tolist() == [False, True, True]


def test_lengths_may_come_from_the_data():
    lengths = K.placeholder((None,), dtype="int32")
    mask = K.less(K.expand_dims(K.arange(K.max(lengths)), 0), K.expand_dims(lengths, 1))
    assert K.int_shape(mask) == (None, None)
    found = K.function([lengths], [mask])([[1, 3]])[0]
    assert found.tolist() == [[True, False, False], [True, True, True]]


def test_a_block_may_start_where_the_data_say(x, run):
    first = K.cast(K.sum(K.zeros_like(x)), "int32") + 1
    block = K.slice(x, [0, first, 0], [-1, 2, -1])
    assert K.int_shape(block) == (None, 2, 4)
    assert run(block)[0, 0, 0] == 4.0


def test_squeezed_length_is_checked_when_it_is_known(x):
    y = K.squeeze(K.placeholder((2, None)), 1)
    assert K.int_shape(y) == (2,)
    with pytest.raises(ValueError, match=r"Can not squeeze dim\[1\], expected a dimension of 1"):
        K.squeeze(x, 1)


def test_rows_of_a_tensor_are_stacked_along_another_axis(x, run):
    assert run(K.stack(x, axis=2)).shape == (3, 4, 2)


def test_bilinear_keeps_double_precision():
    x = K.placeholder((None, 2, 2, 1), dtype="float64")
    assert K.dtype(K.resize_images(x, 2, 2, "channels_last", "bilinear")) == "float64"
