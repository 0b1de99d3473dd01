"""What recurrent layers call: each function is one node of a graph."""

from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.aten_lstm import fits_native_lstm, run_native_lstm
from keras_on_torch.backend.recurrent_kernels.autograd_function import Loop, run
from keras_on_torch.backend.recurrent_kernels.gru import GRU
from keras_on_torch.backend.recurrent_kernels.gru_reset_after import GRU_RESET_AFTER
from keras_on_torch.backend.recurrent_kernels.loop_common import LayerTensors, Settings
from keras_on_torch.backend.recurrent_kernels.lstm import LSTM
from keras_on_torch.backend.recurrent_kernels.simple_rnn import SIMPLE_RNN
from keras_on_torch.graph import op

__all__ = ["gru", "lstm", "simple_rnn"]

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
) -> LayerTensors:
    """Return the tensors in the form that the loops take."""
    if states is None:
        zeros = inputs.new_zeros((inputs.shape[0], recurrent_kernel.shape[0]))
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
