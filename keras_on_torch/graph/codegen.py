"""From a schedule to Python source: one straight function in which a layer is a nested `def`."""

import keyword
import operator
import re
from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch.graph.intrinsics import call_output, gradient_of
from keras_on_torch.graph.leaf_nodes import constant_value
from keras_on_torch.graph.numeric_checks import CHECKS
from keras_on_torch.graph.runtime import HELPERS
from keras_on_torch.graph.schedule import Level, Schedule, bodies_of
from keras_on_torch.graph.scope import Body
from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.graph.symbol import SymbolicTensor
from keras_on_torch.graph.variable import Variable

__all__ = ["CodeGenerator"]

_INFIX = {
    operator.add: "+",
    operator.sub: "-",
    operator.mul: "*",
    operator.truediv: "/",
}
_LITERALS = (int, str, bool, type(None), type(Ellipsis))


class CodeGenerator:
    """The text of a program and the objects that it names.

    Args:
        schedule: what is computed.
        feeds: the symbols that are the function's arguments, in order.
        standalone: whether the program runs by itself, on detached values, and carries out the
            effects; else it is the forward pass of a module whose caller differentiates.
        checks: whether outputs of layers, losses and gradients are looked at as it runs.

    Attributes:
        names: what the source's global names stand for, constants on the CPU.
        constants: the names of the tensors that must be on the device of the run.
        origins: the recorded node of each line.
        anchor: a variable that a module owns; the program runs where it lives.
        variables: those that it reads or assigns.
    """

    def __init__(
        self,
        schedule: Schedule,
        feeds: list[SymbolicTensor],
        standalone: bool,
        checks: bool = False,
    ) -> None:
        self.schedule = schedule
        self._checks = checks
        self.differentiates = bool(schedule.gradients)
        self.standalone = standalone
        # Gradients live until the next run begins, as they do in a torch loop: all let go at the
        # end of each step, their memory went back to the system and had to be asked for again.
        self._holds = standalone and self.differentiates and bool(schedule.effects)
        self.names: dict[str, Any] = {**HELPERS, **CHECKS, "device": None, "held": []}
        self.constants: list[str] = []
        self.anchor: Variable | None = None
        self.variables: dict[int, Variable] = {}
        self.origins: dict[int, SymbolicTensor] = {}
        self._lines: list[str] = []
        self._indent = 0
        self._named: dict[int, str] = {}
        self._kept: list[Any] = []
        self._reads: list[dict[int, str]] = []
        self._places: list[torch.device | None] = []
        self._read_lines: list[int] = []
        self._body_names: dict[int, str] = {}
        self._last_gradient = schedule.last_gradient()
        self._is_placed = schedule.is_placed()
        self._write_program(feeds)

    @property
    def text(self) -> str:
        """The source written so far."""
        return "\n".join(self._lines) + "\n"

    # ---- lines and names
    def write(self, line: str, node: SymbolicTensor | None = None) -> None:
        self._lines.append("    " * self._indent + line)
        if node is not None:
            self.origins[len(self._lines)] = node

    def named_object(self, value: Any, stem: str) -> str:
        """Return a global name for an object of the source's."""
        name = self._named.get(id(value))
        if name is None:
            clean = re.sub(r"\W", "_", stem)
            if not clean.isidentifier() or keyword.iskeyword(clean):
                clean = f"o_{clean}"
            name, count = clean, 1
            while name in self.names:
                name, count = f"{clean}_{count}", count + 1
            self._named[id(value)] = name
            self._kept.append(value)  # An id is only good as long as its object lives.
            self.names[name] = value
        return name

    def _constant(self, tensor: torch.Tensor) -> str:
        known = id(tensor) in self._named
        name = self.named_object(tensor, f"k{len(self.constants)}")
        if not known:
            self.constants.append(name)
        return name

    # ---- values
    def render(self, value: Any) -> str:
        """Return the source of an argument."""
        value = self.schedule.resolve(value)
        if isinstance(value, SymbolicTensor):
            return self._symbol(value)
        kind = type(value)
        if kind in _LITERALS:
            return "..." if value is Ellipsis else repr(value)
        if kind is float:
            return repr(value) if value - value == 0 else f"float('{value}')"
        if kind is tuple:
            return "(" + "".join(self.render(item) + ", " for item in value) + ")"
        if kind is list:
            return "[" + ", ".join(map(self.render, value)) + "]"
        if kind is dict:
            return "{" + ", ".join(f"{k!r}: {self.render(v)}" for k, v in value.items()) + "}"
        if kind is slice:
            return (
                "slice(" + ", ".join(map(self.render, (value.start, value.stop, value.step))) + ")"
            )
        if isinstance(value, Body):
            return self._body_names[id(value)]
        if isinstance(value, torch.Tensor):
            return self._constant(value)
        return self.named_object(value, getattr(value, "__name__", kind.__name__))

    def _symbol(self, node: SymbolicTensor) -> str:
        if node.id not in self.schedule.fed:
            if isinstance(node, Variable):
                return self._variable(node)
            if node.fn is constant_value:
                if node.id in self.schedule.targets:
                    return self._from(None, self._name_of(node))
                return self._from(None, self._constant(node.args[0]))
        if not self._is_placed:
            return self._name_of(node)
        return self._from(self.schedule.home_of(node).device, self._name_of(node))

    def _name_of(self, node: SymbolicTensor) -> str:
        return f"x{node.id}" if node.id in self.schedule.fed else f"v{node.id}"

    def _from(self, home: torch.device | None, value: str) -> str:
        """Return a value that is on one device as it is needed on that of the present level."""
        here = self._places[-1]
        return value if home == here else f"moved({value}, {self._device(here)})"

    def _device(self, device: torch.device | None) -> str:
        """Return the name of a device; that on which the program runs is known when it is bound."""
        return "device" if device is None else self.named_object(device, "place")

    def _variable(self, variable: Variable) -> str:
        """Return the name of a variable's value; it is read where its level begins to need it."""
        here = self._places[-1]
        elsewhere = None
        for reads, place in zip(self._reads, self._places, strict=True):
            if variable.id in reads:
                if place == here:
                    return reads[variable.id]
                elsewhere = elsewhere or reads[variable.id]
        level = len(self._reads) - 1
        while self._level_kinds[level]:  # A loop's body: read it once, before the loop.
            level -= 1
        name = f"w{variable.id}" if here is None else f"w{variable.id}_{self._device(here)}"
        value = elsewhere or self.access(variable)
        if here is not None:
            value = f"moved({value}, {self._device(here)})"
        self._reads[level][variable.id] = name
        self._pending_reads[level].append((name, value))
        return name

    def access(self, variable: Variable) -> str:
        self.variables.setdefault(variable.id, variable)
        if isinstance(variable.owner, torch.nn.Module) and self.anchor is None:
            self.anchor = variable
        owner = self.named_object(variable.owner, f"L_{getattr(variable.owner, 'name', 'loose')}")
        table = "_parameters" if variable.table is variable.owner._parameters else "_buffers"
        access = f"{owner}.{table}[{variable.key!r}]"
        if self.differentiates and self.standalone and table == "_parameters":
            access += ".detach()"  # Nothing is differentiated by it, so nothing is kept for it.
        return access

    # ---- the program
    def _write_program(self, feeds: list[SymbolicTensor]) -> None:
        self._pending_reads: list[list[tuple[str, str]]] = []
        self._level_kinds: list[bool] = []
        self.write(f"def program({', '.join(map(self._name_of, feeds))}):")
        self._indent += 1
        if self._holds:
            self.write("held.clear()")
        self._open_level(self.schedule.root)
        for target in self.schedule.targets.values():
            if isinstance(target, Variable):
                self._reads[0][target.id] = name = f"w{target.id}"
                access = self.access(target).removesuffix(".detach()")
                self.write(f"{name} = leaf({access})")
            elif target.id in self.schedule.fed:
                self.write(f"x{target.id} = leaf(x{target.id})")
            elif target.fn is constant_value:
                self.write(f"{self._name_of(target)} = leaf({self._constant(target.args[0])})")
        self._write_items(self.schedule.root)

    # ---- levels
    def _open_level(self, level: Level) -> None:
        self._reads.append({})
        self._pending_reads.append([])
        self._level_kinds.append(level.is_body)
        self._places.append(level.device)
        names = sorted(level.declared)
        if names:
            self.write(" = ".join(f"v{name}" for name in names) + " = None")
        if level.escaping:
            self.write("nonlocal " + ", ".join(f"v{name}" for name in sorted(level.escaping)))

    def _close_level(self) -> None:
        self._reads.pop()
        self._pending_reads.pop()
        self._level_kinds.pop()
        self._places.pop()

    def flush_reads(self) -> None:
        """Write the reading of the variables that the lines to come name first."""
        for name, access in self._pending_reads[-1]:
            self.write(f"{name} = {access}")
        self._pending_reads[-1].clear()

    def _write_items(self, level: Level) -> None:
        items: list[tuple[int, Any]] = sorted(
            [*level.nodes.items(), *level.calls.items()],
            key=lambda item: self.schedule.order_of(level, item[0]),
        )
        released: dict[tuple[int, int], list[int]] = {}
        for key, order in level.last_use.items():
            released.setdefault(order, []).append(key)
        for place, item in items:
            if isinstance(item, Level):
                self._write_call(item)
            else:
                self._write_node(item)
            self._release(released.get(self.schedule.order_of(level, place), ()))
            if level is self.schedule.root and place == self._last_gradient and self.standalone:
                self.write("set_grad_enabled(False)")

    def _release(self, keys: Any) -> None:
        """Write that values which nobody needs any more are let go."""
        names = [f"x{key}" if key in self.schedule.fed else f"v{key}" for key in sorted(keys)]
        if names:
            self.write(" = ".join(names) + " = None")

    def _write_node(self, node: SymbolicTensor) -> None:
        for body in bodies_of(node):
            self.write_body(body)
        is_gradient = node.fn is gradient_of
        expression = self._gradient(node) if is_gradient else self._expression(node)
        if self._places[-1] is not None:  # Its function may have made it where the program runs.
            expression = f"moved({expression}, {self._device(self._places[-1])})"
        self.flush_reads()
        self.write(f"v{node.id} = {expression}", node)
        if is_gradient and self._holds:
            self.write(f"held.extend(v{node.id})")
        if node.id in self.schedule.targets:
            taken = ", ".join(map(self.render, self.schedule.inputs_of(node)))
            self.write(f"v{node.id} = target(v{node.id}, {taken})")

    def _expression(self, node: SymbolicTensor) -> str:
        arguments = [self.render(arg) for arg in node.args]
        infix = _INFIX.get(node.fn) if len(arguments) == 2 else None
        if infix:
            return f"{arguments[0]} {infix} {arguments[1]}"
        if node.fn is operator.getitem:
            return f"{arguments[0]}[{arguments[1]}]"
        arguments += [f"{key}={self.render(value)}" for key, value in node.kwargs.items()]
        function = self.named_object(node.fn, getattr(node.fn, "__name__", "call"))
        return f"{function}({', '.join(arguments)})"

    def _gradient(self, node: SymbolicTensor) -> str:
        losses = self.render(node.args[0])
        weights = "".join([f", {self.render(each)}" for each in node.args[2:]])
        targets = "".join(
            (self.render(t) if isinstance(t, Variable) else self._name_of(t)) + ", "
            for t in self.schedule.gradient_targets(node)
        )
        later = [other for other in self.schedule.gradients if other.id > node.id]
        # Run again in the next step of a loop, whose state may come from this very gradient.
        repeated = any(self._level_kinds)
        create = repeated or not self.standalone or any(self._depends(o, node) for o in later)
        keep = create or bool(later)
        if self._checks:
            losses = f"checked_losses({losses})"
        found = f"run_gradient({losses}, ({targets}), {create}, {keep}{weights})"
        if self._checks:
            names = [str(target.name) for target in self.schedule.gradient_targets(node)]
            found = f"checked_gradients({found}, {names!r})"
        return f"moved({found}, device)" if self._is_placed else found

    def _depends(self, node: SymbolicTensor, on: SymbolicTensor) -> bool:
        """Return whether one gradient's loss is computed from another gradient."""
        seen: set[int] = set()
        stack = list(self.schedule.symbols_in([node.args[0], *node.args[2:]]))
        while stack:
            current = stack.pop()
            if current is on:
                return True
            if current.id < on.id or current.id in seen or isinstance(current, Variable):
                continue
            seen.add(current.id)
            if current.id in self.schedule.fed:
                continue
            stack += self.schedule.inputs_of(current) + self.schedule.loop_of(current)
            if current.fn is call_output:
                stack += self.schedule.returned_by(current.args[0])
            for body in bodies_of(current):
                stack += self.schedule.symbols_in(body.results)
        return False

    def _function(self, level: Level, header: str, unpack: str, results: Callable[[], str]) -> None:
        """Write a nested function: its header, what it takes apart, computes and returns."""
        self.write(header)
        self._indent += 1
        self._open_level(level)
        if unpack:
            self.write(unpack)
        self._write_items(level)
        returned = results()
        self.flush_reads()
        self.write(f"return {returned}")
        self._indent -= 1
        self._close_level()

    def write_body(self, body: Body) -> None:
        level = self.schedule.level_of(body.scope)
        name = f"{body.name}_{len(self._body_names)}"
        self._body_names[id(body)] = name
        parameters = ", ".join(f"v{parameter.id}" for parameter in body.parameters)
        targets = [p.id for p in body.parameters if p.id in self.schedule.targets]
        self._function(
            level,
            f"def {name}({parameters}):",
            "; ".join(f"v{target} = target(v{target}, v{target})" for target in targets),
            lambda: "(" + "".join(self.render(result) + ", " for result in body.results) + ")",
        )

    def _write_call(self, inner: Level) -> None:
        """Write a layer's call: its body as a `def`, and the call through its module."""
        scope: Any = inner.scope
        layer = self.named_object(scope.owner, f"L_{getattr(scope.owner, 'name', 'layer')}")
        whole = scope.results is scope.outputs[0]

        def returned() -> str:
            values = [self.render(output.args[1]) for output in scope.outputs]
            return values[0] if whole else f"[{', '.join(values)}]"

        given, body = self.render(scope.inputs), f"b{inner.anchor}"
        self.flush_reads()
        if isinstance(scope.inputs, SymbolicTensor):
            parameter = given if given.startswith(("v", "x")) else "_"
            self._function(inner, f"def {body}({parameter}):", "", returned)
        else:
            unpack = self._unpacking(scope.inputs)
            self._function(inner, f"def {body}(given):", unpack, returned)
        results = ", ".join(f"v{output.id}" for output in scope.outputs)
        if inner.device != self._places[-1]:
            given = f"moved({given}, {self._device(inner.device)})"
        called = f"call({layer}, {given}, _body={body})"
        if self._checks:
            called = f"checked_outputs({called}, {layer})"
        called = self._from(inner.device, called)
        self.write(f"{results if whole else f'[{results}]'} = {called}")
        for output in scope.outputs:
            if output.id in self.schedule.targets:
                self.write(f"v{output.id} = target(v{output.id}, v{output.id})")

    def _unpacking(self, inputs: Any) -> str:
        """Return the line that unpacks a layer's nested inputs again (hooks may replace them)."""

        def pattern(value: Any) -> str:
            if isinstance(value, (list, tuple)):
                return "[" + ", ".join(map(pattern, value)) + "]"
            rendered = self.render(value) if isinstance(value, SymbolicTensor) else "_"
            return rendered if rendered.startswith(("v", "x")) else "_"

        names = [name for name in leaves_of(inputs) if isinstance(name, SymbolicTensor)]
        return f"{pattern(inputs)} = given" if names else ""
