"""Write the models of Keras 2.3.1 among the files: `python -m compat_tests.golden.hdf5.record_2_3`.

The rows of index.json that Keras 2.3.1 wrote with `save` are made anew, each with what the model
goes on to give. Needs Python 3.7, keras==2.3.1 and tensorflow==1.15.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np

from compat_tests.golden import oracle
from compat_tests.golden.seeded_arrays import array, random_of, weight

FOLDER = Path(__file__).parent


def names_of_keras():
    """Return what the sources of models use."""
    found = {"K": keras.backend, "np": np, "keras": keras}
    for part in (keras.layers, keras.models, keras.optimizers):
        found.update(vars(part))
    return found


def record(case):
    """Write the file of a row, and what the model goes on to give."""
    keras.backend.clear_session()
    random, names = random_of(case["name"]), names_of_keras()
    exec(case["build"], names)
    model = names["model"]
    shapes = [(entry.name, keras.backend.int_shape(entry)) for entry in model.weights]
    model.set_weights([weight(random, name, shape) for name, shape in shapes])
    exec(case["compile"], names)
    x = array(random, (16, *model.input_shape[1:]))
    y = array(random, (16, *model.output_shape[1:]), case["targets"])
    for _ in range(4):
        model.train_on_batch(x, y)
    model.save(str(FOLDER / (case["name"] + ".h5")))
    # Keras 2.2.4 stores neither the steps of RMSprop and its kin nor Nadam's schedule.
    kept, kind = model.optimizer.get_weights(), type(model.optimizer).__name__
    dropped = {"RMSprop": 0, "Adagrad": 0, "Adadelta": 0, "Nadam": 1}.get(kind)
    kept = [entry for place, entry in enumerate(kept) if place != dropped]
    arrays = {f"o{place}": entry for place, entry in enumerate(kept)}
    arrays.update(x0=x, y0=y, p0=model.predict(x))
    arrays["l"] = np.array([model.train_on_batch(x, y) for _ in range(3)], "float32")
    arrays["q0"] = model.predict(x)
    np.savez_compressed(str(FOLDER / (case["name"] + ".npz")), **arrays)


if __name__ == "__main__":
    oracle.define_the_order()
    cases = json.loads((FOLDER / "index.json").read_text("utf8"))
    for case in cases:
        if case["written_by"] == "2.3.1" and case["kind"] == "model":
            record(case)
            sys.stderr.write(case["name"] + "\n")
