"""Diagonals, bands and transposes of matrices."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.tensorflow.arguments import alike, plain_sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "diag",
    "diag_part",
    "matrix_band_part",
    "matrix_diag",
    "matrix_diag_part",
    "matrix_set_diag",
    "matrix_transpose",
    "trace",
]


@function
def matrix_band_part(input: Any, num_lower: Any, num_upper: Any, name: str | None = None) -> Tensor:
    """Return matrices in which everything outside a band around the diagonal is 0.

    Args:
        input: matrices, (..., rows, columns).
        num_lower: how many diagonals below the main one are kept; all for a negative number.
        num_upper: how many above.
        name: how the result is called.
    """
    x = _matrices(input)
    known = plain_sizes(num_lower), plain_sizes(num_upper)
    if None in known:
        return _band(x, num_lower, num_upper)
    if known[1] >= 0:
        x = torch.tril(x, known[1])
    if known[0] >= 0:
        x = torch.triu(x, -known[0])
    return K.identity(x) if max(known) < 0 else x


def _matrices(value: Any) -> Tensor:
    x = tensor(value)
    if x.ndim < 2:
        raise ValueError(f"Shape must be at least rank 2 but is rank {x.ndim}")
    return x


@op
def _band(x: Tensor, lower: Any, upper: Any) -> Tensor:
    rows = torch.arange(x.shape[-2], device=x.device).unsqueeze(1)
    columns = torch.arange(x.shape[-1], device=x.device)
    if x.is_meta:
        return torch.empty_like(x)
    lower, upper = size_of(lower), size_of(upper)
    inside = ((lower < 0) | (rows - columns <= lower)) & ((upper < 0) | (columns - rows <= upper))
    return torch.where(inside, x, 0)


@function
def matrix_transpose(
    a: Any, name: str | None = "matrix_transpose", conjugate: bool = False
) -> Tensor:
    """Change the last two axes; with `conjugate`, conjugate complex numbers as well."""
    x = _matrices(a)
    x = torch.conj_physical(x) if conjugate and x.dtype.is_complex else x
    return torch.transpose(x, -1, -2)


@function
def trace(x: Any, name: str | None = None) -> Tensor:
    """Return the sum of the main diagonal of matrices.

    Shape:
        (..., rows, columns) -> (...)
    """
    return _trace(_matrices(x))


@op
def _trace(x: Tensor) -> Tensor:
    return torch.diagonal(x, 0, -2, -1).sum(-1, dtype=x.dtype)


# ---- one diagonal
@function
def diag(diagonal: Any, name: str | None = None) -> Tensor:
    """Return zeros with `diagonal` on the diagonal; of rank k, the result has rank 2 k."""
    x = tensor(diagonal)
    if not x.ndim:
        raise ValueError("Input must be at least rank 1: tf.diag")
    return _diag(x)


@op
def _diag(x: Tensor) -> Tensor:
    return torch.diag(x.reshape(-1)).reshape(x.shape + x.shape)


@function
def diag_part(input: Any, name: str | None = None) -> Tensor:
    """Return the diagonal of a tensor of rank 2 k; it has rank k.

    Raises:
        ValueError: the rank is odd, or the two halves of the shape differ.
    """
    x = tensor(input)
    if x.ndim % 2 or not x.ndim:
        raise ValueError(f"Input must have even and non-zero rank, input rank is {x.ndim}")
    if x.ndim == 2 and is_symbolic(x):
        rows, columns = x.static_shape
        if rows != columns and None not in (rows, columns):
            raise ValueError(f"Dimensions must be equal, but are {rows} and {columns}")
    return _diag_part(x)


@op
def _diag_part(x: Tensor) -> Tensor:
    half = x.shape[: x.ndim // 2]
    if half != x.shape[x.ndim // 2 :]:
        raise InvalidArgumentError(
            None, None, f"tf.diag_part: the two halves of shape {tuple(x.shape)} differ"
        )
    return torch.diagonal(x.reshape(half.numel(), half.numel())).reshape(half)


# ---- diagonals of matrices
@function
def matrix_diag(
    diagonal: Any,
    name: str | None = "diag",
    k: Any = 0,
    num_rows: Any = -1,
    num_cols: Any = -1,
    padding_value: Any = 0,
) -> Tensor:
    """Return matrices with such diagonals.

    Args:
        diagonal: the diagonals, along the last axis; of a band, (..., diagonals, length), the
            highest first.
        name: how the result is called.
        k: which diagonal, 0 the main one, above it positive; two of them for a band.
        num_rows: number of rows; -1 takes as few as will do.
        num_cols: number of columns, likewise.
        padding_value: what stands elsewhere.
    """
    x = tensor(diagonal)
    low, high = _band_of(k)
    return _of_diagonals(x, low, high, int(num_rows), int(num_cols), padding_value)


def _band_of(k: Any) -> tuple[int, int]:
    known = plain_sizes(k)
    if known is None:
        raise ValueError(f"k, the diagonals, must be known before running, got {k!r}")
    low, high = (known, known) if isinstance(known, int) else (known[0], known[-1])
    if low > high:
        raise ValueError(f"k[0] must not be larger than k[1], got {known}")
    return low, high


@op
def _of_diagonals(x: Tensor, low: int, high: int, rows: int, columns: int, padding: Any) -> Tensor:
    one = low == high
    length = x.shape[-1]
    # Diagonal d starts in row max(-d, 0) and column max(d, 0).
    rows, columns = _matrix_size(length, low, high, rows, columns)
    batch = x.shape[:-1] if one else x.shape[:-2]
    made = x.new_full((*batch, rows, columns), padding)
    for place, offset in enumerate(range(high, low - 1, -1)):
        line = x if one else x[..., place, :]
        count = min(rows + min(offset, 0), columns - max(offset, 0))
        made = torch.diagonal_scatter(made, line[..., :count], offset, -2, -1)
    return made


def _matrix_size(length: int, low: int, high: int, rows: int, columns: int) -> tuple[int, int]:
    """Return how many rows and columns a matrix has; -1 stands for as few as will do."""
    fewest_rows, fewest_columns = length - min(high, 0), length + max(low, 0)
    if rows == -1 and columns == -1:
        rows = columns = max(fewest_rows, fewest_columns)
    elif rows == -1:
        rows = fewest_rows
    elif columns == -1:
        columns = fewest_columns
    if rows < fewest_rows or columns < fewest_columns:
        raise InvalidArgumentError(
            None, None, f"num_rows {rows} and num_cols {columns} are too small for the diagonals"
        )
    return rows, columns


@function
def matrix_diag_part(
    input: Any, name: str | None = "diag_part", k: Any = 0, padding_value: Any = 0
) -> Tensor:
    """Return diagonals of matrices.

    Args:
        input: matrices, (..., rows, columns).
        name: how the result is called.
        k: which diagonal, 0 the main one, above it positive; two of them for a band.
        padding_value: what stands behind diagonals of a band that are shorter than others.
    """
    low, high = _band_of(k)
    return _diagonals(_matrices(input), low, high, padding_value)


@op
def _diagonals(x: Tensor, low: int, high: int, padding: Any) -> Tensor:
    if low == high:
        return torch.diagonal(x, low, -2, -1)
    lines = [torch.diagonal(x, offset, -2, -1) for offset in range(high, low - 1, -1)]
    longest = max(line.shape[-1] for line in lines)
    padded = [
        torch.nn.functional.pad(line, (0, longest - line.shape[-1]), value=padding)
        for line in lines
    ]
    return torch.stack(padded, -2)


@function
def matrix_set_diag(input: Any, diagonal: Any, name: str | None = "set_diag", k: Any = 0) -> Tensor:
    """Return matrices with other diagonals.

    Args:
        input: matrices, (..., rows, columns).
        diagonal: what stands on the diagonals, as `matrix_diag` takes them.
        name: how the result is called.
        k: which diagonal, 0 the main one, above it positive; two of them for a band.
    """
    x, line = alike("MatrixSetDiag", input=input, diagonal=diagonal)
    low, high = _band_of(k)
    return _with_diagonals(_matrices(x), line, low, high)


@op
def _with_diagonals(x: Tensor, lines: Tensor, low: int, high: int) -> Tensor:
    rows, columns = x.shape[-2:]
    for place, offset in enumerate(range(high, low - 1, -1)):
        line = lines if low == high else lines[..., place, :]
        count = min(rows + min(offset, 0), columns - max(offset, 0))
        x = torch.diagonal_scatter(x, line[..., :count], offset, -2, -1)
    return x
