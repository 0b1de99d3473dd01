"""Calling a model on other tensors than those it was made with."""

import functools
from collections.abc import Callable
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch._types import Shape, Shapes, Tensor, Tensors
from keras_on_torch.engine.base_layer import Layer, Node
from keras_on_torch.engine.base_layer.constructor_arguments import structure_of
from keras_on_torch.utils.registry import has_arg, object_list_uid, to_list, unpack_singleton

__all__ = [
    "keep_in",
    "lists_of",
    "output_shapes_for",
    "recall",
    "run_graph",
    "takes_mask",
]


def takes_mask(layer: Layer) -> bool:
    """Return whether a layer's `call` takes a mask."""
    return _takes_mask(getattr(layer.call, "__func__", layer.call))


@functools.cache
def _takes_mask(call: Callable[..., Any]) -> bool:
    return has_arg(call, "mask")


def run_graph(
    network: Any, inputs: list[Tensor], masks: list[Tensor], training: Any = None
) -> tuple[Tensors, Tensors, Shapes | None]:
    """Call all layers of a model once more, on other inputs.

    The updates and losses that arise are entered with the model, and what it gave is kept.

    Args:
        network: the model.
        inputs: the inputs.
        masks: their masks.
        training: 1 or 0 in place of the learning phase; what it gives is then not kept.

    Returns:
        Output tensors, their masks, and their shapes (None where one is not known), each one or
        a list.
    """
    if len(inputs) != len(network.inputs):
        raise ValueError(
            f"The model {network.name!r} has {len(network.inputs)} inputs and was called on"
            f" {len(inputs)} tensors: {inputs}"
        )
    with K.learning_phase_scope(training):
        results = _computed_anew(network, inputs, masks)
    tensors, masks_out = (unpack_singleton([result[part] for result in results]) for part in (0, 1))
    if training is None:
        keep_in(network, network._output_tensor_cache, inputs, masks, tensors)
    keep_in(network, network._output_mask_cache, inputs, masks, masks_out)
    known = [tensor._keras_shape for tensor, _ in results if hasattr(tensor, "_keras_shape")]
    if len(known) < len(results):
        return tensors, masks_out, None
    shapes: Shapes = unpack_singleton(known)
    network._output_shape_cache[_key_of_shapes([K.int_shape(tensor) for tensor in inputs])] = shapes
    return tensors, masks_out, shapes


def _computed_anew(
    network: Any, inputs: list[Tensor], masks: list[Tensor]
) -> list[tuple[Tensor, Tensor]]:
    """Return the outputs for other inputs, each with its mask."""
    computed = {
        id(own): (tensor, mask)
        for own, tensor, mask in zip(network.inputs, inputs, masks, strict=True)
    }
    for depth in sorted(network._nodes_by_depth, reverse=True):
        for node in network._nodes_by_depth[depth]:
            given = [computed[id(x)] for x in node.input_tensors if id(x) in computed]
            if not node.inbound_layers or len(given) < len(node.input_tensors):
                continue
            tensors, results, result_masks = _call_once_more(node, given)
            _enter_consequences(network, node.outbound_layer, inputs, tensors)
            _enter_shapes(node.outbound_layer, tensors, results)
            for tensor, result, mask in zip(
                node.output_tensors, results, result_masks, strict=False
            ):
                computed[id(tensor)] = (result, mask)
    for output in network.outputs:
        if id(output) not in computed:
            raise AssertionError(f"Could not compute output {output}")
    return [computed[id(output)] for output in network.outputs]


def _call_once_more(
    node: Node, given: list[tuple[Tensor, Tensor]]
) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
    """Do what a node records, on other tensors.

    Returns:
        What the layer was called on, what it gave, and the masks of that.
    """
    layer = node.outbound_layer
    tensors, masks = [tensor for tensor, _ in given], [mask for _, mask in given]
    arguments = dict(node.arguments or {})
    with K.name_scope(layer.name):
        if takes_mask(layer):
            arguments.setdefault("mask", unpack_singleton(masks))
        results = to_list(layer.traced(unpack_singleton(tensors), **arguments))
        masks_out = layer.compute_mask(unpack_singleton(tensors), unpack_singleton(masks))
        masks_out = [None] * len(results) if masks_out is None else to_list(masks_out)
        penalty = getattr(layer, "activity_regularizer", None)
        if penalty is not None:
            with K.name_scope("activity_regularizer"):
                layer.add_loss([penalty(result) for result in results], inputs=tensors)
    if len(masks_out) != len(results):
        raise ValueError(
            "Layers should have equal number of output tensors and output masks. Layer"
            f" {layer.name} has {len(results)} output tensors and {len(masks_out)} output masks:"
            " let its compute_mask give one mask (or None) for each output"
        )
    return tensors, results, masks_out


def _enter_consequences(
    network: Any, layer: Layer, inputs: list[Tensor], tensors: list[Tensor]
) -> None:
    """Enter with the model what the layer's call adds to losses and updates."""
    network.add_update(layer.get_updates_for(tensors), inputs)
    network.add_update(layer.get_updates_for(None), None)
    network.add_loss(layer.get_losses_for(tensors), inputs)
    network.add_loss(layer.get_losses_for(None), None)


def _enter_shapes(layer: Layer, tensors: list[Tensor], results: list[Tensor]) -> None:
    """Note on the results which shape they have, and whether they depend on the learning phase."""
    shapes = [K.int_shape(tensor) for tensor in tensors]
    if any(shape is None for shape in shapes):
        return
    by_phase = any(tensor._uses_learning_phase for tensor in tensors)
    promised = to_list(structure_of(layer.compute_output_shape(unpack_singleton(shapes))))
    for result, shape in zip(results, promised, strict=False):
        result._keras_shape = shape
        if shape is not None:
            graph.refine_shape(result, tuple(shape))
        if by_phase:
            result._uses_learning_phase = True


# ---- what was computed before
def lists_of(inputs: Tensors, mask: Tensors) -> tuple[list[Tensor], list[Tensor]]:
    """Return inputs and their masks as lists of equal length."""
    inputs = to_list(inputs)
    return inputs, [None for _ in inputs] if mask is None else to_list(mask)


def keep_in(
    network: Any, cache: dict[str, Any], inputs: list[Tensor], masks: list[Tensor], value: Tensors
) -> None:
    """Keep what a model gave for inputs, and the inputs, so that no others get their ids."""
    scope = graph.current_scope()
    if scope is not None and scope.owner is network:
        scope = scope.parent
    cache[_key_of(inputs, masks)] = value, inputs, masks, scope


def recall(
    network: Any, cache: dict[str, Any], inputs: list[Tensor], masks: list[Tensor]
) -> tuple[Tensors] | None:
    """Return what a model gave for the same inputs before, where that may be used; else None.

    What was recorded in a loop's body or in another layer's call cannot be used outside it.
    """
    found = cache.get(_key_of(inputs, masks))
    if found is None:
        return None
    value, *_, scope = found
    return (value,) if scope is None or scope.holds(graph.current_scope()) else None


def _key_of(inputs: list[Tensor], masks: list[Tensor]) -> str:
    return f"{object_list_uid(inputs)}_{object_list_uid(masks)}"


def _key_of_shapes(shapes: list[Any]) -> str:
    return ", ".join(map(str, shapes))


def output_shapes_for(network: Any, input_shapes: list[Shape]) -> Shapes:
    """Return the shapes of a model's outputs, one or a list, by asking its layers in turn."""
    if len(input_shapes) != len(network._input_layers):
        raise ValueError(
            f"Invalid input_shape argument {input_shapes}: model has"
            f" {len(network._input_layers)} tensor inputs."
        )
    key = _key_of_shapes(input_shapes)
    if key not in network._output_shape_cache:
        network._output_shape_cache[key] = unpack_singleton(_shapes_anew(network, input_shapes))
    found: Shapes = network._output_shape_cache[key]
    return found


def _shapes_anew(network: Any, input_shapes: list[Shape]) -> list[Shape]:
    shapes: dict[int, Any] = {
        id(tensor): shape for tensor, shape in zip(network.inputs, input_shapes, strict=True)
    }
    for depth in sorted(network._nodes_by_depth, reverse=True):
        for node in network._nodes_by_depth[depth]:
            layer = node.outbound_layer
            if layer in network._input_layers:
                continue
            given = unpack_singleton([shapes[id(tensor)] for tensor in node.input_tensors])
            promised = to_list(structure_of(layer.compute_output_shape(given)))
            for tensor, shape in zip(node.output_tensors, promised, strict=False):
                shapes[id(tensor)] = shape
    return [shapes[id(output)] for output in network.outputs]
