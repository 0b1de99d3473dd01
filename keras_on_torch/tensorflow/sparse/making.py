"""Sparse tensors made, and chosen from."""

from typing import Any

import numpy as np
import torch

from keras_on_torch.graph import op
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import static_value
from keras_on_torch.tensorflow.dtypes import as_dtype, float32
from keras_on_torch.tensorflow.sparse.computing import checked
from keras_on_torch.tensorflow.sparse.sparse_tensor import SparseTensor, symbol

__all__ = ["eye", "retain"]

Torch = torch.Tensor


def eye(
    num_rows: Any, num_columns: Any = None, dtype: Any = float32, name: str | None = None
) -> SparseTensor:
    """Return the identity matrix as a sparse one.

    Args:
        num_rows: its rows.
        num_columns: its columns; None is as many.
        dtype: the type of the numbers.
        name: no effect, as of `reorder`.
    """
    rows = int(static_value(num_rows))
    columns = rows if num_columns is None else int(static_value(num_columns))
    places = np.repeat(np.arange(min(rows, columns))[:, None], 2, 1)
    ones = np.ones(len(places), as_dtype(dtype).as_numpy_dtype)
    return SparseTensor(places, ones, np.array([rows, columns]))


def _retained_shapes(indices: Torch, values: Torch, kept: Torch) -> tuple[Torch, Torch]:
    length = unknown_length()
    return indices.new_empty(length, indices.shape[1]), values.new_empty(length)


@op(infer=_retained_shapes)
def _retained(indices: Torch, values: Torch, kept: Torch) -> tuple[Torch, Torch]:
    return indices[kept], values[kept]


def retain(sp_input: Any, to_retain: Any) -> SparseTensor:
    """Return a sparse tensor with some of its entries.

    Args:
        sp_input: the sparse tensor.
        to_retain: whether each entry stays, (entries,).
    """
    x = checked(sp_input)
    kept = symbol(to_retain, "bool")
    return SparseTensor(*_retained(x.indices, x.values, kept), x.dense_shape)
