"""What a program has to compute, and where: a walk back from what is asked for.

The learning phase is settled here, so the branch that is not taken does not exist. Fed symbols stop
the walk. The result is a tree of levels (the program, the layers' calls, the loops' bodies), each
with its nodes in the order in which they were made.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from keras_on_torch.graph.intrinsics import (
    LEARNING_PHASE,
    Update,
    call_output,
    gradient_of,
    in_place,
    phase_select,
)
from keras_on_torch.graph.leaf_nodes import constant_value, placeholder_value
from keras_on_torch.graph.scope import Body, Scope
from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.graph.symbol import SymbolicTensor
from keras_on_torch.graph.variable import Variable, variable_value

__all__ = ["END", "Level", "Schedule"]

_LEAVES = (placeholder_value, constant_value, variable_value)
END = 1 << 62  # The place of what happens after all nodes: returning, fetching, updating.


class Level:
    """One function of the compiled source: the program itself, a layer's call or a body.

    Attributes:
        parent: the level in which this function stands and is called; None for the program.
        scope: what was traced; None for the program.
        anchor: the place in the parent level where this function is called.
        nodes: what this level computes itself, by id.
        calls: the layer calls that stand in this level, by the id at which they stand.
        escaping: ids of what is made here but used further out.
        declared: ids of what is made further in but used here.
        last_use: of each value that lives here, the order of the place after which nobody needs it.
        device: where its values are; None for where the program runs.
    """

    def __init__(self, parent: "Level | None", scope: Scope | None, anchor: int = -1) -> None:
        self.parent = parent
        self.scope = scope
        self.anchor = anchor
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.nodes: dict[int, SymbolicTensor] = {}
        self.calls: dict[int, Level] = {}
        self.escaping: set[int] = set()
        self.declared: set[int] = set()
        self.last_use: dict[int, tuple[int, int]] = {}
        self.device: torch.device | None = None if parent is None else parent.device
        if scope is not None and scope.device is not None and not scope.is_body:
            self.device = scope.device

    @property
    def is_body(self) -> bool:
        """Whether this is a loop's body or a branch."""
        return self.scope is not None and self.scope.is_body


class Schedule:
    """The nodes that a program computes, and where.

    Args:
        fetches: what is asked for.
        effects: updates and in-place kernels to carry out in the end.
        feeds: the symbols that are given.
        phase: 1 for training, 0 otherwise.

    Raises:
        ValueError: a placeholder is needed that is not fed.
    """

    def __init__(
        self,
        fetches: Sequence[Any],
        effects: Sequence[SymbolicTensor],
        feeds: Sequence[SymbolicTensor],
        phase: int,
    ) -> None:
        self.phase = phase
        self.fed = {feed.id: feed for feed in feeds}
        self.needed: dict[int, SymbolicTensor] = {}
        self.effects: dict[int, SymbolicTensor] = {}
        self.gradients: list[SymbolicTensor] = []
        self.targets: dict[int, SymbolicTensor] = {}
        self._bodies: dict[int, tuple[Body, int]] = {}
        self._parameters: dict[int, SymbolicTensor] = {}
        self._found: list[SymbolicTensor] = []
        self.fetches = [self.resolve(fetch) for fetch in fetches]
        self._collect(effects)
        self.gradients.sort(key=lambda node: node.id)
        self.root = Level(None, None)
        self._levels: dict[int, Level] = {}
        self._called: dict[int, int] = {}
        self._place()
        self._last_gradient = self.last_gradient()
        self._deferred = self._not_differentiated()
        self._settle_lifetimes()

    # ---- which nodes
    def resolve(self, value: Any) -> Any:
        """Follow choices by the learning phase and updates to what is computed."""
        while isinstance(value, SymbolicTensor) and value.id not in self.fed:
            if value.fn is phase_select:
                value = value.args[self.phase]
            elif value is LEARNING_PHASE:
                return self.phase
            elif isinstance(value, Update):
                self._add_effect(value)
                value = value.args[1]
            else:
                break
        return value

    def symbols_in(self, value: Any) -> Iterator[SymbolicTensor]:
        """Yield the settled symbols in nested arguments."""
        for leaf in leaves_of(value):
            if isinstance(leaf, SymbolicTensor):
                settled = self.resolve(leaf)
                if isinstance(settled, SymbolicTensor):
                    yield settled

    def inputs_of(self, node: SymbolicTensor) -> list[SymbolicTensor]:
        """Return what must be known at the place of a node before it is computed."""
        if node.fn is call_output:
            return list(self.symbols_in(node.args[0].inputs))
        if node.fn is gradient_of:
            weighed = [node.args[0], *node.args[2:]]
            return [*self.symbols_in(weighed), *self.gradient_targets(node)]
        if isinstance(node, Update):
            return list(self.symbols_in([node.operand, *node.after]))
        return list(self.symbols_in((node.args, node.kwargs, *node.after)))

    def gradient_targets(self, node: SymbolicTensor) -> list[SymbolicTensor]:
        """Return the nodes by which the derivative is taken.

        For what a layer's call returns that is the node inside the call that made it, so that what
        else is computed from it inside the call (an activity loss) counts, too.
        """
        targets = []
        for target in node.args[1]:
            settled = self.resolve(target)
            while settled.id not in self.fed and settled.fn is call_output:
                inner = self.resolve(settled.args[1])
                made_inside = (
                    isinstance(inner, SymbolicTensor)
                    and not isinstance(inner, Variable)
                    and inner.id not in self.fed
                    and settled.args[0].holds(inner.scope)
                )
                if not made_inside:
                    break
                settled = inner
            targets.append(settled)
        return targets

    def loop_of(self, node: SymbolicTensor) -> list[SymbolicTensor]:
        """Return the node that runs the body of which `node` is a parameter, if it is one."""
        return [self._parameters[node.id]] if node.id in self._parameters else []

    def returned_by(self, scope: Scope) -> list[SymbolicTensor]:
        """Return the symbols that a layer's call returns."""
        return list(self.symbols_in([output.args[1] for output in scope.outputs]))

    def _add_effect(self, effect: SymbolicTensor) -> None:
        if effect.id not in self.effects:
            self.effects[effect.id] = effect
            self._found += self.inputs_of(effect)
            self._add_bodies(effect, END)

    def _add_bodies(self, node: SymbolicTensor, place: int) -> None:
        for body in bodies_of(node):
            self._bodies[id(body.scope)] = (body, place)
            self._parameters.update({parameter.id: node for parameter in body.parameters})
            self._found += self.symbols_in(body.results)

    def _collect(self, effects: Sequence[SymbolicTensor]) -> None:
        self._found += [fetch for fetch in self.fetches if isinstance(fetch, SymbolicTensor)]
        for effect in effects:
            self._add_effect(effect)
        while self._found:
            node = self._found.pop()
            if node.id in self.needed or node.id in self.fed or isinstance(node, Variable):
                continue
            if node.fn is in_place:
                self._add_effect(node)
                continue
            _check_fed(node)
            self.needed[node.id] = node
            self._found += self.inputs_of(node)
            if node.fn is call_output:
                self._found += node.args[0].outputs
                self._found += self.returned_by(node.args[0])
            elif node.fn is gradient_of:
                self.gradients.append(node)
                self.targets.update({target.id: target for target in self.gradient_targets(node)})
            else:
                self._add_bodies(node, node.id)

    # ---- where
    def _place(self) -> None:
        for node in self.needed.values():
            if node.fn is call_output:
                scope = id(node.args[0])
                self._called[scope] = min(self._called.get(scope, node.id), node.id)
        for node in self.needed.values():
            if node.fn is call_output:
                self.level_of(node.args[0])
            elif node.fn not in _LEAVES:
                self.level_of(node.scope).nodes[node.id] = node

    def level_of(self, scope: Scope | None) -> Level:
        """Return the level where a scope's nodes are computed; an uncalled layer has none."""
        while scope is not None and id(scope) not in self._called and not scope.is_body:
            scope = scope.parent
        if scope is None:
            return self.root
        level = self._levels.get(id(scope))
        if level is None:
            parent = self.level_of(scope.parent)
            if scope.is_body:
                if id(scope) not in self._bodies:
                    raise ValueError(_OUT_OF_BODY.format(name="inside"))
                anchor = self._bodies[id(scope)][1]
            else:
                anchor = self._called[id(scope)]
            level = self._levels[id(scope)] = Level(parent, scope, anchor)
            if not scope.is_body:
                parent.calls[anchor] = level
        return level

    def home_of(self, node: SymbolicTensor) -> Level:
        """Return the level at which a node's value is made."""
        return self.root if node.id in self.fed else self.level_of(node.scope)

    def is_placed(self) -> bool:
        """Return whether a call is computed on a device of its own."""
        return any(level.device is not None for level in self._levels.values())

    # ---- when
    def last_gradient(self) -> int:
        """Return the place in the program behind which nothing is differentiated; -1 for none."""
        places = [_place_at(self.root, self.level_of(n.scope), n.id) for n in self.gradients]
        return max(places, default=-1)

    def _not_differentiated(self) -> set[int]:
        """Return the places of the program that no gradient needs (metrics, mostly).

        They are computed right behind the last gradient, where nothing is kept for differentiating.
        """
        if not self.gradients:
            return set()
        readers: dict[int, set[int]] = {}  # What each thing in the program reads, by place.
        for used, level, place in self._uses():
            if used.id not in self.fed and used.fn not in _LEAVES:
                reads = readers.setdefault(_place_at(self.root, level, place), set())
                reads.add(self._root_place(used))
        wanted: set[int] = set()
        stack = [self._root_place(node) for node in self.gradients]
        while stack:
            place = stack.pop()
            if place not in wanted:
                wanted.add(place)
                stack += readers.get(place, ())
        places = {*self.root.nodes, *self.root.calls}
        return {p for p in places if p < self._last_gradient and p not in wanted}

    def _root_place(self, node: SymbolicTensor) -> int:
        place = self._called[id(node.args[0])] if node.fn is call_output else node.id
        return _place_at(self.root, self.level_of(node.scope), place)

    def order_of(self, level: Level, place: int) -> tuple[int, int]:
        """Return what the things that stand in a level are ordered by."""
        if level is self.root and place in self._deferred:
            return self._last_gradient, place + 1
        return place, 0

    # ---- how long
    def _uses(self) -> Iterator[tuple[SymbolicTensor, Level, int]]:
        """Yield each use of a value, with the level and the place where it is used."""
        for node in self.needed.values():
            level = self.level_of(node.scope)
            place = self._called[id(node.args[0])] if node.fn is call_output else node.id
            yield from ((used, level, place) for used in self.inputs_of(node))
            if node.fn is call_output:
                inside = self.level_of(node.args[0])
                yield from ((used, inside, END) for used in self.returned_by(node.args[0]))
        for body, _ in self._bodies.values():
            level = self.level_of(body.scope)
            yield from ((used, level, END) for used in self.symbols_in(body.results))
        for effect in self.effects.values():
            yield from ((used, self.root, END) for used in self.inputs_of(effect))
        for fetch in self.fetches:
            if isinstance(fetch, SymbolicTensor):
                yield fetch, self.root, END

    def _settle_lifetimes(self) -> None:
        uses: dict[int, list[tuple[Level, int]]] = {}
        used_nodes: dict[int, SymbolicTensor] = {}
        for used, level, place in self._uses():
            if not isinstance(used, Variable) and used.fn is not constant_value:
                uses.setdefault(used.id, []).append((level, place))
                used_nodes[used.id] = used
        for key, places in uses.items():
            made_at = self.home_of(used_nodes[key])
            home = made_at
            for level, _ in places:
                while not _is_above(home, level):
                    if home.is_body or home.parent is None:
                        raise ValueError(_OUT_OF_BODY.format(name=repr(used_nodes[key].name)))
                    home = home.parent
            if home is not made_at:
                made_at.escaping.add(key)
                home.declared.add(key)
            home.last_use[key] = max(
                self.order_of(home, _place_at(home, level, place)) for level, place in places
            )
        for node in self.needed.values():
            if node.fn is call_output and node.id not in uses:  # Returned, but nobody asks for it.
                level = self.level_of(node.scope)
                place = self._called[id(node.args[0])]
                level.last_use[node.id] = self.order_of(level, place)


_OUT_OF_BODY = (
    "the tensor {name} was made inside the step function of a loop or a branch: it has no single"
    " value outside. Return it from the step function instead"
)


def bodies_of(node: SymbolicTensor) -> list[Body]:
    """Return the bodies among a node's arguments."""
    return [leaf for leaf in leaves_of((node.args, node.kwargs)) if isinstance(leaf, Body)]


def _check_fed(node: SymbolicTensor) -> None:
    in_body = node.scope is not None and node.scope.is_body
    if node.fn is placeholder_value and not in_body:
        raise ValueError(
            f"You must feed a value for placeholder tensor {node.name!r} with dtype"
            f" {node.dtype.name} and shape {node.shape}: put it into the inputs of the function or"
            " model"
        )


def _is_above(level: Level, other: Level) -> bool:
    """Return whether `other` is the level or stands inside it."""
    climber: Level | None = other
    while climber is not None and climber is not level:
        climber = climber.parent
    return climber is level


def _place_at(home: Level, level: Level, place: int) -> int:
    """Return the place in `home` at which something happens at a place of a level inside it."""
    while level is not home and level.parent is not None:
        place, level = level.anchor, level.parent
    return place
