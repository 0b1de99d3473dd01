"""The value of a symbol that depends on no placeholder, mostly without compiling anything."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch.graph.function import Function, to_numpy
from keras_on_torch.graph.intrinsics import (
    Update,
    call_output,
    gradient_of,
    in_place,
    learning_phase_value,
    phase_select,
)
from keras_on_torch.graph.leaf_nodes import constant_value, placeholder_value
from keras_on_torch.graph.scope import Body
from keras_on_torch.graph.shape_inference import leaves_of, map_leaves
from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic, parents_of
from keras_on_torch.graph.variable import Variable

__all__ = ["NEEDS_PROGRAM", "FirstValue", "carry_out", "evaluate", "evaluated"]

NEEDS_PROGRAM = {
    call_output,
    gradient_of,
    in_place,
    learning_phase_value,
    phase_select,
    placeholder_value,
}


class FirstValue:
    """What `variable.initializer` gives: running it gives the variable such a first value again.

    Programs reset layers so: `layer.kernel.initializer.run(session=K.get_session())`.

    Args:
        variable: a variable that `K.variable` made of a tensor, which is computed anew (random
            numbers are drawn anew), of an array or of a number.
    """

    def __init__(self, variable: Variable) -> None:
        self._variable = variable

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Return the variable its first value.

        Args:
            feed_dict: refused where it is not empty: first values depend on nothing that is fed.
            session: any session; there is one.

        Raises:
            ValueError: something is fed.
            RuntimeError: it is not known how the variable was made.
        """
        if feed_dict:
            raise ValueError(f"initializer.run: feed_dict must be empty, got {feed_dict!r}")
        first = self._variable.first_value
        if first is None:
            raise RuntimeError(
                f"the first value of {self._variable.name!r} is not kept. Give it one with"
                " K.set_value(variable, array)"
            )
        value = evaluated(first) if is_symbolic(first) else np.array(first)
        self._variable.assign_value(value)


Variable.initializer = property(FirstValue)


def evaluate(symbol: Any) -> Any:
    """Return the value of a symbol as NumPy has it; a copy, where a variable keeps it."""
    if isinstance(symbol, Variable):
        return symbol.numpy_value()[()]  # A number where there are no axes.
    return to_numpy(evaluated(symbol))


def evaluated(symbol: SymbolicTensor) -> Any:
    """Return the value of a symbol as a tensor."""
    nodes = _nodes_behind([symbol])
    if nodes is None or any(isinstance(node, Update) for node in nodes):
        return Function([], [symbol], name="eval").run([])[0]
    value = _values_of(nodes)[symbol.id]
    if isinstance(value, torch.Tensor) and isinstance(symbol, Variable):
        return value.clone()
    return value


def carry_out(updates: Sequence[Update]) -> None:
    """Assign at once what updates assign that depend on no placeholder.

    Args:
        updates: in the order in which they were recorded, each made of the values that those
            before it gave (`assigning`).
    """
    nodes = _nodes_behind(updates)
    if nodes is None:
        Function([], [], updates, name="carry_out").run([])
        return
    values = _values_of(nodes)
    latest = {update.variable.id: update for update in updates}
    for update in latest.values():
        update.variable.assign_value(values[update.id])


def _values_of(nodes: list[SymbolicTensor]) -> dict[int, Any]:
    """Return the values of nodes by their ids, computed in this order."""
    device = config.device()
    values: dict[int, Any] = {}

    def value_of(leaf: Any) -> Any:
        if isinstance(leaf, SymbolicTensor):
            return values[leaf.id]
        return leaf.to(device) if isinstance(leaf, torch.Tensor) else leaf

    with torch.no_grad():
        for node in nodes:
            if isinstance(node, Variable):
                values[node.id] = node.tensor.detach()
            elif isinstance(node, Update):
                value = value_of(node.args[1])
                values[node.id] = value.clone() if isinstance(value, torch.Tensor) else value
            elif node.fn is constant_value:
                values[node.id] = node.args[0].to(device)
            else:
                args, kwargs = map_leaves(value_of, node.args), map_leaves(value_of, node.kwargs)
                values[node.id] = node.fn(*args, **kwargs)
    return values


def _nodes_behind(symbols: Sequence[SymbolicTensor]) -> list[SymbolicTensor] | None:
    """Return what must be computed, in order; None where that takes more than calling functions."""
    seen: dict[int, SymbolicTensor] = {}
    stack = list(symbols)
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        needs_program = node.fn in NEEDS_PROGRAM or isinstance(node, Update)
        if needs_program or any(isinstance(leaf, Body) for leaf in leaves_of(node.args)):
            return None
        seen[node.id] = node
        if not isinstance(node, Variable):
            stack += parents_of(node)
    return [seen[key] for key in sorted(seen)]
