"""Write testing.json: what Keras 2.2.4 gives in each row; run in its Python 3.7.

python -m compat_tests.testing.record_testing
"""

import json
import warnings
from pathlib import Path

import keras

from compat_tests.testing.scenarios import ROWS, played

warnings.simplefilter("ignore")
recorded = {}
for row in ROWS:
    keras.backend.clear_session()
    recorded[row] = played(keras, row)
lines = ",\n".join(f"{json.dumps(row)}: {json.dumps(one)}" for row, one in recorded.items())
Path(__file__).with_name("testing.json").write_text(f"{{\n{lines}\n}}\n")
