"""What is computed number by number, of two tensors."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Numbers,
    Variable,
    call,
    calls,
    unique,
)

POSITIVE = A(2, 3, kind="positive")
TIES = A(2, 3, kind="ties")
INT = A(2, 3, dtype="int32", kind="whole")
DIVISOR = A(kind=[[1, 2, -3], [2, -2, 3]], dtype="int32")
LONG = A(2, 3, dtype="int64", kind="whole")
DOUBLE = A(2, 3, dtype="float64", kind="positive")
HALF = A(2, dtype="float16", kind="positive")
BITS = A(2, 3, dtype="bool", kind="bits")
ZEROS = A(kind=[[0.0, 1.0, 2.0], [0.0, -1.0, 0.0]])

PLAIN = "add subtract multiply maximum minimum squared_difference"
DIVIDING = "div divide truediv realdiv floordiv floormod mod div_no_nan"
COMPARING = "equal not_equal less less_equal greater greater_equal"
FLOATS = [[POSITIVE, POSITIVE], [POSITIVE, A(3, kind="positive")], [A(2, 1, kind="positive"), A(3)]]
MIXED = [[POSITIVE, 2.0], [POSITIVE, 2], [2.0, POSITIVE], [DOUBLE, 1.5], [HALF, 2], [POSITIVE, A()]]
OBJECTS = [
    [POSITIVE, Numbers(2, 3)],
    [POSITIVE, Numbers(3, dtype="float64")],
    [Numbers(2, 3), POSITIVE],
    [POSITIVE, Constant(3)],
    [Variable(2, 3), POSITIVE],
    [POSITIVE, [1.0, 2.0, 3.0]],
    [1.0, 2.0],
]
TYPES = [
    [POSITIVE, DOUBLE],
    [INT, POSITIVE],
    [POSITIVE, INT],
    [INT, 2.5],
    [INT, LONG],
    [2, POSITIVE],
]

ROWS = unique(
    calls(PLAIN + " " + DIVIDING, *FLOATS, *MIXED, *OBJECTS, [A(0, 3), A(3)]),
    calls(
        PLAIN + " floordiv floormod truediv div truncatediv truncatemod", [INT, DIVISOR], [INT, 2]
    ),
    calls(PLAIN + " " + COMPARING, [TIES, TIES], [INT, INT], [LONG, 1]),
    calls(COMPARING, *FLOATS, *MIXED, [POSITIVE, [1.0, 2.0, 3.0]], [A(0, 3), A(3)]),
    calls("equal not_equal", [BITS, BITS]),
    calls("pow", [POSITIVE, POSITIVE], [POSITIVE, 2.0], [2.0, POSITIVE], [INT, 2], [DOUBLE, 0.5]),
    calls("logical_and logical_or logical_xor", [BITS, BITS], [BITS, True], [BITS, A(2)]),
    calls("atan2", [A(2, 3), A(2, 3)], [A(2, 3), 1.0]),
    calls("div_no_nan", [POSITIVE, ZEROS], [ZEROS, ZEROS]),
    calls("math.multiply_no_nan math.xdivy", [POSITIVE, ZEROS], [ZEROS, POSITIVE]),
    calls("math.xlogy", [POSITIVE, POSITIVE], [ZEROS, POSITIVE]),
    calls("math.reciprocal_no_nan", [ZEROS]),
    calls("maximum minimum", [A(2, 3), 0.0], [0.0, A(2, 3)], [TIES, 0.5], [0.5, TIES]),
    calls("complex", [A(2), A(2)], [A(2, dtype="float64"), 1.0], [INT, INT]),
    calls("cross", [A(2, 3), A(2, 3)]),
    calls("scalar_mul", [2.0, A(2, 3)], [A(), A(2, 3)], [A(2), A(2)]),
    calls("add_n accumulate_n", [[A(2, 3), A(2, 3), A(2, 3)]], [[A(2, 3)]], [[]], [[A(2), A(3)]]),
    calls("add_n", [[A(2), 1]]),
    calls("igamma igammac zeta", [A(2, kind=[1.5, 2.5]), A(2, kind=[0.5, 2.0])], gradients=False),
    calls("polygamma", [A(kind=[0.0, 1.0, 2.0]), A(kind=[1.5, 2.5, 0.5])], gradients=False),
    calls("lbeta", [POSITIVE]),
    calls("math.bessel_i0 math.bessel_i0e math.bessel_i1 math.bessel_i1e", [POSITIVE]),
    calls("math.polyval", [[1.0, 2.0, 3.0], A(2)], [[A(2), A(2)], A(2)]),
    calls("math.nextafter", [A(2, dtype="float64"), A(2, dtype="float64")], gradients=False),
    call("add", x=A(2), y=A(2), name="sum"),
    call("maximum", x=A(2), y=1.0, name="bounded"),
    # refused
    calls("add maximum equal truediv", *TYPES),
    calls("add less", [A(2, 3), A(2)], [BITS, BITS]),
)
