"""What is computed number by number, of one tensor."""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "abs",
    "acos",
    "acosh",
    "angle",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "ceil",
    "conj",
    "cos",
    "cosh",
    "digamma",
    "erf",
    "erfc",
    "exp",
    "expm1",
    "floor",
    "imag",
    "is_finite",
    "is_inf",
    "is_nan",
    "lgamma",
    "log",
    "log1p",
    "log_sigmoid",
    "logical_not",
    "negative",
    "real",
    "reciprocal",
    "rint",
    "round",
    "rsqrt",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "tan",
    "tanh",
]

_REAL = "float"
_FRACTIONS = "float complex"
_NUMBERS = "float complex int small"


def _unary(name: str, compute: Callable[..., Any], kinds: str, doc: str) -> Callable[..., Any]:
    """Return a function of one tensor.

    Args:
        name: TensorFlow's name of it.
        compute: torch's function.
        kinds: the types that it takes, as `allowed` knows them.
        doc: its docstring.
    """

    def of_one(x: Any, name: str | None = None) -> Tensor:
        return compute(allowed(tensor(x), kinds))

    of_one.__name__ = of_one.__qualname__ = name
    of_one.__doc__ = doc
    return function(of_one)


abs = _unary("abs", torch.abs, _NUMBERS, "Return the absolute value.")
acos = _unary("acos", torch.acos, _FRACTIONS, "Return the angle, in radians, of a cosine.")
acosh = _unary("acosh", torch.acosh, _FRACTIONS, "Return the inverse hyperbolic cosine.")
asin = _unary("asin", torch.asin, _FRACTIONS, "Return the angle, in radians, of a sine.")
asinh = _unary("asinh", torch.asinh, _FRACTIONS, "Return the inverse hyperbolic sine.")
atan = _unary("atan", torch.atan, _FRACTIONS, "Return the angle, in radians, of a tangent.")
atanh = _unary("atanh", torch.atanh, _FRACTIONS, "Return the inverse hyperbolic tangent.")
ceil = _unary("ceil", torch.ceil, _REAL, "Return the smallest whole number not below.")
cos = _unary("cos", torch.cos, _FRACTIONS, "Return the cosine of an angle in radians.")
cosh = _unary("cosh", torch.cosh, _FRACTIONS, "Return the hyperbolic cosine.")
digamma = _unary("digamma", torch.digamma, _REAL, "Return the derivative of `lgamma`.")
erf = _unary("erf", torch.erf, _REAL, "Return the Gauss error function.")
erfc = _unary("erfc", torch.erfc, _REAL, "Return one minus the Gauss error function.")
exp = _unary("exp", torch.exp, _FRACTIONS, "Return e to the power of `x`.")
expm1 = _unary("expm1", torch.expm1, _FRACTIONS, "Return e to the power of `x`, minus one.")
floor = _unary("floor", torch.floor, _REAL, "Return the largest whole number not above.")
is_finite = _unary("is_finite", torch.isfinite, _REAL, "Return where `x` is a finite number.")
is_inf = _unary("is_inf", torch.isinf, _REAL, "Return where `x` is infinite.")
is_nan = _unary("is_nan", torch.isnan, _REAL, "Return where `x` is no number.")
lgamma = _unary("lgamma", torch.lgamma, _REAL, "Return the logarithm of |gamma(x)|.")
log = _unary("log", torch.log, _FRACTIONS, "Return the natural logarithm.")
log1p = _unary("log1p", torch.log1p, _FRACTIONS, "Return the natural logarithm of `1 + x`.")
log_sigmoid = _unary("log_sigmoid", F.logsigmoid, _REAL, "Return the logarithm of `sigmoid`.")
logical_not = _unary("logical_not", torch.logical_not, "bool", "Return where `x` is false.")
negative = _unary("negative", torch.neg, _NUMBERS, "Return `x` with the other sign.")
reciprocal = _unary("reciprocal", torch.reciprocal, _FRACTIONS, "Return one divided by `x`.")
rint = _unary("rint", torch.round, _REAL, "Return the nearest whole number, of two the even one.")
rsqrt = _unary("rsqrt", torch.rsqrt, _FRACTIONS, "Return one divided by the square root.")
sigmoid = _unary("sigmoid", torch.sigmoid, _FRACTIONS, "Return 1 / (1 + exp(-x)).")
sign = _unary("sign", torch.sgn, _NUMBERS, "Return -1, 0 or 1; x / |x| of complex numbers.")
sin = _unary("sin", torch.sin, _FRACTIONS, "Return the sine of an angle in radians.")
sinh = _unary("sinh", torch.sinh, _FRACTIONS, "Return the hyperbolic sine.")
sqrt = _unary("sqrt", torch.sqrt, _FRACTIONS, "Return the square root; NaN of a negative number.")
square = _unary("square", torch.square, _NUMBERS, "Return `x` multiplied by itself.")
tan = _unary("tan", torch.tan, _FRACTIONS, "Return the tangent of an angle in radians.")
tanh = _unary("tanh", torch.tanh, _FRACTIONS, "Return the hyperbolic tangent.")


@function
def round(x: Any, name: str | None = None) -> Tensor:
    """Return the nearest whole number, of two the even one; whole numbers are given back."""
    x = allowed(tensor(x), "float int small")
    return torch.round(x) if x.dtype.is_floating_point else x


# ---- complex numbers
@function
def real(input: Any, name: str | None = None) -> Tensor:
    """Return the real part."""
    x = tensor(input)
    return _real(x) if x.dtype.is_complex else x


@function
def imag(input: Any, name: str | None = None) -> Tensor:
    """Return the imaginary part; zeros of real numbers."""
    x = tensor(input)
    return _imag(x) if x.dtype.is_complex else K.zeros_like(x)


@function
def angle(input: Any, name: str | None = None) -> Tensor:
    """Return the angle of complex numbers; zeros of real ones."""
    x = tensor(input)
    return torch.angle(x) if x.dtype.is_complex else K.zeros_like(x)


@op
def _real(x: Tensor) -> Tensor:
    return torch.real(x)


@op
def _imag(x: Tensor) -> Tensor:
    return torch.imag(x)


@function
def conj(x: Any, name: str | None = None) -> Tensor:
    """Return complex numbers with the other sign of their imaginary parts."""
    x = tensor(x)
    return torch.conj_physical(x) if x.dtype.is_complex else x
