"""Assertions: operations that stop the program where something does not hold."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.printing import summary_of
from keras_on_torch.graph import Group, is_symbolic, op
from keras_on_torch.tensorflow.arguments import alike, plain_sizes, static_value, tensor
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.operations import no_op

__all__ = [
    "Assert",
    "assert_equal",
    "assert_greater",
    "assert_greater_equal",
    "assert_integer",
    "assert_less",
    "assert_less_equal",
    "assert_near",
    "assert_negative",
    "assert_non_negative",
    "assert_non_positive",
    "assert_none_equal",
    "assert_positive",
    "assert_proper_iterable",
    "assert_rank",
    "assert_rank_at_least",
    "assert_rank_in",
    "assert_same_float_dtype",
    "assert_scalar",
    "assert_type",
    "is_numeric_tensor",
]


def Assert(  # noqa: N802 - TensorFlow's name
    condition: Any, data: Any, summarize: Any = None, name: str | None = None
) -> Any:
    """Return an operation that stops the program where a condition does not hold.

    Args:
        condition: truth values, all of which must hold.
        data: tensors that the message shows.
        summarize: how many numbers of each; None are 3.
        name: how the operation is called.

    Raises:
        InvalidArgumentError: it does not hold; when the program runs.
    """
    held = tensor(condition)
    shown = [each if isinstance(each, (str, bytes)) else tensor(each) for each in data]
    done = _asserted(held, shown, 3 if summarize is None else int(summarize))
    if not is_symbolic(done):
        return None
    return Group([done]) if name is None else _called(Group([done]), name)


def _called(made: Group, name: str) -> Group:
    made.name = f"{name}:0"
    return made


@op(infer=lambda condition, data, summarize: condition, eager=True)
def _asserted(condition: Tensor, data: list[Any], summarize: int) -> Tensor:
    if not bool(torch.as_tensor(condition).all()):
        words = [
            each if isinstance(each, (str, bytes)) else summary_of(each, summarize) for each in data
        ]
        raise InvalidArgumentError(
            None, None, f"assertion failed: {' '.join(f'[{word!s}]' for word in words)}"
        )
    return condition


# ---- of two tensors
def _comparison(name: str, sign: str, compute: Callable[..., Any]) -> Callable[..., Any]:
    def asserted(
        x: Any,
        y: Any,
        data: Any = None,
        summarize: Any = None,
        message: Any = None,
        name: str | None = None,
    ) -> Any:
        x, y = alike(sign, x=x, y=y)
        return _of_values(compute, (x, y), f"x {sign} y", data, summarize, message, name)

    asserted.__name__ = asserted.__qualname__ = name
    asserted.__doc__ = f"""Return an operation that stops the program where not `x {sign} y`.

    Args:
        x: a tensor.
        y: a tensor.
        data: tensors that the message shows; None shows these two.
        summarize: how many numbers of each; None are 3.
        message: what the message begins with.
        name: how the operation is called.

    Raises:
        InvalidArgumentError: it does not hold; when the program runs, or at once where both are
            known.
    """
    return asserted


def _of_values(
    compute: Callable[..., Any],
    values: tuple[Any, ...],
    what: str,
    data: Any,
    summarize: Any,
    message: Any,
    name: str | None,
) -> Any:
    """Return the assertion that something holds of all numbers; raise at once where it cannot."""
    known = [static_value(value) for value in values]
    said = f"{message or ''} Condition {what} did not hold element-wise:".strip()
    if all(value is not None for value in known):
        tensors = [torch.as_tensor(value) for value in known]
        if not bool(compute(*tensors).all()):
            raise InvalidArgumentError(
                None, None, f"{said} {', '.join(str(value) for value in known)}"
            )
        return no_op(name)
    shown = list(data) if data is not None else [said, *values]
    return Assert(compute(*values), shown, summarize, name)


assert_equal = _comparison("assert_equal", "==", torch.eq)
assert_none_equal = _comparison("assert_none_equal", "!=", torch.ne)
assert_less = _comparison("assert_less", "<", torch.lt)
assert_less_equal = _comparison("assert_less_equal", "<=", torch.le)
assert_greater = _comparison("assert_greater", ">", torch.gt)
assert_greater_equal = _comparison("assert_greater_equal", ">=", torch.ge)


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    data: Any = None,
    summarize: Any = None,
    message: Any = None,
    name: str | None = None,
) -> Any:
    """Return an operation that stops the program where two tensors are not nearly equal.

    Args:
        x: a tensor.
        y: a tensor.
        rtol: allowed difference as a part of `y`; None is ten times what the type tells apart.
        atol: allowed difference beside it; likewise.
        data: tensors that the message shows; None shows these two.
        summarize: how many numbers of each; None are 3.
        message: what the message begins with.
        name: how the operation is called.

    Raises:
        InvalidArgumentError: they are not; when the program runs, or at once where both are known.
    """
    x, y = alike("near", x=x, y=y)
    least = 10 * float(np.finfo(as_dtype(x.dtype).as_numpy_dtype).eps)
    relative = least if rtol is None else rtol
    absolute = least if atol is None else atol

    def near(one: Any, other: Any) -> Any:
        return torch.lt(torch.abs(one - other), torch.abs(other) * relative + absolute)

    return _of_values(near, (x, y), "x and y nearly equal", data, summarize, message, name)


# ---- of one tensor
def _sign(name: str, what: str, compute: Callable[..., Any]) -> Callable[..., Any]:
    def asserted(
        x: Any,
        data: Any = None,
        summarize: Any = None,
        message: Any = None,
        name: str | None = None,
    ) -> Any:
        return _of_values(compute, (tensor(x),), what, data, summarize, message, name)

    asserted.__name__ = asserted.__qualname__ = name
    asserted.__doc__ = f"""Return an operation that stops the program where not `{what}`.

    Args:
        x: a tensor.
        data: tensors that the message shows; None shows this one.
        summarize: how many numbers of each; None are 3.
        message: what the message begins with.
        name: how the operation is called.

    Raises:
        InvalidArgumentError: it does not hold; when the program runs, or at once where it is known.
    """
    return asserted


assert_negative = _sign("assert_negative", "x < 0", lambda x: torch.lt(x, 0))
assert_positive = _sign("assert_positive", "x > 0", lambda x: torch.gt(x, 0))
assert_non_negative = _sign("assert_non_negative", "x >= 0", lambda x: torch.ge(x, 0))
assert_non_positive = _sign("assert_non_positive", "x <= 0", lambda x: torch.le(x, 0))


# ---- of what is known before running
def _rank_of(value: Any) -> int:
    known = plain_sizes(value)
    if not isinstance(known, int):
        raise TypeError(f"a rank must be a whole number that is known, got {value!r}")
    return known


def _check_rank(x: Any, fits: bool, wanted: str, message: Any) -> Group:
    if not fits:
        raise ValueError(f"{message or ''} Shape {x.shape} must have rank {wanted}".strip())
    return no_op()


def assert_rank(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: Any = None,
    message: Any = None,
    name: str | None = None,
) -> Group:
    """Raise an error where a tensor has not so many axes.

    Args:
        x: a tensor.
        rank: how many.
        data: taken for TensorFlow's sake; what is known before running shows itself.
        summarize: likewise.
        message: what the message begins with.
        name: how the operation is called.

    Raises:
        ValueError: it has more or fewer.
    """
    x, wanted = tensor(x), _rank_of(rank)
    return _check_rank(x, x.ndim == wanted, str(wanted), message)


def assert_rank_at_least(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: Any = None,
    message: Any = None,
    name: str | None = None,
) -> Group:
    """Raise an error where a tensor has fewer axes; arguments as of `assert_rank`."""
    x, wanted = tensor(x), _rank_of(rank)
    return _check_rank(x, x.ndim >= wanted, f"at least {wanted}", message)


def assert_rank_in(
    x: Any,
    ranks: Any,
    data: Any = None,
    summarize: Any = None,
    message: Any = None,
    name: str | None = None,
) -> Group:
    """Raise an error where a tensor has none of these numbers of axes; as `assert_rank`."""
    x, wanted = tensor(x), [_rank_of(rank) for rank in ranks]
    return _check_rank(x, x.ndim in wanted, f"in {wanted}", message)


def assert_scalar(tensor: Any, name: str | None = None, message: Any = None) -> Tensor:
    """Return a tensor, which must have no axes.

    Raises:
        ValueError: it has.
    """
    x = _converted(tensor)
    _check_rank(x, x.ndim == 0, "0", message)
    return x


_converted = tensor


def assert_integer(x: Any, message: Any = None, name: str | None = None) -> Group:
    """Raise an error where a tensor holds no whole numbers.

    Raises:
        TypeError: it holds others.
    """
    kind = as_dtype(tensor(x).dtype)
    if not kind.is_integer:
        raise TypeError(f'{message or ""} Expected "x" to be integer type. Found: {kind}'.strip())
    return no_op()


def assert_type(tensor: Any, tf_type: Any, message: Any = None, name: str | None = None) -> Group:
    """Raise an error where a tensor has another type.

    Raises:
        TypeError: it has.
    """
    kind = as_dtype(_converted(tensor).dtype)
    if kind != tf_type:
        raise TypeError(f"{message or ''} tensor must be of type {tf_type}, got {kind}".strip())
    return no_op()


def assert_proper_iterable(values: Any) -> None:
    """Raise an error where it is no list of tensors, say, but a tensor or text.

    Raises:
        TypeError: it is not.
    """
    lacks = is_symbolic(values) or isinstance(values, (torch.Tensor, np.ndarray, bytes, str))
    if lacks or not hasattr(values, "__iter__"):
        raise TypeError(f"Expected argument 'values' to be a 'proper' iterable. Found: {values!r}")


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> Any:
    """Return the one type of fractions that tensors have.

    Args:
        tensors: tensors; None among them are passed over.
        dtype: the type that they must have.

    Raises:
        ValueError: they have different types, or no fractions.
    """
    kinds = [as_dtype(each.dtype) for each in tensors or [] if each is not None]
    wanted = as_dtype(dtype) if dtype is not None else kinds[0] if kinds else as_dtype("float32")
    if any(kind != wanted for kind in kinds) or not wanted.is_floating:
        raise ValueError(f"Expected floating point type {wanted}, got {kinds}")
    return wanted


def is_numeric_tensor(tensor: Any) -> bool:
    """Return whether it is a tensor of numbers."""
    is_tensor = is_symbolic(tensor) or isinstance(tensor, torch.Tensor)
    return is_tensor and not as_dtype(tensor.dtype).is_bool
