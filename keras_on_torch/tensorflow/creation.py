"""Tensors that are made of a shape, a range or a length: zeros, ranges, grids, one-hot rows."""

from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, here, size_of, sizes_of
from keras_on_torch.graph import op
from keras_on_torch.graph.dtypes import torch_dtype
from keras_on_torch.graph.shape_inference import unknown_length
from keras_on_torch.tensorflow.arguments import alike, allowed, host, sizes, static_value, tensor
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.dtypes import as_dtype, float32
from keras_on_torch.tensorflow.dtypes import bool as bool_type
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = [
    "eye",
    "fill",
    "lin_space",
    "linspace",
    "meshgrid",
    "one_hot",
    "ones",
    "ones_like",
    "range",
    "sequence_mask",
    "zeros",
    "zeros_like",
]


# ---- one value
@function
def zeros(shape: Any, dtype: Any = float32, name: str | None = None) -> Tensor:
    """Return zeros.

    Args:
        shape: lengths of the axes; sizes such as `tf.shape(x)[0]` may be among them.
        dtype: type of the numbers.
        name: how the tensor is called.
    """
    return _full(sizes(shape), 0, torch_dtype(as_dtype(dtype)))


@function
def ones(shape: Any, dtype: Any = float32, name: str | None = None) -> Tensor:
    """Return ones; arguments as of `zeros`."""
    return _full(sizes(shape), 1, torch_dtype(as_dtype(dtype)))


@function
def fill(dims: Any, value: Any, name: str | None = None) -> Tensor:
    """Return a tensor filled with one value.

    Args:
        dims: lengths of the axes; sizes such as `tf.shape(x)[0]` may be among them.
        value: a number, or a tensor without axes, whose type the result has.
        name: how the tensor is called.

    Raises:
        ValueError: `value` has axes.
    """
    value = tensor(value)
    if value.ndim:
        raise ValueError(f"Shape must be rank 0 but is rank {value.ndim}: value of tf.fill")
    return _filled(sizes(dims), value)


@op
def _full(shape: Any, value: int, dtype: torch.dtype) -> Tensor:
    return torch.full(sizes_of(shape), value, dtype=dtype, device=here())


@op
def _filled(shape: Any, value: Tensor) -> Tensor:
    return value.expand(sizes_of(shape))


@function
def zeros_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Tensor:
    """Return zeros in the shape of a tensor.

    Args:
        tensor: the tensor.
        dtype: type of the numbers; None takes that of `tensor`.
        name: how the result is called.
        optimize: whether a known shape may be written into the program, which it always is.
    """
    return _like(tensor, dtype, K.zeros_like)


@function
def ones_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Tensor:
    """Return ones in the shape of a tensor; arguments as of `zeros_like`."""
    return _like(tensor, dtype, K.ones_like)


def _like(x: Any, dtype: Any, made: Any) -> Tensor:
    x = tensor(x)
    return made(x, None if dtype is None else as_dtype(dtype))


# ---- ranges
@function
def range(
    start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: str | None = "range"
) -> Tensor:
    """Return evenly spaced numbers.

    Args:
        start: the first; if it stands alone, the end, and the first is 0.
        limit: the end, which is not reached.
        delta: the distance.
        dtype: type of the numbers; None takes the widest among the arguments.
        name: how the tensor is called.

    Raises:
        InvalidArgumentError: `delta` leads away from `limit`.
    """
    if limit is None:
        start, limit = 0, start
    ends = [end if host(end) else tensor(end) for end in (start, limit, delta)]
    order = (torch.int32, torch.int64, torch.float32, torch.float64)
    if dtype is not None:
        wanted = torch_dtype(as_dtype(dtype))
    else:
        for end in ends:
            allowed(end, "int float", "start")
        wanted = max((end.dtype for end in ends), key=order.index)
    known = [static_value(end) for end in ends]
    pairs = zip(ends, known, strict=True)
    first, last, step = (end if value is None else value.item() for end, value in pairs)
    return _range(first, last, step, wanted)


@op(differentiable=False)
def _range(start: Any, limit: Any, delta: Any, dtype: torch.dtype) -> Tensor:
    ends = [
        end.item() if isinstance(end, torch.Tensor) and not end.is_meta else end
        for end in (start, limit, delta)
    ]
    if any(isinstance(end, torch.Tensor) for end in ends):
        return torch.empty(unknown_length(), dtype=dtype, device="meta")
    start, limit, delta = ends
    if delta == 0 or (limit - start) * delta < 0:
        raise InvalidArgumentError(
            None,
            None,
            "Requires start <= limit when delta > 0, and start >= limit when delta < 0, got start"
            f" {start}, limit {limit}, delta {delta}",
        )
    return torch.arange(start, limit, delta, dtype=dtype, device=here())


def linspace(start: Any, stop: Any, num: Any, name: str | None = None) -> Tensor:
    """Return evenly spaced numbers, both ends among them.

    Args:
        start: the first, a fraction.
        stop: the last.
        num: how many.
        name: how the tensor is called.
    """
    return lin_space(start, stop, num, name=name)


@function
def lin_space(start: Any, stop: Any, num: Any, name: str | None = None) -> Tensor:
    """Return evenly spaced numbers; arguments as of `linspace`."""
    start, stop = alike("LinSpace", start=start, stop=stop)
    allowed(start, "float", "start")
    (count,) = sizes(num) if not host(num) else (num,)
    return _linspace(start, stop, count)


@op(differentiable=False)
def _linspace(start: Tensor, stop: Tensor, num: Any) -> Tensor:
    count = size_of(num)
    if count < 1:
        raise InvalidArgumentError(None, None, f"Requires num > 0: {count}")
    steps = torch.arange(count, dtype=start.dtype, device=start.device)
    spaced = start + steps * ((stop - start) / max(count - 1, 1))
    return torch.where(steps == count - 1, stop if count > 1 else start, spaced)


@function
def eye(
    num_rows: Any,
    num_columns: Any = None,
    batch_shape: Any = None,
    dtype: Any = float32,
    name: str | None = None,
) -> Tensor:
    """Return identity matrices.

    Args:
        num_rows: number of rows; a number or a size.
        num_columns: number of columns; None takes as many as rows.
        batch_shape: lengths of axes before these two.
        dtype: type of the numbers.
        name: how the tensor is called.
    """
    rows = _size(num_rows)
    columns = rows if num_columns is None else _size(num_columns)
    batch = () if batch_shape is None else sizes(batch_shape)
    return _eye(rows, columns, batch, torch_dtype(as_dtype(dtype)))


def _size(value: Any) -> Any:
    known = sizes(value)
    return known[0] if isinstance(known, tuple) else known


@op
def _eye(rows: Any, columns: Any, batch: Any, dtype: torch.dtype) -> Tensor:
    rows, columns, batch = size_of(rows), size_of(columns), sizes_of(batch)
    matrix = torch.eye(rows, columns, dtype=dtype, device=here())
    return matrix.expand(*batch, rows, columns)


# ---- of indices
@function
def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: Any = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Return for each index a row that is `on_value` at that place and `off_value` elsewhere.

    Args:
        indices: whole numbers; for one that is no place, the row is all `off_value`.
        depth: the length of the rows.
        on_value: a number; None is 1.
        off_value: a number; None is 0.
        axis: where the rows' axis comes; None or -1 is behind the others.
        dtype: type of the numbers; None takes that of the values, or float32.
        name: how the tensor is called.

    Raises:
        TypeError: the values have different types, or another than `dtype`.
    """
    wanted = None if dtype is None else torch_dtype(as_dtype(dtype))
    given = [value for value in (on_value, off_value) if value is not None]
    if given:
        types = {tensor(value).dtype for value in given}
        if wanted is None and len(types) > 1:
            raise TypeError(f"dtypes of on_value and off_value must match, got {types}")
        if wanted is not None and not types <= {wanted}:
            raise TypeError(f"dtype {wanted} of tf.one_hot is not that of its values, {types}")
        wanted = types.pop()
    wanted = torch.float32 if wanted is None else wanted
    if given or wanted is torch.bool:
        on = tensor(1 if on_value is None else on_value, wanted)
        off = tensor(0 if off_value is None else off_value, wanted)
    else:
        on = off = None
    indices = allowed(tensor(indices), "int small", "indices")
    place = indices.ndim if axis is None or axis == -1 else int(axis)
    if not 0 <= place <= indices.ndim:
        raise ValueError(f"axis {axis} of tf.one_hot: expected -1 to {indices.ndim}")
    return _one_hot(indices, _size(depth), on, off, place, wanted)


@op
def _one_hot(
    indices: Tensor, depth: Any, on: Any, off: Any, axis: int, dtype: torch.dtype
) -> Tensor:
    classes = torch.arange(size_of(depth), dtype=indices.dtype, device=indices.device)
    classes = classes.reshape((-1,) + (1,) * (indices.ndim - axis))
    hot = indices.unsqueeze(axis) == classes
    return hot.to(dtype) if on is None else torch.where(hot, on, off)


@function
def sequence_mask(
    lengths: Any, maxlen: Any = None, dtype: Any = bool_type, name: str | None = None
) -> Tensor:
    """Return for each length a row whose first places, as many as that, are true.

    Args:
        lengths: whole numbers.
        maxlen: the length of the rows; None takes the longest of `lengths`.
        dtype: type of the result.
        name: how the tensor is called.

    Raises:
        ValueError: `maxlen` has axes.
    """
    lengths = allowed(tensor(lengths), "int small", "lengths")
    if maxlen is not None and not host(maxlen) and tensor(maxlen).ndim:
        raise ValueError("maxlen must be scalar for sequence_mask")
    longest = None if maxlen is None else _size(maxlen)
    return _sequence_mask(lengths, longest, torch_dtype(as_dtype(dtype)))


@op(differentiable=False)
def _sequence_mask(lengths: Tensor, longest: Any, dtype: torch.dtype) -> Tensor:
    if longest is None:
        longest = lengths.max() if lengths.is_meta or lengths.numel() else 0
    places = torch.arange(size_of(longest), dtype=lengths.dtype, device=lengths.device)
    return (places < lengths.unsqueeze(-1)).to(dtype)


def meshgrid(*args: Any, **kwargs: Any) -> list[Tensor]:
    """Return the coordinates of the points of a grid.

    Args:
        *args: the coordinates along each axis.
        **kwargs: `indexing`, "xy" (the first two axes change places) or "ij", and `name`.

    Raises:
        TypeError: an argument has another name.
        ValueError: `indexing` is neither.
    """
    indexing = kwargs.pop("indexing", "xy")
    name = kwargs.pop("name", "meshgrid")
    if kwargs:
        raise TypeError(
            f"'{next(iter(kwargs))}' is an invalid keyword argument for this function:"
            " tf.meshgrid takes indexing and name"
        )
    if indexing not in ("xy", "ij"):
        raise ValueError(f"indexing parameter must be either 'xy' or 'ij', got {indexing!r}")
    return _grid(list(args), indexing, name=name)


@function
def _grid(lines: list[Any], indexing: str, name: str | None = None) -> list[Tensor]:
    return list(_meshgrid([tensor(line) for line in lines], indexing))


@op
def _meshgrid(lines: list[Tensor], indexing: str) -> tuple[Tensor, ...]:
    lines = [as_tensor(line).reshape(-1) for line in lines]
    if len({line.dtype for line in lines}) > 1:
        raise TypeError("tf.meshgrid takes tensors of one type. Use tf.cast")
    return tuple(torch.meshgrid(lines, indexing=indexing)) if lines else ()
