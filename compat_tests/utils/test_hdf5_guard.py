"""Of an HDF5 file only what lies in it is read, and only in one place of the package."""

import ast
from pathlib import Path

import h5py
import numpy as np
import pytest

from keras_on_torch.utils import hdf5_guard
from keras_on_torch.utils.io_utils import H5Dict, HDF5Matrix

PACKAGE = Path(hdf5_guard.__file__).parents[1]


def external_link(file, other):
    file["x"] = h5py.ExternalLink(other, "/secret")


def soft_link(file, other):
    file["y"] = np.eye(2)
    file["x"] = h5py.SoftLink("/y")


def link_on_the_way(file, other):
    file.create_group("g")["x"] = np.eye(2)
    file["x"] = h5py.SoftLink("/g/x")


def external_storage(file, other):
    file.create_dataset("x", (4,), "u1", external=[(other, 0, 4)])


def virtual(file, other):
    layout = h5py.VirtualLayout((2, 2), "f8")
    layout[:] = h5py.VirtualSource(other, "secret", (2, 2))
    file.create_virtual_dataset("x", layout)


def plugin_filter(file, other):
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_chunk((4,))
    # Optional, so that it can be written without the plugin, here that of Blosc.
    properties.set_filter(32001, h5py.h5z.FLAG_OPTIONAL)
    space = h5py.h5s.create_simple((4,))
    h5py.h5d.create(file.id, b"x", h5py.h5t.NATIVE_FLOAT, space, dcpl=properties)


def huge_chunk(file, other):
    file.create_dataset("x", (2, 2), "f4", maxshape=(None, None), chunks=(16384, 16384))


def declared(file, other):
    file.create_dataset("x", (2**20, 2**20), "f4", chunks=(256, 256))


REFUSED = {
    external_link: "link to another place or file",
    soft_link: "link to another place or file",
    link_on_the_way: "link to another place or file",
    external_storage: "external storage",
    virtual: "virtual dataset",
    plugin_filter: "32001",
    huge_chunk: "chunks of 1073741824 bytes",
    declared: "declares 4398046511104 bytes, of which 0 are stored",
}
each_refused = pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)


@pytest.fixture
def path(tmp_path):
    other = str(tmp_path / "other.h5")
    with h5py.File(other, "w") as file:
        file["secret"] = np.full((2, 2), 7.0)
    return tmp_path / "file.h5", other


READ = {
    "H5Dict": lambda file: H5Dict(file.filename, "r")["x"],
    "open file": lambda file: hdf5_guard.read_array(hdf5_guard.member(file, "x")),
    "items": lambda file: dict(H5Dict(file, "r").items()),
}


@each_refused
@pytest.mark.parametrize("how", READ)
def test_what_lies_elsewhere_is_refused(path, make, how):
    path, other = path
    with h5py.File(path, "w") as file:
        make(file, other)
    with h5py.File(path, "r") as file, pytest.raises(ValueError, match=REFUSED[make]) as error:
        READ[how](file)
    assert str(path) in str(error.value)


def test_data_matrices_are_read_from_their_own_file_too(path):
    path, other = path
    with h5py.File(path, "w") as file:
        virtual(file, other)
    try:
        with pytest.raises(ValueError, match="virtual dataset"):
            HDF5Matrix(str(path), "x")
    finally:
        HDF5Matrix.refs.pop(str(path)).close()


def test_no_link_is_followed_to_find_out_whether_it_leads_somewhere(path):
    path, other = path
    with h5py.File(path, "w") as file:
        external_link(file, other)
        with pytest.raises(ValueError, match="links are not followed"):
            _ = "x" in H5Dict(file)
        with pytest.raises(AttributeError, match="visititems"):
            H5Dict(file).visititems(print)


@pytest.mark.parametrize(
    "settings",
    [{}, {"compression": "gzip", "shuffle": True, "fletcher32": True}, {"compression": "lzf"}],
    ids=str,
)
def test_what_h5py_compresses_itself_is_read(path, settings):
    path, _ = path
    array = np.arange(400.0).reshape(20, 20)
    with h5py.File(path, "w") as file:
        file.create_dataset("g/x", data=array, **settings)
        file["same"] = file["g"]
    with h5py.File(path, "r") as file:
        for name in ("g/x", "/g/x", "same/x"):
            found = hdf5_guard.read_array(hdf5_guard.member(file, name), 400)
            np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize(
    "value",
    [np.zeros(2, complex), np.zeros(2, "S3"), np.zeros(2, "f4,i4"), h5py.Empty("f4")],
    ids=lambda value: str(value.dtype),
)
def test_arrays_hold_numbers(path, value):
    path, _ = path
    with h5py.File(path, "w") as file:
        file["x"] = value
        with pytest.raises(ValueError, match=r"numbers are expected, for y"):
            hdf5_guard.read_array(file["x"], 2, ", for y")


def test_attributes_are_texts_or_numbers(path):
    path, _ = path
    with h5py.File(path, "w") as file:
        file.attrs["reference"] = file.ref
        file.attrs["empty"] = h5py.Empty("f4")
        for name, words in (("reference", "numbers or texts"), ("empty", "is empty")):
            with pytest.raises(ValueError, match=words):
                hdf5_guard.attribute(file, name)


# ---- one place
ALLOWED = {
    "utils/hdf5_guard.py",
    # Rows of a dataset that was checked; entries of a dict.
    ("utils/io_utils.py", "HDF5Matrix"),
    ("utils/io_utils.py", "_entry"),
}
OF_H5PY = {"File", "Group", "Dataset", "Empty", "check_string_dtype"}
OPENED = {"file", "group", "f", "data", "attrs"}


def last_name(node):
    return getattr(node, "id", getattr(node, "attr", None))


def reads_of_h5py(tree, place=()):
    """Yield where a syntax tree subscripts what may be an object of h5py, or opens a file."""
    for node in ast.iter_child_nodes(tree):
        inner = place
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            inner = (*place, node.name)
        is_read = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
        if is_read and last_name(node.value) in OPENED:
            yield inner, node.lineno
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("get", "items", "values", "visititems", "require_group")
            and last_name(node.func.value) in {"file", "group", "attrs"}
        ):
            yield inner, node.lineno
        yield from reads_of_h5py(node, inner)


def test_nothing_else_reads_from_h5py_s_objects():
    found = []
    for path in PACKAGE.rglob("*.py"):
        text, name = path.read_text(), path.relative_to(PACKAGE).as_posix()
        if name in ALLOWED or not ("h5py" in text or "H5Dict" in text):
            continue
        for places, line in reads_of_h5py(ast.parse(text)):
            if not any((name, place) in ALLOWED for place in places):
                found.append(f"{name}:{line}")
    assert found == []


def test_the_search_for_reads_finds_them():
    text = "def f(file):\n a = file['x']\n b = g.attrs['x']\n c = file.get('x')\n file['y'] = 1"
    assert [line for _, line in reads_of_h5py(ast.parse(text))] == [2, 3, 4]
