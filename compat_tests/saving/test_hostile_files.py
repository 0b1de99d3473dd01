"""Files and configurations that nobody vouches for: loaded or refused, all or nothing."""

import json
import subprocess
import sys
import threading

import h5py
import numpy as np
import pytest

from compat_tests.saving import fuzz
from keras_on_torch import backend as K
from keras_on_torch.layers import LSTM, Dense, Input
from keras_on_torch.models import (
    Model,
    Sequential,
    load_model,
    model_from_config,
    model_from_json,
    model_from_yaml,
)
from keras_on_torch.utils import hdf5_guard


def small():
    model = Sequential([Dense(3, input_dim=4, name="first"), Dense(2, name="last")])
    model.compile("adam", "mse")
    model.train_on_batch(np.ones((2, 4)), np.ones((2, 2)))
    return model


@pytest.fixture
def path(tmp_path):
    path = str(tmp_path / "model.h5")
    small().save(path)
    return path


KERNEL, BIAS = "model_weights/first/first/kernel:0", "model_weights/last/last/bias:0"


def replaced(path, name, value=None, **settings):
    """Put another dataset in the place of one, or what `value` makes there."""
    with h5py.File(path, "r+") as file:
        del file[name]
        if settings:
            file.create_dataset(name, **settings)
        else:
            file[name] = value


# ---- what is not in the file, does not fit, is no number
DAMAGED = [
    ({"value": h5py.SoftLink("/model_weights")}, "links are not followed"),
    ({"value": h5py.ExternalLink("/etc/passwd", "/x")}, "links are not followed"),
    (
        {"shape": (2**20, 2**20), "dtype": "f4", "chunks": (256, 256)},
        r"(?s)1048576, 1048576.*{weight}",
    ),
    ({"shape": (2**20,) * 9, "dtype": "f4", "chunks": (1,) * 9}, "9 axes.*{weight}"),
    ({"value": np.zeros(3, complex)}, "complex128: numbers are expected, for the weight '{weight}"),
    ({"value": np.zeros(3, "S4")}, "numbers are expected, for the weight '{weight}"),
    ({"value": np.zeros(3, "f4,f4")}, "numbers are expected, for the weight '{weight}"),
    ({"shape": (3,), "dtype": h5py.ref_dtype}, "numbers are expected, for the weight '{weight}"),
    ({"value": np.zeros((2, 2, 2))}, "shape"),
]
each_damage = pytest.mark.parametrize(("damage", "words"), DAMAGED, ids=range(len(DAMAGED)))


@each_damage
@pytest.mark.parametrize("name", [KERNEL, BIAS], ids=["kernel", "bias"])
@pytest.mark.parametrize("by_name", [True, False])
def test_weights_are_all_loaded_or_none(path, damage, words, name, by_name):
    replaced(path, name, **damage)
    model = small()
    before = model.get_weights()
    weight = model.weights[0 if name == KERNEL else 3].name
    with pytest.raises(ValueError, match=words.format(weight=weight)) as error:
        model.load_weights(path, by_name=by_name)
    assert path in str(error.value)
    for old, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(now, old)
    with pytest.raises(ValueError, match="in the file|" + path):
        load_model(path)


def test_a_layer_that_is_far_too_large_may_be_left_out(path):
    replaced(path, KERNEL, shape=(2**20, 2**20), dtype="f4", chunks=(256, 256))
    model, stored = small(), h5py.File(path)
    with pytest.warns(UserWarning, match=r"shape \(\(4, 3\) vs \(1048576, 1048576\)\)"):
        model.load_weights(path, by_name=True, skip_mismatch=True)
    np.testing.assert_array_equal(model.get_weights()[3], stored[BIAS])
    stored.close()


def test_what_is_named_again_and_again_is_read_once(path, monkeypatch):
    with h5py.File(path, "r+") as file:
        file["model_weights"].attrs["layer_names"] = [b"first"] * 1000
    seen, read = [], hdf5_guard.read_array
    monkeypatch.setattr(hdf5_guard, "read_array", lambda *given: seen.append(1) or read(*given))
    small().load_weights(path, by_name=True)
    assert len(seen) == 2
    with h5py.File(path, "r+") as file:
        del file["model_weights/first"].attrs["weight_names"]
        file["model_weights/first"].attrs["weight_names"] = [b"first/kernel:0"] * 8
    with pytest.raises(ValueError, match="fewer are expected, for layer 'first'"):
        small().load_weights(path, by_name=True)


def optimizer_arrays(path):
    with h5py.File(path) as file:
        names = file["optimizer_weights"].attrs["weight_names"]
        return [f"optimizer_weights/{name.decode()}" for name in names]


@each_damage
def test_the_optimizer_s_state_is_guarded_alike(path, damage, words):
    replaced(path, optimizer_arrays(path)[-1], **damage)
    if words == "shape":  # Keras: the model starts with a fresh optimizer.
        with pytest.warns(UserWarning, match="freshly initialized optimizer"):
            assert K.get_value(load_model(path).optimizer.iterations) == 0
        return
    with pytest.raises(ValueError, match=words.format(weight="").partition(", for")[0]):
        load_model(path)


@pytest.mark.parametrize(
    "value", [np.zeros(2, complex), np.array(["a", "b"]), np.zeros(2, "f4,f4"), np.zeros(3)]
)
def test_weights_are_all_set_or_none(value):
    model = small()
    before, state = model.get_weights(), model.optimizer.get_weights()
    layer = model.layers[1]
    for owner, count in ((model, 4), (layer, 2)):
        with pytest.raises(ValueError, match=r"float|Numbers|shape"):
            owner.set_weights(
                [np.zeros_like(w) for w in owner.get_weights()[: count - 1]] + [value]
            )
    for old, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(now, old)
    with pytest.raises(ValueError, match=r"float|Numbers|shape"):
        model.optimizer.set_weights([*map(np.zeros_like, state[:-1]), value])
    for old, now in zip(state, model.optimizer.get_weights(), strict=True):
        np.testing.assert_array_equal(now, old)


def test_keras_1_kept_more_arrays_than_weights(tmp_path):
    path = str(tmp_path / "keras_1.h5")
    model = Sequential([LSTM(2, input_shape=(3, 4), name="lstm")])
    shapes = [(4, 2), (2, 2), (2,)] * 4
    names = [f"w{place}".encode() for place in range(12)]
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [b"lstm"]
        group = file.create_group("lstm")
        group.attrs["weight_names"] = names
        for name, shape in zip(names, shapes, strict=True):
            group[name] = np.ones(shape)
    model.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[0], np.ones((4, 8)))


# ---- configurations
def dense(**config):
    config = {"name": "d", "units": 2, "batch_input_shape": [None, 4], **config}
    return {"class_name": "Dense", "config": config}


def stack(*layers):
    return {"class_name": "Sequential", "config": {"name": "s", "layers": list(layers)}}


def graph_of(**changes):
    layers = [
        {
            "class_name": "InputLayer",
            "name": "i",
            "config": {"batch_input_shape": [None, 4], "name": "i"},
            "inbound_nodes": [],
        },
        {**dense(), "name": "d", "inbound_nodes": [[["i", 0, 0, {}]]]},
    ]
    ends = {"input_layers": [["i", 0, 0]], "output_layers": [["d", 0, 0]]}
    config = {"name": "m", "layers": layers, **ends, **changes}
    return {"class_name": "Model", "config": config}


def nested(levels):
    found = stack(dense())
    for _ in range(levels):
        found = stack(found)
    return found


WRONG = {
    "units of 4 TiB": (stack(dense(units=2**40)), "'kernel' of layer 'd'.*TiB of memory"),
    "a name": ("Dense", "'class_name' and 'config', got 'Dense'"),
    "a number": (3, "'class_name' and 'config'"),
    "no class": ({"config": {}}, "class_name"),
    "a class that is no name": ({"class_name": [1], "config": {}}, "not a name"),
    "no layers": ({"class_name": "Sequential", "config": {}}, "'layers'"),
    "layers that are none": (graph_of(layers=[1]), "a layer needs"),
    "no outputs": (graph_of(output_layers=[]), "has no outputs"),
    "an output of no layer": (graph_of(output_layers=[["x", 0, 0]]), "no layer 'x'"),
    "an output of no call": (graph_of(output_layers=[["d", 5, 0]]), "no output 0 of a call 5"),
    "an output that is none": (graph_of(output_layers=[["d", 0, 7]]), "no output 7 of a call 0"),
    "a place that is none": (graph_of(output_layers=[["d"]]), "is no place of a tensor"),
    "a length of 4.5": (stack(dense(batch_input_shape=[None, 4.5])), "Ambiguous dimension: 4.5"),
    "1,000 axes": (stack(dense(batch_input_shape=[None] * 1000)), "1000 axes"),
    "nested without end": (nested(3000), "more levels"),
    "settings that are a list": (stack({"class_name": "Dense", "config": [1]}), "mapping"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_configurations_are_value_errors(case):
    config, words = WRONG[case]
    with pytest.raises((ValueError, TypeError), match=words) as error:
        model_from_config(config)
    assert len(str(error.value)) < 2000


@pytest.mark.parametrize(
    "units", [4.5, "4", [4], None], ids=["fraction", "text", "list", "nothing"]
)
def test_sizes_are_whole_numbers_and_the_file_is_named(path, units):
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"][1]["config"]["units"] = units
        file.attrs["model_config"] = json.dumps(config)
    with pytest.raises(ValueError, match=r"'kernel' of layer 'last'.*whole numbers") as error:
        load_model(path)
    assert path in str(error.value)


@pytest.mark.parametrize("text", ['"Dense"', "3", "{", "[" * 10**5, "null"])
def test_texts_that_are_no_model_are_refused(text):
    with pytest.raises(ValueError, match=r"configuration is a dict|no JSON|too deeply"):
        model_from_json(text)


ALIASES = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ALIASES, "more values"),
        (ALIASES + "class_name: Dense\nconfig: {units: *a11}\n", "more values"),
        (ALIASES.replace("[", "!!python/tuple [") + "? *a11\n: 1\n", "no plain value"),
        ("a: &a {x: 1}\nb: {<<: [*a, *a]}", "no plain value"),
        ("class_name: Dense\nconfig: &a {units: *a}", "more levels"),
        ("{", "cannot be read"),
    ],
    ids=["aliases", "argument", "key", "merge", "itself", "no YAML"],
)
def test_yaml_that_stands_for_millions_is_refused(text, words):
    with pytest.raises(ValueError, match=words) as error:
        model_from_yaml(text)
    assert len(str(error.value)) < 2000


def test_layers_that_are_listed_backwards_are_each_looked_at_once(monkeypatch):
    from keras_on_torch.engine.network import config as network_config  # noqa: PLC0415

    calls = []
    call = network_config._call
    monkeypatch.setattr(network_config, "_call", lambda *given: calls.append(1) or call(*given))
    x = y = Input((2,))
    for _ in range(50):
        y = Dense(2)(y)
    model = Model(x, y)
    config = model.get_config()
    config["layers"].reverse()
    again = Model.from_config(config)
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]
    assert len(calls) <= 101


# ---- saving
def test_a_save_beside_training_has_the_weights_of_one_step(tmp_path):
    model = Sequential([Dense(1, input_dim=1, use_bias=False) for _ in range(4)])
    model.set_weights([np.ones((1, 1))] * 4)
    model.compile("sgd", "mse")
    stop = threading.Event()

    def train():
        while not stop.is_set():
            model.train_on_batch(np.ones((1, 1)), np.zeros((1, 1)))

    model.train_on_batch(np.ones((1, 1)), np.zeros((1, 1)))
    thread = threading.Thread(target=train)
    thread.start()
    try:
        for _ in range(40):  # The four weights have one gradient: they are equal after each step.
            assert len({float(weight[0, 0]) for weight in model.get_weights()}) == 1
        model.save_weights(str(tmp_path / "saved.h5"))
    finally:
        stop.set()
        thread.join()
    model.load_weights(str(tmp_path / "saved.h5"))
    assert len({float(weight[0, 0]) for weight in model.get_weights()}) == 1


def test_a_disk_that_takes_no_more_is_an_os_error(path, tmp_path):
    program = f"""if True:
        import resource
        from keras_on_torch.layers import Dense
        from keras_on_torch.models import Sequential
        from keras_on_torch.saving import atomic
        model = Sequential([Dense(100, input_dim=100)])
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        for atomic._IN_MEMORY in (2**25, 0):
            try:
                model.save({path!r})
            except OSError as error:
                print("refused", error)
    """
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("refused [Errno 27]") == 2
    assert path in done.stdout
    assert load_model(path).layers[1].name == "last"
    assert [each.name for each in tmp_path.iterdir()] == ["model.h5"]


# ---- the fuzzer
def test_the_fuzzer_s_first_files_are_loaded_or_refused():
    results = fuzz.fuzz(seed=5, files=24)
    assert [each for each in results if each[3] not in (*fuzz.ALLOWED, "hang in libhdf5")] == []
    assert {each[3] for each in results} >= {"loaded", "ValueError"}


def test_the_fuzzer_tells_what_is_not_allowed(monkeypatch, tmp_path):
    def fail(case, path):
        raise KeyError(case)

    monkeypatch.setattr(fuzz, "load", fail)
    assert fuzz.outcome("a case", tmp_path)[0] == "KeyError"
    frame = 'Timeout (0:00:30)!\nThread 0x1 (most recent call first):\n  File "{}", line 5 in x'
    assert fuzz.ended(frame.format("/lib/h5py/_hl/files.py")) == "hang in libhdf5"
    assert fuzz.ended(frame.format("/lib/json/decoder.py")) == "hang"
    assert fuzz.ended("Fatal Python error: Segmentation fault") == "died"
