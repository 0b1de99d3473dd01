"""What is picked out of tensors, and numbers put at places."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Numbers,
    Program,
    Size,
    TFRow,
    V,
    Variable,
    call,
    calls,
    each,
    unique,
)

ROWS_ = A(kind=[2, 0, 2], dtype="int32")
PAIRS = A(kind=[[0, 1], [2, 0]], dtype="int32")
BITS = A(2, 3, dtype="bool", kind="bits")
MASK = A(kind=[True, False, True], dtype="bool")

ROWS = unique(
    calls(
        "slice",
        [A(3, 4), [1, 0], [2, 3]],
        [A(3, 4), [1, 1], [-1, -1]],
        [A(3, 4), (0, 0), (0, 2)],
        [A(4), [1], [2]],
    ),
    calls(
        "slice",
        [A(3, 4), [0, 0], [Size(0, -1), 2]],
        [A(3, 4), Constant(kind=[1, 0], dtype="int32"), [1, -1]],
        [[1, 2, 3], [1], [1]],
    ),
    Program(
        "slice by data",
        lambda tf, x, n: tf.slice(x, [n, 0], [1, 2]),
        [A(3, 4), V(1)],
    ),
    Program(
        "slice of data's size",
        lambda tf, x, n: tf.slice(x, [0, 0], [n, 2]),
        [A(3, 4), V(1)],
    ),
    Program(
        "slice by tensors",
        lambda tf, x, a, b: tf.slice(x, a, b),
        [A(3, 4), A(kind=[1, 0], dtype="int32"), A(kind=[2, 2], dtype="int32")],
    ),
    Program(
        "slice of a shape",
        lambda tf, x: tf.zeros(tf.slice(tf.shape(x), [1], [2])),
        [A(2, 3, 4)],
        shapes=False,
    ),
    calls(
        "strided_slice",
        [A(4, 5), [0, 1], [3, 4]],
        [A(4, 5), [0, 1], [3, 5], [2, 2]],
        [A(5), [-1], [0], [-2]],
    ),
    call("strided_slice", A(4, 5), [0, 1], [3, 4], [1, 1], begin_mask=1, end_mask=2),
    call("strided_slice", A(4, 5), [1, 1], [2, 4], [1, 1], shrink_axis_mask=1),
    call("strided_slice", A(4, 5), [0, 0], [0, 2], [1, 1], new_axis_mask=1),
    call("strided_slice", A(2, 4, 5), [0, 1], [0, 3], [1, 1], ellipsis_mask=1),
    # Python's brackets
    Program("x[1]", lambda tf, x: x[1], [A(3, 4)]),
    Program("x[..., -1]", lambda tf, x: x[..., -1], [A(3, 4)]),
    Program("x[:, 1:3]", lambda tf, x: x[:, 1:3], [A(3, 4)]),
    Program("x[:, ::-1]", lambda tf, x: x[:, ::-1], [A(3, 4)]),
    Program("x[:, tf.newaxis]", lambda tf, x: x[:, tf.newaxis], [A(3, 4)]),
    Program("x[:n] of a size", lambda tf, x: x[: tf.shape(x)[0] - 1], [A(3, 4)], shapes=False),
    Program("x[:n] of data", lambda tf, x, n: x[:n], [A(3, 4), V(2)]),
    Program("x[:, n:] of data", lambda tf, x, n: x[:, n:], [A(3, 4), V(1)]),
    Program("x[n] of data", lambda tf, x, n: x[n], [A(3, 4), V(2)]),
    Program(
        "x[n, :m] of data",
        lambda tf, x, n, m: x[n, :m],
        [A(3, 4), V(2), V(3)],
    ),
    Program(
        "x[n:n + 2] of data",
        lambda tf, x, n: x[n : n + 2],
        [A(3, 4), V(1)],
        shapes=False,
    ),
    # gathering
    calls(
        "gather",
        [A(3, 4), ROWS_],
        [A(3, 4), [0, 1]],
        [A(3, 4), 1],
        [A(3), PAIRS],
        [A(3, 4), PAIRS],
        [Numbers(3, 4), ROWS_],
    ),
    each("gather", A(3, 4, 2), A(kind=[1, 0], dtype="int32"), axis=[0, 1, 2, -1]),
    each("gather", A(3, 4, 2), PAIRS, axis=[1, -1]),
    calls(
        "gather",
        [Variable(3, 4), ROWS_],
        [A(3, 4), A(kind=[1], dtype="int64")],
        [A(3, 4), A(0, dtype="int32")],
        [A(3, dtype="int32", kind=5), ROWS_],
    ),
    call("gather", params=A(3, 4), indices=ROWS_, name="picked"),
    call("gather", A(2, 3, 4), A(kind=[[0, 2], [1, 1]], dtype="int32"), batch_dims=1),
    # TensorFlow 1.15's derivative of this one is that without batches.
    TFRow(
        "gather",
        [A(2, 3, 4), A(kind=[[0, 3], [1, 1]], dtype="int32")],
        {"axis": 2, "batch_dims": 1},
        gradients=False,
    ),
    calls(
        "batch_gather",
        [A(2, 3), A(kind=[[0, 2], [1, 1]], dtype="int32")],
        [A(2, 3, 4), A(kind=[[0, 2], [1, 1]], dtype="int32")],
    ),
    calls(
        "gather_nd",
        [A(3, 4), PAIRS],
        [A(3, 4), [[0], [2]]],
        [A(3, 4), [1, 2]],
        [A(3, 4, 2), PAIRS],
        [A(3, 4), A(2, 0, dtype="int32")],
    ),
    calls(
        "gather_nd",
        [A(3, 4), A(kind=[[[0, 1]], [[2, 3]]], dtype="int64")],
        [A(3, dtype="int32", kind=4), [[0], [2]]],
    ),
    call("gather_nd", A(2, 3, 4), A(kind=[[0], [2]], dtype="int32"), batch_dims=1),
    call("gather_nd", params=A(3, 4), indices=PAIRS, name="picked"),
    # masks
    calls(
        "boolean_mask",
        [A(3, 4), MASK],
        [A(2, 3), BITS],
        [A(2, 3, 4), BITS],
        [A(3, 4), [True, False, True]],
        [A(3), A(3, dtype="bool", kind=[False] * 3)],
    ),
    call("boolean_mask", A(4, 3), MASK, axis=1),
    call("boolean_mask", tensor=A(3, 4), mask=MASK, name="kept"),
    Program("mask by comparison", lambda tf, x: tf.boolean_mask(x, x > 0), [A(3, 4)]),
    Program("mask of rows", lambda tf, x: tf.boolean_mask(x, x[:, 0] > 0), [A(3, 4)]),
    calls("where", [BITS], [MASK], [A(2, 3, kind="ties")], [A(0, 2, dtype="bool", kind="bits")]),
    calls(
        "where",
        [BITS, A(2, 3), A(2, 3)],
        [MASK, A(3, 4), A(3, 4)],
        [MASK, A(3), A(3)],
        [BITS, A(2, 3), [[1.0] * 3] * 2],
    ),
    calls(
        "where",
        [True, A(2), A(2)],
        [BITS, A(2, 3, dtype="int32", kind=4), A(2, 3, dtype="int32", kind=4)],
    ),
    calls(
        "where_v2", [BITS, A(2, 3), A(2, 3)], [BITS, A(3), 0.0], [MASK, A(2, 3), A(2, 1)], [BITS]
    ),
    call("where", condition=BITS, x=A(2, 3), y=A(2, 3), name="chosen"),
    Program("where of zeros", lambda tf, x: tf.where(x > 0, x, tf.zeros_like(x)), [A(3, 4)]),
    Program("places picked", lambda tf, x: tf.gather_nd(x, tf.where(x > 0)), [A(3, 4)]),
    Program("places of one column", lambda tf, x: tf.where(x[:, 0] > 0)[:, 0], [A(3, 4)]),
    # scattering
    calls(
        "scatter_nd",
        [PAIRS, A(2), [3, 4]],
        [[[0], [2], [0]], A(3, 2), [3, 2]],
        [A(kind=[[1]], dtype="int64"), A(1, 2), Constant(kind=[3, 2], dtype="int64")],
    ),
    Program(
        "scatter in a shape",
        lambda tf, x, i, u: tf.scatter_nd(i, u, tf.shape(x)),
        [A(3, 4), PAIRS, A(2)],
    ),
    Program(
        "scatter in cast shape",
        lambda tf, x, i, u: tf.scatter_nd(i, u, tf.cast(tf.shape(x), tf.int64)),
        [A(3, 4), A(kind=[[0, 1], [2, 0]], dtype="int64"), A(2)],
        shapes=False,
    ),
    calls(
        "tensor_scatter_update tensor_scatter_add tensor_scatter_sub tensor_scatter_nd_add",
        [A(3, 4), PAIRS, A(2)],
        [A(3, 2), [[0], [2]], A(2, 2)],
    ),
    calls(
        "unique unique_with_counts",
        [A(kind=[3.0, 1.0, 3.0, 2.0, 1.0])],
        [A(kind=[5, 5, 1], dtype="int32")],
        [A(0)],
        [[3, 1, 3]],
    ),
    call("unique", A(kind=[3, 1, 3], dtype="int64"), out_idx="int64", name="different"),
    calls(
        "setdiff1d",
        [A(kind=[1, 2, 3, 4], dtype="int32"), A(kind=[2, 4], dtype="int32")],
        [[1, 2], [2]],
    ),
    each(
        "searchsorted",
        A(kind=[[1.0, 2.0, 2.0, 5.0]]),
        A(kind=[[2.0, 0.0, 6.0]]),
        side=["left", "right"],
    ),
    calls("searchsorted", [[1, 3, 5], [0, 3, 9]], [A(kind=[1.0, 3.0]), A(kind=[2.0])]),
    calls("invert_permutation", [A(kind=[2, 0, 1], dtype="int32")], [[1, 0]]),
    calls("unravel_index", [A(kind=[5, 0], dtype="int32"), [2, 3]], [[1, 2], [3, 3]]),
    calls(
        "dynamic_partition",
        [A(4, 2), A(kind=[0, 1, 0, 2], dtype="int32"), 3],
        [A(4), A(kind=[0, 1, 0, 1], dtype="int32"), 2],
    ),
    calls(
        "dynamic_stitch",
        [[[0, 2], [1]], [A(2, 2), A(1, 2)]],
        [[A(kind=[0, 2], dtype="int32"), A(kind=[1], dtype="int32")], [A(2), A(1)]],
    ),
    # TensorFlow gives a derivative to what is overwritten, too.
    calls("dynamic_stitch", [[[0, 1], [1]], [A(2), A(1)]], gradients=False),
    # variables
    calls(
        "scatter_update scatter_add scatter_sub scatter_mul scatter_div scatter_max scatter_min",
        [Variable(3, 2), [0, 2], A(2, 2)],
        [Variable(3), A(kind=[1], dtype="int32"), [5.0]],
    ),
    calls(
        "scatter_add",
        [Variable(3, 2), [1, 1], A(2, 2)],
        [Variable(3, 2), [5], A(1, 2)],
        [Variable(3, 2), 1, A(2)],
    ),
    calls(
        "scatter_nd_update scatter_nd_add scatter_nd_sub",
        [Variable(3, 4), PAIRS, A(2)],
        [Variable(3, 2), [[0], [2]], A(2, 2)],
    ),
    calls("batch_scatter_update", [Variable(2, 3), A(kind=[[0], [2]], dtype="int32"), A(2, 1)]),
    calls("scatter_update", [Variable(3), [0], A(1, dtype="int32", kind=3)]),
    # refused
    calls("slice", [A(3, 4), [1], [2]], [A(3, 4), [2, 0], [2, 2]]),
    Program(
        "slice beyond",
        lambda tf, x, n: tf.slice(x, [n, 0], [3, 2]),
        [A(3, 4), V(1)],
    ),
    calls("gather", [A(3, 4), A(2)], [A(3, 4), ROWS_, None, None, 2]),
    calls("gather_nd", [A(3), [[0, 1]]], [A(3, 4), A(2, 2)]),
    calls("boolean_mask", [A(3, 4), A(2, dtype="bool", kind="bits")], [A(3), True], [A(3), A(3)]),
    calls(
        "where",
        [BITS, A(2, 3)],
        [BITS, A(2, 3), A(3)],
        [BITS, A(2, 3), 0.0],
        [A(2, 3), A(2, 3), A(2, 3)],
        [BITS, A(2, 3), A(2, 3, dtype="float64")],
    ),
    calls("scatter_nd", [[[5]], A(1), [3]], [PAIRS, A(3), [3, 4]]),
    calls("unique", [A(2, 3)]),
    calls("gather", [A(3, 4), A(kind=[5], dtype="int32")], [A(3, 4), A(kind=[-1], dtype="int32")]),
    calls("gather_nd", [A(3, 4), A(kind=[[5]], dtype="int32")]),
    calls("dynamic_partition", [A(2), A(kind=[0, 5], dtype="int32"), 2]),
)
