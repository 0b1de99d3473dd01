"""What every function of TensorFlow has here: a name for its result, and a symbol of plain values.

A function of this room takes its arguments apart as TensorFlow does (`arguments.py`) and then calls
torch, or a private function under `op`, both of which record on symbols and compute real tensors.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

import torch

from keras_on_torch.backend.common import Sizes
from keras_on_torch.backend.name_scopes import unique_name
from keras_on_torch.graph import constant, is_symbolic
from keras_on_torch.graph.eager_mode import running
from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.tensorflow.errors import InvalidArgumentError

__all__ = ["function", "named"]

F = TypeVar("F", bound=Callable[..., Any])


def function(body: F) -> F:
    """Make a function one of TensorFlow's.

    Its argument `name` is taken from it and becomes the name of its result. Called on plain values
    alone, it gives a constant: TensorFlow 1 gives tensors, whatever it is given.

    Args:
        body: the function; random ones must record even so (`op(eager=False)`).
    """
    parameters = list(inspect.signature(body).parameters)
    place = parameters.index("name") if "name" in parameters else None

    @functools.wraps(body)
    def dual(*args: Any, **kwargs: Any) -> Any:
        name = None
        if place is not None:
            name = kwargs.pop("name", None)
            if len(args) > place:
                name, args = args[place], (*args[:place], None, *args[place + 1 :])
        real = any(type(leaf) in _REAL for leaf in leaves_of((args, kwargs)))
        if real or running.values is not None:  # There, a dynamic layer is being run.
            return body(*args, **kwargs)
        try:
            result = _mapped(_symbol, body(*args, **kwargs))
        except InvalidArgumentError as error:  # TensorFlow: what is seen sooner is a ValueError.
            raise ValueError(error.message) from None
        if name is not None:
            named(result, name, (args, kwargs))
        return result

    return cast(F, dual)


_REAL = (torch.Tensor, torch.nn.Parameter)


def _symbol(value: Any) -> Any:
    """Return what was computed of plain values as a symbol."""
    if isinstance(value, torch.Tensor):
        return constant(value)
    if isinstance(value, Sizes):
        return constant(value, "int32")
    return value


def _mapped(change: Callable[[Any], Any], value: Any) -> Any:
    """Apply `change` to every result, keeping lists, tuples and named tuples."""
    kind = type(value)
    if kind is list or kind is tuple:
        return kind([_mapped(change, item) for item in value])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return kind(*[_mapped(change, item) for item in value])
    return change(value)


def named(result: Any, name: str, arguments: Any = ()) -> Any:
    """Call the results by a name, as TensorFlow writes it; what was an argument keeps its own.

    Args:
        result: a symbol, or a list or tuple of them; real tensors have no names.
        name: the name; the open scopes are put before it, and a number behind one that is taken.
        arguments: what the function was called with.
    """
    results = result if isinstance(result, (list, tuple)) else [result]
    given = {id(leaf) for leaf in leaves_of(arguments)}
    new = [one for one in results if is_symbolic(one) and id(one) not in given]
    if new:
        base = unique_name(name).removesuffix(":0")
        for number, one in enumerate(new):
            one.name = f"{base}:{number}"
    return result
