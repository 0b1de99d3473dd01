"""Pictures of models, drawn by Graphviz."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import graphviz

from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.engine.network import Network
from keras_on_torch.engine.network.topology import node_key

__all__ = ["ModelGraph", "check_graphviz", "model_to_dot", "plot_model"]

_SOURCES = (".dot", ".gv")
_WITH_A_MEANING = re.compile(r"[\\{}|<>]")  # In the labels of Graphviz's record nodes.
_warned = False


class ModelGraph(graphviz.Digraph):  # type: ignore[misc]  # graphviz has no types.
    """A `graphviz.Digraph` that also answers as pydot's graphs do, which old notebooks expect."""

    def create(self, prog: str | None = None, format: str = "ps") -> bytes:
        """Return the picture, as `SVG(model_to_dot(model).create(prog="dot", format="svg"))` asks.

        Args:
            prog: the program that places the nodes; None takes "dot".
            format: such as "svg", "png" or "pdf".
        """
        picture: bytes = graphviz.pipe(prog or "dot", format, self.source.encode())
        return picture

    def create_svg(self) -> bytes:
        """Return the picture as SVG."""
        return self.create(format="svg")

    def create_png(self) -> bytes:
        """Return the picture as PNG."""
        return self.create(format="png")

    def to_string(self) -> str:
        """Return the source in the DOT language."""
        return str(self.source)

    def write(self, path: Any, prog: str | None = None, format: str = "raw") -> bool:
        """Write the picture, or with the format "raw" the source, to a file.

        Args:
            path: the file.
            prog: the program that places the nodes; None takes "dot".
            format: such as "svg", "png" or "pdf".
        """
        content = self.source.encode() if format == "raw" else self.create(prog, format)
        Path(path).write_bytes(content)
        return True

    def write_png(self, path: Any) -> bool:
        """Write the picture as PNG."""
        return self.write(path, format="png")

    def write_svg(self, path: Any) -> bool:
        """Write the picture as SVG."""
        return self.write(path, format="svg")


def model_to_dot(
    model: Any,
    show_shapes: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool | None = None,
    dpi: int | None = None,
    subgraph: bool = False,
) -> ModelGraph:
    """Return the graph of a model's layers in the DOT language.

    Args:
        model: the model; models within it are drawn as boxes around their layers.
        show_shapes: whether to show the shapes of inputs and outputs.
        show_layer_names: whether to show the layers' names beside their classes.
        rankdir: "TB" draws downward, "LR" to the right.
        expand_nested: False draws a model within the model as one node.
        dpi: dots per inch of a picture of points; None leaves it to Graphviz.
        subgraph: whether to give a box that can be put into another graph.

    Raises:
        ValueError: the model is not built, so that it is not known how its layers are connected.

    Differs:
        Keras 2.2.4 draws a model within a model as one node, and returns a `pydot.Dot`.
    """
    if type(model).__name__ == "Sequential" and not model.built:
        model.build()
    if not model._is_graph_network:
        raise ValueError(
            f"The model {model.name!r} cannot be drawn before it is known how its layers are"
            " connected: build it, or fit it on data"
        )
    look = {"rankdir": rankdir, "concentrate": "true"}
    if subgraph:
        look = {"style": "dashed", "label": model.name, "labeljust": "l"}
    if dpi is not None:
        look["dpi"] = str(dpi)
    name = f"cluster_{model.name}" if subgraph else None
    graph = ModelGraph(name, graph_attr=look, node_attr={"shape": "record"})
    drawing = _Drawing(show_shapes, show_layer_names, expand_nested is not False)
    _draw(graph, model, "", drawing)
    return graph


@dataclass(frozen=True)
class _Drawing:
    """What of a model is drawn: its shapes, its names, and what is within models of it."""

    shows_shapes: bool
    shows_names: bool
    expands: bool

    def opens(self, layer: Layer) -> bool:
        """Return whether a layer is drawn as a box around its own layers."""
        return self.expands and isinstance(layer, Network) and layer._is_graph_network


def _draw(graph: Any, model: Any, prefix: str, drawing: _Drawing) -> None:
    """Draw the layers of a model and what connects them.

    Args:
        graph: what is drawn into.
        model: the model.
        prefix: what stands before the identities of all its nodes.
        drawing: what of it is drawn.
    """
    for layer in model.layers:
        identity = _identity(model, layer, prefix)
        label = _title(layer, drawing.shows_names)
        if drawing.opens(layer):
            with graph.subgraph(name=f"cluster_{identity}", graph_attr={"label": label}) as cluster:
                _draw(cluster, layer, f"{identity}_", drawing)
        else:
            graph.node(identity, label=_table(label, layer) if drawing.shows_shapes else label)
    for layer in model.layers:
        for node_index, node in enumerate(layer._inbound_nodes):
            if node_key(layer, node_index) not in model._network_nodes:
                continue
            for place, source in enumerate(node.inbound_layers):
                if source in model.layers:  # A Sequential does not show its input layer.
                    graph.edge(
                        _end_of(model, source, node.tensor_indices[place], prefix, drawing),
                        _start_of(model, layer, place, prefix, drawing),
                    )


def _identity(model: Any, layer: Layer, prefix: str) -> str:
    return f"{prefix}{model._layers.index(layer)}"


def _title(layer: Any, show_name: bool) -> str:
    name, kind = layer.name, type(layer).__name__
    wrapped = getattr(layer, "layer", None)
    if isinstance(wrapped, Layer):
        name, kind = f"{name}({wrapped.name})", f"{kind}({type(wrapped).__name__})"
    title = f"{name}: {kind}" if show_name else kind
    return _WITH_A_MEANING.sub(r"\\\g<0>", title)


def _table(label: str, layer: Layer) -> str:
    """Return a record label with the shapes of a layer's input and output."""
    inputs, outputs = (
        str(getattr(layer, name, "multiple")) for name in ("input_shape", "output_shape")
    )
    return f"{label}\n|{{input:|output:}}|{{{{{inputs}}}|{{{outputs}}}}}"


def _start_of(model: Any, layer: Any, place: int, prefix: str, drawing: _Drawing) -> str:
    """Return the node in which an edge to a layer ends: of a model, the input that it leads to."""
    identity = _identity(model, layer, prefix)
    if not drawing.opens(layer):
        return identity
    entry = layer._input_layers[place]
    if entry not in layer.layers:
        entry, place = layer.layers[0], 0
    return _start_of(layer, entry, place, f"{identity}_", drawing)


def _end_of(model: Any, layer: Any, tensor_index: int, prefix: str, drawing: _Drawing) -> str:
    """Return the node in which an edge from a layer begins: of a model, its output layer."""
    identity = _identity(model, layer, prefix)
    if not drawing.opens(layer):
        return identity
    source, _, tensor_index = layer._output_coordinates[tensor_index]
    return _end_of(layer, source, tensor_index, f"{identity}_", drawing)


def plot_model(
    model: Any,
    to_file: Any = "model.png",
    show_shapes: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool | None = None,
    dpi: int | None = None,
) -> None:
    """Draw a model's layers into a picture file.

    Args:
        model: the model.
        to_file: the file; its ending says which kind of picture it is (none: PNG).
        show_shapes: whether to show the shapes of inputs and outputs.
        show_layer_names: whether to show the layers' names beside their classes.
        rankdir: "TB" draws downward, "LR" to the right.
        expand_nested: False draws a model within the model as one node.
        dpi: dots per inch of a picture of points; None leaves it to Graphviz.

    Differs:
        Where Graphviz's program `dot` is not installed Keras raises; here the source of the
        picture is written beside the asked-for file, and a warning says what to install.
    """
    graph = model_to_dot(model, show_shapes, show_layer_names, rankdir, expand_nested, dpi)
    path = Path(to_file)
    if path.suffix in _SOURCES:
        graph.write(path)
        return
    try:
        graph.write(path, format=path.suffix[1:].lower() or "png")
    except graphviz.ExecutableNotFound:
        source = path.with_suffix(".dot")
        graph.write(source)
        _warn_of_missing_program(path, source)


def check_graphviz() -> None:
    """Check that there is a program to draw with.

    Raises:
        OSError: there is none.
    """
    try:
        graphviz.version()
    except graphviz.ExecutableNotFound:
        raise OSError(
            "Graphviz's program `dot` cannot be called. Please install GraphViz"
            " (https://www.graphviz.org/) and ensure that its executables are in the $PATH."
        ) from None


def _warn_of_missing_program(path: Path, source: Path) -> None:
    """Tell once in a process that there is no program to draw with."""
    global _warned  # One warning for all plots.
    if not _warned:
        _warned = True
        warnings.warn(
            f"{path} was not drawn: Graphviz's program `dot` is not installed. Its source is in"
            f" {source}. Install Graphviz (apt-get install graphviz, brew install graphviz,"
            " conda install graphviz, https://graphviz.org/download) to get pictures",
            stacklevel=3,
        )
