"""Batches of images that a data frame names, as keras-preprocessing 1.1.2 makes them."""

import numpy as np
import pandas as pd
import pytest

from compat_tests.preprocessing import witness
from compat_tests.preprocessing.test_image_data_generator import assert_same
from keras_on_torch.preprocessing import image

NAMES = ["a.png", "b.png", "c.jpg", "d.png", "e.bmp", "f.png"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    top = tmp_path_factory.mktemp("images")
    random = np.random.RandomState(0)
    for name in NAMES:
        image.save_img(top / name, random.uniform(0, 255, (5, 6, 3)))
    return top


@pytest.fixture
def frame():
    """Return a row for each image, with targets of all kinds."""
    return pd.DataFrame(
        {
            "filename": NAMES,
            "class": ["x", "y", "x", "z", "y", "x"],
            "two": ["x", "y", "x", "x", "y", "x"],
            "several": [["x"], ["y", "z"], ("x", "y"), ["z"], ["x"], ["y"]],
            "number": np.arange(6.0),
            "other": np.arange(6) * 2,
            "weight": np.linspace(0, 1, 6),
        }
    )


ARGUMENTS = [
    {},
    {"class_mode": "sparse"},
    {"class_mode": "binary", "y_col": "two"},
    {"class_mode": "binary", "classes": ["y", "x"]},
    {"class_mode": "categorical", "y_col": "several"},
    {"class_mode": "categorical", "y_col": "several", "classes": ["x", "z"]},
    {"class_mode": "categorical", "classes": ["z", "x"]},
    {"class_mode": "input"},
    {"class_mode": None},
    {"class_mode": "raw", "y_col": "number"},
    {"class_mode": "raw", "y_col": ["number", "other"]},
    {"class_mode": "multi_output", "y_col": ["number", "other"]},
    {"weight_col": "weight"},
    {"weight_col": "weight", "subset": "validation"},
    {"subset": "training", "class_mode": "raw", "y_col": "number"},
    {"validate_filenames": False, "shuffle": False},
]


def flows(frame, folder, arguments, **settings):
    given = {"target_size": (5, 6), "batch_size": 4, "seed": 2, **arguments}
    settings = {"validation_split": 0.5, **settings}
    return tuple(
        package.ImageDataGenerator(**settings).flow_from_dataframe(frame, str(folder), **given)
        for package in (image, witness.image)
    )


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=str)
def test_gives_the_same(frame, folder, arguments, capsys):
    before = frame.copy()
    ours, theirs = flows(frame, folder, arguments, rotation_range=20)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == told[1]
    for name in ("filenames", "filepaths", "samples"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert getattr(ours, "class_indices", None) == getattr(theirs, "class_indices", None)
    for _ in range(3):
        assert_same(next(ours), next(theirs))
    pd.testing.assert_frame_equal(frame, before)


def test_paths_as_a_whole_and_no_generator(frame, folder):
    frame["filename"] = [str(folder / name) for name in NAMES]
    a, b = (
        package.DataFrameIterator(frame, target_size=(5, 6), seed=1)
        for package in (image, witness.image)
    )
    assert_same(next(a), next(b))


def test_rows_without_an_image_are_left_out(frame, folder):
    frame.loc[1, "filename"] = "nothing.png"
    with pytest.warns(
        UserWarning, match=r'Found 1 invalid image filename\(s\) in x_col="filename"'
    ):
        ours, theirs = flows(frame, folder, {})
    assert ours.filenames == theirs.filenames == [name for name in NAMES if name != "b.png"]


def test_classes_that_are_not_used(frame, folder):
    arguments = {"class_mode": "raw", "y_col": "number", "classes": ["x"]}
    with pytest.warns(UserWarning, match="`classes` will be ignored"):
        flows(frame, folder, arguments)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"class_mode": "no"}, ValueError, "class_mode: no; expected one of"),
        ({"class_mode": "multi_output", "y_col": "number"}, TypeError, "must be a list.*'number'"),
        (
            {"class_mode": "sparse", "y_col": "number"},
            TypeError,
            "must be strings, got 0.0 in row 0",
        ),
        ({"y_col": "number"}, TypeError, "string, list or tuple, got 0.0 in row 0"),
        ({"class_mode": "binary"}, ValueError, "2 classes. Found 3 classes: x, y, z"),
        ({"class_mode": "binary", "classes": ["x"]}, ValueError, r"1 class/es were given: \['x'\]"),
        ({"x_col": "number"}, TypeError, "x_col=number must be strings, got 0.0 in row 0"),
        ({"weight_col": "class"}, TypeError, "weight_col=class must be numeric"),
        ({"y_col": "nothing"}, KeyError, "nothing"),
    ],
    ids=str,
)
def test_what_does_not_fit(frame, folder, arguments, error, message):
    theirs, ours = (
        package.ImageDataGenerator().flow_from_dataframe for package in (witness.image, image)
    )
    with pytest.raises(error):
        theirs(frame, str(folder), **arguments)
    with pytest.raises(error, match=message):
        ours(frame, str(folder), **arguments)


def test_no_row_has_an_image(frame, tmp_path):
    with pytest.warns(UserWarning, match="invalid image filename"):
        flow = image.ImageDataGenerator().flow_from_dataframe(frame, str(tmp_path))
    with pytest.raises(ValueError, match=f"names no image in the folder .*{tmp_path.name}"):
        _ = flow[0]


# ---- arguments of older versions
def test_names_without_endings(frame, folder):
    frame["filename"] = [name.partition(".")[0] for name in NAMES]
    generator = image.ImageDataGenerator()
    with pytest.warns(DeprecationWarning, match="has_ext is deprecated"):
        flow = generator.flow_from_dataframe(frame, str(folder), has_ext=False)
    assert flow.filenames == NAMES


@pytest.mark.parametrize("name", ["sort", "drop_duplicates"])
def test_old_arguments_without_effect(frame, folder, name):
    with pytest.warns(DeprecationWarning, match=f"{name} is deprecated"):
        flow = image.ImageDataGenerator().flow_from_dataframe(frame, str(folder), **{name: True})
    assert flow.filenames == NAMES


def test_the_old_name_of_raw(frame, folder):
    with pytest.warns(DeprecationWarning, match='"other" is deprecated'):
        ours, theirs = flows(frame, folder, {"class_mode": "other", "y_col": "number"})
    assert_same(next(ours), next(theirs))


def test_an_argument_that_was_never_there(frame, folder):
    with pytest.raises(TypeError, match="unexpected keyword argument 'nothing'"):
        image.ImageDataGenerator().flow_from_dataframe(frame, str(folder), nothing=1)
