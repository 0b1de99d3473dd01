"""`import tensorflow` gives `K.tf` where there is no TensorFlow, for programs that set it up."""

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
            # Its name is not that of the part, or `from tensorflow import part` would hide it.
            raise ModuleNotFoundError(
                f"import {fullname}: there is no TensorFlow here, keras_on_torch only takes lines"
                " that set it up. For tensorflow.keras write keras; for what computes, use a"
                " function of K or of torch",
                name=_NAME,
            )
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        if spec.name == _SWITCH:
            return None
        warnings.warn(
            "import tensorflow: there is no TensorFlow here. keras_on_torch takes the lines that"
            " set it up, without effect; what computes raises an error that names K's function",
            stacklevel=2,
        )
        stand_in: ModuleType = importlib.import_module("keras_on_torch.backend.tensorflow").tf
        return stand_in

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is nothing to run."""

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
            sys.modules.pop(_NAME, None)
            sys.modules.pop(_SWITCH, None)
