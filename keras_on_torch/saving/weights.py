"""Weights in HDF5 groups, in Keras 2's layout, and from there into layers."""

import math
import os
import warnings
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Array
from keras_on_torch.saving.atomic import may_write, replaced_file
from keras_on_torch.saving.conversion import preprocess_weights_for_loading
from keras_on_torch.saving.tables import (
    is_left_out,
    names_in,
    read_values,
    save_attributes_to_hdf5_group,
    table_in,
    text_in,
    too_many,
)
from keras_on_torch.utils import hdf5_guard
from keras_on_torch.utils.io_utils import H5Dict
from keras_on_torch.utils.refusals import refused_as_value_error, said_of_file

__all__ = [
    "KERAS_VERSION",
    "assign_weights",
    "distinct_names",
    "load_weights",
    "load_weights_from_hdf5_group",
    "load_weights_from_hdf5_group_by_name",
    "save_weights",
    "save_weights_to_hdf5_group",
    "size_of",
    "write_variables",
    "write_weights",
]

KERAS_VERSION = "2.2.4"
"""Whose layout the files have; other Kerases decide by it how to read them."""


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
    with graph.between_steps():  # Another thread may be training.
        for layer in layers:
            write_variables(table_in(table, layer.name, make=True), layer.weights)


def write_variables(table: H5Dict, variables: Sequence[Any]) -> None:
    """Write the values of variables into a table, and their names in order."""
    names = distinct_names(variables)
    _set_names(table, "weight_names", names)
    with graph.between_steps():
        for name, variable in zip(names, variables, strict=True):
            is_own = isinstance(variable, graph.Variable)
            value = variable.numpy_value(copy=False) if is_own else K.get_value(variable)
            table[name] = np.asarray(value)


def _set_names(table: H5Dict, attribute: str, names: list[str]) -> None:
    encoded = [name.encode("utf-8") for name in names]
    if isinstance(table.data, dict):
        table[attribute] = encoded
    else:
        save_attributes_to_hdf5_group(table.data, attribute, encoded)


def size_of(variables: Iterable[Any]) -> int:
    """Return how many bytes the values of variables take."""
    return sum(math.prod(K.int_shape(each) or ()) * each.dtype.itemsize for each in variables)


def save_weights_to_hdf5_group(f: Any, layers: Sequence[Any]) -> None:
    """Write the weights of layers into a group of an HDF5 file."""
    write_weights(H5Dict(f), layers)


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write the weights of a model to a file; see `Network.save_weights`."""
    if may_write(filepath, overwrite):
        holders = _holders_of_weights(model)
        size = size_of([weight for holder in holders for weight in holder.weights])
        with replaced_file(filepath, size) as file:
            save_weights_to_hdf5_group(file, holders)


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
    with said_of_file(source), hdf5_guard.opened(source) as file:
        table = H5Dict(file, "r")
        if not names_in(table, "layer_names") and hdf5_guard.has_member(file, "model_weights"):
            table = table_in(table, "model_weights")
        layers = _holders_of_weights(model)
        if by_name:
            load_weights_from_hdf5_group_by_name(table, layers, skip_mismatch, reshape)
        else:
            load_weights_from_hdf5_group(table, layers, reshape)


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
        variables, found = layer.weights, table_in(table, name)
        count = len(names_in(found, "weight_names"))
        values: list[Array] = []
        if not too_many(names_in(found, "weight_names"), variables):
            values = _converted(layer, found, origin, reshape)
            count = len(values)
        if count != len(variables):
            raise ValueError(
                f'Layer #{place} (named "{layer.name}" in the current model) was found to'
                f" correspond to layer {name} in the save file. However the new layer"
                f" {layer.name} expects {len(variables)} weights, but the saved weights have"
                f" {count} elements."
            )
        pairs += zip(variables, values, strict=True)
    assign_weights(pairs)


def _converted(
    layer: Any, table: H5Dict, origin: tuple[str, str | None], reshape: bool, leave: bool = False
) -> list[Array]:
    """Return the arrays of a table as those of a layer; as they are where one is too large."""
    owner = f"layer {layer.name!r}"
    values = read_values(table, layer.weights, owner, leave_large=leave)
    if any(map(is_left_out, values)):
        return values
    with refused_as_value_error(f"the stored weights do not fit {owner}"):
        return preprocess_weights_for_loading(layer, values, *origin, reshape=reshape)


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
    by_name: dict[str, list[Any]] = {}
    for layer in layers:
        by_name.setdefault(layer.name, []).append(layer)
    for place, name in enumerate(names_in(table, "layer_names")):
        for layer in by_name.pop(name, ()):
            words = f'Layer #{place} (named "{name}")'
            pairs += _fitting(layer, table_in(table, name), origin, words, skip_mismatch, reshape)
    assign_weights(pairs)


def _fitting(
    layer: Any,
    table: H5Dict,
    origin: tuple[str, str | None],
    words: str,
    skip_mismatch: bool,
    reshape: bool,
) -> list[tuple[Any, Array]]:
    """Return the layer's variables with the stored values that fit them."""
    variables = layer.weights
    skipping = f"Skipping loading of weights for layer {layer.name} due to mismatch in "
    names = names_in(table, "weight_names")
    values: Sequence[Any] = names
    if not too_many(names, variables):
        values = _converted(layer, table, origin, reshape, leave=skip_mismatch)
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
    version = text_in(table, "keras_version") or "1"
    return "1" if version.split(".")[0] == "1" else version, text_in(table, "backend")


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
