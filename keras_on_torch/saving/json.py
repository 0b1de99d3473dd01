"""Models as text: JSON and YAML."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_on_torch._types import Config
from keras_on_torch.saving.weights import KERAS_VERSION
from keras_on_torch.utils.optional_imports import optional_import
from keras_on_torch.utils.registry import deserialize_keras_object, known_layers

__all__ = [
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
    "model_to_json",
    "model_to_yaml",
    "plain",
    "plain_or_named",
    "stamped_config",
]


# ---- in JSON's words
def plain(value: Any) -> Any:
    """Return NumPy's numbers as Python's, and a type by its name.

    Raises:
        TypeError: it is something else, for which JSON has no words.
    """
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, type):
        return value.__name__
    raise TypeError("Not JSON Serializable:", value)


def plain_or_named(value: Any) -> Any:
    """Return what JSON has no words for by its configuration or its name.

    Raises:
        TypeError: it has neither.
    """
    if hasattr(value, "get_config"):
        return {"class_name": type(value).__name__, "config": value.get_config()}
    if callable(value) and not isinstance(value, (type, np.generic)):
        return getattr(value, "__name__", type(value).__name__)
    return plain(value)


# ---- writing
def stamped_config(model: Any) -> Config:
    """Return the configuration of a model, its class, and what wrote it."""
    return {
        "class_name": type(model).__name__,
        "config": model.get_config(),
        "keras_version": KERAS_VERSION,
        "backend": "tensorflow",
    }


def model_to_json(model: Any, **kwargs: Any) -> str:
    """Return the configuration of a model as JSON text.

    Args:
        model: the model.
        **kwargs: what `json.dumps` takes.
    """
    return json.dumps(model._updated_config(), default=plain, **kwargs)


def model_to_yaml(model: Any, **kwargs: Any) -> str:
    """Return the configuration of a model as YAML text.

    Args:
        model: the model.
        **kwargs: what `yaml.dump` takes.

    Raises:
        ImportError: PyYAML is not installed.
    """
    yaml = optional_import("yaml", "pyyaml", "to_yaml")
    return str(yaml.dump(_in_plain_values(model._updated_config()), **kwargs))


def _in_plain_values(value: Any) -> Any:
    """Return the same lists, tuples and dicts, without NumPy's numbers (YAML would pickle them)."""
    if isinstance(value, dict):
        return {key: _in_plain_values(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_in_plain_values(each) for each in value)
    if isinstance(value, (np.ndarray, np.generic, type)):
        return plain(value)
    return value


# ---- reading
def model_from_config(config: Config, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model from its class's name and its configuration.

    Args:
        config: `{"class_name": ..., "config": ...}`.
        custom_objects: the user's classes and functions by the names that stand in it.

    Raises:
        TypeError: a list is given.
        ValueError: it is not a configuration, or a name in it means nothing.
    """
    if isinstance(config, list):
        raise TypeError(
            "`model_from_config` expects a dictionary, not a list. Maybe you meant to use"
            " `Sequential.from_config(config)`?"
        )
    return deserialize_keras_object(
        config,
        module_objects=known_layers,
        custom_objects=custom_objects,
        printable_module_name="layer",
    )


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model from what `to_json` gave; the weights are new.

    Args:
        json_string: the text.
        custom_objects: the user's classes and functions by the names that stand in it.
    """
    return model_from_config(json.loads(json_string), custom_objects)


def model_from_yaml(yaml_string: str, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model from what `to_yaml` gave; the weights are new.

    Args:
        yaml_string: the text.
        custom_objects: the user's classes and functions by the names that stand in it.

    Raises:
        ImportError: PyYAML is not installed.
        ValueError: the text asks for a Python object to be made.

    Differs:
        Keras lets the text make any Python object; here it holds tuples and plain values.
    """
    yaml = optional_import("yaml", "pyyaml", "model_from_yaml")

    class Loader(yaml.SafeLoader):  # type: ignore[misc, name-defined]  # A module found at run time.
        """Reads plain values, and the tuples and texts that Keras's writer marks as Python's."""

    def tuple_of(loader: Any, node: Any) -> tuple[Any, ...]:
        return tuple(loader.construct_sequence(node, deep=True))

    Loader.add_constructor("tag:yaml.org,2002:python/tuple", tuple_of)
    for kind in ("str", "unicode"):
        Loader.add_constructor(
            f"tag:yaml.org,2002:python/{kind}", yaml.SafeLoader.construct_yaml_str
        )
    try:
        config = yaml.load(yaml_string, Loader)
    except yaml.constructor.ConstructorError as error:
        raise ValueError(
            f"The YAML text holds more than plain values, and what it asks for is not made: {error}"
        ) from None
    return model_from_config(config, custom_objects)
