"""What makes one number of many: sums, means, extremes, by TensorFlow 1's argument names."""

import math
from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, axes, either, host, plain_sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, int64

__all__ = [
    "count_nonzero",
    "reduce_all",
    "reduce_any",
    "reduce_logsumexp",
    "reduce_max",
    "reduce_mean",
    "reduce_min",
    "reduce_prod",
    "reduce_sum",
]

_NUMBERS = "float complex int small"
_ORDERED = "float int small"


def _reduction(
    name: str, compute: Callable[..., Any], kinds: str, doc: str, of_ints: Any = None
) -> Callable[..., Any]:
    """Return a function that reduces axes.

    Args:
        name: TensorFlow's name of it.
        compute: takes a tensor, a tuple of axes (not empty) and whether they stay.
        kinds: the types that it takes, as `allowed` knows them.
        doc: the first line of its docstring.
        of_ints: K's function, where all of a shape is reduced to a size.
    """

    def reduced(
        input_tensor: Any,
        axis: Any = None,
        keepdims: Any = None,
        name: str | None = None,
        reduction_indices: Any = None,
        keep_dims: Any = None,
    ) -> Tensor:
        axis = either(axis, reduction_indices, "axis", "reduction_indices")
        keepdims = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
        whole = axis is None or plain_sizes(axis) in (0, -1, (0,), (-1,))
        if of_ints is not None and host(input_tensor) and whole and not keepdims:
            return of_ints(input_tensor)
        x = allowed(tensor(input_tensor), kinds, "input_tensor")
        reduced_axes = axes(axis, x.ndim)
        if not reduced_axes:
            return K.identity(x)
        return compute(x, tuple(dict.fromkeys(reduced_axes)), keepdims)

    reduced.__name__ = reduced.__qualname__ = name
    reduced.__doc__ = f"""{doc}

    Args:
        input_tensor: a tensor.
        axis: the axis or axes that are reduced; None for all, [] for none.
        keepdims: whether these axes stay, with length 1.
        name: how the result is called.
        reduction_indices: `axis`, by its old name.
        keep_dims: `keepdims`, by its old name.

    Raises:
        ValueError: there is no such axis, or an argument is given by both names.
    """
    return function(reduced)


def _sum(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    return torch.sum(x, reduced, keepdims, dtype=x.dtype)


def _mean(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    if x.dtype.is_floating_point or x.dtype.is_complex:
        return torch.mean(x, reduced, keepdims)
    return _whole_mean(x, reduced, keepdims)


@op
def _whole_mean(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    count = math.prod(x.shape[axis] for axis in reduced)
    total = torch.sum(x, reduced, keepdims)
    return torch.div(total, max(count, 1), rounding_mode="trunc").to(x.dtype)


@op
def _prod(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    for axis in sorted(reduced, reverse=True):
        x = torch.prod(x, axis, keepdims, dtype=x.dtype)
    return x


@op
def _extreme(x: Tensor, reduced: tuple[int, ...], keepdims: bool, largest: bool) -> Tensor:
    if any(x.shape[axis] == 0 for axis in reduced):  # torch has no extreme of nothing.
        info: Any = torch.finfo if x.is_floating_point() else torch.iinfo
        bound = info(x.dtype).min if largest else info(x.dtype).max
        if x.is_floating_point():
            bound = -math.inf if largest else math.inf
        kept = torch.sum(x, reduced, keepdims)
        return torch.full_like(kept, bound, dtype=x.dtype)
    return (torch.amax if largest else torch.amin)(x, reduced, keepdims)


def _max(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    return _extreme(x, reduced, keepdims, True)


def _min(x: Tensor, reduced: tuple[int, ...], keepdims: bool) -> Tensor:
    return _extreme(x, reduced, keepdims, False)


reduce_sum = _reduction("reduce_sum", _sum, _NUMBERS, "Add up.", K.sum)
reduce_mean = _reduction("reduce_mean", _mean, _NUMBERS, "Return the mean.")
reduce_prod = _reduction("reduce_prod", _prod, _NUMBERS, "Multiply together.", K.prod)
reduce_max = _reduction("reduce_max", _max, _ORDERED, "Return the largest.", K.max)
reduce_min = _reduction("reduce_min", _min, _ORDERED, "Return the smallest.", K.min)
reduce_logsumexp = _reduction(
    "reduce_logsumexp", torch.logsumexp, "float", "Return the logarithm of the sum of exp(x)."
)
reduce_all = _reduction("reduce_all", torch.all, "bool", "Return whether all hold.")
reduce_any = _reduction("reduce_any", torch.any, "bool", "Return whether any holds.")


@function
def count_nonzero(
    input_tensor: Any = None,
    axis: Any = None,
    keepdims: Any = None,
    dtype: Any = int64,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: Any = None,
    input: Any = None,
) -> Tensor:
    """Return how many numbers are not zero.

    Args:
        input_tensor: a tensor.
        axis: the axis or axes along which is counted; None for all.
        keepdims: whether these axes stay, with length 1.
        dtype: the type of the counts.
        name: how the result is called.
        reduction_indices: `axis`, by its old name.
        keep_dims: `keepdims`, by its old name.
        input: `input_tensor`, by its new name.
    """
    x = tensor(either(input, input_tensor, "input", "input_tensor"))
    axis = either(axis, reduction_indices, "axis", "reduction_indices")
    keepdims = bool(either(keepdims, keep_dims, "keepdims", "keep_dims", False))
    places = K.cast(torch.ne(x, 0), "int64")
    return K.cast(reduce_sum(places, axis, keepdims), as_dtype(dtype))
