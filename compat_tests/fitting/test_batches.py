"""Batches are cut from whatever holds rows, as the numbers that were there."""

import h5py
import numpy as np
import pytest
import torch

import keras_on_torch as keras
from keras_on_torch import backend as K
from keras_on_torch.fitting.batches import Columns
from keras_on_torch.fitting.weights import UnitWeights
from keras_on_torch.graph import placeholder
from keras_on_torch.utils.io_utils import HDF5Matrix

ROWS = np.arange(12.0).reshape(6, 2)
ORDER = np.array([5, 0, 3, 1, 2, 4])


def symbol(dtype="float32"):
    return placeholder((None, 2), dtype)


def memory_map(folder):
    np.save(folder / "rows.npy", ROWS)
    return np.load(folder / "rows.npy", mmap_mode="r")


def data_set(folder):
    with h5py.File(folder / "rows.h5", "w") as file:
        file["rows"] = ROWS
    return h5py.File(folder / "rows.h5", "r")["rows"]


def matrix(folder):
    data_set(folder).file.close()
    return HDF5Matrix(str(folder / "rows.h5"), "rows")


SOURCES = {
    "single precision": lambda folder: ROWS.astype("float32"),
    "double precision": lambda folder: ROWS,
    "bytes": lambda folder: ROWS.astype("uint8"),
    "half precision": lambda folder: ROWS.astype("float16"),
    "whole numbers": lambda folder: ROWS.astype("int64"),
    "short unsigned numbers": lambda folder: ROWS.astype("uint16"),
    "Python objects": lambda folder: ROWS.astype(object),
    "other byte order": lambda folder: ROWS.astype(">f4"),
    "backwards": lambda folder: ROWS[::-1].copy()[::-1],
    "columns first": lambda folder: np.asfortranarray(ROWS),
    "every other": lambda folder: np.repeat(ROWS, 2, 0)[::2],
    "read only": lambda folder: np.broadcast_to(ROWS[:1], (6, 2)) + ROWS - ROWS[:1],
    "memory map": memory_map,
    "torch": lambda folder: torch.tensor(ROWS),
    "torch that records": lambda folder: torch.tensor(ROWS, requires_grad=True),
    "sparse": lambda folder: pytest.importorskip("scipy.sparse").coo_matrix(ROWS),
    "HDF5 data set": data_set,
    "HDF5Matrix": matrix,
}
IN_ORDER_ONLY = ["HDF5 data set", "HDF5Matrix"]


def second(columns, order=None):
    """Return the second of the batches of three."""
    return list(columns.batches(6, 3, order))[1]


@pytest.mark.parametrize("kind", SOURCES)
def test_cuts_rows(kind, tmp_path, device):
    columns = Columns([SOURCES[kind](tmp_path)], [symbol()])
    identity = K.function([feed := symbol()], [feed + 0.0])
    start, end, rows = second(columns)
    assert (start, end) == (3, 6)
    np.testing.assert_array_equal(identity(rows)[0], ROWS[3:6])


@pytest.mark.parametrize("kind", [kind for kind in SOURCES if kind not in IN_ORDER_ONLY])
def test_cuts_rows_in_an_order(kind, tmp_path, device):
    columns = Columns([SOURCES[kind](tmp_path)], [symbol()])
    identity = K.function([feed := symbol()], [feed + 0.0])
    _, _, rows = second(columns, ORDER)
    np.testing.assert_array_equal(identity(rows)[0], ROWS[ORDER[3:6]])


@pytest.mark.parametrize("width", [1, 5000, 70000])
@pytest.mark.parametrize("batch_size", [4, np.int64(7), 100])
def test_batches_are_picked_several_at_once(width, batch_size):
    rows = np.arange(50, dtype="float32").repeat(width).reshape(50, width)
    order = np.random.default_rng(0).permutation(50)
    columns = Columns([rows, 0.5], [symbol()])
    for start, end, (batch, number) in columns.batches(50, batch_size, order):
        np.testing.assert_array_equal(batch.numpy()[:, -1], order[start:end])
        assert number == 0.5


def test_rows_of_the_right_type_are_not_copied():
    rows = ROWS.astype("float32")
    ((_, _, (batch,)), _) = Columns([rows], [symbol()]).batches(6, 3)
    assert batch.data_ptr() == rows.ctypes.data


@pytest.mark.parametrize("kind", ["bytes", "half precision", "memory map"])
def test_smaller_numbers_and_files_do_not_grow_in_memory(kind, tmp_path):
    source = SOURCES[kind](tmp_path)
    ((_, _, (batch,)), _) = Columns([source], [symbol()]).batches(6, 3)
    assert np.asarray(batch).dtype == source.dtype


def test_other_things_pass():
    columns = Columns([ROWS, UnitWeights.of_shape((6,)), 1.0], [symbol(), symbol()])
    _, _, (_, weights, phase) = second(columns, ORDER)
    assert weights is None
    assert phase == 1.0


@pytest.mark.parametrize("kind", IN_ORDER_ONLY)
def test_says_what_to_do_where_rows_cannot_be_shuffled(kind, tmp_path):
    columns = Columns([SOURCES[kind](tmp_path)], [symbol()])
    with pytest.raises(TypeError, match='pass shuffle="batch"'):
        second(columns, ORDER)


def dense(**options):
    model = keras.models.Sequential([keras.layers.Dense(1, input_dim=2)])
    model.compile("sgd", "mse", **options)
    return model


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("shuffle", [False, "batch"])
def test_every_kind_is_fitted(kind, shuffle, tmp_path):
    source = SOURCES[kind](tmp_path)
    history = dense().fit(source, ROWS[:, 0], 4, 2, verbose=0, shuffle=shuffle)
    assert np.isfinite(history.history["loss"]).all()


@pytest.mark.parametrize("kind", SOURCES)
def test_every_kind_is_predicted_for(kind, tmp_path):
    model = dense()
    found = model.predict(SOURCES[kind](tmp_path), 4)
    np.testing.assert_allclose(found, ROWS @ model.get_weights()[0], rtol=1e-5)


def test_results_do_not_share_memory_with_the_users_arrays():
    feed = keras.layers.Input((2,))
    model = keras.models.Model(feed, feed)
    rows = ROWS.astype("float32")
    for found in (model.predict(rows), model.predict_on_batch(rows)):
        assert not np.shares_memory(found, rows)
