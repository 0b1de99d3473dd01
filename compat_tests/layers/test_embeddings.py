"""Conformance of layers.embeddings: a row is a behaviour, a test is an aspect of it."""

import numpy as np
import pytest

from compat_tests.case import Case
from compat_tests.layers.conformance import aspects_of
from compat_tests.reference import layers as reference
from keras_on_torch import backend as K
from keras_on_torch.layers import Embedding, Input
from keras_on_torch.models import Model, Sequential

TABLE = {"input_dim": 5, "output_dim": 3}

CASES = [
    Case("Embedding", TABLE, (None, 4), (None, 4, 3), reference.embedding, kind="ids:5"),
    Case("Embedding", TABLE, (None, None), (None, None, 3), reference.embedding, kind="ids:5"),
    Case("Embedding", TABLE, (None,), (None, 3), reference.embedding, kind="ids:5"),
    Case("Embedding", TABLE, (None, 2, 4), (None, 2, 4, 3), reference.embedding, kind="ids:5"),
    Case(
        "Embedding",
        {**TABLE, "input_length": 5},
        (None, None),
        (None, 5, 3),
        reference.embedding,
        kind="ids:5",
    ),
    Case(
        "Embedding",
        {**TABLE, "mask_zero": True, "embeddings_regularizer": "l2"},
        (None, 4),
        (None, 4, 3),
        reference.embedding,
        kind="ids:5",
    ),
]

(
    test_promises_the_shape_keras_reports,
    test_computes_what_the_reference_computes,
    test_is_rebuilt_from_its_config,
) = aspects_of(CASES)


@pytest.mark.parametrize(
    ("length", "shape"), [(None, (None, None)), (4, (None, 4)), ((2, 4), (None, 2, 4))]
)
def test_is_a_first_layer_without_being_told_a_shape(length, shape):
    model = Sequential([Embedding(5, 3, input_length=length)])
    assert model.input_shape == shape


def test_masks_zeros_where_it_is_told_to():
    inputs = Input((3,))
    layer = Embedding(5, 3, mask_zero=True)
    layer(inputs)
    mask = K.function([inputs], [layer.output_mask])([np.array([[1, 0, 2]])])[0]
    np.testing.assert_array_equal(mask, [[True, False, True]])


def test_has_no_mask_otherwise():
    layer = Embedding(5, 3)
    layer(Input((3,)))
    assert layer.output_mask is None


@pytest.mark.parametrize("length", [4, (2, 3)])
def test_refuses_inputs_of_another_length(length):
    with pytest.raises(ValueError, match='"input_length" is'):
        Embedding(5, 3, input_length=length)(Input((5,)))


def test_is_trained_where_it_was_looked_up(close):
    inputs = Input((2,))
    model = Model(inputs, Embedding(4, 2, embeddings_initializer="zeros")(inputs))
    model.compile("sgd", "mse")
    model.train_on_batch(np.array([[1, 1]]), np.ones((1, 2, 2)))
    rows = model.get_weights()[0]
    assert (rows[1] > 0).all()
    close(rows[[0, 2, 3]], np.zeros((3, 2)))
