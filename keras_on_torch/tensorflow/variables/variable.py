"""`tf.Variable`, and the operations that give variables their first values."""

import enum
from typing import Any

import numpy as np
import torch

from keras_on_torch.backend import name_scopes
from keras_on_torch.backend.session import Nothing
from keras_on_torch.graph import FirstValue, constant, depending_on, evaluated, is_symbolic
from keras_on_torch.graph import Variable as GraphVariable
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.constants import constant as tf_constant
from keras_on_torch.tensorflow.dtypes import as_dtype
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    global_variables,
    is_own,
    local_variables,
    register,
)

__all__ = [
    "Variable",
    "VariableAggregation",
    "VariableSynchronization",
    "assert_variables_initialized",
    "disable_resource_variables",
    "enable_resource_variables",
    "global_variables_initializer",
    "initialize_all_tables",
    "initialize_all_variables",
    "initialize_local_variables",
    "initialize_variables",
    "is_variable_initialized",
    "local_variables_initializer",
    "report_uninitialized_variables",
    "resource_variables_enabled",
    "tables_initializer",
    "variables_initializer",
]


class VariableSynchronization(enum.Enum):
    """When copies of a variable on several devices are brought together."""

    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


class VariableAggregation(enum.Enum):
    """How copies of a variable on several devices are brought together."""

    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3


class _AnyVariable(type):
    """Lets Keras's variables be instances of `tf.Variable`."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, GraphVariable)


class Variable(GraphVariable, metaclass=_AnyVariable):
    """A tensor whose value is kept between runs and may be assigned.

    It has its first value from the beginning.

    Args:
        initial_value: a tensor, which is computed, an array, a number, or a function that returns
            one of these.
        trainable: whether optimizers change it; None is True, but for `synchronization=ON_READ`.
        collections: which collections it is put into; None is `GraphKeys.GLOBAL_VARIABLES`.
        validate_shape: whether it keeps the shape of its first value, which it always does here.
        caching_device: no effect: devices are PyTorch's.
        name: how it is called; the open name scopes are put before it.
        variable_def: refused: there is no protocol buffer of variables here.
        dtype: the type of its numbers; None takes that of the first value.
        expected_shape: the older name of `shape`.
        import_scope: refused, as `variable_def`.
        constraint: what an optimizer applies to the value after each step.
        use_resource: no effect: all variables are read when a program begins.
        synchronization: as of `VariableSynchronization`; there is one copy.
        aggregation: as of `VariableAggregation`; there is one copy.
        shape: a shape that the first value must have.

    Raises:
        ValueError: there is no first value, or it has another shape.
    """

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        expected_shape: Any = None,
        import_scope: Any = None,
        constraint: Any = None,
        use_resource: Any = None,
        synchronization: Any = VariableSynchronization.AUTO,
        aggregation: Any = VariableAggregation.NONE,
        shape: Any = None,
    ) -> None:
        if variable_def is not None or import_scope is not None:
            raise ValueError("variable_def: there are no protocol buffers of variables here")
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        if constraint is not None and not callable(constraint):
            raise ValueError("The `constraint` argument must be a callable.")
        with depending_on(None, {}):  # A first value waits for nothing, wherever it is made.
            first = first_value_of(initial_value, dtype)
        _check_shape(first, expected_shape if shape is None else shape)
        value = evaluated(first)
        if not isinstance(value, torch.Tensor):
            value = torch.as_tensor(value)
        if trainable is None:
            trainable = synchronization is not VariableSynchronization.ON_READ
        whole_name = name_scopes.unique_name(name or "Variable")
        super().__init__(value, None, whole_name, constraint, trainable)
        self._keras_shape = tuple(value.shape)
        self.first_value = first
        _put_into(self, collections)


def first_value_of(value: Any, dtype: Any = None) -> Any:
    """Return a symbol for what is given as the first value of a variable."""
    if callable(value) and not is_symbolic(value):
        value = value()
    made = tensor(value, None if dtype is None else as_dtype(dtype).base_dtype)
    return made if is_symbolic(made) else constant(made)


def _check_shape(first: Any, wanted: Any) -> None:
    if wanted is None:
        return
    wanted = tuple([None if length is None else int(length) for length in wanted])
    known = first.static_shape
    fits = len(known) == len(wanted) and all(
        None in (a, b) or a == b for a, b in zip(known, wanted, strict=True)
    )
    if not fits:
        raise ValueError(f"Initial value's shape {known} is not compatible with shape {wanted}")


def _put_into(variable: Variable, collections: Any) -> None:
    """Put a new variable into its collections."""
    if collections is None:
        collections = [GraphKeys.GLOBAL_VARIABLES]
    if not isinstance(collections, (list, tuple, set)):
        raise ValueError(
            "collections argument to Variable constructor must be a list, tuple, or set. Got"
            f" {collections!r} of type {type(collections)}"
        )
    trained = [GraphKeys.TRAINABLE_VARIABLES] if variable.trainable else []
    register(variable, [*collections, *trained])


# ---- first values
class _Initializing(Nothing):
    """What gives variables their first values.

    Args:
        variables: returns the variables.
        name: what it is called.
    """

    def __init__(self, variables: Any, name: str) -> None:
        self._variables = variables
        self.name = name

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Give the variables their first values; random ones are drawn anew.

        Args:
            feed_dict: refused where it is not empty: first values depend on nothing that is fed.
            session: any session; there is one.
        """
        for variable in self._variables():
            FirstValue(variable).run(feed_dict)


def global_variables_initializer() -> Nothing:
    """Return what gives the variables of this graph their first values.

    Variables of Keras are left as they are: they have values from the beginning, and may have been
    loaded.
    """
    variables = [one for one in global_variables() if is_own(one)]
    return _Initializing(lambda: variables, "init")


initialize_all_variables = global_variables_initializer


def local_variables_initializer() -> Nothing:
    """Return what gives the local variables of this graph their first values."""
    variables = local_variables()
    return _Initializing(lambda: variables, "init")


initialize_local_variables = local_variables_initializer


def variables_initializer(var_list: Any, name: str = "init") -> Nothing:
    """Return what gives these variables their first values.

    Args:
        var_list: the variables; those of Keras, too, get the values they began with.
        name: what it is called.
    """
    variables = list(var_list or [])
    return _Initializing(lambda: variables, name)


initialize_variables = variables_initializer


def tables_initializer(name: str = "init_all_tables") -> Nothing:
    """Return what does nothing: there are no tables."""
    return Nothing()


initialize_all_tables = tables_initializer


def is_variable_initialized(variable: Any) -> Any:
    """Return whether a variable has a value: every variable has one from the beginning.

    Raises:
        TypeError: it is no variable.
    """
    if not isinstance(variable, GraphVariable):
        raise TypeError(f"Expected a variable, got {variable!r}")
    return tf_constant(True)


class _NoNames:
    """The names of no variables; a session gives an empty array for it."""

    name = "report_uninitialized_variables:0"
    session_parts: tuple[Any, ...] = ()

    def session_value(self, values: list[Any]) -> Any:
        """Return an empty array."""
        return np.array([], dtype=object)

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        """Return an empty array."""
        return self.session_value([])


def report_uninitialized_variables(
    var_list: Any = None, name: str = "report_uninitialized_variables"
) -> _NoNames:
    """Return the names of variables without a value: none, all have one from the beginning."""
    return _NoNames()


def assert_variables_initialized(var_list: Any = None) -> Nothing | None:
    """Return what does nothing: all variables have values; None where there are none."""
    chosen = [*global_variables(), *local_variables()] if var_list is None else list(var_list)
    return Nothing() if chosen else None


# ---- kinds of variables
class _Kind:
    resource = False


def enable_resource_variables() -> None:
    """Have `resource_variables_enabled` answer True: variables are of that kind anyway."""
    _Kind.resource = True


def disable_resource_variables() -> None:
    """Have `resource_variables_enabled` answer False; variables stay what they are."""
    _Kind.resource = False


def resource_variables_enabled() -> bool:
    """Return what was said last."""
    return _Kind.resource
