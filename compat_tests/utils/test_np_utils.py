"""Class numbers as rows, and vectors of length one."""

import numpy as np
import pytest

from keras_on_torch.utils.np_utils import normalize, to_categorical


@pytest.mark.parametrize(
    ("shape", "columns"), [((5,), (5, 4)), ((5, 1), (5, 4)), ((5, 3), (5, 3, 4)), ((1,), (1, 4))]
)
def test_rows_hold_a_one_at_the_class(shape, columns):
    classes = np.random.RandomState(0).randint(4, size=shape)
    rows = to_categorical(classes, 4)
    assert rows.shape == columns
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows.argmax(-1), classes.reshape(columns[:-1]))
    np.testing.assert_array_equal(rows.sum(-1), np.ones(columns[:-1]))


def test_columns_are_counted_where_none_are_given():
    assert to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert to_categorical([0, 2], dtype="int32").dtype == np.int32


def test_a_class_without_column_is_refused():
    with pytest.raises(IndexError):
        to_categorical([0, 3], 3)


@pytest.mark.parametrize("order", [1, 2])
def test_normalized_vectors_have_length_one(order):
    x = np.random.RandomState(0).normal(size=(4, 3))
    x[1] = 0
    norms = np.linalg.norm(normalize(x, order=order), order, axis=-1)
    np.testing.assert_allclose(norms, [1, 0, 1, 1])
    columns = normalize(x, axis=0)
    np.testing.assert_allclose(np.linalg.norm(columns, axis=0), np.ones(3))
