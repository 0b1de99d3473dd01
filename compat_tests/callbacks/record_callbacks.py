"""Write callbacks.json: what Keras 2.2.4's callbacks do in each case; run in its Python 3.7.

python -m compat_tests.callbacks.record_callbacks
"""

import json
import os
import tempfile
from pathlib import Path

import keras

from compat_tests.callbacks.scenarios import CASES, played

recorded = []
for case in CASES:
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        recorded.append(played(keras, case, Path(folder)))
        os.chdir("/")
lines = ",\n".join(json.dumps(one, sort_keys=True) for one in recorded)
Path(__file__).with_name("callbacks.json").write_text(f"[\n{lines}\n]\n")
