"""Names that Keras's modules kept for themselves do what third parties use them for."""

import json
from pathlib import Path

import graphviz
import pytest

import keras_on_torch as keras
from compat_tests.api.private_names import ROWS
from keras_on_torch import backend as K
from keras_on_torch.utils import vis_utils

RECORDED = json.loads(Path(__file__).with_name("private_names.json").read_text("utf8"))


@pytest.mark.parametrize("name", ROWS)
def test_does_what_it_does_in_keras(name, close):
    close(json.loads(json.dumps(ROWS[name](keras))), RECORDED[name])


@pytest.mark.parametrize("name", ["theano_backend", "cntk_backend"])
def test_another_backend_is_refused_with_advice(name):
    with pytest.raises(ImportError, match=r"computes with PyTorch.*use keras\.backend"):
        __import__(f"keras_on_torch.backend.{name}")
    assert not hasattr(K, name)


def test_a_check_for_graphviz_says_what_is_missing(monkeypatch):
    def missing():
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz, "version", missing)
    with pytest.raises(OSError, match="install GraphViz"):
        vis_utils._check_pydot()


def test_optional_packages_are_asked_for_when_they_are_used(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "requests", None)
    assert keras.callbacks.requests is None
    assert "requests" in dir(keras.callbacks)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = keras.callbacks.nonsense


def test_the_folder_of_keras_json(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert K._keras_dir == str(tmp_path)
    assert K._config_path == str(tmp_path / "keras.json")
