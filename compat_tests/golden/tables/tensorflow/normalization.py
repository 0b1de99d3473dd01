"""Means and variances, batch normalisation, norms, neighbouring channels."""

from compat_tests.golden.tables.tensorflow.row import A, Program, TFRow, call, calls, each, unique

X = A(2, 3, 4, 5)
C = A(5)
P = A(5, kind="positive")
F, F2, F3 = A(5, fixed=True), A(5, fixed=True), A(5, fixed=True)
P3 = A(5, kind="positive", fixed=True)
HALF = A(2, 4, dtype="float16")


def fused(tf, x, scale, offset, **options):
    """Return images and statistics alone: TensorFlow 1.15 returns a named tuple of them."""
    return list(tf.nn.fused_batch_norm(x, scale, offset, **options))


ROWS = unique(
    each("nn.moments", X, axes=[[0], [0, 1, 2], [1, 2], [-1]], keep_dims=[None, True]),
    each("nn.moments", A(2, 3), axes=[[0], [1]], keepdims=[True, False]),
    calls(
        "nn.moments",
        [A(4), [0]],
        [HALF, [0]],
        [A(2, 3, dtype="float64"), [0, 1]],
        [A(2, 3), 1],
        [A(2, 3), [0], None, "both"],
    ),
    calls(
        "nn.weighted_moments",
        [A(2, 3), [0], A(2, 3, kind="positive")],
        [A(2, 3), [1], A(3, kind="positive")],
        [A(2, 3), [0, 1], 2.0],
    ),
    call("nn.weighted_moments", A(2, 3), [0], A(2, 1, kind="positive"), keep_dims=True),
    calls("nn.sufficient_statistics", [A(2, 3), [0]], [A(2, 3), [0, 1], A(3)]),
    call("nn.sufficient_statistics", A(2, 3), [1], keep_dims=True),
    calls(
        "nn.normalize_moments",
        [A(kind=4.0), A(3), A(3, kind="positive"), None],
        [A(kind=4.0), A(3), A(3, kind="positive"), A(3)],
    ),
    calls(
        "nn.batch_normalization",
        [X, C, P, A(5), A(5), 1e-3],
        [X, C, P, None, None, 1e-3],
        [X, C, P, A(5), None, 1e-8],
        [X, C, P, None, A(5), 1e-8],
    ),
    calls(
        "nn.batch_normalization",
        [A(2, 5), C, P, A(5), A(5), 1e-3],
        [A(2, 3), A(1, 3), A(1, 3, kind="positive"), None, A(3), 1e-5],
        [A(2, 3), A(2, 1), A(2, 1, kind="positive"), None, None, 0.01],
    ),
    calls(
        "nn.batch_normalization", [X, A(1, 1, 1, 5), A(1, 1, 1, 5, kind="positive"), 0.5, 2.0, 1e-3]
    ),
    call(
        "nn.batch_normalization",
        x=A(2, 3),
        mean=A(3),
        variance=A(3, kind="positive"),
        offset=A(3),
        scale=A(3),
        variance_epsilon=1e-3,
        name="normal",
    ),
    Program(
        "normalised by its moments",
        lambda tf, x: tf.nn.batch_normalization(
            x, *tf.nn.moments(x, [0]), offset=None, scale=None, variance_epsilon=1e-3
        ),
        [A(4, 3)],
    ),
    calls(
        "nn.batch_norm_with_global_normalization",
        [X, C, P, A(5), A(5), 1e-3, True],
        [X, C, P, A(5), A(5), 1e-3, False],
    ),
    calls("nn.fused_batch_norm", [X, F, F2], [X, F, F2, None, None, 0.1]),
    Program(
        "fused batch norm by given statistics",
        lambda tf, x, *more: tf.nn.fused_batch_norm(x, *more, is_training=False)[0],
        [X, F, F2, F3, P3],
    ),
    Program(
        "fused batch norm with the least epsilon",
        lambda tf, x, *more: tf.nn.fused_batch_norm(x, *more, epsilon=1e-8, is_training=False)[0],
        [X, F, F2, F3, P3],
    ),
    Program(
        "fused batch norm of half precision",
        fused,
        [A(2, 3, 4, 5, dtype="float16"), F, F2],
        gradients=False,
    ),
    TFRow("nn.fused_batch_norm", [A(2, 5, 3, 4), F, F2], {"data_format": "NCHW"}, values=False),
    each("nn.l2_normalize", A(2, 3, 4), axis=[None, 0, 1, -1, [1, 2]]),
    each("nn.l2_normalize math.l2_normalize linalg.l2_normalize", A(2, 3), dim=[0, 1]),
    each(
        "nn.l2_normalize", A(kind=[[1e-8, 0.0], [3.0, 4.0]]), axis=[1], epsilon=[1e-12, 1e-4, 30.0]
    ),
    calls(
        "nn.lrn nn.local_response_normalization",
        [A(1, 2, 2, 7)],
        [A(1, 2, 2, 7), 2],
        [A(1, 2, 2, 7), 1, 2.0, 0.5, 0.75],
    ),
    call("nn.lrn", A(1, 1, 2, 5), depth_radius=2, bias=1.0, alpha=1e-4, beta=0.75, name="seen"),
    # refused
    calls("nn.moments", [A(2, 3), [2]]),
    TFRow("nn.moments", [A(2, 3), [0]], {"keep_dims": True, "keepdims": True}),
    calls("nn.batch_normalization", [X, A(4), P, None, None, 1e-3]),
    calls("nn.fused_batch_norm", [X, C, A(5), C, P], [A(2, 5), C, A(5)], [X, A(4), A(5)]),
    TFRow("nn.fused_batch_norm", [X, C, A(5)], {"data_format": "NWHC"}),
    calls("nn.l2_normalize", [A(2, 3), 2]),
    calls("nn.lrn", [A(2, 3)]),
)
