"""Variables by name: `get_variable`, and the scope whose name stands before."""

import enum
import threading
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch.backend.name_scopes import unique_name
from keras_on_torch.backend.session import at_clearing
from keras_on_torch.graph import depending_on, is_symbolic
from keras_on_torch.tensorflow.dtypes import as_dtype, float32
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collections,
    get_collection,
)
from keras_on_torch.tensorflow.variables.initializers import (
    glorot_uniform_initializer,
    zeros_initializer,
)
from keras_on_torch.tensorflow.variables.variable import (
    Variable,
    VariableAggregation,
    VariableSynchronization,
)

__all__ = [
    "AUTO_REUSE",
    "VariableScope",
    "get_local_variable",
    "get_variable",
    "get_variable_scope",
    "no_regularizer",
]


class _Reuse(enum.Enum):
    """Whether `get_variable` makes a variable where there is none of the name."""

    AUTO_REUSE = 1


AUTO_REUSE = _Reuse.AUTO_REUSE


def no_regularizer(_: Any) -> None:
    """Return no loss: given as a regularizer, it stands against the scope's."""


def name_unnamed(symbol: Any, name: str) -> None:
    """Call a symbol by a name in the open scope, where it has none that was given."""
    if is_symbolic(symbol) and symbol._name is None and getattr(symbol, "place", None) is None:
        symbol.name = unique_name(name)


class _Store:
    """The variables by name, and how often each scope was opened."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.opened: dict[str, int] = {}

    def close_inside(self, name: str) -> None:
        """Count scopes inside a scope from the beginning again."""
        for path in self.opened:
            if path.startswith(f"{name}/"):
                self.opened[path] = 0

    def clear(self) -> None:
        """Begin anew."""
        self.variables.clear()
        self.opened.clear()
        here.scope = VariableScope(False)


class VariableScope:
    """Where names of variables stand, and what `get_variable` takes where nothing is said.

    Args:
        reuse: True takes variables that are there, `AUTO_REUSE` makes those that are not, False or
            None makes new ones.
        name: what stands before names.
        initializer: how variables start.
        regularizer: a loss of each variable.
        caching_device: no effect: devices are PyTorch's.
        partitioner: refused: variables are not split here.
        custom_getter: is called in place of `get_variable`, which it gets as its first argument.
        name_scope: the name scope that was opened with it.
        dtype: the type of the numbers.
        use_resource: no effect: all variables are read when a program begins.
        constraint: what an optimizer applies to values after each step.
    """

    def __init__(
        self,
        reuse: Any,
        name: str = "",
        initializer: Any = None,
        regularizer: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        custom_getter: Any = None,
        name_scope: str = "",
        dtype: Any = float32,
        use_resource: Any = None,
        constraint: Any = None,
    ) -> None:
        refuse_partitioner(partitioner)
        self.reuse = reuse
        self.name = name
        self.initializer = initializer
        self.regularizer = regularizer
        self.caching_device = caching_device
        self.partitioner = partitioner
        self.custom_getter = custom_getter
        self.original_name_scope = name_scope
        self.dtype = dtype
        self.use_resource = use_resource
        self.constraint = constraint

    def reuse_variables(self) -> None:
        """Take, from now on, variables that are there."""
        self.reuse = True

    def set_initializer(self, initializer: Any) -> None:
        """Set how variables start where nothing is said."""
        self.initializer = initializer

    def set_regularizer(self, regularizer: Any) -> None:
        """Set a loss of each variable for which none is given."""
        self.regularizer = regularizer

    def set_dtype(self, dtype: Any) -> None:
        """Set the type of the numbers where nothing is said."""
        self.dtype = dtype

    def set_custom_getter(self, custom_getter: Any) -> None:
        """Set what is called in place of `get_variable`."""
        self.custom_getter = custom_getter

    def get_collection(self, name: Any) -> list[Any]:
        """Return what is in a collection and has a name in this scope."""
        return get_collection(name, f"{self.name}/" if self.name else "")

    def global_variables(self) -> list[Any]:
        """Return the variables of this scope."""
        return self.get_collection(GraphKeys.GLOBAL_VARIABLES)

    def local_variables(self) -> list[Any]:
        """Return the local variables of this scope."""
        return self.get_collection(GraphKeys.LOCAL_VARIABLES)

    def trainable_variables(self) -> list[Any]:
        """Return the variables of this scope that optimizers change."""
        return self.get_collection(GraphKeys.TRAINABLE_VARIABLES)


def refuse_partitioner(partitioner: Any) -> None:
    if partitioner is not None:
        raise ValueError(f"partitioner={partitioner!r}: variables are not split here, give None")


class _Here(threading.local):
    scope: VariableScope = VariableScope(False)


here = _Here()
store = _Store()
at_clearing.append(store.clear)


def get_variable_scope() -> VariableScope:
    """Return the scope that is open."""
    return here.scope


# ---- variables by name
def get_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool | None = None,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: Any = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: Any = VariableSynchronization.AUTO,
    aggregation: Any = VariableAggregation.NONE,
) -> Variable:
    """Return the variable of a name in the open scope; make it where the scope says so.

    Args:
        name: the name; the scope's is put before it.
        shape: the lengths of the axes.
        dtype: the type of the numbers; None takes the scope's.
        initializer: how it starts: a function of a shape and a type, or the first value itself.
        regularizer: gives a loss of it, which is put into `GraphKeys.REGULARIZATION_LOSSES`.
        trainable: whether optimizers change it; None is True.
        collections: as of `tf.Variable`.
        caching_device: no effect, as of `tf.Variable`.
        partitioner: refused: variables are not split here.
        validate_shape: as of `tf.Variable`.
        use_resource: no effect, as of `tf.Variable`.
        custom_getter: is called in place of this function, which it gets as its first argument.
        constraint: what an optimizer applies to the value after each step.
        synchronization: as of `tf.Variable`.
        aggregation: as of `tf.Variable`.

    Raises:
        ValueError: it is there and must not be, or is not and must be; or its shape is not known.
    """
    scope = here.scope
    refuse_partitioner(partitioner)
    getter = scope.custom_getter if custom_getter is None else custom_getter
    arguments = {
        "shape": shape,
        "dtype": scope.dtype if dtype is None else dtype,
        "initializer": scope.initializer if initializer is None else initializer,
        "regularizer": scope.regularizer if regularizer is None else regularizer,
        "reuse": scope.reuse,
        "trainable": trainable,
        "collections": collections,
        "caching_device": caching_device,
        "partitioner": partitioner,
        "validate_shape": validate_shape,
        "use_resource": use_resource,
        "constraint": scope.constraint if constraint is None else constraint,
        "synchronization": synchronization,
        "aggregation": aggregation,
    }
    whole_name = f"{scope.name}/{name}" if scope.name else name
    if getter is not None:
        found: Variable = getter(_true_getter, name=whole_name, **arguments)
        return found
    return _true_getter(whole_name, **arguments)


def _true_getter(name: str, **arguments: Any) -> Variable:
    """Return the variable of a whole name; what custom getters get as their first argument."""
    reuse = arguments.pop("reuse", None)
    shape = arguments.get("shape")
    dtype = as_dtype(arguments.get("dtype") or float32).base_dtype
    known = store.variables.get(name)
    if known is not None:
        _check_shared(name, known, shape, dtype, reuse)
        return known
    if reuse is True:
        raise ValueError(
            f"Variable {name} does not exist, or was not created with tf.get_variable(). Did you"
            " mean to set reuse=tf.AUTO_REUSE in VarScope?"
        )
    arguments["dtype"] = dtype
    made = _made(name, **arguments)
    store.variables[name] = made
    return made


def _check_shared(name: str, known: Variable, shape: Any, dtype: Any, reuse: Any) -> None:
    if not reuse:
        raise ValueError(
            f"Variable {name} already exists, disallowed. Did you mean to set reuse=True or"
            " reuse=tf.AUTO_REUSE in VarScope?"
        )
    if shape is not None and _lengths(shape) != tuple(known.static_shape):
        raise ValueError(
            f"Trying to share variable {name}, but specified shape {_lengths(shape)} and found"
            f" shape {tuple(known.static_shape)}."
        )
    if K.dtype(known) != dtype:
        raise ValueError(
            f"Trying to share variable {name}, but specified dtype {dtype.name} and found dtype"
            f" {K.dtype(known)}."
        )


def _lengths(shape: Any) -> tuple[int | None, ...]:
    """Return a shape as ints, None for a length that is not known."""
    lengths = [shape] if isinstance(shape, int) else list(shape)
    plain = [getattr(length, "value", length) for length in lengths]
    return tuple([None if length is None else int(length) for length in plain])


def _made(
    name: str,
    dtype: Any,
    shape: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    partitioner: Any = None,
    **arguments: Any,
) -> Variable:
    """Make the variable of a whole name."""
    refuse_partitioner(partitioner)
    with depending_on(None, {}):
        first = _first_value(name, dtype, shape, initializer)
    with K.name_scope(""):
        made = Variable(first, name=name, dtype=dtype, **arguments)
    if regularizer is not None:
        with K.name_scope(f"{name}/Regularizer/"):
            loss = regularizer(made)
            name_unnamed(loss, "loss")
        if loss is not None:
            add_to_collections(GraphKeys.REGULARIZATION_LOSSES, loss)
    return made


def _first_value(name: str, dtype: Any, shape: Any, initializer: Any) -> Any:
    if initializer is None:
        if not (dtype.is_floating or dtype.is_integer or dtype.is_bool):
            raise ValueError(f"An initializer for variable {name} of {dtype} is required")
        of_fractions = dtype.is_floating
        initializer = glorot_uniform_initializer() if of_fractions else zeros_initializer()
    if not callable(initializer) or is_symbolic(initializer):
        if shape is not None:
            raise ValueError("If initializer is a constant, do not specify shape.")
        return initializer
    if shape is None:
        try:
            return initializer()
        except TypeError:
            pass  # It is a function of a shape, then.
        raise ValueError(
            f"Shape of a new variable ({name}) must be fully defined, but instead was <unknown>."
        )
    lengths = _lengths(shape)
    if None in lengths:
        raise ValueError(
            f"Shape of a new variable ({name}) must be fully defined, but instead was {lengths}."
        )
    made = initializer() if isinstance(initializer, type) else initializer
    return made(lengths, dtype=dtype)


def get_local_variable(
    name: str,
    shape: Any = None,
    dtype: Any = None,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool | None = False,
    collections: Any = None,
    caching_device: Any = None,
    partitioner: Any = None,
    validate_shape: bool = True,
    use_resource: Any = None,
    custom_getter: Any = None,
    constraint: Any = None,
    synchronization: Any = VariableSynchronization.AUTO,
    aggregation: Any = VariableAggregation.NONE,
) -> Variable:
    """Return a variable of `GraphKeys.LOCAL_VARIABLES`, not trained; as `get_variable`."""
    return get_variable(
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        False,
        [*(collections or ()), GraphKeys.LOCAL_VARIABLES],
        caching_device,
        partitioner,
        validate_shape,
        use_resource,
        custom_getter,
        constraint,
        synchronization,
        aggregation,
    )
