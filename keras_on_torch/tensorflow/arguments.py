"""Arguments as TensorFlow programs write them: anything that can be a tensor, and its type."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor
from keras_on_torch.graph import (
    constant_value,
    evaluated,
    has_symbol,
    is_symbolic,
    op,
    parents_of,
    record,
)
from keras_on_torch.graph.dtypes import DType, dtype_name, torch_dtype
from keras_on_torch.graph.shape_inference import leaves_of

__all__ = [
    "alike",
    "alike_list",
    "allowed",
    "axes",
    "axis",
    "either",
    "host",
    "of_sizes",
    "plain_sizes",
    "sizes",
    "sizes_as_int64",
    "static_value",
    "tensor",
]

_KINDS = {
    "float": (torch.float16, torch.bfloat16, torch.float32, torch.float64),
    "complex": (torch.complex64, torch.complex128),
    "int": (torch.int32, torch.int64),
    "small": (torch.int8, torch.int16, torch.uint8),
    "bool": (torch.bool,),
}


# ---- tensors
def tensor(value: Any, dtype: Any = None, op_name: str | None = None) -> Tensor:
    """Return a tensor for anything TensorFlow makes one of.

    Args:
        value: a symbol, a real tensor, a number, an array, or nested lists of these.
        dtype: the type it must have; None takes its own: int32 and float32 for Python's numbers.
        op_name: TensorFlow's name of the operation, for messages.

    Raises:
        ValueError: a tensor has another type than `dtype`.
        TypeError: plain numbers cannot be of that type.
    """
    wanted = None if dtype is None else torch_dtype(dtype)
    if host(value):
        value = _real(value)
    if is_symbolic(value) or isinstance(value, torch.Tensor):
        if wanted is not None and value.dtype != wanted:
            raise ValueError(
                f"Tensor conversion requested dtype {dtype_name(wanted)} for Tensor with dtype"
                f" {dtype_name(value.dtype)}: {value!r}. Use tf.cast"
            )
        return value
    if isinstance(value, (list, tuple)) and _has_tensor(value):
        return _packed(list(value), wanted)
    return _of_numbers(value, wanted)


def host(value: Any) -> bool:
    """Return whether `value` is a symbol of sizes: ints when it runs, no tensor."""
    return is_symbolic(value) and not isinstance(value.probe[0], torch.Tensor)


def _as_int64(value: Any) -> torch.Tensor:
    return torch.as_tensor(value, dtype=torch.int64)


def sizes_as_int64(value: Any) -> Tensor:
    """Return sizes as a tensor of int64; `sizes` finds them in it again."""
    return record(_as_int64, (value,)) if is_symbolic(value) else _as_int64(value)


@op
def _real(value: Any) -> torch.Tensor:
    """Return sizes as a tensor."""
    return as_tensor(value)


def _has_tensor(value: Any) -> bool:
    return any(is_symbolic(leaf) or isinstance(leaf, torch.Tensor) for leaf in leaves_of(value))


def _packed(values: list[Any], wanted: torch.dtype | None) -> Tensor:
    """Return a list in which there are tensors as one tensor."""
    if wanted is None:
        typed = (one for one in leaves_of(values) if hasattr(one, "dtype"))
        wanted = next(
            torch_dtype(one.dtype) for one in typed if isinstance(one.dtype, (DType, torch.dtype))
        )
    return torch.stack([tensor(each, wanted) for each in values])


def _of_numbers(value: Any, wanted: torch.dtype | None) -> torch.Tensor:
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
    else:
        array = np.array(value)
        if wanted is None and array.dtype == np.float64:
            wanted = torch.float32
        elif wanted is None and array.dtype == np.int64 and _fits_int32(array):
            wanted = torch.int32
        elif wanted is not None:
            _check_exact(value, array, wanted)
    if array.dtype == object or array.dtype.kind in "US":
        raise TypeError(f"Failed to convert {value!r} to a tensor: it holds no numbers")
    made = torch.as_tensor(array if array.flags.writeable else array.copy())
    return made if wanted is None else made.to(wanted)


def _fits_int32(array: Any) -> bool:
    return not array.size or bool(abs(array).max() < 2**31)


def _check_exact(value: Any, array: Any, wanted: torch.dtype) -> None:
    """Refuse Python's numbers that the type cannot hold; an array's are converted."""
    if not array.size:
        return
    given = torch.as_tensor(array).dtype if array.dtype.kind in "biufc" else None
    fits = given is not None and torch.can_cast(given, wanted)
    if not fits or (wanted is torch.bool) != (given is torch.bool):
        raise TypeError(
            f"Expected {dtype_name(wanted)}, got {value!r} of type {type(value).__name__!r} instead"
        )


def alike(op_name: str, **values: Any) -> list[Tensor]:
    """Return values as tensors of one type: that of the first, which the others must have.

    Args:
        op_name: TensorFlow's name of the operation, for messages.
        **values: by the operation's names of them.

    Raises:
        TypeError: a tensor has another type, or plain numbers cannot be of that type.
    """
    found: list[Tensor] = []
    for name, value in values.items():
        first = found[0] if found else None
        if first is not None and _typed(value):
            if value.dtype != first.dtype:
                raise TypeError(
                    f"Input {name!r} of {op_name!r} Op has type {dtype_name(value.dtype)} that does"
                    f" not match type {dtype_name(first.dtype)} of argument"
                    f" {next(iter(values))!r}. Use tf.cast"
                )
            found.append(tensor(value))
        else:
            found.append(tensor(value, None if first is None else first.dtype))
    return _together(found)


def alike_list(op_name: str, values: Any) -> list[Tensor]:
    """Return a list's entries as tensors of one type: that of the first that is a tensor.

    Args:
        op_name: TensorFlow's name of the operation, for messages.
        values: the list.

    Raises:
        TypeError: a tensor has another type, or plain numbers cannot be of that type.
    """
    values = list(values)
    wanted = next((value.dtype for value in values if _typed(value)), None)
    found: list[Tensor] = []
    for value in values:
        if wanted is not None and _typed(value) and value.dtype != wanted:
            names = ", ".join(dtype_name(each.dtype) for each in values if _typed(each))
            raise TypeError(
                f"Tensors in list passed to {op_name!r} Op have types [{names}] that don't all"
                " match. Use tf.cast"
            )
        found.append(tensor(value, wanted))
        wanted = found[0].dtype
    return _together(found)


def _typed(value: Any) -> bool:
    return is_symbolic(value) or isinstance(value, torch.Tensor)


def _together(tensors: list[Tensor]) -> list[Tensor]:
    """Return real tensors on the device of the first that is not on the CPU."""
    devices = {one.device for one in tensors if isinstance(one, torch.Tensor)}
    if len(devices) < 2:
        return tensors
    device = next(each for each in devices if each.type != "cpu")
    return [one.to(device) if isinstance(one, torch.Tensor) else one for one in tensors]


def allowed(value: Tensor, kinds: str, parameter: str = "x") -> Tensor:
    """Return a tensor whose type is one of those that an operation takes.

    Args:
        value: the tensor.
        kinds: words of "float", "complex", "int" (32 and 64 bits), "small" (the other whole
            numbers) and "bool".
        parameter: the operation's name of it.

    Raises:
        TypeError: it has another type.
    """
    taken = [dtype for kind in kinds.split() for dtype in _KINDS[kind]]
    if value.dtype in taken:
        return value
    raise TypeError(
        f"Value passed to parameter {parameter!r} has DataType {dtype_name(value.dtype)} not in"
        f" list of allowed values: {', '.join(map(dtype_name, taken))}. Use tf.cast"
    )


def either(value: Any, old: Any, name: str, old_name: str, default: Any = None) -> Any:
    """Return the value of an argument that has an older name, too.

    Raises:
        ValueError: it is given by both names.
    """
    if old is None:
        return default if value is None else value
    if value is not None:
        raise ValueError(f"Cannot specify both {name!r} and {old_name!r}: they are the same")
    return old


# ---- what must be known, or is wanted, before anything runs
_FOLDED = 64  # How many steps of computing with constants are looked through.


def static_value(value: Any) -> Any:
    """Return a plain value, or that of a constant, as NumPy has it; None if it is not known."""
    if host(value):
        first, second = value.probe
        return np.asarray(first, "int32") if first == second else None
    if is_symbolic(value):
        if value.fn is constant_value:
            return value.args[0].numpy()
        return evaluated(value).cpu().numpy() if _is_fixed(value) else None
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy()
    return None if has_symbol(value) else np.asarray(value)


def _is_fixed(symbol: Any) -> bool:
    """Return whether a symbol is computed of constants alone, in a few steps."""
    if getattr(symbol.fn, "draws", False):
        return False
    stack, seen = [symbol], 0
    while stack:
        node = stack.pop()
        seen += 1
        parents = parents_of(node)
        if seen > _FOLDED or (not parents and node.fn is not constant_value):
            return False
        stack += parents
    return True


def sizes(value: Any) -> Any:
    """Return a shape, or other whole numbers, as ints as far as they are known.

    Args:
        value: a list, an array, a tensor, one number, or a list that holds tensors.

    Returns:
        A tuple of ints and symbols, or a symbol for all of them.
    """
    if is_symbolic(value) and value.fn is _as_int64:
        value = value.args[0]
    known = None if isinstance(value, (list, tuple)) else static_value(value)
    if known is not None:
        return tuple([int(each) for each in known.reshape(-1)])
    if not isinstance(value, (list, tuple)):
        return value
    return tuple([plain_sizes(each) if plain_sizes(each) is not None else each for each in value])


def plain_sizes(value: Any) -> Any:
    """Return known whole numbers as an int or a tuple of ints; None if they are not known."""
    if value is None:
        return None
    known = static_value(value)
    if known is None or known.dtype.kind not in "iu" or known.ndim > 1:
        return None
    return tuple(known.tolist()) if known.ndim else int(known)


def of_sizes(compute: Callable[..., Any], *values: Any) -> Any:
    """Record what is computed of sizes alone, which stays a size; None if there is a tensor."""
    if not any(host(value) for value in values):
        return None
    given = [value if host(value) else plain_sizes(value) for value in values]
    return None if None in given else record(compute, tuple(given))


def axis(value: Any, ndim: int, what: str = "axis") -> int:
    """Return an axis, counted from the front.

    Args:
        value: a whole number, also in an array or a constant.
        ndim: how many axes there are.
        what: the argument, for messages.

    Raises:
        ValueError: there is no such axis, or it is not known before running.
    """
    known = static_value(value)
    if known is None or known.dtype.kind not in "iu" or known.size != 1:
        raise ValueError(f"{what} must be a whole number that is known, got {value!r}")
    number = int(known.reshape(()))
    if -ndim <= number < ndim:
        return number % ndim
    raise ValueError(
        f"Invalid {what} {number} of a tensor with {ndim} axes: expected {-ndim} to {ndim - 1}"
    )


def axes(value: Any, ndim: int, what: str = "axis") -> tuple[int, ...]:
    """Return axes, each counted from the front; None stands for all.

    Args:
        value: None, a whole number, or several in a list, an array or a constant.
        ndim: how many axes there are.
        what: the argument, for messages.

    Raises:
        ValueError: there is no such axis, or they are not known before running.
    """
    if value is None:
        return tuple(range(ndim))
    known = static_value(value)
    if known is None:
        raise ValueError(f"{what} must be known before running, got {value!r}")
    return tuple([axis(each, ndim, what) for each in known.reshape(-1).astype("int64")])
