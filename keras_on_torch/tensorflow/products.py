"""Products of matrices and tensors, and norms."""

import math
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import (
    alike,
    alike_list,
    allowed,
    axes,
    either,
    plain_sizes,
    static_value,
    tensor,
)
from keras_on_torch.tensorflow.dispatch import function

__all__ = ["einsum", "matmul", "norm", "sparse_matmul", "tensordot"]


@function
def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Multiply matrices, or batches of them.

    Args:
        a: matrices, (..., rows, inner).
        b: matrices, (..., inner, columns).
        transpose_a: whether rows and columns of `a` change.
        transpose_b: whether those of `b` do.
        adjoint_a: likewise, conjugated.
        adjoint_b: likewise, conjugated.
        a_is_sparse: whether `a` holds many zeros, which makes no difference here.
        b_is_sparse: whether `b` does.
        name: how the result is called.

    Raises:
        ValueError: a tensor has fewer than two axes, or shapes do not fit.
        TypeError: types differ.
    """
    for kind, transposed, adjoint in (("a", transpose_a, adjoint_a), ("b", transpose_b, adjoint_b)):
        if transposed and adjoint:
            raise ValueError(f"Only one of transpose_{kind} and adjoint_{kind} can be True.")
    a, b = alike("MatMul", a=a, b=b)
    allowed(a, "float complex int", "a")
    for one in (a, b):
        if one.ndim < 2:
            raise ValueError(
                f"Shape must be rank 2 but is rank {one.ndim}: tf.matmul. Use tf.tensordot, or"
                " tf.expand_dims"
            )
    return torch.matmul(_turned(a, transpose_a, adjoint_a), _turned(b, transpose_b, adjoint_b))


def sparse_matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Multiply two matrices that hold many zeros; arguments as of `matmul`."""
    return matmul(a, b, transpose_a, transpose_b, name=name)


def _turned(x: Tensor, transposed: bool, adjoint: bool) -> Tensor:
    if adjoint and x.dtype.is_complex:
        x = torch.conj_physical(x)
    return torch.transpose(x, -1, -2) if transposed or adjoint else x


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """Sum products over indices (Einstein's notation).

    Args:
        equation: such as "ij,jk->ik".
        *inputs: a tensor for each term.
        **kwargs: `name`.

    Raises:
        TypeError: an argument has another name.
        ValueError: the equation does not fit the tensors.
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise TypeError(f"invalid keyword arguments for this function: {', '.join(sorted(kwargs))}")
    return _einsum(equation.replace(" ", ""), list(inputs), name=name)


@function
def _einsum(equation: str, inputs: list[Any], name: str | None = None) -> Tensor:
    terms = equation.partition("->")[0].split(",")
    if len(terms) != len(inputs):
        raise ValueError(f"einsum {equation!r} has {len(terms)} terms for {len(inputs)} tensors")
    found = alike_list("Einsum", inputs)
    for term, x in zip(terms, found, strict=True):
        if "..." not in term and len(term) != x.ndim:
            raise ValueError(f"einsum {equation!r}: term {term!r} for a tensor of {x.ndim} axes")
    return torch.einsum(equation, *found)


@function
def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """Sum products over axes of two tensors.

    Args:
        a: a tensor.
        b: a tensor.
        axes: how many of the last axes of `a` and the first ones of `b`; or a list of axes of `a`
            and a list of axes of `b`.
        name: how the result is called.

    Raises:
        ValueError: there are no such axes, or their lengths differ.
    """
    a, b = alike("MatMul", a=a, b=b)
    known = static_value(axes) if not isinstance(axes, (list, tuple)) else None
    if known is not None and known.ndim == 0:
        count = int(known)
        if not 0 <= count <= min(a.ndim, b.ndim):
            raise ValueError(
                f"'axes' must be an integer from 0 to the number of axes of both, got {count}"
            )
        pairs = list(range(a.ndim - count, a.ndim)), list(range(count))
    else:
        first, second = known.tolist() if known is not None else axes
        pairs = list(_places(first, a.ndim, "axes")), list(_places(second, b.ndim, "axes"))
    if len(pairs[0]) != len(pairs[1]):
        raise ValueError(f"Different number of contraction axes 'a' and 'b', {pairs}")
    return torch.tensordot(a, b, pairs)


_places = axes


# ---- norms
@function
def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: Any = None,
    name: str | None = None,
    keep_dims: Any = None,
) -> Tensor:
    """Return a norm of vectors or matrices.

    Args:
        tensor: a tensor.
        ord: "euclidean", "fro", 1, 2, np.inf, or a positive number.
        axis: the axis of vectors, or the two axes of matrices; None takes all numbers as a vector.
        keepdims: whether these axes stay, with length 1.
        name: how the result is called.
        keep_dims: `keepdims`, by its old name.

    Raises:
        ValueError: there is no such norm, or no such axis.
    """
    keeps = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
    matrix = isinstance(axis, (list, tuple))
    if matrix and (len(axis) != 2 or axis[0] == axis[1]):
        raise ValueError(
            f"'axis' must be None, an integer, or a tuple of 2 unique integers, got {axis}"
        )
    names = ["euclidean", "fro", 1, 2, np.inf] if matrix else ["euclidean", 1, 2, np.inf]
    positive = isinstance(ord, (int, float)) and ord > 0
    if ord not in names and (matrix or not positive):
        raise ValueError(f"'ord' must be one of {names}, or a positive number, got {ord}")
    x = allowed(_converted(tensor), "float complex", "tensor")
    places = _places(None if axis is None else plain_sizes(axis), x.ndim)
    if not places:
        return torch.abs(x)
    return _norm(x, ord, places, matrix, keeps)


_converted = tensor


@op
def _norm(x: Tensor, ord: Any, places: tuple[int, ...], matrix: bool, keeps: bool) -> Tensor:
    if matrix and ord == 2:
        return torch.linalg.matrix_norm(x, 2, places, keeps)
    if ord in ("euclidean", "fro", 2):
        squares = x.abs().square() if x.is_complex() else x * x
        return torch.sqrt(torch.sum(squares, places, keeps))
    size = x.abs()
    if matrix:
        summed, largest = places if ord == 1 else places[::-1]
        found = torch.amax(torch.sum(size, summed, True), largest, True)
        return found if keeps else found.squeeze(places)
    if ord == 1:
        return torch.sum(size, places, keeps)
    if ord == math.inf:
        return torch.amax(size, places, keeps)
    return torch.sum(size**ord, places, keeps) ** (1.0 / ord)
