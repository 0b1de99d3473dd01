"""What rules are made of: results without data, laid out as torch lays them out."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

__all__ = ["NUMBERS", "Rule", "all_meta", "axes_of", "broadcast", "in_order", "laid_out_as", "made"]

Rule = Callable[..., Any]
NUMBERS = (int, float, bool)


def made(shape: Iterable[int], dtype: torch.dtype) -> torch.Tensor:
    """Return a result whose entries lie in the order of its axes."""
    return torch.empty(tuple(shape), dtype=dtype, device="meta")


def laid_out_as(
    tensors: Sequence[torch.Tensor], shape: Sequence[int], dtype: torch.dtype
) -> torch.Tensor | None:
    """Return the result of computing entry by entry; None where its layout is not plain to see."""
    if all(in_order(tensor) for tensor in tensors):
        return made(shape, dtype)
    wide = [tensor for tensor in tensors if tensor.ndim]
    strides = wide[0].stride()
    if any(t.shape != tuple(shape) or t.stride() != strides for t in wide):
        return None
    if not _is_dense(wide[0]):
        return None
    return torch.empty_strided(tuple(shape), strides, dtype=dtype, device="meta")


def in_order(tensor: torch.Tensor) -> bool:
    """Return whether the entries lie as the axes are counted, axes of length 1 included."""
    strides = tensor.stride()
    return tensor.is_contiguous() and all(a >= b for a, b in itertools.pairwise(strides))


def _is_dense(tensor: torch.Tensor) -> bool:
    """Return whether the entries lie side by side, in whatever order of the axes."""
    expected = 1
    for stride, length in sorted(zip(tensor.stride(), tensor.shape, strict=True)):
        if stride != expected or length < 2:
            return False
        expected *= length
    return True


def broadcast(shapes: Sequence[Sequence[int]]) -> list[int]:
    """Return the shape that several fit into.

    Raises:
        RuntimeError: they do not fit; as torch raises, but without what it would load for that.
    """
    widest = max(shapes, key=len)
    result = list(widest)
    for shape in shapes:
        for place, length in enumerate(reversed(shape), 1):
            if length != 1 and result[-place] != length:
                if result[-place] != 1:
                    told = " and ".join(str(tuple(shape)) for shape in shapes)
                    raise RuntimeError(
                        f"{told} differ in axis {-place}: {result[-place]}, {length}"
                    )
                result[-place] = length
    return result


def all_meta(values: Iterable[Any]) -> bool:
    """Return whether these are numbers and dense tensors without data only."""
    return all(
        value.is_meta and value.layout is torch.strided
        if isinstance(value, torch.Tensor)
        else isinstance(value, NUMBERS)
        for value in values
    )


def axes_of(dim: Any, ndim: int) -> list[int] | None:
    """Return the axes that are reduced; None where there is no such axis, or one comes twice."""
    if dim is None or (isinstance(dim, (tuple, list)) and not dim):
        return list(range(ndim))
    axes = [dim] if isinstance(dim, int) else list(dim)
    if any(not -ndim <= axis < ndim for axis in axes):
        return None
    axes = [axis % ndim for axis in axes]
    return axes if len(set(axes)) == len(axes) else None
