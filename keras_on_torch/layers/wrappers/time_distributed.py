"""A layer applied to each step of a sequence."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Shape, Tensor
from keras_on_torch.engine.base_layer import InputSpec
from keras_on_torch.layers.wrappers.base import Wrapper
from keras_on_torch.utils.registry import has_arg, object_list_uid

__all__ = ["TimeDistributed"]


class TimeDistributed(Wrapper):
    """The same layer at each step of a sequence.

    Steps are laid side by side as samples; with a fixed size of batch, which the layer inside may
    rely on, it is called once for each step.

    Args:
        layer: the layer.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, ...) -> (batch, steps, ...)

    Raises:
        ValueError: the input has fewer than three axes.
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def _get_shape_tuple(
        self,
        init_tuple: Sequence[Any],
        tensor: Tensor,
        start_idx: int,
        int_shape: Sequence[int | None] | None = None,
    ) -> tuple[Any, ...]:
        """Return a shape whose unknown lengths are those that a tensor has when it is computed.

        Args:
            init_tuple: what the shape begins with.
            tensor: whose lengths are taken.
            start_idx: from which axis on.
            int_shape: the lengths as far as they are known; None for those of the tensor.
        """
        if int_shape is None:
            int_shape = K.int_shape(tensor)[start_idx:]
        if all(int_shape):
            return (*init_tuple, *int_shape)
        lengths = K.shape(tensor)
        return (
            *init_tuple,
            *[size or lengths[start_idx + axis] for axis, size in enumerate(int_shape)],
        )

    def build(self, input_shape: Any) -> None:  # type: ignore[override]  # As Keras.
        if len(input_shape) < 3:
            raise ValueError(
                f"TimeDistributed {self.name!r} needs an input of three axes or more, (batch,"
                f" steps, ...), got shape {input_shape}"
            )
        self.input_spec = InputSpec(shape=input_shape)
        if not self.layer.built:
            self.layer.build((input_shape[0], *input_shape[2:]))
            self.layer.built = True
        super().build()

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        child = self.layer.compute_output_shape((input_shape[0], *input_shape[2:]))
        return (child[0], input_shape[1], *child[1:])

    def call(self, inputs: Tensor, training: Any = None, mask: Any = None) -> Tensor:
        arguments: dict[str, Any] = {}
        if has_arg(self.layer.call, "training"):
            arguments["training"] = training
        input_shape = K.int_shape(inputs)
        if input_shape[0]:
            outputs = self._step_by_step(inputs, arguments)
        else:
            outputs, inputs = self._side_by_side(inputs, arguments, mask)
        penalty = self.activity_regularizer
        if penalty is not None:
            self.add_loss(penalty(outputs), inputs)
        return outputs

    def _step_by_step(self, inputs: Tensor, arguments: dict[str, Any]) -> Tensor:
        """Call the layer inside once for each step."""

        def step(x: Tensor, _: Any) -> tuple[Tensor, list[Tensor]]:
            return self.layer.traced(x, **arguments), []

        length = K.int_shape(inputs)[1]
        last, outputs, _ = K.rnn(step, inputs, initial_states=[], input_length=length, unroll=False)
        outputs._uses_learning_phase = last._uses_learning_phase
        return outputs

    def _side_by_side(
        self, inputs: Tensor, arguments: dict[str, Any], mask: Any
    ) -> tuple[Tensor, Tensor]:
        """Call the layer inside with steps as samples; give its output and its input."""
        input_shape = K.int_shape(inputs)
        steps = input_shape[1] or K.shape(inputs)[1]
        samples = K.reshape(inputs, self._get_shape_tuple((-1,), inputs, 2))
        self._input_map[object_list_uid(inputs)] = samples
        if mask is not None and has_arg(self.layer.call, "mask"):
            arguments["mask"] = K.reshape(mask, self._get_shape_tuple((-1,), mask, 2))
        outputs = self.layer.traced(samples, **arguments)
        rest = self.compute_output_shape(input_shape)[2:]
        whole = K.reshape(outputs, self._get_shape_tuple((-1, steps), outputs, 1, rest))
        whole._uses_learning_phase = outputs._uses_learning_phase
        return whole, samples

    def compute_mask(self, inputs: Tensor, mask: Tensor = None) -> Tensor:
        input_shape = K.int_shape(inputs)
        if input_shape[0]:
            return mask
        inner_mask = mask
        if mask is not None:
            inner_mask = K.reshape(mask, self._get_shape_tuple((-1,), mask, 2))
        samples = self._input_map[object_list_uid(inputs)]
        output_mask = self.layer.compute_mask(samples, inner_mask)
        if output_mask is not None:
            steps = input_shape[1] or K.shape(inputs)[1]
            rest = K.int_shape(output_mask)[1:]
            return K.reshape(output_mask, self._get_shape_tuple((-1, steps), output_mask, 1, rest))
        if mask is not None:  # Of a step that has masks of its own, one that counts is enough.
            for _ in range(K.ndim(mask) - 2):
                mask = K.any(mask, axis=-1)
        return mask
