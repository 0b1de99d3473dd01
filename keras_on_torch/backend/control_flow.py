"""Branches, the learning phase and loops."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.backend.elementwise import cast
from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.backend.session import learning_phase
from keras_on_torch.graph import is_symbolic, op, record, shared_length, trace_body

__all__ = [
    "foldl",
    "foldr",
    "in_test_phase",
    "in_train_phase",
    "map_fn",
    "switch",
]


# ---- the learning phase
def in_train_phase(x: Any, alt: Any, training: Any = None) -> Tensor:
    """Return `x` in training and `alt` otherwise.

    Args:
        x: a tensor, or a function without arguments that returns it.
        alt: likewise.
        training: 1 or 0 (or a tensor) in place of the learning phase.
    """
    if training is None:
        training = learning_phase()
    if training is graph.LEARNING_PHASE:
        with name_scope("cond"):
            found = _called(x), _called(alt)
        return _by_phase(*found)
    if isinstance(training, (bool, int)):
        return _called(x) if training else _called(alt)
    return switch(training, x, alt)


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Tensor:
    """Return `x` in testing and `alt` otherwise; arguments as of `in_train_phase`."""
    return in_train_phase(alt, x, training=training)


def _called(value: Any) -> Any:
    return value() if callable(value) and not is_symbolic(value) else value


def _by_phase(x: Any, alt: Any) -> Any:
    if isinstance(x, (list, tuple)):
        return [_by_phase(one, other) for one, other in zip(x, alt, strict=True)]
    symbols = [value if is_symbolic(value) else graph.constant(value) for value in (x, alt)]
    return graph.select_phase(*symbols)


# ---- branches
def switch(condition: Any, then_expression: Any, else_expression: Any) -> Tensor:
    """Choose between two tensors.

    Args:
        condition: a tensor without axes chooses one of them whole; else it is element by element,
            or row by row where the condition has fewer axes.
        then_expression: a tensor, or a function without arguments that returns it.
        else_expression: likewise.

    Raises:
        ValueError: the condition has more axes than the tensors, or other lengths.
    """
    if isinstance(condition, (bool, int)):
        return _called(then_expression if condition else else_expression)
    if is_symbolic(condition) and condition.dtype != torch.bool:
        condition = cast(condition, "bool")  # A step of its own: it has no derivative.
    if _axes_of(condition) == 0 and (callable(then_expression) or callable(else_expression)):
        return _branch(condition, then_expression, else_expression)
    then, otherwise = _called(then_expression), _called(else_expression)
    if _axes_of(condition) > 0:
        _check_branch_shapes(condition, then)
    return _choose(condition, then, otherwise)


def _axes_of(value: Any) -> int:
    return len(value.static_shape) if is_symbolic(value) else len(getattr(value, "shape", ()))


def _check_branch_shapes(condition: Any, then: Any) -> None:
    if _axes_of(condition) > _axes_of(then):
        raise ValueError(
            "Rank of `condition` should be less than or equal to rank of `then_expression` and"
            f" `else_expression`. ndim(condition)={_axes_of(condition)},"
            f" ndim(then_expression)={_axes_of(then)}"
        )


def _shape_of_choice(condition: Any, then: Any, otherwise: Any) -> torch.Tensor:
    """Return the shape of `_choose` of tensors each of which knows lengths that they share."""
    shapes = [list(getattr(value, "shape", ())) for value in (then, otherwise)]
    axes = max(len(shape) for shape in shapes)
    rows = list(getattr(condition, "shape", ()))
    shapes = [[1] * (axes - len(shape)) + shape for shape in shapes]
    shapes.append(rows + [1] * (axes - len(rows)) if rows else [1] * axes)
    lengths = [1] * axes
    for shape in shapes:
        for axis, length in enumerate(shape):
            if lengths[axis] == 1:
                lengths[axis] = length
            elif length != 1:
                lengths[axis] = shared_length(lengths[axis], length)
    return torch.empty(lengths, dtype=torch.result_type(then, otherwise), device="meta")


@op(infer=_shape_of_choice)
def _choose(condition: Any, then: Any, otherwise: Any) -> torch.Tensor:
    """Return `then` where the condition holds and `otherwise` elsewhere."""
    tensors = [value for value in (condition, then, otherwise) if isinstance(value, torch.Tensor)]
    condition = torch.as_tensor(condition, device=tensors[0].device).bool()
    axes = max(getattr(value, "ndim", 0) for value in (then, otherwise))
    if 0 < condition.ndim < axes:
        condition = condition.reshape(condition.shape + (1,) * (axes - condition.ndim))
    return torch.where(condition, then, otherwise)


def _branch(condition: Any, then: Any, otherwise: Any) -> Any:
    branches = []
    single = True
    for expression in (then, otherwise):

        def results(expression: Any = expression) -> list[Any]:
            nonlocal single
            value = _called(expression)
            single = not isinstance(value, (list, tuple))
            return [value] if single else list(value)

        branches.append(results)
    with name_scope("cond"):
        bodies = [trace_body(branch, [], "branch") for branch in branches]
    outputs = record(_run_branch, (condition, *bodies), infer=_branch_shapes)
    return outputs[0] if single else list(outputs)


def _branch_shapes(condition: Any, then: Any, otherwise: Any) -> Any:
    return then


def _run_branch(condition: Any, then: Any, otherwise: Any) -> Any:
    """Compute one of two branches."""
    return (then if bool(condition) else otherwise)()


# ---- loops
def map_fn(
    fn: Callable[..., Any], elems: Any, name: str | None = None, dtype: Any = None
) -> Tensor:
    """Apply a function to each row of a tensor (or of several) and stack what it gives.

    Args:
        fn: takes a row (a tuple of rows, where `elems` is a tuple) and returns a tensor.
        elems: a tensor, or a tuple or list of tensors with as many rows.
        name: how the result is called.
        dtype: the type of the result; None keeps what `fn` returns.
    """
    several = isinstance(elems, (list, tuple))
    sources = list(elems) if several else [elems]
    rows = [_row_of(source) for source in sources]
    with name_scope("map"), name_scope("while"):
        body = trace_body(
            lambda *given: _listed(fn(list(given) if several else given[0])), rows, "row"
        )
    nothing = [
        ([0 if size is None else size for size in result.static_shape], result.number_type)
        for result in body.results
    ]
    outputs = record(_run_map, (body, sources, nothing), infer=_map_shapes)
    result: Any = outputs[0] if len(outputs) == 1 else list(outputs)
    if dtype is not None:
        kind = graph.torch_dtype(dtype)
        result = result.to(kind) if is_symbolic(result) else [one.to(kind) for one in result]
    if name and is_symbolic(result):
        result.name = name
    return result


def foldl(
    fn: Callable[[Any, Any], Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Tensor:
    """Combine the rows of a tensor from the first to the last.

    Args:
        fn: takes what was combined so far and a row, and returns what is combined now.
        elems: a tensor.
        initializer: what stands before the first row; None begins with the first row itself.
        name: how the result is called.
    """
    return _fold(fn, elems, initializer, name, backwards=False)


def foldr(
    fn: Callable[[Any, Any], Any], elems: Any, initializer: Any = None, name: str | None = None
) -> Tensor:
    """Combine the rows of a tensor from the last to the first; arguments as of `foldl`."""
    return _fold(fn, elems, initializer, name, backwards=True)


def _fold(fn: Any, elems: Any, initializer: Any, name: str | None, backwards: bool) -> Any:
    start = initializer if initializer is not None else elems[-1 if backwards else 0]
    start = start if is_symbolic(start) else graph.constant(start)
    total = graph.placeholder(start.static_shape, start.dtype)
    with name_scope("foldr" if backwards else "foldl"), name_scope("while"):
        body = trace_body(lambda so_far, row: [fn(so_far, row)], [total, _row_of(elems)], "fold")
    skip = initializer is None
    arguments = (body, elems, start, backwards, skip)
    result = record(_run_fold, arguments, infer=lambda body, elems, start, *rest: start)
    if name:
        result.name = name
    return result


def _row_of(source: Any) -> Any:
    """Return a placeholder for one row of a tensor."""
    return graph.placeholder(source.static_shape[1:], source.dtype)


def _listed(value: Any) -> list[Any]:
    values = list(value) if isinstance(value, (list, tuple)) else [value]
    return [each if is_symbolic(each) else graph.constant(each) for each in values]


def _map_shapes(results: Any, sources: Any, nothing: Any) -> Any:
    rows = sources[0].shape[0]
    return tuple([row.new_empty((rows, *row.shape)) for row in results])


def _run_map(body: Any, sources: Any, nothing: Any) -> Any:
    """Apply a body to each row; `nothing` has the shapes and types for where there are none."""
    results = [body(*rows) for rows in zip(*sources, strict=True)]
    if not results:
        return tuple([sources[0].new_empty((0, *shape), dtype=kind) for shape, kind in nothing])
    return tuple(torch.stack(column) for column in zip(*results, strict=True))


def _run_fold(body: Any, elems: Any, start: Any, backwards: bool, skip: bool) -> Any:
    """Combine rows one after another."""
    rows = list(elems)
    if backwards:
        rows.reverse()
    total = start
    for row in rows[1:] if skip else rows:
        total = body(total, row)[0]
    return total
