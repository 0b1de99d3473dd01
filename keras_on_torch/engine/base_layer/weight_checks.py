"""What layers are given: arguments, and values for their weights."""

import operator
from collections.abc import Sequence
from typing import Any

from keras_on_torch import graph
from keras_on_torch.utils.memory import check_memory
from keras_on_torch.utils.registry import object_list_uid

__all__ = ["LAYER_ARGUMENTS", "check_weight_shape", "check_weight_values", "inputs_key", "key_of"]

# What every layer's constructor takes.
LAYER_ARGUMENTS = {
    "input_shape",
    "batch_input_shape",
    "batch_size",
    "dtype",
    "name",
    "trainable",
    "weights",
    "input_dtype",
}


def key_of(name: str) -> str:
    """Return the name of a parameter for the name of a variable ("dense_1/kernel:0": "kernel")."""
    return name.rpartition("/")[2].partition(":")[0].replace(".", "_") or "weight"


def inputs_key(inputs: Any, keep_empty: bool = False) -> Any:
    """Return what the losses and updates of some inputs are kept under."""
    if inputs is None or (not keep_empty and isinstance(inputs, list) and not inputs):
        return None
    return object_list_uid(inputs)


def check_weight_shape(layer: str, weight: str, shape: Sequence[Any], dtype: Any) -> None:
    """Check that a weight's shape is made of whole numbers, and that memory can hold it.

    Raises:
        TypeError: one of them is no whole number.
        ValueError: one of them is negative, or the weight is larger than the machine's memory.
    """
    told = f"the weight {weight!r} of layer {layer!r} was given the shape {tuple(shape)!r}"
    for size in shape:
        try:
            length = operator.index(size)
        except TypeError:
            raise TypeError(f"{told}: expected whole numbers, got {size!r}") from None
        if length < 0:
            raise ValueError(f"{told}: expected lengths of 0 or more, got {size!r}")
    lengths = [operator.index(size) for size in shape]
    check_memory(f"{told}, which", lengths, graph.torch_dtype(dtype).itemsize)


def check_weight_values(name: str, variables: Sequence[Any], weights: Sequence[Any]) -> None:
    """Check that there is an array of the right shape for each variable of a layer.

    Raises:
        ValueError: there is not.
    """
    if len(variables) != len(weights):
        raise ValueError(
            f'You called `set_weights(weights)` on layer "{name}" with a  weight list of'
            f" length {len(weights)}, but the layer was expecting {len(variables)} weights."
            f" Provided weights: {str(weights)[:50]}..."
        )
    for variable, value in zip(variables, weights, strict=True):
        shape = tuple(variable.tensor.shape)
        if shape != tuple(value.shape):
            raise ValueError(
                f"Layer weight shape {shape} not compatible with provided weight shape"
                f" {tuple(value.shape)} (weight {variable.name!r} of layer {name!r})"
            )
