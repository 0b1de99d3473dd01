"""`while_loop`: a step repeated as long as a condition holds."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch.graph import SymbolicTensor, record
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.graph.tensor_shape import SymbolShape
from keras_on_torch.tensorflow import nest
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.carried import (
    check_turn,
    finished,
    packed,
    parameter_for,
    symbol_of,
    traced,
)
from keras_on_torch.tensorflow.tensor_array import TensorArray

__all__ = ["while_loop"]


def while_loop(
    cond: Any,
    body: Any,
    loop_vars: Any,
    shape_invariants: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
    maximum_iterations: Any = None,
    return_same_structure: bool = False,
) -> Any:
    """Repeat a step as long as a condition holds.

    Args:
        cond: takes the loop variables and gives a truth value.
        body: takes the loop variables and gives their new values, nested alike.
        loop_vars: their first values: a list of tensors, arrays of tensors, and nests of these.
        shape_invariants: what is known of their shapes in all turns, nested alike; None: their
            first shapes.
        parallel_iterations: how many turns may overlap; turns run one after another here.
        back_prop: whether derivatives pass.
        swap_memory: whether values may leave a GPU's memory; they stay where they are.
        name: how the results are called.
        maximum_iterations: how many turns there are at most.
        return_same_structure: whether a single variable comes back in a list, too.

    Returns:
        The last values, nested as `loop_vars`; a single one alone.

    Raises:
        TypeError: `cond` or `body` is no function, or the condition no truth value.
        ValueError: there are no variables, or a new value does not fit the first.
    """
    for function, what in ((cond, "cond"), (body, "body")):
        if not callable(function):
            raise TypeError(f"{what} must be callable.")
    if parallel_iterations < 1:
        raise TypeError("parallel_iterations must be a positive integer.")
    if not nest.is_nested(loop_vars):
        loop_vars = [loop_vars]
    if not loop_vars:
        raise ValueError("No loop variables provided")
    first = [symbol_of(leaf) for leaf in nest.flatten(loop_vars)]
    shapes = _invariants(first, loop_vars, shape_invariants)
    test, step = _loop_bodies(cond, body, loop_vars, first, shapes)
    most = None if maximum_iterations is None else tensor(maximum_iterations)
    known = [None if shape is None else tuple(shape) for shape in shapes]
    outputs = record(_run_while, (test, step, first, most, known), infer=_shapes_of_while)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else _parts_of(outputs, first)
    results = packed(loop_vars, finished(outputs, back_prop, name))
    single = len(results) == 1 and not isinstance(results, dict)
    return results[0] if single and not return_same_structure else results


def _parts_of(outputs: Any, first: list[Any]) -> list[Any]:
    """Return the states of arrays that a loop gives when it gives no tensor beside them."""
    return [
        SymbolicTensor(_entry_of, (outputs, place), {}, symbol.probe)
        for place, symbol in enumerate(first)
    ]


def _entry_of(outputs: Any, place: int) -> Any:
    return outputs[place]


def _invariants(first: list[Any], loop_vars: Any, invariants: Any) -> list[Any]:
    """Return for each variable the shape it has in all turns; None for an array."""
    if invariants is None:
        given: list[Any] = [None] * len(first)
    else:
        given = nest.flatten(invariants)
        if len(given) != len(first):
            raise ValueError("shape_invariants must be nested as loop_vars are")
    shapes: list[Any] = []
    for symbol, shape in zip(first, given, strict=True):
        if not isinstance(symbol.probe[0], torch.Tensor):
            shapes.append(None)
        elif shape is None:
            shapes.append(symbol.static_shape)
        else:
            shapes.append(_least(symbol.static_shape, shape))
    return shapes


def _least(known: tuple[int | None, ...], shape: Any) -> tuple[int | None, ...]:
    """Return an invariant as a tuple, which the first shape must fit."""
    if SymbolShape(shape).ndims is None:  # Nothing is known; the number of axes stays.
        return (None,) * len(known)
    wanted = tuple(SymbolShape(shape).as_list())
    fits = len(wanted) == len(known) and all(
        length is None or length == one for length, one in zip(wanted, known, strict=False)
    )
    if not fits:
        raise ValueError(
            f"The shape invariant specified for a loop variable, {wanted}, is not compatible with"
            f" its initial shape {known}"
        )
    return wanted


def _loop_bodies(
    cond: Any, body: Any, loop_vars: Any, first: list[Any], shapes: list[Any]
) -> tuple[graph.Body, graph.Body]:
    def packed_for(function: Any) -> Callable[..., Any]:
        def called(*symbols: Any) -> Any:
            given = packed(loop_vars, symbols)
            return function(**given) if isinstance(given, dict) else function(*given)

        return called

    def tested(*symbols: Any) -> list[Any]:
        held = symbol_of(packed_for(cond)(*symbols))
        if held.dtype != torch.bool or held.ndim:
            raise TypeError(f"the condition of tf.while_loop must give a truth value, got {held!r}")
        return [held]

    def stepped(*symbols: Any) -> list[Any]:
        new = packed_for(body)(*symbols)
        if not nest.is_nested(new):
            new = [new]
        if isinstance(loop_vars, dict):
            nest.assert_same_structure(loop_vars, new)
        else:
            nest.assert_same_structure(list(loop_vars), list(new))
        new_leaves = nest.flatten(new)
        for leaf, old in zip(new_leaves, nest.flatten(loop_vars), strict=True):
            if isinstance(leaf, TensorArray) and isinstance(old, TensorArray):
                old._element = leaf._element if old._element is None else old._element
        found = [symbol_of(leaf) for leaf in new_leaves]
        for symbol, old, shape in zip(found, first, shapes, strict=True):
            check_turn(symbol, old, shape)
        return found

    parameters = [parameter_for(*pair) for pair in zip(first, shapes, strict=True)]
    test = traced(tested, parameters, "condition")
    parameters = [parameter_for(*pair) for pair in zip(first, shapes, strict=True)]
    return test, traced(stepped, parameters, "step")


def _shapes_of_while(test: Any, step: Any, first: Any, most: Any, shapes: Any) -> Any:
    made = []
    for value, shape in zip(first, shapes, strict=True):
        if shape is None:
            made.append(value)
            continue
        # What the first value knows more is not so in all turns.
        lengths = [
            unknown_length() if length is None else one
            for length, one in zip(shape, value.shape, strict=True)
        ]
        made.append(value.new_empty(lengths))
    return tuple(made)


def _run_while(test: Any, step: Any, first: Any, most: Any, shapes: Any) -> Any:
    """Repeat a step as long as a condition holds."""
    values = tuple(first)
    left = -1 if most is None else int(most)
    while left and bool(test(*values)[0]):
        values = step(*values)
        left -= 1
    return values
