"""Gradients of a program's own: registered for an override map, or given with a function."""

from collections.abc import Callable
from typing import Any

from keras_on_torch.graph import GRADIENTS

__all__ = ["NoGradient", "NotDifferentiable", "RegisterGradient", "no_gradient"]


class RegisterGradient:
    """A decorator that registers a gradient, for `graph.gradient_override_map`.

    The function is called as `gradient(op, *grads)`, where `op.inputs` and `op.outputs` are the
    operation's tensors and `grads` the derivatives by its outputs, and returns those by its inputs.

    Args:
        op_type: the name.

    Raises:
        TypeError: the name is no string.
        KeyError: a gradient of this name is there; raised when the decorator is applied.
    """

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError(f"op_type must be a string, got {op_type!r}")
        self._op_type = op_type

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        GRADIENTS.register(f, self._op_type)
        return f


def NotDifferentiable(op_type: str) -> None:  # noqa: N802 - TensorFlow's name.
    """Register that there is no derivative.

    Args:
        op_type: the name.

    Raises:
        TypeError: the name is no string.
        KeyError: a gradient of this name is there.
    """
    if not isinstance(op_type, str):
        raise TypeError(f"op_type must be a string, got {op_type!r}")
    GRADIENTS.register(None, op_type)


NoGradient = no_gradient = NotDifferentiable
