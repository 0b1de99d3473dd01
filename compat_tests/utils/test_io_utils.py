"""HDF5 data sets as arrays, HDF5 groups and dicts as one kind of table."""

import h5py
import numpy as np
import pytest

from keras_on_torch.utils import io_utils
from keras_on_torch.utils.io_utils import H5Dict, HDF5Matrix


@pytest.fixture
def data():
    return np.arange(60.0, dtype="float32").reshape(20, 3)


@pytest.fixture
def path(tmp_path, data):
    path = str(tmp_path / "data.h5")
    with h5py.File(path, "w") as file:
        file["x"] = data
    yield path
    opened = HDF5Matrix.refs.pop(path, None)
    if opened:
        opened.close()


@pytest.mark.parametrize(
    "key", [slice(2, 5), slice(None), slice(1, None), 3, [1, 4], np.array([0, 2])]
)
def test_rows_are_read_between_start_and_end(path, data, key):
    matrix = HDF5Matrix(path, "x", start=5, end=15)
    np.testing.assert_array_equal(matrix[key], data[5:15][key])


def test_it_looks_like_an_array(path):
    matrix = HDF5Matrix(path, "x", start=5, end=15)
    assert (len(matrix), matrix.shape, matrix.ndim, matrix.size) == (10, (10, 3), 2, 30)
    assert matrix.dtype == np.float32


def test_rows_are_normalized_where_asked_for(path, data):
    matrix = HDF5Matrix(path, "x", normalizer=lambda rows: (rows / 2).astype("float64")[..., :2])
    assert matrix.shape == (20, 2)
    assert matrix.dtype == np.float64
    np.testing.assert_array_equal(matrix[3:6], data[3:6, :2] / 2)


@pytest.mark.parametrize("key", [slice(2, 11), 10, [1, 10], np.array([10])], ids=str)
def test_rows_past_the_end_are_refused(path, key):
    with pytest.raises(IndexError, match="10 rows"):
        HDF5Matrix(path, "x", start=5, end=15)[key]


def test_a_file_is_opened_once_and_again_after_it_was_closed(path):
    first, second = HDF5Matrix(path, "x"), HDF5Matrix(path, "x", end=3)
    assert HDF5Matrix.refs[path] is first.data.file or first.data.file == second.data.file
    HDF5Matrix.refs[path].close()
    assert HDF5Matrix(path, "x").shape == (20, 3)


@pytest.mark.parametrize("kind", ["dict", "file"])
def test_tables_keep_what_they_are_given(kind, tmp_path):
    table = H5Dict({} if kind == "dict" else str(tmp_path / "table.h5"))
    table["text"] = b"bytes"
    table["names"] = ["one", "two"]
    group = table["group"]
    group["array"] = np.eye(2)
    group["scalar"] = np.float32(3)
    np.testing.assert_array_equal(table["group"]["array"], np.eye(2))
    assert table["group"]["scalar"] == 3
    assert table["text"] == b"bytes"
    names = [name.decode() if isinstance(name, bytes) else name for name in table["names"]]
    assert names == ["one", "two"]
    assert "group" in table
    assert table.get("nothing", 5) == 5
    table.close()


def test_long_lists_are_kept_in_pieces(tmp_path):
    path = str(tmp_path / "long.h5")
    names = [f"{number:0>500}" for number in range(300)]
    table = H5Dict(path)
    table["names"] = names
    assert "names0" in table
    assert table["names"] == names
    table.close()


def test_an_entry_too_long_for_an_attribute_is_refused(tmp_path):
    table = H5Dict(str(tmp_path / "long.h5"))
    with pytest.raises(RuntimeError, match="64512 bytes"):
        table["names"] = ["x" * 70000]
    table.close()


def test_read_only_tables_stay_as_they_are(path):
    table = H5Dict(path, mode="r")
    with pytest.raises(ValueError, match="read only"):
        table["y"] = 1
    with pytest.raises(ValueError, match="read only"):
        table["y"]
    table.close()


def test_names_cannot_be_taken_twice(tmp_path):
    table = H5Dict(str(tmp_path / "table.h5"))
    table["x"] = np.eye(2)
    with pytest.raises(KeyError, match="exists"):
        table["x"] = np.eye(2)
    table.close()


def test_other_things_are_no_tables():
    with pytest.raises(TypeError, match="Required Group, str or dict"):
        H5Dict(3)


@pytest.mark.parametrize(("answers", "agreed"), [(["y"], True), (["what", "n"], False)])
def test_it_asks_until_it_is_told(monkeypatch, answers, agreed):
    given = iter(answers)
    monkeypatch.setattr("builtins.input", lambda question: next(given))
    assert io_utils.ask_to_proceed_with_overwrite("a file") is agreed
