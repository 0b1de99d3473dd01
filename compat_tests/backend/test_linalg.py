"""Functions of backend.linalg: what golden rows do not ask."""

import numpy as np
import pytest
import scipy.sparse
import torch

import keras_on_torch.backend as K
from keras_on_torch.backend.linalg import affine


@pytest.mark.parametrize("shape", [(2, 3), (4, 2, 3), (5, 4, 2, 3), (0, 3)], ids=str)
@pytest.mark.parametrize("with_bias", [True, False])
def test_affine_is_product_and_sum(shape, with_bias, close):
    random = np.random.RandomState(0)
    x, kernel, bias = random.normal(size=shape), random.normal(size=(3, 5)), random.normal(size=5)
    given = [torch.tensor(each) for each in (x, kernel, bias)]
    result = affine(*given[: 3 if with_bias else 2])
    close(result.numpy(), x @ kernel + (bias if with_bias else 0), rtol=1e-12)


def test_affine_has_the_shape_of_its_inputs():
    kernel, bias = K.variable(np.ones((3, 5))), K.variable(np.ones(5))
    y = affine(K.placeholder((None, None, 3)), kernel, bias)
    assert K.int_shape(y) == (None, None, 5)


@pytest.fixture
def matrix():
    return scipy.sparse.random(4, 3, density=0.5, format="csr", dtype="float32", random_state=0)


def test_sparse_variable_is_told_from_others(matrix):
    assert K.is_sparse(K.variable(matrix))
    assert not K.is_sparse(K.variable(matrix.toarray()))
    assert K.is_sparse(K.placeholder((None, 3), sparse=True))
    assert not K.is_sparse(K.placeholder((None, 3)))


def test_sparse_variable_is_written_out(matrix, close):
    close(K.eval(K.to_dense(K.variable(matrix))), matrix.toarray())
    assert not K.is_sparse(K.to_dense(K.variable(matrix)))


def test_sparse_matrix_is_multiplied(matrix, close):
    kernel = np.arange(6.0).reshape(3, 2)
    product = K.dot(K.variable(matrix), K.variable(kernel))
    assert K.int_shape(product) == (4, 2)
    close(K.eval(product), matrix.toarray() @ kernel)


def test_sparse_matrix_is_fed_and_passes_gradients_on(matrix, close):
    x, kernel = K.placeholder((None, 3), sparse=True), K.variable(np.ones((3, 2)))
    product = K.dot(x, kernel)
    assert K.int_shape(product) == (None, 2)
    function = K.function([x], [product, *K.gradients(K.sum(product), [kernel])])
    value, gradient = function([matrix])
    close(value, matrix.toarray() @ np.ones((3, 2)))
    close(gradient, matrix.toarray().T @ np.ones((4, 2)))


def test_sparse_matrices_are_joined(matrix, close):
    joined = K.concatenate([K.variable(matrix), K.variable(matrix)], axis=0)
    close(K.eval(K.to_dense(joined)), np.concatenate([matrix.toarray()] * 2))
