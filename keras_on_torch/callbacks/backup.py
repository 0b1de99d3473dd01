"""The callback that lets a killed training run go on."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keras_on_torch.callbacks.base import Callback, CallbackList
from keras_on_torch.callbacks.logging import BaseLogger, ProgbarLogger
from keras_on_torch.graph import Function, Variable
from keras_on_torch.utils.plain_state import is_same_state, packed, read_state, write_state
from keras_on_torch.utils.random_seed import random_state, set_random_state

__all__ = ["BackupAndRestore"]

_FILE = "backup.npz"
_FUNCTIONS = ("train_function", "test_function", "predict_function")
_NOT_STATE = ("model", "params", "validation_data")


class BackupAndRestore(Callback):
    """Let a run that was killed, and is started again, go on from its last whole epoch.

    The program is started again as it was: it builds and compiles the model and calls `fit` or
    `fit_generator` with the same data. On the CPU all numbers are then those of a run that was
    never killed, to the last bit. Kept are the model's weights and all other variables of its
    training, the optimizer's whole state, the number of the epoch, the random streams (Python's,
    NumPy's, torch's, each dropout's), the order of the data, and what the other callbacks have
    changed in their attributes since the run began: numbers, texts, arrays, and lists and dicts of
    them. When training has come to its end, the backup is removed.

    Each backup is written beside the last one, read back, and only then put in its place. What is
    in it is data; loading it runs no code.

    Args:
        directory: where it is kept; it is made where it is missing. One for each run.
    """

    def __init__(self, directory: Any) -> None:
        super().__init__()
        self.directory = Path(os.fsdecode(directory))
        self._first: list[dict[str, Any]] = []

    @property
    def path(self) -> Path:
        """The file of the backup."""
        return self.directory / _FILE

    # ---- called by the training loop
    def restore(self, model: Any, callbacks: CallbackList) -> tuple[int, list[Any]] | None:
        """Set everything back to where the last run was; return None where there was none.

        Args:
            model: the model that is trained.
            callbacks: those of the run, which have been told that it begins.

        Returns:
            The number of the epoch to begin with, and how far the data has been taken.

        Raises:
            ValueError: the backup is damaged, or of another model.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        self._first = [_state_of(one, copy=True) for one in _kept_with(callbacks)]
        if not self.path.exists():
            return None
        state = read_state(self.path)
        self._restore_model(model, state)
        self._restore_callbacks(state["callbacks"], _kept_with(callbacks))
        set_random_state(state["random"])
        return state["epoch"], state["positions"]

    def keep(self, epoch: int, model: Any, callbacks: CallbackList, positions: list[Any]) -> None:
        """Write a backup.

        Args:
            epoch: the number of the epoch to go on with.
            model: the model that is trained.
            callbacks: those of the run.
            positions: how far the data has been taken.
        """
        programs = _programs_of(model)
        variables = list(_variables_of(model, programs))
        write_state(
            self.path,
            {
                "epoch": epoch,
                "positions": positions,
                "random": random_state(of_torch=True),
                "programs": programs,
                "variables": [one.tensor for one in variables],
                "names": [f"{one.name} {tuple(one.tensor.shape)}" for one in variables],
                "memories": [one.state_dict() for one in _memories_of(model, programs)],
                "callbacks": self._changes(_kept_with(callbacks)),
            },
        )

    def forget(self) -> None:
        """Remove the backup."""
        self.path.unlink(missing_ok=True)

    # ---- the model
    def _restore_model(self, model: Any, state: dict[str, Any]) -> None:
        programs = state["programs"]
        for name, _ in programs:
            getattr(model, f"_make_{name}")()
        variables = list(_variables_of(model, programs))
        memories = list(_memories_of(model, programs))
        here = [f"{one.name} {tuple(one.tensor.shape)}" for one in variables]
        # Names count on in a process that has made other models; shapes tell models apart.
        shapes = [tuple(value.shape) for value in state["variables"]]
        same = shapes == [tuple(one.tensor.shape) for one in variables]
        if not same or len(memories) != len(state["memories"]):
            raise ValueError(
                f"{self.path} is the backup of another model, or of one that was compiled"
                f" otherwise: it has {_some(state['names'])}, this model has {_some(here)}. Build"
                " and compile the model as it was, or remove the backup"
            )
        for variable, value in zip(variables, state["variables"], strict=True):
            variable.assign_value(value)
        for memory, value in zip(memories, state["memories"], strict=True):
            memory.load_state_dict(value)

    # ---- the other callbacks
    def _changes(self, callbacks: list[Any]) -> list[list[Any]]:
        """Return what callbacks have changed since the run began, beside the names of classes."""
        changes = []
        for place, callback in enumerate(callbacks):
            first = self._first[place] if place < len(self._first) else {}
            changed = {
                name: getattr(callback, name)
                for name, now in _state_of(callback).items()
                if name not in first or not is_same_state(now, first[name])
            }
            changes.append([type(callback).__name__, changed])
        return changes

    def _restore_callbacks(self, kept: list[list[Any]], callbacks: list[Any]) -> None:
        """Give each callback the state of that which was of its class, in order."""
        waiting = list(kept)
        for callback in callbacks:
            name = type(callback).__name__
            found = next((one for one in waiting if one[0] == name), None)
            if found is not None:
                waiting.remove(found)
                vars(callback).update(found[1])
        lost = [name for name, changed in waiting if changed]
        if lost:
            warnings.warn(
                f"BackupAndRestore: the run that was broken off had callbacks {lost} that this one"
                " has not; their state is lost.",
                stacklevel=7,
            )


def _kept_with(callbacks: CallbackList) -> list[Any]:
    """Return the callbacks that have a state of more than one epoch."""
    passing = (BackupAndRestore, BaseLogger, ProgbarLogger)
    return [one for one in callbacks if not isinstance(one, passing)]


def _state_of(callback: Any, copy: bool = False) -> dict[str, tuple[Any, list[Any]]]:
    """Return the attributes of a callback that are plain values, packed."""
    state = {}
    for name, value in vars(callback).items():
        arrays: list[Any] = []
        try:
            text = packed(value, arrays)
        except TypeError:  # Functions, files, models: the program makes them again.
            continue
        if name not in _NOT_STATE:
            state[name] = text, [array.copy() for array in arrays] if copy else arrays
    return state


def _programs_of(model: Any) -> list[list[Any]]:
    """Return which programs a model has compiled: the function's name, and the learning phase."""
    functions = [(name, getattr(model, name, None)) for name in _FUNCTIONS]
    return [
        [name, phase]
        for name, function in functions
        if isinstance(function, Function)
        for phase in function.phases()
    ]


def _compiled(model: Any, programs: list[list[Any]]) -> Iterator[Any]:
    for name, phase in programs:
        function = getattr(model, name, None)
        if isinstance(function, Function):
            yield function.program(phase)


def _variables_of(model: Any, programs: list[list[Any]]) -> Iterator[Variable]:
    """Yield the variables of a model, of its optimizer and of its programs, each once."""
    optimizer = model.optimizer
    own = [value for _, value in sorted(vars(optimizer).items()) if isinstance(value, Variable)]
    used = [one for program in _compiled(model, programs) for one in program.variables]
    seen: set[int] = set()
    for variable in [*model.weights, *own, *getattr(optimizer, "weights", []), *used]:
        if isinstance(variable, Variable) and id(variable.tensor) not in seen:
            seen.add(id(variable.tensor))
            yield variable


def _memories_of(model: Any, programs: list[list[Any]]) -> Iterator[Any]:
    seen: set[int] = set()
    for program in _compiled(model, programs):
        for memory in program.memories():
            if id(memory) not in seen:
                seen.add(id(memory))
                yield memory


def _some(names: list[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
