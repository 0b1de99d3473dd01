"""Functions applied to the rows of tensors: `map_fn`, `scan`, `foldl`, `foldr`."""

from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.graph import SymbolicTensor, record
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import shared_length
from keras_on_torch.tensorflow import nest
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.carried import check_turn, finished, symbol_of, traced
from keras_on_torch.tensorflow.dtypes import as_dtype

__all__ = ["foldl", "foldr", "map_fn", "scan", "vectorized_map"]


# ---- rows
def _rows_of(elems: Any) -> tuple[list[Any], Any]:
    """Return the tensors in a structure of rows, and the number of their rows, None if unknown."""
    tensors = [symbol_of(leaf) for leaf in nest.flatten(elems)]
    if not tensors:
        raise ValueError("elems must hold a tensor at least")
    for one in tensors:
        if not one.ndim:
            raise ValueError("elements in elems must be 1+ dimensional Tensors, not scalars")
    lengths = {one.static_shape[0] for one in tensors} - {None}
    if len(lengths) > 1:
        raise ValueError(f"tensors in elems must have as many rows as each other, got {lengths}")
    return tensors, next(iter(lengths), None)


def _row_parameters(tensors: list[Any]) -> list[SymbolicTensor]:
    return [graph.placeholder(one.static_shape[1:], one.dtype) for one in tensors]


def map_fn(
    fn: Any,
    elems: Any,
    dtype: Any = None,
    parallel_iterations: Any = None,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    name: str | None = None,
) -> Any:
    """Apply a function to each row and stack what it gives.

    Args:
        fn: takes a row, nested as `elems`, and gives tensors, nested as `dtype`.
        elems: tensors with as many rows as each other, nested or not.
        dtype: the types of what `fn` gives; None: nested as `elems`, of the same types.
        parallel_iterations: how many rows may overlap; they run one after another here.
        back_prop: whether derivatives pass.
        swap_memory: whether values may leave a GPU's memory; they stay where they are.
        infer_shape: whether all results have one shape, as they must have here.
        name: how the results are called.

    Raises:
        TypeError: `fn` is no function, or a result has another type than `dtype` says.
        ValueError: a tensor has no rows, or results are nested otherwise.
    """
    if not callable(fn):
        raise TypeError("fn must be callable.")
    tensors, _ = _rows_of(elems)
    structure = elems if dtype is None else dtype
    given = nest.flatten(structure)
    types = [one.dtype for one in tensors] if dtype is None else list(map(_torch_type, given))

    def row(*symbols: Any) -> list[Any]:
        found = fn(nest.pack_sequence_as(elems, symbols))
        leaves = nest.flatten(found)
        if nest.is_nested(found) != nest.is_nested(structure) or len(leaves) != len(types):
            raise ValueError(
                "The two structures don't have the same nested structure: fn of tf.map_fn gave"
                f" {found!r}. Give dtype nested as that"
            )
        return [_typed_symbol(leaf, wanted) for leaf, wanted in zip(leaves, types, strict=True)]

    body = traced(row, _row_parameters(tensors), "row")
    kinds = [(result.static_shape, result.dtype) for result in body.results]
    outputs = list(record(_run_map, (body, tensors, kinds), infer=_shapes_of_map))
    return nest.pack_sequence_as(structure, finished(outputs, back_prop, name))


def _torch_type(dtype: Any) -> torch.dtype:
    return torch_dtype(as_dtype(dtype))


def _typed_symbol(leaf: Any, wanted: torch.dtype) -> Any:
    symbol = symbol_of(leaf) if hasattr(leaf, "dtype") else graph.constant(tensor(leaf, wanted))
    if symbol.dtype != wanted:
        raise TypeError(
            f"fn of tf.map_fn gave {symbol.dtype} where dtype says {wanted}. Give dtype, or use"
            " tf.cast"
        )
    return symbol


def _shapes_of_map(results: Any, tensors: Any, kinds: Any) -> Any:
    rows = tensors[0].shape[0]
    for one in tensors[1:]:
        rows = shared_length(rows, one.shape[0])
    return tuple([row.new_empty((rows, *row.shape)) for row in results])


def _run_map(body: Any, tensors: Any, kinds: Any) -> Any:
    """Apply a body to each row; `kinds` has shapes and types for where there are none."""
    results = [body(*rows) for rows in zip(*tensors, strict=True)]
    if results:
        return tuple([torch.stack(column) for column in zip(*results, strict=True)])
    return tuple([_no_rows(tensors[0], *kind) for kind in kinds])


def _no_rows(like: Tensor, shape: Any, dtype: torch.dtype) -> Tensor:
    return like.new_empty((0, *[0 if length is None else length for length in shape]), dtype=dtype)


def vectorized_map(fn: Any, elems: Any) -> Any:
    """Apply a function to each row and stack what it gives, whatever types that has.

    Args:
        fn: takes a row, nested as `elems`, and gives tensors.
        elems: tensors with as many rows as each other, nested or not.
    """
    tensors, _ = _rows_of(elems)
    found: list[Any] = []

    def row(*symbols: Any) -> list[Any]:
        found.append(fn(nest.pack_sequence_as(elems, symbols)))
        return [symbol_of(leaf) for leaf in nest.flatten(found[0])]

    body = traced(row, _row_parameters(tensors), "row")
    kinds = [(result.static_shape, result.dtype) for result in body.results]
    outputs = list(record(_run_map, (body, tensors, kinds), infer=_shapes_of_map))
    return nest.pack_sequence_as(found[0], outputs)


# ---- rows, one after another
def scan(
    fn: Any,
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    reverse: bool = False,
    name: str | None = None,
) -> Any:
    """Combine rows one after another, and stack what stands after each.

    Args:
        fn: takes what stands so far and a row, and gives what stands then.
        elems: tensors with as many rows as each other, nested or not.
        initializer: what stands before the first row; None begins with the first row itself.
        parallel_iterations: how many rows may overlap; they run one after another here.
        back_prop: whether derivatives pass.
        swap_memory: whether values may leave a GPU's memory; they stay where they are.
        infer_shape: whether all results have one shape, as they must have here.
        reverse: whether it goes from the last row to the first.
        name: how the results are called.

    Raises:
        TypeError: `fn` is no function.
        ValueError: a tensor has no rows, or what stands changes its kind.
    """
    return _combined(fn, elems, initializer, reverse, True, back_prop, name)


def foldl(
    fn: Any,
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Combine rows from the first to the last; arguments as of `scan`."""
    return _combined(fn, elems, initializer, False, False, back_prop, name)


def foldr(
    fn: Any,
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Combine rows from the last to the first; arguments as of `scan`."""
    return _combined(fn, elems, initializer, True, False, back_prop, name)


def _combined(
    fn: Any, elems: Any, start: Any, backwards: bool, all_of_them: bool, back_prop: Any, name: Any
) -> Any:
    if not callable(fn):
        raise TypeError("fn must be callable.")
    tensors, _ = _rows_of(elems)
    structure = elems if start is None else start
    if start is None:
        first = [one[-1 if backwards else 0] for one in tensors]
    else:
        first = [symbol_of(leaf) for leaf in nest.flatten(start)]
    totals = [graph.placeholder(one.static_shape, one.dtype) for one in first]

    def turn(*symbols: Any) -> list[Any]:
        so_far = nest.pack_sequence_as(structure, symbols[: len(first)])
        row = nest.pack_sequence_as(elems, symbols[len(first) :])
        leaves = nest.flatten(fn(so_far, row))
        if len(leaves) != len(first):
            raise ValueError(
                "The two structures don't have the same nested structure: fn gave"
                f" {len(leaves)} tensors, {len(first)} stand so far"
            )
        found = [symbol_of(leaf) for leaf in leaves]
        for symbol, old in zip(found, first, strict=True):
            check_turn(symbol, old, old.static_shape)
        return found

    body = traced(turn, [*totals, *_row_parameters(tensors)], "turn")
    arguments = (body, tensors, first, backwards, start is None, all_of_them)
    outputs = list(record(_run_combined, arguments, infer=_shapes_of_combined))
    return nest.pack_sequence_as(structure, finished(outputs, bool(back_prop), name))


def _shapes_of_combined(
    results: Any, tensors: Any, first: Any, backwards: bool, skips: bool, all_of_them: bool
) -> Any:
    if not all_of_them:
        return tuple(first)
    return tuple([one.new_empty((tensors[0].shape[0], *one.shape)) for one in first])


def _run_combined(
    body: Any, tensors: Any, first: Any, backwards: bool, skips: bool, all_of_them: bool
) -> Any:
    """Combine rows one after another."""
    rows = list(zip(*[one.unbind() for one in tensors], strict=True))
    if backwards:
        rows.reverse()
    totals = tuple(first)
    kept = [totals] if skips else []
    for row in rows[1:] if skips else rows:
        totals = body(*totals, *row)
        kept.append(totals)
    if not all_of_them:
        return totals
    if backwards:
        kept.reverse()
    if not kept:
        return tuple([one.new_empty((0, *one.shape)) for one in first])
    return tuple([torch.stack(column) for column in zip(*kept, strict=True)])
