"""Subpackages that are loaded on demand, and their old paths with them."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import keras_on_torch
from keras_on_torch import _lazy, _legacy_paths

ROOT = Path(__file__).parents[1]

PROGRAM = """
import sys
import keras_on_torch
from keras_on_torch import _lazy

keras_on_torch.install()
import keras

for name in _lazy.SUBPACKAGES:
    assert f"keras_on_torch.{name}" not in sys.modules, name
    assert name in dir(keras), name
    assert getattr(keras, name) is sys.modules[f"keras_on_torch.{name}"], name
"""


def test_is_loaded_when_it_is_asked_for():
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=True)


def test_a_name_that_is_nowhere_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'keras_on_torch' has no attribute 'nonsense'"):
        _ = keras_on_torch.nonsense


def test_old_paths_wait_for_the_subpackage(monkeypatch):
    monkeypatch.setattr(_lazy, "SUBPACKAGES", ("late",))
    _legacy_paths.expose_legacy_paths({"late.part": ["losses"]})
    assert "keras_on_torch.late.part" not in sys.modules

    late = ModuleType("keras_on_torch.late")
    monkeypatch.setitem(sys.modules, late.__name__, late)
    _lazy.loaded(late.__name__)
    part = sys.modules.pop("keras_on_torch.late.part")
    assert late.part is part
    assert part.mean_squared_error is keras_on_torch.losses.mean_squared_error
