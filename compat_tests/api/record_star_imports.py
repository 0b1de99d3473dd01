"""Write star_imports.json: what `from keras.x import *` brings; run in Keras 2.2.4's Python 3.7.

python -m compat_tests.api.record_star_imports

A line for each module: the names, each with what it is there ("numpy", "collections:namedtuple").
"""

import json
import pkgutil
from pathlib import Path
from types import ModuleType

import keras

# Compatibility with Python 2.
LEFT_OUT = {"absolute_import", "division", "print_function", "unicode_literals"}

# Other backends; and a module of Keras 2.2.4 that cannot be imported.
OTHERS = {"keras.backend.theano_backend", "keras.backend.cntk_backend", "keras.legacy.models"}


def described(value):
    """Return what a value is: a module's name, or the module and name of what it holds."""
    if isinstance(value, ModuleType):
        return value.__name__
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    return f"{module}:{name}" if module and name else repr(type(value).__name__)


def brought(path):
    """Return what a star import of a module brings, by name."""
    space = {}
    exec(f"from {path} import *", space)
    del space["__builtins__"]
    return {name: described(value) for name, value in space.items() if name not in LEFT_OUT}


def main():
    found = list(pkgutil.walk_packages(keras.__path__, "keras."))
    found.sort(key=lambda one: not one.ispkg)  # Importing a module adds its name to its package.
    paths = ["keras", *(one.name for one in found if one.name not in OTHERS)]
    lines = [f"{json.dumps(path)}: {json.dumps(brought(path), sort_keys=True)}" for path in paths]
    text = ",\n".join(lines)
    Path(__file__).with_name("star_imports.json").write_text(f"{{\n{text}\n}}\n")


if __name__ == "__main__":
    main()
