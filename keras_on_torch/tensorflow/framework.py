"""The graph, and devices, as far as programs set them up."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.backend.session import (
    Graph,
    get_session,
    warn_of_settings,
)
from keras_on_torch.backend.session import clear_session as reset_default_graph
from keras_on_torch.graph import SymbolicTensor as Tensor

__all__ = [
    "VERSION",
    "Graph",
    "Tensor",
    "__version__",
    "device",
    "executing_eagerly",
    "get_default_graph",
    "name_scope",
    "newaxis",
    "reset_default_graph",
]

VERSION = __version__ = "1.15.0"  # The release whose behaviour is kept.
newaxis = None


def get_default_graph() -> Graph:
    """Return the graph, of which there is one."""
    return get_session().graph


def executing_eagerly() -> bool:
    """Return False: tensors of TensorFlow 1 have no values before they are run."""
    return False


def device(device_name_or_function: Any) -> AbstractContextManager[None]:
    """Return a context that places nothing, and warn the first time."""
    warn_of_settings()
    return nullcontext()
