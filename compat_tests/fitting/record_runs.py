"""Write runs.json: what Keras 2.2.4 does in each run; run in its Python 3.7.

python -m compat_tests.fitting.record_runs
"""

import json
import sys
import warnings
from pathlib import Path

import keras

from compat_tests.fitting.scenarios import ROWS, played

warnings.simplefilter("ignore")
recorded = {}
for row in ROWS:
    keras.backend.clear_session()
    try:
        recorded[row] = played(keras, row)
    except Exception as error:
        sys.stderr.write(f"{row}: {error!r}\n")
lines = ",\n".join(f"{json.dumps(row)}: {json.dumps(one)}" for row, one in recorded.items())
Path(__file__).with_name("runs.json").write_text(f"{{\n{lines}\n}}\n")
