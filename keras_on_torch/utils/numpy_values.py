"""NumPy's numbers as Python's, for arguments of structure; and arrays of numbers of anything."""

from typing import Any

import numpy as np

__all__ = ["as_array", "check_real", "without_numpy"]

# By NumPy's letter of the kind: what to do with it.
_NO_NUMBERS = {
    "c": "take the real parts, or real and imaginary parts as two features",
    "M": "count days or seconds from a date on, as numbers",
    "m": "divide by a unit, such as np.timedelta64(1, 's')",
    "V": "give each field as an array of its own",
}


def as_array(value: Any, dtype: Any = None) -> Any:
    """Return a value as an array of numbers; text that writes numbers is read.

    Args:
        value: a number, an array, nested lists of them.
        dtype: NumPy's type of the numbers; None keeps them, text and objects become float64.

    Raises:
        ValueError: there is a word among them, or they are no numbers that the type can hold:
            complex ones, dates, records.
    """
    try:
        array = np.asarray(value)
        if dtype is None or np.dtype(dtype) != array.dtype:
            check_real(array)
        array = array if dtype is None else np.asarray(array, dtype=dtype)
        return array.astype("float64") if dtype is None and array.dtype.kind in "OSU" else array
    except ValueError:
        word = _first_word(value)
        if word is None:
            raise
        raise ValueError(
            f"could not convert string to float: {word!r}. Numbers are expected: give each word"
            " one, or make vectors of them, first"
        ) from None


def check_real(array: Any, told: str = "") -> None:
    """Check that an array holds real numbers, or what can be read as such.

    Args:
        array: the array.
        told: what it is, for the message.

    Raises:
        ValueError: it holds complex numbers, dates or records.
    """
    if array.dtype.kind in _NO_NUMBERS:
        raise ValueError(
            f"{told}Numbers are expected, got an array of {array.dtype} and shape {array.shape}:"
            f" {_NO_NUMBERS[array.dtype.kind]}"
        )


def _first_word(value: Any) -> str | None:
    """Return the first text that writes no number; None where there is none."""
    for each in np.asarray(value, dtype=object).ravel():
        if isinstance(each, (str, bytes)):
            try:
                float(each)
            except ValueError:
                return each if isinstance(each, str) else each.decode("utf8", "replace")
    return None


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
