"""Special functions of two arguments, Bessel functions, polynomials."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import alike, allowed, tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "bessel_i0",
    "bessel_i0e",
    "bessel_i1",
    "bessel_i1e",
    "igamma",
    "igammac",
    "lbeta",
    "multiply_no_nan",
    "nextafter",
    "polygamma",
    "polyval",
    "reciprocal_no_nan",
    "xdivy",
    "xlogy",
    "zeta",
]


@function
def igamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Return the lower regularized incomplete gamma function."""
    a, x = alike("Igamma", a=a, x=x)
    return torch.special.gammainc(allowed(a, "float", "a"), x)


@function
def igammac(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Return the upper regularized incomplete gamma function."""
    a, x = alike("Igammac", a=a, x=x)
    return torch.special.gammaincc(allowed(a, "float", "a"), x)


@function
def zeta(x: Any, q: Any, name: str | None = None) -> Tensor:
    """Return the Hurwitz zeta function."""
    x, q = alike("Zeta", x=x, q=q)
    return torch.special.zeta(allowed(x, "float"), q)


@function
def polygamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Return the derivative of order `a` of `digamma`."""
    a, x = alike("Polygamma", a=a, x=x)
    return _polygamma(allowed(a, "float", "a"), x)


@op
def _polygamma(order: Tensor, x: Tensor) -> Tensor:
    sign = torch.where(torch.remainder(order, 2) == 0, -1.0, 1.0).to(x.dtype)
    derivative = sign * torch.exp(torch.lgamma(order + 1)) * torch.special.zeta(order + 1, x)
    return torch.where(order == 0, torch.digamma(x), derivative)


@function
def lbeta(x: Any, name: str | None = None) -> Tensor:
    """Return the logarithm of |beta(x)|, along the last axis."""
    return _lbeta(allowed(tensor(x), "float"))


@op
def _lbeta(x: Tensor) -> Tensor:
    return torch.lgamma(x).sum(-1) - torch.lgamma(x.sum(-1))


@function
def bessel_i0(x: Any, name: str | None = None) -> Tensor:
    """Return the modified Bessel function of order 0."""
    return torch.special.i0(allowed(tensor(x), "float"))


@function
def bessel_i1(x: Any, name: str | None = None) -> Tensor:
    """Return the modified Bessel function of order 1."""
    return torch.special.i1(allowed(tensor(x), "float"))


@function
def bessel_i0e(x: Any, name: str | None = None) -> Tensor:
    """Return `bessel_i0` divided by exp(|x|)."""
    return torch.special.i0e(allowed(tensor(x), "float"))


@function
def bessel_i1e(x: Any, name: str | None = None) -> Tensor:
    """Return `bessel_i1` divided by exp(|x|)."""
    return torch.special.i1e(allowed(tensor(x), "float"))


# ---- products and quotients that are 0 where one of two is
@function
def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x * y`, and 0 where `y` is 0."""
    x, y = alike("MulNoNan", x=x, y=y)
    return _multiply_no_nan(allowed(x, "float complex"), y)


@op
def _multiply_no_nan(x: Tensor, y: Tensor) -> Tensor:
    # Where y is 0, it has the derivative x all the same, as in TensorFlow.
    return torch.where((y == 0) & ~torch.isfinite(x), 0, x) * y


@function
def reciprocal_no_nan(x: Any, name: str | None = None) -> Tensor:
    """Return one divided by `x`, and 0 where `x` is 0."""
    return _reciprocal_no_nan(allowed(tensor(x), "float complex"))


@op
def _reciprocal_no_nan(x: Tensor) -> Tensor:
    return torch.where(x == 0, 0, 1 / torch.where(x == 0, 1, x))


@function
def xdivy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x / y`, and 0 where `x` is 0."""
    x, y = alike("Xdivy", x=x, y=y)
    return _xdivy(allowed(x, "float complex"), y)


@op
def _xdivy(x: Tensor, y: Tensor) -> Tensor:
    return torch.where(x == 0, 0, x / torch.where(x == 0, 1, y))


@function
def xlogy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Return `x * log(y)`, and 0 where `x` is 0."""
    x, y = alike("Xlogy", x=x, y=y)
    return _xlogy(allowed(x, "float"), y)


@op
def _xlogy(x: Tensor, y: Tensor) -> Tensor:
    return torch.where(x == 0, 0, x * torch.log(torch.where(x == 0, 1, y)))


@function
def nextafter(x1: Any, x2: Any, name: str | None = None) -> Tensor:
    """Return the number that follows `x1` on the way to `x2`."""
    x1, x2 = alike("NextAfter", x1=x1, x2=x2)
    return torch.nextafter(allowed(x1, "float", "x1"), x2)


def polyval(coeffs: Any, x: Any, name: str | None = None) -> Tensor:
    """Return a polynomial's value.

    Args:
        coeffs: a list of its coefficients, that of the highest power first.
        x: where.
        name: how the result is called.
    """
    x = tensor(x)
    if not coeffs:
        return torch.zeros_like(x)
    value = tensor(coeffs[0], x.dtype)
    for each in coeffs[1:]:
        value = torch.add(tensor(each, x.dtype), torch.mul(value, x))
    return _named(value, name=name)


@function
def _named(value: Any, name: str | None = None) -> Tensor:
    return value
