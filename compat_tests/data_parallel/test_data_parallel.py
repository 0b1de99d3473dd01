"""A model on several devices: what real Keras computes, and every value where it belongs."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

import keras_on_torch as keras
from compat_tests.data_parallel.scenarios import ROWS, TEMPLATES, batch_for, played, weighted
from keras_on_torch import backend as K
from keras_on_torch import data_parallel, layers
from keras_on_torch.backend.random import Stream
from keras_on_torch.graph import runtime
from keras_on_torch.utils import multi_gpu_model

RECORDED = json.loads(Path(__file__).with_name("data_parallel.json").read_text("utf8"))
CPU = torch.device("cpu")


def spread(model, devices):
    return data_parallel.replicated(model, [CPU] * devices, CPU)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(map(str, row)))
def test_computes_and_learns_what_keras_does(row, close):
    got, wanted = played(spread, keras, row), dict(RECORDED[" ".join(map(str, row))])
    assert got.pop("layers") == wanted.pop("layers")
    assert json.loads(json.dumps(got.pop("shapes"))) == wanted.pop("shapes")
    close(got, wanted)


def test_a_batch_is_cut_into_equal_parts_and_a_last_one():
    seen = []

    def look(x):
        seen.append(len(x))
        return x

    looking = keras.torch_op(look, infer=lambda x: x)
    x = keras.Input((1,))
    model = keras.Model(x, layers.Lambda(looking)(x))
    seen.clear()
    spread(model, 3).predict(np.arange(8.0)[:, None])
    assert seen == [2, 2, 4]


@pytest.mark.parametrize("rows", [1, 2])
def test_a_batch_may_be_smaller_than_the_number_of_devices(rows, close):
    template = weighted(TEMPLATES["dense"](keras))
    (x,), _ = batch_for(template, rows)
    close(spread(template, 3).predict(x), template.predict(x))


def test_the_template_learns_and_is_saved(tmp_path, close):
    template = weighted(TEMPLATES["dense"](keras))
    model = spread(template, 2)
    (x,), (y,) = batch_for(template, 6)
    model.compile("adam", "mse")
    before = template.get_weights()[0]
    template.compile("adam", "mse")
    model.fit(x, y, batch_size=4, epochs=2, verbose=0)
    assert np.abs(template.get_weights()[0] - before).max() > 1e-4
    template.save(tmp_path / "template.h5")
    loaded = keras.models.load_model(tmp_path / "template.h5")
    close(loaded.predict(x), model.predict(x))


def test_is_written_down_cloned_and_pickled(close):
    template = weighted(TEMPLATES["dense"](keras))
    model = spread(template, 2)
    (x,), _ = batch_for(template, 5)
    copies = [keras.models.clone_model(model), pickle.loads(pickle.dumps(model))]
    copies[0].set_weights(model.get_weights())
    for each in copies:
        close(each.predict(x), model.predict(x))
    assert "_slice_of" not in model.to_json()  # By its code: no program need have it.


def test_takes_torch_tensors_like_any_model(close):
    template = weighted(TEMPLATES["dense"](keras))
    (x,), _ = batch_for(template, 5)
    given = torch.tensor(x, dtype=torch.float32)
    close(spread(template, 2)(given).detach().numpy(), template(given).detach().numpy())


# ---- placement, on devices of which torch's fake tensors only know the name
def everything():
    """Return a model with what may be made on the wrong device: states, noise, loops, losses."""
    x = keras.Input((6, 3))
    y = layers.Conv1D(4, 3, activity_regularizer="l2", kernel_regularizer="l1")(x)
    y = layers.BatchNormalization()(y)
    y = layers.GaussianNoise(0.1)(layers.Dropout(0.3)(y))
    y = layers.Lambda(lambda z: z + K.random_normal(K.shape(z)) + K.ones((4,)))(y)
    y = layers.LSTM(4, recurrent_dropout=0.2, return_sequences=True)(y)
    y = layers.Lambda(lambda z: K.map_fn(lambda row: row * K.constant([1.0] * 4), z))(y)
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(y)))


@pytest.mark.filterwarnings("ignore:Accessing the data pointer of FakeTensor")
@pytest.mark.parametrize("merged_on", ["cpu", "meta"])
@pytest.mark.parametrize("phase", [0, 1])
def test_every_value_is_on_the_device_of_its_replica(phase, merged_on, monkeypatch):
    monkeypatch.setattr(Stream, "on", lambda self, device: None)  # Such devices have no generators.
    template = everything()
    devices = [torch.device("meta"), torch.device("lazy")]
    model = data_parallel.replicated(template, devices, torch.device(merged_on))
    model.compile("sgd", "mse", metrics=["acc"])
    feeds = [*model._feed_inputs, *model._feed_targets, *model._feed_sample_weights]
    parts = [node.output_tensors[0] for node in template._inbound_nodes[1:]]
    gradients = K.gradients(model.total_loss, [*model.trainable_weights, *parts])
    fetches = [model.total_loss, *gradients, *model.metrics_tensors]
    program = K.function(feeds, fetches, model.updates).program(phase)
    seen = set()
    x, y, weights = torch.zeros(5, 6, 3), torch.zeros(5, 2), torch.ones(5)
    with FakeTensorMode(allow_non_fake_inputs=True) as mode:  # It refuses to mix devices.
        hooks = [
            layer.register_forward_hook(lambda *call: seen.add(call[2].device))
            for layer in template.layers
        ]
        results = program.run(CPU, [mode.from_tensor(one) for one in (x, y, weights)])
    for hook in hooks:
        hook.remove()
    assert {one.device for one in results} == {CPU}
    assert seen == set(devices)


def test_gradients_pass_through_the_moves(close, monkeypatch):
    def copied(value, device):
        if isinstance(value, list):
            return [copied(one, device) for one in value]
        return value.clone() if isinstance(value, torch.Tensor) else value

    monkeypatch.setitem(runtime.HELPERS, "moved", copied)
    template = weighted(TEMPLATES["dense"](keras))
    model = spread(template, 2)
    (x,), _ = batch_for(template, 5)
    parts = [node.output_tensors[0] for node in template._inbound_nodes[1:]]
    loss = K.sum(K.square(model.output))
    by_parts = K.function(model.inputs, K.gradients(loss, parts))([x])
    close(by_parts, [2.0 * template.predict(x[:2]), 2.0 * template.predict(x[2:])])
    whole = K.gradients(K.sum(K.square(template.outputs[0])), template.weights)
    by_weights = K.function(model.inputs, K.gradients(loss, template.weights))([x])
    close(by_weights, K.function(template.inputs, whole)([x]))


# ---- which devices
GPUS = [f"/job:localhost/replica:0/task:0/device:{place}" for place in ("CPU:0", "GPU:0", "GPU:1")]


@pytest.mark.parametrize(
    ("gpus", "message"),
    [
        (1, r"with `gpus >= 2`\. Received: `gpus=1`"),
        ([1], r"with `len\(gpus\) >= 2`\. Received: `gpus=\[1\]`"),
        ((0,), r"with `len\(gpus\) >= 2`"),
        (3, r"`gpus=3`.*\['/cpu:0', '/gpu:0', '/gpu:1', '/gpu:2'\].*only has: \['/cpu:0', '/gpu"),
        ([0, 5], r"`gpus=\[0, 5\]`.*'/gpu:5'.*Try reducing `gpus`"),
    ],
)
def test_asks_for_devices_that_are_there(gpus, message, monkeypatch):
    monkeypatch.setattr(data_parallel, "_get_available_devices", lambda: GPUS)
    with pytest.raises(ValueError, match=message):
        multi_gpu_model(TEMPLATES["dense"](keras), gpus)


def test_without_gpus_there_is_nothing_to_spread_over(monkeypatch):
    monkeypatch.setattr(data_parallel, "_get_available_devices", lambda: GPUS[:1])
    with pytest.raises(ValueError, match="Received: `gpus=0`"):
        multi_gpu_model(TEMPLATES["dense"](keras))


@pytest.mark.parametrize(
    ("gpus", "merged", "numbers"),
    [(None, True, [0, 1]), (2, False, [0, 1]), ([1, 0], False, [1, 0])],
)
def test_takes_the_gpus_it_is_told(gpus, merged, numbers, monkeypatch):
    monkeypatch.setattr(data_parallel, "_get_available_devices", lambda: GPUS)
    model = multi_gpu_model(TEMPLATES["dense"](keras), gpus, cpu_merge=merged)
    nodes = model.get_layer("net")._inbound_nodes[1:]
    scopes = [node.output_tensors[0].args[0] for node in nodes]
    assert [scope.device for scope in scopes] == [torch.device("cuda", n) for n in numbers]
    whole = model.outputs[0].args[0].device
    assert whole == (CPU if merged else torch.device("cuda", numbers[0]))


def test_relocation_takes_a_clone_with_weights_on_the_cpu(monkeypatch, device):
    monkeypatch.setattr(data_parallel, "_get_available_devices", lambda: GPUS)
    template = TEMPLATES["dense"](keras)
    model = multi_gpu_model(template, 2, cpu_relocation=True)
    clone = model.get_layer("net")
    assert clone is not template
    assert {weight.tensor.device for weight in clone.weights} == {CPU}
    assert keras.config.device().type == device


def test_the_old_paths_show_it():
    assert keras.utils.multi_gpu_utils.multi_gpu_model is multi_gpu_model
    assert keras.utils.training_utils.multi_gpu_model is multi_gpu_model
    assert keras.utils.multi_gpu_utils._normalize_device_name(GPUS[1]) == "/gpu:0"
