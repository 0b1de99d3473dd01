"""Record the loaders of real Keras 2.2.4: `python3.7 -m compat_tests.datasets.record_loaders`.

`requests` are the calls of get_file that they make, `loaded` what they give of small files.
"""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from compat_tests.datasets.small_files import CALLS, FILES, described

__all__ = ["RECORDED", "loaded", "requests"]

RECORDED = Path(__file__).with_name("loaders.json")


class _Asked(Exception):  # noqa: N818
    """Ends a loader at the file that it asks for."""


def module_of(keras, name):
    return importlib.import_module(f"{keras.__name__}.datasets.{name}")


def requests(keras):
    """Return what each loader asks get_file for: the first file of each."""
    found = {}
    for name, function in [
        *((name, "load_data") for name in sorted({module for module, _, _ in CALLS.values()})),
        ("cifar10", "load_data"),
        ("imdb", "get_word_index"),
        ("reuters", "get_word_index"),
    ]:
        module, asked = module_of(keras, name), {}

        def ask(fname, asked=asked, **arguments):
            asked.update(arguments, fname=fname)
            raise _Asked

        original, module.get_file = module.get_file, ask
        try:
            getattr(module, function)()
        except _Asked:
            found[f"{name}.{function}"] = asked
        finally:
            module.get_file = original
    return found


def loaded(keras, call):
    """Return what a loader gives, and where it leaves NumPy's stream."""
    name, function, arguments = CALLS[call]
    first = "channels first" in call
    keras.backend.set_image_data_format("channels_first" if first else "channels_last")
    np.random.seed(0)  # noqa: NPY002 - what the loaders draw from
    result = described(getattr(module_of(keras, name), function)(**arguments))
    keras.backend.set_image_data_format("channels_last")
    return {"result": result, "next draw": int(np.random.randint(1000000))}  # noqa: NPY002


def main():
    """Record everything into the file."""
    cache = Path(tempfile.mkdtemp())
    for name, content in FILES.items():
        path = cache / ".keras" / "datasets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())
    os.environ["HOME"] = str(cache)
    sys.dont_write_bytecode = True
    import keras  # noqa: PLC0415 - tests import this file without it

    asked = requests(keras)
    load = np.load
    np.load = lambda path: load(path, allow_pickle=True)  # As NumPy did when Keras 2.2.4 came.
    keras.utils.data_utils.validate_file = lambda *_, **__: True
    lines = [f"{json.dumps(call)}: {json.dumps(loaded(keras, call))}" for call in CALLS]
    RECORDED.write_text(
        '{"requests": '
        + json.dumps(asked, indent=1)
        + ',\n"loaded": {\n'
        + ",\n".join(lines)
        + "\n}}\n"
    )


if __name__ == "__main__":
    main()
