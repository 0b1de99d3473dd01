"""Tables that hold weights: groups of an HDF5 file, in Keras 2's layout, or plain dicts."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Array
from keras_on_torch.utils import hdf5_guard
from keras_on_torch.utils.io_utils import HDF5_OBJECT_HEADER_LIMIT, H5Dict
from keras_on_torch.utils.refusals import refused_as_value_error, shown

__all__ = [
    "is_left_out",
    "load_attributes_from_hdf5_group",
    "names_in",
    "read_values",
    "save_attributes_to_hdf5_group",
    "table_in",
    "text_in",
    "text_of",
    "too_many",
]

_MOST_ARRAYS = 4
"""How many arrays a file may have for one weight: Keras 1 kept those of each gate of an LSTM."""

_MOST_NUMBERS = 2
"""How many numbers a file may have for one number of a layer: CuDNN's layers have two biases."""


def text_of(value: Any) -> str:
    """Return an attribute's text, which h5py gives as bytes or text by the way it was written."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def text_in(table: H5Dict, name: str) -> str | None:
    """Return the text that a table has as an attribute; None where there is none.

    Raises:
        ValueError: it is no text.
    """
    if name not in table:
        return None
    value = table[name]
    told = f"the attribute {name!r}"
    if not isinstance(table.data, dict):
        told = f"{told} of {hdf5_guard.where(table.data)}"
    if not isinstance(value, (str, bytes)):
        raise ValueError(f"{told} must be a text, got {shown(value)}")
    with refused_as_value_error(told):
        return text_of(value)


def table_in(table: H5Dict, name: str, make: bool = False) -> H5Dict:
    """Return the table of a name within a table; the name may have slashes.

    Raises:
        ValueError: there is none, and none is to be made.
    """
    if isinstance(table.data, dict):
        if not make and name not in table.data:
            raise ValueError(f"There is no table {name!r}: {shown(list(table.data))}")
        found: H5Dict = table[name]
        return found
    if make:
        return H5Dict(hdf5_guard.require_group(table.data, name))
    if not hdf5_guard.has_member(table.data, name):
        names = shown(list(table.data.keys()))
        raise ValueError(
            f"The file has no group {hdf5_guard.where(table.data, name)} where it should be:"
            f" {names}"
        )
    group = hdf5_guard.member(table.data, name)
    if not hasattr(group, "keys"):
        raise ValueError(f"{hdf5_guard.where(group)} is a dataset: a group is expected")
    return H5Dict(group, "r")


def names_in(table: H5Dict, attribute: str) -> list[str]:
    """Return a list of names that a table has as an attribute."""
    if isinstance(table.data, dict):
        return [text_of(name) for name in table.data.get(attribute, [])]
    return load_attributes_from_hdf5_group(table.data, attribute)


def save_attributes_to_hdf5_group(group: Any, name: str, data: Sequence[bytes]) -> None:
    """Write a list of names as an attribute, or as several (name0, name1...) where it is long.

    Raises:
        RuntimeError: one name alone is longer than an attribute may be.
    """
    too_long = [each for each in data if len(each) > HDF5_OBJECT_HEADER_LIMIT]
    if too_long:
        raise RuntimeError(
            "The following attributes cannot be saved to HDF5 file because they are larger than"
            f" {HDF5_OBJECT_HEADER_LIMIT} bytes: {too_long}"
        )
    whole = np.asarray(data)
    pieces, parts = 1, [whole]
    while any(part.nbytes > HDF5_OBJECT_HEADER_LIMIT for part in parts):
        pieces += 1
        parts = np.array_split(whole, pieces)
    if pieces == 1:
        group.attrs[name] = whole  # As a list, h5py would write it in another type.
    else:
        for number, part in enumerate(parts):
            group.attrs[f"{name}{number}"] = part


def load_attributes_from_hdf5_group(group: Any, name: str) -> list[str]:
    """Return a list of names that `save_attributes_to_hdf5_group` wrote.

    Raises:
        ValueError: they are no texts.
    """
    if hdf5_guard.has_attribute(group, name):
        return _texts(group, name)
    found: list[str] = []
    number = 0
    while hdf5_guard.has_attribute(group, f"{name}{number}"):
        found += _texts(group, f"{name}{number}")
        number += 1
    return found


def _texts(group: Any, name: str) -> list[str]:
    told = f"the attribute {name!r} of {hdf5_guard.where(group)}"
    values = np.asarray(hdf5_guard.attribute(group, name))
    if values.ndim != 1 or (values.size and values.dtype.kind not in "SUO"):
        raise ValueError(
            f"{told} must be a list of names, got shape {values.shape} and type {values.dtype}"
        )
    with refused_as_value_error(told):
        return [text_of(each) for each in values]


# ---- arrays
def too_many(names: Sequence[str], variables: Sequence[Any]) -> bool:
    """Return whether a table names more arrays than any writer has for these variables."""
    return len(names) > _MOST_ARRAYS * len(variables)


def read_values(
    table: H5Dict, variables: Sequence[Any], owner: str, leave_large: bool = False
) -> list[Array]:
    """Return the arrays of a table, in the order in which it names them.

    What an array would be is looked at before it is read: it must hold numbers, and no more than
    all variables together could take.

    Args:
        table: the table.
        variables: those whose values they are to be.
        owner: what has these variables, for messages.
        leave_large: whether an array of too many numbers is not refused; it is not read, and what
            stands for it has its shape alone.

    Raises:
        ValueError: an array is missing, holds no numbers or too many.
    """
    names = names_in(table, "weight_names")
    left = _MOST_NUMBERS * sum(math.prod(K.int_shape(each) or ()) for each in variables)
    values = []
    for place, name in enumerate(names):
        shape, whose = None, f", for {owner}"
        if len(names) == len(variables):
            shape = K.int_shape(variables[place])
            whose = f", for the weight {variables[place].name!r} of shape {shape} of {owner}"
        array = _value(table, name, left, shape, whose, leave_large)
        if array.shape != shape and not is_left_out(array):
            left -= array.size
        values.append(array)
    return values


def is_left_out(array: Array) -> bool:
    """Return whether an array stands for one that was too large to be read."""
    return array.ndim > 0 and array.size > 1 and not any(array.strides)


def _value(
    table: H5Dict, name: str, most: int, fitting: Any, whose: str, leave_large: bool
) -> Array:
    """Return an array that has a fitting shape or no more numbers than `most`."""
    if isinstance(table.data, dict):
        if name not in table.data:
            raise ValueError(f"there is no array {name!r}{whose}")
        array = np.asarray(table[name])
        if array.dtype.kind not in "biuf":
            raise ValueError(
                f"the array {name!r} has the type {array.dtype}: numbers are expected{whose}"
            )
        return array
    dataset = hdf5_guard.member(table.data, name)
    shape = getattr(dataset, "shape", None)
    if shape is not None and shape == fitting:
        most = math.prod(shape)
    elif leave_large and shape is not None and math.prod(shape) > most:
        return np.broadcast_to(np.float32(0), shape)
    found: Array = hdf5_guard.read_array(dataset, most, whose)
    return found
