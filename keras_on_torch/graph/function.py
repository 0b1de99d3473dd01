"""Functions of symbols: feeds in, values out, variables updated."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch import config
from keras_on_torch.graph.arrays import tensor_of
from keras_on_torch.graph.dtypes import numpy_dtype
from keras_on_torch.graph.intrinsics import LEARNING_PHASE, Update, fuse_updates, in_place, update
from keras_on_torch.graph.leaf_nodes import constant
from keras_on_torch.graph.program import Program, compiling
from keras_on_torch.graph.shape_inference import leaves_of
from keras_on_torch.graph.step_lock import step
from keras_on_torch.graph.symbol import SymbolicTensor, is_symbolic
from keras_on_torch.graph.variable import Variable
from keras_on_torch.utils.numpy_values import as_array

__all__ = ["Function", "effects_of", "sparse_tensor", "to_numpy", "unshared"]


class Function:
    """A function that computes symbols from symbols.

    Args:
        inputs: the symbols that are fed; the learning phase may be among them.
        outputs: the symbols that are computed, a list.
        updates: what is assigned when all has been computed: updates, or pairs (variable, value).
        name: how it is called in tracebacks.
        feed_dict: values of further symbols; the dict is read anew at each call.
        fetches: what is carried out besides, such as updates; its values are not given back.
        **session_kwargs: `options` and `run_metadata` of TensorFlow's session; they change nothing.

    Raises:
        TypeError: inputs, outputs or updates are of another kind.
        ValueError: there is another argument.
    """

    def __init__(
        self,
        inputs: Sequence[Any],
        outputs: Sequence[Any],
        updates: Sequence[Any] | None = None,
        name: str | None = None,
        feed_dict: Mapping[Any, Any] | None = None,
        fetches: Sequence[Any] | None = None,
        **session_kwargs: Any,
    ) -> None:
        unknown = sorted(session_kwargs.keys() - {"options", "run_metadata"})
        if unknown:
            raise ValueError(
                f"Function takes no {unknown}: expected feed_dict, fetches, options, run_metadata"
            )
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self.name = name or "function"
        self.effects = effects_of([*(updates or ()), *_updates_in(fetches)])
        self._further = feed_dict or {}
        self._further_symbols = list(self._further)
        self._fetches = [out if is_symbolic(out) else constant(out) for out in self.outputs]
        self._phase_at: int | None = None
        self._feeds: list[SymbolicTensor] = []
        self._checks: list[tuple[Any, ...]] = []
        for place, given in enumerate([*self.inputs, *self._further_symbols]):
            if given is LEARNING_PHASE or isinstance(given, int):
                self._phase_at = place
                continue
            if not is_symbolic(given):
                raise TypeError(f"an input of a function must be a symbolic tensor, got {given!r}")
            self._feeds.append(given)
            optional = bool(given.args) and given.args[0] is True
            known = [(axis, n) for axis, n in enumerate(given.static_shape) if n is not None]
            kinds = given.number_type, numpy_dtype(given.number_type)
            ndim = None if getattr(given, "any_shape", False) else given.ndim
            known = [] if ndim is None else known
            self._checks.append((ndim, known, *kinds, optional, given))
        self._programs: dict[int, Program] = {}
        self._checked_programs: dict[int, Program] = {}
        self._on_some: dict[tuple[int, ...], Function] = {}

    def program(self, phase: int = 0) -> Program:
        """Return the compiled program of a learning phase."""
        checks = config.checks_numerics()
        programs = self._checked_programs if checks else self._programs
        found = programs.get(phase)
        if found is None:
            with compiling:
                found = programs.get(phase)
                if found is None:
                    found = Program(
                        self._fetches,
                        self.effects,
                        self._feeds,
                        phase,
                        name=self.name,
                        checks=checks,
                    )
                    programs[phase] = found
        return found

    def phases(self) -> list[int]:
        """Return the learning phases whose programs have been compiled."""
        return sorted({*self._programs, *self._checked_programs})

    def __call__(self, inputs: Sequence[Any]) -> list[Any]:
        """Run on arrays and give arrays.

        Raises:
            TypeError: the inputs are no list.
            ValueError: one that is needed is left out, or one has a shape that does not fit.
        """
        results = [to_numpy(value) for value in self.run(inputs)]
        return unshared(results, inputs)

    def run(self, inputs: Sequence[Any]) -> list[Any]:
        """Run on arrays or tensors; give tensors on the device, without waiting for them."""
        if not isinstance(inputs, (list, tuple)):
            raise TypeError(f"`inputs` should be a list or tuple, got {type(inputs).__name__}.")
        if len(inputs) != len(self.inputs):
            return self._run_on_some(inputs)
        given = inputs
        if self._further_symbols:
            inputs = [*inputs, *(self._further[symbol] for symbol in self._further_symbols)]
        phase = 0
        if self._phase_at is not None:
            phase = 1 if inputs[self._phase_at] else 0
            inputs = [value for place, value in enumerate(inputs) if place != self._phase_at]
        program = self.program(phase)
        device = program.device()
        try:
            values = [
                fed_value(value, check, device)
                for value, check in zip(inputs, self._checks, strict=True)
            ]
        except _NotFedError:
            return self._run_on_some(given)
        if not self.effects:
            return program.run(device, values)
        with step():
            return program.run(device, values)

    def _run_on_some(self, inputs: Sequence[Any]) -> list[Any]:
        """Run on values for some of the inputs: those that are None or left out are not needed.

        # Keras: it takes the values as they come; what is too much is not looked at.
        """
        pairs = list(zip(self.inputs, inputs, strict=False))
        places = [place for place, (_, value) in enumerate(pairs) if value is not None]
        key = tuple(places)
        function = self._on_some.get(key)
        if function is None:
            function = self._on_some[key] = Function(
                [self.inputs[place] for place in places],
                self.outputs,
                self.effects,
                self.name,
                self._further,
            )
        return function.run([inputs[place] for place in places])


class _NotFedError(Exception):
    """None stands for the value of an input."""


def fed_value(value: Any, check: tuple[Any, ...], device: torch.device) -> Any:
    """Return a fed value as a tensor of the placeholder's type on the device.

    Raises:
        ValueError: its shape does not fit the placeholder's.
    """
    ndim, known, dtype, array_type, optional, symbol = check
    if isinstance(value, torch.Tensor):
        tensor = value
    elif value is None and optional:
        return None
    elif value is None:
        raise _NotFedError
    elif hasattr(value, "tocoo"):
        tensor = sparse_tensor(value)
    else:
        tensor = tensor_of(as_array(value, array_type))
    given = tensor.shape
    if ndim is not None and len(given) != ndim:
        raise ValueError(_misfit(given, symbol))
    for axis, length in known:
        if given[axis] != length:
            raise ValueError(_misfit(given, symbol))
    if tensor.dtype is not dtype or tensor.device != device:
        tensor = tensor.to(device=device, dtype=dtype, non_blocking=True)
    return tensor.detach() if tensor.requires_grad else tensor


def _misfit(shape: Any, symbol: SymbolicTensor) -> str:
    wanted = ", ".join("?" if axis is None else str(axis) for axis in symbol.static_shape)
    return (
        f"Cannot feed value of shape {tuple(shape)} for Tensor {symbol.name!r}, which has shape"
        f" ({wanted})"
    )


def unshared(results: list[Any], inputs: Sequence[Any]) -> list[Any]:
    """Return results none of which lies in the memory of an input or of another result."""
    taken = [array for array in inputs if isinstance(array, np.ndarray)]
    for place, result in enumerate(results):
        if isinstance(result, np.ndarray):
            if any(np.may_share_memory(result, other) for other in taken):
                result = results[place] = result.copy()
            taken.append(result)
    return results


def sparse_tensor(matrix: Any) -> torch.Tensor:
    """Return a scipy matrix as a sparse tensor."""
    entries = matrix.tocoo()
    places = np.stack([entries.row, entries.col]).astype("int64")
    return torch.sparse_coo_tensor(
        torch.from_numpy(places),
        tensor_of(entries.data),
        entries.shape,
        check_invariants=False,  # scipy keeps them; said so that torch does not warn.
    ).coalesce()


def to_numpy(value: Any) -> Any:
    """Return a result as NumPy has it: an array, or a NumPy number where there are no axes."""
    if not isinstance(value, torch.Tensor):
        if isinstance(value, bool):
            return np.bool_(value)
        kind = {int: "int32", float: "float32"}.get(type(value))
        return np.asarray(value, dtype=kind or ("int32" if isinstance(value, tuple) else None))[()]
    if value.layout is not torch.strided:
        value = value.to_dense()
    if value.dtype is torch.bfloat16:
        value = value.float()
    return value.numpy(force=True)[()]


def _updates_in(fetches: Sequence[Any] | None) -> list[Any]:
    """Return what a session would carry out; other fetches change nothing and nobody sees them."""
    return [
        one
        for one in fetches or ()
        if isinstance(one, Update) or getattr(one, "fn", None) is in_place
    ]


def effects_of(updates: Sequence[Any]) -> list[SymbolicTensor]:
    """Return what updates assign: each is an update, a pair (variable, new value), or None."""
    return fuse_updates([effect for given in updates for effect in _effects_in(given)])


def _effects_in(given: Any) -> list[SymbolicTensor]:
    """Return the updates in what a caller lists as one: an update, a pair, or nothing."""
    if given is None:
        return []
    if isinstance(given, Update) or (is_symbolic(given) and given.fn is in_place):
        return [given]
    if isinstance(given, (tuple, list)):
        if len(given) == 2 and isinstance(given[0], Variable) and not isinstance(given, list):
            return [update(given[0], given[1])]
        return [effect for item in given for effect in _effects_in(item)]
    if is_symbolic(given):
        return [leaf for leaf in leaves_of(given.args) if isinstance(leaf, Update)] or [given]
    raise TypeError(
        f"an update must be made by K.update (or be a pair (variable, new_value)), got {given!r}"
    )
