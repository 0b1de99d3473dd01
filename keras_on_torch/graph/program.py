"""A compiled program: the source, bound to the device it runs on."""

import contextlib
import itertools
import linecache
import sys
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch import config
from keras_on_torch.graph.codegen import CodeGenerator
from keras_on_torch.graph.epilogue import write_epilogue
from keras_on_torch.graph.runtime import Memory
from keras_on_torch.graph.schedule import Schedule
from keras_on_torch.graph.symbol import SymbolicTensor
from keras_on_torch.utils.forking import lock_that_forks

__all__ = ["Program", "compiling"]

_numbers = itertools.count(1)
compiling = lock_that_forks(reentrant=True)
"""Held while a program is made, and while it is put where other threads find it."""


class Program:
    """One Python function that computes what was asked for.

    Args:
        fetches: the symbols whose values are returned.
        effects: updates to carry out in the end.
        feeds: the symbols whose values are the function's arguments.
        phase: 1 for training, 0 otherwise.
        standalone: whether it runs by itself on detached values, or as a module's forward pass.
        name: how it is called in tracebacks.
        checks: whether outputs of layers, losses and gradients are looked at as it runs.

    Attributes:
        source: the text of the function.
        differentiates: whether gradients are computed in it.
        variables: those that it reads or assigns.
    """

    def __init__(
        self,
        fetches: Sequence[Any],
        effects: Sequence[SymbolicTensor],
        feeds: Sequence[SymbolicTensor],
        phase: int,
        standalone: bool = True,
        name: str = "function",
        checks: bool = False,
    ) -> None:
        with compiling:
            schedule = Schedule(fetches, effects, feeds, phase)
            code = CodeGenerator(schedule, list(feeds), standalone, checks)
            write_epilogue(code)
        self.source = code.text
        self.differentiates = code.differentiates
        self.variables = list(code.variables.values())
        self._names = code.names
        self._constants = code.constants
        self._origins = code.origins
        self._anchor = code.anchor
        self.filename = f"<keras_on_torch {name} {next(_numbers)}>"
        self._code = compile(self.source, self.filename, "exec")
        self._bound: dict[torch.device, Callable[..., list[Any]]] = {}
        lines = self.source.splitlines(keepends=True)
        linecache.cache[self.filename] = (len(self.source), None, lines, self.filename)
        weakref.finalize(self, linecache.cache.pop, self.filename, None)

    def device(self) -> torch.device:
        """Return where the program runs: where a module keeps its weights, or as configured."""
        return config.device() if self._anchor is None else self._anchor.tensor.device

    def memories(self) -> list[Any]:
        """Return what else it keeps from run to run: random streams, starts of moving averages."""
        named = [one for one in self._names.values() if not isinstance(one, torch.nn.Module)]
        single = [one for value in named for one in (value if isinstance(value, list) else [value])]
        return [one for one in single if isinstance(one, Memory)]

    def on(self, device: torch.device) -> Callable[..., list[Any]]:
        """Return the function with its constants on a device."""
        bound = self._bound.get(device)
        if bound is None:
            names = {**self._names, "device": device}
            for name in self._constants:
                names[name] = names[name].to(device)
            exec(self._code, names)
            bound = self._bound[device] = names["program"]
        return bound

    def run(self, device: torch.device, values: Sequence[Any]) -> list[Any]:
        """Run by itself: gradients are kept only as far as the program takes them.

        Raises:
            Exception: what a recorded function raises, with a note that names the user's line.
        """
        before = torch.is_grad_enabled()
        torch._C._set_grad_enabled(self.differentiates)
        try:
            return self.on(device)(*values)
        except Exception as error:
            self._tell_origin(error)
            raise
        finally:
            torch._C._set_grad_enabled(before)

    def _tell_origin(self, error: Exception) -> None:
        """Add to an error where the user's program made the tensor that could not be computed."""
        trace, origin = error.__traceback__, None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.filename:
                node = self._origins.get(trace.tb_lineno)
                origin = node.origin if node is not None else origin
            trace = trace.tb_next
        if origin is not None and sys.version_info >= (3, 11):
            with contextlib.suppress(AttributeError):
                error.add_note(f"computing a tensor that was made at {origin[0]}:{origin[1]}")
