"""Images in files and as arrays."""

import io

import numpy as np
import PIL.Image
import pytest

from compat_tests.preprocessing import witness
from keras_on_torch.preprocessing import image

PIXELS = np.random.RandomState(3).uniform(-20, 300, (6, 7, 4)).astype("float32")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with images in several modes, a broken one and a cut-off one."""
    for channels, name in ((1, "gray.png"), (3, "rgb.png"), (4, "rgba.png"), (3, "jpeg.JPG")):
        image.save_img(tmp_path / name, PIXELS[..., :channels])
    deep = np.arange(42, dtype="int32").reshape(6, 7) * 1000
    PIL.Image.fromarray(deep.astype("uint16")).save(tmp_path / "deep.png")
    PIL.Image.fromarray(deep).save(tmp_path / "deeper.tif")
    (tmp_path / "broken.png").write_bytes(b"nothing")
    whole = (tmp_path / "rgb.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    return tmp_path


# ---- arrays
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_arrays_and_images(channels, scale, data_format):
    pixels = PIXELS[..., :channels]
    pixels = pixels if scale else np.clip(pixels, 0, 255)
    x = pixels if data_format == "channels_last" else pixels.transpose(2, 0, 1)
    ours = image.array_to_img(x, data_format, scale)
    theirs = witness.image.array_to_img(x, data_format, scale)
    assert (ours.mode, ours.size) == (theirs.mode, theirs.size)
    back = image.img_to_array(ours, data_format, "float64")
    expected = witness.image.img_to_array(theirs, data_format, "float64")
    assert back.dtype == "float64"
    np.testing.assert_array_equal(back, expected)


def test_gray_above_255_is_kept_in_32_bits():
    assert image.array_to_img(PIXELS[..., :1] * 100, scale=False).mode == "I"


def test_an_array_is_not_changed():
    x = PIXELS.copy()
    image.array_to_img(x)
    np.testing.assert_array_equal(x, PIXELS)


@pytest.mark.parametrize(
    ("shape", "data_format", "message"),
    [
        ((2, 2), None, r"rank 3.*\(2, 2\)"),
        ((2, 2, 2), None, "channel number: 2"),
        ((2, 2, 3), "rows", "data_format: 'rows'"),
    ],
)
def test_an_array_that_is_no_image(shape, data_format, message):
    with pytest.raises(ValueError, match=message):
        image.array_to_img(np.zeros(shape), data_format)


def test_an_image_that_is_no_array():
    with pytest.raises(ValueError, match="shape"):
        image.img_to_array(np.zeros((1, 2, 2, 3)))
    with pytest.raises(ValueError, match="data_format: 'rows'"):
        image.img_to_array(np.zeros((2, 2, 3)), "rows")


# ---- reading
METHODS = ("nearest", "bilinear", "bicubic", "lanczos", "hamming", "box")
FILES = [
    *((name, method) for name in ("gray.png", "rgb.png", "rgba.png") for method in METHODS),
    ("jpeg.JPG", "bilinear"),
    ("deep.png", "nearest"),
    ("deeper.tif", "nearest"),
]


@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize(("name", "interpolation"), FILES)
def test_loads_what_the_witness_loads(folder, name, color_mode, interpolation):
    given = {"color_mode": color_mode, "target_size": (4, 9), "interpolation": interpolation}
    ours = image.load_img(folder / name, **given)
    theirs = witness.image.load_img(str(folder / name), **given)
    assert (ours.mode, ours.size) == (theirs.mode, theirs.size)
    np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))


def test_grayscale_is_an_old_name(folder):
    with pytest.warns(UserWarning, match="grayscale is deprecated"):
        assert image.load_img(folder / "rgb.png", grayscale=True).mode == "L"


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("nothing.png", FileNotFoundError, r"nothing\.png"),
        ("broken.png", PIL.UnidentifiedImageError, r"broken\.png: .* 7 bytes"),
        ("cut.png", OSError, r"cut\.png: .* truncated"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder, name, error, message):
    with pytest.raises(error, match=message):
        image.load_img(folder / name)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"target_size": 5}, TypeError, "rows, cols.*got 5"),
        ({"target_size": (2.5, 6)}, TypeError, r"got \(2.5, 6\)"),
        ({"target_size": (0, 6)}, ValueError, r"got \(0, 6\)"),
        ({"target_size": (5, 6, 3)}, ValueError, r"got \(5, 6, 3\)"),
        ({"color_mode": "cmyk"}, ValueError, "color_mode.*cmyk"),
        ({"target_size": (3, 3), "interpolation": "no"}, ValueError, "interpolation method no"),
    ],
    ids=str,
)
def test_an_argument_that_is_no_such(folder, given, error, message):
    with pytest.raises(error, match=message):
        image.load_img(folder / "rgb.png", **given)


# ---- writing
@pytest.mark.parametrize("file_format", [None, "png", "jpeg", "jpg", "BMP"])
def test_writes_in_a_format(tmp_path, file_format):
    image.save_img(tmp_path / "x.png", PIXELS[..., :3], file_format=file_format)
    with PIL.Image.open(tmp_path / "x.png") as written:
        names = {None: "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
        assert written.format == names.get(file_format, str(file_format).upper())


def test_writes_into_an_open_file():
    file = io.BytesIO()
    image.save_img(file, PIXELS[..., :3], file_format="png")
    assert PIL.Image.open(file).size == (7, 6)


def test_transparency_is_left_out_of_jpeg(tmp_path):
    with pytest.warns(UserWarning, match="does not support RGBA"):
        image.save_img(tmp_path / "x.jpg", PIXELS, file_format="jpg")
    assert image.load_img(tmp_path / "x.jpg").mode == "RGB"


def test_passes_arguments_on_to_pillow(tmp_path):
    for quality in (5, 95):
        image.save_img(tmp_path / f"{quality}.jpg", PIXELS[..., :3], quality=quality)
    assert (tmp_path / "5.jpg").stat().st_size < (tmp_path / "95.jpg").stat().st_size


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    image.save_img(tmp_path / "x.png", PIXELS[..., :3])
    before = (tmp_path / "x.png").read_bytes()
    with pytest.raises(OSError, match="RGBA"):  # While Pillow writes.
        image.save_img(tmp_path / "x.png", PIXELS, file_format="JPEG")
    assert (tmp_path / "x.png").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]


@pytest.mark.parametrize(
    ("name", "error"), [("x.nothing", ValueError), ("no/x.png", FileNotFoundError)]
)
def test_a_place_that_cannot_be_written(tmp_path, name, error):
    with pytest.raises(error, match=r"nothing|x\.png"):
        image.save_img(tmp_path / name, PIXELS[..., :3])
    assert list(tmp_path.iterdir()) == []


# ---- finding
def test_lists_pictures_below_a_folder(folder):
    (folder / "below").mkdir()
    (folder / "rgb.png").rename(folder / "below" / "RGB.PNG")
    (folder / "text.txt").write_text("no picture")
    for given in ({}, {"ext": "jpg"}, {"ext": ("png", "txt")}):
        found = image.list_pictures(str(folder), **given)
        assert sorted(found) == sorted(witness.image.list_pictures(str(folder), **given))
        assert found
