"""Settings: their defaults, what they refuse, and where they come from."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest
import torch

from keras_on_torch import config


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Return the function that reads the settings as a program that starts does."""

    def started(**environment):
        for name in [name for name in os.environ if name.startswith("KERAS_")]:
            monkeypatch.delenv(name)
        for name, value in {"KERAS_HOME": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        spec = importlib.util.spec_from_file_location("config_of_its_own", config.__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return started


def settings_of(module):
    return [module.floatx(), module.epsilon(), module.image_data_format()]


DEFAULTS = ["float32", 1e-7, "channels_last"]


def test_defaults_are_those_of_keras(started, tmp_path):
    assert settings_of(started()) == DEFAULTS
    assert list(tmp_path.iterdir()) == []


def test_keras_json_is_read(started, tmp_path):
    settings = {"floatx": "float64", "epsilon": 1e-5, "image_data_format": "channels_first"}
    (tmp_path / "keras.json").write_text(json.dumps(settings))
    assert settings_of(started()) == list(settings.values())


def test_keras_json_is_read_when_a_program_starts(tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float64"}')
    program = "from keras_on_torch import config; print(config.floatx())"
    environment = {"PATH": "", "KERAS_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "float64\n"


@pytest.mark.parametrize("text", ["", "no json", "{}"])
def test_an_empty_keras_json_changes_nothing(started, tmp_path, text):
    (tmp_path / "keras.json").write_text(text)
    assert settings_of(started()) == DEFAULTS


def test_a_wrong_keras_json_is_named(started, tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float8"}')
    with pytest.raises(ValueError, match=r"keras\.json: Unknown floatx type: float8"):
        started()


@pytest.mark.parametrize("name", ["theano", "cntk"])
def test_other_backends_are_warned_of(started, name):
    with pytest.warns(UserWarning, match=f"The backend '{name}' is asked for"):
        started(KERAS_BACKEND=name)


def test_unknown_backends_are_refused(started):
    with pytest.raises(ValueError, match="Unable to import backend : mine"):
        started(KERAS_BACKEND="mine")


def test_the_environment_names_the_device_and_trust(started):
    module = started(KERAS_ON_TORCH_DEVICE="meta", KERAS_ON_TORCH_UNSAFE_LOADING="1")
    assert module.device() == torch.device("meta")
    assert module.unsafe_deserialization() is True
    with pytest.raises(ValueError, match="device 'abacus' cannot be used here"):
        started(KERAS_ON_TORCH_DEVICE="abacus").device()


def test_the_device_is_chosen_and_left_to_choose_itself():
    before = config.device()
    try:
        config.set_device("meta")
        assert config.device() == torch.device("meta")
        with pytest.raises(ValueError, match="cannot be used here"):
            config.set_device("abacus")
        assert config.device() == torch.device("meta")
        config.set_device(None)
        assert config.device().type == ("cuda" if torch.cuda.is_available() else "cpu")
    finally:
        config.set_device(before)


@pytest.mark.parametrize(
    ("setting", "value", "error"),
    [
        ("floatx", "float8", ValueError),
        ("floatx", None, ValueError),
        ("epsilon", "small", TypeError),
        ("image_data_format", "channels", ValueError),
    ],
)
def test_wrong_settings_are_refused(setting, value, error):
    with pytest.raises(error):
        getattr(config, f"set_{setting}")(value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("floatx", "float16"), ("epsilon", 1e-3), ("image_data_format", "channels_first")],
)
def test_settings_hold(setting, value):
    getattr(config, f"set_{setting}")(value)
    assert getattr(config, setting)() == value


@pytest.mark.parametrize("content", [b"\xff\xfe{\x00", b"[" * 100_000], ids=["no UTF-8", "deep"])
def test_a_keras_json_of_any_bytes_does_not_stop_the_import(started, tmp_path, content):
    (tmp_path / "keras.json").write_bytes(content)
    assert settings_of(started()) == DEFAULTS
