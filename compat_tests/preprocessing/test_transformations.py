"""The functions on single images: pixels of keras-preprocessing 1.1.2 from the same seed."""

import numpy as np
import pytest

from compat_tests.preprocessing import witness
from keras_on_torch.preprocessing import image

IMAGE = np.random.RandomState(2).uniform(0, 255, (11, 9, 3)).astype("float32")
LAST = {"row_axis": 0, "col_axis": 1, "channel_axis": 2}
FIRST = {"row_axis": 1, "col_axis": 2, "channel_axis": 0}

CALLS = [
    ("random_rotation", (70,)),
    ("random_shift", (0.4, 0.3)),
    ("random_shear", (40,)),
    ("random_zoom", ((0.5, 1.5),)),
    ("random_zoom", ((1, 1),)),
    ("apply_affine_transform", (30, 2, -1.5, 10, 0.9, 1.2)),
]


def same(name, x, *arguments, **keywords):
    given = []
    for package in (image, witness.image):
        np.random.seed(6)
        given.append(getattr(package, name)(x.copy(), *arguments, **keywords))
    ours, theirs = given
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    # In single precision up to its last bit; in all other types SciPy computes for both.
    close = {"rtol": 2e-7, "atol": 1e-6} if ours.dtype == "float32" else {"rtol": 0}
    np.testing.assert_allclose(ours, theirs, **close)


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=str)
@pytest.mark.parametrize("mode", ["constant", "nearest", "reflect", "wrap", "mirror"])
@pytest.mark.parametrize("axes", [LAST, FIRST], ids=["last", "first"])
def test_moves_alike(name, arguments, mode, axes):
    x = IMAGE if axes is LAST else IMAGE.transpose(2, 0, 1)
    same(name, x, *arguments, **axes, fill_mode=mode, cval=3.0)


@pytest.mark.parametrize("order", [0, 1, 2, 3])
@pytest.mark.parametrize("dtype", ["float32", "float64", "uint8", "int32"])
def test_moves_alike_in_all_types_and_orders(order, dtype):
    same("apply_affine_transform", IMAGE.astype(dtype), 30, 2, 1, order=order)


@pytest.mark.parametrize("mode", ["constant", "nearest", "reflect", "wrap"])
@pytest.mark.parametrize(
    "moves",
    [
        {"tx": 1, "ty": -2},
        {"tx": 10, "ty": 8},
        {"tx": -10, "ty": -8},
        {"tx": 20, "ty": -16},
        {"tx": 45.5, "ty": -33.25},
        {"theta": 90},
        {"theta": 180},
        {"zx": -1, "zy": -1},
        {"zx": 0},
        {"zx": 5, "zy": 7},
    ],
    ids=str,
)
def test_edges_are_where_they_are(mode, moves):
    same("apply_affine_transform", IMAGE, **moves, fill_mode=mode, cval=-1.0)


@pytest.mark.parametrize("shape", [(1, 5, 3), (5, 1, 1), (2, 2, 4), (1, 1, 3)])
def test_small_images(shape):
    x = np.random.RandomState(1).uniform(size=shape).astype("float32")
    same("apply_affine_transform", x, theta=20, tx=0.3, fill_mode="reflect")


def test_whole_pixels_stay_whole_numbers():
    x = np.arange(99.0, dtype="float32").reshape(11, 9, 1)
    moved = image.apply_affine_transform(x, tx=2, ty=3)
    np.testing.assert_array_equal(moved[:9, :6], x[2:, 3:])


def test_the_same_image_where_nothing_is_asked_for():
    assert image.apply_affine_transform(IMAGE) is IMAGE


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("apply_channel_shift", (40.0, 2)),
        ("random_channel_shift", (40.0, 2)),
        ("apply_brightness_shift", (0.4,)),
        ("random_brightness", ((0.2, 1.8),)),
        ("flip_axis", (1,)),
    ],
    ids=str,
)
def test_colours_and_flips(name, arguments):
    same(name, IMAGE, *arguments)


def test_the_middle_is_keras_middle():
    matrix = np.diag([2.0, 3.0, 1.0])
    np.testing.assert_array_equal(
        image.transform_matrix_offset_center(matrix, 8, 5),
        witness.image.transform_matrix_offset_center(matrix, 8, 5),
    )


@pytest.mark.parametrize("name", ["random_zoom", "random_brightness"])
def test_a_range_that_is_no_pair(name):
    with pytest.raises(ValueError, match=r"two floats.*\(1, 2, 3\)"):
        getattr(image, name)(IMAGE, (1, 2, 3))
