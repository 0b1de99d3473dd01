"""`tensorflow.python.framework.ops`: graphs, gradients' registry, and what makes tensors."""

from typing import Any

from keras_on_torch._types import Tensor
from keras_on_torch.graph import GRADIENTS, OverriddenOperation, is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = [
    "_gradient_registry",
    "convert_n_to_tensor",
    "executing_eagerly_outside_functions",
    "get_gradient_function",
    "has_default_graph",
    "inside_function",
    "internal_convert_to_tensor",
    "is_dense_tensor_like",
]

_gradient_registry = GRADIENTS


@function
def internal_convert_to_tensor(
    value: Any,
    dtype: Any = None,
    name: str | None = None,
    as_ref: bool = False,
    preferred_dtype: Any = None,
) -> Tensor:
    """Return a tensor for anything TensorFlow makes one of.

    Args:
        value: a tensor, a number, an array, or nested lists of these.
        dtype: the type it must have.
        name: how the result is called.
        as_ref: whether a variable is wanted as one; variables here always are.
        preferred_dtype: the type that is taken where the value can be of it and `dtype` is None.

    Raises:
        TypeError: the value cannot be of the type.
        ValueError: a tensor has another type.
    """
    if dtype is None and preferred_dtype is not None:
        try:
            return tensor(value, preferred_dtype)
        except (TypeError, ValueError):  # It is preferred, no more.
            return tensor(value)
    return tensor(value, dtype)


def convert_n_to_tensor(
    values: Any, dtype: Any = None, name: str | None = None, preferred_dtype: Any = None
) -> list[Tensor]:
    """Return tensors for a list of values; arguments as of `internal_convert_to_tensor`.

    Raises:
        TypeError: `values` is no list.
    """
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"values must be a sequence, got {values!r}")
    return [
        internal_convert_to_tensor(
            value,
            dtype,
            name=None if name is None else f"{name}_{place}",
            preferred_dtype=preferred_dtype,
        )
        for place, value in enumerate(values)
    ]


def is_dense_tensor_like(t: Any) -> bool:
    """Return whether it is a tensor or a variable."""
    return is_symbolic(t)


def get_gradient_function(op: OverriddenOperation) -> Any:
    """Return the gradient that is registered under the kind of an operation.

    Raises:
        LookupError: there is none.
    """
    return GRADIENTS.lookup(op.type)


def has_default_graph() -> bool:
    """Return True: there is one graph."""
    return True


def inside_function() -> bool:
    """Return False: nothing is recorded as a function of TensorFlow's."""
    return False


def executing_eagerly_outside_functions() -> bool:
    """Return False: tensors of TensorFlow 1 have no values before they are run."""
    return False
