"""Layers whose call branches on values: one opaque node, run as ordinary Python each time."""

from typing import Any

import torch

from keras_on_torch.graph.eager_mode import executing
from keras_on_torch.graph.shape_inference import leaves_of, map_leaves
from keras_on_torch.graph.symbol import is_symbolic, record
from keras_on_torch.graph.variable import Variable

__all__ = ["record_dynamic"]


def record_dynamic(layer: Any, inputs: Any, kwargs: dict[str, Any]) -> Any:
    """Record a layer's call as one node, within which nothing is recorded.

    Args:
        layer: its `compute_output_shape` tells the shape of what `call` returns.
        inputs: what `call` receives.
        kwargs: what it receives by name.
    """
    variables = [
        value
        for module in layer.modules()
        for value in vars(module).values()
        if isinstance(value, Variable)
    ]

    def shapes(layer: Any, inputs: Any, kwargs: Any, variables: Any) -> Any:
        given = [tuple(leaf.shape) for leaf in leaves_of(inputs) if isinstance(leaf, torch.Tensor)]
        shape = layer.compute_output_shape(given if isinstance(inputs, list) else given[0])
        first = next(leaf for leaf in leaves_of(inputs) if isinstance(leaf, torch.Tensor))
        if isinstance(shape, list):
            return [first.new_empty(one) for one in shape]
        return first.new_empty(shape)

    return record(_run_dynamic, (layer, inputs, kwargs, variables), infer=shapes)


def _run_dynamic(layer: Any, inputs: Any, kwargs: Any, variables: Any) -> Any:
    """Call a layer on real tensors, its variables being their values."""
    kept = [
        value
        for module in layer.modules()
        for value in vars(module).values()
        if isinstance(value, Variable)
    ]
    values = {one.id: tensor for one, tensor in zip(kept, variables, strict=True)}
    with executing(values):
        outputs = layer.call(inputs, **kwargs)

    def value_of(leaf: Any) -> Any:
        return values[leaf.id] if is_symbolic(leaf) else leaf

    return map_leaves(value_of, outputs)
