"""What Keras 2.3 asks of TensorFlow's graph and eager modes: here symbols are always recorded."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from keras_on_torch.graph import Variable
from keras_on_torch.graph import is_symbolic as _is_symbol

__all__ = ["control_dependencies", "eager", "is_symbolic", "is_variable", "symbolic"]

Function = TypeVar("Function", bound=Callable[..., Any])


def is_symbolic(x: Any) -> bool:
    """Return whether `x` is a symbolic tensor, and no variable."""
    return _is_symbol(x) and not isinstance(x, Variable)


def is_variable(x: Any) -> bool:
    """Return whether `x` is a variable."""
    return isinstance(x, Variable)


def symbolic(func: Function) -> Function:
    """Return a function as it is: what it does to symbols is recorded in any case."""
    return func


def eager(func: Function) -> Function:
    """Return a function as it is: what it does to torch tensors is computed in any case."""
    return func


@contextmanager
def control_dependencies(control_inputs: Any) -> Iterator[None]:
    """Return a context in which what is recorded needs nothing more than its arguments.

    An update is carried out by the function that lists it, after all else has been computed; so
    there is no order to ask for.

    Args:
        control_inputs: tensors, which change nothing.
    """
    yield
