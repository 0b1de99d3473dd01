"""What loops carry from turn to turn: tensors and arrays of tensors, nested."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch.graph import SymbolicTensor, Update, is_symbolic, placeholder_value
from keras_on_torch.tensorflow import nest
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.tensor_array import TensorArray

__all__ = ["check_turn", "finished", "packed", "parameter_for", "symbol_of", "traced"]


def symbol_of(leaf: Any) -> Any:
    """Return a leaf of what a loop carries as a symbol."""
    if isinstance(leaf, TensorArray):
        return leaf.flow
    made = tensor(leaf)
    return made if is_symbolic(made) else graph.constant(made)


def _wrapped(leaf: Any, symbol: Any) -> Any:
    return leaf.with_flow(symbol) if isinstance(leaf, TensorArray) else symbol


def packed(structure: Any, symbols: Any) -> Any:
    """Return symbols nested as a structure is; arrays of tensors go on from theirs."""
    leaves = nest.flatten(structure)
    wrapped = [_wrapped(leaf, symbol) for leaf, symbol in zip(leaves, symbols, strict=True)]
    return nest.pack_sequence_as(structure, wrapped)


def parameter_for(symbol: Any, shape: Any = None) -> SymbolicTensor:
    """Return what stands for a value of each turn."""
    probe = symbol.probe
    if isinstance(probe[0], torch.Tensor):
        return graph.placeholder(symbol.static_shape if shape is None else shape, symbol.dtype)
    return SymbolicTensor(placeholder_value, (False,), {}, probe)


def traced(function: Callable[..., Any], parameters: list[Any], name: str) -> graph.Body:
    """Return a function of symbols as the body of a loop.

    Raises:
        ValueError: it assigns to a variable.
    """
    body = graph.trace_body(function, parameters, name)
    if any(isinstance(result, Update) for result in body.results):
        raise ValueError(
            f"a {name} of a loop cannot assign to a variable: carry the value from turn to turn, as"
            " a loop variable, and assign it behind the loop"
        )
    return body


def finished(symbols: list[Any], back_prop: bool, name: str | None) -> list[Any]:
    """Return the results of a loop, named, and cut off where no derivatives are to pass."""
    if not back_prop:
        tensors = [isinstance(symbol.probe[0], torch.Tensor) for symbol in symbols]
        pairs = zip(symbols, tensors, strict=True)
        symbols = [K.stop_gradient(each) if is_one else each for each, is_one in pairs]
    if name is not None:
        named(symbols, name)
    return symbols


def check_turn(symbol: Any, old: Any, shape: Any) -> None:
    """Refuse a new value that is not of the kind of the first."""
    if shape is None:
        return
    if symbol.dtype != old.dtype:
        raise TypeError(
            f"tf.while_loop: a variable enters with type {old.dtype} and has {symbol.dtype} after"
            " a turn. Use tf.cast"
        )
    new = symbol.static_shape
    fits = len(new) == len(shape) and all(
        length is None or length == one for length, one in zip(shape, new, strict=False)
    )
    if not fits:
        raise ValueError(
            f"Input tensor enters the loop with shape {shape}, but has shape {new} after one"
            " iteration. To allow the shape to vary across iterations, use the `shape_invariants`"
            " argument of tf.while_loop to specify a less-specific shape."
        )
