"""Every name of TensorFlow 1.15 is there with its signature, but for tensorflow_missing.txt."""

import inspect
import json
from functools import cache
from pathlib import Path

import pytest

from compat_tests.api.test_api import difference
from keras_on_torch.tensorflow import tf

FOLDER = Path(__file__).parent
MANIFEST = json.loads((FOLDER / "tensorflow.json").read_text("utf8"))
MISSING = FOLDER / "tensorflow_missing.txt"
LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for line in MISSING.read_text("utf8").splitlines()
    if line.strip() and not line.startswith("#")
]
NAMES = sorted({*MANIFEST["functions"], *MANIFEST["used"]})


@cache
def fault(path):
    """Say what is not as in TensorFlow at a path; None where all is."""
    value = tf
    try:
        for part in path.split("."):
            value = getattr(value, part)
    except AttributeError:
        return "is not there"
    signature = MANIFEST["functions"].get(path, {}).get("signature")
    # TensorFlow hides some signatures behind (*args, **kwargs).
    if not callable(value) or signature is None or signature.startswith("*args"):
        return None
    is_class = inspect.isclass(value)
    makes = "__new__" in vars(value) if is_class else False
    maker = value.__new__ if makes else value.__init__ if is_class else value
    return difference(signature, maker, is_class)


def covers(line, path):
    return path == line or path.startswith(line + ".")


def rewrite_missing():
    """Take lines out that are no longer true, and put in those that are missing."""
    faults = [path for path in NAMES if fault(path)]
    header = [line for line in MISSING.read_text("utf8").splitlines() if line.startswith("#")]
    kept = [line for line in LINES if any(covers(line[0], path) for path in faults)]
    kept += [(path, "?") for path in faults if not any(covers(line[0], path) for line in kept)]
    text = [" | ".join(line) for line in sorted(kept)]
    MISSING.write_text("\n".join([*header, *text]) + "\n", "utf8")


@pytest.mark.parametrize("path", NAMES)
def test_a_name_is_there_with_its_signature(path):
    if not any(covers(line[0], path) for line in LINES):
        assert fault(path) is None


def test_no_line_of_missing_is_stale():
    stale = [line[0] for line in LINES if not any(covers(line[0], p) and fault(p) for p in NAMES)]
    assert stale == []


def test_each_line_of_missing_gives_a_reason():
    assert [line for line in LINES if len(line) != 2 or line[1] in ("", "?")] == []
