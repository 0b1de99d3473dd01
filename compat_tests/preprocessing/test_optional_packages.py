"""Pillow and SciPy are asked for by what needs them, in words that name the extra."""

import sys

import numpy as np
import pytest

from keras_on_torch.preprocessing import image

PIXELS = np.zeros((4, 4, 3), "float32")


@pytest.fixture
def without(monkeypatch):
    """Return what takes a package away."""

    def take(package):
        for name in [name for name in sys.modules if name.partition(".")[0] == package]:
            monkeypatch.setitem(sys.modules, name, None)

    return take


CALLS = [
    ("PIL", "pillow", lambda path: image.load_img(path)),
    ("PIL", "pillow", lambda path: image.save_img(path, PIXELS)),
    ("PIL", "pillow", lambda _: image.array_to_img(PIXELS)),
    ("PIL", "pillow", lambda _: image.apply_brightness_shift(PIXELS, 0.5)),
    ("scipy", "scipy", lambda _: image.apply_affine_transform(PIXELS, theta=3, order=3)),
    (
        "scipy",
        "scipy",
        lambda _: image.ImageDataGenerator(featurewise_center=True, zca_whitening=True).fit(
            [PIXELS]
        ),
    ),
]


@pytest.mark.parametrize(("package", "name", "call"), CALLS)
def test_says_what_to_install(package, name, call, without, tmp_path):
    image.save_img(tmp_path / "x.png", PIXELS)
    image.apply_affine_transform(PIXELS, theta=3, order=3)  # Both are there.
    without(package)
    wanted = rf"needs the package {name}: pip install keras_on_torch\[image\]"
    with pytest.raises(ImportError, match=wanted):
        call(tmp_path / "x.png")


def test_arrays_need_neither(without):
    without("PIL")
    without("scipy")
    generator = image.ImageDataGenerator(rotation_range=20, zoom_range=0.2, horizontal_flip=True)
    assert next(generator.flow(PIXELS[np.newaxis])).shape == (1, 4, 4, 3)
