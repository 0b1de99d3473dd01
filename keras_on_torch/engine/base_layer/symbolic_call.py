"""The symbolic call of a layer: build, check, trace, and enter the call with the layers around."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch import graph
from keras_on_torch.engine.base_layer.constructor_arguments import structure_of
from keras_on_torch.engine.base_layer.node import Node, previous_mask_of, shapes_of
from keras_on_torch.utils.registry import has_arg, is_all_none, to_list, unpack_singleton

__all__ = ["build_for", "call_traced", "enter_call", "symbolic_call"]


def symbolic_call(layer: Any, inputs: Any, **kwargs: Any) -> Any:
    """Connect a layer to symbolic inputs.

    Raises:
        ValueError: the inputs are no tensors, or not of the kind that the layer demands.
    """
    if isinstance(inputs, list):
        inputs = inputs[:]
    with K.name_scope(layer.name):
        build_for(layer, inputs)
        layer.assert_input_compatibility(inputs)
        mask = previous_mask_of(inputs)
        arguments = dict(kwargs)
        if not is_all_none(mask) and "mask" not in kwargs and has_arg(layer.call, "mask"):
            kwargs["mask"] = mask
        input_shape = shapes_of(inputs)
        outputs = layer.traced(inputs, **kwargs)
        _name_returned_inputs(inputs, outputs)
        output_mask = layer.compute_mask(inputs, mask)
        output_shape = _output_shape(layer, input_shape)
        enter_call(layer, inputs, outputs, mask, output_mask, input_shape, output_shape, arguments)
        penalty = getattr(layer, "activity_regularizer", None)
        if penalty is not None:
            with K.name_scope("activity_regularizer"):
                losses = [penalty(output) for output in to_list(outputs)]
            layer.add_loss(losses, inputs=to_list(inputs))
    return unpack_singleton(outputs) if isinstance(outputs, list) else outputs


def build_for(layer: Any, inputs: Any) -> None:
    """Make the layer's weights, if it has none yet, and set those that the user gave."""
    if layer.built:
        return
    layer.assert_input_compatibility(inputs)
    layer.build(unpack_singleton([K.int_shape(given) for given in to_list(inputs)]))
    layer.built = True
    if layer._initial_weights is not None:
        layer.set_weights(layer._initial_weights)


def call_traced(layer: Any, inputs: Any, kwargs: dict[str, Any]) -> Any:
    """Run the layer's `call` once on symbols and give new symbols for what it returned."""
    scope = graph.Scope(owner=layer, inputs=inputs)
    with graph.inside(scope):
        if layer.dynamic:
            outputs = graph.record_dynamic(layer, inputs, kwargs)
        else:
            outputs = layer.call(inputs, **kwargs)
    return graph.returned_from(scope, outputs)


def _name_returned_inputs(inputs: Any, outputs: Any) -> None:
    """Give a name of its own to what was returned unchanged."""
    several = isinstance(inputs, list)
    for output in to_list(outputs):  # Keras: it gives a copy of an input, made by K.identity.
        inner = graph.result_inside(output)
        if inner is inputs or (several and any(inner is given for given in inputs)):
            graph.name_operation(output, "Identity")


def _output_shape(layer: Any, input_shape: Any) -> Any:
    if all(shape is not None for shape in to_list(input_shape)):
        return structure_of(layer.compute_output_shape(input_shape))
    return [None for _ in input_shape] if isinstance(input_shape, list) else None


def enter_call(
    layer: Any,
    inputs: Any,
    outputs: Any,
    mask: Any,
    output_mask: Any,
    input_shape: Any,
    output_shape: Any,
    arguments: dict[str, Any] | None,
) -> None:
    """Record the call with the layers at both ends, and with the tensors that it gave."""
    inputs, outputs = to_list(inputs), to_list(outputs)
    if len(outputs) > 1 and not isinstance(output_mask, (list, tuple)):
        output_mask = [output_mask] * len(outputs)
    histories = [getattr(given, "_keras_history", (None, None, None)) for given in inputs]
    layers, nodes, places = (list(column) for column in zip(*histories, strict=True))
    shapes = to_list(output_shape)
    Node(
        layer,
        inbound_layers=layers,
        node_indices=nodes,
        tensor_indices=places,
        input_tensors=inputs,
        output_tensors=outputs,
        input_masks=to_list(mask),
        output_masks=to_list(output_mask),
        input_shapes=to_list(input_shape),
        output_shapes=shapes,
        arguments=arguments,
    )
    by_phase = any(getattr(given, "_uses_learning_phase", False) for given in inputs) or getattr(
        layer, "uses_learning_phase", False
    )
    for place, output in enumerate(outputs):
        shape = shapes[place] if place < len(shapes) else None
        output._keras_shape = shape
        output._keras_history = (layer, len(layer._inbound_nodes) - 1, place)
        if by_phase:
            output._uses_learning_phase = True
        if shape is not None:
            graph.refine_shape(output, tuple(shape))
