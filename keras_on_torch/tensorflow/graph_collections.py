"""Collections of the graph: variables by kind, losses, summaries, what programs put there."""

import re
from typing import Any

from keras_on_torch.backend.session import at_clearing
from keras_on_torch.graph import Variable, living_variables

__all__ = [
    "GraphKeys",
    "add_to_collection",
    "add_to_collections",
    "all_variables",
    "get_collection",
    "get_collection_ref",
    "global_variables",
    "local_variables",
    "model_variables",
    "moving_average_variables",
    "trainable_variables",
]


class GraphKeys:
    """Names of the collections that TensorFlow itself fills or reads."""

    GLOBAL_VARIABLES = "variables"
    VARIABLES = "variables"
    LOCAL_VARIABLES = "local_variables"
    METRIC_VARIABLES = "metric_variables"
    MODEL_VARIABLES = "model_variables"
    TRAINABLE_VARIABLES = "trainable_variables"
    MOVING_AVERAGE_VARIABLES = "moving_average_variables"
    SUMMARIES = "summaries"
    QUEUE_RUNNERS = "queue_runners"
    TABLE_INITIALIZERS = "table_initializer"
    ASSET_FILEPATHS = "asset_filepaths"
    REGULARIZATION_LOSSES = "regularization_losses"
    CONCATENATED_VARIABLES = "concatenated_variables"
    SAVERS = "savers"
    WEIGHTS = "weights"
    BIASES = "biases"
    ACTIVATIONS = "activations"
    UPDATE_OPS = "update_ops"
    LOSSES = "losses"
    SAVEABLE_OBJECTS = "saveable_objects"
    RESOURCES = "resources"
    LOCAL_RESOURCES = "local_resources"
    TRAIN_OP = "train_op"
    GLOBAL_STEP = "global_step"
    EVAL_STEP = "eval_step"
    COND_CONTEXT = "cond_context"
    WHILE_CONTEXT = "while_context"
    INIT_OP = "init_op"
    LOCAL_INIT_OP = "local_init_op"
    READY_OP = "ready_op"
    READY_FOR_LOCAL_INIT_OP = "ready_for_local_init_op"
    SUMMARY_OP = "summary_op"


_collections: dict[Any, list[Any]] = {}
_own: set[int] = set()
"""The variables that were put into collections when they were made, by number."""


def _forget() -> None:
    _collections.clear()
    _own.clear()


at_clearing.append(_forget)


def register(variable: Variable, collections: Any) -> None:
    """Put a variable into collections when it is made."""
    _own.add(variable.id)
    for name in dict.fromkeys(collections):
        _collections.setdefault(name, []).append(variable)


def is_own(variable: Any) -> bool:
    """Return whether a variable was made by a function of TensorFlow, not by Keras."""
    return variable.id in _own


_OF_KERAS = (GraphKeys.GLOBAL_VARIABLES, GraphKeys.TRAINABLE_VARIABLES)
"""Where every variable of Keras is: `K.variable` makes `tf.Variable(value)`."""


def _members(key: Any) -> list[Any]:
    members = list(_collections.get(key, ()))
    if key in _OF_KERAS:
        of_keras = [variable for variable in living_variables() if variable.id not in _own]
        members = sorted([*of_keras, *members], key=lambda variable: int(variable.id))
    return members


def add_to_collection(name: Any, value: Any) -> None:
    """Put something into a collection.

    Args:
        name: the collection's name.
        value: anything.
    """
    _collections.setdefault(name, []).append(value)


def add_to_collections(names: Any, value: Any) -> None:
    """Put something into several collections.

    Args:
        names: a name, or a list of them.
        value: anything.
    """
    for name in dict.fromkeys([names] if isinstance(names, str) else names or ()):
        add_to_collection(name, value)


def get_collection(key: Any, scope: str | None = None) -> list[Any]:
    """Return what is in a collection.

    Args:
        key: the collection's name.
        scope: a regular expression that names begin with; what has no name is then left out.
    """
    members = _members(key)
    if not scope:
        return members
    begins = re.compile(scope)
    return [one for one in members if hasattr(one, "name") and begins.match(one.name)]


def get_collection_ref(key: Any) -> list[Any]:
    """Return the list that a collection is kept in; what is put into it is in the collection.

    Of the collections that hold Keras's variables, too, it has those that were put there.

    Args:
        key: the collection's name.
    """
    return _collections.setdefault(key, [])


def global_variables(scope: str | None = None) -> list[Any]:
    """Return all variables that are kept between runs, Keras's weights among them.

    Args:
        scope: as of `get_collection`.
    """
    return get_collection(GraphKeys.GLOBAL_VARIABLES, scope)


def all_variables() -> list[Any]:
    """Return all variables that are kept between runs, Keras's weights among them."""
    return global_variables()


def local_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of this process alone; `scope` as of `get_collection`."""
    return get_collection(GraphKeys.LOCAL_VARIABLES, scope)


def model_variables(scope: str | None = None) -> list[Any]:
    """Return the variables that belong to models; `scope` as of `get_collection`."""
    return get_collection(GraphKeys.MODEL_VARIABLES, scope)


def trainable_variables(scope: str | None = None) -> list[Any]:
    """Return the variables that optimizers change, all of Keras's among them.

    Args:
        scope: as of `get_collection`.
    """
    return get_collection(GraphKeys.TRAINABLE_VARIABLES, scope)


def moving_average_variables(scope: str | None = None) -> list[Any]:
    """Return the variables of which averages are kept; `scope` as of `get_collection`."""
    return get_collection(GraphKeys.MOVING_AVERAGE_VARIABLES, scope)
