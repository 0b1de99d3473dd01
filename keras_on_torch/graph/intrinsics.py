"""What is more than a call: the learning phase, bodies of loops, gradients, updates."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch.graph.assignments import assignments
from keras_on_torch.graph.dtypes import DType
from keras_on_torch.graph.leaf_nodes import constant, placeholder_value
from keras_on_torch.graph.operation import name_node, name_operation, name_parts
from keras_on_torch.graph.runtime import MovingAverage
from keras_on_torch.graph.scope import Body, Scope, inside
from keras_on_torch.graph.shape_inference import leaves_of, probe_of_shape
from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic, parents_of
from keras_on_torch.graph.variable import Variable

__all__ = [
    "LEARNING_PHASE",
    "FusedUpdates",
    "Update",
    "call_output",
    "fuse_updates",
    "gradient_of",
    "in_place",
    "in_place_update",
    "learning_phase_value",
    "operand_of",
    "phase_select",
    "result_inside",
    "returned_from",
    "select_phase",
    "symbolic_gradients",
    "trace_body",
    "update",
    "updated_value",
    "uses_learning_phase",
]


def learning_phase_value() -> None:
    """Stand as the function of the learning phase, which each compiled program fixes; never run."""


def phase_select(in_test: Any, in_train: Any) -> None:
    """Stand for a choice that is settled before anything is compiled; never run."""


def updated_value(variable: Any, value: Any) -> None:
    """Stand for a new value of a variable, assigned after everything was read; never run."""


def in_place(kernel: Any, variables: Any, tensors: Any, constraints: Any) -> None:
    """Stand for a kernel that writes into variables after everything was read; never run."""


def call_output(scope: Any, inner: Any) -> None:
    """Stand for what a layer's call gives to its caller; the compiler writes the call."""


def gradient_of(loss: Any, targets: Any, weights: Any = None) -> None:
    """Stand for the derivative of a loss by each target; the compiler writes the call."""


def _learning_phase() -> SymbolicTensor:
    node = SymbolicTensor(learning_phase_value, (), {}, (0, 0))
    node.name, node.kind = "keras_learning_phase:0", "PlaceholderWithDefault"
    return node


LEARNING_PHASE = _learning_phase()


# ---- the learning phase
def select_phase(in_train: Any, in_test: Any) -> SymbolicTensor:
    """Return a symbol that is `in_train` in programs for training and `in_test` in the others."""
    symbol = in_test if is_symbolic(in_test) else in_train
    if is_symbolic(in_train) and is_symbolic(in_test):
        shapes = in_train.static_shape, in_test.static_shape
        if shapes[0] != shapes[1] and len(shapes[0]) == len(shapes[1]):
            both = [a if a == b else None for a, b in zip(*shapes, strict=True)]
            return _select(in_test, in_train, probe_of_shape(both, symbol.number_type))
    return _select(in_test, in_train, symbol.probe)


def _select(in_test: Any, in_train: Any, probe: Any) -> SymbolicTensor:
    node = SymbolicTensor(phase_select, (in_test, in_train), {}, probe)
    node._uses_learning_phase = True
    name_operation(node, "&cond/Merge")
    return node


def uses_learning_phase(symbols: Any) -> bool:
    """Return whether any of the symbols differs between training and testing."""
    return any(leaf._uses_learning_phase for leaf in leaves_of(symbols) if is_symbolic(leaf))


# ---- bodies
def trace_body(
    function: Callable[..., Sequence[Any]], parameters: list[SymbolicTensor], name: str = "body"
) -> Body:
    """Call `function` on `parameters` once and keep what it records as a body.

    Args:
        function: takes the parameters and returns a flat list of results.
        parameters: placeholders made for this body.
        name: how the body is called in the compiled source.
    """
    scope = Scope(is_body=True)
    for parameter in parameters:
        parameter.scope = scope
    with inside(scope):
        results = list(function(*parameters))
    return Body(scope, parameters, results, name)


# ---- layers' calls
def returned_from(scope: Scope, outputs: Any) -> Any:
    """Return the symbols by which the results of a layer's call are known outside it.

    Args:
        scope: the call, which is over.
        outputs: what `call` returned: a symbol or a list of them; plain values become constants.
    """
    several = isinstance(outputs, (list, tuple))
    for output in outputs if several else [outputs]:
        inner = output if is_symbolic(output) else constant(output)
        outer = SymbolicTensor(call_output, (scope, inner), {}, inner.probe)
        outer._uses_learning_phase = inner._uses_learning_phase
        outer.alias = inner
        scope.outputs.append(outer)
    scope.results = list(scope.outputs) if several else scope.outputs[0]
    return list(scope.outputs) if several else scope.outputs[0]


def result_inside(output: SymbolicTensor) -> SymbolicTensor:
    """Return the symbol inside a layer's call that an output of the call stands for."""
    inner: SymbolicTensor = output.args[1]
    return inner


def operand_of(symbol: Any, function: Any) -> Any:
    """Return what a function was called on to give a symbol; None where another one gave it."""
    while is_symbolic(symbol) and symbol.fn is call_output:
        symbol = symbol.args[1]
    return symbol.args[0] if is_symbolic(symbol) and symbol.fn is function else None


# ---- updates
class Update(SymbolicTensor):
    """A new value of a variable: a symbol whose computing also assigns it, after all was read.

    Attributes:
        variable: what is assigned.
        operand: what the assignment is carried out with.
        how: 1 replaces the value by the operand, None adds the operand (several that add all
            count), a `MovingAverage` takes the operand into the average.
        fused: a group of updates, this one among them, that a kernel does in one go.
    """

    fused: "FusedUpdates | None" = None

    def __init__(self, variable: Variable, value: Any, operand: Any, how: Any) -> None:
        probe = value.probe if is_symbolic(value) else variable.probe
        super().__init__(updated_value, (variable, value), {}, probe)
        self.variable = variable
        self.operand = operand
        self.how = how
        average = isinstance(how, MovingAverage)
        name = "AssignMovingAvg" if average else "Assign" if how == 1 else "AssignAdd"
        name_node(self, name)
        self.kind = "Assign" if average else name
        if assignments.noted is not None:
            assignments.noted.note(self)

    @property
    def dtype(self) -> DType:
        """The type of the numbers, that of the variable."""
        return self.variable.dtype

    def is_sure_average(self) -> bool:
        """Whether it takes a value into a moving average, and shape and type surely fit."""
        value, kind = self.operand, self.variable.static_shape
        fits = is_symbolic(value) and value.static_shape == kind and None not in kind
        return isinstance(self.how, MovingAverage) and fits and value.dtype == self.variable.dtype


def update(variable: Any, value: Any, operand: Any = None, how: Any = 1) -> Update:
    """Record that `variable` becomes `value`.

    Args:
        variable: what is assigned.
        value: what it becomes.
        operand: what the assignment is carried out with; None takes `value`.
        how: 1 replaces, None adds the operand, a `MovingAverage` takes it into the average.

    Raises:
        TypeError: it is no variable that would be assigned to.
        ValueError: the value has another shape.
    """
    if not isinstance(variable, Variable):
        raise TypeError(
            f"only a variable can be updated, got {variable!r}: make one with K.variable"
        )
    if is_symbolic(value):
        shape, own = value.static_shape, variable.static_shape
        fits = len(shape) == len(own) and all(
            a is None or a == b for a, b in zip(shape, own, strict=True)
        )
        if not fits:
            raise ValueError(
                f"the update of the variable {variable.name!r} has shape {shape}: it must have the"
                f" variable's own, {own}"
            )
    return Update(variable, value, value if operand is None else operand, how)


def in_place_update(
    kernel: Callable[[list[list[torch.Tensor]], list[Any]], None],
    variables: list[list[Variable]],
    tensors: list[Any],
    constrained: Sequence[Variable] = (),
) -> SymbolicTensor:
    """Record that a kernel writes new values into variables, after everything else was read.

    Args:
        kernel: called as `kernel(tensors of the variables, values of the tensors)`; no gradients
            are recorded then.
        variables: what it reads and writes, as lists that it receives in this order.
        tensors: what it reads besides: symbols, nested in lists.
        constrained: those of the variables whose `constraint` is applied to the new value.
    """
    constraints = []
    for variable in constrained:
        parameter = SymbolicTensor(placeholder_value, (False,), {}, variable.probe)
        body = trace_body(lambda p, v=variable: [v.constraint(p)], [parameter], "constraint")
        constraints.append((variable, body))
    probe = (0, 0)
    return SymbolicTensor(in_place, (kernel, variables, tensors, constraints), {}, probe)


class FusedUpdates:
    """Updates that one kernel carries out, where all of them are to be carried out as recorded.

    Args:
        kernel: what `in_place_update` returned; it assigns the same values.
        members: (variable, new value) of each update.
    """

    def __init__(self, kernel: SymbolicTensor, members: Sequence[tuple[Variable, Any]]) -> None:
        self.kernel = kernel
        self.members = members
        self._keys = {(id(variable), id(value)) for variable, value in members}

    def applied_to(self, effects: list[SymbolicTensor]) -> list[SymbolicTensor]:
        """Return the effects with the kernel for the members, or as they are if one is missing."""
        inside = [
            isinstance(effect, Update)
            and effect.how == 1
            and (id(effect.variable), id(effect.operand)) in self._keys
            for effect in effects
        ]
        if sum(inside) != len(self._keys):
            return effects
        others = [effect for effect, found in zip(effects, inside, strict=True) if not found]
        return [*others, self.kernel]


def fuse_updates(effects: list[SymbolicTensor]) -> list[SymbolicTensor]:
    """Return effects in which complete groups of updates are replaced by their kernels."""
    groups = {id(one.fused): one.fused for one in effects if isinstance(one, Update) and one.fused}
    for group in groups.values():
        effects = group.applied_to(effects)
    return effects


# ---- gradients
def symbolic_gradients(
    loss: Any, targets: list[Any], weights: list[Any] | None = None
) -> list[SymbolicTensor | None]:
    """Return the derivatives of the sum of `loss` by each target; None where there is none.

    Args:
        loss: a symbol, or a list of them whose sums are added.
        targets: symbols of floating-point numbers.
        weights: what each loss is weighed with, of its shape; None for one is ones.
    """
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    reached = _reached_by_gradients(losses)
    found = [target for target in targets if target.id in reached]
    if not found:
        return [None] * len(targets)
    probe = tuple([tuple([target.probe[turn] for target in found]) for turn in (0, 1)])
    given = (losses, found) if weights is None else (losses, found, weights)
    node = SymbolicTensor(gradient_of, given, {}, probe)
    name_operation(node, "gradients:SymbolicGradient")
    parts = {
        target.id: SymbolicTensor(operator.getitem, (node, i), {}, (probe[0][i], probe[1][i]))
        for i, target in enumerate(found)
    }
    name_parts(node, parts.values())
    return [parts.get(target.id) for target in targets]


def _reached_by_gradients(losses: list[SymbolicTensor]) -> set[int]:
    seen: set[int] = set()
    stack = [loss for loss in losses if _carries_gradient(loss)]
    while stack:
        node = stack.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        if _cuts_gradient(node.fn):
            continue
        stack.extend(parent for parent in parents_of(node) if _carries_gradient(parent))
    return seen


def _carries_gradient(node: SymbolicTensor) -> bool:
    """Return whether a node's value, or one in its tuple of values, can have a derivative."""
    value = node.probe[0]
    if getattr(value, "carries_gradient", False):  # An array of tensors.
        return True
    if isinstance(value, torch.Tensor):
        return value.is_floating_point() or value.is_complex()
    return isinstance(value, (tuple, list)) and any(
        isinstance(leaf, torch.Tensor) for leaf in leaves_of(value)
    )


_CUTS = {"detach", "round", "argmax", "argmin", "floor", "ceil", "detach_"}


def _cuts_gradient(function: Any) -> bool:
    marked = getattr(function, "cuts_gradient", None)
    return getattr(function, "__name__", "") in _CUTS if marked is None else marked
