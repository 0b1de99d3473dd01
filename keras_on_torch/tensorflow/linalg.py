"""`tf.linalg`: determinants, inverses, decompositions, systems of equations."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import alike, allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.matrices import matrix_transpose
from keras_on_torch.tensorflow.products import matmul

__all__ = [
    "adjoint",
    "cholesky",
    "cholesky_solve",
    "det",
    "eigh",
    "eigvalsh",
    "expm",
    "inv",
    "logdet",
    "lstsq",
    "matvec",
    "qr",
    "slogdet",
    "solve",
    "sqrtm",
    "svd",
    "triangular_solve",
]


def _fractions(value: Any, parameter: str = "input") -> Tensor:
    return _square_or_not(allowed(tensor(value), "float complex", parameter))


def _square_or_not(x: Tensor) -> Tensor:
    if x.ndim < 2:
        raise ValueError(f"Shape must be at least rank 2 but is rank {x.ndim}")
    return x


@function
def adjoint(matrix: Any, name: str | None = None) -> Tensor:
    """Return the conjugate transposes of matrices."""
    return matrix_transpose(matrix, conjugate=True)


@function
def matvec(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    adjoint_a: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Multiply matrices with vectors.

    Args:
        a: matrices, (..., rows, inner).
        b: vectors, (..., inner).
        transpose_a: whether rows and columns of `a` change.
        adjoint_a: likewise, conjugated.
        a_is_sparse: whether `a` holds many zeros, which makes no difference here.
        b_is_sparse: whether `b` does.
        name: how the result is called.
    """
    a, b = alike("MatMul", a=a, b=b)
    product = matmul(a, torch.unsqueeze(b, -1), transpose_a, False, adjoint_a)
    return torch.squeeze(product, -1)


# ---- numbers of a matrix
@function
def det(input: Any, name: str | None = None) -> Tensor:
    """Return the determinants of matrices."""
    return torch.linalg.det(_fractions(input))


@function
def slogdet(input: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Return the signs of determinants, and the logarithms of their absolute values."""
    sign, logarithm = torch.linalg.slogdet(_fractions(input))
    return sign, logarithm


@function
def logdet(matrix: Any, name: str | None = None) -> Tensor:
    """Return the logarithms of the determinants of positive definite matrices."""
    return _logdet(_fractions(matrix, "matrix"))


@op
def _logdet(x: Tensor) -> Tensor:
    diagonal = torch.diagonal(torch.linalg.cholesky(x), 0, -2, -1)
    return 2.0 * torch.sum(torch.log(diagonal.real if x.is_complex() else diagonal), -1)


# ---- inverses and systems
@function
def inv(input: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """Return the inverses of matrices, or of their adjoints.

    Raises:
        InvalidArgumentError: a matrix has none.
    """
    return _inverse(_fractions(input), adjoint)


def _same(x: Tensor, *more: Any) -> Tensor:
    return torch.empty_like(x)


@op(infer=_same)
def _inverse(x: Tensor, adjoint: bool) -> Tensor:
    inverse, failed = torch.linalg.inv_ex(x)
    if bool(failed.any()):
        raise InvalidArgumentError(None, None, "Input is not invertible.")
    return inverse.mH if adjoint else inverse


@function
def solve(matrix: Any, rhs: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """Solve systems of equations.

    Args:
        matrix: square matrices.
        rhs: the right sides, as columns.
        adjoint: whether the adjoints of the matrices are taken.
        name: how the result is called.
    """
    a, b = alike("MatrixSolve", matrix=matrix, rhs=rhs)
    a = _fractions(a, "matrix")
    return torch.linalg.solve(matrix_transpose(a, conjugate=True) if adjoint else a, b)


@function
def triangular_solve(
    matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: str | None = None
) -> Tensor:
    """Solve systems of equations whose matrices are triangular.

    Args:
        matrix: square matrices, of which one triangle is looked at.
        rhs: the right sides, as columns.
        lower: whether it is the lower triangle.
        adjoint: whether the adjoints of the matrices are taken.
        name: how the result is called.
    """
    a, b = alike("MatrixTriangularSolve", matrix=matrix, rhs=rhs)
    return _triangular(_fractions(a, "matrix"), b, bool(lower), bool(adjoint))


@op
def _triangular(a: Tensor, b: Tensor, lower: bool, adjoint: bool) -> Tensor:
    if adjoint:
        a, lower = a.mH, not lower
    return torch.linalg.solve_triangular(a, b, upper=not lower)


@function
def cholesky(input: Any, name: str | None = None) -> Tensor:
    """Return the lower triangles whose products with their adjoints are the matrices."""
    return torch.linalg.cholesky(_fractions(input))


@function
def cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """Solve systems of equations, given the matrices' lower triangles by `cholesky`."""
    a, b = alike("CholeskySolve", chol=chol, rhs=rhs)
    return _cholesky_solve(_fractions(a, "chol"), b)


@op
def _cholesky_solve(a: Tensor, b: Tensor) -> Tensor:
    return torch.cholesky_solve(b, torch.tril(a))


@function
def lstsq(
    matrix: Any, rhs: Any, l2_regularizer: Any = 0.0, fast: bool = True, name: str | None = None
) -> Tensor:
    """Solve systems of equations so that the squared error is least.

    Args:
        matrix: matrices, (..., rows, columns).
        rhs: the right sides, as columns.
        l2_regularizer: how much the squares of the solution count.
        fast: whether by the normal equations; else by a complete decomposition, which heeds no
            regularizer.
        name: how the result is called.
    """
    a, b = alike("MatrixSolveLs", matrix=matrix, rhs=rhs)
    return _least_squares(_fractions(a, "matrix"), b, float(l2_regularizer), bool(fast))


@op
def _least_squares(a: Tensor, b: Tensor, weight: float, fast: bool) -> Tensor:
    if not fast:
        return torch.linalg.pinv(a) @ b
    if a.shape[-2] >= a.shape[-1]:
        normal = a.mH @ a + weight * torch.eye(a.shape[-1], dtype=a.dtype, device=a.device)
        return torch.cholesky_solve(a.mH @ b, torch.linalg.cholesky(normal))
    normal = a @ a.mH + weight * torch.eye(a.shape[-2], dtype=a.dtype, device=a.device)
    return a.mH @ torch.cholesky_solve(b, torch.linalg.cholesky(normal))


# ---- decompositions
@function
def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Return orthogonal matrices and upper triangles whose products are the matrices."""
    mode = "complete" if full_matrices else "reduced"
    orthogonal, triangle = torch.linalg.qr(_fractions(input), mode)
    return orthogonal, triangle


@function
def svd(
    tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: str | None = None
) -> Any:
    """Return singular values and, with `compute_uv`, the left and the right singular vectors."""
    x = _fractions(tensor, "tensor")
    if not compute_uv:
        return torch.linalg.svdvals(x)
    left, values, right = torch.linalg.svd(x, full_matrices)
    return values, left, torch.transpose(right, -1, -2)


@function
def eigh(tensor: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """Return eigenvalues and eigenvectors of self-adjoint matrices."""
    values, vectors = torch.linalg.eigh(_of_lower(_fractions(tensor, "tensor")))
    return values, vectors


@op
def _of_lower(x: Tensor) -> Tensor:
    """Return the self-adjoint matrices that have such lower triangles."""
    return torch.tril(x) + torch.tril(x, -1).mH


@function
def eigvalsh(tensor: Any, name: str | None = None) -> Tensor:
    """Return the eigenvalues of self-adjoint matrices."""
    return torch.linalg.eigvalsh(_of_lower(_fractions(tensor, "tensor")))


@function
def expm(input: Any, name: str | None = None) -> Tensor:
    """Return the exponentials of matrices."""
    return torch.linalg.matrix_exp(_fractions(input))


@function
def sqrtm(input: Any, name: str | None = None) -> Tensor:
    """Return the square roots of matrices that have distinct, or positive, eigenvalues."""
    return _root(_fractions(input))


@op(infer=_same)
def _root(x: Tensor) -> Tensor:
    values, vectors = torch.linalg.eig(x)
    root = vectors @ torch.diag_embed(values.sqrt()) @ torch.linalg.inv(vectors)
    return root if x.is_complex() else root.real
