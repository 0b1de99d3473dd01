"""Batches of images in folders, as keras-preprocessing 1.1.2 finds and makes them."""

import numpy as np
import pytest

from compat_tests.preprocessing import witness
from compat_tests.preprocessing.test_image_data_generator import assert_same
from compat_tests.preprocessing.test_workers import by_workers, one_by_one
from keras_on_torch.preprocessing import image

FILES = {
    "cats": ["b.png", "a.jpg", "deep/c.bmp", "notes.txt", "d.PNG"],
    "dogs": ["1.png", "10.png", "2.png"],
    "newts": ["x.ppm", "deep/er/y.png"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of three classes, with images, a text and a link to a folder."""
    top = tmp_path_factory.mktemp("data")
    random = np.random.RandomState(0)
    for name, files in FILES.items():
        for file in files:
            path = top / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".txt":
                path.write_text("no image")
            else:
                image.save_img(path, random.uniform(0, 255, (9, 8, 3)))
    (top / "linked").mkdir()
    image.save_img(top / "linked" / "z.png", random.uniform(0, 255, (9, 8, 3)))
    (top / "dogs" / "link").symlink_to(top / "linked")
    (top / "loose.png").write_bytes((top / "dogs" / "1.png").read_bytes())
    return top


ARGUMENTS = [
    {},
    {"class_mode": "sparse"},
    {"class_mode": "binary", "classes": ["dogs", "cats"]},
    {"class_mode": "input"},
    {"class_mode": None},
    {"color_mode": "grayscale"},
    {"color_mode": "rgba", "interpolation": "bicubic"},
    {"target_size": (4, 13), "interpolation": "bilinear"},
    {"follow_links": True},
    {"shuffle": False, "batch_size": 4},
    {"subset": "training"},
    {"subset": "validation"},
    {"classes": ("newts", "cats")},
]


def pair(folder, arguments, **settings):
    """Return iterators of ours and of the witness's over the same folder."""
    given = {"target_size": (9, 8), "batch_size": 3, "seed": 2, **arguments}
    settings = {"validation_split": 0.4, "data_format": "channels_last", **settings}
    return tuple(
        package.ImageDataGenerator(**settings).flow_from_directory(str(folder), **given)
        for package in (image, witness.image)
    )


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_finds_and_gives_the_same(folder, arguments, capsys):
    ours, theirs = pair(folder, arguments, rotation_range=30, horizontal_flip=True)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == told[1]
    for name in ("filenames", "filepaths", "class_indices", "samples", "n", "num_classes"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("image_shape", "target_size", "directory", "class_mode", "color_mode"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert_same(ours.classes, theirs.classes)
    assert_same(ours.labels, theirs.labels)
    for _ in range(4):
        assert_same(next(ours), next(theirs))
    assert_same(ours[0], theirs[0])


def test_channels_first_and_float64(folder):
    settings = {"data_format": "channels_first", "dtype": "float64", "rescale": 1 / 255}
    ours, theirs = pair(folder, {"class_mode": "sparse"}, **settings)
    assert_same(next(ours), next(theirs))


@pytest.mark.parametrize("workers", [(1, False), (3, False)], ids=str)
def test_is_the_same_with_workers(folder, workers):
    ours, theirs = pair(folder, {}, rotation_range=30)
    assert_same(by_workers(ours, workers), one_by_one(theirs))


def test_saves_what_it_gives(folder, tmp_path):
    names = []
    for package in (image, witness.image):
        place = tmp_path / package.__name__
        place.mkdir()
        flow = package.ImageDataGenerator().flow_from_directory(
            str(folder), (9, 8), seed=1, save_to_dir=str(place), save_format="jpeg"
        )
        next(flow)
        names.append(sorted(path.name for path in place.iterdir()))
    assert names[0] == names[1]
    assert len(names[0]) == flow.samples


def test_a_class_may_lie_deeper(folder):
    flow = image.ImageDataGenerator().flow_from_directory(str(folder), classes=["cats/deep"])
    assert flow.filenames == ["cats/deep/c.bmp"]
    assert next(flow)[0].shape == (1, 256, 256, 3)


def test_defaults_are_those_of_the_backend(folder):
    flow = image.DirectoryIterator(str(folder), image.ImageDataGenerator())
    assert (flow.data_format, flow.dtype, flow.seed) == ("channels_last", "float32", None)


def test_a_folder_without_images(tmp_path, capsys):
    flow = image.ImageDataGenerator().flow_from_directory(str(tmp_path))
    assert capsys.readouterr().out == "Found 0 images belonging to 0 classes.\n"
    assert len(flow) == 0
    with pytest.raises(ValueError, match=f"length 0: there is no image .*{tmp_path.name}"):
        _ = flow[0]


def test_an_image_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "broken.png").write_bytes(b"nothing")
    flow = image.ImageDataGenerator().flow_from_directory(str(tmp_path))
    with pytest.raises(OSError, match=r"a.broken\.png: cannot identify"):
        next(flow)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"class_mode": "raw"}, ValueError, "class_mode: raw; expected one of.*'binary'"),
        ({"color_mode": "cmyk"}, ValueError, "color mode: 'cmyk'; expected"),
        ({"subset": "all"}, ValueError, "subset name: 'all'; expected"),
        ({"target_size": 5}, TypeError, "rows, cols.*got 5"),
        ({"target_size": (5, 6, 3)}, ValueError, r"rows, cols.*got \(5, 6, 3\)"),
        ({"directory": "nowhere"}, FileNotFoundError, "nowhere"),
    ],
    ids=str,
)
def test_an_argument_that_is_no_such(folder, arguments, error, message):
    given = {"directory": str(folder), **arguments}
    with pytest.raises(error, match=message):
        image.ImageDataGenerator().flow_from_directory(**given)
