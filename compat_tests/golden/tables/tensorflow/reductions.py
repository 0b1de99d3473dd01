"""What makes one number of many."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Program,
    call,
    calls,
    each,
    unique,
)

X = A(2, 3, 4)
TIES = A(2, 3, kind="ties")
INT = A(2, 3, dtype="int32", kind="whole")
BITS = A(2, 3, dtype="bool", kind="bits")
AXES = [None, 0, 1, -1, [0, 2], (1,), []]
SUMS = "reduce_sum reduce_mean reduce_prod reduce_max reduce_min reduce_logsumexp"
OTHERS = "math.reduce_std math.reduce_variance math.reduce_euclidean_norm"

ROWS = unique(
    each(SUMS, X, axis=AXES, keepdims=[False, True]),
    each(SUMS + " math.reduce_std", A(2, 3), reduction_indices=[None, 0, [1]], keep_dims=[True])[
        :18
    ],
    each(
        "reduce_sum reduce_mean reduce_max",
        A(2, 3),
        reduction_indices=[1, [0, 1]],
        keep_dims=[None],
    ),
    each(
        "reduce_sum reduce_mean",
        A(2, 3),
        axis=[Constant(dtype="int32", kind=[1]), 1],
        name=["total"],
    ),
    each("reduce_all reduce_any", BITS, axis=[None, 0, -1, [0, 1], []], keepdims=[False, True]),
    each(OTHERS, X, axis=[None, 1, [0, 2]], keepdims=[False, True]),
    each("reduce_sum reduce_mean reduce_prod reduce_max reduce_min", INT, axis=[None, 1]),
    each("reduce_max reduce_min", TIES, axis=[None, 0, 1]),
    each("reduce_sum reduce_prod reduce_max reduce_min", A(0, 3), axis=[None, 0, 1]),
    each("reduce_mean reduce_logsumexp", A(0, 3), axis=[0, 1]),
    each("reduce_prod", A(kind=[[0.0, 2.0, 3.0], [0.0, 0.0, 1.0]]), axis=[None, 1, [0, 1]]),
    each("reduce_sum reduce_max", A(2, dtype="float64"), axis=[None]),
    each("reduce_sum reduce_max", A(2, dtype="float16"), axis=[None]),
    each("reduce_sum reduce_mean", A(), axis=[None, []]),
    calls("reduce_sum reduce_mean reduce_max", [[1.0, 2.0]], [[1, 2]], [[A(2), A(2)]], [3.0]),
    each("count_nonzero", TIES, axis=[None, 0, [1]], keepdims=[False, True]),
    call("count_nonzero", INT, dtype="int32"),
    call("count_nonzero", input_tensor=A(0, 2), axis=0),
    calls("math.zero_fraction", [TIES], [A(2, 3)]),
    each(
        "math.cumulative_logsumexp",
        A(2, 3),
        axis=[0, 1],
        exclusive=[False, True],
        reverse=[False, True],
    ),
    # refused
    each("reduce_sum reduce_max", A(2, 3), axis=[2, -3, [0, 5]]),
    call("reduce_sum", A(2, 3), axis=1, reduction_indices=1),
    call("reduce_sum", A(2, 3), keepdims=True, keep_dims=True),
    calls("reduce_sum reduce_max reduce_mean", [BITS]),
    calls("reduce_all reduce_any", [A(2)]),
    calls("reduce_logsumexp", [INT]),
    Program("shapes multiply", lambda tf, x: tf.zeros([tf.reduce_prod(tf.shape(x)), 2]), [A(2, 3)]),
)
