"""Symbols that are computed from nothing: what is fed, and what is fixed."""

from typing import Any

import torch

from keras_on_torch.graph.arrays import tensor_of
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.operation import name_node
from keras_on_torch.graph.shape_inference import leaves_of, meta_of, probe_of_shape
from keras_on_torch.graph.symbol import SymbolicTensor

__all__ = [
    "constant",
    "constant_value",
    "has_symbol",
    "placeholder",
    "placeholder_value",
]


def placeholder_value() -> None:
    """Stand as the function of a symbol that is fed; it is never run."""


def constant_value() -> None:
    """Stand as the function of a symbol whose value is its only argument; it is never run."""


def placeholder(
    shape: tuple[int | None, ...],
    dtype: Any = torch.float32,
    name: str | None = None,
    optional: bool = False,
) -> SymbolicTensor:
    """Return a symbol that is fed.

    Args:
        shape: the lengths of its axes, None for an unknown one.
        dtype: the type that fed values are cast to.
        name: how it is called in messages.
        optional: whether None may be fed; functions of it must then take None.
    """
    probe = probe_of_shape(shape, torch_dtype(dtype))
    node = SymbolicTensor(placeholder_value, (optional,), {}, probe)
    node.kind, node._name = "Placeholder", name
    return node


def constant(value: Any, dtype: Any = None, name: str | None = None) -> SymbolicTensor:
    """Return a symbol with a fixed value (anything NumPy makes an array of, or a torch tensor)."""
    if not isinstance(value, torch.Tensor):
        value = tensor_of(value)
    if dtype is not None:
        value = value.to(torch_dtype(dtype))
    meta = meta_of(value)
    node = SymbolicTensor(constant_value, (value,), {}, (meta, meta))
    node.kind = "Const"
    if name is None:
        name_node(node, "Const")
    else:
        node._name = name
    return node


def has_symbol(value: Any) -> bool:
    """Return whether there is a symbolic tensor in nested tuples, lists, dicts and slices."""
    return any(isinstance(leaf, SymbolicTensor) for leaf in leaves_of(value))
