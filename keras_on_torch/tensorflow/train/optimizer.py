"""What every optimizer of TensorFlow is: gradients, slots, the operation that applies them."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.name_scopes import name_scope, unique_name
from keras_on_torch.graph import (
    FusedUpdates,
    Group,
    SymbolicTensor,
    Update,
    in_place_update,
    is_symbolic,
)
from keras_on_torch.graph import Variable as GraphVariable
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.gradients import gradients
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collection,
    get_collection,
    trainable_variables,
)
from keras_on_torch.tensorflow.train.step_kernels import Kernel
from keras_on_torch.tensorflow.variables.assignments import assign_add
from keras_on_torch.tensorflow.variables.variable import Variable

__all__ = ["Optimizer"]


class Optimizer:
    """The base of all optimizers.

    One of yours defines `_apply_dense(grad, var)`, which returns the update of a variable or a list
    of updates, and, as it needs them, `_create_slots(var_list)`, `_prepare()` and
    `_finish(update_ops, name_scope)`.

    Args:
        use_locking: no effect: assignments of a program are done one after another.
        name: what slots are called by.

    Raises:
        ValueError: there is no name.
    """

    GATE_NONE = 0
    GATE_OP = 1
    GATE_GRAPH = 2

    def __init__(self, use_locking: bool, name: str) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._slots: dict[str, dict[int, GraphVariable]] = {}
        self._owners: dict[int, GraphVariable] = {}
        self._others: dict[str, GraphVariable] = {}

    def get_name(self) -> str:
        """Return what slots are called by."""
        return self._name

    # ---- what programs call
    def minimize(
        self,
        loss: Any,
        global_step: Any = None,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        name: str | None = None,
        grad_loss: Any = None,
    ) -> Group:
        """Return the operation that does one step.

        Args:
            loss: what is made smaller.
            global_step: a variable that is raised by 1 at each step.
            var_list: the variables that are changed; None takes all that are trained.
            gate_gradients: no effect: all gradients are computed before one is applied.
            aggregation_method: as of `tf.gradients`.
            colocate_gradients_with_ops: as of `tf.gradients`.
            name: how the operation is called.
            grad_loss: what the loss is weighed with.

        Raises:
            ValueError: the loss depends on none of the variables.
        """
        pairs = self.compute_gradients(
            loss,
            var_list,
            gate_gradients,
            aggregation_method,
            colocate_gradients_with_ops,
            grad_loss,
        )
        if all(grad is None for grad, _ in pairs):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do not"
                f" support gradients, between variables {[str(var) for _, var in pairs]} and loss"
                f" {loss}."
            )
        return self.apply_gradients(pairs, global_step, name)

    def compute_gradients(
        self,
        loss: Any,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        grad_loss: Any = None,
    ) -> list[tuple[Any, Any]]:
        """Return pairs of a gradient, or None, and its variable; arguments as of `minimize`.

        Raises:
            ValueError: `gate_gradients` is none of the three numbers, there are no variables, or
                one of them, or the loss, holds no fractions.
            NotImplementedError: something in the list is no tensor.
        """
        if gate_gradients not in (self.GATE_NONE, self.GATE_OP, self.GATE_GRAPH):
            raise ValueError(
                "gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP,"
                f" Optimizer.GATE_GRAPH.  Not {gate_gradients}"
            )
        loss = loss() if callable(loss) and not is_symbolic(loss) else loss
        self._assert_valid_dtypes([loss])
        if grad_loss is not None:
            self._assert_valid_dtypes([grad_loss])
        if var_list is None:
            var_list = [*trainable_variables(), *get_collection("trainable_resource_variables")]
        variables = _flat(var_list)
        if not variables:
            raise ValueError("No variables to optimize.")
        for var in variables:
            if not is_symbolic(var):
                raise NotImplementedError(f"Trying to optimize unsupported type {var!r}")
        grads = gradients(
            loss,
            variables,
            grad_loss,
            aggregation_method=aggregation_method,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        pairs = list(zip(grads, variables, strict=True))
        self._assert_valid_dtypes([var for grad, var in pairs if grad is not None])
        return pairs

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Group:
        """Return the operation that changes variables by gradients.

        Args:
            grads_and_vars: pairs of a gradient, or None, and its variable.
            global_step: a variable that is raised by 1.
            name: how the operation is called.

        Raises:
            ValueError: there are no variables, or no gradients.
            TypeError: a gradient is no tensor.
            NotImplementedError: something is no variable.
        """
        pairs = [tuple(pair) for pair in grads_and_vars]
        if not pairs:
            raise ValueError("No variables provided.")
        for grad, var in pairs:
            if not isinstance(var, GraphVariable):
                raise NotImplementedError(f"Trying to update a Tensor {var!r}")
            if grad is not None and not is_symbolic(tensor(grad)):
                raise TypeError(f"Gradient must be a Tensor, IndexedSlices, or None: {grad}")
        used = [(tensor(grad), var) for grad, var in pairs if grad is not None]
        if not used:
            raise ValueError(f"No gradients provided for any variable: {[v for _, v in pairs]}.")
        with name_scope(name or self._name):
            self._create_slots([var for _, var in used])
            self._prepare()
            applied = [self._applied(grad, var) for grad, var in used]
            updates = [update for each in applied for update in _flat(each)]
            last = self._finish(updates, name or self._name)
            updates = _flat(last) if last is not None else updates
            self._fuse(used, updates)
        if global_step is not None:
            with name_scope(""):
                updates.append(assign_add(global_step, 1))
        made = Group(updates)
        made.name = unique_name(name or self._name).removesuffix(":0")
        add_to_collection(GraphKeys.TRAIN_OP, made)
        return made

    def get_slot(self, var: Any, name: str) -> Any:
        """Return what is kept between steps for a variable; None where nothing is.

        Args:
            var: the variable.
            name: which of those that `get_slot_names` lists.
        """
        return self._slots.get(name, {}).get(var.id)

    def get_slot_names(self) -> list[str]:
        """Return the names of what is kept for each variable."""
        return sorted(self._slots)

    def variables(self) -> list[Any]:
        """Return the variables of the optimizer itself, by name."""
        slots = [slot for each in self._slots.values() for slot in each.values()]
        return sorted([*self._others.values(), *slots], key=lambda variable: str(variable.name))

    # ---- what an optimizer defines
    def _create_slots(self, var_list: Sequence[Any]) -> None:
        """Make what is kept for each variable."""

    def _prepare(self) -> None:
        """Make tensors of the rates."""

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        """Return the update of a variable, or a list of updates."""
        raise NotImplementedError(f"{type(self).__name__} must define _apply_dense(grad, var)")

    def _applied(self, grad: Any, var: Any) -> Any:
        constraint = getattr(var, "constraint", None)
        updates = self._apply_dense(grad, var)
        if constraint is None:
            return updates
        return [_within(one, var, constraint) for one in _flat(updates)]

    def _finish(self, update_ops: list[Any], name_scope: str) -> Any:
        """Return all updates, with those that come besides; None leaves them as they are."""
        return update_ops

    def _kernel_of(self) -> tuple[Kernel, list[str], list[Any], list[str]] | None:
        """Return a kernel of the whole step, the slots it changes, its rates, and powers it reads.

        None where there is none.
        """
        return None

    def _valid_dtypes(self) -> set[str]:
        """Return the types of numbers that variables may have."""
        return {"float16", "bfloat16", "float32", "float64"}

    def _assert_valid_dtypes(self, tensors: Sequence[Any]) -> None:
        for one in tensors:
            made = tensor(one)
            if K.dtype(made) not in self._valid_dtypes():
                raise ValueError(
                    f"Invalid type {K.dtype(made)} for"
                    f" {getattr(made, 'name', made)}, expected: {sorted(self._valid_dtypes())}."
                )

    # ---- slots
    def _slot_dict(self, slot_name: str) -> dict[int, GraphVariable]:
        return self._slots.setdefault(slot_name, {})

    def _get_or_make_slot(self, var: Any, val: Any, slot_name: str, op_name: str) -> GraphVariable:
        """Return a slot; make it with a first value where there is none."""
        slots = self._slot_dict(slot_name)
        if var.id not in slots:
            base = var.name.partition(":")[0]
            with name_scope(""):
                slots[var.id] = Variable(val, trainable=False, name=f"{base}/{op_name}")
            self._owners[var.id] = var
        return slots[var.id]

    def _zeros_slot(self, var: Any, slot_name: str, op_name: str) -> GraphVariable:
        """Return a slot; make it with zeros where there is none."""
        return self._constant_slot(var, slot_name, op_name, 0.0)

    def _constant_slot(self, var: Any, slot_name: str, op_name: str, value: float) -> GraphVariable:
        """Return a slot; make it with one number everywhere where there is none."""
        known = self._slot_dict(slot_name).get(var.id)
        if known is not None:
            return known
        made = self._get_or_make_slot(var, torch.full_like(var.tensor, value), slot_name, op_name)
        # Laid out in memory as the variable is: a fused step goes through both by address.
        made.owner._buffers[made.key] = torch.full_like(var.tensor.detach(), value)
        return made

    def _create_non_slot_variable(
        self, initial_value: Any, name: str, colocate_with: Any = None
    ) -> GraphVariable:
        """Return a variable of the optimizer itself; make it where there is none.

        Args:
            initial_value: its first value, a number.
            name: how it is called.
            colocate_with: no effect: single numbers are on the CPU, where they are read.
        """
        if name not in self._others:
            with name_scope(""):
                made = Variable(initial_value, trainable=False, name=name, dtype=None)
            made.owner._buffers[made.key] = made.tensor.cpu()
            self._others[name] = made
        return self._others[name]

    def _get_non_slot_variable(self, name: str, graph: Any = None) -> Any:
        return self._others.get(name)

    def _call_if_callable(self, param: Any) -> Any:
        return param() if callable(param) and not is_symbolic(param) else param

    # ---- one kernel
    def _fuse(self, used: Sequence[tuple[Any, Any]], updates: Sequence[Any]) -> None:
        """Let one kernel do the updates of weights and slots, where all of them are carried out."""
        found = self._kernel_of()
        variables = [var for _, var in used]
        kinds = {(K.dtype(var), var.tensor.device) for var in variables}
        fits = len(kinds) == 1 and next(iter(kinds))[0] in ("float32", "float64")
        distinct = len({id(var) for var in variables}) == len(variables)
        if found is None or not fits or not distinct:
            return
        kernel, slot_names, rates, powers = found
        states = [[self._slots[name][var.id] for var in variables] for name in slot_names]
        written = {id(one) for one in [*variables, *[s for each in states for s in each]]}
        members = [
            one for one in updates if isinstance(one, Update) and id(one.variable) in written
        ]
        if len(members) != len(written):
            return
        bound = [var for var in variables if getattr(var, "constraint", None) is not None]
        read = [*rates, *[self._others[name] for name in powers]]
        whole = in_place_update(
            kernel, [variables, *states], [[grad for grad, _ in used], *read], bound
        )
        group = FusedUpdates(whole, [(one.variable, one.operand) for one in members])
        for one in members:
            one.fused = group


def _within(update: Any, var: Any, constraint: Callable[[Tensor], Tensor]) -> Any:
    """Return the update of a variable with its value brought within bounds."""
    if not isinstance(update, Update) or update.variable is not var:
        return update
    return K.update(var, constraint(update.args[1]))


def _flat(value: Any) -> list[Any]:
    """Return updates, or variables, in nested lists as one list; members of groups, too."""
    if isinstance(value, Group):
        return [*value.args, *value.others]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _flat(item)]
    if isinstance(value, dict):
        return _flat(list(value.values()))
    return [value] if value is not None or isinstance(value, SymbolicTensor) else []
