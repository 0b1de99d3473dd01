"""The largest numbers of rows, under `tf.nn` and `tf.math`."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import is_symbolic, op
from keras_on_torch.tensorflow.arguments import allowed, host, sizes, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.named_results import TopKV2

__all__ = ["in_top_k", "top_k"]


@function
def top_k(input: Any, k: Any = 1, sorted: bool = True, name: str | None = None) -> TopKV2:
    """Return the largest numbers along the last axis, and where they stand.

    Args:
        input: a tensor.
        k: how many; a number, a size or a tensor.
        sorted: whether they come in falling order, which they always do.
        name: how the results are called.

    Returns:
        `values` and `indices` (int32); of equal numbers, the first come first.

    Raises:
        ValueError: there are fewer than `k` numbers, or no axis.
        InvalidArgumentError: the same, found when the program runs.
    """
    x = allowed(tensor(input), "float int small", "input")
    if not x.ndim:
        raise ValueError("input must have at least k columns: tf.nn.top_k got no axis")
    count = k if host(k) else sizes(k)
    count = count[0] if isinstance(count, tuple) else count
    length = x.static_shape[-1] if is_symbolic(x) else x.shape[-1]
    if isinstance(count, int) and not (length is None or 0 <= count <= length):
        raise ValueError(f"input must have last dimension >= k = {count} but is {length}")
    return TopKV2(*_top_k(x, count))


def _top_shapes(x: Tensor, k: Any) -> tuple[Tensor, Tensor]:
    shape = (*x.shape[:-1], size_of(k))
    return x.new_empty(shape), x.new_empty(shape, dtype=torch.int32)


@op(infer=_top_shapes)
def _top_k(x: Tensor, k: Any) -> tuple[Tensor, Tensor]:
    count = size_of(k)
    if not 0 <= count <= x.shape[-1]:
        raise InvalidArgumentError(
            None, None, f"input must have at least k columns. Had {x.shape[-1]}, needed {count}"
        )
    if count == 1:  # torch has the first of equal ones.
        values, places = torch.max(x, -1, keepdim=True)
        return values, places.int()
    found = None if torch.compiler.is_compiling() else _all_different(x, count)
    values, places = found or torch.sort(x, dim=-1, descending=True, stable=True)
    return values[..., :count], places[..., :count].int()


def _all_different(x: Tensor, count: int) -> Any:
    """Return the largest numbers and their places; None where some are equal.

    `torch.topk` is much faster than sorting, but has equal numbers in any order.
    """
    values, places = torch.topk(x, count)
    if not values.numel():
        return values, places
    inside = (values[..., 1:] == values[..., :-1]).any()
    beyond = torch.count_nonzero(x >= values[..., -1:]) != values.numel()
    return None if bool(inside | beyond) else (values, places)


@function
def in_top_k(predictions: Any, targets: Any, k: int, name: str | None = None) -> Tensor:
    """Return whether the score of each target is among the `k` largest of its row.

    Args:
        predictions: scores, (rows, classes).
        targets: a class for each row.
        k: how many.
        name: how the result is called.
    """
    scores = allowed(tensor(predictions), "float", "predictions")
    return K.in_top_k(scores, allowed(tensor(targets), "int", "targets"), k)
