"""Record what real Keras 2.2.4 does. Needs Python 3.7, keras==2.2.4 and tensorflow==1.15.

    python -m compat_tests.golden.record                    all tables
    python -m compat_tests.golden.record layers             one table
    python -m compat_tests.golden.record layers Dense GRU   rows whose name has one of these words

With Keras 2.3.1 instead, the table of what that version has beyond.

Rows that are not asked for keep their record; records of rows that are gone are dropped.
"""

import sys
import time
import traceback
import warnings

import keras
import numpy as np

from compat_tests.golden import oracle, suites
from compat_tests.golden.store import load, save


def record(table, words=()):
    """Run the rows of a table in real Keras and save what they give; return how many failed."""
    rows, run = suites.rows(table), suites.runner(table)
    old, new, failed, start = load(table), {}, 0, time.time()
    for name, row in rows.items():
        wanted = not words or any(word in name for word in words)
        if not wanted and name in old:
            new[name] = old[name]
            continue
        if not wanted:
            continue
        keras.backend.clear_session()
        keras.backend.set_floatx("float32")
        keras.backend.set_image_data_format("channels_last")
        np.random.seed(1234)  # noqa: NPY002 - Keras draws from it
        try:
            new[name] = run(keras, row)
        except Exception:
            failed += 1
            sys.stderr.write(f"{table}: {name}\n{traceback.format_exc(limit=-2)}\n")
    save(table, new)
    sys.stderr.write(f"{table}: {len(new)} rows in {time.time() - start:.0f} s, {failed} failed\n")
    return failed


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    own = suites.ADDITIONS if keras.__version__.startswith("2.3") else suites.TABLES
    tables = sys.argv[1:2] or own
    failures = 0
    for asked in sorted(tables, key="names".__ne__):
        if asked != "names":  # Its names are those of TensorFlow 1's own variables.
            oracle.define_the_order()
        failures += record(asked, sys.argv[2:])
    sys.exit(failures)
