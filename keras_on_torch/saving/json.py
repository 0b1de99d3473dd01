"""Models as text: JSON and YAML."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_on_torch._types import Config
from keras_on_torch.saving.weights import KERAS_VERSION
from keras_on_torch.utils.memory import memory_budget
from keras_on_torch.utils.optional_imports import optional_import
from keras_on_torch.utils.refusals import check_config, refused_as_value_error, shown
from keras_on_torch.utils.registry import deserialize_keras_object, known_layers

__all__ = [
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
    "model_to_json",
    "model_to_yaml",
    "parsed_json",
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
    if not isinstance(config, Mapping):
        raise ValueError(
            f"A model's configuration is a dict with 'class_name' and 'config', got {shown(config)}"
        )
    check_config(config)
    with memory_budget(), refused_as_value_error("The configuration is of no model"):
        return deserialize_keras_object(
            config,
            module_objects=known_layers,
            custom_objects=custom_objects,
            printable_module_name="layer",
        )


def parsed_json(text: Any, what: str = "The text") -> Any:
    """Return what a JSON text holds.

    Raises:
        ValueError: it is no JSON, or nested too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError(f"{what} is nested too deeply to be read as JSON") from None
    except ValueError as error:
        raise ValueError(f"{what} is no JSON: {error}. It begins {shown(text, 80)}") from None


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model from what `to_json` gave; the weights are new.

    Args:
        json_string: the text.
        custom_objects: the user's classes and functions by the names that stand in it.
    """
    return model_from_config(parsed_json(json_string), custom_objects)


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
    try:
        config = yaml.load(yaml_string, _yaml_loader(yaml))
    except RecursionError:
        raise ValueError("The YAML text is nested too deeply") from None
    except (yaml.YAMLError, TypeError) as error:
        if isinstance(error, yaml.constructor.ConstructorError):
            words = "holds more than plain values, and what it asks for is not made"
        else:
            words = "cannot be read"
        raise ValueError(f"The YAML text {words}: {str(error)[:1000]}") from None
    return model_from_config(config, custom_objects)


def _yaml_loader(yaml: Any) -> Any:
    """Return a reader of plain values, and of the tuples and texts that Keras's writer marks."""

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # A module found at run time.
        def flatten_mapping(self, node: Any) -> None:
            """Refuse keys that stand for more than themselves: a few lines of them are millions."""
            for key, _ in node.value:
                plain = isinstance(key, yaml.ScalarNode)
                if not plain or key.tag == "tag:yaml.org,2002:merge":
                    raise yaml.constructor.ConstructorError(
                        None, None, "a key that is no plain value", key.start_mark
                    )

    def tuple_of(loader: Any, node: Any) -> tuple[Any, ...]:
        return tuple(loader.construct_sequence(node, deep=True))

    Loader.add_constructor("tag:yaml.org,2002:python/tuple", tuple_of)
    for kind in ("str", "unicode"):
        Loader.add_constructor(
            f"tag:yaml.org,2002:python/{kind}", yaml.SafeLoader.construct_yaml_str
        )
    return Loader
