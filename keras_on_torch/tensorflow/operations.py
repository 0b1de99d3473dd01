"""Operations without a value, and what is run before what."""

import builtins
from contextlib import AbstractContextManager
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch.graph import Group, SymbolicTensor, Update, depending_on, is_symbolic
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.dispatch import function, named
from keras_on_torch.tensorflow.nest import flatten

__all__ = ["control_dependencies", "group", "no_op", "tuple"]


def no_op(name: str | None = None) -> Group:
    """Return an operation that does nothing."""
    return _named(Group(), name)


def group(*inputs: Any, **kwargs: Any) -> Group:
    """Return an operation that runs others.

    Args:
        *inputs: operations and tensors, also nested.
        **kwargs: `name`.

    Raises:
        ValueError: an argument has another name.
        TypeError: an entry can not be run.
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError(f"Unknown keyword arguments: {', '.join(kwargs)}")
    members = []
    for member in flatten(list(inputs)):
        if not is_symbolic(member) and not hasattr(member, "run"):
            raise TypeError(
                f"Expected tf.group() expected Tensor objects not None or others, got {member!r}"
            )
        members.append(member)
    return _named(Group(members), name)


def _named(made: Group, name: str | None) -> Group:
    return made if name is None else named(made, name)


def control_dependencies(control_inputs: Any) -> AbstractContextManager[None]:
    """Return a context: what is made in it is computed after these have been.

    Args:
        control_inputs: a list of operations and tensors; variables that they assign have their
            new values in the context. None forgets those of the contexts around.

    Raises:
        TypeError: an entry can not be run.
    """
    if control_inputs is None:
        return depending_on(None, {})
    symbols: list[SymbolicTensor] = []
    for given in control_inputs:
        each = getattr(given, "flow", given)  # Of an array of tensors.
        if is_symbolic(each):
            symbols.append(each)
        elif not hasattr(each, "run"):
            raise TypeError(
                f"Can not convert a {type(given).__name__} into a Tensor or Operation: {given!r}"
            )
    newer = {id(update.variable): update for update in updates_in(symbols)}
    return depending_on(builtins.tuple(symbols), newer)


def updates_in(symbols: Any) -> list[Update]:
    """Return the updates among symbols, those in groups included."""
    found: list[Update] = []
    for symbol in symbols:
        if isinstance(symbol, Update):
            found.append(symbol)
        elif isinstance(symbol, Group):
            found += updates_in(symbol.args)
    return found


@function
def _tupled(tensors: list[Any], name: str | None = None) -> list[Any]:
    return [None if each is None else K.identity(tensor(each)) for each in tensors]


def tuple(tensors: Any, name: str | None = None, control_inputs: Any = None) -> list[Any]:
    """Return tensors, each of which is there when all have been computed.

    Args:
        tensors: a list of them; None among them stay None.
        name: how the results are called.
        control_inputs: what else is computed before.

    Raises:
        ValueError: there is no tensor among them.
    """
    given = [each for each in tensors if each is not None]
    if not given:
        raise ValueError("Must have at least one Tensor to tuple")
    with control_dependencies([*given, *(control_inputs or [])]):
        return _tupled(list(tensors), name=name)
