"""Rows of tables, picked by number."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.slicing import gather

__all__ = ["embedding_lookup"]


@function
def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: Any = None,
) -> Tensor:
    """Return rows of a table, or of one that is cut into several.

    Args:
        params: the table, (rows, ...), or a list of its parts.
        ids: the numbers of the rows.
        partition_strategy: how it is cut: "mod" deals rows out one by one, "div" cuts blocks.
        name: how the result is called.
        validate_indices: whether numbers are checked, which they always are.
        max_norm: the longest Euclidean norm of a row; longer ones are made shorter. None for any.

    Raises:
        ValueError: there is no table, or no such strategy.
        InvalidArgumentError: a number is not that of a row.
    """
    parts = list(params) if isinstance(params, (list, tuple)) else [params]
    if not parts or any(part is None for part in parts):
        raise ValueError(f"Need at least one param: params of tf.nn.embedding_lookup are {params}")
    tables, places = [tensor(part) for part in parts], allowed(tensor(ids), "int", "ids")
    if len(tables) == 1:
        rows = gather(tables[0], places)
    else:
        if partition_strategy not in ("mod", "div"):
            raise ValueError(f"Unrecognized partition strategy: {partition_strategy}")
        order = _dealt if partition_strategy == "mod" else _blocks
        rows = gather(K.concatenate(tables, 0), order(places, tables))
    if max_norm is None:
        return rows
    return _shortened(rows, places.ndim, float(max_norm))


def _like_ids(ids: Tensor, tables: list[Tensor]) -> Tensor:
    return ids


@op(infer=_like_ids, differentiable=False)
def _dealt(ids: Tensor, tables: list[Tensor]) -> Tensor:
    """Return the places, in the joined table, of rows that were dealt out one by one."""
    starts = torch.tensor([0, *[len(table) for table in tables[:-1]]]).cumsum(0)
    starts = starts.to(ids.device, ids.dtype)
    return starts[ids % len(tables)] + ids.div(len(tables), rounding_mode="floor")


@op(infer=_like_ids, differentiable=False)
def _blocks(ids: Tensor, tables: list[Tensor]) -> Tensor:
    """Return the places, in the joined table, of rows that were cut into blocks: the same."""
    return ids


@op
def _shortened(rows: Tensor, first: int, longest: float) -> Tensor:
    axes = tuple(range(first, rows.ndim))
    norm = torch.linalg.vector_norm(rows, dim=axes, keepdim=True) if axes else rows.abs()
    return rows * longest / norm.clamp(min=longest)
