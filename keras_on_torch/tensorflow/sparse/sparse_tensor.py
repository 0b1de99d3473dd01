"""Sparse tensors: where numbers stand, which they are, and how large the whole is."""

from typing import Any, NamedTuple

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.session import get_session
from keras_on_torch.graph import SymbolicTensor, constant, is_symbolic, op, refine_shape
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.graph.tensor_shape import SymbolShape
from keras_on_torch.tensorflow.arguments import static_value, tensor
from keras_on_torch.tensorflow.dtypes import as_dtype, int64
from keras_on_torch.tensorflow.placeholders import placeholder

__all__ = [
    "SparseTensor",
    "SparseTensorValue",
    "convert_to_tensor_or_sparse_tensor",
    "from_dense",
    "sparse_placeholder",
]


class SparseTensorValue(NamedTuple):
    """A sparse tensor's places, numbers and shape as arrays."""

    indices: Any
    values: Any
    dense_shape: Any


class SparseTensor:
    """A tensor that is 0 but at some places.

    Args:
        indices: the places, (entries, axes), in order.
        values: the number at each, (entries,).
        dense_shape: the lengths of the axes.

    Raises:
        ValueError: the three do not fit together.
    """

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        self.indices = symbol(indices, int64)
        self.values = symbol(values)
        self.dense_shape = symbol(dense_shape, int64)
        shapes = [each.static_shape for each in (self.indices, self.values, self.dense_shape)]
        if [len(shape) for shape in shapes] != [2, 1, 1]:
            raise ValueError(
                "SparseTensor takes indices (entries, axes), values (entries,) and dense_shape"
                f" (axes,), got shapes {shapes}"
            )
        for one, other in ((shapes[0][0], shapes[1][0]), (shapes[0][1], shapes[2][0])):
            if None not in (one, other) and one != other:
                raise ValueError(f"Dimension {one} and {other} are not compatible: {shapes}")

        refine_shape(self.values, (shapes[0][0],))

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> "SparseTensor":
        """Return a sparse tensor for arrays, or the tensor itself.

        Raises:
            TypeError: it is something else.
        """
        value = sparse_tensor_value
        if isinstance(value, SparseTensor):
            return value
        if not (isinstance(value, tuple) and len(value) == 3):
            raise TypeError(f"Neither a SparseTensor nor SparseTensorValue: {value}.")
        return cls(*value)

    @property
    def dtype(self) -> Any:
        """The type of the numbers."""
        return as_dtype(K.dtype(self.values))

    @property
    def shape(self) -> SymbolShape:
        """The lengths of the axes, None for an unknown one."""
        known = static_value(self.dense_shape)
        axes = self.dense_shape.static_shape[0]
        lengths = [None] * int(axes or 0) if known is None else [int(each) for each in known]
        return SymbolShape(lengths)

    def get_shape(self) -> SymbolShape:
        """Return `shape`."""
        return self.shape

    @property
    def name(self) -> str:
        """How it is called: the name of its numbers."""
        return str(self.values.name)

    def eval(self, feed_dict: Any = None, session: Any = None) -> SparseTensorValue:
        """Return its arrays.

        Args:
            feed_dict: the values of placeholders.
            session: a session; None takes the one there is.
        """
        value: SparseTensorValue = (session or get_session()).run(self, feed_dict)
        return value

    # ---- for sessions
    @property
    def session_parts(self) -> tuple[Any, ...]:
        """What a session computes in its place."""
        return self.indices, self.values, self.dense_shape

    def session_value(self, values: list[Any]) -> SparseTensorValue:
        """Return what a session gives for it."""
        return SparseTensorValue(*values)

    def session_feeds(self, value: Any) -> dict[Any, Any]:
        """Return what is fed in its place.

        Raises:
            TypeError: the value is no sparse one.
        """
        if hasattr(value, "tocoo"):
            entries = value.tocoo()
            places = np.stack([entries.row, entries.col], -1)
            value = SparseTensorValue(places, entries.data, entries.shape)
        if not (isinstance(value, tuple) and len(value) == 3):
            raise TypeError(
                f"a sparse tensor is fed a SparseTensorValue or (indices, values, shape), got"
                f" {value!r}"
            )
        return dict(zip(self.session_parts, value, strict=True))

    def __repr__(self) -> str:
        return (
            f"SparseTensor(indices={self.indices}, values={self.values},"
            f" dense_shape={self.dense_shape})"
        )

    # ---- operators
    def __mul__(self, other: Any) -> "SparseTensor":
        return self._with(_scaled(self, other, "mul"))

    def __truediv__(self, other: Any) -> "SparseTensor":
        return self._with(_scaled(self, other, "div"))

    def _with(self, values: Any) -> "SparseTensor":
        return SparseTensor(self.indices, values, self.dense_shape)


def symbol(value: Any, dtype: Any = None) -> Any:
    """Return a symbol for anything that can be a tensor."""
    made = tensor(value, dtype) if is_symbolic(value) else _of_plain(value, dtype)
    return made if isinstance(made, SymbolicTensor) else constant(made)


def _of_plain(value: Any, dtype: Any) -> Any:
    if dtype is None:
        return tensor(value)
    array = np.asarray(value)
    if array.size == 0 and array.ndim == 1 and dtype is int64:
        array = array.reshape(-1)
    return tensor(array.astype(as_dtype(dtype).as_numpy_dtype))


def _scaled(x: SparseTensor, other: Any, how: str) -> Tensor:
    return _scaled_values(x.indices, x.values, tensor(other, x.values.dtype), x.dense_shape, how)


@op
def _scaled_values(
    indices: torch.Tensor,
    values: torch.Tensor,
    other: torch.Tensor,
    shape: torch.Tensor,
    how: str,
) -> torch.Tensor:
    if values.is_meta:
        return torch.empty_like(values)
    wide = other.expand(shape.tolist())
    factors = wide[tuple(indices.unbind(1))]
    return values * factors if how == "mul" else values / factors


# ---- making
def sparse_placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> SparseTensor:
    """Return a sparse tensor that is fed.

    Args:
        dtype: the type of its numbers.
        shape: the lengths of its axes, which must then be fed; None for two axes of any length.
        name: how it is called.
    """
    lengths = [None, None] if shape is None else [getattr(each, "value", each) for each in shape]
    base = name or "Placeholder"
    indices = placeholder(int64, [None, len(lengths)], f"{base}/indices")
    values = placeholder(dtype, [None], f"{base}/values")
    if None in lengths:
        return SparseTensor(indices, values, placeholder(int64, [len(lengths)], f"{base}/shape"))
    return SparseTensor(indices, values, np.array(lengths, "int64"))


def convert_to_tensor_or_sparse_tensor(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """Return a sparse tensor as it is, anything else as a tensor.

    Args:
        value: a sparse tensor, its value, or what `tf.convert_to_tensor` takes.
        dtype: the type that it must have.
        name: no effect: what is a tensor already keeps its name.

    Raises:
        RuntimeError: a sparse tensor has another type.
    """
    if isinstance(value, SparseTensorValue):
        value = SparseTensor.from_value(value)
    if not isinstance(value, SparseTensor):
        return symbol(value, dtype)
    if dtype is not None and as_dtype(dtype) != value.dtype:
        raise RuntimeError(
            f"Sparse dtype: requested = {as_dtype(dtype).name}, actual = {value.dtype.name}"
        )
    return value


def _places_of(x: torch.Tensor) -> torch.Tensor:
    return torch.empty(unknown_length(), x.ndim, dtype=torch.int64)


@op(infer=_places_of, differentiable=False)
def _nonzero(x: torch.Tensor) -> torch.Tensor:
    return x.nonzero()


@op(infer=lambda x, places: x.new_empty(places.shape[0]))
def _taken(x: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return x[tuple(places.unbind(1))]


@op
def _lengths(x: torch.Tensor) -> torch.Tensor:
    return torch.tensor(list(x.shape), dtype=torch.int64, device=x.device)


def from_dense(tensor: Any, name: str | None = None) -> SparseTensor:
    """Return a sparse tensor of the numbers that are not 0.

    Args:
        tensor: the numbers.
        name: no effect: a sparse tensor has the names of its parts.
    """
    x = symbol(tensor)
    places = _nonzero(x)
    known = x.static_shape
    shape = _lengths(x) if None in known else np.array(known, "int64")
    return SparseTensor(places, _taken(x, places), shape)
