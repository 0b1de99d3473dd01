"""Values that symbols have whatever is fed: constants, lengths that are known, what they give."""

from typing import Any

import torch

from keras_on_torch import config
from keras_on_torch.graph.indexing import cut_unknown_axes, take, take_probe
from keras_on_torch.graph.interpreter import NEEDS_PROGRAM
from keras_on_torch.graph.leaf_nodes import constant_value
from keras_on_torch.graph.shape_inference import leaves_of, map_leaves, with_unknown_axes
from keras_on_torch.graph.symbol import SymbolicTensor, record
from keras_on_torch.graph.unknown_lengths import has_unknown_length
from keras_on_torch.graph.variable import Variable
from keras_on_torch.utils.numpy_values import without_numpy

__all__ = ["known_value"]

_MOST_NODES = 64
_PLAIN = (int, float, str, torch.dtype, torch.device, torch.Tensor, type(None), type(Ellipsis))


def known_value(symbol: SymbolicTensor) -> Any:
    """Return the value of a symbol as plain numbers, nested as its axes are.

    Only of whole numbers, of which axes and lengths are made, and only if they are computed from
    constants and known lengths alone; else None.
    """
    if symbol.dtype.is_floating_point or symbol.dtype.is_complex:
        return None
    length = _known_length(symbol)
    if length is not None:
        return length
    nodes = _nodes_behind(symbol)
    if nodes is None:
        return None
    values: dict[int, Any] = {}

    def value_of(leaf: Any) -> Any:
        return values[leaf.id] if isinstance(leaf, SymbolicTensor) else leaf

    with torch.no_grad():
        for node in nodes:
            if node.fn is constant_value:
                values[node.id] = node.args[0].to(config.device())
            elif (length := _known_length(node)) is not None:
                values[node.id] = length
            else:
                args, kwargs = map_leaves(value_of, node.args), map_leaves(value_of, node.kwargs)
                values[node.id] = node.fn(*args, **kwargs)
    found = values[symbol.id]
    return found.tolist() if isinstance(found, torch.Tensor) else found


def _nodes_behind(symbol: SymbolicTensor) -> list[SymbolicTensor] | None:
    """Return what must be computed, in order; None where it depends on anything but constants."""
    seen: dict[int, SymbolicTensor] = {}
    stack = [symbol]
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen[node.id] = node
        if node.fn is constant_value or _known_length(node) is not None:
            continue
        if isinstance(node, Variable) or node.fn in NEEDS_PROGRAM or len(seen) > _MOST_NODES:
            return None
        for leaf in leaves_of((node.args, node.kwargs)):
            if isinstance(leaf, SymbolicTensor):
                stack.append(leaf)
            elif not isinstance(leaf, _PLAIN):  # A stream of random numbers, a body.
                return None
    return [seen[key] for key in sorted(seen)]


def _known_length(symbol: SymbolicTensor) -> Any:
    """Return a length or a shape that is known in whole; None for all else."""
    value = symbol.probe[0]
    if type(value) is int:
        return value
    if isinstance(value, tuple) and all(type(length) is int for length in value):
        return None if has_unknown_length(value) else value
    return None


def _subscript(self: SymbolicTensor, index: Any) -> Any:
    """Record what is taken out of a symbol by `symbol[index]`."""
    parts = index if isinstance(index, tuple) else (index,)
    given = tuple([_with_known_bounds(part) for part in parts])
    index = given if isinstance(index, tuple) else given[0]
    taken = record(take, (self, index), infer=take_probe)
    cut = cut_unknown_axes(self.static_shape, index)
    if cut:  # The probes give `x[:, :10]` ten columns, though there may be fewer.
        taken.probe = with_unknown_axes(taken.probe, cut)
    return taken


def _with_known_bounds(part: Any) -> Any:
    """Return a part of an index; constants among the bounds of a slice become numbers."""
    return map_leaves(_known_bound, part) if isinstance(part, slice) else part


def _known_bound(bound: Any) -> Any:
    known = known_value(bound) if isinstance(bound, SymbolicTensor) else without_numpy(bound)
    return bound if known is None else known


SymbolicTensor.__getitem__ = _subscript
