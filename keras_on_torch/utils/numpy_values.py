"""Plain values for numbers and tuples that NumPy made: one address for arguments of structure."""

from typing import Any

import numpy as np

__all__ = ["without_numpy"]


def without_numpy(value: Any) -> Any:
    """Return NumPy's numbers and arrays, also in tuples and lists, as Python's.

    An array becomes a list, nested as its axes are; one without axes, a number. Fractions that are
    whole become ints. What holds nothing of NumPy's is given back itself.
    """
    if isinstance(value, (np.ndarray, np.generic)):
        if value.dtype == object:
            return without_numpy(value.tolist())
        # Keras: TensorFlow takes 2.0 for a length if NumPy gives it, though not if Python does.
        whole = value.dtype.kind == "f" and bool((value == np.floor(value)).all())
        return (value.astype("int64") if whole and np.isfinite(value).all() else value).tolist()
    kind = type(value)
    if kind is tuple or kind is list:
        plain = [without_numpy(item) for item in value]
        if any(new is not old for new, old in zip(plain, value, strict=True)):
            return kind(plain)
    return value
