"""The largest and their places, sorting, running sums; counts and segments."""

import numpy as np

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Program,
    Size,
    V,
    call,
    calls,
    each,
    unique,
)

TIES = A(3, 4, kind="ties")
INT = A(2, 3, dtype="int32", kind="whole")
SORTED = A(kind=[0, 0, 1, 3], dtype="int32")
UNSORTED = A(kind=[2, 0, 2, -1], dtype="int32")
WITH_SEGMENTS = "segment_sum segment_prod segment_mean segment_max segment_min"
UNSORTED_ONES = (
    "unsorted_segment_sum unsorted_segment_prod unsorted_segment_mean unsorted_segment_sqrt_n"
    " unsorted_segment_max unsorted_segment_min"
)
CLASSES = A(kind=[0, 1, 2, 2], dtype="int32")
GUESSES = A(kind=[0, 2, 2, 1], dtype="int32")

ROWS = unique(
    each("argmax argmin", TIES, axis=[None, 0, 1, -1], output_type=["int64", "int32"]),
    each("argmax argmin", TIES, dimension=[0, 1]),
    calls("argmax argmin", [INT, 1], [A(3)], [[1.0, 3.0, 2.0]]),
    calls("arg_max arg_min", [TIES, 1]),
    each("sort argsort", TIES, axis=[-1, 0], direction=["ASCENDING", "DESCENDING"]),
    each("sort argsort", A(2, 3), axis=[-1, 1]),
    each("sort argsort", INT, direction=["ASCENDING", "DESCENDING"]),
    each("nn.top_k math.top_k", TIES, k=[1, 2, 4]),
    each("nn.top_k", A(2, 2, 5), k=[0, 1, 3], sorted=[True]),
    calls(
        "nn.top_k",
        [A(5)],
        [INT, 2],
        [A(5), Constant(kind=np.array(2), dtype="int32")],
        [A(5, kind=[1.0] * 5), 3],
    ),
    call("nn.top_k", input=A(2, 3), k=2, sorted=True, name="best"),
    call("nn.top_k", A(2, 5), k=V(3)),
    call("nn.top_k", A(2, 5), k=Size(0)),
    each("nn.in_top_k", A(3, 4), A(3, dtype="int32", kind=4), k=[1, 2]),
    each(
        "cumsum cumprod", A(2, 3), axis=[0, 1, -1], exclusive=[False, True], reverse=[False, True]
    ),
    calls("cumsum cumprod", [INT], [A(0, 2)], [A(3, dtype="float64")], [[1, 2, 3]]),
    # segments
    calls(
        WITH_SEGMENTS,
        [A(4, 2), SORTED],
        [A(4), SORTED],
        [A(4, dtype="int32", kind="whole"), SORTED],
    ),
    calls(WITH_SEGMENTS, [A(4), A(kind=[1, 0, 0, 2], dtype="int32")]),
    calls(UNSORTED_ONES, [A(4, 2), UNSORTED, 3], [A(4), UNSORTED, 5]),
    calls(UNSORTED_ONES, [A(2, 2, 3), A(kind=[[0, 1], [1, 1]], dtype="int32"), 2]),
    calls("unsorted_segment_sum", [A(4, 2), UNSORTED, Size(0)], [A(4), UNSORTED, 2]),
    # counts
    calls("bincount", [CLASSES], [A(kind=[[1, 1], [5, 0]], dtype="int32")]),
    each("bincount", CLASSES, minlength=[None, 5], maxlength=[None, 2]),
    call("bincount", CLASSES, dtype="float32"),
    each("confusion_matrix", CLASSES, GUESSES, num_classes=[None, 4], dtype=["int32", "float32"]),
    call("confusion_matrix", CLASSES, GUESSES, weights=A(kind=[1, 2, 3, 4], dtype="int32")),
    calls("confusion_matrix", [CLASSES, GUESSES, 2], [[1, 2], [0, 2]]),
    calls(
        "histogram_fixed_width histogram_fixed_width_bins",
        [A(kind=[-1.0, 0.0, 1.5, 2.0, 5.0, 15.0]), [0.0, 5.0], 5],
    ),
    calls("is_non_decreasing is_strictly_increasing", [A(kind=[1.0, 2.0, 2.0])], [A(0)], [A(3)]),
    # norms within bounds
    calls(
        "clip_by_value", [A(2, 3), -0.5, 0.5], [A(2, 3), 0, 1], [A(2, 3), A(3), 1.0], [INT, -1, 1]
    ),
    calls("clip_by_value", [INT, 0.5, 1.5], [A(2, 3), 0.5, -0.5], [A(kind=[-0.5, 0.5]), -0.5, 0.5]),
    calls(
        "clip_by_norm",
        [A(2, 3), 1.0],
        [A(2, 3), 100.0],
        [A(2, 3), 1.0, [1]],
        [A(2, kind=[0.0, 0.0]), 1.0],
    ),
    calls("clip_by_average_norm", [A(2, 3), 0.1], [A(2, 3), 100.0]),
    calls("global_norm", [[A(2, 3), A(3)]], [[A(2), None, A(3)]], [A(2)]),
    calls("clip_by_global_norm", [[A(2, 3), A(3)], 1.0], [[A(2), None], 100.0], [A(2), 1.0]),
    # refused
    calls("argmax", [A(2, 3), 2], [A(2, 3), -3], [A(2, dtype="bool", kind="bits")]),
    calls("nn.top_k", [A(2, 3), 4], [A(), 1], [A(2, 3), -1]),
    call("nn.top_k", A(2, 3), k=V(4)),
    calls("sort argsort", [A(2, 3), 2], [A(2), 0, "UP"]),
    calls("cumsum", [A(2, 3), 2]),
    Program(
        "the best of as many as there are",
        lambda tf, x: tf.nn.top_k(x, tf.minimum(tf.shape(x)[1], 2)),
        [A(2, 3)],
    ),
)
