"""Write compiles.json: what Keras 2.2.4's compile makes; run in its Python 3.7.

python -m compat_tests.engine.record_compiles
"""

import json
import sys
import warnings
from pathlib import Path

import keras

from compat_tests.engine.compile_cases import ROWS, compiled

warnings.simplefilter("ignore")
recorded = []
for row in ROWS:
    keras.backend.clear_session()
    try:
        recorded.append(compiled(keras, row))
    except Exception as error:
        recorded.append(None)
        sys.stderr.write(f"{row}: {error!r}\n")
lines = ",\n".join(json.dumps(one) for one in recorded)
Path(__file__).with_name("compiles.json").write_text(f"[\n{lines}\n]\n")
