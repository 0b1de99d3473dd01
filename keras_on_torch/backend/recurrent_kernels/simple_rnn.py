"""The loop of a simple RNN and its gradients."""

from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.autograd_function import Loop
from keras_on_torch.backend.recurrent_kernels.composite import simple_rnn_composite
from keras_on_torch.backend.recurrent_kernels.loop_common import (
    LayerTensors,
    Settings,
    StateGradient,
    layer_gradients,
    masked_steps,
    rows,
    time_major,
)
from keras_on_torch.backend.recurrent_kernels.matmul import Mixing, project
from keras_on_torch.backend.recurrent_kernels.pointwise import SLOPES, WRITERS

__all__ = ["SIMPLE_RNN"]

Tensor = torch.Tensor


def _forward(settings: Settings, given: LayerTensors, kept: bool) -> tuple[Any, Any]:
    """Run all steps; arguments and results as of a `Loop`."""
    act = WRITERS[settings.activation]
    x = time_major(given.inputs, settings)
    z = project(x, given.kernel, given.bias, given.drops)
    mixing = Mixing(given.recurrent_kernel, given.recurrent_drops, len(given.h))
    mask = masked_steps(given.mask, settings, z)
    hs, h_rows = rows(given.h, len(z) + 1, kept or settings.return_sequences)
    h = h_rows[0].copy_(given.h)
    keeps = None if mask is None else mask.keeps.unbind(0)
    for t, z_t in enumerate(z.unbind(0)):
        mixing.add_to(z_t, h)
        new_h = h_rows[t + 1]
        act(z_t, new_h)
        if keeps is not None:
            torch.where(keeps[t], new_h, h, out=new_h)
        h = new_h
    outputs = hs[1:].transpose(0, 1) if hs is not None and settings.return_sequences else None
    return (outputs, h, None), (hs,)


def _backward(
    settings: Settings, given: LayerTensors, saved: Any, gradients: Any, wanted: LayerTensors
) -> list[Tensor | None]:
    """Return the gradients; arguments and results as of a `Loop`."""
    (hs,) = saved
    after = hs[1:]
    mask = masked_steps(given.mask, settings, after)
    mixing = Mixing(given.recurrent_kernel, given.recurrent_drops, len(given.h))
    state_gradient = StateGradient(gradients[0], None if mask is None else mask.repeats)
    dh = state_gradient.start(gradients[1], given.h)
    dz = torch.empty_like(after)
    SLOPES[settings.activation](after.new_ones(()).expand_as(after), after, dz)
    if mask is not None:
        dz.masked_fill_(torch.logical_not(mask.keeps), 0.0)
    dz_rows = dz.unbind(0)
    for t in range(len(after) - 1, -1, -1):
        torch.mul(dh, dz_rows[t], out=dz_rows[t])
        if t or wanted.h:
            dh = mixing.back(state_gradient.base(t, dh), dz_rows[t])
    return layer_gradients(
        settings,
        given,
        wanted,
        ((0,), (1.0,)),
        (given.kernel, dz),
        lambda: mixing.kernel_gradient(hs[:-1], dz),
        dh,
    )


SIMPLE_RNN = Loop(_forward, _backward, simple_rnn_composite)
"""The loop of a simple RNN with any of the known activations, masks and dropout."""
