"""What is asked of K: nn, conv, pooling, normalization, losses, ctc.

Rows are as in `tables.backend`.
"""

from compat_tests.golden.tables.calls import (
    Array,
    Constant,
    KRow,
    Numbers,
    Size,
    by_name,
    calls,
    each,
)

__all__ = ["FAMILIES", "ROWS"]

A = Array
INT = {"dtype": "int32", "kind": "whole"}
HALF = {"dtype": "float16"}
DOUBLE = {"dtype": "float64"}
CORNERS = [-3.0, -2.5, -1.0, -0.25, -0.0, 0.0, 0.25, 1.0, 2.5, 6.0, 100.0]
FORMATS = ["channels_last", "channels_first"]
PADDINGS = ["valid", "same"]


def W(*shape, **options):  # noqa: N802 - as short as A
    """Return a tensor of known shape, as weights are."""
    return Array(*shape, fixed=True, **options)


def placed(data_format, channels, *lengths):
    """Return the shape of a batch of two."""
    if data_format == "channels_first":
        return (2, channels, *lengths)
    return (2, *lengths, channels)


# ---- activations, bias, dropout, ranking
def _nn():
    rows = each(
        "relu", [A(2, 3)], alpha=[0.0, 0.2], max_value=[None, 0.5, 6], threshold=[0.0, 0.3, -0.5]
    )
    rows += each(
        "relu", [A(kind=CORNERS)], alpha=[0, 1.5], max_value=[None, 1], threshold=[0, 0.25]
    )
    rows += calls("relu", [A(kind=CORNERS), -0.5], [A(2, **INT)], [A()], [A(0, 3)])
    rows += calls("relu", [A(4, **DOUBLE), 0.1], [A(4, **DOUBLE), 0.1, 1.0])
    rows += calls("relu", [A(4, **HALF)], gradients=False)
    for name in ("sigmoid", "hard_sigmoid", "tanh", "softplus", "softsign", "elu"):
        rows += calls(name, [A(2, 3)], [A(kind=CORNERS)], [A()], [A(0, 3)], [A(4, **DOUBLE)])
        rows += calls(name, [A(2, **INT)])
        rows += calls(name, [A(4, **HALF)], gradients=False)
    rows += calls("elu", [A(2, 3), 0.5], [A(kind=CORNERS), 2], [A(4), 1], [A(4, **DOUBLE), 0.1])
    rows += calls("softplus", [A(kind=[-1000.0, -90.0, -20.0, 20.0, 90.0, 1000.0])])
    rows += calls("sigmoid", [A(kind=[-1000.0, -90.0, -20.0, 20.0, 90.0, 1000.0])])
    rows += each("softmax", [A(2, 3, 4)], axis=[-1, 0, 1, 2, -2, -3])
    rows += calls("softmax", [A(3)], [A(2, 3, 2, 3), 1], [A(0, 3)], [A(2, **INT)], [A()])
    rows += calls("softmax", [A(2, 3), 2], [A(2, 3), -3], [A(2, 3, **DOUBLE), 0])
    rows += calls("softmax", [A(kind=[[1000.0, 999.0], [-1000.0, 0.0]])])
    rows += _bias()
    scores = A(kind=[[0.1, 0.9, 0.3, 0.3], [0.5, 0.5, 0.5, 0.1], [4.0, 3.0, 2.0, 1.0]])
    for wanted in ([3, 0, 0], [1, 2, 3], [2, 3, 1]):
        for count in (1, 2, 3, 7):
            rows += calls("in_top_k", [scores, A(kind=wanted, dtype="int32"), count])
    rows += calls("in_top_k", [scores, A(kind=[1, 2, 3], dtype="int64"), 1])
    rows += calls("in_top_k", [scores, A(kind=[-1, 4, 3], dtype="int32"), 4])
    limits = A(kind=[[float("inf"), 1.0], [float("nan"), 1.0], [float("-inf"), 1.0]])
    rows += calls("in_top_k", [limits, A(kind=[0, 1, 1], dtype="int32"), 1])
    return rows


def _dropout():
    rows = []
    rows += each("dropout", [A(4, 3)], level=[0.0])
    for shape in (None, (4, 1), (1, 3), (None, 1)):
        rows += calls("dropout", [A(4, 3), 0.5, shape], values=False)
    rows += calls("dropout", [A(4, **DOUBLE), 0.5], [A(4), 1.5], [A(4), -0.1], values=False)
    return rows


def _bias():
    rows = []
    for data_format in FORMATS:
        for lengths in ([5], [5, 6], [2, 3, 5]):
            x = A(*placed(data_format, 4, *lengths))
            rows += calls("bias_add", [x, W(4), data_format], [x, Constant(4), data_format])
            rows += calls("bias_add", [W(*x.shape), W(*lengths, 4), data_format])
        rows += calls("bias_add", [A(2, 4), W(4), data_format])
    rows += calls("bias_add", [A(2, 4), W(4)], [A(2, 5, 4), W(4)], [A(0, 4), W(4)])
    rows += calls("bias_add", [A(2, 5, 6, 4), W(6, 4)], [A(2, 4), W(2, 4)], [A(2, 5, 4), A()])
    rows += calls("bias_add", [A(2, 4), W(4), "middle"], [A(2, 3, **DOUBLE), W(3, **DOUBLE)])
    return rows


# ---- convolutions
def _conv():
    rows = []
    for data_format in FORMATS:
        for padding in PADDINGS:
            rows += _conv_of(data_format, padding)
            rows += _separable_of(data_format, padding)
            rows += _transposed_of(data_format, padding)
    for steps in (1, 2, 3):
        rows += each("conv1d", [A(2, 7, 3), W(2, 3, 4)], strides=[steps], padding=["causal"])
        rows += each("conv1d", [A(2, 7, 3), W(3, 3, 4)], dilation_rate=[steps], padding=["causal"])
    rows += each("conv1d", [A(2, 3, 3), W(5, 3, 4)], padding=["causal", "same", "valid"])
    rows += calls("conv1d", [A(2, 7, 3), W(2, 3, 4), 1, "causal", "channels_first"])
    rows += calls("conv1d", [A(2, 7, 3), W(2, 3, 4), 2, "same", None, 2])
    rows += calls("conv1d", [A(0, 7, 3), W(2, 3, 4)], [A(2, 7, 3), W(2, 3, 4), 1, "full"])
    rows += calls("conv2d", [A(2, 5, 5, 3), W(2, 2, 3, 4), (1, 1), "causal"])
    rows += calls("conv2d", [A(2, 5, 5, 3), W(2, 2, 3, 4), (2, 2), "same", None, (2, 2)])
    rows += calls("conv2d", [A(2, 5, 5, 3), W(2, 2, 2, 4)], [A(2, 5, 3), W(2, 2, 3, 4)])
    rows += calls("conv2d", [A(2, 5, 5, 3), W(2, 2, 3, 4), (1, 1), "valid", "channels"])
    rows += calls("conv2d", [A(2, 5, 6, 3, **DOUBLE), W(2, 3, 3, 4, **DOUBLE), (2, 1), "same"])
    rows += calls("conv2d", [A(0, 5, 5, 3), W(2, 2, 3, 4)], [A(2, 5, 5, 3), Constant(2, 2, 3, 4)])
    rows += calls("conv2d", [A(1, 28, 28, 1), W(5, 5, 1, 2), (2, 2), "same"])
    return rows


def _conv_of(data_format, padding):
    x1 = A(*placed(data_format, 3, 7))
    x2 = A(*placed(data_format, 3, 6, 7))
    x3 = A(*placed(data_format, 2, 5, 4, 6))
    common = {"padding": [padding], "data_format": [data_format]}
    rows = []
    for width in (1, 2, 3, 4):
        kernel = W(width, 3, 4)
        rows += each("conv1d", [x1, kernel], strides=[1, 2, 3], **common)
        rows += each("conv1d", [x1, kernel], dilation_rate=[2], **common)
    for window in ((1, 1), (2, 3), (3, 3), (4, 2)):
        kernel = W(*window, 3, 4)
        rows += each("conv2d", [x2, kernel], strides=[(1, 1), (2, 2), (3, 1)], **common)
        rows += each("conv2d", [x2, kernel], dilation_rate=[(2, 2), (1, 2)], **common)
    for window in ((1, 1, 1), (2, 3, 2)):
        kernel = W(*window, 2, 3)
        rows += each("conv3d", [x3, kernel], strides=[(1, 1, 1), (2, 1, 3)], **common)
    rows += each("conv3d", [x3, W(2, 2, 2, 2, 3)], dilation_rate=[(2, 1, 2)], **common)
    return rows


def _separable_of(data_format, padding):
    x1 = A(*placed(data_format, 3, 7))
    x2 = A(*placed(data_format, 3, 6, 7))
    common = {"padding": [padding], "data_format": [data_format]}
    rows = []
    for multiplier in (1, 2):
        kernels = [W(3, 3, multiplier), W(1, 3 * multiplier, 4)]
        rows += each("separable_conv1d", [x1, *kernels], strides=[1, 2], **common)
        rows += each("separable_conv1d", [x1, *kernels], dilation_rate=[2], **common)
        kernels = [W(2, 3, 3, multiplier), W(1, 1, 3 * multiplier, 4)]
        rows += each("separable_conv2d", [x2, *kernels], strides=[(1, 1), (2, 2)], **common)
        rows += each("separable_conv2d", [x2, *kernels], dilation_rate=[(2, 2), (1, 2)], **common)
        rows += each("depthwise_conv2d", [x2, kernels[0]], strides=[(1, 1), (2, 2)], **common)
        rows += each("depthwise_conv2d", [x2, kernels[0]], dilation_rate=[(2, 2)], **common)
    return rows


def _transposed_of(data_format, padding):
    rows, common = [], {"padding": [padding], "data_format": [data_format]}
    x2, x3 = A(*placed(data_format, 3, 4, 5)), A(*placed(data_format, 2, 3, 2, 3))
    for window in ((2, 3), (1, 1), (3, 4)):
        for strides in ((1, 1), (2, 2), (2, 3)):
            for more in (0, 1):
                lengths = _spread(x2, window, strides, padding, data_format, more)
                shape = (Size(0), *placed(data_format, 4, *lengths)[1:])
                given = [x2, W(*window, 4, 3), shape]
                rows += each("conv2d_transpose", given, strides=[strides], **common)
    for window in ((2, 3, 2), (1, 1, 1)):
        for strides in ((1, 1, 1), (2, 1, 3)):
            lengths = _spread(x3, window, strides, padding, data_format, 0)
            shape = placed(data_format, 4, *lengths)
            rows += each(
                "conv3d_transpose", [x3, W(*window, 4, 2), shape], strides=[strides], **common
            )
    reach = [4, 5] if padding == "same" else [4 + 2, 5 + 4]
    shape = placed(data_format, 4, *reach)
    rows += each("conv2d_transpose", [x2, W(2, 3, 4, 3), shape], dilation_rate=[(2, 2)], **common)
    shape = placed(data_format, 4, 20, 20)
    rows += each("conv2d_transpose", [x2, W(2, 3, 4, 3), shape], **common)
    return rows


def _spread(x, window, strides, padding, data_format, more):
    sizes = x.shape[2:] if data_format == "channels_first" else x.shape[1:-1]
    if padding == "same":
        more = [min(more, stride - 1) for stride in strides]
        return [size * stride - extra for size, stride, extra in zip(sizes, strides, more)]  # noqa: B905
    more = [min(more, stride - 1) for stride in strides]
    return [
        (size - 1) * stride + length + extra
        for size, stride, length, extra in zip(sizes, strides, window, more)  # noqa: B905
    ]


# ---- windows with weights of their own
def _local():
    rows = []
    for stride in (1, 2):
        count = (7 - 3) // stride + 1
        given = [A(2, 7, 3), W(count, 9, 4), (3,), (stride,)]
        rows += calls("local_conv1d", given, [*given, "channels_last"], [*given, "channels_first"])
    for data_format in FORMATS:
        x = A(*placed(data_format, 3, 6, 5))
        for window, strides in (((2, 3), (1, 1)), ((3, 2), (2, 1)), ((1, 1), (1, 2))):
            out = [(n - w) // s + 1 for n, w, s in zip((6, 5), window, strides)]  # noqa: B905
            kernel = W(out[0] * out[1], window[0] * window[1] * 3, 4)
            rows += calls("local_conv2d", [x, kernel, window, strides, tuple(out), data_format])
    rows += calls("local_conv1d", [A(2, 7, 3), W(5, 9, 4), (3,), (1,), "middle"])
    return rows


# ---- pooling
def _pooling():
    rows = []
    for data_format in FORMATS:
        x2 = A(*placed(data_format, 3, 7, 8))
        x3 = A(*placed(data_format, 2, 5, 4, 7))
        ties = A(*placed(data_format, 2, 6, 5), kind="ties")
        common = {"data_format": [data_format], "pool_mode": ["max", "avg"], "padding": PADDINGS}
        for window in ((2, 2), (3, 3), (2, 3), (1, 1), (4, 5)):
            strides = [(1, 1), (2, 2), (3, 2)]
            rows += each("pool2d", [x2, window], strides=strides, **common)
        rows += each("pool2d", [ties, (2, 3)], strides=[(1, 1), (2, 2)], **common)
        for window in ((2, 2, 2), (3, 1, 2)):
            rows += each("pool3d", [x3, window], strides=[(1, 1, 1), (2, 2, 2)], **common)
    x = A(2, 5, 5, 3)
    rows += calls("pool2d", [x, (2, 2)], [x, (2, 2), (1, 1), "full"], [x, (9, 9)])
    rows += calls("pool2d", [x, (2, 2), (2, 2), "valid", None, "min"], [A(2, 5, 3), (2, 2)])
    rows += calls("pool2d", [x, (2, 2), (2, 2), "valid", "middle"], [A(0, 5, 5, 3), (2, 2)])
    rows += calls("pool2d", [x, (9, 9), (2, 2), "same"], [A(2, 5, 5, 3, **DOUBLE), (2, 2)])
    rows += calls("pool2d", [A(1, 3, 3, 1, kind=[[[[-5.0]] * 3] * 3]), (3, 3), (2, 2), "same"])
    rows += calls("pool3d", [A(2, 3, 4, 5, 2), (2, 2, 2)])
    return rows


# ---- normalisation
def _normalization():
    rows = []
    positive = W(3, kind="positive")
    for shape in ((4, 3), (2, 4, 3), (2, 4, 5, 3), (2, 2, 4, 5, 3)):
        x, last = A(*shape), len(shape) - 1
        # Keras passes no gradient by the statistics of images on; there they are no inputs.
        m, v = (Constant(3), Constant(3, kind="positive")) if last == 3 else (W(3), positive)
        rows += calls("batch_normalization", [x, m, v, W(3), W(3)], [x, m, v, None, None])
        rows += calls("batch_normalization", [x, m, v, W(3), None], [x, m, v, None, W(3)])
        rows += calls("batch_normalization", [x, m, v, W(3), W(3), last, 0.1])
        axes = list(range(len(shape) - 1))
        rows += _in_training(
            [x, W(3), W(3), axes], [x, None, None, axes], [x, W(3), W(3), axes, 0.1]
        )
        rows += _in_training([x, W(3), None, axes], [x, None, W(3), axes])
    constants = Constant(3), Constant(3, kind="positive")
    one = W(1, 3, 1, 1, kind="positive")
    rows += calls("batch_normalization", [A(2, 3, 4, 5), W(1, 3, 1, 1), one, None, None, 1])
    rows += calls(
        "batch_normalization", [A(2, 3, 4), W(1, 3, 1), W(1, 3, 1, kind="positive"), None, None]
    )
    rows += calls(
        "batch_normalization", [A(4, 3), 0.5, 2.0, 0.1, 3.0], [A(4, 3), A(), positive, None, A()]
    )
    rows += calls("batch_normalization", [A(2, 4, 5, 3), *constants, W(3), W(3), -1, 1e-7])
    rows += _in_training([A(2, 3, 4, 5), W(3), W(3), [0, 2, 3]], [A(2, 3, 4), W(3), W(3), [0, 2]])
    rows += _in_training(
        [A(2, 4, 5, 3), W(4), W(4), [0, 2, 3]], [A(2, 4, 5, 3), W(3), W(3), (0, 1, 2)]
    )
    rows += _in_training(
        [A(2, 4, 5, 3), W(3), W(3), [0, 1, 2], 1e-7], [A(5, 3), W(3), W(3), [0], 1e-7]
    )
    rows += _in_training([W(4, 3), W(4), W(4), [1]], [A(5, 3, 4), W(3, 4), W(3, 4), [0]])
    rows += _in_training([A(1, 3), W(3), W(3), [0]], [A(1, 1, 1, 3), W(3), W(3), [0, 1, 2]])
    rows += _in_training([A(4, 3, **DOUBLE), W(3, **DOUBLE), W(3, **DOUBLE), [0]])
    return rows


def _in_training(*argument_lists):
    rows = []
    for args in argument_lists:
        # Keras passes no gradient through the statistics of images.
        fused = len(args[0].shape) == 4 and list(args[3]) == [0, 1, 2]
        for place in range(3):
            gradients = not (fused and place)
            name = "normalize_batch_in_training"
            rows.append(KRow(name, args, gradients=gradients, take=(place,)))
    return rows


# ---- losses
def _losses():
    rows = []
    for shape in ((4, 3), (2, 4, 3), (2, 2, 4, 3)):
        p, y = A(*shape, kind="positive"), A(*shape, kind="positive")
        rows += each("binary_crossentropy", [y, A(*shape)], from_logits=[True])
        rows += each("binary_crossentropy", [y, p], from_logits=[False])
        ids = A(*shape[:-1], dtype="int32", kind=3)
        for axis in (-1, *range(len(shape))):
            rows += each("categorical_crossentropy", [y, p], axis=[axis])
            others = [length for place, length in enumerate(shape) if place != axis % len(shape)]
            ids = A(*others, dtype="int32", kind=2)
            rows += each("sparse_categorical_crossentropy", [ids, p], axis=[axis])
            for dtype in ("float32", "int64"):
                ids = A(*others, 1, dtype=dtype, kind=2)
                rows += each(
                    "sparse_categorical_crossentropy",
                    [ids, A(*shape)],
                    axis=[axis],
                    from_logits=[True],
                )
        rows += each("categorical_crossentropy", [y, A(*shape)], from_logits=[True])
        rows += each("categorical_crossentropy", [y, p], axis=[len(shape), -2])
        rows += each("sparse_categorical_crossentropy", [ids, p], axis=[len(shape), -2])
    limits = [[0.0, 1.0, 0.0], [1.0, 1e-8, 1.0], [0.5, 1.0 - 1e-7, 1e-7]]
    for wanted in ([[1.0, 0.0, 0.0]] * 3, [[0.0, 1.0, 0.5]] * 3):
        for name in ("binary_crossentropy", "categorical_crossentropy"):
            rows += calls(name, [A(kind=wanted), A(kind=limits)])
    rows += calls("sparse_categorical_crossentropy", [A(kind=[0, 1, 2]), A(kind=limits)])
    y, p = Numbers(4, 3, kind="positive"), A(4, 3, kind="positive")
    rows += calls(
        "categorical_crossentropy", [y, p], [A(4, 3, **DOUBLE), A(4, 3, kind="positive", **DOUBLE)]
    )
    rows += calls("binary_crossentropy", [y, p], [A(4, 1), p], [A(3), p])
    rows += calls("categorical_crossentropy", [A(4, 1), p], [A(3), p], [A(0, 3), A(0, 3)])
    return rows


# ---- connectionist temporal classification
def _ctc():
    rows = []
    scores = A(3, 8, 5, kind="positive")
    labels = A(3, 3, dtype="int32", kind=4)
    for steps, lengths in (([8, 8, 8], [3, 3, 3]), ([8, 7, 6], [3, 1, 2])):
        given = [A(kind=[[n] for n in each_], dtype="int32") for each_ in (steps, lengths)]
        rows += calls("ctc_batch_cost", [labels, scores, *given])
    given = [A(kind=[[n] for n in each_], dtype="float32") for each_ in ([8, 7, 6], [3, 2, 1])]
    rows += calls("ctc_batch_cost", [A(3, 3, kind=4), scores, *given])
    twice = A(kind=[[1, 1, 1], [0, 2, 2], [3, 3, 0]], dtype="int64")
    given = [A(kind=[[8], [5], [4]], dtype="int64"), A(kind=[[3], [3], [2]], dtype="int64")]
    rows += calls("ctc_batch_cost", [twice, scores, *given])
    short = [A(kind=[[2], [5], [4]], dtype="int32"), A(kind=[[3], [3], [2]], dtype="int32")]
    rows += calls("ctc_batch_cost", [labels, scores, *short])
    lengths = A(kind=[8, 5, 3], dtype="int32")
    for x in (scores, A(3, 12, 3, kind="positive"), A(3, 8, 2, kind="positive")):
        rows += [KRow("ctc_decode", [x, lengths], take=take) for take in ((0, 0), (1,))]
        for width, paths in ((100, 1), (3, 3), (1, 1), (10, 2)):
            options = {"greedy": False, "beam_width": width, "top_paths": paths}
            takes = [(0, path) for path in range(paths)] + [(1,)]
            rows += [
                KRow("ctc_decode", [x, lengths], options, gradients=False, take=take)
                for take in takes
            ]
    rows += [
        KRow(
            "ctc_decode",
            [scores, lengths],
            {"greedy": False, "beam_width": 1, "top_paths": 2},
            take=(0, 1),
        )
    ]
    return rows


FAMILIES = {
    "nn": by_name(_nn()),
    "dropout": by_name(_dropout()),
    "conv": by_name(_conv()),
    "local": by_name(_local()),
    "pooling": by_name(_pooling()),
    "normalization": by_name(_normalization()),
    "losses": by_name(_losses()),
    "ctc": by_name(_ctc()),
}

ROWS = [row for family in FAMILIES.values() for row in family.values()]
