"""Conformance of backend.linalg: rows of golden/tables/backend.py, and what they leave out."""

import numpy as np
import pytest
import scipy.sparse
import torch

import keras_on_torch.backend as K
from compat_tests.backend.conformance import Family
from keras_on_torch.backend.linalg import affine


def _dot(x, y):
    return np.tensordot(x, y, axes=(x.ndim - 1, y.ndim - 2))


def _batch_dot(x, y, axes=None):
    x_axis, y_axis = (axes, axes) if isinstance(axes, int) else axes or (x.ndim - 1, y.ndim - 2)
    ndim, fewer = max(x.ndim, y.ndim), min(x.ndim, y.ndim)
    added = x.ndim - y.ndim
    at = x.ndim + y.ndim - 3 if added > 0 else x.ndim - 1
    x = x.reshape(x.shape + (1,) * (ndim - x.ndim))
    y = y.reshape(y.shape + (1,) * (ndim - y.ndim))
    if ndim == 2:
        product = x * y if x_axis == y_axis else x.T * y
        return np.sum(product, axis=y_axis)[:, None]
    x = x if x_axis == ndim - 1 else np.swapaxes(x, -1, -2)
    y = np.swapaxes(y, -1, -2) if y_axis == ndim - 1 else y
    product = np.matmul(x, y)
    return np.squeeze(product, tuple(range(at, at + ndim - fewer))) if added else product


def _l2_normalize(x, axis=None):
    axis = tuple(axis) if isinstance(axis, list) else axis
    return x / np.sqrt(np.maximum(np.sum(np.square(x), axis=axis, keepdims=True), 1e-12))


TWINS = {
    "dot": _dot,
    "batch_dot": _batch_dot,
    "transpose": np.transpose,
    "l2_normalize": _l2_normalize,
    "to_dense": lambda x: x,
}
family = Family("linalg", TWINS)


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


@family.each_with_value
def test_computes_what_the_formula_gives(row, close):
    family.result_is_that_of_numpy(row, close)


@family.each_eager
def test_computes_real_tensors_at_once(row, device, close):
    family.real_tensors_are_computed_at_once(row, device, close)


@family.each_smooth
def test_derivatives_agree_with_differences(row):
    family.derivatives_are_those_of_differences(row)


@family.each_refused
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)


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
