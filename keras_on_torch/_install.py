"""`import keras` means this package: in this process, in a notebook, wherever it is asked for."""

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any

from keras_on_torch._keras_paths import show_keras_paths, show_own_paths
from keras_on_torch._tensorflow_finder import TensorFlowFinder

__all__ = ["install", "load_ipython_extension", "uninstall", "unload_ipython_extension"]

_PACKAGE = "keras_on_torch"
_ALIAS = "keras"


class _AliasFinder(MetaPathFinder, Loader):
    """Answers for `keras` and all below it with the very modules of this package."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not _is_alias(fullname):
            return None
        try:
            module = importlib.import_module(_own_name(fullname))
        except ModuleNotFoundError as error:
            if error.name != _own_name(fullname):
                raise
            return None  # Python then says that there is no module keras.x.
        spec = spec_from_loader(fullname, self, is_package=hasattr(module, "__path__"))
        if spec is not None:
            spec.loader_state = module.__spec__
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return sys.modules[_own_name(spec.name)]

    def exec_module(self, module: ModuleType) -> None:
        # Python has just written the alias's spec into the module: it gets its own one back.
        if module.__spec__ is not None and module.__spec__.loader is self:
            module.__spec__ = module.__spec__.loader_state


_finder = _AliasFinder()
_tensorflow_finder = TensorFlowFinder()


def install(also: Sequence[str] = ()) -> None:
    """Make `import keras` and `from keras.x import y` mean this package in the running process.

    Where TensorFlow is not installed, `import tensorflow` gives `K.tf`. Once is enough; again does
    nothing but what `also` asks for.

    Args:
        also: `["tensorflow"]` makes `import tensorflow` mean `K.tf` where it is installed, too.

    Raises:
        ImportError: another `keras` has been imported before, or a `tensorflow` that is to be ours.
        ValueError: `also` names something else.
    """
    unknown = [also] if isinstance(also, str) else [name for name in also if name != "tensorflow"]
    if unknown:
        raise ValueError(f'install(also={also!r}): expected ["tensorflow"] or nothing')
    _tensorflow_finder.begin("tensorflow" in also)
    if _finder in sys.meta_path:
        return
    other = sys.modules.get(_ALIAS)
    if other is not None and other is not sys.modules[_PACKAGE]:
        raise ImportError(
            f"keras_on_torch.install(): another keras is in use already, from"
            f" {getattr(other, '__file__', None) or 'an unknown place'}. Call install() before the"
            " first `import keras`, or start the program with `python -m keras_on_torch`",
            name=_ALIAS,
        )
    show_keras_paths()
    sys.meta_path[:0] = [_finder, _tensorflow_finder]


def uninstall() -> None:
    """Take back what `install` did; modules that were imported as `keras` stay where they are held.

    Without a call of `install` before, nothing is done.
    """
    if _finder not in sys.meta_path:
        return
    sys.meta_path.remove(_finder)
    show_own_paths()
    _tensorflow_finder.forget()
    if _tensorflow_finder in sys.meta_path:
        sys.meta_path.remove(_tensorflow_finder)
    for name in [name for name in sys.modules if _is_alias(name)]:
        del sys.modules[name]


def load_ipython_extension(ipython: Any) -> None:
    """Install on `%load_ext keras_on_torch`."""
    install()


def unload_ipython_extension(ipython: Any) -> None:
    """Uninstall on `%unload_ext keras_on_torch`."""
    uninstall()


def _is_alias(name: str) -> bool:
    return name == _ALIAS or name.startswith(_ALIAS + ".")


def _own_name(alias: str) -> str:
    return _PACKAGE + alias[len(_ALIAS) :]
