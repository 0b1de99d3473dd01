"""Each example runs to its end."""

import importlib.util
import runpy
import sys
from pathlib import Path

import pytest

import keras_on_torch

FOLDER = Path(__file__).parents[2] / "examples"
LONG = ["page/convnet.py", "text_generation.py"]


def run_all():
    spec = importlib.util.spec_from_file_location("run_all", FOLDER / "run_all.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN_ALL = run_all()
SCRIPTS = RUN_ALL.scripts()
EACH = [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in SCRIPTS]


@pytest.fixture
def installed():
    keras_on_torch.install()
    yield
    keras_on_torch.uninstall()


@pytest.mark.usefixtures("installed")
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", EACH)
def test_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(SCRIPTS[name])])
    runpy.run_path(str(SCRIPTS[name]), run_name="__main__")


def test_runs_as_a_program_of_its_own():
    done = RUN_ALL.run(SCRIPTS["page/mlp.py"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def test_all_are_found():
    assert {"page/mlp.py", "vae.py", *LONG} <= set(SCRIPTS)
    assert "run_all.py" not in SCRIPTS
