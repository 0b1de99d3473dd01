"""Files that real Keras 2 wrote: read, asked for predictions, trained on, and written again."""

import json
from pathlib import Path

import numpy as np
import pytest

import keras_on_torch as keras

FILES = Path(__file__).parents[1] / "golden" / "hdf5"
CASES = json.loads((FILES / "index.json").read_text())

pytestmark = pytest.mark.filterwarnings(
    "ignore:No training configuration", "ignore:Skipping loading"
)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


def names_of_keras():
    """Return what the sources of models use."""
    found = {"K": keras.backend, "np": np}
    for part in (keras.layers, keras.models, keras.optimizers):
        found.update(vars(part))
    for name in ("regularizers", "constraints", "initializers"):
        found[name] = getattr(keras, name)
    return found


def loaded(case, path):
    """Return the model, read from a file as the case asks for."""
    kind, models = case["kind"], keras.models
    if kind == "model":
        return models.load_model(str(path))
    if kind in ("json", "yaml"):
        text = (FILES / f"{case['name']}.{kind}").read_text()
        model = getattr(models, f"model_from_{kind}")(text)
        model.load_weights(str(path))
        return model
    names = names_of_keras()
    exec(case.get("target") or case["build"], names)
    eval(f"model.load_weights(path, {case.get('how', '')})", {**names, "path": str(path)})
    return names["model"]


def as_list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


class Record:
    """What real Keras computed with a file."""

    def __init__(self, case):
        with np.load(FILES / f"{case['name']}.npz") as archive:
            self.arrays = dict(archive)
        self.stateful = bool(case.get("stateful"))
        self.x, self.y = self.all("x"), self.all("y")

    def all(self, letter):
        """Return the arrays of a kind, in order."""
        names = [name for name in self.arrays if name[0] == letter and name[1:].isdigit()]
        return [self.arrays[name] for name in sorted(names, key=lambda name: int(name[1:]))]

    def predict(self, model):
        """Return the predictions for the inputs; of a stateful model, those of two calls."""
        calls = 2 if self.stateful else 1
        x, size = (self.x[0] if len(self.x) == 1 else self.x), len(self.x[0])
        found = [p for _ in range(calls) for p in as_list(model.predict(x, batch_size=size))]
        if self.stateful:
            model.reset_states()
        return found

    def train(self, model):
        """Return what three steps of training give."""
        x = self.x[0] if len(self.x) == 1 else self.x
        y = self.y[0] if len(self.y) == 1 else self.y
        weights = self.all("w")
        words = {"sample_weight": weights[0]} if weights else {}
        return [as_list(model.train_on_batch(x, y, **words)) for _ in range(3)]


def close_to(found, expected, times=1.0):
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4 * times, atol=1e-5 * times)


@each_case
def test_predicts_what_keras_predicted(case):
    record = Record(case)
    close_to(record.predict(loaded(case, FILES / f"{case['name']}.h5")), record.all("p"))


@each_case
def test_goes_on_training_as_keras_did(case):
    record = Record(case)
    model = loaded(case, FILES / f"{case['name']}.h5")
    if case["kind"] != "model" or not case.get("optimizer", True):
        exec(case["compile"], {**names_of_keras(), "model": model})
    elif record.all("o"):
        close_to(model.optimizer.get_weights(), record.all("o"))
    loose = 10.0 if case.get("loose") else 1.0
    close_to(record.train(model), record.arrays["l"], 5 * loose)
    close_to(record.predict(model), record.all("q"), 20 * loose)


@each_case
def test_what_is_written_again_is_read_alike(case, tmp_path):
    record = Record(case)
    model, path = loaded(case, FILES / f"{case['name']}.h5"), tmp_path / "again.h5"
    if case["kind"] == "model":
        model.save(str(path))
        again = keras.models.load_model(str(path))
        if record.all("o"):
            close_to(again.optimizer.get_weights(), record.all("o"))
    else:
        model.save_weights(str(path))
        again = loaded({**case, "how": ""} if case["kind"] == "by_name" else case, path)
    close_to(record.predict(again), record.all("p"))
