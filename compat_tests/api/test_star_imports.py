"""`from keras.x import *` brings what it brought in Keras 2.2.4, by accident or not."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from compat_tests.api.test_api import listed, module_at

RECORDED = json.loads(Path(__file__).with_name("star_imports.json").read_text("utf8"))

# What only TensorFlow has, what is left of reading keras.json, and packages that are not needed.
WITHOUT_MEANING = {
    *("StrictVersion", "config_pb2", "control_flow_ops", "ctc", "device_lib", "f"),
    *("functional_ops", "moving_averages", "tensor_array_ops", "tf_ops"),
    *("keras_applications", "keras_preprocessing", "pydot", "six"),
}
# K's own, which stand for TensorFlow's.
OTHERWISE = {"assert_allclose", "issparse", "name_scope", "requests", "tf", "yaml"}


def below(path):
    return path.removeprefix("keras").removeprefix(".")


def brought(path):
    space = {}
    exec(f"from keras_on_torch{path.removeprefix('keras')} import *", space)
    del space["__builtins__"]
    return space


def is_missing(path, name):
    """Return whether missing.txt tells that a name, or what it comes from, is not there yet."""
    from_legacy = "keras.legacy" in f"{path} {RECORDED[path][name]}"
    return listed(f"{below(path)}.{name}".lstrip(".")) or (from_legacy and listed("legacy.layers"))


PATHS = [path for path in RECORDED if not listed(below(path))]


@pytest.mark.parametrize("path", PATHS)
def test_brings_the_names_of_keras(path):
    wanted = {name for name in RECORDED[path] if not is_missing(path, name)} - WITHOUT_MEANING
    assert wanted - brought(path).keys() == set()


@pytest.mark.parametrize("path", PATHS)
def test_brings_no_other_modules(path):
    got = brought(path)
    modules = {name for name, value in got.items() if isinstance(value, ModuleType)}
    assert modules - RECORDED[path].keys() - {"scikit_learn"} == set()


@pytest.mark.parametrize("path", PATHS)
def test_brings_the_same_of_python(path):
    got = brought(path)
    for name, what in RECORDED[path].items():
        if what.startswith(("keras", "tensorflow", "'")) or name in OTHERWISE | WITHOUT_MEANING:
            continue
        if name not in got:
            continue  # Told above.
        _module, _, inner = what.partition(":")
        value = got[name]
        told = value.__name__ if not inner else f"{value.__module__}:{value.__name__}"
        assert told == what, name


def test_star_imports_of_layers_leave_what_programs_called_otherwise():
    space = {"node": 1, "base": 2, "layer": 3, "dense": 4}
    exec("from keras_on_torch.layers import *", space)
    assert (space["node"], space["base"], space["layer"], space["dense"]) == (1, 2, 3, 4)


def test_star_imports_of_the_backend_leave_the_module_random():
    space = {}
    exec("import random\nfrom keras_on_torch.backend import *", space)
    assert space["random"].__name__ == "random"


@pytest.mark.parametrize("path", ["", "layers", "callbacks", "backend", "models", "optimizers"])
def test_completion_sees_the_names(path):
    module = module_at(path)
    assert set(module.__all__) <= set(dir(module))
