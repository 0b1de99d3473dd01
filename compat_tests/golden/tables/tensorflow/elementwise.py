"""What is computed number by number."""

from compat_tests.golden.tables.tensorflow.row import A, Numbers, call, calls, unique

UNIT = A(2, 3, kind=[[-0.9, -0.3, 0.2], [0.4, 0.6, 0.95]])
ABOVE = A(2, kind=[[1.1, 1.7], [2.0, 3.0]])
POSITIVE = A(2, 3, kind="positive")
HALVES = A(kind=[-2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5])
STRANGE = A(kind=[0.0, 1.0, float("inf"), float("-inf"), float("nan")])
DOUBLE = A(2, 3, dtype="float64", kind="positive")
HALF = A(2, dtype="float16", kind="positive")
WHOLE = A(2, 3, dtype="int32", kind="whole")
BITS = A(2, 3, dtype="bool", kind="bits")
COMPLEX = A(kind=[1 + 2j, -0.5 + 1j], dtype="complex64")

SMOOTH = "abs atan asinh cos cosh erf erfc exp expm1 math.log_sigmoid negative sigmoid sin sinh"
SMOOTH += " square tan tanh"
OF_POSITIVE = "digamma lgamma log log1p reciprocal rsqrt sqrt"
ROUNDING = "ceil floor rint round sign"

ROWS = unique(
    calls(SMOOTH, [A(2, 3)], [A(0, 3)], [A()], [DOUBLE], [HALF], [0.5], [[1.0, 2.0]]),
    calls(OF_POSITIVE, [POSITIVE], [A()], [DOUBLE], [HALF], [2.0]),
    calls("acos asin atanh", [UNIT], [0.5]),
    calls("acosh", [ABOVE]),
    calls(ROUNDING, [A(2, 3)], [HALVES], [DOUBLE]),
    calls("abs negative round sign square", [WHOLE], [A(2, dtype="int64", kind="whole")], [3]),
    calls("is_finite is_inf is_nan math.is_nan debugging.is_finite", [STRANGE], [A(2, 3)]),
    calls("sqrt log", [A(kind=[-1.0, 0.0, 4.0])]),
    calls("logical_not", [BITS], [True]),
    calls("real imag angle", [A(2, 3)]),
    calls("conj", [A(2, 3)]),
    calls("abs square", [A(kind=[-1.0, 0.0, 2.0])], [Numbers(2, 3)], [Numbers(2, dtype="float64")]),
    call("sin", x=A(2, 3), name="wave"),
    # refused
    calls("exp sqrt sigmoid floor is_nan log erf", [WHOLE]),
    calls("abs negative", [BITS]),
    calls("logical_not", [A(2)]),
)
