"""Layers that make one tensor of several."""

import operator
from functools import reduce
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor
from keras_on_torch.engine.base_layer import Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = [
    "Add",
    "Average",
    "Concatenate",
    "Dot",
    "Maximum",
    "Minimum",
    "Multiply",
    "Subtract",
    "add",
    "average",
    "concatenate",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "subtract",
]


class _Merge(Layer):
    """What makes one tensor of several; programs derive from it and define `_merge_function`.

    Inputs with fewer axes than others get axes of length 1 after the batch's.

    Shape:
        several shapes that broadcast against each other -> what they broadcast to

    Raises:
        ValueError: it is not called on a list of two or more, or the shapes do not go together.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} must define _merge_function(inputs)")

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list):
            raise ValueError(_not_a_list(self, input_shape))
        if len(input_shape) < 2:
            raise ValueError(
                "A merge layer should be called on a list of at least 2 inputs. Got"
                f" {len(input_shape)} inputs."
            )
        if len({shape[0] for shape in input_shape if shape is not None} - {None}) > 1:
            raise ValueError(
                "Can not merge tensors with different batch sizes. Got tensors with shapes :"
                f" {input_shape}"
            )
        self._broadcast(input_shape)
        self._reshape_required = len({len(shape) for shape in input_shape}) > 1
        super().build(input_shape)

    def call(self, inputs: list[Tensor]) -> Tensor:
        if not isinstance(inputs, list):
            raise ValueError(_not_a_list(self, K.int_shape(inputs)))
        if self._reshape_required:
            most = max([_axes(x) for x in inputs])
            inputs = [_with_axes(x, most) for x in inputs]
        return self._merge_function(inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        merged = self._broadcast(input_shape)
        batches = {shape[0] for shape in input_shape if shape is not None} - {None}
        batch = batches.pop() if len(batches) == 1 else None
        return None if merged is None else (batch, *merged)

    def _broadcast(self, shapes: list[Shape | None]) -> Shape | None:
        """Return the shape, without the batch's axis, to which several broadcast."""
        return reduce(
            self._compute_elemwise_op_output_shape,
            [None if shape is None else shape[1:] for shape in shapes],
        )

    def _compute_elemwise_op_output_shape(
        self, shape1: Shape | None, shape2: Shape | None
    ) -> Shape | None:
        """Return the shape to which two shapes broadcast, None where one is not known."""
        if shape1 is None or shape2 is None:
            return None
        longer, shorter = (shape1, shape2) if len(shape1) >= len(shape2) else (shape2, shape1)
        kept = len(longer) - len(shorter)
        merged = list(longer[:kept])
        for one, other in zip(longer[kept:], shorter, strict=True):
            if one is None or other is None:
                merged.append(None)
            elif one == 1 or other == 1 or one == other:
                merged.append(max(one, other) if 0 not in (one, other) else 0)
            else:
                raise ValueError(
                    f"Operands could not be broadcast together with shapes {longer} {shorter}"
                    f" (merge layer {self.name!r}): lengths {one} and {other} differ and neither"
                    " is 1"
                )
        return tuple(merged)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Tensor:
        masks = _masks_of(inputs, mask)
        if masks is None:
            return None
        stacked = [K.expand_dims(each, 0) for each in masks if each is not None]
        return K.all(K.concatenate(stacked, axis=0), axis=0, keepdims=False)


def _not_a_list(layer: Layer, shape: Any) -> str:
    return (
        f"A merge layer should be called on a list of inputs. {layer.name!r} was called on one"
        f" tensor of shape {shape}"
    )


def _with_axes(x: Tensor, count: int) -> Tensor:
    """Return `x` with axes of length 1 after the first, until it has `count`."""
    for _ in range(count - _axes(x)):
        x = K.expand_dims(x, 1)
    return x


def _masks_of(inputs: Any, mask: Any) -> list[Any] | None:
    """Return one mask or None for each input; None where there is no mask at all.

    Raises:
        ValueError: there are not as many as inputs.
    """
    if mask is None:
        return None
    for name, value in (("mask", mask), ("inputs", inputs)):
        if not isinstance(value, list):
            raise ValueError(f"`{name}` should be a list, got {value!r}")
    if len(mask) != len(inputs):
        raise ValueError(
            "The lists `inputs` and `mask` should have the same length, got"
            f" {len(inputs)} inputs and {len(mask)} masks"
        )
    masks: list[Any] = mask
    return None if all(each is None for each in masks) else masks


class Add(_Merge):
    """The sum of the inputs."""

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.add, inputs)


class Subtract(_Merge):
    """The first input minus the second."""

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        _check_two_inputs(self, input_shape)

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        _check_two_inputs(self, inputs)
        return inputs[0] - inputs[1]


class Multiply(_Merge):
    """The product of the inputs, number by number."""

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.mul, inputs)


class Average(_Merge):
    """The mean of the inputs."""

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.add, inputs) / len(inputs)


class Maximum(_Merge):
    """The largest of the inputs, number by number."""

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return reduce(K.maximum, inputs)


class Minimum(_Merge):
    """The smallest of the inputs, number by number."""

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return reduce(K.minimum, inputs)


def _check_two_inputs(layer: Layer, inputs: Any) -> None:
    if not isinstance(inputs, list) or len(inputs) != 2:
        count = len(inputs) if isinstance(inputs, list) else 1
        raise ValueError(
            f"A `{type(layer).__name__}` layer should be called on exactly 2 inputs, in a list;"
            f" {layer.name!r} got {count}"
        )


class Concatenate(_Merge):
    """The inputs one after the other, along an axis.

    Args:
        axis: which.
        **kwargs: as of any layer.

    Shape:
        shapes that are equal but for that axis -> the same, with the lengths added up
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis
        self._reshape_required = False

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list) or len(input_shape) < 2:
            raise ValueError(
                "A `Concatenate` layer should be called on a list of at least 2 inputs,"
                f" {self.name!r} got {input_shape}"
            )
        others = set()
        for shape in input_shape:
            lengths = list(shape)
            del lengths[self.axis]
            others.add(tuple(lengths))
        if len(others) > 1:
            raise ValueError(
                "A `Concatenate` layer requires inputs with matching shapes except for the concat"
                f" axis. Got inputs shapes: {input_shape} (axis {self.axis})"
            )
        Layer.build(self, input_shape)

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        return K.concatenate(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape: Any) -> Any:
        if not isinstance(input_shape, list):
            raise ValueError(
                f"A `Concatenate` layer should be called on a list of inputs, got {input_shape}"
            )
        merged = list(input_shape[0])
        lengths = [shape[self.axis] for shape in input_shape]
        merged[self.axis] = None if None in lengths else sum(lengths)
        return tuple(merged)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Tensor:
        masks = _masks_of(inputs, mask)
        if masks is None:
            return None
        whole = [_mask_for(x, each) for x, each in zip(inputs, masks, strict=True)]
        return K.all(K.concatenate(whole, axis=self.axis), axis=-1, keepdims=False)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Concatenate)


def _axes(x: Tensor) -> int:
    """Return the number of axes; it is always known here (old programs may say it is not)."""
    return len(K.int_shape(x))


def _mask_for(x: Tensor, mask: Tensor) -> Tensor:
    """Return a mask that can be put in a row with others: all ones where there is none."""
    if mask is None:
        return K.ones_like(x, dtype="bool")
    return K.expand_dims(mask) if _axes(mask) < _axes(x) else mask


class Dot(_Merge):
    """The product of two inputs, sample by sample, summed over an axis of each.

    Args:
        axes: the axis of both, or one of each.
        normalize: whether they are scaled to length 1 along these axes first: the cosine of the
            angle between them is given then.
        **kwargs: as of any layer.

    Raises:
        TypeError: `axes` is neither a number nor a pair.
        ValueError: it holds other things than two numbers, or their lengths differ.
    """

    def __init__(self, axes: Any, normalize: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not isinstance(axes, int):
            if not isinstance(axes, (list, tuple)):
                raise TypeError(
                    f"Invalid type for `axes` - should be a list or an int, got {axes!r}."
                )
            if len(axes) != 2:
                raise ValueError(
                    f"Invalid format for `axes` - should contain two elements, got {axes!r}."
                )
            if not all(isinstance(axis, int) for axis in axes):
                raise ValueError(
                    f'Invalid format for `axes` - list elements should be "int", got {axes!r}.'
                )
        self.axes = axes
        self.normalize = normalize
        self._reshape_required = False

    def build(self, input_shape: Any) -> None:
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError(
                f"A `Dot` layer should be called on a list of 2 inputs, got {input_shape}."
            )
        one, other = input_shape
        axes = self._axes_from_front(len(one), len(other))
        if one[axes[0]] != other[axes[1]]:
            raise ValueError(
                f"Dimension incompatibility {one[axes[0]]} != {other[axes[1]]}. Layer shapes:"
                f" {one}, {other}; Dot {self.name!r} sums over axes {self.axes}"
            )
        Layer.build(self, input_shape)

    def _axes_from_front(self, ndim: int, other_ndim: int) -> list[int]:
        axes = [self.axes] * 2 if isinstance(self.axes, int) else list(self.axes)
        counts = (ndim, other_ndim)
        return [a % count if a < 0 else a for a, count in zip(axes, counts, strict=True)]

    def _merge_function(self, inputs: list[Tensor]) -> Tensor:
        _check_two_inputs(self, inputs)
        one, other = inputs
        axes = self._axes_from_front(_axes(one), _axes(other))
        if self.normalize:
            one = K.l2_normalize(one, axis=axes[0])
            other = K.l2_normalize(other, axis=axes[1])
        return K.batch_dot(one, other, axes)

    def compute_output_shape(self, input_shape: Any) -> Any:
        if not isinstance(input_shape, list) or len(input_shape) != 2:
            raise ValueError(
                f"A `Dot` layer should be called on a list of 2 inputs, got {input_shape}."
            )
        one, other = (list(shape) for shape in input_shape)
        axes = self._axes_from_front(len(one), len(other))
        one.pop(axes[0])
        other.pop(axes[1])
        other.pop(0)
        merged = one + other
        return tuple(merged if len(merged) > 1 else [*merged, 1])

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:
        return None

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Dot)


def add(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the sum of tensors; `kwargs` as of any layer."""
    return Add(**kwargs)(inputs)


def subtract(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the first of two tensors minus the second; `kwargs` as of any layer."""
    return Subtract(**kwargs)(inputs)


def multiply(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the product of tensors, number by number; `kwargs` as of any layer."""
    return Multiply(**kwargs)(inputs)


def average(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the mean of tensors; `kwargs` as of any layer."""
    return Average(**kwargs)(inputs)


def maximum(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the largest of tensors, number by number; `kwargs` as of any layer."""
    return Maximum(**kwargs)(inputs)


def minimum(inputs: list[Tensor], **kwargs: Any) -> Tensor:
    """Return the smallest of tensors, number by number; `kwargs` as of any layer."""
    return Minimum(**kwargs)(inputs)


def concatenate(inputs: list[Tensor], axis: int = -1, **kwargs: Any) -> Tensor:
    """Return tensors one after the other along an axis; `kwargs` as of any layer."""
    return Concatenate(axis=axis, **kwargs)(inputs)


def dot(inputs: list[Tensor], axes: Any, normalize: bool = False, **kwargs: Any) -> Tensor:
    """Return the product of two tensors, sample by sample; arguments as of `Dot`."""
    return Dot(axes=axes, normalize=normalize, **kwargs)(inputs)
