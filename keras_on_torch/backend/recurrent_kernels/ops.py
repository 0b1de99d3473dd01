"""What recurrent layers call: each function is one node of a graph."""

from typing import Any

import torch

from keras_on_torch.backend.conv import steps_of
from keras_on_torch.backend.layout import channels_last, from_channels_last
from keras_on_torch.backend.recurrent_kernels.aten_lstm import fits_native_lstm, run_native_lstm
from keras_on_torch.backend.recurrent_kernels.autograd_function import Loop, run
from keras_on_torch.backend.recurrent_kernels.convolving import convolutions
from keras_on_torch.backend.recurrent_kernels.gru import GRU
from keras_on_torch.backend.recurrent_kernels.gru_reset_after import GRU_RESET_AFTER
from keras_on_torch.backend.recurrent_kernels.loop_common import LayerTensors, Settings
from keras_on_torch.backend.recurrent_kernels.lstm import LSTM
from keras_on_torch.backend.recurrent_kernels.simple_rnn import SIMPLE_RNN
from keras_on_torch.graph import op
from keras_on_torch.utils.conv_utils import conv_output_length

__all__ = ["conv_lstm", "gru", "lstm", "simple_rnn"]

Tensor = torch.Tensor


def _given(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None,
    states: list[Tensor] | None,
    mask: Tensor | None,
    drops: list[Tensor] | None,
    recurrent_drops: list[Tensor] | None,
    has_cell: bool = False,
    places: tuple[int, ...] = (),
) -> LayerTensors:
    """Return the tensors as the loops take them; `places` are rows and columns of a state."""
    if states is None:
        zeros = inputs.new_zeros((inputs.shape[0], *places, recurrent_kernel.shape[-2]))
        states = [zeros, zeros]
    if mask is not None:
        mask = (mask if mask.dtype is torch.bool else mask != 0).reshape(inputs.shape[:2])
    return LayerTensors(
        inputs,
        kernel,
        recurrent_kernel,
        bias,
        states[0],
        states[1] if has_cell else None,
        mask,
        None if drops is None else torch.stack(drops),
        None if recurrent_drops is None else torch.stack(recurrent_drops),
    )


def _shapes(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    *rest: Any,
    return_sequences: bool = False,
    **options: Any,
) -> tuple[Tensor, ...]:
    batch, steps, units = *inputs.shape[:2], recurrent_kernel.shape[0]
    output = (batch, steps, units) if return_sequences else (batch, units)
    return inputs.new_empty(output), inputs.new_empty((batch, units))


def _lstm_shapes(inputs: Tensor, *rest: Any, **options: Any) -> tuple[Tensor, ...]:
    output, h = _shapes(inputs, *rest, **options)
    return output, h, torch.empty_like(h)


@op(infer=_lstm_shapes)
def lstm(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    states: list[Tensor] | None = None,
    mask: Tensor | None = None,
    drops: list[Tensor] | None = None,
    recurrent_drops: list[Tensor] | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "hard_sigmoid",
    go_backwards: bool = False,
    return_sequences: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """Run an LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).

    Args:
        inputs: (batch, steps, input_dim).
        kernel: (input_dim, 4 * units), gates i, f, c, o.
        recurrent_kernel: (units, 4 * units).
        bias: (4 * units,), or None.
        states: the first states h and c; None for zeros.
        mask: (batch, steps); where it is 0 a step leaves the states and repeats the output.
        drops: dropout factors of the inputs, the same at each step: (batch, input_dim) for each
            gate, or one for all.
        recurrent_drops: dropout factors of the state: (batch, units) each.
        activation: of the candidate, one of KNOWN_ACTIVATIONS.
        recurrent_activation: of the gates, one of them, too.
        go_backwards: whether the last step comes first; outputs are in the order of working.
        return_sequences: whether the output is that of all steps.

    Shape:
        output (batch, steps, units) or (batch, units), h (batch, units), c (batch, units)
    """
    settings = Settings(activation, recurrent_activation, go_backwards, return_sequences)
    given = _given(
        inputs, kernel, recurrent_kernel, bias, states, mask, drops, recurrent_drops, True
    )
    if fits_native_lstm(settings, given):
        outputs, h, c = run_native_lstm(settings, given)
    else:
        outputs, h, c = run(LSTM, settings, given)
    return (outputs if return_sequences else h), h, c


@op(infer=_shapes)
def gru(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    states: list[Tensor] | None = None,
    mask: Tensor | None = None,
    drops: list[Tensor] | None = None,
    recurrent_drops: list[Tensor] | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "hard_sigmoid",
    go_backwards: bool = False,
    return_sequences: bool = False,
    reset_after: bool = False,
) -> tuple[Tensor, Tensor]:
    """Run a GRU (Cho et al. 2014); arguments as of `lstm`, gates z, r, h.

    With `reset_after` the reset gate acts after the product with the recurrent kernel, and the
    bias is (2, 3 * units), one row for the inputs and one for the state.
    """
    settings = Settings(
        activation, recurrent_activation, go_backwards, return_sequences, reset_after
    )
    loop: Loop = GRU_RESET_AFTER if reset_after else GRU
    given = _given(inputs, kernel, recurrent_kernel, bias, states, mask, drops, recurrent_drops)
    outputs, h, _ = run(loop, settings, given)
    return (outputs if return_sequences else h), h


@op(infer=_shapes)
def simple_rnn(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    states: list[Tensor] | None = None,
    mask: Tensor | None = None,
    drops: list[Tensor] | None = None,
    recurrent_drops: list[Tensor] | None = None,
    *,
    activation: str = "tanh",
    go_backwards: bool = False,
    return_sequences: bool = False,
) -> tuple[Tensor, Tensor]:
    """Run a fully connected RNN; arguments as of `lstm`, without gates."""
    settings = Settings(activation, activation, go_backwards, return_sequences)
    given = _given(inputs, kernel, recurrent_kernel, bias, states, mask, drops, recurrent_drops)
    outputs, h, _ = run(SIMPLE_RNN, settings, given)
    return (outputs if return_sequences else h), h


def _conv_lstm_shapes(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    *rest: Any,
    return_sequences: bool = False,
    data_format: str = "channels_last",
    strides: Any = (1, 1),
    padding: str = "valid",
    dilation_rate: Any = (1, 1),
    **options: Any,
) -> tuple[Tensor, ...]:
    (batch, steps), filters = inputs.shape[:2], recurrent_kernel.shape[2]
    lengths = inputs.shape[3:] if data_format == "channels_first" else inputs.shape[2:4]
    channels = inputs.shape[2 if data_format == "channels_first" else 4]
    places = _places(lengths, kernel, strides, padding, dilation_rate)
    if channels != kernel.shape[2] or min(places) <= 0:
        raise ValueError(
            f"a kernel of shape {tuple(kernel.shape)} takes {kernel.shape[2]} channels and images"
            f" that it fits into; the input has shape {tuple(inputs.shape)}, {data_format}"
        )
    one = (filters, *places) if data_format == "channels_first" else (*places, filters)
    h = inputs.new_empty((batch, *one))
    output = inputs.new_empty((batch, steps, *one)) if return_sequences else torch.empty_like(h)
    return output, h, torch.empty_like(h)


def _places(
    lengths: Any, kernel: Tensor, strides: Any, padding: str, dilation: Any
) -> tuple[int, ...]:
    """Return rows and columns of a state.

    Raises:
        ValueError: the padding is another, or strides and dilation are both above 1.
    """
    if padding not in ("valid", "same"):
        raise ValueError(f"Invalid padding: {padding}. Choose 'valid' or 'same'")
    strides, dilation = steps_of(strides, dilation, padding, 2)
    windows = zip(lengths, kernel.shape[:2], strides, dilation, strict=True)
    found: Any = [conv_output_length(n, w, padding, step, rate) for n, w, step, rate in windows]
    return tuple(found)


@op(infer=_conv_lstm_shapes)
def conv_lstm(
    inputs: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    states: list[Tensor] | None = None,
    mask: Tensor | None = None,
    drops: list[Tensor] | None = None,
    recurrent_drops: list[Tensor] | None = None,
    *,
    activation: str = "tanh",
    recurrent_activation: str = "hard_sigmoid",
    strides: tuple[int, int] = (1, 1),
    padding: str = "valid",
    data_format: str = "channels_last",
    dilation_rate: tuple[int, int] = (1, 1),
    go_backwards: bool = False,
    return_sequences: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """Run a convolutional LSTM (Shi et al. 2015, without peepholes); more arguments as of `lstm`.

    Args:
        inputs: (batch, steps, rows, cols, channels), in the axis order `data_format` names.
        kernel: (window rows, window cols, channels, 4 * filters), gates i, f, c, o.
        recurrent_kernel: (window rows, window cols, filters, 4 * filters).
        bias: (4 * filters,), or None.
        states: the first states h and c; None for zeros.
        mask: (batch, steps).
        drops: dropout factors of the inputs, (batch, rows, cols, channels) for each gate.
        recurrent_drops: dropout factors of the state, (batch, new_rows, new_cols, filters) each.
        activation: as of `lstm`.
        recurrent_activation: as of `lstm`.
        strides: of the window over the inputs.
        padding: of the inputs, "valid" or "same".
        data_format: "channels_last" or "channels_first".
        dilation_rate: of the window over the inputs.
        go_backwards: as of `lstm`.
        return_sequences: as of `lstm`.

    Shape:
        output (batch, steps, new_rows, new_cols, filters), or without steps; h and c without steps
    """
    products = convolutions(strides, padding, dilation_rate)
    settings = Settings(
        activation, recurrent_activation, go_backwards, return_sequences, products=products
    )
    x, *images = [
        channels_last(each, data_format)
        for each in (inputs, *(states or ()), *(drops or ()), *(recurrent_drops or ()))
    ]
    count, gates = len(states or ()), len(drops or ())
    given = _given(
        x,
        kernel,
        recurrent_kernel,
        bias,
        images[:count] or None,
        mask,
        images[count : count + gates] or None,
        images[count + gates :] or None,
        True,
        _places(x.shape[2:4], kernel, strides, padding, dilation_rate),
    )
    found = run(LSTM, settings, given)
    last = found[0] if return_sequences else found[1]
    output, h, c = [from_channels_last(each, data_format) for each in (last, *found[1:])]
    return output, h, c
