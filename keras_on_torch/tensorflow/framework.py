"""Graphs, sessions, seeds and devices, as far as programs set them up."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.backend.session import (
    Graph,
    Nothing,
    Session,
    get_session,
    warn_of_settings,
)
from keras_on_torch.backend.session import clear_session as reset_default_graph
from keras_on_torch.graph import SymbolicTensor as Tensor

__all__ = [
    "VERSION",
    "Graph",
    "InteractiveSession",
    "Session",
    "Tensor",
    "__version__",
    "device",
    "executing_eagerly",
    "get_default_graph",
    "get_default_session",
    "global_variables_initializer",
    "initialize_all_variables",
    "local_variables_initializer",
    "name_scope",
    "newaxis",
    "reset_default_graph",
    "tables_initializer",
    "variables_initializer",
]

VERSION = __version__ = "1.15.0"  # The release whose behaviour is kept.
InteractiveSession = Session
newaxis = None


def get_default_session() -> Session:
    """Return the session, of which there is one."""
    return get_session()


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


def global_variables_initializer() -> Nothing:
    """Return what does nothing: variables have their first values from the beginning."""
    return Nothing()


def variables_initializer(var_list: Any, name: str = "init") -> Nothing:
    """Likewise."""
    return Nothing()


local_variables_initializer = global_variables_initializer
initialize_all_variables = global_variables_initializer
tables_initializer = global_variables_initializer
