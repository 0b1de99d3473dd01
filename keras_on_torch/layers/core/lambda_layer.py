"""Any function of tensors as a layer."""

import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from keras_on_torch import activations, constraints, initializers, regularizers
from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Shapes, Tensors
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.bytecode import func_dump, func_load, globals_of
from keras_on_torch.utils.registry import (
    deserialize_keras_object,
    has_arg,
)

__all__ = ["Lambda"]

_NAMES = {
    "K": K,
    "activations": activations,
    "constraints": constraints,
    "initializers": initializers,
    "np": np,
    "regularizers": regularizers,
    "warnings": warnings,
}
"""What global names mean in a function made from bytecode of a file: nothing but these."""


class Lambda(Layer):
    """A function of tensors as a layer.

    Args:
        function: takes the input (and `mask`, if it has such an argument), returns the output.
        output_shape: shape of the output without the batch's axis, or a function of the input's
            shape that returns the whole shape; None finds it out.
        mask: the mask of the output, or a function of inputs and mask that returns it.
        arguments: further arguments of `function`, by name.
        **kwargs: as of any layer.

    Raises:
        TypeError: `output_shape` is neither a shape nor a function.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Sequence[int | None] | Callable[..., Any] | None = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.function = function
        self.arguments = arguments or {}
        self.supports_masking = mask is not None
        self.mask = mask
        if output_shape is None or callable(output_shape):
            self._output_shape: Any = output_shape
        elif isinstance(output_shape, (tuple, list)):
            self._output_shape = tuple(output_shape)
        else:
            raise TypeError(
                "In Lambda, `output_shape` must be a list, a tuple, or a function, got"
                f" {output_shape!r}"
            )

    def compute_output_shape(self, input_shape: Shapes) -> Shapes:
        if self._output_shape is None:
            return self._found_shape(input_shape)
        if isinstance(self._output_shape, tuple):
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0] if first else None, *self._output_shape)
        shape = self._output_shape(input_shape)
        if not isinstance(shape, (list, tuple)):
            raise ValueError(
                "`output_shape` function must return a tuple or a list of tuples. That of Lambda"
                f" {self.name!r} gave {shape!r}"
            )
        if isinstance(shape, list) and (isinstance(shape[0], int) or shape[0] is None):
            return tuple(shape)
        return shape

    def _found_shape(self, input_shape: Shapes) -> Shapes:
        """Call the function on symbols of the shape that is given."""
        if isinstance(input_shape, list):
            found = self.call([K.placeholder(shape=shape) for shape in input_shape])
        else:
            found = self.call(K.placeholder(shape=input_shape))
        if isinstance(found, list):
            return [K.int_shape(one) for one in found]
        shape: Shape = K.int_shape(found)
        return shape

    def call(self, inputs: Tensors, mask: Any = None) -> Tensors:
        if has_arg(self.function, "mask"):
            return self.function(inputs, **{**self.arguments, "mask": mask})
        return self.function(inputs, **self.arguments)

    def compute_mask(self, inputs: Tensors, mask: Any = None) -> Any:
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def get_config(self) -> Config:
        function, function_type = _written(self.function)
        output_shape, output_shape_type = _written(self._output_shape)
        return super().get_config() | {
            "function": function,
            "function_type": function_type,
            "output_shape": output_shape,
            "output_shape_type": output_shape_type,
            "arguments": self.arguments,
        }

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "Lambda":
        """Make a Lambda from what `get_config` gave.

        Args:
            config: the configuration.
            custom_objects: functions by name.

        Raises:
            TypeError: the configuration is of no known kind.
            ValueError: it holds bytecode, which is not run unless the user allows it.
        """
        config = dict(config)
        for name, words in (("function", "function"), ("output_shape", "output_shape function")):
            kind = config.pop(f"{name}_type")
            config[name] = _read(config[name], kind, words, custom_objects)
        arguments = config.get("arguments") or {}
        config["arguments"] = {name: _as_array(value) for name, value in arguments.items()}
        return cls(**config)


def _written(function: Any) -> tuple[Any, str]:
    """Return a function as bytecode (if it is written in Python) or by its name, and its kind."""
    if isinstance(function, types.FunctionType):
        return func_dump(function), "lambda"
    if callable(function):
        return function.__name__, "function"
    return function, "raw"


def _read(value: Any, kind: str, words: str, custom_objects: Mapping[str, Any] | None) -> Any:
    """Return the function that `_written` wrote."""
    if kind == "function":
        return deserialize_keras_object(
            value,
            custom_objects=custom_objects,
            printable_module_name=f"{words} in Lambda layer",
        )
    if kind == "lambda":
        own = globals_of(value)  # A clone's and a copy's names mean what the function's do.
        if own is not None and not custom_objects:
            return func_load(value, globs=own)
        names = _NAMES if own is None else own
        return func_load(value, globs={**names, **(custom_objects or {})})
    if kind == "raw" and words != "function":
        return value
    raise TypeError("Unknown function type:", kind)


def _as_array(value: Any) -> Any:
    """Return an array that was written as a list with a remark."""
    if isinstance(value, dict) and value.get("type") == "ndarray":
        return np.array(value["value"])
    return value
