"""The layer: a `torch.nn.Module` that is built, called and asked as Keras 2 does."""

import inspect
from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch import graph, initializers, regularizers
from keras_on_torch._types import Config, Shape, Tensor, Tensors
from keras_on_torch.engine.base_layer.constructor_arguments import (
    structure_of,
    takes_static_arguments,
)
from keras_on_torch.engine.base_layer.eager_call import eager_call, has_real_tensors
from keras_on_torch.engine.base_layer.losses_and_updates import LossesAndUpdates
from keras_on_torch.engine.base_layer.node import check_input_spec
from keras_on_torch.engine.base_layer.node_attributes import NodeAttribute, NodeShape, at_node
from keras_on_torch.engine.base_layer.symbolic_call import call_traced, enter_call, symbolic_call
from keras_on_torch.engine.base_layer.weight_checks import (
    LAYER_ARGUMENTS,
    check_weight_shape,
    check_weight_values,
    key_of,
)
from keras_on_torch.legacy.arguments import accepts_keras_1_arguments
from keras_on_torch.utils.layer_utils import count_params
from keras_on_torch.utils.registry import to_snake_case

__all__ = ["Layer"]

_PACKAGE = __name__.partition(".")[0] + "."


class Layer(LossesAndUpdates, torch.nn.Module):
    """A step of a model: it makes its weights when it first sees an input, and maps tensors.

    Subclasses define `build(input_shape)`, `call(inputs)` and `compute_output_shape(input_shape)`.

    Args:
        activity_regularizer: penalty on the output; only for classes whose constructor names it.
        **kwargs: `name`, `trainable`, `weights` (first values), and for the first layer of a
            model `input_shape` or `batch_input_shape`, `batch_size` and `dtype`.

    Raises:
        TypeError: an argument has another name.

    Attributes:
        dynamic: set on a class whose `call` branches on values: it is run anew for each batch.
    """

    dynamic = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the package's own layers take Keras 1's arguments, too, and NumPy's numbers."""
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith(_PACKAGE) and "__init__" in cls.__dict__:
            constructor = accepts_keras_1_arguments(cls.__init__)
            cls.__init__ = takes_static_arguments(constructor)  # type: ignore[method-assign]

    def __new__(cls, *args: Any, **kwargs: Any) -> "Layer":
        """Make the module at once: old layers set attributes before they call `__init__`."""
        layer: Layer = super().__new__(cls)
        torch.nn.Module.__init__(layer)
        return layer

    @takes_static_arguments
    def __init__(self, **kwargs: Any) -> None:
        self.input_spec: Any = None
        self.supports_masking = False
        self.stateful = False
        self._trainable_weights: list[Any] = []
        self._non_trainable_weights: list[Any] = []
        self._collect_anew()
        self._built = False
        self._inbound_nodes: list[Any] = []
        self._outbound_nodes: list[Any] = []
        if "activity_regularizer" in kwargs and self._names_activity_regularizer():
            self.activity_regularizer = regularizers.get(kwargs.pop("activity_regularizer"))
        for name in kwargs:
            if name not in LAYER_ARGUMENTS:
                raise TypeError(
                    "Keyword argument not understood:",
                    name,
                    f"{type(self).__name__} takes its own arguments and {sorted(LAYER_ARGUMENTS)}",
                )
        prefix = type(self).__name__
        self.name = kwargs.get("name") or f"{to_snake_case(prefix)}_{K.get_uid(prefix)}"
        self.trainable = kwargs.get("trainable", True)
        self._initial_weights = kwargs.get("weights")
        if "batch_input_shape" in kwargs or "input_shape" in kwargs:
            if "batch_input_shape" in kwargs:
                self.batch_input_shape = tuple(kwargs["batch_input_shape"])
            else:
                self.batch_input_shape = (kwargs.get("batch_size"), *kwargs["input_shape"])
            self.dtype = kwargs.get("dtype") or kwargs.get("input_dtype") or K.floatx()

    def _names_activity_regularizer(self) -> bool:
        for base in type(self).__mro__:
            constructor = vars(base).get("__init__")
            code = getattr(constructor and inspect.unwrap(constructor), "__code__", None)
            if code is not None and "activity_regularizer" in code.co_varnames[: code.co_argcount]:
                return base is not Layer
        return False

    # ---- attributes
    def __setattr__(self, name: str, value: Any) -> None:
        """Keep symbols beside the parameters of the same name, and modules as children."""
        descriptor = getattr(type(self), name, None)
        if isinstance(value, graph.SymbolicTensor) or hasattr(descriptor, "__set__"):
            object.__setattr__(self, name, value)
            return
        if isinstance(value, (list, tuple)) and not name.startswith("_"):
            for place, item in enumerate(value):
                if isinstance(item, Layer):
                    self._modules[f"{name}_{place}"] = item
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        """Let a property tell itself why it has no value: torch would hide its message."""
        descriptor: Any = getattr(type(self), name, None)
        if hasattr(descriptor, "__get__") and not callable(descriptor):
            return descriptor.__get__(self, type(self))
        return super().__getattr__(name)

    def __delattr__(self, name: str) -> None:
        if name in self.__dict__:
            object.__delattr__(self, name)
        else:
            super().__delattr__(name)

    @property
    def built(self) -> bool:
        """Whether the weights have been made."""
        return self._built

    @built.setter
    def built(self, built: bool) -> None:
        self._built = built
        if built:
            self._adopt_weights()

    def _adopt_weights(self) -> None:
        """Make loose variables, which `K.variable` gave, parameters or buffers of the layer."""
        for weights, as_parameter in (
            (self._trainable_weights, True),
            (self._non_trainable_weights, False),
        ):
            for weight in weights if isinstance(weights, list) else []:
                if isinstance(weight, graph.Variable):
                    graph.adopt(weight, self, key_of(weight.name), as_parameter)

    def __repr__(self) -> str:
        return object.__repr__(self)  # As Keras; torch's own would print the layers inside.

    # ---- weights
    @property
    def trainable_weights(self) -> list[Any]:
        """The variables that training changes; none where `trainable` is false."""
        return self._trainable_weights if getattr(self, "trainable", True) else []

    @trainable_weights.setter
    def trainable_weights(self, weights: list[Any]) -> None:
        self._trainable_weights = weights
        self._adopt_weights()

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The variables that training leaves alone."""
        if getattr(self, "trainable", True):
            return self._non_trainable_weights
        return self._trainable_weights + self._non_trainable_weights

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights: list[Any]) -> None:
        self._non_trainable_weights = weights
        self._adopt_weights()

    @property
    def weights(self) -> list[Any]:
        """All variables, those that training changes first."""
        return [*self.trainable_weights, *self.non_trainable_weights]

    @accepts_keras_1_arguments
    def add_weight(
        self,
        name: str,
        shape: Shape,
        dtype: str | None = None,
        initializer: Any = None,
        regularizer: Any = None,
        trainable: bool = True,
        constraint: Any = None,
    ) -> Tensor:
        """Make a variable of the layer.

        Args:
            name: its name within the layer.
            shape: the lengths of its axes.
            dtype: the type of its numbers; None takes the configured one.
            initializer: returns its first value.
            regularizer: penalty on it, added to the losses.
            trainable: whether training changes it.
            constraint: what is applied to it after each step.

        Raises:
            TypeError: a length is no whole number.
            ValueError: a length is negative, or memory cannot hold the weight.
        """
        shape = structure_of(shape)
        dtype = K.floatx() if dtype is None else dtype
        check_weight_shape(self.name, name, shape, dtype)
        initializer = initializers.get(initializer)
        weight = K.variable(initializer(shape), dtype=dtype, name=name, constraint=constraint)
        weight.trainable = trainable
        graph.adopt(weight, self, key_of(name), as_parameter=trainable)
        if regularizer is not None:
            with K.name_scope("weight_regularizer"):
                self.add_loss(regularizer(weight))
        (self._trainable_weights if trainable else self._non_trainable_weights).append(weight)
        return weight

    def add_named_weight(self, name: str, shape: Shape, **kwargs: Any) -> Tensor:
        """Make a variable with the initializer, regularizer and constraint kept under its name."""
        return self.add_weight(
            name=name,
            shape=shape,
            initializer=getattr(self, f"{name}_initializer"),
            regularizer=getattr(self, f"{name}_regularizer", None),
            constraint=getattr(self, f"{name}_constraint", None),
            **kwargs,
        )

    def known_axis(self, shape: Shape, axis: int) -> int:
        """Return the length of an axis that must be known to make the weights.

        Raises:
            ValueError: it is not known.
        """
        length = shape[axis]
        if length is None:
            raise ValueError(
                f"{type(self).__name__} {self.name!r}: axis {axis} of the input must be known to"
                f" make the weights, got shape {shape}. Give its length in Input(shape=...) or"
                " input_shape=..."
            )
        return length

    def get_weights(self) -> list[Any]:
        """Return the values of all weights, as copies."""
        return K.batch_get_value(self.weights)

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Return all weights other values, in the order of `weights`.

        Raises:
            ValueError: there are more or fewer arrays than weights, or one has another shape.
        """
        variables = self.weights
        check_weight_values(self.name, variables, weights)
        K.batch_set_value(list(zip(variables, weights, strict=True)))

    def count_params(self) -> int:
        """Return how many numbers the weights hold.

        Raises:
            RuntimeError: the layer has no weights yet.
        """
        if not self.built:
            raise RuntimeError(
                f"You tried to call `count_params` on {self.name}, but the layer isn't built. You"
                f" can build it manually via: `{self.name}.build(batch_input_shape)`."
            )
        return int(count_params(self.weights))

    # ---- what subclasses define
    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape."""
        self.built = True

    def call(self, inputs: Tensors, *args: Any, **kwargs: Any) -> Tensors:
        """Compute the output."""
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output for inputs of this shape."""
        return input_shape

    def compute_mask(self, inputs: Tensors, mask: Tensors = None) -> Tensors:
        """Return the mask of the output.

        Raises:
            TypeError: there is a mask and the layer does not support one.
        """
        if self.supports_masking:
            return mask
        given = mask if isinstance(mask, list) else [mask]
        if any(one is not None for one in given):
            raise TypeError(
                f"Layer {self.name} does not support masking, but was passed an input_mask: {mask}"
            )
        return None

    # ---- calling
    def __call__(self, inputs: Tensors, *more: Any, **kwargs: Any) -> Tensors:
        """Connect the layer to symbolic inputs, or compute with real tensors as any module does."""
        if has_real_tensors(inputs):
            return super().__call__(inputs, *more, **kwargs)
        return symbolic_call(self, inputs, *more, **kwargs)

    def traced(self, inputs: Tensors, **kwargs: Any) -> Tensors:
        """Record one symbolic call of the layer, without entering it with Keras's nodes."""
        return call_traced(self, inputs, kwargs)

    def forward(self, inputs: Tensors, *more: Any, _body: Any = None, **kwargs: Any) -> Tensors:
        """Compute with real tensors; in a compiled model, run the part that is this layer's.

        Args:
            inputs: a tensor or a list of them.
            *more: further tensors, for a layer of several inputs.
            **kwargs: what `call` takes by name.
        """
        if _body is not None:
            return _body(inputs)
        return eager_call(self, [inputs, *more] if more else inputs, kwargs)

    def _traces_as_built(self) -> bool:
        """Whether the layer has one graph of its own, made when it was built."""
        return False

    def assert_input_compatibility(self, inputs: Tensors) -> None:
        """Check that inputs are tensors of the kind that `input_spec` demands.

        Raises:
            ValueError: they are not.
        """
        check_input_spec(self, inputs)

    # ---- where the layer was called
    input = NodeAttribute("input_tensors", "input", "input")
    output = NodeAttribute("output_tensors", "output", "output")
    input_mask = NodeAttribute("input_masks", "input mask", "input_mask")
    output_mask = NodeAttribute("output_masks", "output mask", "output_mask")
    input_shape = NodeShape("input_shapes", "input shape", "input_shape")
    output_shape = NodeShape("output_shapes", "output shape", "output_shape")
    get_input_at = at_node("input_tensors", "input")
    get_output_at = at_node("output_tensors", "output")
    get_input_mask_at = at_node("input_masks", "input mask")
    get_output_mask_at = at_node("output_masks", "output mask")
    get_input_shape_at = at_node("input_shapes", "input shape")
    get_output_shape_at = at_node("output_shapes", "output shape")

    def _add_inbound_node(
        self,
        input_tensors: Tensors,
        output_tensors: Tensors,
        input_masks: Tensors,
        output_masks: Tensors,
        input_shapes: Any,
        output_shapes: Any,
        arguments: dict[str, Any] | None = None,
    ) -> None:
        """Record a call with the layers at both ends, and with the tensors that it gave."""
        enter_call(
            self,
            input_tensors,
            output_tensors,
            input_masks,
            output_masks,
            input_shapes,
            output_shapes,
            arguments,
        )

    def _get_node_attribute_at_index(self, node_index: int, attr: str, attr_name: str) -> Any:
        """Return what the call of this number recorded; messages call it `attr_name`."""
        return at_node(attr, attr_name)(self, node_index)

    @staticmethod
    def _node_key(layer: "Layer", node_index: int) -> str:
        return f"{layer.name}_ib-{node_index}"

    # ---- configuration
    def get_config(self) -> Config:
        """Return the arguments that make such a layer again."""
        config: Config = {"name": self.name, "trainable": self.trainable}
        if hasattr(self, "batch_input_shape"):
            config["batch_input_shape"] = self.batch_input_shape
        if hasattr(self, "dtype"):
            config["dtype"] = self.dtype
        return config

    @classmethod
    def from_config(cls, config: Config) -> "Layer":
        """Make a layer from what `get_config` gave."""
        return cls(**config)
