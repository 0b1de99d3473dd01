"""What is asked of K at the edges: no element, no axis, negative axes, other number types.

Rows are as in `tables.backend`; `WithSteps` are those that are given functions.
"""

from compat_tests.golden.tables import backend, neural
from compat_tests.golden.tables.calls import Array, KRow, Numbers, Size, by_name, calls, each

__all__ = ["FAMILIES", "ROWS", "Step", "WithSteps"]

A = Array
INT = {"dtype": "int32", "kind": "whole"}
BITS = {"dtype": "bool", "kind": "bits"}
HALF = {"dtype": "float16"}
DOUBLE = {"dtype": "float64"}
FIRST = "channels_first"


def W(*shape, **options):  # noqa: N802 - as short as A
    """Return a tensor of known shape, as weights are."""
    return Array(*shape, fixed=True, **options)


class Step:
    """A function that a K function is given; it gets the backend in front.

    Args:
        name: what it is called in the row's name.
        function: of the backend and of what the K function passes.
    """

    def __init__(self, name, function):
        self.name = name
        self.function = function

    def __repr__(self):
        return self.name

    def bound(self, backend):
        """Return the function for one backend."""
        return lambda *args: self.function(backend, *args)


class WithSteps(KRow):
    """A row with functions among its arguments, or whose K function stands inside another."""

    def __init__(self, function, args, kwargs=None, around=None, **options):
        super().__init__(function, args, kwargs, **options)
        self.around = around

    def of(self, backend, args, kwargs):
        """Call the function of a backend, its steps bound."""
        args = [arg.bound(backend) if isinstance(arg, Step) else arg for arg in args]
        result = super().of(backend, args, kwargs)
        return self.around.function(backend, result) if self.around else result


# ---- no element
def _empty():
    rows = []
    for name in ("pow", "maximum", "minimum", "equal", "not_equal", "greater", "greater_equal"):
        rows += calls(name, [A(0, 3), A(0, 3)], [A(0, 3), A(3)], [A(0, 1), A(1, 3)], [A(0), 2.0])
    for name in ("less", "less_equal"):
        rows += calls(name, [A(0, 3), A(0, 3)], [A(0, 3), A(3)], [A(), A()])
    rows += calls("clip", [A(0, 3), 0.0, 1.0], [A(), 0.0, 1.0])
    for name in ("cast", "identity", "stop_gradient", "to_dense"):
        more = ["float64"] if name == "cast" else []
        rows += calls(name, [A(0, 3), *more], [A(), *more])
    for name in ("elu", "hard_sigmoid", "tanh", "softplus", "softsign", "relu", "sigmoid"):
        rows += calls(name, [A(3, 0)])
    rows += each("softmax", [A(3, 0)], axis=[-1, 0]) + each("softmax", [A(0, 3, 2)], axis=[1, -2])
    rows += each("l2_normalize", [A(0, 3)], axis=[None, 0, -1]) + calls("l2_normalize", [A()])
    for name in ("argmax", "argmin"):
        rows += each(name, [A(0, 3)], axis=[-1, 0]) + each(name, [A(2, 3, 4)], axis=[-2, -3, 3])
    for name in ("cumsum", "cumprod"):
        rows += each(name, [A(0, 3)], axis=[-1, 0, 1]) + each(name, [A(2, 3)], axis=[-2, 2, -3])
    rows += _empty_shapes() + _empty_products()
    return rows


def _empty_shapes():
    rows = calls("permute_dimensions", [A(0, 3, 2), (2, 0, 1)], [A(2, 3, 4), (-1, 0, 1)])
    rows += calls("flatten", [A(3, 0)]) + calls("batch_flatten", [A(0, 3)], [A()])
    rows += each("expand_dims", [A(0, 3)], axis=[0, -1, 1]) + each(
        "expand_dims", [A()], axis=[0, -1, 1]
    )
    rows += calls("squeeze", [A(0, 1), 1], [A(1, 0), -2], [A(1), 0], [A(1, 1), -1], [A(), 0])
    rows += calls("concatenate", [[A(2, 0), A(2, 3)]], [[A(0, 3), A(0, 3)], -2], [[A(), A()]])
    rows += calls("stack", [[A(0, 3), A(0, 3)]], [[A(0), A(0)], -1], [[A(2), A(2)], -3])
    rows += calls("repeat_elements", [A(0, 3), 2, 0], [A(2, 0, 3), 3, 2], [A(2, 3), 0, 1])
    rows += calls("repeat_elements", [A(2, 3), 2, -2], [A(2, 3), 2, -3])
    rows += calls("repeat", [A(0, 3), 2], [A(2, 0), 3], [A(2, 3), 0])
    rows += calls("tile", [A(0, 3), [2, 1]], [A(2, 3), [0, 0]], [A(), []], [A(0), 3])
    rows += calls("gather", [A(5, 0), A(2, dtype="int32", kind=5)], [A(5, 3), []])
    rows += calls("gather", [A(5, 3), A(0, dtype="int32")], [A(5, 3), A(dtype="int32", kind=5)])
    rows += calls("one_hot", [A(0, dtype="int32"), 3], [A(dtype="int32", kind=3), 3])
    rows += calls("one_hot", [A(2, dtype="int32", kind=3), 0])
    rows += each("reverse", [A(0, 3)], axes=[0, -1, [0, 1]]) + calls("reverse", [A(), []])
    rows += calls("reverse", [A(2, 3), [-2]], [A(2, 3), -3], [A(2, 3), [1, -1]])
    rows += calls("slice", [A(0, 3), [0, 0], [0, 2]], [A(4, 5), [4, 0], [0, 5]], [A(), [], []])
    rows += calls("slice", [A(0, 3), [0, 1], [-1, -1]], [A(4), [-1], [2]], [A(4), [5], [1]])
    rows += calls("reshape", [A(0, 3), (3, 0)], [A(0, 3), (0, -1)], [A(), (1, 1)], [A(), (-1,)])
    rows += calls("reshape", [A(2, 0, 3), (-1, 3)], [A(0), (2, 3)], [A(2, 3), (2, -2)])
    rows += calls("transpose", [A(0, 3)], [A(2, 0, 1)])
    rows += calls("temporal_padding", [A(0, 3, 2)], [A(2, 0, 2), (1, 2)], [A(2, 3, 2), (0, 0)])
    rows += calls("spatial_2d_padding", [A(0, 2, 2, 1)], [A(1, 0, 2, 1)])
    rows += calls("spatial_3d_padding", [A(0, 2, 2, 2, 1)], [A(1, 0, 2, 2, 1)])
    rows += calls("resize_images", [A(0, 2, 2, 1), 2, 2, "channels_last"])
    rows += calls("resize_volumes", [A(0, 2, 2, 2, 1), 2, 2, 2, "channels_last"])
    for name in ("zeros", "ones"):
        rows += each(name, [(0,)], dtype=["int32", "float16", "float64"])
    rows += calls("eye", [2, "float16"]) + calls("constant", [[]], [[[], []]])
    rows += calls("variable", [Numbers(0, 3)], [Numbers(2, **DOUBLE)], [2.5], [[]])
    rows += each("variable", [Numbers(2, 3)], dtype=["float16", "float64", "int32"])
    for name in ("random_normal", "random_uniform", "random_binomial", "truncated_normal"):
        sizes = [(Size(0), 2)], [Size()], [(2, Size(1), Size(0, 1))]
        rows += calls(name, *sizes, beside=A(2, 3), values=False)
    rows += each("placeholder", [(2, 3)], dtype=["float16", "float64", "int32", "bool"])
    return rows


def _empty_products():
    rows = calls("dot", [A(2, 0), A(0, 3)], [A(2, 3), A(3, 0)], [A(0, 2, 3), A(3, 4)])
    rows += calls("dot", [A(2, 3), A()], [A(), A()], [A(0, 3), A(2, 3, 4)])
    rows += calls("batch_dot", [A(0, 3), A(0, 3), 1], [A(0, 3, 4), A(0, 4, 2)])
    rows += calls("batch_dot", [A(2, 0), A(2, 0), 1], [A(2, 3, 0), A(2, 0, 2)])
    rows += calls("batch_dot", [A(2, 3), A(2, 3), -1], [A(2, 3, 4), A(2, 5, 4), [-1, -1]])
    rows += calls("bias_add", [A(0, 5, 3), W(3)], [A(2, 0, 3), W(3)], [A(0, 3, 5), W(3), FIRST])
    x4, x5 = A(0, 5, 5, 2), A(0, 5, 5, 5, 2)
    rows += calls("conv2d", [x4, W(2, 2, 2, 3), (2, 2), "same"])
    rows += calls("conv2d", [A(0, 2, 5, 5), W(2, 2, 2, 3), (1, 1), "valid", FIRST])
    rows += calls("conv3d", [x5, W(2, 2, 2, 2, 3)])
    rows += calls("conv2d_transpose", [x4, W(2, 2, 3, 2), (0, 6, 6, 3)])
    rows += calls("conv3d_transpose", [x5, W(2, 2, 2, 3, 2), (0, 6, 6, 6, 3)])
    # TensorFlow does not write the derivatives by these kernels: they are what memory held.
    rows += calls("separable_conv1d", [A(0, 5, 2), W(2, 2, 1), W(1, 2, 3)], gradients=False)
    rows += calls("separable_conv2d", [x4, W(2, 2, 2, 1), W(1, 1, 2, 3)], gradients=False)
    rows += calls("depthwise_conv2d", [x4, W(2, 2, 2, 1)], gradients=False)
    rows += calls("local_conv1d", [A(0, 5, 2), W(4, 4, 3), (2,), (1,)])
    rows += calls("local_conv2d", [x4, W(16, 8, 3), (2, 2), (1, 1), (4, 4)])
    rows += calls("pool2d", [x4, (2, 2), (1, 1), "same", None, "avg"])
    rows += calls("pool3d", [x5, (2, 2, 2)], [x5, (2, 2, 2), (1, 1, 1), "same", None, "avg"])
    given = [W(3), W(3, kind="positive"), W(3), W(3)]
    rows += calls("batch_normalization", [A(0, 3), *given], [A(0, 4, 3), *given])
    rows += [
        KRow("normalize_batch_in_training", [A(0, 3), W(3), W(3), [0]], gradients=False, take=(0,))
    ]
    ids = A(0, dtype="int32")
    rows += calls("binary_crossentropy", [A(0, 3), A(0, 3)], [A(), A(kind="positive")])
    rows += calls("categorical_crossentropy", [A(3, 0), A(3, 0)], [A(0, 3), A(0, 3), True])
    rows += calls("sparse_categorical_crossentropy", [ids, A(0, 3)], [ids, A(0, 3), True])
    rows += calls("in_top_k", [A(0, 3), ids, 2])
    rows += calls("dropout", [A(0, 3), 0.5], [A(), 0.5], values=False)
    return rows


# ---- number types
def _typed():
    rows = []
    for kind in (HALF, DOUBLE, INT):
        rows += _typed_shapes(kind) + _typed_products(kind) + _typed_losses(kind)
    for name in ("argmax", "argmin", "logsumexp", "softmax", "l2_normalize", "cumsum"):
        rows += calls(name, [A(3, **BITS)])
    rows += calls("dot", [A(2, 2, **BITS), A(2, 2, **BITS)], [A(2, 2, dtype="int64", kind=4)] * 2)
    return rows + _mixed()


def calls_of(kind, name, *lists):
    """Return rows; derivatives of half precision are too coarse to compare."""
    return calls(name, *lists, gradients=kind is not HALF)


def _typed_shapes(kind):
    x, rows = A(2, 3, **kind), []
    short = {
        "reshape": [(3, 2)],
        "permute_dimensions": [(1, 0)],
        "flatten": [],
        "batch_flatten": [],
        "expand_dims": [1],
        "repeat": [2],
        "repeat_elements": [2, 1],
        "tile": [[1, 2]],
        "gather": [A(2, dtype="int32", kind=2)],
        "reverse": [0],
        "slice": [[0, 1], [1, 2]],
        "transpose": [],
        "identity": [],
        "stop_gradient": [],
        "to_dense": [],
        "argmax": [],
        "argmin": [],
        "cumsum": [-1],
        "cumprod": [],
        "logsumexp": [0],
        "softmax": [],
        "l2_normalize": [1],
        "zeros_like": [],
        "ones_like": [],
        "print_tensor": [],
        "one_hot": [3],
    }
    for name, more in short.items():
        rows += calls_of(kind, name, [x, *more])
    rows += calls_of(kind, "squeeze", [A(2, 1, **kind), 1])
    rows += calls_of(kind, "concatenate", [[x, x]]) + calls_of(kind, "stack", [[x, x]])
    rows += calls_of(kind, "temporal_padding", [A(1, 2, 2, **kind)])
    rows += calls_of(kind, "spatial_2d_padding", [A(1, 2, 2, 1, **kind)])
    rows += calls_of(kind, "spatial_3d_padding", [A(1, 2, 2, 2, 1, **kind)])
    rows += calls_of(kind, "resize_volumes", [A(1, 2, 2, 2, 1, **kind), 2, 1, 2, "channels_last"])
    for name in ("pow", "equal", "not_equal", "greater", "greater_equal", "less", "less_equal"):
        rows += calls_of(kind, name, [A(2, kind="positive", dtype=kind["dtype"])] * 2)
        rows += calls_of(kind, name, [x, 2], [x, 0.5])
    return rows


def _typed_products(kind):
    def tensor(*shape):
        return A(*shape, fixed=len(shape) != 4, **kind)

    def weight(*shape):
        return W(*shape, **kind)

    rows = calls_of(kind, "dot", [A(2, 3, **kind), tensor(3, 2)], [tensor(2, 2, 3), tensor(3, 2)])
    rows += calls_of(kind, "batch_dot", [tensor(2, 3), tensor(2, 3), 1])
    rows += calls_of(kind, "batch_dot", [tensor(2, 3, 2), tensor(2, 2, 3)])
    rows += calls_of(kind, "bias_add", [tensor(2, 3), tensor(3)], [tensor(2, 2, 3), tensor(3)])
    x = tensor(1, 4, 4, 2)
    rows += calls_of(kind, "conv1d", [tensor(1, 4, 2), tensor(2, 2, 3)])
    rows += calls_of(kind, "conv2d", [x, weight(2, 2, 2, 3)])
    rows += calls_of(kind, "conv2d_transpose", [x, weight(2, 2, 3, 2), (1, 5, 5, 3)])
    rows += calls_of(kind, "conv3d", [tensor(1, 3, 3, 3, 2), tensor(2, 2, 2, 2, 3)])
    given = [tensor(1, 2, 2, 2, 2), tensor(2, 2, 2, 3, 2), (1, 3, 3, 3, 3)]
    rows += calls_of(kind, "conv3d_transpose", given)
    rows += calls_of(kind, "separable_conv1d", [tensor(1, 4, 2), tensor(2, 2, 1), tensor(1, 2, 3)])
    rows += calls_of(kind, "separable_conv2d", [x, weight(2, 2, 2, 1), weight(1, 1, 2, 3)])
    rows += calls_of(kind, "depthwise_conv2d", [x, weight(2, 2, 2, 1)])
    rows += calls_of(kind, "local_conv1d", [tensor(1, 4, 2), tensor(3, 4, 3), (2,), (1,)])
    rows += calls_of(kind, "local_conv2d", [x, tensor(9, 8, 3), (2, 2), (1, 1), (3, 3)])
    for mode in ("max", "avg"):
        rows += calls_of(kind, "pool2d", [x, (2, 2), (1, 1), "same", None, mode])
        rows += calls_of(
            kind, "pool3d", [tensor(1, 3, 3, 3, 2), (2, 2, 2), (1, 1, 1), "same", None, mode]
        )
    spread = W(2, kind="positive", dtype=kind["dtype"])
    rows += calls_of(kind, "batch_normalization", [tensor(3, 2), tensor(2), spread, None, None])
    given = [tensor(3, 2), tensor(2), tensor(2), [0]]
    rows += [
        KRow("normalize_batch_in_training", given, gradients=kind is not HALF, take=(place,))
        for place in range(3)
    ]
    return rows


def _typed_losses(kind):
    # No share is above one: 1 - epsilon is one in half precision, and the logarithm has no value.
    shares = [[0.25, 0.5, 0.75, 0.5], [0.5, 0.25, 0.5, 0.75], [0.75, 0.25, 0.25, 0.5]]
    p = A(3, 4, kind=3 if kind is INT else shares, dtype=kind["dtype"])
    ids = A(3, dtype="int32", kind=4)
    rows = calls_of(kind, "binary_crossentropy", [p, p], [p, p, True])
    rows += calls_of(kind, "categorical_crossentropy", [p, p], [p, p, True])
    rows += calls_of(kind, "sparse_categorical_crossentropy", [ids, p], [ids, p, True])
    rows += calls_of(kind, "in_top_k", [p, ids, 2])
    rows += calls("dropout", [p, 0.5], values=False)
    return rows


def _mixed():
    single, double = A(2, 3), A(2, 3, **DOUBLE)
    half, whole = A(2, 3, **HALF), A(2, 3, **INT)
    pairs = [[single, double], [double, single], [single, whole], [half, single], [whole, double]]
    rows = []
    for name in ("maximum", "minimum", "pow", "equal", "less", "greater_equal"):
        rows += calls(name, *pairs)
    for pair in pairs:
        rows += calls("concatenate", [pair]) + calls("stack", [pair])
        rows += calls("categorical_crossentropy", pair)
    shares = [A(2, 3, kind=[[0.25, 0.5, 0.75]] * 2, dtype=each) for each in ("float32", "float64")]
    rows += calls("binary_crossentropy", shares, shares[::-1], pairs[2])
    for one, other in ((A(2, 3), W(3, 2, **DOUBLE)), (A(2, 3, **INT), W(3, 2))):
        rows += calls("dot", [one, other])
    rows += calls("batch_dot", [single, double, 1]) + calls("bias_add", [single, W(3, **DOUBLE)])
    rows += calls("conv1d", [A(1, 4, 2), W(2, 2, 3, **DOUBLE)])
    rows += calls("conv2d", [A(1, 4, 4, 2), W(2, 2, 2, 3, **DOUBLE)])
    rows += calls("clip", [whole, 0.5, 1.5], [double, 0, 1])
    return rows


# ---- functions that are given functions
SQUARE = Step("square", lambda K, x: K.square(x))  # noqa: N803
SHIFTED = Step("x0 + 2 x1", lambda K, pair: pair[0] + 2.0 * pair[1])  # noqa: N803
TOTAL = Step("tanh(total + x)", lambda K, total, x: K.tanh(total + x))  # noqa: N803
CELL = Step("cell", lambda K, x, s: (K.tanh(x + 0.5 * s[0]), [K.tanh(x + 0.5 * s[0])]))  # noqa: N803
DENSE = Step("dense", lambda K, x: K.to_dense(x))  # noqa: N803


def _control():
    rows = [WithSteps("map_fn", [SQUARE, x]) for x in (A(3, 2), A(3), A(3, **INT), A(2, 3, 2))]
    rows += [WithSteps("map_fn", [SQUARE, A(3, 2, **DOUBLE)])]
    rows += [
        WithSteps("map_fn", [SQUARE, A(0, 2)], gradients=False),
        WithSteps("map_fn", [SQUARE, A(0, **INT)]),
    ]
    rows += [WithSteps("map_fn", [SHIFTED, (A(3, 2), A(3, 2))], {"dtype": "float32"})]
    for name in ("foldl", "foldr"):
        rows += [WithSteps(name, [TOTAL, A(3, 2), A(2)]), WithSteps(name, [TOTAL, A(3, 2)])]
        rows += [WithSteps(name, [TOTAL, A(3, **DOUBLE)])]
    for take in ((0,), (1,), (2, 0)):
        for backwards in (False, True):
            for unroll in (False, True):
                options = {"go_backwards": backwards, "unroll": unroll}
                given = [CELL, W(2, 3, 4), [W(2, 4)]]
                rows += [WithSteps("rnn", given, options, take=take)]
        masked = {"mask": W(2, 3, kind=[[1, 1, 0], [1, 0, 0]], dtype="bool")}
        rows += [WithSteps("rnn", [CELL, W(2, 3, 4), [W(2, 4)]], masked, take=take)]
        rows += [WithSteps("rnn", [CELL, W(0, 3, 4), [W(0, 4)]], take=take)]
    for name in ("foldl", "foldr"):
        rows += [WithSteps(name, [TOTAL, A(0, 2), A(2)], gradients=False)]
    x, y = A(2, 3), A(2, 3)
    for training in (0, 1, True, False):
        for name in ("in_train_phase", "in_test_phase"):
            rows += calls(name, [x, y, training], [A(0, 3), A(0, 3), training])
    rows += calls("switch", [A(**BITS), x, y], [A(2, 3, **BITS), x, y], [A(2, **BITS), x, y])
    rows += calls("switch", [A(2, 1, **BITS), x, y], [A(0, 3, **BITS), A(0, 3), A(0, 3)])
    rows += calls("switch", [A(**BITS), A(2, **DOUBLE), A(2, **DOUBLE)], [A(**BITS), A(), A()])
    rows += calls("print_tensor", [x], [A()], [A(0, 3)])
    labels, lengths = A(2, 3, dtype="int32", kind=4), A(kind=[2, 3], dtype="int32")
    rows += [WithSteps("ctc_label_dense_to_sparse", [labels, lengths], around=DENSE)]
    return rows


ELSEWHERE = {*map(str, backend.ROWS), *map(str, neural.ROWS)}


def _new(rows):
    return {name: row for name, row in by_name(rows).items() if name not in ELSEWHERE}


FAMILIES = {"empty": _new(_empty()), "typed": _new(_typed()), "control": _new(_control())}

ROWS = [row for family in FAMILIES.values() for row in family.values()]
