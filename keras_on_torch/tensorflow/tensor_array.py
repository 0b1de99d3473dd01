"""`tf.TensorArray`: tensors by number, written one by one, in loops above all."""

from typing import Any

import torch

from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import size_of
from keras_on_torch.graph import SymbolicTensor, is_symbolic, record
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import host, sizes, static_value, tensor
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = ["TensorArray"]


class _Entries:
    """The entries of an array while the program runs.

    Args:
        entries: the tensors, None where nothing has been written.
        grows: whether numbers behind the last entry may be written.
        keeps: whether an entry can be read more than once.
    """

    carries_gradient = True

    def __init__(self, entries: list[Any], grows: bool, keeps: bool) -> None:
        self.entries = entries
        self.grows = grows
        self.keeps = keeps


_PROBE = _Entries([], True, True)  # What stands for an array where shapes are found out.


class TensorArray:
    """Tensors by number.

    Args:
        dtype: the type of their numbers.
        size: how many there are.
        dynamic_size: whether there may be more.
        clear_after_read: whether an entry can be read but once.
        tensor_array_name: how the array is called.
        handle: another array's handle; refused, an array is known by its flow.
        flow: the state of another array, which this one goes on from.
        infer_shape: whether all entries must have one shape.
        element_shape: this shape.
        colocate_with_first_write_call: where entries are kept, which makes no difference here.
        name: how the array is called.

    Attributes:
        flow: a symbol that stands for the state.
    """

    def __init__(
        self,
        dtype: Any,
        size: Any = None,
        dynamic_size: Any = None,
        clear_after_read: Any = None,
        tensor_array_name: str | None = None,
        handle: Any = None,
        flow: Any = None,
        infer_shape: bool = True,
        element_shape: Any = None,
        colocate_with_first_write_call: bool = True,
        name: str | None = None,
    ) -> None:
        if handle is not None:
            raise ValueError("TensorArray(handle=...): give the flow of the other array instead")
        if flow is None and size is None:
            raise ValueError("Size must be provided if handle is not provided")
        if flow is not None and (size is not None or dynamic_size is not None):
            raise ValueError("Cannot provide both a flow and size or dynamic_size")
        self._dtype = as_dtype(dtype)
        self._infers = infer_shape
        self._element = None if element_shape is None else tuple(element_shape)
        self.name = name or tensor_array_name
        if flow is None:
            given = size if host(size) else sizes(size)
            count = given[0] if isinstance(given, tuple) else given
            self._size = count if isinstance(count, int) and not dynamic_size else None
            keeps = clear_after_read is False
            flow = _opaque(_new_entries, (count, bool(dynamic_size), keeps))
        else:
            self._size = None
        self.flow: SymbolicTensor = flow

    @property
    def dtype(self) -> Any:
        """The type of the entries' numbers."""
        return self._dtype

    @property
    def element_shape(self) -> Any:
        """The shape of an entry, None where it is not known."""
        return self._element

    def with_flow(self, flow: SymbolicTensor) -> "TensorArray":
        """Return this array in another state."""
        made: TensorArray = TensorArray.__new__(TensorArray)
        vars(made).update(vars(self))
        made.flow = flow
        return made

    def identity(self) -> "TensorArray":
        """Return the array; what is made in a context of dependencies depends on them."""
        return self.with_flow(_opaque(_same, (self.flow,)))

    # ---- one entry
    def read(self, index: Any, name: str | None = None) -> Tensor:
        """Return an entry.

        Args:
            index: its number.
            name: how the tensor is called.

        Raises:
            ValueError: the shape of entries is not known.
            InvalidArgumentError: nothing has been written there; when the program runs.
        """
        made = record(_read, (self.flow, _index(index), self._kind()), infer=_shape_of_read)
        return _named(made, name)

    def write(self, index: Any, value: Any, name: str | None = None) -> "TensorArray":
        """Return the array with an entry written.

        Args:
            index: its number.
            value: the entry.
            name: how the operation is called.

        Raises:
            ValueError: it has another type or shape than the others.
        """
        value = self._entry(value)
        made = self.with_flow(_opaque(_written, (self.flow, _index(index), value)))
        made._element = self._merged(_static(value))
        self._element = made._element if self._infers else self._element
        return made

    def _entry(self, value: Any) -> Tensor:
        value = tensor(value, None if hasattr(value, "dtype") else self._dtype)
        if value.dtype != torch_dtype(self._dtype):
            raise ValueError(
                f"TensorArray dtype is {self._dtype.name} but Op is trying to write dtype"
                f" {value.dtype}. Use tf.cast"
            )
        return value

    def _merged(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return what is known of the shape of an entry, another one being known."""
        known = self._element
        if known is None:
            return shape
        fits = len(known) == len(shape) and all(
            a is None or b is None or a == b for a, b in zip(known, shape, strict=False)
        )
        if not fits and self._infers:
            raise ValueError(
                f"Inconsistent shapes: saw {shape} but expected {known} (and infer_shape=True)"
            )
        if not fits:
            return tuple(None if a != b else a for a, b in zip(known, shape, strict=False))
        return tuple(b if a is None else a for a, b in zip(known, shape, strict=True))

    # ---- all entries
    def stack(self, name: str | None = None) -> Tensor:
        """Return all entries in one tensor, along a new first axis."""
        return _named(record(_stacked, (self.flow, self._kind()), infer=_shape_of_stack), name)

    def concat(self, name: str | None = None) -> Tensor:
        """Return all entries end to end."""
        return _named(record(_joined, (self.flow, self._kind()), infer=_shape_of_joined), name)

    def gather(self, indices: Any, name: str | None = None) -> Tensor:
        """Return some of the entries in one tensor.

        Args:
            indices: their numbers.
            name: how the tensor is called.
        """
        arguments = (self.flow, tensor(indices), self._kind())
        return _named(record(_gathered, arguments, infer=_shape_of_gathered), name)

    def unstack(self, value: Any, name: str | None = None) -> "TensorArray":
        """Return the array with the rows of a tensor written as its entries."""
        value = self._entry(value)
        rows = _static(value)[0]
        made = self.with_flow(_opaque(_unstacked, (self.flow, value)))
        made._element = self._merged(_static(value)[1:])
        made._size = rows if made._size is None else made._size
        return made

    def scatter(self, indices: Any, value: Any, name: str | None = None) -> "TensorArray":
        """Return the array with the rows of a tensor written as entries of such numbers."""
        value = self._entry(value)
        made = self.with_flow(_opaque(_scattered, (self.flow, tensor(indices), value)))
        made._element = self._merged(_static(value)[1:])
        return made

    def split(self, value: Any, lengths: Any, name: str | None = None) -> "TensorArray":
        """Return the array with parts of a tensor, of such lengths, written as its entries."""
        value = self._entry(value)
        made = self.with_flow(_opaque(_split, (self.flow, value, tensor(lengths))))
        made._element = (None, *_static(value)[1:])
        return made

    def size(self, name: str | None = None) -> Tensor:
        """Return how many entries there are."""
        if self._size is not None:
            return graph.constant(self._size, "int32")
        return _named(record(_count, (self.flow,), infer=lambda flow: unknown_length()), name)

    def close(self, name: str | None = None) -> Any:
        """Return an operation that forgets the entries, which happens by itself."""
        return graph.Group([self.flow])

    def grad(self, source: str, flow: Any = None, name: str | None = None) -> "TensorArray":
        """Refuse: derivatives pass through arrays by themselves.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("TensorArray.grad: use tf.gradients, which passes through arrays")

    def _kind(self) -> tuple[Any, torch.dtype]:
        """Return the shape of an entry, where it is known, and the type."""
        return self._element, torch_dtype(self._dtype)


def _index(index: Any) -> Any:
    known = None if host(index) else static_value(index)
    return index if known is None else int(known)


def _static(value: Any) -> tuple[int | None, ...]:
    return value.static_shape if is_symbolic(value) else tuple(value.shape)


def _named(made: Any, name: str | None) -> Any:
    if name is not None and is_symbolic(made):
        made.name = f"{name}:0"
    return made


def _opaque(function: Any, arguments: Any) -> SymbolicTensor:
    """Record what gives the state of an array."""
    return record(function, arguments, infer=_stands_for)  # type: ignore[no-any-return]


def _stands_for(*arguments: Any) -> _Entries:
    return _PROBE


# ---- while the program runs
def _new_entries(count: Any, grows: bool, keeps: bool) -> _Entries:
    return _Entries([None] * size_of(count), grows, keeps)


def _same(flow: _Entries) -> _Entries:
    return flow


def _place(flow: _Entries, index: Any) -> int:
    place = int(index)
    if flow.grows and place >= len(flow.entries):
        flow.entries += [None] * (place + 1 - len(flow.entries))
    if not 0 <= place < len(flow.entries):
        raise InvalidArgumentError(
            None,
            None,
            f"TensorArray: Tried to write or read index {place}, the array has size"
            f" {len(flow.entries)}",
        )
    return place


def _written(flow: _Entries, index: Any, value: Tensor) -> _Entries:
    place = _place(flow, index)
    if flow.entries[place] is not None:
        raise InvalidArgumentError(
            None, None, f"TensorArray: index {place} has been written to already"
        )
    flow.entries[place] = value
    return flow


def _read(flow: _Entries, index: Any, kind: Any) -> Tensor:
    place = _place(flow, index)
    value = flow.entries[place]
    if value is None:
        shape, dtype = kind
        if shape is None or None in shape:
            raise InvalidArgumentError(
                None, None, f"TensorArray: index {place} has not been written to"
            )
        return torch.zeros(shape, dtype=dtype)
    return value


def _shape(kind: Any) -> list[int]:
    shape, _ = kind
    if shape is None:
        raise ValueError(
            "the shape of the entries of a TensorArray is not known: write one before, or give"
            " element_shape"
        )
    return [unknown_length() if length is None else length for length in shape]


def _shape_of_read(flow: Any, index: Any, kind: Any) -> Tensor:
    return torch.empty(_shape(kind), dtype=kind[1], device="meta")


def _all(flow: _Entries, kind: Any) -> list[Tensor]:
    """Return the entries; one that was never written is zeros, as in TensorFlow."""
    like = next((entry for entry in flow.entries if entry is not None), None)
    if like is None:
        return []
    return [torch.zeros_like(like) if entry is None else entry for entry in flow.entries]


def _stacked(flow: _Entries, kind: Any) -> Tensor:
    entries = _all(flow, kind)
    if entries:
        return torch.stack(entries)
    shape, dtype = kind
    return torch.zeros([len(flow.entries), *[length or 0 for length in shape or ()]], dtype=dtype)


def _shape_of_stack(flow: Any, kind: Any) -> Tensor:
    return torch.empty([unknown_length(), *_shape(kind)], dtype=kind[1], device="meta")


def _joined(flow: _Entries, kind: Any) -> Tensor:
    return torch.cat(_all(flow, kind))


def _shape_of_joined(flow: Any, kind: Any) -> Tensor:
    return torch.empty([unknown_length(), *_shape(kind)[1:]], dtype=kind[1], device="meta")


def _gathered(flow: _Entries, places: Tensor, kind: Any) -> Tensor:
    return torch.stack([_read(flow, place, kind) for place in places.tolist()])


def _shape_of_gathered(flow: Any, places: Tensor, kind: Any) -> Tensor:
    return torch.empty([unknown_length(), *_shape(kind)], dtype=kind[1], device="meta")


def _unstacked(flow: _Entries, value: Tensor) -> _Entries:
    return _scattered(flow, range(len(value)), value)


def _scattered(flow: _Entries, places: Any, value: Tensor) -> _Entries:
    numbers = places.tolist() if isinstance(places, torch.Tensor) else places
    for place, row in zip(numbers, value.unbind(), strict=True):
        _written(flow, place, row)
    return flow


def _split(flow: _Entries, value: Tensor, lengths: Tensor) -> _Entries:
    for place, part in enumerate(value.split(lengths.tolist())):
        _written(flow, place, part)
    return flow


def _count(flow: _Entries) -> int:
    return len(flow.entries)
