"""The recurrent layer around a cell that convolves."""

from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Shape, Tensor, Tensors
from keras_on_torch.engine.base_layer import InputSpec
from keras_on_torch.layers.recurrent.call_arguments import sizes_of_states
from keras_on_torch.layers.recurrent.kept_states import known_batch
from keras_on_torch.layers.recurrent.rnn import RNN
from keras_on_torch.utils.conv_utils import conv_output_length

__all__ = ["ConvRNN2D"]


class ConvRNN2D(RNN):
    """Apply a cell that convolves to a sequence of images, step by step.

    Args:
        cell: as of `RNN`; its `state_size` are numbers of channels. Besides it has `filters`,
            `kernel_size`, `kernel_shape`, `strides`, `padding`, `data_format`, `dilation_rate`, and
            `input_conv(x, kernel, padding=...)`.
        return_sequences: as of `RNN`, like all arguments that follow.
        return_state: whether the last states are given, too.
        go_backwards: whether the last step comes first.
        stateful: whether a batch starts with the states at which the one before ended; it needs
            known sizes of batch and images.
        unroll: is not possible here.
        **kwargs: as of any layer.

    Shape:
        (batch, steps, rows, cols, channels) -> (batch, new_rows, new_cols, filters), or
        (batch, steps, new_rows, new_cols, filters), in the axis order that the cell's
        `data_format` names; the states after that where they are asked for

    Raises:
        TypeError: `unroll` is set, or there are several cells.
        ValueError: the cell has no `call` or no `state_size`.
    """

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        **kwargs: Any,
    ) -> None:
        if unroll:
            raise TypeError("Unrolling isn't possible with convolutional RNNs. Leave out `unroll`")
        if isinstance(cell, (list, tuple)):
            raise TypeError(
                "It is not possible at the moment to stack convolutional cells. Put a layer around"
                f" each of {cell}"
            )
        super().__init__(
            cell, return_sequences, return_state, go_backwards, stateful, unroll, **kwargs
        )
        self.input_spec = [InputSpec(ndim=5)]

    # ---- shapes
    @property
    def _channels_first(self) -> bool:
        return bool(self.cell.data_format == "channels_first")

    def _places(self, rows: int | None, cols: int | None) -> Shape:
        """Return rows and columns of what the cell makes of an image."""
        cell = self.cell
        windows = zip((rows, cols), cell.kernel_size, cell.strides, cell.dilation_rate, strict=True)
        return tuple(
            conv_output_length(length, window, cell.padding, stride, dilation)
            for length, window, stride, dilation in windows
        )

    def _image(self, places: Any, channels: int) -> tuple[Any, ...]:
        return (channels, *places) if self._channels_first else (*places, channels)

    def compute_output_shape(self, input_shape: Any) -> Any:
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        rows, cols = input_shape[3:5] if self._channels_first else input_shape[2:4]
        image = self._image(self._places(rows, cols), self.cell.filters)
        output_shape = (*input_shape[: 2 if self.return_sequences else 1], *image)
        if not self.return_state:
            return output_shape
        return [output_shape, *[(input_shape[0], *image)] * 2]  # Keras: two, whatever the cell has.

    # ---- states
    @property
    def _state_axis(self) -> int:  # type: ignore[override]  # there it does not depend on the cell
        return 1 if self._channels_first else 3

    def _spec_of_inputs(self, input_shape: Shape) -> InputSpec:
        batch = input_shape[0] if self.stateful else None
        return InputSpec(shape=(batch, None, *input_shape[2:5]))

    def _spec_of_state(self, size: int) -> InputSpec:
        return InputSpec(shape=(None, *self._image((None, None), size)))

    def _shapes_of_states(self) -> list[tuple[int, ...]]:
        known_batch(self)
        shape = self.compute_output_shape(self.input_spec[0].shape)
        shape = shape[0] if self.return_state else shape
        batch, *image = (shape[0], *shape[2:]) if self.return_sequences else shape
        places: Any = tuple(image[1:] if self._channels_first else image[:-1])
        if None in places:
            raise ValueError(
                "If a convolutional RNN is stateful, it needs to know the numbers of rows and"
                f" columns of its inputs, got {self.input_spec[0].shape}. Specify them in the"
                " `batch_input_shape` of your first layer, or the `batch_shape` of your Input layer"
            )
        return [(batch, *self._image(places, size)) for size in sizes_of_states(self.cell)]

    def get_initial_state(self, inputs: Tensor) -> list[Tensor]:
        """Return zeros, an image for each sample of `inputs` and state."""
        image = K.sum(K.zeros_like(inputs), axis=1)
        kernel = K.constant(0.0, shape=(*self.cell.kernel_shape[:-1], self.cell.filters))
        zeros = self.cell.input_conv(image, kernel, padding=self.cell.padding)
        return [zeros for _ in sizes_of_states(self.cell)]

    # ---- calling
    def call(
        self,
        inputs: Tensors,
        mask: Any = None,
        training: Any = None,
        initial_state: Any = None,
        constants: Any = None,
    ) -> Tensors:
        if isinstance(mask, list):
            mask = mask[0]
        if mask is not None and len(K.int_shape(mask)) != 2:
            raise ValueError(
                f"The mask of {self.name!r} has shape {K.int_shape(mask)}; a convolutional RNN"
                " takes one number for each step, (batch, steps). `Masking` gives one for each"
                " pixel; make the mask by a layer of your own, with a `compute_mask`"
            )
        return super().call(inputs, mask, training, initial_state, constants)
