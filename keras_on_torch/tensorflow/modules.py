"""The tree of TensorFlow's modules, filled from the tables of paths."""

import importlib
from types import ModuleType
from typing import Any

from keras_on_torch.tensorflow.instead import missing_name
from keras_on_torch.tensorflow.keras_paths import KERAS_ALIASES, KERAS_HOMES, package_module
from keras_on_torch.tensorflow.of_2 import name_of_2
from keras_on_torch.tensorflow.old_paths import OLD_ALIASES, OLD_HOMES, old_names
from keras_on_torch.tensorflow.paths import ALIASES, ALSO, HOMES

__all__ = ["KerasModule", "TensorFlowModule", "module_at", "tf"]

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
        self._public: dict[str, str] = {}  # By a name here: where it is public.
        self.__path__: list[str] = []  # Python asks for it before it imports what is below.

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if name in self._public:
            return _value_at(self._public[name])
        path = f"{self._path}.{name}".lstrip(".")
        raise name_of_2(path) or missing_name(path)

    def __dir__(self) -> list[str]:
        return sorted({*vars(self), *self._public})

    def below(self, part: str) -> ModuleType | None:
        """Return the module of that name in this one, None where there is none."""
        found = vars(self).get(part)
        return found if isinstance(found, ModuleType) else None


class KerasModule(TensorFlowModule):
    """A module of tf.keras: the package's own at that path, and what tf.keras adds to it.

    Args:
        path: its path within TensorFlow, "keras" or below.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._own = path.removeprefix("keras").lstrip(".")

    def __getattr__(self, name: str) -> Any:
        shown = package_module(self._own)
        if name == "__all__":
            return sorted(word for word in dir(self) if not word.startswith("_"))
        if not name.startswith("__") and shown is not None and hasattr(shown, name):
            return getattr(shown, name)
        return super().__getattr__(name)

    def __dir__(self) -> list[str]:
        shown = package_module(self._own)
        return sorted({*vars(self), *(() if shown is None else dir(shown))})

    def below(self, part: str) -> ModuleType | None:
        found = super().below(part)
        return found or package_module(f"{self._own}.{part}".lstrip("."))


def module_at(path: str) -> ModuleType | None:
    """Return the module at a path within TensorFlow; None where there is none."""
    module: Any = tf
    for part in path.split(".") if path else []:
        if isinstance(module, TensorFlowModule):
            module = module.below(part)
        else:  # It is the package's, and so is what is below.
            package, _, inner = module.__name__.partition(".")
            module = (
                package_module(f"{inner}.{part}") if package == __name__.split(".")[0] else None
            )
        if module is None:
            return None
    return module  # type: ignore[no-any-return]  # It is one: the loop has seen to it.


def _made(path: str) -> Any:
    """Return the module at a path; make it, and those above it, where there is none."""
    module: Any = tf
    done = ""
    for part in path.split(".") if path else []:
        done = f"{done}.{part}".lstrip(".")
        if part not in vars(module):
            kind = KerasModule if done.split(".")[0] == "keras" else TensorFlowModule
            setattr(module, part, kind(done))
        module = vars(module)[part]
    return module


def _value_at(path: str) -> Any:
    value: Any = tf
    for part in path.split("."):
        value = getattr(value, part)
    return value


def _fill() -> None:
    """Show everything where the tables say."""
    for path, files in [*HOMES.items(), *OLD_HOMES.items(), *KERAS_HOMES.items()]:
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
    for path, target in {**ALIASES, **OLD_ALIASES, **KERAS_ALIASES}.items():
        above, _, name = path.rpartition(".")
        setattr(_made(above), name, _made(target))
    for path, names in old_names().items():
        module = _made(path)  # Perhaps the public module itself, by another path.
        own = f"{module._path}.".lstrip(".")
        module._public |= {name: at for name, at in names.items() if at != own + name}


tf = TensorFlowModule("")
_fill()
