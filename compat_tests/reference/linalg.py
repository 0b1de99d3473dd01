"""Formulas of products and of what goes with matrices."""

import numpy as np

__all__ = ["LINALG"]


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


LINALG = {
    "dot": _dot,
    "batch_dot": _batch_dot,
    "transpose": np.transpose,
    "l2_normalize": _l2_normalize,
    "to_dense": lambda x: x,
}
