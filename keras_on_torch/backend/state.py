"""Variables and placeholders, what is known of a tensor, running and updating."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch import config, graph
from keras_on_torch._types import Array, Shape, Tensor
from keras_on_torch.backend import name_scopes
from keras_on_torch.backend.session import warn_of_settings
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import (
    Function,
    SymbolicTensor,
    Variable,
    dtype_name,
    is_symbolic,
    numpy_dtype,
)
from keras_on_torch.utils.numpy_values import as_array

__all__ = [
    "Function",
    "batch_get_value",
    "batch_set_value",
    "cast_to_floatx",
    "count_params",
    "dtype",
    "eval",
    "function",
    "get_value",
    "get_variable_shape",
    "gradients",
    "int_shape",
    "is_keras_tensor",
    "is_placeholder",
    "is_tensor",
    "moving_average_update",
    "ndim",
    "placeholder",
    "set_value",
    "update",
    "update_add",
    "update_sub",
    "variable",
]


_TYPES = (graph.DType, torch.dtype)


# ---- making
def variable(
    value: Any, dtype: Any = None, name: str | None = None, constraint: Any = None
) -> Variable:
    """Make a variable.

    Args:
        value: its first value: an array, a number, a tensor (which is computed), a scipy matrix.
        dtype: the type of its numbers; None takes the configured one.
        name: how it is called; the open name scopes are put before it.
        constraint: what an optimizer applies to the value after each step.
    """
    first = None if isinstance(value, torch.Tensor) or hasattr(value, "tocoo") else value
    if hasattr(value, "tocoo"):
        value = graph.sparse_tensor(value)
    elif is_symbolic(value):
        value = graph.evaluated(value)
    if dtype is None:
        dtype = config.floatx()
    made = Variable(value, dtype, name_scopes.unique_name(name or "Variable"), constraint)
    made._keras_shape = tuple(made.tensor.shape)
    made.first_value = first
    return made


@static_arguments("shape", "ndim")
def placeholder(
    shape: Sequence[int | None] | None = None,
    ndim: int | None = None,
    dtype: Any = None,
    sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Make a tensor that is fed.

    Args:
        shape: the lengths of its axes, None for an unknown one.
        ndim: the number of axes, where no shape is given.
        dtype: the type of its numbers; None takes the configured one.
        sparse: whether scipy matrices are fed.
        name: how it is called in messages.

    Raises:
        ValueError: neither `shape` nor `ndim` is given, a length is no whole number, or there are
            more axes than arrays can have.
    """
    if shape is None:
        if ndim is None:
            raise ValueError(
                "placeholder: neither shape nor ndim is given. Give the lengths of the axes"
                " (None for an unknown one), or at least how many there are"
            )
        shape = (None,) * ndim
    # An unknown axis of another tensor's shape equals None, and is a symbol none the less.
    shape = tuple(None if axis is None or is_symbolic(axis) else _length(axis) for axis in shape)
    if len(shape) > _MOST_AXES:
        raise ValueError(
            f"placeholder: {len(shape)} axes are asked for, arrays have at most {_MOST_AXES}"
        )
    made = graph.placeholder(shape, config.floatx() if dtype is None else dtype)
    made.name = name_scopes.unique_name(name or "Placeholder")
    made._keras_shape = shape
    made._is_sparse = sparse
    return made


_MOST_AXES = 64  # NumPy's and torch's limit.


def _length(axis: Any) -> int:
    """Return the length of an axis, which NumPy and TensorFlow may give as 4.0."""
    length = int(axis)
    if length != axis and not isinstance(axis, str):
        raise ValueError(f"Ambiguous dimension: {axis}. The length of an axis is a whole number")
    return length


# ---- asking
def int_shape(x: Any) -> Any:
    """Return the lengths of the axes of a tensor as ints, None for an unknown one."""
    if hasattr(x, "_keras_shape"):
        return x._keras_shape
    if is_symbolic(x):
        return tuple(x.static_shape)
    shape_of = getattr(x, "shape", None)
    return None if shape_of is None else tuple(int(axis) for axis in shape_of)


def ndim(x: Any) -> Any:
    """Return the number of axes of a tensor."""
    if is_symbolic(x):
        return len(x.static_shape)
    return len(x.shape) if hasattr(x, "shape") else None


def dtype(x: Any) -> str:
    """Return the name of the type of a tensor's numbers."""
    kind = x.dtype
    return dtype_name(kind) if isinstance(kind, _TYPES) else str(np.dtype(kind).name)


def count_params(x: Any) -> int:
    """Return how many numbers a variable holds."""
    shape = int_shape(x) or ()
    return int(np.prod([axis for axis in shape if axis is not None], dtype=np.int64))


def get_variable_shape(x: Any) -> Shape | None:
    """Return the shape of a variable."""
    shape: Shape | None = int_shape(x)
    return shape


def is_tensor(x: Any) -> bool:
    """Return whether `x` is a tensor: a symbol, a variable, or torch's own."""
    return isinstance(x, (SymbolicTensor, torch.Tensor))


def is_keras_tensor(x: Any) -> bool:
    """Return whether a layer or `Input` gave this tensor.

    Raises:
        ValueError: it is no tensor at all.
    """
    if not is_tensor(x):
        raise ValueError(
            f"Unexpectedly found an instance of type `{type(x)}`. Expected a symbolic tensor"
            " instance: what Input(), a layer or a function of K gives"
        )
    return hasattr(x, "_keras_history")


def is_placeholder(x: Any) -> bool:
    """Return whether `x` is a placeholder."""
    return is_symbolic(x) and x.fn is graph.placeholder_value


def cast_to_floatx(x: Any) -> Array:
    """Return an array with the configured type of floating-point numbers."""
    array: Array = as_array(x, config.floatx())
    return array


# ---- values
def eval(x: Any) -> Any:
    """Return the value of a variable, or of a tensor that depends on no placeholder."""
    if isinstance(x, torch.Tensor):
        return x.detach().cpu().numpy().copy()
    return graph.evaluate(x)


def get_value(x: Any) -> Any:
    """Return the value of a variable, as a copy."""
    return eval(x)


def batch_get_value(ops: Sequence[Any]) -> list[Any]:
    """Return the values of several variables, as copies.

    Where another thread trains, they are those of one step.
    """
    with graph.between_steps():
        return [eval(x) for x in ops]


def set_value(x: Any, value: Any) -> None:
    """Return a variable another value.

    Raises:
        ValueError: the value has another shape.
    """
    x.assign_value(_array_for(x, value))


def batch_set_value(tuples: Sequence[tuple[Any, Any]]) -> None:
    """Return several variables other values: pairs (variable, value).

    Raises:
        ValueError: a value has another shape, or is no number; then no variable has changed.
    """
    pairs = [(x, _array_for(x, value)) for x, value in tuples]
    for x, value in pairs:
        x.check_value(value)
    for x, value in pairs:
        x.assign_value(value)


def _array_for(x: Any, value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value
    return as_array(value, numpy_dtype(x.dtype))


# ---- updating
def update(x: Any, new_x: Any) -> Tensor:
    """Return the update by which `x` becomes `new_x`."""
    return graph.update(x, _symbol(new_x, x))


def update_add(x: Any, increment: Any) -> Tensor:
    """Return the update by which `x` grows by `increment`."""
    increment = _symbol(increment, x)
    return graph.update(x, graph.unnamed(x + increment), increment, how=None)


def update_sub(x: Any, decrement: Any) -> Tensor:
    """Return the update by which `x` shrinks by `decrement`."""
    increment = graph.unnamed(-_symbol(decrement, x))
    changed = graph.update(x, graph.unnamed(x + increment), increment, how=None)
    return graph.name_operation(changed, "AssignSub")


def moving_average_update(x: Any, value: Any, momentum: float) -> Tensor:
    """Return the update of a moving average: `x * momentum + value * (1 - momentum)`.

    # Keras: TensorFlow corrects the bias of the start, so the first update gives `value` itself and
    what `x` held before does not count.
    """
    value = _symbol(value, x)
    step = graph.unnamed(graph.unnamed(value - x) * (1.0 - momentum))
    moved = graph.unnamed(x + step)
    if not isinstance(momentum, (int, float)):  # It is itself computed.
        return graph.update(x, moved)
    return graph.update(x, moved, value, how=graph.MovingAverage(momentum))


def _symbol(value: Any, beside: Any) -> Any:
    """Return an array or number as a symbol of the variable's type."""
    return value if is_symbolic(value) else graph.constant(value, beside.dtype)


# ---- running
def function(
    inputs: Sequence[Any], outputs: Sequence[Any], updates: Any = None, **kwargs: Any
) -> Function:
    """Make a function of arrays that computes tensors.

    Args:
        inputs: the tensors that are fed, in order; `K.learning_phase()` may be one.
        outputs: the tensors that are given back.
        updates: what is assigned afterwards: updates, or pairs (variable, new value).
        **kwargs: `name`, and what TensorFlow's `Session.run` took: `feed_dict` (values of further
            tensors; read anew at each call), `fetches` (updates that are carried out besides),
            `options` and `run_metadata`, which have no effect; the first time they are warned of.

    Raises:
        ValueError: an argument has another name.
        TypeError: `updates` is no list.
    """
    for key in kwargs:
        if key not in ("name", "feed_dict", "fetches", "options", "run_metadata"):
            raise ValueError(
                f'Invalid argument "{key}" passed to K.function: only name, feed_dict, fetches,'
                " options and run_metadata are known to the TensorFlow backend"
            )
    if kwargs.get("options") is not None or kwargs.get("run_metadata") is not None:
        warn_of_settings()
    updates = updates or []
    if not isinstance(updates, (list, tuple)):
        raise TypeError(
            f"`updates` in a Keras backend function should be a list or tuple, got {updates!r}."
        )
    if not isinstance(inputs, (list, tuple)):
        raise TypeError(f"`inputs` of K.function should be a list or tuple, got {inputs!r}.")
    if not isinstance(outputs, (list, tuple)):
        raise TypeError(f"`outputs` of K.function should be a list or tuple, got {outputs!r}.")
    return Function(inputs, outputs, updates, **kwargs)


def gradients(loss: Any, variables: Any) -> list[Any]:
    """Return the derivatives of the sum of `loss` by each of `variables`.

    Args:
        loss: a tensor, or a list of them.
        variables: tensors: variables, inputs, what layers gave; one or a list.

    Returns:
        A list of tensors; None for one on which the loss does not depend.
    """
    targets = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    return graph.symbolic_gradients(loss, targets)
