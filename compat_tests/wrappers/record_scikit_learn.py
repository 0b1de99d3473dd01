"""Write scikit_learn.json: what Keras 2.2.4 does in each row; run in its Python 3.7.

python -m compat_tests.wrappers.record_scikit_learn
"""

import json
import warnings
from pathlib import Path

import keras
import keras.wrappers.scikit_learn

from compat_tests.golden.oracle import define_the_order
from compat_tests.wrappers.scenarios import ROWS, played

warnings.simplefilter("ignore")
define_the_order()
recorded = {}
for row in ROWS:
    keras.backend.clear_session()
    recorded[row] = played(keras, row)
lines = ",\n".join(f"{json.dumps(row)}: {json.dumps(one)}" for row, one in recorded.items())
Path(__file__).with_name("scikit_learn.json").write_text(f"{{\n{lines}\n}}\n")
