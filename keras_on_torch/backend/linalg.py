"""Products of matrices and of batches of them, and dense and sparse tensors."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, axes_of, floating, not_bool, of_one_type
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import Variable, is_symbolic, op, shared_length

__all__ = ["affine", "batch_dot", "dot", "is_sparse", "l2_normalize", "to_dense", "transpose"]


def dot(x: Tensor, y: Tensor) -> Tensor:
    """Multiply matrices: the last axis of `x` with the last but one of `y`.

    Args:
        x: a tensor, or a sparse matrix.
        y: a tensor with two axes or more.

    Shape:
        (..., inner), (others, inner, cols) -> (..., others, cols)

    Raises:
        TypeError: their number types differ, or are truth values.
        ValueError: they are no matrices.
    """
    of_one_type("dot", x, y, fractions=False)
    return _dot(x, y)


@op
def _dot(x: Tensor, y: Tensor) -> Tensor:
    x = not_bool(x, "dot")
    y = as_tensor(y, x)
    if x.ndim == 2 and y.ndim == 2:
        return torch.mm(x, y)
    if y.ndim < 2 or (x.ndim < 2 and y.ndim == 2) or x.ndim == 0:
        raise ValueError(
            f"Shape must be rank 2 but is rank {min(x.ndim, y.ndim)}: K.dot multiplies matrices,"
            f" got shapes {tuple(x.shape)} and {tuple(y.shape)}. Use K.expand_dims, or"
            " K.sum(x * y) for the product of two rows"
        )
    if y.ndim == 2:
        return torch.matmul(x, y)
    return torch.tensordot(x, y, dims=([x.ndim - 1], [y.ndim - 2]))


def affine(inputs: Tensor, kernel: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return `inputs @ kernel + bias`, the product over the last axis of the inputs.

    Shape:
        (..., input_dim), (input_dim, units), (units,) -> (..., units)

    Raises:
        TypeError: the three have numbers of different types, or no floating-point ones.
    """
    of_one_type("dot", inputs, kernel, bias)
    return _affine(inputs, kernel, bias)


@op
def _affine(inputs: Any, kernel: Any, bias: Any) -> torch.Tensor:
    if bias is None:
        return torch.matmul(inputs, kernel)
    if inputs.ndim == 2:
        return torch.addmm(bias, inputs, kernel)
    return torch.nn.functional.linear(inputs, kernel.t(), bias)


@static_arguments("axes")
def batch_dot(x: Tensor, y: Tensor, axes: Any = None) -> Tensor:
    """Multiply sample by sample.

    Args:
        x: a tensor with two axes or more.
        y: likewise.
        axes: over which axis of each it is summed; one number if it is the same. None takes the
            last of `x` and the last but one of `y`.

    Shape:
        Of two axes each: (batch, 1) where the axes are equal. Else that of the products of
        matrices: (batch, ..., what is left of x, what is left of y).

    Raises:
        TypeError: their number types differ.
        ValueError: several axes of one tensor were given.
    """
    pair = (axes, axes) if isinstance(axes, int) else axes
    if pair is not None and any(isinstance(axis, (list, tuple)) for axis in pair):
        raise ValueError(
            "Multiple target dimensions are not supported. Expected: None, int, (int, int),"
            f" Provided: {axes}"
        )
    of_one_type("batch_dot", x, y, fractions=False)
    return _batch_dot(x, y, pair)


def _batch_dot_of_unknown(x: Tensor, y: Tensor, axes: Any) -> Tensor:
    """Return the shape of `_batch_dot` of tensors of which each knows lengths that they share."""
    x, y = as_tensor(x), as_tensor(y)
    ndim = max(x.ndim, y.ndim)
    x_axis, y_axis = (x.ndim - 1, y.ndim - 2) if axes is None else axes
    if ndim == 2:
        pairs = [(0, 0), (1, 1)] if x_axis == y_axis else [(0, 1), (1, 0)]
    else:
        summed = (
            ndim - 1 if x_axis == ndim - 1 else ndim - 2,
            ndim - 1 if y_axis == ndim - 1 else ndim - 2,
        )
        pairs = [*((axis, axis) for axis in range(ndim - 2)), summed]
    shapes = [list(x.shape), list(y.shape)]
    for one, other in pairs:
        if one < x.ndim and other < y.ndim and 1 not in (x.shape[one], y.shape[other]):
            length = shared_length(x.shape[one], y.shape[other])
            shapes[0][one] = shapes[1][other] = length
    return _batch_product(x.new_empty(shapes[0]), y.new_empty(shapes[1]), axes)


@op(infer=_batch_dot_of_unknown)
def _batch_dot(x: Tensor, y: Tensor, axes: Any) -> Tensor:
    return _batch_product(x, y, axes)


def _batch_product(x: Any, y: Any, axes: Any) -> torch.Tensor:
    x = as_tensor(x)
    y = as_tensor(y, x)
    x_ndim, y_ndim = x.ndim, y.ndim
    x_axis, y_axis = (x_ndim - 1, y_ndim - 2) if axes is None else axes
    ndim = max(x_ndim, y_ndim)
    # Keras: the one with fewer axes gets more, of length 1, at its end; negative axes are not
    # counted from the end but taken for any other than the last.
    if x_ndim < ndim:
        x = x.reshape(x.shape + (1,) * (ndim - x_ndim))
    elif y_ndim < ndim:
        y = y.reshape(y.shape + (1,) * (ndim - y_ndim))
    if ndim == 2:
        product = _rows_dot(x, y, x_axis, y_axis)
    else:
        x = x if x_axis == ndim - 1 else x.mT
        y = y.mT if y_axis == ndim - 1 else y
        product = torch.matmul(x, y)
    if x_ndim != y_ndim:
        first = x_ndim + y_ndim - 3 if x_ndim > y_ndim else x_ndim - 1
        product = _without(product, first, ndim - min(x_ndim, y_ndim))
    return product.unsqueeze(1) if product.ndim == 1 else product


def _rows_dot(x: torch.Tensor, y: torch.Tensor, x_axis: int, y_axis: int) -> torch.Tensor:
    if x_axis == y_axis:
        return torch.sum(x * y, x_axis, dtype=x.dtype)
    return torch.sum(x.t() * y, y_axis, dtype=x.dtype)


def _without(product: torch.Tensor, first: int, count: int) -> torch.Tensor:
    """Take out axes that had been added."""
    shape = product.shape
    if shape[first : first + count] != (1,) * count:
        raise ValueError(
            f"K.batch_dot cannot take out axes {first} to {first + count - 1} of {tuple(shape)}:"
            " they are not of length 1. Give other axes, or tensors with as many axes each"
        )
    return product.reshape(shape[:first] + shape[first + count :])


@op
def transpose(x: Tensor) -> Tensor:
    """Turn the order of the axes round."""
    x = as_tensor(x)
    return torch.permute(x, tuple(range(x.ndim - 1, -1, -1)))


@static_arguments("axis")
@op
def l2_normalize(x: Tensor, axis: Any = None) -> Tensor:
    """Divide by the length, the root of the sum of squares; by 1e-6 where it is shorter.

    Args:
        x: a tensor.
        axis: the axis or axes of one vector; None takes the whole tensor for one.
    """
    x = floating(x, "l2_normalize")
    axes = axes_of(axis, x.ndim)
    squared = torch.square(x)
    squared = torch.sum(squared, axes, keepdim=True) if axes else squared
    return x * torch.rsqrt(torch.clamp(squared, min=1e-12))


def is_sparse(tensor: Tensor) -> bool:
    """Return whether a tensor keeps its zeros unwritten."""
    if isinstance(tensor, Variable):
        tensor = tensor.tensor
    if is_symbolic(tensor):
        return bool(getattr(tensor, "_is_sparse", False))
    return isinstance(tensor, torch.Tensor) and tensor.layout is not torch.strided


def to_dense(tensor: Tensor) -> Tensor:
    """Return a sparse tensor with its zeros written out, another as it is."""
    return _to_dense(tensor) if is_sparse(tensor) else tensor


@op
def _to_dense(tensor: Tensor) -> Tensor:
    return tensor if tensor.layout is torch.strided else tensor.to_dense()
