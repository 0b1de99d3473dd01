"""Products of matrices and tensors, norms, and what `tf.linalg` has."""

import numpy as np

from compat_tests.golden.tables.tensorflow.row import A, Program, call, calls, each, unique

SQUARE = A(kind=[[[2.0, 0.5, 0.1], [0.3, 3.0, 0.2], [0.1, 0.4, 1.5]]])
DEFINITE = A(kind=[[[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]]])
LOWER = A(kind=[[[2.0, 0.0, 0.0], [0.3, 3.0, 0.0], [0.1, 0.4, 1.5]]])
TALL = A(kind=[[1.0, 0.5], [0.3, 2.0], [0.7, 0.1]])
INT = A(2, 3, dtype="int32", kind="whole")

ROWS = unique(
    calls(
        "matmul",
        [A(2, 3), A(3, 4)],
        [A(5, 2, 3), A(5, 3, 4)],
        [A(5, 2, 3), A(3, 4)],
        [INT, A(3, 2, dtype="int32", kind=3)],
    ),
    calls(
        "matmul",
        [A(2, 1, 2, 3), A(4, 3, 2)],
        [A(0, 3), A(3, 4)],
        [A(2, 0), A(0, 3)],
        [A(2, 3, dtype="float64"), A(3, 2, dtype="float64")],
    ),
    calls("matmul", [[[1.0, 2.0]], [[3.0], [4.0]]], [A(2, 3), [[1.0], [2.0], [3.0]]]),
    call("matmul", A(3, 2), A(3, 4), transpose_a=True),
    call("matmul", A(2, 3), A(4, 3), transpose_b=True, name="product"),
    call("matmul", A(5, 3, 2), A(5, 4, 3), adjoint_a=True, adjoint_b=True),
    call("matmul", A(3, 2), A(4, 3), transpose_a=True, transpose_b=True, a_is_sparse=True),
    call("linalg.matmul", a=A(2, 3), b=A(3, 2)),
    calls("linalg.matvec", [A(2, 3), A(3)], [A(5, 2, 3), A(5, 3)]),
    calls(
        "einsum",
        ["ij,jk->ik", A(2, 3), A(3, 4)],
        ["bij,bjk->bik", A(2, 2, 3), A(2, 3, 4)],
        ["ij->ji", A(2, 3)],
    ),
    calls(
        "einsum",
        ["i,j->ij", A(2), A(3)],
        ["ij,ij->i", A(2, 3), A(2, 3)],
        ["ijk->", A(2, 3, 2)],
        ["bij, bkj -> bik", A(2, 2, 3), A(2, 4, 3)],
    ),
    calls("einsum", ["ijk,kl->ijl", A(2, 3, 4), A(4, 2)], ["ij,jk", A(2, 3), A(3, 4)]),
    each("tensordot", A(2, 3, 4), A(4, 3), axes=[1, [[2], [0]], [[1, 2], [1, 0]], [2, 0]]),
    calls("tensordot", [A(2, 3), A(3, 4), 1], [A(2), A(3), 0], [A(2, 3), A(2, 3), 2]),
    each("norm", A(2, 3, 2), ord=["euclidean", 1, 2, 3, np.inf], axis=[None, 0, -1]),
    each("norm", A(2, 3, 2), ord=["euclidean", "fro", 1, np.inf], axis=[[0, 1], (-2, -1)]),
    each("norm", A(2, 3), ord=["euclidean"], axis=[1], keepdims=[True]),
    each("norm", A(2, 3), axis=[1], keep_dims=[True]),
    calls("linalg.norm", [A(3)]),
    # matrices
    calls(
        "linalg.det linalg.inv linalg.logdet linalg.slogdet linalg.cholesky matrix_inverse",
        [DEFINITE],
    ),
    calls("linalg.det linalg.inv matrix_determinant", [SQUARE]),
    calls("linalg.solve matrix_solve", [SQUARE, A(1, 3, 2)]),
    call("linalg.solve", SQUARE, A(1, 3, 2), adjoint=True),
    each("linalg.triangular_solve", LOWER, A(1, 3, 2), lower=[True], adjoint=[False, True]),
    calls("linalg.cholesky_solve", [LOWER, A(1, 3, 2)]),
    calls("linalg.lstsq", [TALL, A(3, 2)], [TALL, A(3, 1), 0.5]),
    calls("linalg.eigvalsh", [DEFINITE]),
    calls("linalg.expm", [A(2, 2)], [A(kind=[[0.1, 0.5], [-0.3, 0.2]])]),
    calls("linalg.sqrtm", [DEFINITE], gradients=False),
    call("linalg.svd", DEFINITE, compute_uv=False),
    Program("q r", lambda tf, x: tf.matmul(*tf.linalg.qr(x)), [TALL]),
    Program(
        "svd",
        lambda tf, x: (lambda s, u, v: tf.matmul(u * s, v, transpose_b=True))(*tf.svd(x)),
        [TALL],
        gradients=False,
    ),
    Program(
        "eigenvectors", lambda tf, x: tf.abs(tf.self_adjoint_eig(x)[1]), [DEFINITE], gradients=False
    ),
    Program("fft", lambda tf, x: tf.abs(tf.fft(tf.cast(x, "complex64"))), [A(2, 4)]),
    Program(
        "ifft2d", lambda tf, x: tf.real(tf.ifft2d(tf.fft2d(tf.cast(x, tf.complex64)))), [A(2, 4)]
    ),
    calls("linalg.matrix_rank", [TALL], [A(kind=[[1.0, 2.0], [2.0, 4.0]])], [TALL, 1.0]),
    calls("linalg.pinv", [TALL], [SQUARE]),
    calls("linalg.normalize", [A(2, 3)], [A(2, 3), "euclidean", 1]),
    calls("linalg.lu", [SQUARE], gradients=False),
    calls(
        "linalg.tridiagonal_matmul linalg.tridiagonal_solve",
        [A(3, 3, kind="positive"), A(3, 2)],
        gradients=False,
    ),
    # refused
    calls(
        "matmul",
        [A(3), A(3, 2)],
        [A(2, 3), A(2, 3)],
        [A(2, 3), A(3, 2, dtype="float64")],
        [A(2, 3), INT],
    ),
    call("matmul", A(3, 2), A(3, 4), transpose_a=True, adjoint_a=True),
    calls("einsum", ["ij,jk->ik", A(2, 3)], ["ij,jk->ik", A(2, 3), A(3)]),
    calls("norm", [A(2, 3), 0], [A(2, 3), "one"], [A(2, 3), 3, (0, 1)], [A(2, 3), 1, (0, 0)]),
    calls("tensordot", [A(2, 3), A(4, 3), 1], [A(2, 3), A(3, 4), [[0, 1], [0]]]),
    calls("linalg.inv", [A(kind=[[1.0, 1.0], [1.0, 1.0]])]),
)
