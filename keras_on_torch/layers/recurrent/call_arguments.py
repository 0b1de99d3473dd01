"""Inputs, first states and constants of a recurrent layer: one list or three arguments."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.utils.registry import to_list

__all__ = ["check_states_given_once", "separated", "sizes_of_states"]


def separated(
    inputs: Any, initial_state: Any, constants: Any, num_constants: int | None
) -> tuple[Tensor, list[Tensor] | None, list[Tensor] | None]:
    """Return inputs, first states and constants of a call, the last two as lists or None.

    Args:
        inputs: the inputs, or (in a model that was loaded) a list of all three one after the other.
        initial_state: as given by name.
        constants: as given by name.
        num_constants: how many constants such a list ends with; None for none.

    Raises:
        ValueError: states or constants come both in the list and by name.
    """
    if isinstance(inputs, list):
        if initial_state is not None or constants is not None:
            raise ValueError(
                "A recurrent layer got first states or constants twice: in the list of its inputs"
                f" {inputs} and by name. Give them once"
            )
        if num_constants:
            constants = inputs[-num_constants:]
            inputs = inputs[:-num_constants]
        if len(inputs) > 1:
            initial_state = inputs[1:]
        inputs = inputs[0]
    return inputs, _list_or_none(initial_state), _list_or_none(constants)


def _list_or_none(value: Any) -> list[Tensor] | None:
    return None if value is None else to_list(value, allow_tuple=True)


def check_states_given_once(tensors: list[Tensor], words: str) -> bool:
    """Return whether tensors come from layers or `Input`.

    Args:
        tensors: all of them.
        words: how the message calls what takes them.

    Raises:
        ValueError: some do and some do not.
    """
    from_layers = [K.is_keras_tensor(tensor) for tensor in tensors]
    if len(set(from_layers)) > 1:
        raise ValueError(
            f"The initial state or constants of {words} cannot be specified with a mix of Keras"
            ' tensors and non-Keras tensors (a "Keras tensor" is a tensor that was returned by a'
            f" Keras layer, or by `Input`). Got {tensors}"
        )
    return from_layers[0]


def sizes_of_states(cell: Any) -> list[int]:
    """Return the lengths of a cell's states."""
    size = cell.state_size
    return list(size) if hasattr(size, "__len__") else [size]
