"""What makes a layer of Keras one of TensorFlow: its weights are variables of a scope."""

import inspect
from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.backend.session import at_clearing
from keras_on_torch.engine.base_layer import Layer as KerasLayer
from keras_on_torch.graph import Variable, depending_on
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.tensorflow.graph_collections import (
    GraphKeys,
    add_to_collection,
    register,
)
from keras_on_torch.tensorflow.variables.get_variable import get_variable_scope, name_unnamed, store
from keras_on_torch.tensorflow.variables.initializers import glorot_uniform_initializer
from keras_on_torch.tensorflow.variables.scopes import variable_scope
from keras_on_torch.utils.registry import to_snake_case

__all__ = ["ScopedLayer", "layer_class", "layer_function"]

_layers: dict[str, KerasLayer] = {}
"""The layers by the scope of their weights, that others of the name share them."""
at_clearing.append(_layers.clear)


class ScopedLayer(KerasLayer):
    """A layer whose weights are variables in the scope where it was called first.

    Where that scope says `reuse`, a layer of the same name takes the weights of the one before.

    Args:
        **kwargs: as of any layer; `_reuse`, whether weights are taken from a layer before.
    """

    _tf_name: str | None = None
    _tf_reuse: Any = None
    _tf_path: str | None = None

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Return what the layer computes of a tensor, or of plain values."""
        if self._tf_path is None:
            self._find_scope()
        shared = _layers[str(self._tf_path)]
        given = tensor(inputs) if not isinstance(inputs, (list, tuple)) else inputs
        given = K.identity(given) if isinstance(given, Variable) else given
        with K.name_scope(""):
            return _called(shared, given, *args, **kwargs)

    def apply(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Return what the layer computes; a function is applied to modules, as by torch."""
        if callable(inputs) and not K.is_tensor(inputs):
            return super().apply(inputs)
        return self(inputs, *args, **kwargs)

    def _find_scope(self) -> None:
        """Settle where the weights are: in a new scope, or with the layer that has them."""
        around = get_variable_scope()
        reuse = self._tf_reuse or around.reuse
        base = to_snake_case(type(self).__name__)
        scope = (
            variable_scope(None, base, auxiliary_name_scope=False)
            if self._tf_name is None and not self._tf_reuse
            else variable_scope(
                self._tf_name or base, reuse=self._tf_reuse, auxiliary_name_scope=False
            )
        )
        with scope as opened:
            path = opened.name
        known = _layers.get(path)
        if known is not None and not reuse:
            raise ValueError(
                f"Variable {path}/kernel already exists, disallowed. Did you mean to set reuse=True"
                " or reuse=tf.AUTO_REUSE in VarScope?"
            )
        if known is None and reuse is True:
            raise ValueError(
                f"Variable {path}/kernel does not exist, or was not created with"
                " tf.get_variable(). Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
            )
        self.name = path
        self._tf_path = path
        if known is None:
            _layers[path] = self
        elif type(known) is not type(self):
            raise ValueError(f"{path} is a layer of another kind: {type(known).__name__}")

    @property
    def scope_name(self) -> str:
        """The scope of its weights."""
        return str(self._tf_path)

    def add_weight(self, name: str, shape: Any, **kwargs: Any) -> Tensor:
        """Make a variable of the layer, and put it where `get_variable` finds it."""
        trainable = kwargs.pop("trainable", True) and self.trainable
        kwargs["initializer"] = kwargs.get("initializer") or _initializer_of_scope
        with depending_on(None, {}):
            weight = super().add_weight(name, shape, trainable=trainable, **kwargs)
        trained = [GraphKeys.TRAINABLE_VARIABLES] if trainable else []
        register(weight, [GraphKeys.GLOBAL_VARIABLES, *trained])
        store.variables[f"{self._tf_path}/{name}"] = weight
        return weight


def _initializer_of_scope(shape: Any, dtype: Any = None) -> Tensor:
    """Return a first value as the open scope says, or else as TensorFlow's variables begin."""
    made: Tensor = (get_variable_scope().initializer or glorot_uniform_initializer())(
        shape, dtype=dtype
    )
    return made


def _called(layer: KerasLayer, inputs: Any, *args: Any, **kwargs: Any) -> Any:
    """Call a layer; put its updates and losses into collections."""
    updates, losses = len(layer.updates), len(layer.losses)
    result = KerasLayer.__call__(layer, inputs, *args, **kwargs)
    for update in layer.updates[updates:]:
        add_to_collection(GraphKeys.UPDATE_OPS, update)
    for loss in layer.losses[losses:]:
        name_unnamed(loss, f"{layer.name}/Regularizer/loss")
        add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)
    return result


Arguments = list[tuple[Any, ...]]


def _signature(arguments: Arguments, first: str | None = None) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [] if first is None else [inspect.Parameter(first, kind)]
    for name, *default in arguments:
        value = default[0] if default else inspect.Parameter.empty
        parameters.append(inspect.Parameter(name, kind, default=value))
    return inspect.Signature(parameters)


def layer_class(name: str, base: Any, arguments: Arguments) -> type:
    """Return a layer of TensorFlow.

    Args:
        name: its name.
        base: the layer of Keras that computes.
        arguments: pairs of an argument's name and its default, in TensorFlow's order.
    """
    signature = _signature(arguments)
    own = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    further = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
    whole = signature.replace(parameters=[*signature.parameters.values(), further])

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        reuse = kwargs.pop("_reuse", None)
        bound = whole.bind(*args, **kwargs)
        bound.apply_defaults()
        given = dict(bound.arguments)
        given.update(given.pop("kwargs"))
        own_name = given.pop("name", None)
        for key, value in given.items():
            if key.endswith("_initializer") and value is None:
                given[key] = _initializer_of_scope
        base.__init__(self, **given)
        self._tf_name, self._tf_reuse = own_name, reuse

    __init__.__signature__ = whole.replace(  # type: ignore[attr-defined]
        parameters=[own, *whole.parameters.values()]
    )
    doc = (
        f"Keras's layer {base.__name__}, its weights variables of a scope.\n\n    Args:\n"
        "        as of Keras's layer, in TensorFlow's order and with its defaults."
    )
    return type(name, (ScopedLayer, base), {"__init__": __init__, "__doc__": doc})


def layer_function(
    name: str, layer: Any, arguments: Arguments, passed: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """Return the function that makes a layer and calls it.

    Args:
        name: its name.
        layer: the class.
        arguments: as of `layer_class`, with those of the function alone in their places.
        passed: which of them are given to the call.
    """
    signature = _signature(arguments, "inputs")

    def called(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = dict(bound.arguments)
        inputs, reuse = given.pop("inputs"), given.pop("reuse", None)
        to_call = {key: given.pop(key) for key in passed}
        if reuse is not None:
            given["_reuse"] = reuse
        return layer(**given)(inputs, **to_call)

    called.__name__ = called.__qualname__ = name
    called.__signature__ = signature  # type: ignore[attr-defined]
    called.__doc__ = f"Return what a new layer {layer.__name__}, or one that is shared, computes."
    return called
