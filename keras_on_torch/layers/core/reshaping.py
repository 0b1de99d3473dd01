"""Layers that order the same numbers in another way, or repeat them."""

import math
from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec, Layer
from keras_on_torch.utils.registry import arguments_of

__all__ = ["Flatten", "Permute", "RepeatVector", "Reshape"]


class Reshape(Layer):
    """The same numbers in other axes.

    Args:
        target_shape: lengths of the axes without the batch's; one of them may be -1, which takes
            what is left.
        **kwargs: as of any layer.

    Shape:
        (batch, ...) -> (batch, *target_shape)

    Raises:
        ValueError: the numbers do not fit, or there is more than one -1.
    """

    def __init__(self, target_shape: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.target_shape = tuple(target_shape)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        lengths = input_shape[1:]
        if None in lengths:
            return (input_shape[0], *[None if size == -1 else size for size in self.target_shape])
        return (input_shape[0], *self._fix_unknown_dimension(lengths, self.target_shape))

    def _fix_unknown_dimension(
        self, input_shape: Sequence[Any], output_shape: Sequence[int]
    ) -> tuple[int, ...]:
        """Return the shape that is wanted for one of these lengths, with its -1 filled in."""
        target, total = list(output_shape), math.prod(input_shape)
        open_axes = [axis for axis, size in enumerate(target) if size < 0]
        if len(open_axes) > 1:
            raise ValueError(
                f"Can only specify one unknown dimension. Reshape {self.name!r} has the target"
                f" shape {tuple(output_shape)}: give all but one of its lengths"
            )
        known = math.prod([size for size in target if size >= 0])
        if (known == 0 or total % known) if open_axes else total != known:
            raise ValueError(
                f"total size of new array must be unchanged: Reshape {self.name!r} cannot make"
                f" {tuple(output_shape)} of {tuple(input_shape)}, which holds {total} numbers"
            )
        for axis in open_axes:
            target[axis] = total // known
        return tuple(target)

    def call(self, inputs: Tensor) -> Tensor:
        return K.reshape(inputs, (K.shape(inputs)[0], *self.target_shape))

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Reshape)


class Permute(Layer):
    """The axes in another order; the batch's stays first.

    Args:
        dims: for each axis of the output which of the input's it is, counted from 1.
        **kwargs: as of any layer.

    Shape:
        (batch, ...) -> (batch, ...)
    """

    def __init__(self, dims: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dims = tuple(dims)
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *[input_shape[axis] for axis in self.dims])

    def call(self, inputs: Tensor) -> Tensor:
        return K.permute_dimensions(inputs, (0, *self.dims))

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Permute)


class Flatten(Layer):
    """All numbers of a sample in one axis.

    Args:
        data_format: "channels_first" moves the channels last before; None takes the configured one.
        **kwargs: as of any layer.

    Shape:
        (batch, ...) -> (batch, their product)

    Raises:
        ValueError: the length of an axis is not known.
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.input_spec = InputSpec(min_ndim=3)
        self.data_format = K.normalize_data_format(data_format)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        if not all(input_shape[1:]):
            raise ValueError(
                f'The shape of the input to "Flatten" is not fully defined (got {input_shape[1:]}).'
                ' Make sure to pass a complete "input_shape" or "batch_input_shape" argument to the'
                " first layer in your model."
            )
        return (input_shape[0], math.prod([int(size or 0) for size in input_shape[1:]]))

    def call(self, inputs: Tensor) -> Tensor:
        if self.data_format == "channels_first":
            inputs = K.permute_dimensions(inputs, (0, *range(2, K.ndim(inputs)), 1))
        return K.batch_flatten(inputs)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, Flatten)


class RepeatVector(Layer):
    """The input again and again, along a new axis.

    Args:
        n: how often.
        **kwargs: as of any layer.

    Shape:
        (batch, features) -> (batch, n, features)
    """

    def __init__(self, n: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.n = n
        self.input_spec = InputSpec(ndim=2)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self.n, input_shape[1])

    def call(self, inputs: Tensor) -> Tensor:
        return K.repeat(inputs, self.n)

    def get_config(self) -> Config:
        return super().get_config() | arguments_of(self, RepeatVector)
