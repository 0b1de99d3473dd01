"""Arrays of any layout as tensors: what torch cannot lie on is copied."""

from typing import Any

import numpy as np
import torch

from keras_on_torch.utils.numpy_values import as_array

__all__ = ["tensor_of"]


def tensor_of(value: Any) -> torch.Tensor:
    """Return a tensor on the memory of an array, or on a copy that torch can use.

    Args:
        value: an array: of any strides and byte order, read-only or not; or what makes one.

    Raises:
        TypeError: it is a word, or a list of them.
        ValueError: there are words in an array.
    """
    array = value if isinstance(value, np.ndarray) else np.asarray(value)
    dtype = array.dtype
    if dtype.kind in "OSU":
        if array is not value and dtype.kind != "O":
            raise TypeError(
                f"Expected numbers, got {array.ravel()[0].item()!r} of type 'str' instead."
            )
        array = as_array(array)
    elif not dtype.isnative:
        array = array.astype(dtype.newbyteorder("="))
    elif dtype.kind == "f" and dtype.itemsize > 8:
        array = array.astype("float64")  # torch has no longer numbers.
    if not array.flags.writeable:
        return torch.from_numpy(array.copy())
    try:
        return torch.from_numpy(array)
    except ValueError:  # Strides that are negative, or no multiple of the size of a number.
        return torch.from_numpy(array.copy())
