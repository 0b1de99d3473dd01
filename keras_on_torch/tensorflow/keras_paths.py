"""Where tf.keras is found, and what it has that the package's own modules have not."""

import importlib
from types import ModuleType

__all__ = ["KERAS_ALIASES", "KERAS_HOMES", "package_module"]

_PACKAGE = "keras_on_torch"

# A module of tf.keras shows the package's module at that path, and over it what these files have.
KERAS_HOMES: dict[str, list[str]] = {
    "keras": ["keras.inputs"],
    "keras.activations": [],
    "keras.callbacks": ["keras.callbacks"],
    "keras.experimental": ["keras.experimental"],
    "keras.layers": ["keras.inputs", "keras.layers"],
    "keras.optimizers": ["keras.optimizers"],
    "keras.optimizers.schedules": ["keras.schedules"],
    "keras.preprocessing": [],
    "keras.utils": [],
}

# Where releases before and after 1.15 had it.
KERAS_ALIASES: dict[str, str] = {
    "contrib.keras": "keras",
    "contrib.keras.api.keras": "keras",
    "contrib.keras.python.keras": "keras",
    "python.keras": "keras",
    "python.keras._impl.keras": "keras",
    "python.keras.api._v1.keras": "keras",
}


def package_module(path: str) -> ModuleType | None:
    """Return the package's module at a path of Keras, None where there is none."""
    name = f"{_PACKAGE}.{path}".rstrip(".")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not f"{name}.".startswith(f"{error.name}."):
            raise
    return None
