"""Models as plain values, for pickle and copy."""

from collections.abc import Iterator, Mapping
from typing import Any

from keras_on_torch.saving.hdf5 import load_model, write_model
from keras_on_torch.utils.bytecode import trusted_code
from keras_on_torch.utils.io_utils import H5Dict
from keras_on_torch.utils.registry import CustomObjectScope, known_layers

__all__ = ["custom_objects_of", "pickle_model", "unpickle_model", "unpickled"]


def pickle_model(model: Any) -> dict[str, Any]:
    """Return a model as a dict of plain values and arrays, with what `save_model` writes."""
    state: dict[str, Any] = {}
    write_model(model, H5Dict(state), include_optimizer=True)
    return state


def unpickle_model(state: dict[str, Any]) -> Any:
    """Make the model that `pickle_model` gave."""
    return load_model(state, compile="training_config" in state)


def unpickled(custom_objects: Mapping[str, Any], state: dict[str, Any]) -> Any:
    """Make the model of a pickle. Its source is trusted: a pickle may run any code by itself.

    Args:
        custom_objects: the user's classes and functions that it is made of, by name.
        state: what `pickle_model` gave.
    """
    with trusted_code(), CustomObjectScope(custom_objects):
        return unpickle_model(state)


def custom_objects_of(model: Any) -> dict[str, Any]:
    """Return the user's classes and functions that a model is made of, by name."""
    found: dict[str, Any] = {}
    parts = [
        model.optimizer,
        *_within([getattr(model, "loss", None), getattr(model, "_compile_metrics", None)]),
    ]
    for layer in model.modules():
        parts += [layer, *vars(layer).values()]
    for part in parts:
        kind = part if hasattr(part, "__name__") else type(part)
        by_name = callable(part) or hasattr(part, "get_config")
        if by_name and _is_the_users(kind):
            found[kind.__name__] = kind
    return found


def _within(values: Any) -> Iterator[Any]:
    """Yield what is in nested lists and dicts."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, (list, tuple, dict)):
            yield from _within(value)
        else:
            yield value


def _is_the_users(kind: Any) -> bool:
    """Return whether a class or function is the user's and can be found by its name."""
    module = str(getattr(kind, "__module__", "")).partition(".")[0]
    foreign = module not in ("keras", "keras_on_torch", "builtins", "torch", "numpy")
    return foreign and kind.__name__ != "<lambda>" and known_layers.get(kind.__name__) is not kind
