"""The table that `model.summary()` prints."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.layer_utils import count_params

__all__ = ["print_summary"]


def print_summary(
    model: Any,
    line_length: int | None = None,
    positions: Sequence[float] | None = None,
    print_fn: Callable[[str], Any] | None = None,
) -> None:
    """Print the layers of a model as a table, with their output shapes and numbers of weights.

    Args:
        model: the model.
        line_length: how long the lines are.
        positions: where the columns end, in characters or as parts of the line.
        print_fn: takes each line; None prints it.

    Differs:
        The table of a model that is not a plain stack is 100 characters wide, as the page "Using
        Keras" shows it; Keras 2.2.4 makes it 98.
    """
    for line in _lines(model, line_length, positions):
        if print_fn is None:
            sys.stdout.write(f"{line}\n")
        else:
            print_fn(line)


def _lines(model: Any, line_length: int | None, positions: Sequence[float] | None) -> Iterator[str]:
    calls = _calls_of(model)
    header = ["Layer (type)", "Output Shape", "Param #"]
    if _is_stack(model, calls):
        line_length, positions = line_length or 65, positions or (0.45, 0.85, 1.0)
        rows_of = _plain_row
    else:
        line_length, positions = line_length or 100, positions or (0.33, 0.55, 0.67, 1.0)
        header.append("Connected to")
        rows_of = _connected_rows
    ends = [int(line_length * end) if positions[-1] <= 1 else int(end) for end in positions]
    if len(ends) < len(header):
        raise IndexError(f"positions {positions} name {len(ends)} columns, there are {header}")
    yield "_" * line_length
    yield _row(header, ends)
    yield "=" * line_length
    for place, layer in enumerate(model.layers, 1):
        for fields in rows_of(layer, calls):
            yield _row(fields, ends)
        yield ("=" if place == len(model.layers) else "_") * line_length
    yield from _totals(model)
    yield "_" * line_length


def _calls_of(model: Any) -> set[Any]:
    """Return the calls of layers that belong to the model; none where it is no graph of layers."""
    if not model._is_graph_network:
        return set()
    return {node for nodes in model._nodes_by_depth.values() for node in nodes}


def _is_stack(model: Any, calls: set[Any]) -> bool:
    """Return whether each layer takes the output of the one before it, and that alone."""
    if type(model).__name__ == "Sequential" or not model._is_graph_network:
        return True
    if any(
        len(nodes) > 1 or (nodes and len(nodes[0].inbound_layers) > 1)
        for nodes in model._nodes_by_depth.values()
    ):
        return False
    return all(sum(node in calls for node in layer._inbound_nodes) <= 1 for layer in model.layers)


def _row(fields: Sequence[Any], ends: Sequence[int]) -> str:
    """Put fields into columns; what is too long is cut, and a blank parts it from the next."""
    line = ""
    for place, (field, end) in enumerate(zip(fields, ends, strict=False)):
        before = f"{line[:-1]} " if place else ""
        line = f"{before}{field}"[:end].ljust(end)
    return line


def _plain_row(layer: Layer, calls: set[Any]) -> list[list[Any]]:
    try:
        shape: Any = layer.output_shape
    except AttributeError:
        shape = "multiple"
    return [[f"{layer.name} ({type(layer).__name__})", shape, layer.count_params()]]


def _connected_rows(layer: Layer, calls: set[Any]) -> list[list[Any]]:
    sources = [
        f"{source.name}[{node_index}][{tensor_index}]"
        for node in layer._inbound_nodes
        if node in calls
        for source, node_index, tensor_index in zip(
            node.inbound_layers, node.node_indices, node.tensor_indices, strict=True
        )
    ]
    first, *others = sources or [""]
    return [[*_plain_row(layer, calls)[0], first], *(["", "", "", other] for other in others)]


def _totals(model: Any) -> Iterator[str]:
    if hasattr(model, "_check_trainable_weights_consistency"):
        model._check_trainable_weights_consistency()
    collected = getattr(model, "_collected_trainable_weights", None)
    trainable = count_params(model.trainable_weights if collected is None else collected)
    others = count_params(model.non_trainable_weights)
    yield f"Total params: {trainable + others:,}"
    yield f"Trainable params: {trainable:,}"
    yield f"Non-trainable params: {others:,}"
