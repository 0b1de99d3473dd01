"""Numbers put at places of variables: updates of some of their rows or slices."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.name_scopes import unique_name
from keras_on_torch.graph import Variable, op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.scattering import with_updates

__all__ = [
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


def _arguments(ref: Any, indices: Any, updates: Any) -> tuple[Tensor, Tensor]:
    """Return places and new values for a variable.

    Raises:
        TypeError: it is no variable.
        ValueError: the values have another type.
    """
    if not isinstance(ref, Variable):
        raise TypeError(f"a scatter updates a variable, got {ref!r}. Use tf.tensor_scatter_update")
    return allowed(tensor(indices), "int", "indices"), tensor(updates, ref.dtype)


def _named(update: Any, name: str | None) -> Any:
    if name is not None:
        update.name = unique_name(name)
    return update


def _scatter(name: str, how: str, locks: bool, doc: str) -> Any:
    def rows(
        ref: Any, indices: Any, updates: Any, use_locking: bool = locks, name: str | None = None
    ) -> Tensor:
        where, new = _arguments(ref, indices, updates)
        if how in ("add", "sub"):
            made = K.update_add if how == "add" else K.update_sub
            return _named(made(ref, _changed(K.zeros_like(ref), where, new, "add")), name)
        return _named(K.update(ref, _changed(ref, where, new, how)), name)

    rows.__name__ = rows.__qualname__ = name
    rows.__doc__ = f"""{doc}

    Args:
        ref: the variable.
        indices: the numbers of rows.
        updates: a row for each, or a single number.
        use_locking: whether other threads wait, as they always do here.
        name: how the update is called.

    Raises:
        TypeError: it is no variable.
        ValueError: types differ.
        InvalidArgumentError: there is no such row; when the program runs.
    """
    return rows


@op(differentiable=False)  # No derivative passes through an assignment.
def _changed(x: Tensor, where: Tensor, new: Tensor, how: str) -> Tensor:
    if x.is_meta:
        return torch.empty_like(x)
    flat = where.reshape(-1).long()
    if flat.numel() and not 0 <= int(flat.min()) <= int(flat.max()) < len(x):
        raise InvalidArgumentError(
            None, None, f"indices of a scatter are not in [0, {len(x)}): {flat.tolist()}"
        )
    values = new.expand(where.shape + x.shape[1:]).reshape((flat.numel(), *x.shape[1:]))
    if how == "add":
        return x.index_add(0, flat, values)
    if how == "update":
        return x.index_copy(0, flat, values)
    if how == "div":
        values, how = 1 / values, "prod"
    places = flat.reshape((-1,) + (1,) * (x.ndim - 1)).expand(values.shape)
    return x.scatter_reduce(0, places, values, how)


scatter_update = _scatter(
    "scatter_update", "update", True, "Return the update by which rows are replaced."
)
scatter_add = _scatter("scatter_add", "add", False, "Return the update by which rows grow.")
scatter_sub = _scatter("scatter_sub", "sub", False, "Return the update by which rows shrink.")
scatter_mul = _scatter(
    "scatter_mul", "prod", False, "Return the update by which rows are multiplied."
)
scatter_div = _scatter("scatter_div", "div", False, "Return the update by which rows are divided.")
scatter_max = _scatter(
    "scatter_max", "amax", False, "Return the update by which rows take what is larger."
)
scatter_min = _scatter(
    "scatter_min", "amin", False, "Return the update by which rows take what is smaller."
)


def _scatter_nd(name: str, how: str, locks: bool, doc: str) -> Any:
    def slices(
        ref: Any, indices: Any, updates: Any, use_locking: bool = locks, name: str | None = None
    ) -> Tensor:
        where, new = _arguments(ref, indices, updates)
        if how == "update":
            return _named(K.update(ref, _changed_slices(ref, where, new, how)), name)
        made = K.update_add if how == "add" else K.update_sub
        return _named(made(ref, _changed_slices(K.zeros_like(ref), where, new, "add")), name)

    slices.__name__ = slices.__qualname__ = name
    slices.__doc__ = f"""{doc}

    Args:
        ref: the variable.
        indices: coordinates along the last axis.
        updates: a slice for each.
        use_locking: whether other threads wait, as they always do here.
        name: how the update is called.

    Raises:
        TypeError: it is no variable.
        ValueError: types differ.
        InvalidArgumentError: there is no such place; when the program runs.
    """
    return slices


@op(differentiable=False)  # No derivative passes through an assignment.
def _changed_slices(x: Tensor, where: Tensor, new: Tensor, how: str) -> Tensor:
    return with_updates(x, where, new, how)


scatter_nd_update = _scatter_nd(
    "scatter_nd_update", "update", True, "Return the update by which slices are replaced."
)
scatter_nd_add = _scatter_nd(
    "scatter_nd_add", "add", False, "Return the update by which is added to slices."
)
scatter_nd_sub = _scatter_nd(
    "scatter_nd_sub", "sub", False, "Return the update by which slices shrink."
)


def batch_scatter_update(
    ref: Any, indices: Any, updates: Any, use_locking: bool = True, name: str | None = None
) -> Tensor:
    """Return the update by which rows are replaced, in each batch others.

    Args:
        ref: the variable.
        indices: the numbers of rows along the last axis; the axes in front are batches.
        updates: a row for each.
        use_locking: whether other threads wait, as they always do here.
        name: how the update is called.
    """
    where, new = _arguments(ref, indices, updates)
    return _named(K.update(ref, _changed_in_batches(ref, where, new)), name)


@op(differentiable=False)  # No derivative passes through an assignment.
def _changed_in_batches(x: Tensor, where: Tensor, new: Tensor) -> Tensor:
    places = where.long().reshape(where.shape + (1,) * (x.ndim - where.ndim)).expand(new.shape)
    return x.scatter(where.ndim - 1, places, new)
