"""Methods of TensorFlow 1's tensors and variables that compute something."""

from collections.abc import Mapping
from typing import Any

from keras_on_torch.graph.function import Function, to_numpy
from keras_on_torch.graph.interpreter import evaluate
from keras_on_torch.graph.intrinsics import Update, update
from keras_on_torch.graph.leaf_nodes import constant
from keras_on_torch.graph.operation import name_operation, unnamed
from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic
from keras_on_torch.graph.variable import Variable

__all__: list[str] = []


def _eval(
    self: SymbolicTensor, feed_dict: Mapping[Any, Any] | None = None, session: Any = None
) -> Any:
    """Return the value, as NumPy has it.

    Args:
        self: the tensor.
        feed_dict: the values of placeholders, by placeholder.
        session: any session; there is one.
    """
    if not feed_dict:
        return evaluate(self)
    function = Function(list(feed_dict), [self], name="eval")
    return to_numpy(function.run(list(feed_dict.values()))[0])


def _eval_variable(self: Variable, session: Any = None) -> Any:
    """Return the value as NumPy has it; there is one session."""
    return evaluate(self)


def _symbol(value: Any, variable: Variable) -> Any:
    return value if is_symbolic(value) else unnamed(constant(value, variable.dtype))


def _assign(
    self: Variable,
    value: Any,
    use_locking: bool = False,
    name: str | None = None,
    read_value: bool = True,
) -> Update:
    """Return the update by which the variable becomes `value`; it is carried out when run.

    Args:
        self: the variable.
        value: a tensor, an array or a number.
        use_locking: taken for TensorFlow's sake: steps don't run into each other here.
        name: how the update is called.
        read_value: taken likewise.
    """
    return _named(update(self, _symbol(value, self)), name or "Assign")


def _assign_add(
    self: Variable,
    delta: Any,
    use_locking: bool = False,
    name: str | None = None,
    read_value: bool = True,
) -> Update:
    """Return the update by which the variable grows by `delta`; arguments as of `assign`."""
    delta = _symbol(delta, self)
    changed = update(self, unnamed(self + delta), delta, how=None)
    return _named(changed, name or "AssignAdd")


def _assign_sub(
    self: Variable,
    delta: Any,
    use_locking: bool = False,
    name: str | None = None,
    read_value: bool = True,
) -> Update:
    """Return the update by which the variable shrinks by `delta`; arguments as of `assign`."""
    delta = unnamed(-_symbol(delta, self))
    changed = update(self, unnamed(self + delta), delta, how=None)
    return _named(changed, name or "AssignSub", "AssignSub")


def _named(changed: Update, name: str, kind: str | None = None) -> Update:
    kind = kind or changed.op.type
    name_operation(changed, f"{name}:{kind}")
    return changed


def _load(self: Variable, value: Any, session: Any = None) -> None:
    """Give the variable another value at once; there is one session."""
    self.assign_value(value)


SymbolicTensor.eval = _eval
Variable.eval = _eval_variable
Variable.assign = _assign
Variable.assign_add = _assign_add
Variable.assign_sub = _assign_sub
Variable.load = _load
