"""Conformance of layers.pooling: a row is a behaviour, a test an aspect of it."""

import numpy as np
import pytest

import keras_on_torch.backend as K
from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference.windows import POOLING
from keras_on_torch.layers import (
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    Input,
    Masking,
    MaxPooling2D,
)

NAMES = ["MaxPooling", "AveragePooling"]
SHAPES = {1: (None, 7, 3), 2: (None, 7, 6, 3), 3: (None, 5, 6, 4, 2)}


def _pooled(mode):
    def formula(x, weights, pool_size=2, strides=None, padding="valid", data_format=None):
        axes = x.ndim - 2
        window = (pool_size,) * axes if isinstance(pool_size, int) else tuple(pool_size)
        strides = window if strides is None else strides
        steps = (strides,) * axes if isinstance(strides, int) else tuple(strides)
        return POOLING["pool2d"](x, window, steps, padding, data_format, mode)

    return formula


def _overall(reduce):
    def formula(x, weights, data_format="channels_last"):
        first = 2 if data_format == "channels_first" else 1
        return reduce(x, axis=tuple(range(first, first + x.ndim - 2)))

    return formula


def _length(length, window, stride, padding):
    return -(-length // stride) if padding == "same" else (length - window) // stride + 1


def _cases():
    for rank, shape in SHAPES.items():
        for mode, name in zip(("max", "avg"), NAMES, strict=True):
            for pool_size, strides in ((2, None), (3, 2), (2, 1)):
                for padding in ("valid", "same"):
                    lengths = [
                        _length(length, pool_size, strides or pool_size, padding)
                        for length in shape[1:-1]
                    ]
                    given = {"pool_size": pool_size, "strides": strides, "padding": padding}
                    new = (None, *lengths, shape[-1])
                    yield Case(f"{name}{rank}D", given, shape, new, _pooled(mode))
        for reduce, name in ((np.max, "Max"), (np.mean, "Average")):
            name = f"Global{name}Pooling{rank}D"
            yield Case(name, {}, shape, (None, shape[-1]), _overall(reduce))
            given = {"data_format": "channels_first"}
            yield Case(name, given, shape, (None, shape[1]), _overall(reduce))


(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(list(_cases()))


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_unknown_lengths_stay_unknown(data_format):
    last = data_format == "channels_last"
    x = Input((None, None, 3) if last else (3, None, None))
    y = MaxPooling2D(data_format=data_format)(x)
    assert K.int_shape(y) == ((None, None, None, 3) if last else (None, 3, None, None))


def test_masked_steps_do_not_count_in_an_average(close):
    x = Input((4, 2))
    y = GlobalAveragePooling1D()(Masking()(x))
    numbers = np.array([[[1, 2], [3, 4], [0, 0], [0, 0]], [[1, 1], [2, 2], [3, 3], [4, 4]]])
    close(K.function([x], [y])([numbers])[0], np.array([[2.0, 3.0], [2.5, 2.5]]))


@pytest.mark.parametrize(
    ("layer", "shape"), [(GlobalMaxPooling1D(), (4, 1)), (GlobalMaxPooling2D(), (2, 2, 1))]
)
def test_equal_highest_entries_share_the_gradient(layer, shape, close):
    x = Input(shape)
    slope = K.function([x], K.gradients(K.sum(layer(x)), [x]))
    numbers = np.array([1.0, 5.0, 5.0, 0.0]).reshape(1, *shape)
    close(slope([numbers])[0].ravel(), np.array([0.0, 0.5, 0.5, 0.0]))


def test_other_numbers_of_axes_are_refused():
    with pytest.raises(ValueError, match="expected ndim=4, found ndim=3"):
        MaxPooling2D()(Input((4, 3)))
