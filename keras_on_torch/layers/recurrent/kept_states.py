"""States that a recurrent layer keeps from batch to batch, and what is asked of a call."""

from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Tensor
from keras_on_torch.utils.registry import to_list

__all__ = ["adopt_states", "check_count", "check_unrollable", "known_batch", "set_states"]


def adopt_states(layer: Any, states: list[Any]) -> None:
    """Let the variables that keep states move with their layer's module, but not be saved."""
    for place, state in enumerate(states):
        if isinstance(state, graph.Variable):
            graph.adopt(state, layer, f"state_{place}", as_parameter=False)
            if state.owner is layer:
                layer._non_persistent_buffers_set.add(state.key)


def known_batch(layer: Any) -> int:
    """Return the size of a batch of a layer that keeps states.

    Raises:
        AttributeError: the layer keeps none.
        ValueError: the size is not known.
    """
    if not layer.stateful:
        raise AttributeError(f"Layer must be stateful. {layer.name!r} has stateful=False")
    shape = layer.input_spec[0].shape
    batch: int | None = shape[0] if shape else None
    if not batch:
        raise ValueError(
            "If a RNN is stateful, it needs to know its batch size. Specify the batch size of"
            " your input tensors: \n- If using a Sequential model, specify the batch size by"
            " passing a `batch_input_shape` argument to your first layer.\n- If using the"
            " functional API, specify the batch size by passing a `batch_shape` argument to"
            " your Input layer."
        )
    return batch


def set_states(layer: Any, shapes: list[tuple[int, ...]], states: Any) -> None:
    """Set the states that a layer keeps.

    Args:
        layer: has them in `states`.
        shapes: of each.
        states: an array, or one for each state; None for zeros.

    Raises:
        ValueError: there are other numbers of states or other shapes.
    """
    values = [np.zeros(shape) for shape in shapes] if states is None else to_list(states, True)
    if len(values) != len(layer.states):
        raise ValueError(
            f"Layer {layer.name} expects {len(layer.states)} states, but it received"
            f" {len(values)} state values. Input received: {states}"
        )
    for place, (value, shape) in enumerate(zip(values, shapes, strict=True)):
        if tuple(value.shape) != shape:
            raise ValueError(
                f"State {place} is incompatible with layer {layer.name}: expected shape={shape},"
                f" found shape={value.shape}"
            )
    K.batch_set_value(list(zip(layer.states, values, strict=True)))


def check_count(layer: Any, initial_state: list[Tensor]) -> None:
    """Check that a call was given as many first states as the layer has.

    Raises:
        ValueError: it was not.
    """
    if len(initial_state) != len(layer.states):
        raise ValueError(
            f"Layer has {len(layer.states)} states but was passed {len(initial_state)} initial"
            f" states. ({layer.name!r}: {initial_state})"
        )


def check_unrollable(layer: Any, inputs: Tensor) -> None:
    """Check that a layer which is to be unrolled knows its number of steps.

    Raises:
        ValueError: it does not, or there is only one.
    """
    steps = K.int_shape(inputs)[1]
    if layer.unroll and steps in (None, 1):
        raise ValueError(
            "Cannot unroll a RNN if the time dimension is undefined or equal to 1. \n- If using"
            " a Sequential model, specify the time dimension by passing an `input_shape` or"
            " `batch_input_shape` argument to your first layer. If your first layer is an"
            " Embedding, you can also use the `input_length` argument.\n- If using the"
            " functional API, specify the time dimension by passing a `shape` or `batch_shape`"
            f" argument to your Input layer. ({layer.name!r} got {K.int_shape(inputs)})"
        )
