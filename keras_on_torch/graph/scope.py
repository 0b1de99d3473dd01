"""Where recording stands: inside which layer's call, inside which loop's body.

A scope is the dynamic extent of one `Layer.call` or of one body function. What is recorded while
it lasts belongs to it, so that it can be run as one unit later.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

__all__ = [
    "Body",
    "Scope",
    "current_dependencies",
    "current_scope",
    "depending_on",
    "inside",
    "newest",
    "outside_all_scopes",
    "placed_on",
]


class Scope:
    """One symbolic call of a layer, or one tracing of a body function.

    Attributes:
        owner: the layer (an `nn.Module`) that was called; None for a body.
        parent: the scope in which the call stands; None for the outermost level.
        inputs: what the layer was called on, as it was given (a tensor or nested lists).
        outputs: the symbols by which its results are known in the parent scope.
        results: the layer's results as the parent receives them, nested as `call` returned them.
        device: where what is recorded here is computed; None for where the program runs.
    """

    __slots__ = (
        "__weakref__",
        "device",
        "inputs",
        "is_body",
        "outputs",
        "owner",
        "parent",
        "results",
    )

    def __init__(self, owner: Any = None, inputs: Any = None, is_body: bool = False) -> None:
        self.owner = owner
        self.parent = current_scope()
        self.inputs = inputs
        self.is_body = is_body
        self.outputs: list[Any] = []
        self.results: Any = None
        self.device = _stack.device

    def holds(self, scope: "Scope | None") -> bool:
        """Return whether `scope` is this one or lies inside it."""
        while scope is not None:
            if scope is self:
                return True
            scope = scope.parent
        return False


class Body:
    """A function of symbols that was traced once, to be called many times by a loop or a branch.

    Attributes:
        scope: what was recorded while it was traced.
        parameters: the placeholders it was traced with.
        results: what it returned, a flat list of symbols and plain values.
    """

    __slots__ = ("name", "parameters", "results", "scope")

    def __init__(self, scope: Scope, parameters: list[Any], results: list[Any], name: str) -> None:
        self.scope = scope
        self.parameters = parameters
        self.results = results
        self.name = name


class _Stack(threading.local):
    def __init__(self) -> None:
        self.top: Scope | None = None
        self.device: torch.device | None = None
        self.dependencies: tuple[Any, ...] = ()
        self.newer: dict[int, Any] = {}


_stack = _Stack()


def current_scope() -> Scope | None:
    """Return the innermost scope that this thread records in; None outside all."""
    return _stack.top


@contextmanager
def inside(scope: Scope) -> Iterator[Scope]:
    """Record in `scope` while the context lasts."""
    before, _stack.top = _stack.top, scope
    try:
        yield scope
    finally:
        _stack.top = before


@contextmanager
def outside_all_scopes() -> Iterator[None]:
    """Record at the outermost level while the context lasts (a trace of its own)."""
    before, _stack.top = _stack.top, None
    try:
        yield
    finally:
        _stack.top = before


@contextmanager
def placed_on(device: torch.device) -> Iterator[None]:
    """Have the calls of layers that are recorded while the context lasts computed on a device."""
    before, _stack.device = _stack.device, device
    try:
        yield
    finally:
        _stack.device = before


def current_dependencies() -> tuple[Any, ...]:
    """Return the symbols that are computed before whatever is recorded now."""
    return _stack.dependencies


def newest(value: Any) -> Any:
    """Return what stands for a variable that is updated before whatever is recorded now."""
    return _stack.newer.get(id(value), value)


@contextmanager
def depending_on(symbols: tuple[Any, ...] | None, newer: dict[int, Any]) -> Iterator[None]:
    """Have these symbols, too, computed before what is recorded while the context lasts.

    Args:
        symbols: the symbols; None forgets those of the contexts around.
        newer: by the id of a variable, the update after which it is read.
    """
    before = _stack.dependencies, _stack.newer
    _stack.dependencies = () if symbols is None else (*before[0], *symbols)
    _stack.newer = {} if symbols is None else before[1] | newer
    try:
        yield
    finally:
        _stack.dependencies, _stack.newer = before
