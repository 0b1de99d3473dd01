"""Weights in HDF5 groups, in Keras 2's layout, and from there into layers."""

import os
import warnings
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import h5py
import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Array
from keras_on_torch.saving.atomic import may_write, replaced_file
from keras_on_torch.saving.conversion import preprocess_weights_for_loading
from keras_on_torch.utils.io_utils import HDF5_OBJECT_HEADER_LIMIT, H5Dict

__all__ = [
    "KERAS_VERSION",
    "assign_weights",
    "distinct_names",
    "load_attributes_from_hdf5_group",
    "load_weights",
    "load_weights_from_hdf5_group",
    "load_weights_from_hdf5_group_by_name",
    "names_in",
    "read_values",
    "save_attributes_to_hdf5_group",
    "save_weights",
    "save_weights_to_hdf5_group",
    "table_in",
    "text_of",
    "write_variables",
    "write_weights",
]

KERAS_VERSION = "2.2.4"
"""Whose layout the files have; other Kerases decide by it how to read them."""


# ---- tables of either kind: groups of a file, dicts
def text_of(value: Any) -> str:
    """Return an attribute's text, which h5py gives as bytes or text by the way it was written."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def table_in(table: H5Dict, name: str, make: bool = False) -> H5Dict:
    """Return the table of a name within a table; the name may have slashes.

    Raises:
        ValueError: there is none, and none is to be made.
    """
    if not make and name not in table.data:
        raise ValueError(f"The file has no group {name!r} where it should be: {list(table.data)}")
    if isinstance(table.data, dict):
        found: H5Dict = table[name]
        return found
    return H5Dict(table.data.require_group(name)) if make else H5Dict(table.data[name], "r")


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
    """Return a list of names that `save_attributes_to_hdf5_group` wrote."""
    if name in group.attrs:
        return [text_of(each) for each in group.attrs[name]]
    found: list[str] = []
    number = 0
    while f"{name}{number}" in group.attrs:
        found += [text_of(each) for each in group.attrs[f"{name}{number}"]]
        number += 1
    return found


# ---- writing
def distinct_names(variables: Iterable[Any]) -> list[str]:
    """Return the names of variables; one that comes again gets a number."""
    names: list[str] = []
    for place, variable in enumerate(variables):
        base = str(getattr(variable, "name", None) or f"param_{place}")
        name, count = base, 1
        while name in names:
            name, count = f"{base}_{count}", count + 1
        names.append(name)
    return names


def write_weights(table: H5Dict, layers: Sequence[Any]) -> None:
    """Write the weights of layers into a table: one table for each layer."""
    _set_names(table, "layer_names", [layer.name for layer in layers])
    table["backend"] = b"tensorflow"
    table["keras_version"] = KERAS_VERSION.encode()
    for layer in layers:
        write_variables(table_in(table, layer.name, make=True), layer.weights)


def write_variables(table: H5Dict, variables: Sequence[Any]) -> None:
    """Write the values of variables into a table, and their names in order."""
    names = distinct_names(variables)
    _set_names(table, "weight_names", names)
    for name, value in zip(names, K.batch_get_value(variables), strict=True):
        table[name] = np.asarray(value)


def _set_names(table: H5Dict, attribute: str, names: list[str]) -> None:
    encoded = [name.encode("utf-8") for name in names]
    if isinstance(table.data, dict):
        table[attribute] = encoded
    else:
        save_attributes_to_hdf5_group(table.data, attribute, encoded)


def save_weights_to_hdf5_group(f: Any, layers: Sequence[Any]) -> None:
    """Write the weights of layers into a group of an HDF5 file."""
    write_weights(H5Dict(f), layers)


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write the weights of a model to a file; see `Network.save_weights`."""
    if may_write(filepath, overwrite):
        with replaced_file(filepath) as file:
            save_weights_to_hdf5_group(file, _holders_of_weights(model))


# ---- reading
def load_weights(
    model: Any,
    filepath: Any,
    by_name: bool = False,
    skip_mismatch: bool = False,
    reshape: bool = False,
) -> None:
    """Take the weights of a model from a file; see `Network.load_weights`."""
    source = os.fsdecode(filepath) if isinstance(filepath, (bytes, os.PathLike)) else filepath
    with h5py.File(source, "r") as file:
        group = file
        if not load_attributes_from_hdf5_group(file, "layer_names") and "model_weights" in file:
            group = file["model_weights"]
        if by_name:
            load_weights_from_hdf5_group_by_name(
                group, _holders_of_weights(model), skip_mismatch, reshape
            )
        else:
            load_weights_from_hdf5_group(group, _holders_of_weights(model), reshape)


def _holders_of_weights(model: Any) -> list[Any]:
    """Return the layers, and what stands for a subclassed model that has weights beside theirs."""
    own = model._trainable_weights + model._non_trainable_weights
    return [*model.layers, *([SimpleNamespace(name=model.name, weights=own)] if own else [])]


def load_weights_from_hdf5_group(f: Any, layers: Sequence[Any], reshape: bool = False) -> None:
    """Set the weights of layers from a group, in order; layers without weights do not count.

    Args:
        f: the group, or a table.
        layers: the layers.
        reshape: whether kernels of convolutions may be brought into another shape.

    Raises:
        ValueError: there are more or fewer layers or weights than in the group.
    """
    table = f if isinstance(f, H5Dict) else H5Dict(f, "r")
    origin = _origin_of(table)
    layers = [layer for layer in layers if layer.weights]
    stored = [
        name
        for name in names_in(table, "layer_names")
        if names_in(table_in(table, name), "weight_names")
    ]
    if len(stored) != len(layers):
        raise ValueError(
            f"You are trying to load a weight file containing {len(stored)} layers into a model"
            f" with {len(layers)} layers. They are {stored} in the file and"
            f" {[layer.name for layer in layers]} in the model"
        )
    pairs: list[tuple[Any, Array]] = []
    for place, (layer, name) in enumerate(zip(layers, stored, strict=True)):
        variables = layer.weights
        values = preprocess_weights_for_loading(
            layer, read_values(table_in(table, name)), *origin, reshape=reshape
        )
        if len(values) != len(variables):
            raise ValueError(
                f'Layer #{place} (named "{layer.name}" in the current model) was found to'
                f" correspond to layer {name} in the save file. However the new layer"
                f" {layer.name} expects {len(variables)} weights, but the saved weights have"
                f" {len(values)} elements."
            )
        pairs += zip(variables, values, strict=True)
    assign_weights(pairs)


def load_weights_from_hdf5_group_by_name(
    f: Any, layers: Sequence[Any], skip_mismatch: bool = False, reshape: bool = False
) -> None:
    """Set the weights of those layers whose names stand in a group.

    Args:
        f: the group.
        layers: the layers.
        skip_mismatch: whether to leave out, with a warning, what does not fit.
        reshape: whether kernels of convolutions may be brought into another shape.

    Raises:
        ValueError: weights do not fit, and are not to be left out.
    """
    table = f if isinstance(f, H5Dict) else H5Dict(f, "r")
    origin = _origin_of(table)
    pairs: list[tuple[Any, Array]] = []
    for place, name in enumerate(names_in(table, "layer_names")):
        for layer in [layer for layer in layers if layer.name == name]:
            values = preprocess_weights_for_loading(
                layer, read_values(table_in(table, name)), *origin, reshape=reshape
            )
            pairs += _fitting(layer, values, f'Layer #{place} (named "{name}")', skip_mismatch)
    assign_weights(pairs)


def _fitting(
    layer: Any, values: list[Array], words: str, skip_mismatch: bool
) -> list[tuple[Any, Array]]:
    """Return the layer's variables with the values that fit them."""
    variables = layer.weights
    skipping = f"Skipping loading of weights for layer {layer.name} due to mismatch in "
    if len(values) != len(variables):
        if not skip_mismatch:
            raise ValueError(
                f"{words} expects {len(variables)} weight(s), but the saved weights have"
                f" {len(values)} element(s)."
            )
        warnings.warn(
            f"{skipping}number of weights ({len(variables)} vs {len(values)}).", stacklevel=5
        )
        return []
    pairs = []
    for variable, value in zip(variables, values, strict=True):
        shape = K.int_shape(variable)
        if shape == value.shape:
            pairs.append((variable, value))
        elif skip_mismatch:
            warnings.warn(f"{skipping}shape ({shape} vs {value.shape}).", stacklevel=5)
        else:
            raise ValueError(
                f"{words}, weight {variable} has shape {shape}, but the saved weight has shape"
                f" {value.shape}."
            )
    return pairs


def _origin_of(table: H5Dict) -> tuple[str, str | None]:
    """Return which Keras wrote the weights ("1" if it is not noted), and with which backend."""
    version = text_of(table["keras_version"]) if "keras_version" in table else "1"
    backend = text_of(table["backend"]) if "backend" in table else None
    return "1" if version.split(".")[0] == "1" else version, backend


def read_values(table: H5Dict) -> list[Array]:
    """Return the arrays of a table, in the order in which it names them."""
    return [np.asarray(table[name]) for name in names_in(table, "weight_names")]


def assign_weights(pairs: Sequence[tuple[Any, Any]]) -> None:
    """Set variables; none is set where one value does not fit.

    Raises:
        ValueError: a value has another shape than its variable.
    """
    for variable, value in pairs:
        shape, given = K.int_shape(variable), np.shape(value)
        if shape != given:
            raise ValueError(
                f"The weight {variable.name!r} has shape {shape}, the value for it has shape"
                f" {given}"
            )
    K.batch_set_value(pairs)
