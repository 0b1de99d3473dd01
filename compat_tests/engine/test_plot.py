"""Pictures of models: their source, and what happens where there is nothing to draw with."""

import re
import shutil
import warnings

import graphviz
import pytest

from keras_on_torch.engine import plot
from keras_on_torch.engine.plot import model_to_dot, plot_model
from keras_on_torch.layers import Add, Dense, Input, TimeDistributed
from keras_on_torch.models import Model, Sequential


def nested():
    x = Input((3,), name="x")
    inner = Sequential([Dense(3, input_dim=3, name="a"), Dense(3, name="b")], name="inner")
    return Model(x, Add(name="sum")([inner(x), inner(Dense(3, name="d")(x))]))


def edges(graph):
    """Return the edges by the labels of their ends."""
    source = graph.source
    labels = dict(re.findall(r'^\s*"?(\w+)"? \[label="([^:"]*)', source, re.MULTILINE))
    return [(labels[a], labels[b]) for a, b in re.findall(r'"?(\w+)"? -> "?(\w+)"?', source)]


def test_layers_are_nodes_and_calls_edges():
    graph = model_to_dot(nested())
    within = [("a", "b")]
    assert sorted(edges(graph)) == sorted(
        [*within, ("x", "a"), ("x", "d"), ("d", "a"), ("b", "sum"), ("b", "sum")]
    )
    assert "rankdir=TB" in graph.source


def test_models_within_models_are_boxes():
    assert re.search(
        r'subgraph cluster_\w+ {\s+graph \[label="inner: Sequential"\]', nested_source()
    )


def nested_source():
    return model_to_dot(nested()).source


def test_labels_tell_what_was_asked_for():
    x = Input((5, 3), name="x")
    model = Model(x, TimeDistributed(Dense(2, name="d"), name="t")(x))
    assert 'label="t(d): TimeDistributed(Dense)"' in model_to_dot(model).source
    assert 'label="TimeDistributed(Dense)"' in model_to_dot(model, show_layer_names=False).source
    shapes = model_to_dot(model, show_shapes=True, rankdir="LR").source
    assert "x: InputLayer\n|{input:|output:}|{{(None, 5, 3)}|{(None, 5, 3)}}" in shapes
    assert "rankdir=LR" in shapes


def test_a_shared_layer_has_several_shapes():
    dense, x, y = Dense(3), Input((None, 4)), Input((5, 4))
    assert (
        "{{multiple}|{multiple}}"
        in model_to_dot(Model([x, y], [dense(x), dense(y)]), show_shapes=True).source
    )


def test_refuses_what_is_not_connected_yet():
    with pytest.raises(ValueError, match="build it"):
        model_to_dot(Sequential([Dense(3)]))


def test_without_a_program_the_source_is_written_and_one_warning(tmp_path, monkeypatch):
    def missing(*args, **kwargs):
        raise graphviz.ExecutableNotFound(["dot"])

    monkeypatch.setattr(graphviz, "pipe", missing)
    monkeypatch.setattr(plot, "_warned", False)
    with pytest.warns(UserWarning, match="Install Graphviz"):
        plot_model(nested(), to_file=str(tmp_path / "model.png"))
    assert (tmp_path / "model.dot").read_text().startswith("digraph")
    assert not (tmp_path / "model.png").exists()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plot_model(nested(), to_file=tmp_path / "second.svg")
    assert (tmp_path / "second.dot").exists()


def test_the_source_itself_may_be_asked_for(tmp_path):
    plot_model(nested(), to_file=tmp_path / "model.gv")
    assert (tmp_path / "model.gv").read_text().startswith("digraph")


def test_the_ending_says_which_picture(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        graphviz, "pipe", lambda engine, kind, data: asked.append(kind) or b"picture"
    )
    for name in ("a.png", "b.svg", "c.pdf", "d"):
        plot_model(nested(), to_file=tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"picture"
    assert asked == ["png", "svg", "pdf", "png"]


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_draws(tmp_path, kind, start):
    plot_model(nested(), to_file=tmp_path / f"model.{kind}", show_shapes=True)
    assert (tmp_path / f"model.{kind}").read_bytes().startswith(start)
    assert model_to_dot(nested()).create(prog="dot", format=kind).startswith(start)


def test_a_model_within_may_stay_one_node():
    graph = model_to_dot(nested(), expand_nested=False, dpi=70)
    assert "cluster" not in graph.source
    expected = [("d", "inner"), ("inner", "sum"), ("inner", "sum"), ("x", "d"), ("x", "inner")]
    assert sorted(edges(graph)) == expected
    assert "dpi=70" in graph.source
    assert "cluster" in model_to_dot(nested(), expand_nested=True).source


def test_a_box_can_be_put_into_another_graph():
    whole = graphviz.Digraph()
    whole.subgraph(model_to_dot(Sequential([Dense(1, input_dim=2)], name="part"), subgraph=True))
    assert re.search(r"subgraph cluster_part {\s+graph \[.*label=part", whole.source)
