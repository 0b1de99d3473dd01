"""TensorBoard's files hold what was asked for; they are read back with the package itself."""

import sys

import numpy as np
import pytest

import keras_on_torch as keras
from keras_on_torch.layers import Conv2D, Dense, Dropout, Embedding, Flatten
from keras_on_torch.models import Sequential

X = np.random.RandomState(0).normal(size=(12, 6, 6, 1))
Y = X.sum((1, 2))
LAYERS = ["conv", "drop", "flat", "out"]


def test_says_which_package_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(ImportError, match="TensorBoard needs the package tensorboard: pip install"):
        keras.callbacks.TensorBoard()


@pytest.fixture
def written(tmp_path):
    """Return a function that fits a model with the callback, and gives the events by their tag."""
    pytest.importorskip("tensorboard", reason="an extra")
    from tensorboard.backend.event_processing import (  # noqa: PLC0415 - an extra
        event_file_loader,
    )

    def fit(model=None, x=X, y=Y, data=(X, Y), **options):
        model = model or images()
        callback = keras.callbacks.TensorBoard(str(tmp_path / "logs"), **options)
        model.fit(x, y, 4, 2, verbose=0, callbacks=[callback], validation_data=data)
        events = {}
        for path in sorted((tmp_path / "logs").glob("events*")):
            for event in event_file_loader.LegacyEventFileLoader(str(path)).Load():
                if event.graph_def:
                    events.setdefault("graph", []).append(event)
                for value in event.summary.value:
                    events.setdefault(value.tag, []).append((event.step, value))
        return events

    return fit


def images():
    model = Sequential(
        [
            Conv2D(2, 3, input_shape=(6, 6, 1), name="conv"),
            Dropout(0.5, name="drop"),
            Flatten(name="flat"),
            Dense(1, name="out"),
        ]
    )
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def steps(events, tag):
    return [step for step, _ in events[tag]]


def test_writes_losses_and_metrics_each_epoch(written):
    events = written(write_graph=False)
    assert sorted(events) == ["loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"]
    assert steps(events, "loss") == [0, 1]
    assert events["loss"][0][1].simple_value > 0.0


@pytest.mark.parametrize(
    ("freq", "expected"), [("batch", [4, 8, 12, 12, 16, 20, 24, 24]), (8, [8, 12, 16, 24, 24])]
)
def test_writes_after_batches(freq, expected, written):
    assert steps(written(update_freq=freq), "loss") == expected


def test_writes_the_graph_of_the_layers(written):
    from tensorboard.compat.proto.graph_pb2 import GraphDef  # noqa: PLC0415 - an extra

    graph = GraphDef()
    graph.ParseFromString(written()["graph"][0].graph_def)
    nodes = {node.name: (node.op, list(node.input)) for node in graph.node}
    assert nodes["out"] == ("Dense", ["flat"])
    assert nodes["drop"] == ("Dropout", ["conv"])


def test_writes_histograms_of_weights_and_outputs(written):
    events = written(histogram_freq=2, batch_size=8)
    assert steps(events, "conv_out") == [0, 0]  # Two batches of validation data, in one epoch.
    assert {f"{name}_out" for name in LAYERS} <= set(events)
    assert events["conv/kernel_0"][0][1].histo.num == 18
    assert not any(tag.endswith("_grad") for tag in events)


def test_writes_histograms_of_gradients(written):
    events = written(histogram_freq=1, write_grads=True)
    assert steps(events, "conv/kernel_0_grad") == [0, 1]


def test_writes_weights_as_images(written):
    events = written(histogram_freq=1, write_images=True)
    assert {"conv/kernel_0/image/0", "conv/kernel_0/image/1", "out/kernel_0/image/0"} <= set(events)
    image = events["conv/kernel_0/image/0"][0][1].image
    assert (image.height, image.width) == (3, 3)


def test_writes_embeddings(written, tmp_path):
    model = Sequential([Embedding(5, 3, input_length=2, name="words"), Flatten(), Dense(1)])
    model.compile("sgd", "mse")
    x = np.arange(8).reshape(4, 2) % 5
    written(
        model,
        x,
        np.ones((4, 1)),
        (x, np.ones((4, 1))),
        embeddings_freq=1,
        embeddings_data=x,
        embeddings_metadata="labels.tsv",
    )
    config = (tmp_path / "logs" / "projector_config.pbtxt").read_text()
    assert 'tensor_path: "keras_embedding_words.tsv"' in config
    assert 'metadata_path: "labels.tsv"' in config
    table = np.loadtxt(tmp_path / "logs" / "keras_embedding_words.tsv")
    words = model.get_layer("words").get_weights()[0]
    assert table.shape == (4, 6)
    assert np.isfinite(table).all()
    assert np.abs(table - words[x].reshape(4, 6)).max() < 1.0


def test_refuses_histograms_without_validation_data(written):
    with pytest.raises(ValueError, match="validation_data must be provided"):
        written(data=None, histogram_freq=1)


def test_refuses_embeddings_without_data(written):
    with pytest.raises(ValueError, match="embeddings_data must be provided"):
        written(embeddings_freq=1)
