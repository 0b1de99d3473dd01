"""`tf.sets`: rows of numbers as sets."""

from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.sparse.sparse_tensor import SparseTensor, symbol

__all__ = [
    "difference",
    "intersection",
    "set_difference",
    "set_intersection",
    "set_size",
    "set_union",
    "size",
    "union",
]

Torch = torch.Tensor
_OPERATIONS: dict[str, Any] = {
    "intersection": np.intersect1d,
    "union": np.union1d,
    "a-b": np.setdiff1d,
    "b-a": lambda a, b: np.setdiff1d(b, a),
}


def _parts(x: Any) -> list[Tensor]:
    """Return the tensors that a set is made of: one, or the three of a sparse tensor."""
    if isinstance(x, SparseTensor):
        return [x.indices, x.values, x.dense_shape]
    return [symbol(x)]


def _rows(parts: list[Torch]) -> tuple[dict[tuple[int, ...], Any], tuple[int, ...]]:
    """Return the numbers of each row by its place, and the lengths of the axes before."""
    if len(parts) == 1:
        array = parts[0].cpu().numpy()
        before = array.shape[:-1]
        return {place: array[place] for place in np.ndindex(*before)}, before
    indices, values, shape = [part.cpu().numpy() for part in parts]
    before = tuple(int(length) for length in shape[:-1])
    found: dict[tuple[int, ...], Any] = {}
    for place, value in zip(indices, values, strict=True):
        found.setdefault(tuple(int(each) for each in place[:-1]), []).append(value)
    return found, before


def _shapes(a: Any, b: Any, how: str) -> tuple[Torch, Torch, Torch]:
    ndim = a[0].ndim if len(a) == 1 else a[0].shape[1]
    length = unknown_length()
    like = a[-2] if len(a) == 3 else a[0]
    places = torch.empty(length, ndim, dtype=torch.int64)
    return places, like.new_empty(length), torch.empty(ndim, dtype=torch.int64)


@op(infer=_shapes, differentiable=False)
def _combined(a: list[Torch], b: list[Torch], how: str) -> tuple[Torch, Torch, Torch]:
    one, before = _rows(a)
    other, _ = _rows(b)
    places, numbers, longest = [], [], 0
    for place in np.ndindex(*before):
        row = _OPERATIONS[how](one.get(place, []), other.get(place, []))
        places += [(*place, entry) for entry in range(len(row))]
        numbers += row.tolist()
        longest = max(longest, len(row))
    like = a[-2] if len(a) == 3 else a[0]
    indices = np.array(places, "int64").reshape(-1, len(before) + 1)
    shape = torch.tensor([*before, longest], device=like.device)
    return (
        torch.as_tensor(indices, device=like.device),
        torch.tensor(numbers, dtype=like.dtype, device=like.device),
        shape,
    )


def _operation(a: Any, b: Any, how: str) -> SparseTensor:
    one, other = _parts(a), _parts(b)
    kinds = [K.dtype(parts[-2] if len(parts) == 3 else parts[0]) for parts in (one, other)]
    if kinds[0] != kinds[1]:
        raise TypeError(f"sets of {kinds[0]} and {kinds[1]}: expected numbers of one type")
    if len(one) == 3 and len(other) == 1:  # TensorFlow has no such kernel.
        raise TypeError("a sparse set and a dense one: give the dense one first")
    if not kinds[0].startswith(("int", "uint")):
        raise TypeError(
            f"Data type {kinds[0]} not in list of allowed values: sets of whole numbers"
        )
    ranks = [p[0].ndim if len(p) == 1 else p[0].static_shape[1] for p in (one, other)]
    if ranks[0] != ranks[1] or ranks[0] < 2:
        raise ValueError(f"sets of {ranks[0]} and {ranks[1]} axes: expected two or more, the same")
    return SparseTensor(*_combined(one, other, how))


def intersection(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """Return, of each two rows, the numbers that are in both.

    Args:
        a: rows of whole numbers, (..., numbers), dense or sparse.
        b: rows with the same axes before.
        validate_indices: whether places of sparse ones are checked; they are sorted anyway.
    """
    return _operation(a, b, "intersection")


def union(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """Return, of each two rows, the numbers that are in one of them; as `intersection`."""
    return _operation(a, b, "union")


def difference(a: Any, b: Any, aminusb: bool = True, validate_indices: bool = True) -> SparseTensor:
    """Return, of each two rows, the numbers of one that are not in the other.

    Args:
        a: as of `intersection`.
        b: as of `intersection`.
        aminusb: whether they are those of `a`.
        validate_indices: as of `intersection`.
    """
    return _operation(a, b, "a-b" if aminusb else "b-a")


def size(a: Any, validate_indices: bool = True) -> Tensor:
    """Return how many different numbers each row of a sparse tensor has.

    Args:
        a: the sparse tensor.
        validate_indices: as of `intersection`.

    Raises:
        TypeError: it is not sparse.
    """
    if not isinstance(a, SparseTensor):
        raise TypeError(f"Expected `SparseTensor`, got {a}.")
    return _sizes(a.indices, a.values, a.dense_shape, tuple(a.shape.as_list()))


@op(differentiable=False)
def _sizes(indices: Torch, values: Torch, shape: Torch, static: Any) -> Torch:
    if values.is_meta:
        lengths = [unknown_length() if length is None else length for length in static[:-1]]
        return torch.empty(lengths, dtype=torch.int32)
    rows, before = _rows([indices, values, shape])
    counts = np.zeros(before, "int32")
    for place, row in rows.items():
        counts[place] = len(set(row))
    return torch.as_tensor(counts, device=values.device)


set_difference, set_intersection, set_size, set_union = difference, intersection, size, union
