"""`import tensorflow` gives `K.tf` where there is no TensorFlow, and what is below it likewise."""

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

__all__ = ["TensorFlowFinder"]

_NAME = "tensorflow"
# Tensorboard's own switch: where this module is found, it does not look for TensorFlow.
_SWITCH = "tensorboard.compat.notf"


class TensorFlowFinder(MetaPathFinder, Loader):
    """Answers for `tensorflow` when every other finder has failed to: it belongs at the end."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == _NAME:
            return ModuleSpec(fullname, self, is_package=True)
        if fullname == _SWITCH and self.is_used():
            return ModuleSpec(fullname, self)
        if fullname.startswith(_NAME + ".") and self.is_used():
            found = _module_at(fullname)
            if found is not None:
                spec = ModuleSpec(fullname, self, is_package=hasattr(found, "__path__"))
                spec.loader_state = found.__spec__
                return spec
            # Its name is not that of the part, or `from tensorflow import part` would hide it.
            raise ModuleNotFoundError(
                f"import {fullname}: there is no TensorFlow here, and keras_on_torch has no such"
                " module of it. For what computes, use a function of K or of torch",
                name=_NAME,
            )
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        if spec.name == _SWITCH:
            return None
        if spec.name == _NAME:
            warnings.warn(
                "import tensorflow: there is no TensorFlow here. keras_on_torch has the functions"
                " that Keras programs use of it; what it has not raises an error that says what to"
                " use",
                stacklevel=2,
            )
        return _module_at(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        # A module that has a name of its own, as Keras's have, gets its own spec back.
        spec = module.__spec__
        if spec is not None and spec.loader_state is not None:
            module.__spec__ = spec.loader_state

    def is_used(self) -> bool:
        """Return whether `import tensorflow` gives the stand-in."""
        if _NAME in sys.modules:
            spec = getattr(sys.modules[_NAME], "__spec__", None)
        else:
            spec = importlib.util.find_spec(_NAME)
        return spec is not None and spec.loader is self

    def forget(self) -> None:
        """Take what was imported from here out of Python's modules."""
        if self.is_used():
            for name in [name for name in sys.modules if name.startswith(_NAME + ".")]:
                del sys.modules[name]
            sys.modules.pop(_NAME, None)
            sys.modules.pop(_SWITCH, None)


def _module_at(fullname: str) -> ModuleType | None:
    """Return the module that stands for one of TensorFlow; None where there is none."""
    room = importlib.import_module("keras_on_torch.tensorflow.modules")
    found: ModuleType | None = room.module_at(fullname.removeprefix(_NAME).lstrip("."))
    return found
