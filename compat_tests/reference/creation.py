"""Formulas of tensors made from numbers and shapes."""

import numpy as np

__all__ = ["CREATION"]


def _constant(value, dtype=None, shape=None):
    array = np.asarray(value).astype(dtype or "float32")
    if shape is None:
        return array
    numbers = np.full(int(np.prod(shape)), array.ravel()[-1])
    numbers[: array.size] = array.ravel()
    return numbers.reshape(shape)


def _arange(start, stop=None, step=1, dtype=None):
    numbers = np.arange(max(float(start), 0)) if stop is None else np.arange(start, stop, step)
    return numbers.astype(dtype) if dtype not in (None, "int32") else numbers


CREATION = {
    "zeros": lambda shape, dtype=None: np.zeros(shape, dtype or "float32"),
    "ones": lambda shape, dtype=None: np.ones(shape, dtype or "float32"),
    "zeros_like": lambda x, dtype=None: np.zeros_like(x, dtype),
    "ones_like": lambda x, dtype=None: np.ones_like(x, dtype),
    "eye": lambda size, dtype=None: np.eye(size, dtype=dtype),
    "constant": _constant,
    "arange": _arange,
}
