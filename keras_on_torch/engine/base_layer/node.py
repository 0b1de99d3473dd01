"""How layers are connected: the record of one call, and what a layer demands of its inputs."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config
from keras_on_torch.utils.registry import to_list

__all__ = ["InputSpec", "Node"]


class InputSpec:
    """What a layer demands of one input; None demands nothing.

    Args:
        dtype: the type of its numbers.
        shape: its whole shape, None for an axis of any length.
        ndim: how many axes it has.
        max_ndim, min_ndim: how many axes it has at most, at least.
        axes: lengths by axis.
    """

    def __init__(
        self,
        dtype: str | None = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int | None] | None = None,
    ) -> None:
        self.dtype = dtype
        self.shape = shape
        self.ndim = len(shape) if shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = axes or {}

    def __repr__(self) -> str:
        names = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        told = [f"{name}={getattr(self, name)}" for name in names if getattr(self, name)]
        return f"InputSpec({', '.join(told)})"


class Node:
    """One call of a layer: which tensors went in, which came out.

    Making it also enters it with the layers at both ends.

    Args:
        outbound_layer: the layer that was called.
        inbound_layers: the layers that gave its inputs, None for a tensor that no layer gave.
        node_indices, tensor_indices: of which of their calls, and which output of it.
        input_tensors, output_tensors: what went in and came out.
        input_masks, output_masks: their masks, or None.
        input_shapes, output_shapes: their shapes.
        arguments: the call's keyword arguments.
    """

    def __init__(
        self,
        outbound_layer: Any,
        inbound_layers: list[Any],
        node_indices: list[Any],
        tensor_indices: list[Any],
        input_tensors: list[Any],
        output_tensors: list[Any],
        input_masks: list[Any],
        output_masks: list[Any],
        input_shapes: list[Any],
        output_shapes: list[Any],
        arguments: dict[str, Any] | None = None,
    ) -> None:
        self.outbound_layer = outbound_layer
        self.inbound_layers = inbound_layers
        self.node_indices = node_indices
        self.tensor_indices = tensor_indices
        self.input_tensors = input_tensors
        self.output_tensors = output_tensors
        self.input_masks = input_masks
        self.output_masks = output_masks
        self.input_shapes = input_shapes
        self.output_shapes = output_shapes
        self.arguments = arguments
        for layer in inbound_layers:
            if layer is not None:
                layer._outbound_nodes.append(self)
        outbound_layer._inbound_nodes.append(self)

    def get_config(self) -> Config:
        """Return the layers at both ends by name."""
        inbound = [layer.name if layer is not None else None for layer in self.inbound_layers]
        outbound = self.outbound_layer.name if self.outbound_layer is not None else None
        return {
            "outbound_layer": outbound,
            "inbound_layers": inbound,
            "node_indices": self.node_indices,
            "tensor_indices": self.tensor_indices,
        }


def check_input_spec(layer: Any, inputs: Any) -> None:
    """Check that inputs are tensors of the kind that a layer demands.

    Raises:
        ValueError: they are not.
    """
    inputs = to_list(inputs)
    for given in inputs:
        if not K.is_tensor(given):
            raise ValueError(
                f"Layer {layer.name} was called with an input that isn't a symbolic tensor."
                f" Received type: {type(given)}. Full input: {inputs}. All inputs to the layer"
                " should be tensors: what Input() or another layer gave"
            )
    if not layer.input_spec:
        return
    specs = layer.input_spec if isinstance(layer.input_spec, (list, tuple)) else [layer.input_spec]
    if len(inputs) != len(specs):
        raise ValueError(
            f"Layer {layer.name} expects {len(specs)} inputs, but it received {len(inputs)} input"
            f" tensors. Input received: {inputs}"
        )
    for place, (given, spec) in enumerate(zip(inputs, specs, strict=True)):
        if spec is not None:
            lack = _unmet(spec, given)
            if lack:
                raise ValueError(f"Input {place} is incompatible with layer {layer.name}: {lack}")


def _unmet(spec: InputSpec, given: Any) -> str:
    """Return what a tensor lacks of what is demanded; nothing where it lacks nothing."""
    shape = K.int_shape(given)
    ndim = K.ndim(given)
    if shape is None or ndim is None:
        return ""
    if spec.ndim is not None and ndim != spec.ndim:
        return f"expected ndim={spec.ndim}, found ndim={ndim} (shape {shape})"
    if spec.max_ndim is not None and ndim > spec.max_ndim:
        return f"expected max_ndim={spec.max_ndim}, found ndim={ndim} (shape {shape})"
    if spec.min_ndim is not None and ndim < spec.min_ndim:
        return f"expected min_ndim={spec.min_ndim}, found ndim={ndim} (shape {shape})"
    if spec.dtype is not None and K.dtype(given) != spec.dtype:
        return f"expected dtype={spec.dtype}, found dtype={K.dtype(given)}"
    for axis, length in spec.axes.items():
        if length is not None and shape[int(axis)] not in (length, None):
            return (
                f"expected axis {axis} of input shape to have value {length} but got shape {shape}"
            )
    if spec.shape is not None:
        for wanted, length in zip(spec.shape, shape, strict=True):
            if wanted is not None and length is not None and wanted != length:
                return f"expected shape={tuple(spec.shape)}, found shape={shape}"
    return ""


def previous_mask_of(inputs: Any) -> Any:
    """Return the masks that came with a layer's inputs, one or as many as there are inputs."""
    masks = []
    for given in to_list(inputs):
        if hasattr(given, "_keras_history"):
            layer, node_index, tensor_index = given._keras_history
            masks.append(layer._inbound_nodes[node_index].output_masks[tensor_index])
        else:
            masks.append(None)
    return masks[0] if len(masks) == 1 else masks


def shapes_of(inputs: Any) -> Any:
    """Return the shapes of a layer's inputs, one or as many as there are inputs."""
    shapes = [K.int_shape(given) for given in to_list(inputs)]
    return shapes[0] if len(shapes) == 1 else shapes
