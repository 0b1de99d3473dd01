"""Assigning to variables, whole or in places."""

import math
from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import Variable, op, update
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "assign",
    "assign_add",
    "assign_sub",
    "batch_scatter_update",
    "scatter_add",
    "scatter_div",
    "scatter_max",
    "scatter_min",
    "scatter_mul",
    "scatter_nd_add",
    "scatter_nd_sub",
    "scatter_nd_update",
    "scatter_sub",
    "scatter_update",
]


def _checked(ref: Any, what: str) -> Variable:
    """Return what is assigned to.

    Raises:
        TypeError: it is no variable.
    """
    if isinstance(ref, Variable):
        return ref
    variable = getattr(ref, "variable", None)  # The result of another assignment.
    if isinstance(variable, Variable):
        return variable
    raise TypeError(f"{what} takes a variable, got {ref!r}. Make one with tf.Variable")


def _name(made: Tensor, name: str | None) -> Tensor:
    return made if name is None else named(made, name)


def assign(
    ref: Any,
    value: Any,
    validate_shape: bool | None = None,
    use_locking: bool | None = None,
    name: str | None = None,
) -> Tensor:
    """Return the assignment by which a variable becomes `value`; its own value is that one.

    Args:
        ref: the variable.
        value: the new value.
        validate_shape: whether the shapes must be equal; False is refused where they are not.
        use_locking: no effect: assignments of a program are done one after another.
        name: how the result is called.

    Raises:
        ValueError: the value has another shape or type.
        TypeError: `ref` is no variable.
    """
    variable = _checked(ref, "assign")
    return _name(K.update(variable, tensor(value, variable.dtype)), name)


def assign_add(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Tensor:
    """Return the assignment by which a variable grows by `value`.

    Args:
        ref: the variable.
        value: what is added.
        use_locking: no effect, as of `assign`.
        name: how the result is called.
    """
    variable = _checked(ref, "assign_add")
    return _name(K.update_add(variable, _full(variable, value)), name)


def assign_sub(
    ref: Any, value: Any, use_locking: bool | None = None, name: str | None = None
) -> Tensor:
    """Return the assignment by which a variable shrinks by `value`.

    Args:
        ref: the variable.
        value: what is subtracted.
        use_locking: no effect, as of `assign`.
        name: how the result is called.
    """
    variable = _checked(ref, "assign_sub")
    return _name(K.update_sub(variable, _full(variable, value)), name)


def _full(variable: Variable, value: Any) -> Any:
    """Return a change in the variable's own shape.

    Raises:
        ValueError: it has another shape.
    """
    change = tensor(value, variable.dtype)
    shape, own = tuple(change.shape), tuple(variable.shape)
    fits = len(shape) == len(own) and all(a in (None, b) for a, b in zip(shape, own, strict=True))
    if not fits:
        raise ValueError(f"Dimensions must be equal: {own} of {variable.name!r}, {shape} given")
    return change


# ---- in places
def _along_first(x: torch.Tensor, places: torch.Tensor, new: torch.Tensor, how: str) -> Any:
    flat = places.reshape(-1).long()
    rows = new.expand(places.shape + x.shape[1:]).reshape(-1, *x.shape[1:])
    if x.is_meta:
        return torch.empty_like(x)
    _check_places(flat, x.shape[:1])
    if how == "update":
        return x.index_put((_last_of_each(flat),), rows[_order(flat)])
    if how in ("max", "min", "mul"):
        reduce = {"max": "amax", "min": "amin", "mul": "prod"}[how]
        return _reduced(x, flat, rows, reduce)
    if how == "div":
        ones = _reduced(torch.ones_like(x), flat, rows, "prod")
        return torch.div(x, ones, rounding_mode=None if x.is_floating_point() else "trunc")
    return x.index_add(0, flat, rows, alpha=-1 if how == "sub" else 1)


def _reduced(x: torch.Tensor, flat: torch.Tensor, rows: torch.Tensor, how: str) -> torch.Tensor:
    places = flat.reshape(-1, *[1] * (rows.ndim - 1)).expand_as(rows)
    return x.scatter_reduce(0, places, rows, how)


def _order(flat: torch.Tensor) -> torch.Tensor:
    """Return, for each place that comes, the row of its last coming; torch's order is undefined."""
    last = {place: row for row, place in enumerate(flat.tolist())}
    return torch.tensor(list(last.values()), dtype=torch.int64, device=flat.device)


def _last_of_each(flat: torch.Tensor) -> torch.Tensor:
    return flat[_order(flat)]


def _check_places(places: torch.Tensor, lengths: Any) -> None:
    for axis, length in enumerate(lengths):
        along = places if places.ndim == 1 else places[:, axis]
        if along.numel() and not bool(((along >= 0) & (along < length)).all()):
            raise InvalidArgumentError(
                None, None, f"indices of a scatter are not in [0, {length}): {along.tolist()[:8]}"
            )


def _at_coordinates(x: torch.Tensor, where: torch.Tensor, new: torch.Tensor, how: str) -> Any:
    depth = where.shape[-1]
    if new.shape != where.shape[:-1] + x.shape[depth:]:
        raise ValueError(
            f"Dimensions must be equal: updates have shape {tuple(new.shape)}, indices"
            f" {tuple(where.shape)}, the variable {tuple(x.shape)}"
        )
    if x.is_meta:
        return torch.empty_like(x)
    lengths = x.shape[:depth]
    flat = where.reshape(-1, depth).long()
    _check_places(flat, lengths)
    steps = [math.prod(lengths[axis + 1 :]) for axis in range(depth)]
    places = (flat * torch.tensor(steps, device=flat.device)).sum(-1)
    rows = x.reshape(-1, *x.shape[depth:])
    return _along_first(rows, places, new.reshape(-1, *x.shape[depth:]), how).reshape(x.shape)


# TensorFlow: an assignment has no derivative by what it assigns.
_along_first_op: Any = op(differentiable=False)(_along_first)
_at_coordinates_op: Any = op(differentiable=False)(_at_coordinates)


def _scatter(name: str, how: str, doc: str, locking: bool, nd: bool = False) -> Callable[..., Any]:
    compute = _at_coordinates_op if nd else _along_first_op

    def scattered(
        ref: Any, indices: Any, updates: Any, use_locking: bool = locking, name: str | None = None
    ) -> Tensor:
        variable = _checked(ref, scattered.__name__)
        where = allowed(tensor(indices), "int", "indices")
        new = tensor(updates, variable.dtype)
        wanted = None if nd else (*where.shape, *variable.shape[1:])
        if not nd and new.ndim not in (0, where.ndim + len(variable.shape) - 1):
            raise ValueError(
                f"Shapes of updates must be {wanted} or (), got {tuple(new.shape)} for"
                f" {variable.name!r} ({K.dtype(variable)})"
            )
        if how in ("add", "sub"):  # Several of them to one variable all count.
            increment = compute(K.zeros_like(variable), where, new, how)
            return _name(update(variable, variable + increment, increment, how=None), name)
        return _name(update(variable, compute(variable, where, new, how)), name)

    scattered.__name__ = scattered.__qualname__ = name
    scattered.__doc__ = f"""{doc}

    Args:
        ref: the variable.
        indices: {"coordinates along the last axis" if nd else "places along the first axis"}.
        updates: a slice for each{"" if nd else ", or one number for all"}.
        use_locking: no effect: assignments of a program are done one after another.
        name: how the result is called.

    Raises:
        ValueError: shapes do not fit.
        InvalidArgumentError: when it runs: a place is not there.
    """
    return scattered


scatter_update = _scatter(
    "scatter_update", "update", "Return the assignment of slices; the last of a place counts.", True
)
scatter_add = _scatter("scatter_add", "add", "Return the addition to slices.", False)
scatter_sub = _scatter("scatter_sub", "sub", "Return the subtraction from slices.", False)
scatter_mul = _scatter("scatter_mul", "mul", "Return the multiplication of slices.", False)
scatter_div = _scatter("scatter_div", "div", "Return the division of slices.", False)
scatter_max = _scatter("scatter_max", "max", "Return the larger ones, as slices.", False)
scatter_min = _scatter("scatter_min", "min", "Return the smaller ones, as slices.", False)
scatter_nd_update = _scatter(
    "scatter_nd_update", "update", "Return the assignment of slices at coordinates.", True, nd=True
)
scatter_nd_add = _scatter(
    "scatter_nd_add", "add", "Return the addition to slices at coordinates.", False, nd=True
)
scatter_nd_sub = _scatter(
    "scatter_nd_sub", "sub", "Return the subtraction from slices at coordinates.", False, nd=True
)


def batch_scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Tensor:
    """Return the assignment of slices, in each entry of a batch to its own.

    Args:
        ref: the variable, (batch, places, ...).
        indices: places, (batch, n).
        updates: a slice for each, (batch, n, ...).
        use_locking: no effect: assignments of a program are done one after another.
        name: how the result is called.
    """
    variable = _checked(ref, "batch_scatter_update")
    where = allowed(tensor(indices), "int", "indices")
    if where.ndim < 2:
        raise ValueError(f"indices must have 2 axes or more, got {tuple(where.shape)}")
    value = _in_batches(variable, where, tensor(updates, variable.dtype))
    return _name(update(variable, value), name)


@op(differentiable=False)
def _in_batches(x: Any, where: torch.Tensor, new: torch.Tensor) -> Any:
    if x.is_meta:
        return torch.empty_like(x)
    before = where.shape[:-1]
    grid = torch.meshgrid(*[torch.arange(n, device=where.device) for n in before], indexing="ij")
    full = [axis.unsqueeze(-1).expand(where.shape) for axis in grid]
    return _at_coordinates(x, torch.stack([*full, where.long()], -1), new, "update")
