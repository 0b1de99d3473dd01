"""Class numbers and vectors in NumPy's hands."""

from typing import Any

import numpy as np

from keras_on_torch._types import Array
from keras_on_torch.utils.numpy_values import as_array

__all__ = ["normalize", "to_categorical"]


def to_categorical(y: Any, num_classes: int | None = None, dtype: str = "float32") -> Array:
    """Return class numbers as rows that hold a one in the class's column and zeros elsewhere.

    Args:
        y: class numbers from 0 on; an axis of length 1 at the end is dropped.
        num_classes: how many columns; None takes the largest number and one more.
        dtype: type of the result.

    Shape:
        (...) or (..., 1) -> (..., num_classes)
    """
    classes = as_array(y, "int")
    shape = classes.shape[:-1] if classes.ndim > 1 and classes.shape[-1] == 1 else classes.shape
    classes = classes.ravel()
    columns = num_classes or int(np.max(classes)) + 1
    rows = np.zeros((len(classes), columns), dtype=dtype)
    rows[np.arange(len(classes)), classes] = 1
    return rows.reshape((*shape, columns))


def normalize(x: Any, axis: int = -1, order: int = 2) -> Array:
    """Divide by the norm along an axis; what has no length stays zero.

    Args:
        x: the numbers.
        axis: along which the norm is taken.
        order: of the norm.
    """
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    divided: Array = x / np.expand_dims(norms, axis)
    return divided
