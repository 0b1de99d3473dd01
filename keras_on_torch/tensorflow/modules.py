"""The tree of TensorFlow's modules, filled from the table of paths."""

import importlib
from types import ModuleType
from typing import Any

from keras_on_torch.tensorflow.instead import missing_name
from keras_on_torch.tensorflow.paths import ALIASES, ALSO, HOMES

__all__ = ["TensorFlowModule", "module_at", "tf"]

_ROOM = "keras_on_torch.tensorflow"


class TensorFlowModule(ModuleType):
    """A module of TensorFlow: what is not there raises an error that names what to use.

    Args:
        path: its path within TensorFlow, "" for TensorFlow itself.
    """

    def __init__(self, path: str) -> None:
        super().__init__(
            f"tensorflow.{path}".rstrip("."), "TensorFlow 1.15 as Keras programs use it."
        )
        self._path = path
        self.__path__: list[str] = []  # Python asks for it before it imports what is below.

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        raise missing_name(f"{self._path}.{name}".lstrip("."))


def module_at(path: str) -> ModuleType | None:
    """Return the module at a path within TensorFlow; None where there is none."""
    module: Any = tf
    for part in path.split(".") if path else []:
        module = vars(module).get(part)
        if not isinstance(module, ModuleType):
            return None
    return module  # type: ignore[no-any-return]  # It is one: the loop has seen to it.


def _made(path: str) -> Any:
    """Return the module at a path; make it, and those above it, where there is none."""
    module: Any = tf
    done = ""
    for part in path.split(".") if path else []:
        done = f"{done}.{part}".lstrip(".")
        if part not in vars(module):
            setattr(module, part, TensorFlowModule(done))
        module = vars(module)[part]
    return module


def _value_at(path: str) -> Any:
    value: Any = tf
    for part in path.split("."):
        value = getattr(value, part)
    return value


def _fill() -> None:
    """Show everything where the table says."""
    for path, files in HOMES.items():
        module = _made(path)
        for file in files:
            declared = importlib.import_module(f"{_ROOM}.{file}")
            for name in declared.__all__:
                setattr(module, name, getattr(declared, name))
    for path, words in ALSO:
        module = _made(path)
        for word in words.split():
            name, _, source = word.partition("=")
            setattr(module, name, _value_at(source or name))
    for path, target in ALIASES.items():
        above, _, name = path.rpartition(".")
        setattr(_made(above), name, _made(target))


tf = TensorFlowModule("")
_fill()
