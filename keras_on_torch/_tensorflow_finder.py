"""`import tensorflow` gives `K.tf` where there is no TensorFlow, and what is below it likewise."""

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from keras_on_torch.graph import SymbolicTensor

__all__ = ["TensorFlowFinder"]

_NAME = "tensorflow"
# Tensorboard's own switch: where this module is found, it does not look for TensorFlow.
_SWITCH = "tensorboard.compat.notf"


class TensorFlowFinder(MetaPathFinder, Loader):
    """Answers for `tensorflow` where no other finder does, and for all below what it gave.

    It stands before the others: some modules below are packages of ours, and Python's own finder
    would load their files a second time.

    Attributes:
        comes_first: whether it answers though there is another TensorFlow.
    """

    def __init__(self) -> None:
        self.comes_first = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == _NAME:
            other = None if self.comes_first else self._other_spec(path, target)
            return other or ModuleSpec(fullname, self, is_package=True)
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

    def _other_spec(
        self, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        """Return the spec of an installed TensorFlow; None where there is none."""
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(_NAME, path, target)
            if spec is not None:
                _refuse_ours_when_loaded(spec)
                return spec
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

    def begin(self, comes_first: bool) -> None:
        """Take note of how `install` was called.

        Args:
            comes_first: whether it answers though there is another TensorFlow.

        Raises:
            ImportError: it is to come first, and another TensorFlow is in use.
        """
        other = sys.modules.get(_NAME)
        if other is not None and not self.is_used():
            if comes_first:
                raise ImportError(
                    'keras_on_torch.install(also=["tensorflow"]): another tensorflow is in use'
                    f" already, from {getattr(other, '__file__', None) or 'an unknown place'}. Call"
                    " install() before the first `import tensorflow`",
                    name=_NAME,
                )
            _refuse_ours(other)
        self.comes_first = self.comes_first or comes_first

    def forget(self) -> None:
        """Take what was imported from here out of Python's modules."""
        if self.is_used():
            for name in [name for name in sys.modules if name.startswith(_NAME + ".")]:
                del sys.modules[name]
            sys.modules.pop(_NAME, None)
            sys.modules.pop(_SWITCH, None)
        self.comes_first = False


def _module_at(fullname: str) -> ModuleType | None:
    """Return the module that stands for one of TensorFlow; None where there is none."""
    room = importlib.import_module("keras_on_torch.tensorflow.modules")
    found: ModuleType | None = room.module_at(fullname.removeprefix(_NAME).lstrip("."))
    return found


# ---- an installed TensorFlow
def _refuse_ours_when_loaded(spec: ModuleSpec) -> None:
    """Have a TensorFlow that is about to be imported refuse tensors of ours."""
    loader: Any = spec.loader
    execute = getattr(loader, "exec_module", None)
    if execute is None:  # A folder without a file: no TensorFlow, whatever it is.
        return

    def execute_and_refuse(module: ModuleType) -> None:
        execute(module)
        _refuse_ours(module)

    loader.exec_module = execute_and_refuse


def _refuse_ours(tensorflow: ModuleType) -> None:
    register = getattr(tensorflow, "register_tensor_conversion_function", None)
    if register is not None:
        register(SymbolicTensor, _refuse, 0)


def _refuse(value: Any, dtype: Any = None, name: Any = None, as_ref: bool = False) -> NoReturn:
    """Stand as TensorFlow's conversion of tensors of ours."""
    raise TypeError(
        f"TensorFlow was given {value!r}, a tensor of keras_on_torch, which it cannot compute with."
        ' Call keras_on_torch.install(also=["tensorflow"]) before the first `import tensorflow`:'
        " TensorFlow's functions are then those of keras_on_torch. Or use K's functions"
    )
