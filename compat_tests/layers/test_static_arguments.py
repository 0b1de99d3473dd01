"""Constructors of layers are given NumPy's numbers, as programs compute them."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

import keras_on_torch as keras
from compat_tests.golden.runs import layers as run
from compat_tests.golden.runs.own_layers import own_layers
from compat_tests.golden.store import load
from compat_tests.golden.tables.layers import ROWS
from keras_on_torch import layers
from keras_on_torch.engine.base_layer import Layer

RECORDED = load("layers")


def numpy_made(value):
    """Return the value as NumPy has it: numbers, and arrays of tuples of whole numbers."""
    if isinstance(value, bool):
        return np.bool_(value)
    if isinstance(value, int):
        return np.int64(value)
    if isinstance(value, float):
        return np.float64(value)
    if isinstance(value, (tuple, list)) and value:
        whole = np.asarray(value, dtype=object)
        if all(type(each) is int for each in whole.ravel()):
            return np.asarray(value)
        return type(value)(numpy_made(each) for each in value)
    return value


def given_numpy(cls):
    """Return a constructor that gives a class its arguments as NumPy has them."""

    def made(*args, **kwargs):
        args = [numpy_made(arg) for arg in args]
        return cls(*args, **{name: numpy_made(value) for name, value in kwargs.items()})

    return made


CLASSES = {
    name: value
    for name, value in vars(layers).items()
    if isinstance(value, type) and issubclass(value, Layer) and not name.startswith("_")
}
NUMPY = {**vars(layers), **{name: given_numpy(cls) for name, cls in CLASSES.items()}}
DISGUISED = SimpleNamespace(**{**vars(keras), "layers": SimpleNamespace(**NUMPY)})


def walked():
    """Return rows in which each class is given each of its arguments once."""
    seen, rows = set(), []
    for row in ROWS:
        arguments = set(re.findall(r"(\w+)\(|(\w+)=", row.code))
        classes = {name for name, _ in arguments if name[:1].isupper()}
        if classes <= CLASSES.keys() and not arguments <= seen:
            seen |= arguments
            rows.append(row)
    return rows


def plain_only(value):
    """Return whether nothing in a config is NumPy's."""
    if isinstance(value, dict):
        return all(map(plain_only, value.values()))
    if isinstance(value, (tuple, list)):
        return all(map(plain_only, value))
    return not isinstance(value, (np.generic, np.ndarray))


@pytest.mark.filterwarnings("ignore:.* deprecated")
@pytest.mark.parametrize("row", walked(), ids=str)
def test_a_layer_takes_numpy_numbers_for_plain_ones(row, monkeypatch):
    own = own_layers(keras)  # Their bases must be classes.
    monkeypatch.setattr(run, "own_layers", lambda _: own)
    promised = run.promises(DISGUISED, row)
    assert promised == RECORDED[str(row)]["promises"]
    assert plain_only(run.Built(DISGUISED, row).layer.get_config())


@pytest.mark.parametrize("name", ["CuDNNGRU", "CuDNNLSTM"])
def test_a_layer_that_keras_has_for_gpus_only_takes_numpy_numbers(name):
    layer = given_numpy(CLASSES[name])(3, return_sequences=True, input_shape=(4, 2))
    assert (layer.units, layer.return_sequences, layer.batch_input_shape) == (3, True, (None, 4, 2))
    assert plain_only(layer.get_config())


def test_every_layer_is_walked():
    """Second names stand for the same class; base classes are not made."""
    code = " ".join(row.code for row in walked())
    missed = {cls.__name__ for cls in CLASSES.values() if cls.__name__ + "(" not in code}
    bases = {"ConvolutionLayer", "InputLayer", "Layer", "LocallyConnectedLayer", "Wrapper"}
    bases |= {"ConvRecurrent2D", "Recurrent"}
    assert missed == bases | {"CuDNNGRU", "CuDNNLSTM"}
