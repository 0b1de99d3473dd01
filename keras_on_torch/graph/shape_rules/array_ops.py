"""Rules of reductions, of products of matrices, and of what puts tensors together."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch.graph.shape_rules.common import all_meta, axes_of, broadcast, in_order, made
from keras_on_torch.graph.shape_rules.registry import bind

__all__: list[str] = []


# ---- reductions
def _sum(
    input: torch.Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> torch.Tensor | None:
    dtype = dtype or (input.dtype if input.is_floating_point() else None)
    shape = _reduced(input, dim, keepdim)
    return None if shape is None or dtype is None else made(shape, dtype)


def _mean(input: torch.Tensor, dim: Any = None, keepdim: bool = False) -> torch.Tensor | None:
    return _sum(input, dim, keepdim) if input.is_floating_point() else None


def _largest(input: torch.Tensor, dim: Any = (), keepdim: bool = False) -> torch.Tensor | None:
    shape = None if dim is None else _reduced(input, dim, keepdim)
    return None if shape is None else made(shape, input.dtype)


def _place(input: torch.Tensor, dim: Any = None, keepdim: bool = False) -> torch.Tensor | None:
    if isinstance(dim, (tuple, list)) or input.is_complex() or input.dtype is torch.bool:
        return None
    shape = _reduced(input, dim, keepdim)
    return None if shape is None else made(shape, torch.int64)


def _spread(
    input: torch.Tensor, dim: Any = None, *, correction: Any = None, keepdim: bool = False
) -> torch.Tensor | None:
    shape = _reduced(input, dim, keepdim) if input.is_floating_point() else None
    return None if shape is None else made(shape, input.dtype)


def _truth(input: torch.Tensor, dim: Any = None, keepdim: bool = False) -> torch.Tensor | None:
    plain = input.dtype is not torch.uint8 and dim != () and dim != []
    shape = _reduced(input, dim, keepdim) if plain else None
    return None if shape is None else made(shape, torch.bool)


def _reduced(input: torch.Tensor, dim: Any, keepdim: bool) -> list[int] | None:
    axes = axes_of(dim, input.ndim)
    if axes is None or not input.numel() or not all_meta([input]):
        return None
    return [
        1 if axis in axes else length
        for axis, length in enumerate(input.shape)
        if keepdim or axis not in axes
    ]


def _along(
    input: torch.Tensor, dim: int, _stacklevel: int = 3, dtype: Any = None
) -> torch.Tensor | None:
    """Return the shape of what is computed along an axis that stays, such as softmax."""
    axes = axes_of(dim, input.ndim)
    if axes is None or not input.is_floating_point() or not input.is_contiguous():
        return None
    return made(input.shape, dtype or input.dtype) if all_meta([input]) else None


# ---- products of matrices
def _mm(input: torch.Tensor, mat2: torch.Tensor) -> torch.Tensor | None:
    if input.ndim != 2 or mat2.ndim != 2 or input.shape[1] != mat2.shape[0]:
        return None
    return _product(input, mat2, (input.shape[0], mat2.shape[1]))


def _bmm(input: torch.Tensor, mat2: torch.Tensor) -> torch.Tensor | None:
    if input.ndim != 3 or mat2.ndim != 3 or input.shape[::2] != (mat2.shape[0], mat2.shape[1]):
        return None
    return _product(input, mat2, (*input.shape[:2], mat2.shape[2]))


def _matmul(input: torch.Tensor, other: torch.Tensor) -> torch.Tensor | None:
    if input.ndim < 2 or other.ndim < 2 or input.shape[-1] != other.shape[-2]:
        return None
    batch = broadcast([input.shape[:-2], other.shape[:-2]])
    if not (input.is_contiguous() and other.is_contiguous()):
        return None
    return _product(input, other, (*batch, input.shape[-2], other.shape[-1]))


def _addmm(input: torch.Tensor, mat1: torch.Tensor, mat2: torch.Tensor) -> torch.Tensor | None:
    product = _mm(mat1, mat2)
    if product is None or input.dtype is not product.dtype or not all_meta([input]):
        return None
    return product if broadcast([input.shape, product.shape]) == list(product.shape) else None


def _linear(
    input: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None
) -> torch.Tensor | None:
    if input.ndim < 2 or weight.ndim != 2 or input.shape[-1] != weight.shape[1]:
        return None
    if bias is not None and (bias.shape != weight.shape[:1] or bias.dtype is not weight.dtype):
        return None
    if not input.is_contiguous():
        return None
    return _product(input, weight, (*input.shape[:-1], weight.shape[0]))


def _product(one: torch.Tensor, other: torch.Tensor, shape: Sequence[int]) -> torch.Tensor | None:
    alike = one.dtype is other.dtype and one.dtype is not torch.bool
    return made(shape, one.dtype) if alike and all_meta([one, other]) else None


# ---- others
def _cat(tensors: Sequence[torch.Tensor], dim: int = 0, axis: int | None = None) -> Any:
    dim = dim if axis is None else axis
    first = tensors[0]
    if not first.ndim or not -first.ndim <= dim < first.ndim or not all_meta(tensors):
        return None
    dim %= first.ndim
    rest = [(*t.shape[:dim], *t.shape[dim + 1 :]) for t in tensors]
    same = all(t.dtype is first.dtype and t.is_contiguous() for t in tensors)
    if not same or any(shape != rest[0] for shape in rest):
        return None
    shape = list(first.shape)
    shape[dim] = sum(t.shape[dim] for t in tensors)
    return made(shape, first.dtype)


def _stack(tensors: Sequence[torch.Tensor], dim: int = 0) -> torch.Tensor | None:
    first = tensors[0]
    if not -first.ndim - 1 <= dim <= first.ndim or not all_meta(tensors):
        return None
    if any(t.shape != first.shape or t.dtype is not first.dtype for t in tensors):
        return None
    shape = list(first.shape)
    shape.insert(dim % (first.ndim + 1), len(tensors))
    return made(shape, first.dtype)


def _embedding(
    input: torch.Tensor, weight: torch.Tensor, *, max_norm: float | None = None, **settings: Any
) -> torch.Tensor | None:
    if (
        max_norm is not None
        or weight.ndim != 2
        or input.is_floating_point()
        or not all_meta([input, weight])
    ):
        return None
    if input.dtype not in (torch.int32, torch.int64):
        return None
    return made((*input.shape, weight.shape[1]), weight.dtype)


def _pad(
    input: torch.Tensor, pad: Sequence[int], mode: str = "constant", value: float | None = None
) -> torch.Tensor | None:
    """Return the shape of a padded tensor; `pad` counts the last axis first."""
    if mode != "constant" or len(pad) > 2 * input.ndim or len(pad) % 2:
        return None
    shape = list(input.shape)
    for place in range(len(pad) // 2):
        shape[-1 - place] += pad[2 * place] + pad[2 * place + 1]
    if min(shape, default=0) < 1 or not in_order(input) or not all_meta([input]):
        return None
    return made(shape, input.dtype)


def _fill() -> None:
    bind(_sum, "sum")
    bind(_mean, "mean")
    bind(_largest, "amax amin")
    bind(_place, "argmax argmin")
    bind(_spread, "var std")
    bind(_truth, "any all")
    bind(_along, "softmax log_softmax cumsum cumprod")
    bind(_mm, "mm")
    bind(_bmm, "bmm")
    bind(_matmul, "matmul __matmul__")
    bind(_addmm, "addmm")
    bind(_linear, "linear")
    bind(_cat, "cat concat concatenate")
    bind(_stack, "stack")
    bind(_embedding, "embedding", F)
    bind(_pad, "pad", F)


_fill()
