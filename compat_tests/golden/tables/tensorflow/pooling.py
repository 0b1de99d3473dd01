"""Pooling in windows, with places, across channels, with holes."""

from compat_tests.golden.tables.tensorflow.row import A, TFRow, call, calls, each, unique

X = A(2, 5, 6, 3)
TIES = A(1, 4, 4, 2, kind="ties")
LINE = A(2, 6, 3)
V = A(1, 4, 4, 4, 2)
BOTH = "nn.max_pool nn.avg_pool"
WHOLE = A(1, 4, 4, 2, dtype="int32", kind="whole")

ROWS = unique(
    each(
        BOTH,
        X,
        ksize=[[1, 2, 2, 1], [1, 3, 2, 1]],
        strides=[[1, 2, 2, 1], [1, 1, 1, 1]],
        padding=["SAME", "VALID"],
    ),
    each(BOTH, X, ksize=[2, [2, 3], [3]], strides=[2], padding=["SAME"]),
    each(
        "nn.max_pool2d nn.avg_pool2d nn.max_pool_v2 nn.avg_pool_v2",
        X,
        ksize=[2],
        strides=[2],
        padding=["SAME", "VALID"],
    ),
    calls(
        BOTH,
        [TIES, [1, 2, 2, 1], [1, 2, 2, 1], "SAME"],
        [TIES, [1, 3, 3, 1], [1, 1, 1, 1], "SAME"],
        [A(1, 4, 4, 2, dtype="float64"), 2, 2, "VALID"],
    ),
    call(
        "nn.max_pool",
        value=X,
        ksize=[1, 2, 2, 1],
        strides=[1, 2, 2, 1],
        padding="VALID",
        data_format="NHWC",
        name="highest",
    ),
    calls("nn.max_pool", [WHOLE, 2, 2, "VALID"]),
    calls("nn.max_pool", [A(2, 3, 3, 4), [1, 1, 1, 2], [1, 1, 1, 2], "VALID"]),
    TFRow(
        "nn.max_pool",
        [A(2, 3, 5, 6), [1, 1, 2, 2], [1, 1, 2, 2], "SAME"],
        {"data_format": "NCHW"},
        values=False,
    ),
    TFRow("nn.avg_pool", [A(2, 3, 5, 6), 2, 2, "VALID"], {"data_format": "NCHW"}, values=False),
    each(
        "nn.max_pool1d nn.avg_pool1d", LINE, ksize=[2, 3], strides=[1, 2], padding=["SAME", "VALID"]
    ),
    each(
        "nn.max_pool3d nn.avg_pool3d",
        V,
        ksize=[2, [1, 2, 2, 1, 1]],
        strides=[2, 1],
        padding=["SAME", "VALID"],
    ),
    each("nn.max_pool_v2 nn.avg_pool_v2", LINE, ksize=[2], strides=[2], padding=["SAME"]),
    each(
        "nn.max_pool_with_argmax",
        X,
        ksize=[[1, 2, 2, 1], [1, 3, 2, 1]],
        strides=[[1, 2, 2, 1], [1, 1, 1, 1]],
        padding=["SAME", "VALID"],
    ),
    each(
        "nn.max_pool_with_argmax",
        TIES,
        ksize=[[1, 2, 2, 1]],
        strides=[[1, 2, 2, 1]],
        padding=["SAME"],
        include_batch_in_index=[False, True],
    ),
    each(
        "nn.pool",
        X,
        window_shape=[[2, 2], [3, 2]],
        pooling_type=["MAX", "AVG"],
        padding=["SAME", "VALID"],
    ),
    each(
        "nn.pool",
        X,
        window_shape=[[2, 2]],
        pooling_type=["MAX", "AVG"],
        padding=["SAME"],
        strides=[[2, 2], [1, 2]],
    ),
    each(
        "nn.pool",
        X,
        window_shape=[[2, 2]],
        pooling_type=["MAX", "AVG"],
        padding=["VALID"],
        dilation_rate=[[2, 2], [1, 3]],
    ),
    each("nn.pool", LINE, window_shape=[[2]], pooling_type=["MAX", "AVG"], padding=["SAME"]),
    # refused
    calls(
        BOTH,
        [X, 2, 2, "same"],
        [X, [1, 2, 2], 1, "SAME"],
        [X, 6, 1, "VALID"],
        [LINE, 2, 2, "SAME"],
        [X, 2, 0, "SAME"],
    ),
    calls("nn.max_pool", [X, 0, 1, "SAME"]),
    calls("nn.max_pool", [X, [2, 1, 1, 1], 1, "SAME"], [X, [1, 1, 1, 2], [1, 1, 1, 2], "VALID"]),
    calls("nn.avg_pool", [WHOLE, 2, 2, "VALID"]),
    call("nn.pool", X, [2, 2], "MAX", "SAME", dilation_rate=[2, 2]),
    call("nn.pool", X, [2, 2], "MIN", "SAME"),
    call("nn.pool", X, [2, 2], "MAX", "SAME", strides=[3, 3]),
    call("nn.max_pool_with_argmax", X, [1, 2, 2, 1], [1, 2, 2, 1], "SAME", data_format="NCHW"),
)
