"""Convolutions and their derivatives."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Numbers,
    Size,
    TFRow,
    Variable,
    call,
    calls,
    each,
    unique,
)

X = A(2, 5, 6, 3)
W = A(3, 2, 3, 4, fixed=True)
SMALL = A(1, 4, 5, 2)
DEEP = A(3, 3, 3, 2, fixed=True)
POINT = A(1, 1, 6, 4, fixed=True)
BACK = A(2, 3, 4, 3, fixed=True)  # of transposed convolutions: rows, cols, filters, channels
V = A(1, 3, 4, 4, 2)
W3 = A(2, 2, 3, 2, 3, fixed=True)
FIRST = A(2, 3, 5, 6)


def same_and_valid(function, *args, **kwargs):
    """Return a row for each padding."""
    return each(
        function,
        *args,
        padding=["SAME", "VALID"],
        **{key: [value] for key, value in kwargs.items()},
    )


ROWS = unique(
    each(
        "nn.conv2d",
        X,
        W,
        strides=[[1, 1, 1, 1], [1, 2, 2, 1], [1, 2, 1, 1]],
        padding=["SAME", "VALID"],
    ),
    each("nn.conv2d", X, W, strides=[1, 2, [2], [2, 3]], padding=["SAME"]),
    each(
        "nn.conv2d",
        X,
        W,
        strides=[1],
        padding=["SAME", "VALID"],
        dilations=[[1, 2, 2, 1], 2, [1, 2]],
    ),
    each(
        "nn.conv2d",
        X,
        W,
        strides=[[1, 2, 2, 1]],
        padding=["SAME", "VALID"],
        dilations=[[1, 2, 2, 1]],
    ),
    each("nn.conv2d", X, W, strides=[1, 2], padding=[[[0, 0], [1, 2], [0, 1], [0, 0]]]),
    each("nn.conv2d", X, A(1, 1, 3, 4, fixed=True), strides=[1, 2], padding=["SAME", "VALID"]),
    calls(
        "nn.conv2d",
        [X, Variable(3, 3, 3, 2), [1, 1, 1, 1], "SAME"],
        [X, Numbers(2, 2, 3, 2), [1, 1, 1, 1], "VALID"],
    ),
    calls(
        "nn.conv2d",
        [A(1, 4, 4, 2, dtype="float64"), A(2, 2, 2, 3, dtype="float64", fixed=True), 1, "SAME"],
    ),
    call(
        "nn.conv2d",
        input=X,
        filter=W,
        strides=[1, 1, 1, 1],
        padding="SAME",
        data_format="NHWC",
        name="conv",
    ),
    call("nn.conv2d", X, filters=W, strides=[1, 1, 1, 1], padding="SAME", use_cudnn_on_gpu=False),
    TFRow("nn.conv2d", [FIRST, W, [1, 1, 2, 2], "SAME"], {"data_format": "NCHW"}, values=False),
    TFRow("nn.conv2d", [FIRST, W, 2, "VALID"], {"data_format": "NCHW"}, values=False),
    same_and_valid("nn.conv1d", A(2, 6, 3), A(3, 3, 4, fixed=True), stride=1),
    same_and_valid("nn.conv1d", A(2, 6, 3), A(3, 3, 4, fixed=True), stride=2, data_format="NWC"),
    same_and_valid("nn.conv1d", A(2, 6, 3), A(2, 3, 4, fixed=True), stride=1, dilations=2),
    same_and_valid("nn.conv3d", V, W3, strides=[1, 1, 1, 1, 1]),
    same_and_valid("nn.conv3d", V, W3, strides=[1, 2, 2, 2, 1]),
    same_and_valid("nn.convolution", X, W),
    same_and_valid("nn.convolution", X, W, strides=[2, 2]),
    same_and_valid("nn.convolution", X, W, dilation_rate=[2, 2]),
    same_and_valid("nn.convolution", X, W, dilation_rate=[1, 3]),
    same_and_valid(
        "nn.convolution", A(2, 6, 3), A(3, 3, 4, fixed=True), dilations=[2], data_format="NWC"
    ),
    same_and_valid("nn.convolution", V, W3),
    each("nn.atrous_conv2d", X, W, rate=[1, 2, 3], padding=["SAME"]),
    each("nn.atrous_conv2d", X, W, rate=[2], padding=["VALID"]),
    # channel by channel
    same_and_valid("nn.depthwise_conv2d", X, DEEP, strides=[1, 1, 1, 1]),
    same_and_valid("nn.depthwise_conv2d", X, DEEP, strides=[1, 2, 2, 1]),
    same_and_valid("nn.depthwise_conv2d", X, DEEP, strides=[1, 1, 1, 1], rate=[2, 2]),
    same_and_valid("nn.depthwise_conv2d_native", X, DEEP, strides=[1, 1, 1, 1]),
    same_and_valid("nn.separable_conv2d", X, DEEP, POINT, strides=[1, 1, 1, 1]),
    same_and_valid("nn.separable_conv2d", X, DEEP, POINT, strides=[1, 2, 2, 1], name="apart"),
    same_and_valid("nn.separable_conv2d", X, DEEP, POINT, strides=[1, 1, 1, 1], rate=[2, 1]),
    # transposed
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, [2, 6, 8, 4], [1, 2, 2, 1]],
        [A(2, 3, 4, 3), BACK, [2, 5, 7, 4], [1, 2, 2, 1]],
    ),
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, [2, 4, 6, 4], 1, "VALID"],
        [A(2, 3, 4, 3), BACK, [2, 3, 4, 4], [1, 1, 1, 1], "SAME"],
    ),
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, [Size(0), 6, 8, 4], [1, 2, 2, 1]],
        [A(2, 3, 4, 3), BACK, (Size(0), Size(1, 2), 8, 4), [1, 2, 2, 1]],
    ),
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, A(kind=[2, 6, 8, 4], dtype="int32"), [1, 2, 2, 1]],
    ),
    call(
        "nn.conv2d_transpose",
        value=A(1, 2, 2, 3),
        filter=BACK,
        output_shape=[1, 4, 4, 4],
        strides=2,
        name="larger",
    ),
    call(
        "nn.conv2d_transpose",
        input=A(1, 2, 2, 3),
        filters=A(1, 1, 4, 3, fixed=True),
        output_shape=[1, 4, 4, 4],
        strides=2,
    ),
    TFRow(
        "nn.conv2d_transpose",
        [A(2, 3, 3, 4), BACK, [2, 4, 6, 8], 2],
        {"data_format": "NCHW"},
        values=False,
    ),
    calls(
        "nn.conv1d_transpose",
        [A(2, 3, 3), A(2, 4, 3, fixed=True), [2, 6, 4], 2],
        [A(2, 3, 3), A(2, 4, 3, fixed=True), [Size(0), 4, 4], 1, "VALID"],
    ),
    calls(
        "nn.conv3d_transpose",
        [A(1, 2, 2, 2, 3), A(2, 2, 2, 4, 3, fixed=True), [1, 4, 4, 4, 4], [1, 2, 2, 2, 1]],
    ),
    calls(
        "nn.conv_transpose",
        [A(2, 3, 4, 3), BACK, [2, 6, 8, 4], 2],
        [A(2, 3, 3), A(2, 4, 3, fixed=True), [2, 6, 4], 2],
    ),
    calls(
        "nn.atrous_conv2d_transpose",
        [A(2, 6, 6, 3), BACK, [2, 6, 6, 4], 2, "SAME"],
        [A(2, 4, 3, 3), BACK, [2, 6, 9, 4], 2, "VALID"],
    ),
    # derivatives
    call("nn.conv2d_backprop_input", [2, 5, 6, 3], W, A(2, 3, 3, 4), [1, 2, 2, 1], "SAME"),
    call("nn.conv2d_backprop_filter", X, [3, 2, 3, 4], A(2, 3, 3, 4), [1, 2, 2, 1], "SAME"),
    call("nn.conv2d_backprop_filter", X, [3, 2, 3, 4], A(2, 3, 5, 4), [1, 1, 1, 1], "VALID"),
    call(
        "nn.conv3d_backprop_filter", V, [2, 2, 3, 2, 3], A(1, 3, 4, 4, 3), [1, 1, 1, 1, 1], "SAME"
    ),
    call(
        "nn.depthwise_conv2d_native_backprop_input",
        [2, 5, 6, 3],
        DEEP,
        A(2, 5, 6, 6),
        [1, 1, 1, 1],
        "SAME",
    ),
    call(
        "nn.depthwise_conv2d_native_backprop_filter",
        X,
        [3, 3, 3, 2],
        A(2, 5, 6, 6),
        [1, 1, 1, 1],
        "SAME",
    ),
    # refused
    calls(
        "nn.conv2d",
        [X, A(3, 2, 4, 4), 1, "SAME"],
        [X, W, 1, "same"],
        [X, W, 1, None],
        [X, W, [1, 1, 1], "SAME"],
        [A(5, 6, 3), W, 1, "SAME"],
    ),
    calls(
        "nn.conv2d",
        [X, W, 1, [[0, 0], [1, 1]]],
        [X, A(6, 2, 3, 4), 1, "VALID"],
        [X, None, 1, "SAME"],
    ),
    calls(
        "nn.conv2d",
        [X, A(3, 2, 3, 4, dtype="float64"), 1, "SAME"],
        [A(2, 5, 6, 3, dtype="int32", kind=3), A(3, 2, 3, 4, dtype="int32", kind=3), 1, "SAME"],
    ),
    TFRow("nn.conv2d", [X, W, 1, "SAME"], {"data_format": "HWC"}),
    TFRow("nn.conv2d", [X, W, 1, "SAME"], {"filters": W}),
    call("nn.convolution", X, W, "SAME", strides=[2, 2], dilation_rate=[2, 2]),
    call("nn.convolution", X, W, "SAME", strides=[2]),
    call("nn.convolution", X, W, "SAME", dilation_rate=[0, 1]),
    calls("nn.atrous_conv2d", [X, W, 0, "SAME"], [X, W, 2, "same"]),
    calls("nn.depthwise_conv2d", [X, A(3, 3, 2, 2), [1, 1, 1, 1], "SAME"], [X, DEEP, 1, "SAME"]),
    calls(
        "nn.separable_conv2d",
        [X, DEEP, A(1, 2, 6, 4), [1, 1, 1, 1], "SAME"],
        [X, DEEP, A(1, 1, 5, 4), [1, 1, 1, 1], "SAME"],
    ),
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, [2, 9, 8, 4], 2],
        [A(2, 3, 4, 3), BACK, [2, 6, 8], 2],
    ),
    calls(
        "nn.conv2d_transpose",
        [A(2, 3, 4, 3), BACK, [2, 6, 8, 4], 2, "same"],
        [A(2, 3, 4, 2), BACK, [2, 6, 8, 4], 2],
    ),
)
