"""Tensors put together, taken apart, repeated, padded; diagonals of matrices; blocks."""

import numpy as np

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Numbers,
    Program,
    Size,
    V,
    call,
    calls,
    each,
    unique,
)

IMAGES = A(2, 4, 6, 4)
PATCHES = {"ksizes": [[1, 2, 2, 1]], "rates": [[1, 1, 1, 1]]}

ROWS = unique(
    each("concat", [A(2, 3), A(2, 3)], axis=[0, 1, -1]),
    calls(
        "concat",
        [[A(2, 3), A(1, 3)], 0],
        [[A(2)], 0],
        [[A(2), [1.0, 2.0]], 0],
        [[A(0, 3), A(2, 3)], 0],
        [[A(2, 3), Numbers(2, 1)], 1],
    ),
    calls(
        "concat",
        [[[1, 2], [3]], 0],
        [[A(2, dtype="int32", kind=3), [1]], 0],
        [[A(2), A(2)], Constant(kind=np.array(0), dtype="int32")],
    ),
    call("concat", values=[A(2, 3), A(2, 3)], axis=1, name="joined"),
    each("stack", [A(2, 3), A(2, 3)], axis=[0, 1, 2, -1]),
    calls(
        "stack", [[A(), A(), 1.0]], [[1, 2]], [[A(2), [1.0, 2.0]]], [[A(2, 3)]], [[[1.0], [2.0]]]
    ),
    each("unstack", A(3, 2), axis=[0, 1, -1]),
    calls("unstack", [A(3), 3], [[1, 2]]),
    call("unstack", value=A(3, 2), num=3, axis=0, name="rows"),
    each("split", A(4, 6), num_or_size_splits=[2, [1, 5], [2, -1], (1, 2, 3)], axis=[1]),
    each("split", A(4, 6), num_or_size_splits=[1, 4, 2], axis=[0]),
    calls(
        "split",
        [A(4, 6), 3, -1],
        [[1.0, 2.0], 2],
        [A(4, 6), Constant(kind=[1, 3], dtype="int32")],
        [Numbers(4), 2],
    ),
    call("split", value=A(4, 6), num_or_size_splits=2, axis=1, name="halves"),
    Program(
        "split by data",
        lambda tf, x, n: tf.split(x, n, 0, num=2),
        [A(4, 2), A(kind=[1, 3], dtype="int32")],
    ),
    Program(
        "split by sizes",
        lambda tf, x: tf.split(x, [1, tf.shape(x)[0] - 1], 0),
        [A(4, 2)],
        shapes=False,
    ),
    calls(
        "tile",
        [A(2, 3), [2, 1]],
        [A(2, 3), (1, 0)],
        [A(3), [2]],
        [A(2, 3), [Size(0), 1]],
        [[1, 2], [2]],
        [A(2, 1), Numbers(kind=[1, 3], dtype="int32")],
    ),
    Program(
        "tile by data", lambda tf, x, n: tf.tile(x, n), [A(2, 3), A(kind=[1, 2], dtype="int32")]
    ),
    Program(
        "tile a grid",
        lambda tf, x: tf.tile(tf.expand_dims(tf.range(tf.shape(x)[1]), 0), [tf.shape(x)[0], 1]),
        [A(2, 3)],
    ),
    calls("repeat", [A(2, 3), 2, 1], [A(2, 3), [1, 2], 0], [A(3), 2], [A(2, 2), 2]),
    each(
        "pad",
        A(2, 3),
        paddings=[[[1, 0], [0, 2]], ((0, 0), (1, 1))],
        mode=["CONSTANT", "REFLECT", "SYMMETRIC", "constant"],
    ),
    each("pad", A(2, 3), paddings=[[[1, 1], [2, 0]]], constant_values=[0, 1.5, -1]),
    calls(
        "pad",
        [A(3), [[1, 2]]],
        [A(2, 3), [[Size(0), 0], [0, 0]]],
        [A(2, 3), Constant(kind=[[1, 0], [0, 2]], dtype="int32")],
        [A(2, dtype="int32", kind=3), [[1, 1]]],
    ),
    calls(
        "pad",
        [A(0, 3), [[1, 0], [0, 0]]],
        [A(1, 3, 3, 2), [[0, 0], [1, 1], [1, 1], [0, 0]], "REFLECT"],
    ),
    calls(
        "pad", [A(1, 3, 3, 2), [[0, 0], [2, 1], [0, 3], [0, 0]], "SYMMETRIC"], [[1, 2], [[1, 0]]]
    ),
    Program(
        "pad to a length", lambda tf, x: tf.pad(x, [[0, 5 - tf.shape(x)[0]], [0, 0]]), [A(2, 3)]
    ),
    Program(
        "pad by data",
        lambda tf, x, n: tf.pad(x, n),
        [A(2, 3), A(kind=[[1, 0], [0, 2]], dtype="int32")],
    ),
    Program(
        "pad with a tensor",
        lambda tf, x, n: tf.pad(x, [[1, 0], [0, 2]], constant_values=n),
        [A(2, 3), A()],
    ),
    calls(
        "reverse reverse_v2",
        [A(2, 3), [0]],
        [A(2, 3), [0, 1]],
        [A(2, 3), [-1]],
        [A(2, 3), []],
        [[1, 2], [0]],
    ),
    each(
        "reverse_sequence",
        A(3, 4, 2),
        A(kind=[1, 4, 2], dtype="int32"),
        seq_axis=[1],
        batch_axis=[0],
    ),
    call("reverse_sequence", A(4, 3, 2), A(kind=[1, 4, 2], dtype="int64"), seq_dim=0, batch_dim=1),
    calls("roll", [A(2, 3), 1, 0], [A(2, 3), [1, -1], [0, 1]], [A(3), 2, 0]),
    # matrices
    each("matrix_band_part", A(2, 3, 4), num_lower=[-1, 0, 1], num_upper=[-1, 0, 2]),
    Program(
        "band by data",
        lambda tf, x, n: tf.matrix_band_part(x, n, 0),
        [A(3, 3), V(1, "int64")],
        gradients=False,
    ),
    calls("diag", [A(3)], [A(2, 2)], [[1, 2]]),
    calls("diag_part trace", [A(3, 3)]),
    calls("trace", [A(2, 3, 4)], [A(2, 3, dtype="int32", kind=4)]),
    calls("diag_part", [A(2, 2, 2, 2)]),
    calls("matrix_diag linalg.diag", [A(3)], [A(2, 3)]),
    calls("matrix_diag_part linalg.diag_part", [A(3, 3)], [A(2, 3, 4)]),
    calls("matrix_set_diag linalg.set_diag", [A(3, 3), A(3)], [A(2, 3, 4), A(2, 3)]),
    calls("matrix_transpose linalg.transpose linalg.adjoint", [A(2, 3)], [A(2, 3, 4)]),
    # blocks
    each("space_to_depth", IMAGES, block_size=[2]),
    each("depth_to_space", IMAGES, block_size=[2]),
    calls("space_to_batch_nd", [IMAGES, [2, 3], [[0, 0], [0, 0]]], [A(1, 3, 2), [2], [[1, 0]]]),
    calls(
        "batch_to_space_nd",
        [A(6, 2, 2, 1), [2, 3], [[0, 0], [0, 0]]],
        [A(4, 2, 2, 1), (2, 2), [[1, 0], [0, 1]]],
    ),
    calls("space_to_batch", [IMAGES, [[0, 0], [1, 1]], 2]),
    calls("batch_to_space", [A(4, 2, 2, 1), [[1, 0], [0, 1]], 2]),
    each(
        "extract_image_patches",
        IMAGES,
        strides=[[1, 1, 1, 1], [1, 2, 3, 1]],
        padding=["VALID", "SAME"],
        **PATCHES,
    ),
    call(
        "extract_image_patches",
        IMAGES,
        ksizes=[1, 3, 2, 1],
        strides=[1, 1, 2, 1],
        rates=[1, 1, 2, 1],
        padding="SAME",
    ),
    call(
        "image.extract_image_patches",
        images=IMAGES,
        sizes=[1, 2, 2, 1],
        strides=[1, 2, 2, 1],
        rates=[1, 2, 1, 1],
        padding="VALID",
    ),
    calls("required_space_to_batch_paddings", [[5, 4], [2, 3]], [[5], [4], [[1, 0]]]),
    # refused
    calls(
        "concat",
        [[A(2, 3), A(2)], 0],
        [[A(2, 3), A(2, 2)], 0],
        [[A(2, 3), A(2, 3)], 2],
        [[A(2), A(2, dtype="int32", kind=3)], 0],
    ),
    calls("stack", [[A(2), A(3)]], [[A(2), A(2)], 2], [[A(2), A(2, dtype="float64")]]),
    calls("unstack", [A(3, 2), 2], [A(3, 2), None, 2]),
    calls("split", [A(4, 6), 5, 1], [A(4, 6), [1, 2], 1], [A(4, 6), 2, 2]),
    calls("tile", [A(2, 3), [2]]),
    calls(
        "pad",
        [A(2, 3), [[1, 0]]],
        [A(2, 3), [[1, 0], [0, 0]], "EDGE"],
        [A(2, 3), [[2, 0], [0, 0]], "REFLECT"],
    ),
    calls("reverse", [A(2, 3), [2]], [A(2, 3), [0, 0]]),
    calls("space_to_depth", [A(2, 3, 4, 1), 2], [A(2, 4), 2], [IMAGES, 1]),
    calls("depth_to_space", [A(2, 2, 2, 3), 2]),
    calls("diag_part", [A(2, 3)], [A(3)]),
)
