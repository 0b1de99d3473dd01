"""What is asked of each K function: its name, its arguments, and tensors as `calls` has them."""

from compat_tests.golden.tables.calls import Array, Constant, KRow, Numbers, Size
from compat_tests.golden.tables.calls import by_name as _by_name
from compat_tests.golden.tables.calls import calls as _calls
from compat_tests.golden.tables.calls import each as _each

__all__ = ["FAMILIES", "ROWS"]

A = Array
INT = {"dtype": "int32", "kind": "whole"}
BITS = {"dtype": "bool", "kind": "bits"}
HALF = {"dtype": "float16"}
DOUBLE = {"dtype": "float64"}


def _elementwise():
    rows = []
    for name in ("square", "abs", "sqrt", "exp", "log", "round", "sign", "sin", "cos"):
        kind = "positive" if name in ("sqrt", "log") else "normal"
        rows += _calls(name, [A(2, 3, kind=kind)], [A(kind=kind)], [A(0, 3)])
        rows += _calls(
            name, [A(4, kind=kind, **DOUBLE)], [A(4, kind=kind, **HALF)], gradients=False
        )
        rows += _calls(name, [A(2, 3, **INT)], [A(2, **BITS)])
    rows += _calls("round", [A(kind=[0.5, 1.5, 2.5, -0.5, -1.5, 1e10])])
    rows += _calls("sqrt", [A(kind=[-2.0, 0.25, 4.0])], [A(kind=[-1.0, 0.0, 4.0])])
    rows += _calls("abs", [A(kind=[-1.0, 0.0, 4.0])])
    rows += _calls("sign", [A(kind=[-1.0, 0.0, 4.0])])
    rows += _calls("pow", [A(2, 3), 2], [A(2, 3), 3.0], [A(2, 3, kind="positive"), 0.5])
    rows += _calls("pow", [A(2, 3, kind="positive"), A(3)], [2.0, A(2, 3)], [A(2, **INT), 2])
    for name in ("maximum", "minimum"):
        rows += _calls(name, [A(2, 3), A(2, 3)], [A(2, 3), A(3)], [A(2, 1), A(1, 3)])
        rows += _calls(name, [A(5, kind="ties"), A(5, kind="ties")], [A(2, 3, kind="ties"), 0.5])
        rows += _calls(name, [0.5, A(2, 3, kind="ties")], [A(2, 3), 1], [A(2, 3, **INT), 1])
        rows += _calls(name, [A(2, 3), Numbers(3, dtype="float64")], [A(2, 3), Constant(3)])
        rows += _calls(name, [A(2, 3, **INT), A(3, **INT)], [A(2, 3, **DOUBLE), 0.1])
        rows += _calls(name, [A(3, **HALF), A(3, **HALF)], gradients=False)
    for name in ("equal", "not_equal", "greater", "greater_equal", "less", "less_equal"):
        rows += _calls(name, [A(2, 3, kind="ties"), A(2, 3, kind="ties")])
        rows += _calls(name, [A(2, 3, kind="ties"), 0.5], [0.5, A(2, 3, kind="ties")])
        rows += _calls(name, [A(2, 3, **INT), 1], [A(2, 3, **INT), A(3, **INT)])
        rows += _calls(name, [A(2, 3, kind="ties"), Numbers(3, kind="ties", dtype="float64")])
        rows += _calls(name, [A(3, 1), A(4)], [A(2, 3, kind="ties", **DOUBLE), 0.5])
    rows += _calls("equal", [A(3, **BITS), A(3, **BITS)], [A(kind=[float("nan")]), float("nan")])
    rows += _calls("clip", [A(2, 3), -0.5, 0.5], [A(2, 3), 0.0, None], [A(2, 3), 0.7, 0.1])
    rows += _calls("clip", [A(kind=[-1.0, 0.0, 0.5, 1.0, 2.0]), 0, 1], [A(4, **INT), -1, 2])
    rows += _calls("clip", [A(3, **DOUBLE), -0.1, 0.1], [A(3, **HALF), -0.5, 0.5], gradients=False)
    for dtype in ("float32", "float64", "float16", "int32", "int64", "uint8", "bool"):
        rows += _calls("cast", [A(2, 3, kind="positive"), dtype], [A(2, 3, **BITS), dtype])
        rows += _calls("cast", [A(4, kind="bits", dtype="int32"), dtype])
    rows += _calls("cast", [A(kind=[-1.7, 1.7, 0.0, -0.3]), "int32"], [3, "float32"])
    rows += _calls("cast", [Size(0), "float32"], [Size(), "float32"], beside=A(2, 3))
    rows += _calls("identity", [A(2, 3)], [A(2, **INT)], [A()])
    rows += _calls("stop_gradient", [A(2, 3)], [A(2, **INT)])
    return rows


AXES = [None, 0, -1, 1, [0, 2], [-1, 0], [0, 1, 2], (1,), []]


def _reduction():
    rows = []
    for name in ("sum", "prod", "max", "min", "mean", "var", "std", "any", "all", "logsumexp"):
        bits = {"kind": "bits"} if name in ("any", "all") else {}
        rows += _each(name, [A(2, 3, 4, **bits)], axis=AXES, keepdims=[False, True])
        rows += _each(name, [A(2, 3, **INT)], axis=[None, 0, -1])
        rows += _each(name, [A(2, 3, **BITS)], axis=[None, 0])
        rows += _each(name, [A(2, 3, **DOUBLE)], axis=[None, 1])
        rows += _each(name, [A(2, 3, **HALF)], axis=[None, 1], gradients=False)
        rows += _each(name, [A(0, 3)], axis=[None, 0, 1], gradients=False)
        rows += _calls(name, [A()], [A(5)], [A(2, 3), 2], [A(2, 3), [0, -3]])
        rows += _calls(name, [A(2, 3), [0, -2]], gradients=False)
    for name in ("max", "min"):
        rows += _each(name, [A(3, 4, kind="ties")], axis=[None, 0, 1])
        rows += _each(name, [A(0, 2, **INT)], axis=[0])
    rows += _each("prod", [A(kind=[[2.0, 0.0, 3.0], [1.0, 4.0, 0.5]])], axis=[None, 0, 1])
    rows += _each("mean", [A(kind=[[1, -2, 3], [4, 5, -6]], dtype="int32")], axis=[None, 0, 1])
    rows += _each("mean", [A(3, kind=200, dtype="int64")], axis=[None])
    rows += _calls("logsumexp", [A(kind=[1000.0, 1000.0])], [A(kind=[-1000.0, float("-inf")])])
    for name in ("argmax", "argmin"):
        rows += _each(name, [A(2, 3, 4)], axis=[-1, 0, 1, 2, -3, None, 3])
        rows += _calls(name, [A(5)], [A(3, 4, kind="ties")], [A(4, **INT)], [A(3, **BITS)])
    for name in ("cumsum", "cumprod"):
        rows += _each(name, [A(2, 3, 4)], axis=[0, 1, 2, -1])
        rows += _calls(name, [A(5)], [A(2, 3, **INT)], [A(3, **DOUBLE)], [A(0, 2)], [A(2, **BITS)])
    return rows


def _shaping():
    rows = []
    rows += _calls("reshape", [A(2, 6), (3, 4)], [A(2, 6), [-1, 3]], [A(2, 6), (-1,)])
    rows += _calls("reshape", [A(2, 3, 4), (-1, 12)], [A(4, 2), (1, -1, 2, 2)], [A(1, 1), ()])
    rows += _calls("reshape", [A(2, 6), (Size(0), 2, 3)], [A(2, 6), (Size(1), Size(0))])
    rows += _calls("reshape", [A(2, 6), Size()], [A(2, 3), (4, 2)], [A(2, 3), (None, 3)])
    rows += _calls("reshape", [A(0, 3), (-1, 3)], [A(2, **INT), (2, 1)])
    rows += _calls("permute_dimensions", [A(2, 3, 4), (2, 0, 1)], [A(2, 3), [1, 0]])
    rows += _calls("permute_dimensions", [A(2, 3, 4), (0, 2, 1)], [A(2, 3, 4), (2, 0)])
    rows += _calls("flatten", [A(2, 3, 4)], [A(5)], [A()], [A(0, 3)], [A(2, 2, **INT)])
    rows += _calls("batch_flatten", [A(2, 3, 4)], [A(2, 3)], [A(4)], [A(2, 1, 3, 2)], [A(0, 2, 3)])
    rows += _each("expand_dims", [A(2, 3)], axis=[0, 1, 2, -1, -2, -3, 3])
    rows += _calls("expand_dims", [A(2, 3)], [A()])
    rows += _calls("squeeze", [A(2, 1, 3), 1], [A(2, 1, 3), -2], [A(1, 3), 0], [A(2, 3), 1])
    rows += _each("concatenate", [[A(2, 3, 4), A(2, 3, 4)]], axis=[0, 1, 2, -1, -3, 3])
    rows += _calls("concatenate", [[A(2, 3), A(2, 1), A(2, 2)]], [[A(2, 3)]], [[A(2), A(3)]])
    rows += _calls("concatenate", [[A(2, 3), Numbers(1, 3)], 0], [[A(2, **INT), A(1, **INT)]])
    rows += _calls("concatenate", [[A(2, 3), A(3, 2)]], [[A(0, 3), A(2, 3)], 0])
    rows += _each("stack", [[A(2, 3), A(2, 3)]], axis=[0, 1, 2, -1, -2, 5])
    rows += _calls("stack", [[A(), A()]], [[A(2), A(2), A(2)]], [[A(2, **INT)]], [A(2, 3)])
    for rep, axis in [(2, 0), (3, 1), (2, 2), (1, 1), (2, -1)]:
        rows += _calls("repeat_elements", [A(2, 3, 4), rep, axis])
    rows += _calls("repeat_elements", [A(3, **INT), 2, 0], [A(2, 3), 2, 5])
    rows += _calls("repeat", [A(2, 3), 4], [A(2, 3), 1], [A(2, 3), Size(0)], [A(2, 3, 4), 2])
    rows += _calls("tile", [A(3), 2], [A(2, 3), [2, 3]], [A(2, 3), (1, 2)], [A(2, 3), 2])
    rows += _calls("tile", [A(2, 3), [1, Size(0)]], [A(2, **INT), [3]], [A(2, 3), [0, 1]])
    rows += _calls("gather", [A(5, 3), A(2, 4, dtype="int32", kind=5)])
    rows += _calls(
        "gather", [A(5, 3), A(3, dtype="int64", kind=5)], [A(5, 3), [0, 2]], [A(5, 3), 1]
    )
    rows += _calls("gather", [A(5), A(2, 2, dtype="int32", kind=5)], [A(5, 2, 3), [1, 1, 0]])
    rows += _calls("gather", [A(5, **INT), A(2, dtype="int32", kind=5)], [A(5, 3), A(2)])
    rows += _calls("one_hot", [A(4, dtype="int32", kind=3), 3], [A(2, 3, dtype="int64", kind=5), 5])
    rows += _calls(
        "one_hot", [A(4, dtype="uint8", kind=3), 3], [A(kind=[-1, 3, 1], dtype="int32"), 3]
    )
    rows += _calls("one_hot", [A(2, dtype="int32", kind=2), Size(0)], [A(3), 3], [[1, 2], 3])
    rows += _each("reverse", [A(2, 3, 4)], axes=[0, 1, -1, [0, 2], (1, -1), [], 3])
    rows += _calls("reverse", [A(3, **INT), 0], [A(2, 3), [0, 0]])
    rows += _calls("slice", [A(4, 5), [1, 2], [2, 3]], [A(4, 5), [1, 0], [-1, 2]])
    rows += _calls("slice", [A(4, 5), (0, 1), (1, -1)], [A(4, 5), [0, 0], [Size(0), 2]])
    rows += _calls("slice", [A(4, 5), [0, 0], [Size(0, -1), 2]], [A(4), [1], [0]])
    rows += _calls("slice", [A(4, 5), [0, 3], [1, 5]], [A(4, 5), [0], [1]])
    rows += _padding() + _resizing()
    return rows


def _padding():
    rows = _each("temporal_padding", [A(2, 3, 2)], padding=[(1, 1), (0, 2), (1, 0), (1,), (-1, 0)])
    rows += _calls("temporal_padding", [A(2, 3, 2)], [A(2, 3)], [A(2, 3, 1, **INT)])
    for data_format in ("channels_last", "channels_first", None, "other"):
        for padding in (((1, 1), (1, 1)), ((0, 2), (1, 0))):
            args = [A(2, 3, 4, 2), padding, data_format]
            rows.append(KRow("spatial_2d_padding", args))
        for padding in (((1, 1), (1, 1), (1, 1)), ((0, 2), (1, 0), (0, 0))):
            args = [A(2, 2, 3, 2, 1), padding, data_format]
            rows.append(KRow("spatial_3d_padding", args))
    rows += _calls("spatial_2d_padding", [A(1, 2, 2, 1)], [A(1, 2, 2, 1), (1, 1)])
    return rows


def _resizing():
    rows = []
    for data_format in ("channels_last", "channels_first", "other"):
        for interpolation in ("nearest", "bilinear"):
            for rows_by, cols_by in ((2, 3), (1, 2), (1, 1), (4, 5)):
                args = [A(2, 3, 4, 2), rows_by, cols_by, data_format, interpolation]
                rows.append(KRow("resize_images", args))
        rows += _calls("resize_volumes", [A(2, 2, 3, 2, 2), 2, 1, 3, data_format])
    last = "channels_last"
    for dtype in ("float64", "float16", "int32"):
        args = [A(1, 2, 2, 1, dtype=dtype), 2, 2, last]
        rows += _calls("resize_images", args, gradients=False)
    rows += _calls("resize_images", [A(1, 2, 2, 1, **INT), 2, 2, last, "bilinear"])
    rows += _calls("resize_images", [A(1, 1, 1, 1), 3, 3, last, "bilinear"])
    rows += _calls("resize_images", [A(1, 1, 2, 1), 47, 41, last], [A(1, 2, 1, 1), 49, 7, last])
    rows += _calls("resize_images", [A(1, 2, 2, 1), 2, 2, last, "cubic"], [A(2, 2, 1), 2, 2, last])
    rows += _calls("resize_images", [A(1, 2, 2, 1), 2, 2, None], [A(1, 2, 2, 1), 2.0, 2, last])
    return rows


def _linalg():
    rows = _calls("dot", [A(2, 3), A(3, 4)], [A(2, 5, 3), A(3, 4)], [A(2, 5, 3), A(6, 3, 4)])
    rows += _calls("dot", [A(2, 3), A(5, 3, 4)], [A(2, 2, 2, 3), A(3, 1)], [A(3), A(2, 3, 4)])
    rows += _calls("dot", [A(2, 3), Constant(3, 2)], [A(2, 3, **INT), A(3, 2, **INT)])
    rows += _calls("dot", [A(2, 3), A(4, 3)], [A(3), A(3)], [A(2, 3), A(3)], [A(0, 3), A(3, 2)])
    rows += _calls("dot", [A(2, 3, **DOUBLE), A(3, 2, **DOUBLE)])
    rows += _each("batch_dot", [A(4, 3), A(4, 3)], axes=[1, (1, 1)])
    rows += _each("batch_dot", [A(3, 3), A(3, 3)], axes=[None, 0, 1, (0, 1), (1, 0), -1])
    rows += _each("batch_dot", [A(2, 3, 4), A(2, 4, 5)], axes=[None, (2, 1), [2, 1]])
    rows += _each("batch_dot", [A(2, 3, 4), A(2, 5, 4)], axes=[2, (2, 2)])
    rows += _each("batch_dot", [A(2, 4, 3), A(2, 4, 5)], axes=[1, (1, 1), (-2, -2)])
    rows += _each("batch_dot", [A(2, 4, 3), A(2, 5, 4)], axes=[(1, 2)])
    rows += _each("batch_dot", [A(2, 3, 3), A(2, 3, 3)], axes=[-1, (-1, -1), (0, 0), (1, 2)])
    rows += _each("batch_dot", [A(2, 3, 4), A(2, 4)], axes=[(2, 1), None, 2, (2, 0)])
    rows += _each("batch_dot", [A(2, 3, 4), A(2, 3)], axes=[(1, 1), 1])
    rows += _each("batch_dot", [A(2, 4), A(2, 4, 3)], axes=[(1, 1), None, 1, (0, 1)])
    rows += _each("batch_dot", [A(2, 4), A(2, 3, 4)], axes=[(1, 2)])
    rows += _each("batch_dot", [A(2, 3, 4, 5), A(2, 3, 5, 6)], axes=[None, (3, 2)])
    rows += _each("batch_dot", [A(2, 3, 4, 5), A(2, 3, 6, 5)], axes=[3, (3, 3)])
    rows += _each("batch_dot", [A(2, 3, 5, 4), A(2, 3, 5, 6)], axes=[2, (2, 2), (1, 1)])
    rows += _each("batch_dot", [A(2, 3, 4, 5), A(2, 3)], axes=[(1, 1)])
    rows += _each("batch_dot", [A(2, 3, 4, 5), A(2, 5)], axes=[(3, 1), None])
    rows += _each("batch_dot", [A(2, 3, 4, 5), A(2, 3, 5)], axes=[(3, 2), None])
    rows += _each("batch_dot", [A(2, 5, 4), A(2, 5, 4, 3)], axes=[(2, 2), (2, 3), None])
    rows += _each("batch_dot", [A(2, 3, 4), A(2, 4, 5)], axes=[((1, 2), 1), ([1], [1]), 2])
    rows += _calls("transpose", [A(2, 3)], [A(2, 3, 4)], [A(3)], [A()], [A(2, 2, **INT)])
    axes = [None, 0, 1, -1, [0, 2], (1, 2)]
    rows += _each("l2_normalize", [A(2, 3, 4)], axis=axes)
    rows += _calls("l2_normalize", [A(kind=[0.0, 0.0])], [A(2, **INT)], [A(3, **DOUBLE)])
    rows += _calls("l2_normalize", [A(kind=[[1e-8, 0.0], [3.0, 4.0]]), 1])
    rows += _calls("to_dense", [A(2, 3)])
    return rows


def _creation():
    rows = []
    for name in ("zeros", "ones"):
        rows += _each(name, [(2, 3)], dtype=[None, "int32", "float64", "bool"])
        rows += _calls(name, [()], [[4]], [3], [(0, 2)], [(None, 2)])
        rows += _calls(name, [(Size(0), 2)], [Size()], [[2, Size(1)]], beside=A(2, 3))
    for name in ("zeros_like", "ones_like"):
        rows += _each(name, [A(2, 3)], dtype=[None, "int32", "bool", "float64"])
        rows += _calls(
            name, [A(2, **INT)], [A()], [A(0, 2)], [A(2, **BITS)], [Numbers(2, **DOUBLE)]
        )
    rows += _calls("eye", [3], [0], [1], [(2, 3)])
    rows += _each("eye", [2], dtype=["int32", "float64"])
    rows += _each(
        "constant", [3], dtype=[None, "int32", "float64", "bool"], shape=[None, (2, 2), ()]
    )
    rows += _each(
        "constant", [[1.5, 2.0]], dtype=[None, "int32"], shape=[None, (2, 3), (1, 2), (1,)]
    )
    rows += _calls("constant", [[[1, 2], [3, 4]]], [True], [Numbers(2, 2, dtype="int64", kind=9)])
    rows += _calls("arange", [5], [-5], [0], [2, 5], [5, 2, -1], [0, 10, 3], [0.0, 3.0, 0.5], [3.0])
    rows += _calls("arange", [3, 0], [0, 3, -1], [0, 1, 0.3], [1, 1])
    rows += _each("arange", [4], dtype=["int32", "int64", "float32", "float64", "bool"])
    rows += _each("arange", [0.0, 2.0, 0.5], dtype=["int32", "int64", "float64"])
    rows += _calls("arange", [A(dtype="int32", kind=9)], [A(kind="positive")])
    return rows


def _random():
    rows = []
    for name in ("random_normal", "random_uniform", "random_binomial", "truncated_normal"):
        rows += _calls(name, [(2, 3)], [(0, 2)], [()], [[4]], [(None, 2)], values=False)
        for dtype in ("float64", "float16", "int32"):
            rows.append(KRow(name, [(2, 3)], {"dtype": dtype, "seed": 1}, values=False))
    mean = [(2, 3), Constant(3), Constant(2, 1, kind="positive")]
    for name in ("random_normal", "random_uniform", "truncated_normal"):
        rows += _calls(name, mean, values=False)
    rows += _calls("random_uniform", [(5,), 0, 10, "int32"], [(5,), 0, 10.5, "int32"], values=False)
    for name in ("random_normal_variable", "random_uniform_variable"):
        rows += _calls(name, [(2, 3), 0, 1], [(2, 3), -1.0, 2.0, "float64"], values=False)
    rows += _calls("random_uniform_variable", [(5,), 0, 9, "int32"], values=False)
    return rows


FAMILIES = {
    "elementwise": _by_name(_elementwise()),
    "reduction": _by_name(_reduction()),
    "shaping": _by_name(_shaping()),
    "linalg": _by_name(_linalg()),
    "creation": _by_name(_creation()),
    "random": _by_name(_random()),
}

ROWS = [row for family in FAMILIES.values() for row in family.values()]
