"""Each example runs to its end, as a program of its own."""

import importlib.util
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples"


def run_all():
    spec = importlib.util.spec_from_file_location("run_all", FOLDER / "run_all.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN_ALL = run_all()


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN_ALL.scripts())
def test_runs(name):
    done = RUN_ALL.run(RUN_ALL.scripts()[name], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def test_all_are_found():
    assert {"page/mlp.py", "vae.py"} <= set(RUN_ALL.scripts())
    assert "run_all.py" not in RUN_ALL.scripts()
