"""What is computed with sparse tensors."""

from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import axes, either, static_value
from keras_on_torch.tensorflow.dispatch import named
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.sparse.sparse_tensor import SparseTensor, symbol

__all__ = [
    "add",
    "matmul",
    "reduce_max",
    "reduce_sum",
    "reorder",
    "sparse_dense_matmul",
    "sparse_to_dense",
    "to_dense",
    "transpose",
]

Torch = torch.Tensor


def checked(x: Any) -> SparseTensor:
    """Return a sparse tensor, also for its value.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(x, SparseTensor):
        return x
    if isinstance(x, tuple) and len(x) == 3:
        return SparseTensor.from_value(x)
    raise TypeError(f"Input must be a SparseTensor, got {x!r}")


def _plain_shape(x: SparseTensor) -> Any:
    """Return the lengths that are known before running, as a tuple with None."""
    return tuple(x.shape.as_list())


def _dense_shape(shape: Any, static: Any) -> list[int]:
    """Return the lengths of a dense tensor; in a probe the ones that stand for unknown ones."""
    if shape.is_meta:
        return [unknown_length() if length is None else length for length in static]
    return [int(length) for length in shape.tolist()]


# ---- dense ones
@op
def _dense(
    indices: Torch, values: Torch, shape: Torch, default: Torch, static: Any, checks: bool
) -> Torch:
    lengths = _dense_shape(shape, static)
    result = default.to(values.dtype).expand(lengths).clone()
    if values.is_meta:
        return result
    _check_places(indices, lengths, checks)
    return result.index_put(tuple(indices.unbind(1)), values.expand(indices.shape[:1]))


def _check_places(indices: Torch, lengths: list[int], ordered: bool) -> None:
    """Raise an error where places are not there or, if that is asked for, not in order."""
    if not len(indices):
        return
    limits = torch.tensor(lengths, device=indices.device)
    if bool(((indices < 0) | (indices >= limits)).any()):
        raise InvalidArgumentError(
            None, None, f"indices are out of bounds: a sparse tensor of shape {lengths}"
        )
    if ordered and len(indices) > 1:
        steps = _flat_places(indices, lengths).diff()
        if bool((steps <= 0).any()):
            place = int((steps <= 0).nonzero()[0]) + 1
            word = "repeated" if int(steps[place - 1]) == 0 else "out of order"
            raise InvalidArgumentError(
                None,
                None,
                f"indices[{place}] = {indices[place].tolist()} is {word}. Use tf.sparse.reorder",
            )


def _flat_places(indices: Torch, lengths: list[int]) -> Torch:
    steps = [int(np.prod(lengths[axis + 1 :])) for axis in range(len(lengths))]
    return (indices * torch.tensor(steps, device=indices.device)).sum(-1)


def to_dense(
    sp_input: Any, default_value: Any = None, validate_indices: bool = True, name: Any = None
) -> Tensor:
    """Return a tensor with all numbers.

    Args:
        sp_input: the sparse tensor.
        default_value: what stands where it has no number; None is 0.
        validate_indices: whether it is checked that places are in order and come once.
        name: how the result is called.

    Raises:
        InvalidArgumentError: when it runs: a place is not there, or is out of order.
    """
    x = checked(sp_input)
    default = symbol(np.zeros((), _type(x)) if default_value is None else default_value)
    made = _dense(
        x.indices, x.values, x.dense_shape, default, _plain_shape(x), bool(validate_indices)
    )
    return made if name is None else named(made, name)


def _type(x: SparseTensor) -> Any:
    return as_dtype(K.dtype(x.values)).as_numpy_dtype


def sparse_to_dense(
    sparse_indices: Any,
    output_shape: Any,
    sparse_values: Any,
    default_value: Any = 0,
    validate_indices: bool = True,
    name: str | None = None,
) -> Tensor:
    """Return a tensor with numbers at some places.

    Args:
        sparse_indices: (entries, axes), or (entries,) for one axis, or one place.
        output_shape: the lengths of the axes.
        sparse_values: the numbers, or one for all places.
        default_value: what stands elsewhere.
        validate_indices: as of `to_dense`.
        name: how the result is called.
    """
    places = K.cast(symbol(sparse_indices), "int64")
    if places.ndim < 2:
        places = K.reshape(places, (-1, 1))
    values = symbol(sparse_values)
    known = static_value(output_shape)
    static = (None,) * int(places.shape[1]) if known is None else tuple(map(int, known.reshape(-1)))
    shape = K.cast(symbol(output_shape), "int64")
    default = symbol(default_value, values.dtype)
    made = _dense(places, values, shape, default, static, bool(validate_indices))
    return made if name is None else named(made, name)


# ---- products
def sparse_dense_matmul(
    sp_a: Any, b: Any, adjoint_a: bool = False, adjoint_b: bool = False, name: Any = None
) -> Tensor:
    """Return the product of a sparse matrix and a dense one.

    Args:
        sp_a: the sparse matrix.
        b: the dense one.
        adjoint_a: whether the first is transposed, complex numbers conjugated.
        adjoint_b: likewise the second.
        name: how the result is called.

    Raises:
        ValueError: one is no matrix, or their sizes do not fit.
    """
    x, y = checked(sp_a), symbol(b, checked(sp_a).values.dtype)
    static = _plain_shape(x)
    if len(static) != 2 or y.ndim != 2:
        raise ValueError(f"matmul takes matrices, got shapes {static} and {tuple(y.shape)}")
    inner, other = static[0 if adjoint_a else 1], y.static_shape[1 if adjoint_b else 0]
    if None not in (inner, other) and inner != other:
        raise ValueError(f"Matrices of shapes {static} and {y.static_shape} can not be multiplied")
    made = _product(x.indices, x.values, x.dense_shape, y, static, bool(adjoint_a), bool(adjoint_b))
    return made if name is None else named(made, name)


matmul = sparse_dense_matmul


@op
def _product(
    indices: Torch, values: Torch, shape: Torch, y: Torch, static: Any, turn_a: bool, turn_b: bool
) -> Torch:
    y = y.mH if turn_b else y
    rows = _dense_shape(shape, static)[1 if turn_a else 0]
    if values.is_meta:
        return y.new_empty(rows, y.shape[1])
    to, of = (1, 0) if turn_a else (0, 1)
    inner = int(shape[of])
    if inner != y.shape[0]:
        raise InvalidArgumentError(
            None,
            None,
            f"Cannot multiply A and B because inner dimension does not match: {inner}"
            f" vs. {y.shape[0]}",
        )
    _check_places(indices, [int(length) for length in shape.tolist()], False)
    numbers = values.conj() if turn_a else values
    parts = numbers.unsqueeze(1) * y[indices[:, of]]
    return y.new_zeros(rows, y.shape[1]).index_add(0, indices[:, to], parts)


# ---- sums
def _reduce(sp_input: Any, axis: Any, keepdims: Any, how: str) -> Tensor:
    x = checked(sp_input)
    static = _plain_shape(x)
    chosen = axes(axis, len(static))
    return _reduced(x.indices, x.values, x.dense_shape, static, chosen, bool(keepdims), how)


@op
def _reduced(
    indices: Torch, values: Torch, shape: Torch, static: Any, gone: Any, keep: bool, how: str
) -> Torch:
    lengths = _dense_shape(shape, static)
    kept = [axis for axis in range(len(lengths)) if axis not in gone]
    result = [length if axis in kept else 1 for axis, length in enumerate(lengths) if keep]
    result = result if keep else [lengths[axis] for axis in kept]
    if values.is_meta:
        return values.new_empty(result)
    inner = [lengths[axis] for axis in kept]
    places = _flat_places(indices[:, kept], inner) if kept else indices.new_zeros(len(indices))
    flat = values.new_zeros(int(np.prod(inner)))
    if how == "sum":
        return flat.index_add(0, places, values).reshape(result)
    return flat.scatter_reduce(0, places, values, "amax", include_self=False).reshape(result)


def reduce_sum(
    sp_input: Any,
    axis: Any = None,
    keepdims: Any = None,
    reduction_axes: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """Return sums over axes, as a dense tensor.

    Args:
        sp_input: the sparse tensor.
        axis: the axes; None is all.
        keepdims: whether they stay, with length 1.
        reduction_axes: the older name of `axis`.
        keep_dims: the older name of `keepdims`.
    """
    axis = either(axis, reduction_axes, "axis", "reduction_axes")
    return _reduce(sp_input, axis, either(keepdims, keep_dims, "keepdims", "keep_dims"), "sum")


def reduce_max(
    sp_input: Any,
    axis: Any = None,
    keepdims: Any = None,
    reduction_axes: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """Return the largest numbers along axes, of those that stand there; as `reduce_sum`."""
    axis = either(axis, reduction_axes, "axis", "reduction_axes")
    return _reduce(sp_input, axis, either(keepdims, keep_dims, "keepdims", "keep_dims"), "max")


# ---- sparse ones of sparse ones
def _sorted_shapes(indices: Torch, values: Torch, shape: Torch) -> tuple[Torch, Torch]:
    return torch.empty_like(indices), torch.empty_like(values)


@op(infer=_sorted_shapes)
def _sorted(indices: Torch, values: Torch, shape: Torch) -> tuple[Torch, Torch]:
    order = _flat_places(indices, shape.tolist()).argsort(stable=True)
    return indices[order], values[order]


def reorder(sp_input: Any, name: str | None = None) -> SparseTensor:
    """Return a sparse tensor with its entries in order.

    Args:
        sp_input: the sparse tensor.
        name: no effect: a sparse tensor has the names of its parts.
    """
    x = checked(sp_input)
    return SparseTensor(*_sorted(x.indices, x.values, x.dense_shape), x.dense_shape)


def transpose(sp_input: Any, perm: Any = None, name: str | None = None) -> SparseTensor:
    """Return a sparse tensor with its axes in another order.

    Args:
        sp_input: the sparse tensor.
        perm: the axes in their new order; None turns them round.
        name: no effect, as of `reorder`.
    """
    x = checked(sp_input)
    ndim = len(_plain_shape(x))
    order = list(reversed(range(ndim))) if perm is None else list(axes(perm, ndim))
    if sorted(order) != list(range(ndim)):
        raise ValueError(f"perm must name each of {ndim} axes once, got {perm}")
    places = K.gather(K.transpose(x.indices), np.array(order))
    shape = static_value(x.dense_shape)
    turned = x.dense_shape[np.array(order)] if shape is None else shape[order]
    return reorder(SparseTensor(K.transpose(places), x.values, turned))


def _joined_shapes(a: Torch, av: Torch, b: Torch, bv: Torch, *rest: Any) -> tuple[Torch, Torch]:
    length = unknown_length()
    return a.new_empty(length, a.shape[1]), av.new_empty(length)


@op(infer=_joined_shapes)
def _joined(
    a: Torch, av: Torch, b: Torch, bv: Torch, shape: Torch, threshold: Torch
) -> tuple[Torch, Torch]:
    lengths = shape.tolist()
    places, numbers = torch.cat([a, b]), torch.cat([av, bv])
    _check_places(places, lengths, False)
    flat = _flat_places(places, lengths)
    distinct, entry = torch.unique(flat, return_inverse=True)
    sums = numbers.new_zeros(len(distinct)).index_add(0, entry, numbers)
    first = torch.full_like(distinct, len(flat)).scatter_reduce(
        0, entry, torch.arange(len(flat), device=flat.device), "amin"
    )
    kept = sums.abs() >= threshold
    return places[first][kept], sums[kept]


def add(a: Any, b: Any, threshold: Any = None, thresh: Any = None) -> Any:
    """Return the sum of two tensors, one of which at least is sparse.

    Args:
        a: a tensor.
        b: a tensor.
        threshold: of two sparse ones: a sum that is smaller is left out; None is 0.
        thresh: the older name of `threshold`.

    Raises:
        TypeError: neither is sparse.
    """
    threshold = either(threshold, thresh, "threshold", "thresh", 0)
    sparse = [isinstance(one, (SparseTensor, tuple)) for one in (a, b)]
    if not any(sparse):
        raise TypeError("At least one input should be SparseTensor; do you mean to use tf.add()?")
    if not all(sparse):
        x, dense = (a, b) if sparse[0] else (b, a)
        given = checked(x)
        return _added(given.indices, given.values, symbol(dense, given.values.dtype))
    x, y = checked(a), checked(b)
    one, other = _plain_shape(x), _plain_shape(y)
    if len(one) != len(other) or any(
        None not in pair and pair[0] != pair[1] for pair in zip(one, other, strict=True)
    ):
        raise ValueError(f"sparse tensors of shapes {one} and {other} can not be added")
    places, numbers = _joined(
        x.indices, x.values, y.indices, y.values, x.dense_shape, symbol(float(threshold))
    )
    return SparseTensor(places, numbers, x.dense_shape)


@op
def _added(indices: Torch, values: Torch, dense: Torch) -> Torch:
    if dense.is_meta:
        return torch.empty_like(dense)
    _check_places(indices, list(dense.shape), False)
    return dense.index_put(tuple(indices.unbind(1)), values, accumulate=True)
