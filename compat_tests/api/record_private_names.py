"""Write private_names.json: what Keras 2.2.4 does in each row; run in its Python 3.7.

python -m compat_tests.api.record_private_names
"""

import json
import warnings
from pathlib import Path

import keras

from compat_tests.api.private_names import ROWS

warnings.simplefilter("ignore")
recorded = {}
for name, row in ROWS.items():
    keras.backend.clear_session()
    recorded[name] = row(keras)
lines = ",\n".join(f"{json.dumps(row)}: {json.dumps(one)}" for row, one in recorded.items())
Path(__file__).with_name("private_names.json").write_text(f"{{\n{lines}\n}}\n")
