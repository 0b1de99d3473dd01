"""Labels of sequences as sparse tensors: where they stand, which they are, and their shape."""

from typing import Any, NamedTuple

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import tensor

__all__ = ["SparseLabels", "dense_labels", "is_sparse"]


class SparseLabels(NamedTuple):
    """A sparse tensor of labels.

    Attributes:
        indices: int64, (labels, 2): row and place of each.
        values: (labels,).
        dense_shape: int64, (2,).
    """

    indices: Any
    values: Any
    dense_shape: Any


def is_sparse(labels: Any) -> bool:
    """Return whether it is a sparse tensor: of this room, of K or of torch."""
    parts = all(hasattr(type(labels), name) for name in SparseLabels._fields)
    in_parts = parts or all(
        name in getattr(labels, "__dict__", ()) for name in SparseLabels._fields
    )
    if in_parts:
        return True
    if isinstance(labels, torch.Tensor):
        return bool(labels.is_sparse)
    return bool(getattr(labels, "_is_sparse", False))


def dense_labels(labels: Any) -> Tensor:
    """Return labels as int64 (batch, longest), -1 where there is none."""
    if isinstance(labels, torch.Tensor) or K.is_sparse(labels):
        return _of_torch(labels)
    given = (tensor(labels.indices), tensor(labels.values), tensor(labels.dense_shape))
    return _dense(*[K.cast(each, "int64") for each in given])


def _of_torch_shape(labels: Tensor) -> Tensor:
    return torch.empty(labels.shape, dtype=torch.int64, device="meta")


@op(infer=_of_torch_shape, differentiable=False)
def _of_torch(labels: Tensor) -> Tensor:
    whole = labels.coalesce()
    made = torch.full(whole.shape, -1, dtype=torch.int64, device=whole.device)
    made[tuple(whole.indices())] = whole.values().long()
    return made


def _dense_shape(indices: Tensor, values: Tensor, shape: Tensor) -> Tensor:
    return values.new_empty((unknown_length(), unknown_length()))


@op(infer=_dense_shape, differentiable=False)
def _dense(indices: Tensor, values: Tensor, shape: Tensor) -> Tensor:
    made = torch.full(shape.tolist(), -1, dtype=torch.int64, device=values.device)
    made[tuple(indices.T)] = values
    return made
