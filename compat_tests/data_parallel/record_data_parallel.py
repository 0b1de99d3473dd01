"""Write data_parallel.json: what Keras 2.2.4 does in each row; run in its Python 3.7.

TensorFlow is told that there are GPUs, and computes on the CPU what it is to compute on one.

python -m compat_tests.data_parallel.record_data_parallel
"""

import json
from pathlib import Path

import keras
import tensorflow as tf
from keras.utils import multi_gpu_utils

from compat_tests.data_parallel.scenarios import ROWS, played
from compat_tests.golden.oracle import define_the_order

define_the_order()
multi_gpu_utils._get_available_devices = lambda: ["/cpu:0", "/gpu:0", "/gpu:1", "/gpu:2"]
recorded = {}
for row in ROWS:
    keras.backend.clear_session()
    config = tf.ConfigProto(allow_soft_placement=True)
    keras.backend.set_session(tf.Session(config=config))
    recorded[" ".join(map(str, row))] = played(multi_gpu_utils.multi_gpu_model, keras, row)
lines = ",\n".join(f"{json.dumps(row)}: {json.dumps(one)}" for row, one in recorded.items())
Path(__file__).with_name("data_parallel.json").write_text(f"{{\n{lines}\n}}\n")
