"""`tf.linalg`, continued: ranks, pseudo-inverses, factors, bands of three diagonals."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.tensorflow.arguments import alike, allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int32
from keras_on_torch.tensorflow.named_results import Lu
from keras_on_torch.tensorflow.products import norm

__all__ = [
    "lu",
    "matrix_rank",
    "normalize",
    "pinv",
    "tridiagonal_matmul",
    "tridiagonal_solve",
]


@function
def matrix_rank(
    a: Any, tol: Any = None, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """Return the ranks of matrices.

    Args:
        a: matrices.
        tol: singular values above this one count; None takes what the type tells apart.
        validate_args: whether `a` is checked when the program runs, which it is anyway.
        name: how the result is called.
    """
    x = allowed(tensor(a), "float", "a")
    bound = None if tol is None else tensor(tol, x.dtype)
    return _rank(x, bound)


@op(differentiable=False)
def _rank(x: Tensor, bound: Any) -> Tensor:
    values = torch.linalg.svdvals(x)
    if bound is None:
        least = max(x.shape[-2:]) * torch.finfo(x.dtype).eps
        bound = values.amax(-1, keepdim=True) * least
    else:
        bound = bound.unsqueeze(-1)
    return (values > bound).sum(-1).int()


@function
def pinv(a: Any, rcond: Any = None, validate_args: bool = False, name: str | None = None) -> Tensor:
    """Return the pseudo-inverses of matrices (Moore and Penrose).

    Args:
        a: matrices.
        rcond: singular values below this part of the largest are taken for 0; None takes ten times
            what the type tells apart, times the longer side.
        validate_args: whether `a` is checked when the program runs, which it is anyway.
        name: how the result is called.
    """
    x = allowed(tensor(a), "float", "a")
    return _pseudo_inverse(x, None if rcond is None else tensor(rcond, x.dtype))


@op
def _pseudo_inverse(x: Tensor, part: Any) -> Tensor:
    if part is None:
        part = 10.0 * max(x.shape[-2:]) * torch.finfo(x.dtype).eps
    return torch.linalg.pinv(x, rtol=part)


@function
def normalize(
    tensor: Any, ord: Any = "euclidean", axis: Any = None, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Return a tensor divided by its norm, and the norm; arguments as of `tf.norm`."""
    x = _converted(tensor)
    length = norm(x, ord, axis, True)
    return torch.true_divide(x, length), length


_converted = tensor


@function
def lu(input: Any, output_idx_type: Any = int32, name: str | None = None) -> Lu:
    """Return the triangular factors of square matrices, and the order of rows.

    Args:
        input: matrices.
        output_idx_type: the type of the order: int32 or int64.
        name: how the results are called.

    Returns:
        `lu`, the lower triangle (its diagonal of ones left out) and the upper one in one matrix,
        and `p`, which row of the matrix stands at each place.
    """
    x = allowed(_converted(input), "float complex", "input")
    return Lu(*_factors(x, torch_dtype(as_dtype(output_idx_type))))


@op
def _factors(x: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    both, pivots = torch.linalg.lu_factor(x)
    order, _, _ = torch.lu_unpack(both, pivots, unpack_data=False)
    return both, order.argmax(-2).to(dtype)


# ---- three diagonals
@function
def tridiagonal_matmul(
    diagonals: Any, rhs: Any, diagonals_format: str = "compact", name: str | None = None
) -> Tensor:
    """Multiply matrices of three diagonals with others.

    Args:
        diagonals: "compact": the upper, the main and the lower diagonal, (..., 3, rows); the upper
            one lacks the last number, the lower one the first. "sequence": these three in a list.
            "matrix": the matrices themselves.
        rhs: matrices.
        diagonals_format: how `diagonals` are given.
        name: how the result is called.

    Raises:
        ValueError: there is no such format.
    """
    matrix, right = alike("Mul", diagonals=_whole(diagonals, diagonals_format), rhs=rhs)
    return torch.matmul(matrix, right)


def _whole(diagonals: Any, how: str) -> Tensor:
    """Return matrices of three diagonals in full."""
    if how == "matrix":
        return tensor(diagonals)
    if how == "sequence":
        upper, main, lower = (tensor(each) for each in diagonals)
        return _of_three(torch.stack([upper, main, lower], -2))
    if how == "compact":
        return _of_three(tensor(diagonals))
    raise ValueError(f"Unrecognized diagonals_format: {how}")


@op
def _of_three(x: Tensor) -> Tensor:
    upper, main, lower = (x.select(-2, place) for place in range(3))
    made = torch.diag_embed(main)
    made = made + torch.diag_embed(upper[..., :-1], 1)
    return made + torch.diag_embed(lower[..., 1:], -1)


@function
def tridiagonal_solve(
    diagonals: Any,
    rhs: Any,
    diagonals_format: str = "compact",
    transpose_rhs: bool = False,
    conjugate_rhs: bool = False,
    name: str | None = None,
    partial_pivoting: bool = True,
) -> Tensor:
    """Solve systems of equations whose matrices have three diagonals.

    Args:
        diagonals: as of `tridiagonal_matmul`.
        rhs: the right sides: one vector, or columns.
        diagonals_format: how `diagonals` are given.
        transpose_rhs: whether the right sides are rows.
        conjugate_rhs: whether they are conjugated before.
        name: how the result is called.
        partial_pivoting: whether rows may change for accuracy, which they always do.

    Raises:
        ValueError: there is no such format.
    """
    matrix, right = alike("Mul", diagonals=_whole(diagonals, diagonals_format), rhs=rhs)
    if conjugate_rhs and right.dtype.is_complex:
        right = torch.conj_physical(right)
    if right.ndim == matrix.ndim - 1:
        return torch.squeeze(torch.linalg.solve(matrix, torch.unsqueeze(right, -1)), -1)
    if transpose_rhs:
        return torch.transpose(torch.linalg.solve(matrix, torch.transpose(right, -1, -2)), -1, -2)
    return torch.linalg.solve(matrix, right)
