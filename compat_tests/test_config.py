"""Settings: their defaults, what they refuse, and where they come from."""

import json
import subprocess
import sys

import pytest
import torch

from keras_on_torch import config

SHOW = (
    "from keras_on_torch import config as c;"
    "print(c.floatx(), c.epsilon(), c.image_data_format(), c.device(), c.unsafe_deserialization())"
)


def started(home, arguments=(), **environment):
    """Start a Python that shows the settings."""
    return subprocess.run(
        [sys.executable, *arguments, "-c", SHOW],
        env={"PATH": "", "KERAS_HOME": str(home), "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_defaults_are_those_of_keras(tmp_path):
    assert started(tmp_path).stdout.split()[:3] == ["float32", "1e-07", "channels_last"]
    assert list(tmp_path.iterdir()) == []


def test_keras_json_is_read(tmp_path):
    settings = {"floatx": "float64", "epsilon": 1e-5, "image_data_format": "channels_first"}
    (tmp_path / "keras.json").write_text(json.dumps(settings))
    assert started(tmp_path).stdout.split()[:3] == ["float64", "1e-05", "channels_first"]


@pytest.mark.parametrize("text", ["", "no json", "{}"])
def test_an_empty_keras_json_changes_nothing(tmp_path, text):
    (tmp_path / "keras.json").write_text(text)
    assert started(tmp_path).stdout.split()[:3] == ["float32", "1e-07", "channels_last"]


def test_a_wrong_keras_json_is_named(tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float8"}')
    assert "keras.json: Unknown floatx type: float8" in started(tmp_path).stderr


@pytest.mark.parametrize("name", ["theano", "cntk"])
def test_other_backends_are_warned_of(tmp_path, name):
    run = started(tmp_path, KERAS_BACKEND=name)
    assert run.returncode == 0
    assert f"The backend {name!r} is asked for" in run.stderr


def test_unknown_backends_are_refused(tmp_path):
    assert "Unable to import backend : mine" in started(tmp_path, KERAS_BACKEND="mine").stderr


def test_the_environment_names_the_device_and_trust(tmp_path):
    run = started(tmp_path, KERAS_ON_TORCH_DEVICE="meta", KERAS_ON_TORCH_UNSAFE_LOADING="1")
    assert run.stdout.split()[3:] == ["meta", "True"]
    run = started(tmp_path, KERAS_ON_TORCH_DEVICE="abacus")
    assert "device 'abacus' cannot be used here" in run.stderr


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
