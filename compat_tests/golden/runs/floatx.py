"""Run a row of the floatx table in whichever Keras is given."""

import tempfile
from pathlib import Path

import h5py
import numpy as np

from compat_tests.golden.seeded_arrays import array, concrete, random_of, weight
from compat_tests.golden.store import plain

__all__ = ["everything"]

SAMPLES = 6


def everything(keras, row):
    """Return types and numbers of a model: as built, in training, in its file.

    What Keras itself cannot do is recorded as the step at which it fails.
    """
    keras.backend.set_floatx(row.floatx)
    result = {}
    try:
        _fill(result, keras, row)
    except Exception as error:
        if not hasattr(keras.backend, "tensorflow_backend") or "tensorflow" not in _origin(keras):
            raise
        result["fails"] = type(error).__name__
    finally:
        keras.backend.set_floatx("float32")
    return plain(result)


def _origin(keras):
    return getattr(keras.backend.tensorflow_backend.tf, "__file__", None) or ""


def _fill(result, keras, row):
    backend, random = keras.backend, random_of(row.layers)
    model = _model(keras, row)
    variables = model.weights
    model.set_weights([weight(random, v.name, backend.int_shape(v)) for v in variables])
    result["variables"] = [backend.dtype(entry) for entry in variables]
    result["output"] = backend.dtype(model.output)
    x = array(random, (SAMPLES, *row.shape), row.kind).astype("float64")
    y = array(random, (SAMPLES, *concrete(model.output_shape)[1:]), row.target).astype("float64")
    predicted = model.predict(x)
    result["predict"], result["predict type"] = predicted, predicted.dtype.name
    eval(f"model.compile({row.compiled})", {"model": model, "keras": keras})
    result["losses"] = []
    for _ in range(5):
        made = model.train_on_batch(x, y)
        made = made if isinstance(made, list) else [made]
        result["losses"].append(np.array([float(entry) for entry in made]))
        result["loss types"] = [np.asarray(entry).dtype.name for entry in made]
    result["weights"] = model.get_weights()
    result["weight types"] = [entry.dtype.name for entry in result["weights"]]
    result["optimizer types"] = [backend.dtype(entry) for entry in model.optimizer.weights]
    result["test"] = np.array(model.test_on_batch(x, y), "float64")
    result["after"] = model.predict_on_batch(x)
    _file(result, keras, model, x)


def _model(keras, row):
    names = dict(vars(keras.layers), K=keras.backend)
    options = {"dtype": row.dtype} if row.dtype else {}
    inputs = x = keras.layers.Input(row.shape, **options)
    for layer in eval(f"[{row.layers}]", names):
        x = layer(x)
    return keras.models.Model(inputs, x)


def _file(result, keras, model, x):
    """Add what the weights' file has, and that they are read back as they were."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "weights.h5")
        model.save_weights(path)
        saved = model.get_weights()
        found = []
        with h5py.File(path, "r") as file:
            file.visititems(
                lambda name, entry: found.append(entry.dtype.name) if hasattr(entry, "dtype") else 0
            )
        result["file types"] = found
        model.set_weights([np.zeros_like(entry) for entry in saved])
        model.load_weights(path)
        pairs = zip(model.get_weights(), saved)  # noqa: B905
        result["read back"] = all((one == other).all() for one, other in pairs)
