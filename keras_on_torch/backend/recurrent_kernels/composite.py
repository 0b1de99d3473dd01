"""The same loops by operations that autograd knows: for torch.compile and second derivatives."""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.loop_common import LayerTensors, Settings
from keras_on_torch.backend.recurrent_kernels.matmul import dropped_product
from keras_on_torch.backend.recurrent_kernels.pointwise import FUNCTIONS

__all__ = ["gru_composite", "lstm_composite", "simple_rnn_composite"]

Tensor = torch.Tensor
Step = Callable[[Settings, LayerTensors, Tensor, tuple[Tensor, ...]], tuple[Tensor, ...]]


def _loop(step: Step, settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    """Return (outputs of all steps or None, *states)."""
    z = settings.products.inputs_mixed(given.inputs, given.kernel, given.drops)
    if given.bias is not None:
        z = z + (given.bias if given.bias.ndim == 1 else given.bias[0])
    states: tuple[Any, ...] = (given.h,) if given.c is None else (given.h, given.c)
    outputs = []
    places = range(given.inputs.shape[1])
    for t in reversed(places) if settings.go_backwards else places:
        new = step(settings, given, z[:, t], states)
        if given.mask is not None:
            keeps = given.mask[:, t].reshape(-1, *(1,) * (states[0].ndim - 1))
            new = tuple([torch.where(keeps, n, o) for n, o in zip(new, states, strict=True)])
        states = new
        outputs.append(states[0])
    if not settings.return_sequences:
        return None, *states
    return (torch.stack(outputs, 1) if outputs else given.h[:, None][:, :0]), *states


def _lstm_step(
    settings: Settings, given: LayerTensors, z: Tensor, states: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    act = FUNCTIONS[settings.activation]
    gate = FUNCTIONS[settings.recurrent_activation]
    h, c = states
    state_mixed = settings.products.state_mixed
    z = z + state_mixed(h, given.recurrent_kernel, given.recurrent_drops)
    i, f, g, o = z.chunk(4, -1)
    c = gate(f) * c + gate(i) * act(g)
    return gate(o) * act(c), c


def _gru_step(
    settings: Settings, given: LayerTensors, x: Tensor, states: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    act = FUNCTIONS[settings.activation]
    gate = FUNCTIONS[settings.recurrent_activation]
    (h,) = states
    units = h.shape[1]
    kernel, drops = given.recurrent_kernel, given.recurrent_drops
    if settings.reset_after:
        mixed = dropped_product(h, kernel, drops)
        if given.bias is not None:
            mixed = mixed + given.bias[1]
        z, r = gate(x[:, : 2 * units] + mixed[:, : 2 * units]).chunk(2, 1)
        candidate = act(x[:, 2 * units :] + r * mixed[:, 2 * units :])
    else:
        gates = dropped_product(h, kernel[:, : 2 * units], None if drops is None else drops[:2])
        z, r = gate(x[:, : 2 * units] + gates).chunk(2, 1)
        reset = dropped_product(r * h, kernel[:, 2 * units :], None if drops is None else drops[2:])
        candidate = act(x[:, 2 * units :] + reset)
    return (z * h + (1 - z) * candidate,)


def _simple_rnn_step(
    settings: Settings, given: LayerTensors, z: Tensor, states: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    mixed = dropped_product(states[0], given.recurrent_kernel, given.recurrent_drops)
    return (FUNCTIONS[settings.activation](z + mixed),)


def lstm_composite(settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    """Run an LSTM."""
    return _loop(_lstm_step, settings, given)


def gru_composite(settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    """Run a GRU."""
    return (*_loop(_gru_step, settings, given), None)


def simple_rnn_composite(settings: Settings, given: LayerTensors) -> tuple[Any, ...]:
    """Run a simple RNN."""
    return (*_loop(_simple_rnn_step, settings, given), None)
