"""The loop of an LSTM, of vectors or of images, and its gradients."""

from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.autograd_function import Loop
from keras_on_torch.backend.recurrent_kernels.composite import lstm_composite
from keras_on_torch.backend.recurrent_kernels.loop_common import (
    LayerTensors,
    Settings,
    StateGradient,
    layer_gradients,
    masked_steps,
    packed,
    reordered,
    rows,
    time_major,
)
from keras_on_torch.backend.recurrent_kernels.pointwise import SLOPES, WRITERS, folded

__all__ = ["LSTM"]

Tensor = torch.Tensor

_ORDER = (3, 0, 1, 2)
"""Keras's gates i, f, c, o as o, i, f, c: three alike stand together, and so do those that the
gradient of the cell reaches."""


def _forward(settings: Settings, given: LayerTensors, kept: bool) -> tuple[Any, Any]:
    """Run all steps; arguments and results as of a `Loop`."""
    act = WRITERS[settings.activation]
    gate, _, offset = folded(settings.recurrent_activation)
    gate_into, scales = WRITERS[gate], _scales(settings)
    units = given.h.shape[-1]
    kernel, recurrent, bias = (
        packed(weight, _ORDER, scales)
        for weight in (given.kernel, given.recurrent_kernel, given.bias)
    )
    if offset:
        bias = given.h.new_zeros(4 * units) if bias is None else bias
        bias[: 3 * units] += offset
    x = time_major(given.inputs, settings)
    z = settings.products.project(x, kernel, bias, reordered(given.drops, _ORDER))
    drops = reordered(given.recurrent_drops, _ORDER)
    mixing = settings.products.mixing(recurrent, drops, len(given.h))
    mask = masked_steps(given.mask, settings, z)
    steps = len(z)
    hs, h_rows = rows(given.h, steps + 1, kept or settings.return_sequences)
    cs, c_rows = rows(given.h, steps + 1, kept)
    ts, t_rows = rows(given.h, steps, kept)
    h, c = h_rows[0].copy_(given.h), c_rows[0].copy_(given.c)
    keeps = None if mask is None else mask.keeps.unbind(0)
    o, i, f, g = (part.unbind(0) for part in z.chunk(4, -1))
    gates = z[..., : 3 * units].unbind(0)
    for t, z_t in enumerate(z.unbind(0)):
        mixing.add_to(z_t, h)
        gate_into(gates[t], gates[t])
        act(g[t], g[t])
        new_h, new_c, squashed = h_rows[t + 1], c_rows[t + 1], t_rows[t]
        torch.mul(f[t], c, out=new_c).addcmul_(i[t], g[t])
        act(new_c, squashed)
        torch.mul(o[t], squashed, out=new_h)
        if keeps is not None:
            torch.where(keeps[t], new_c, c, out=new_c)
            torch.where(keeps[t], new_h, h, out=new_h)
        h, c = new_h, new_c
    outputs = hs[1:].transpose(0, 1) if hs is not None and settings.return_sequences else None
    return (outputs, h, c), (kernel, recurrent, z, hs, cs, ts)


def _backward(
    settings: Settings, given: LayerTensors, saved: Any, gradients: Any, wanted: LayerTensors
) -> list[Tensor | None]:
    """Return the gradients; arguments and results as of a `Loop`."""
    kernel, recurrent, z, hs, cs, ts = saved
    mask = masked_steps(given.mask, settings, z)
    drops = reordered(given.recurrent_drops, _ORDER)
    mixing = settings.products.mixing(recurrent, drops, len(given.h))
    d_outputs, dh, dc = gradients
    state_gradient = StateGradient(d_outputs, None if mask is None else mask.repeats)
    dh = state_gradient.start(dh, given.h)
    dc = torch.zeros_like(given.h) if dc is None else dc.clone()
    dc_for_gates = dc.unsqueeze(-2)
    dz, cell_slope, kept_cell = _slopes(settings, z, cs, ts, mask)
    gates = dz.view(*dz.shape[:-1], 4, dh.shape[-1])
    to_output, to_cell = gates[..., 0, :].unbind(0), gates[..., 1:, :].unbind(0)
    dz_rows, slope_rows, kept_rows = dz.unbind(0), cell_slope.unbind(0), kept_cell.unbind(0)
    for t in range(len(z) - 1, -1, -1):
        dc.addcmul_(dh, slope_rows[t])
        torch.mul(dc_for_gates, to_cell[t], out=to_cell[t])
        torch.mul(dh, to_output[t], out=to_output[t])
        dc.mul_(kept_rows[t])
        if t or wanted.h:
            dh = mixing.back(state_gradient.base(t, dh), dz_rows[t])
    return layer_gradients(
        settings,
        given,
        wanted,
        (_ORDER, _scales(settings)),
        (kernel, dz),
        lambda: mixing.kernel_gradient(hs[:-1], dz),
        dh,
        dc,
    )


def _scales(settings: Settings) -> tuple[float, ...]:
    _, scale, _ = folded(settings.recurrent_activation)
    return (scale, scale, scale, 1.0)


def _slopes(
    settings: Settings, z: Tensor, cs: Tensor, ts: Tensor, mask: Any
) -> tuple[Tensor, Tensor, Tensor]:
    """Return what the loop of the gradients multiplies with, for all steps at once.

    Returns:
        the slope of the state in the gate o and of the cell in the gates i, f, c; the slope of
        the state in the cell; the slope of the cell in the cell before.
    """
    act = SLOPES[settings.activation]
    gate = SLOPES[folded(settings.recurrent_activation)[0]]
    o, i, f, g = z.chunk(4, -1)
    d = torch.empty_like(z)
    d_o, d_i, d_f, d_g = d.chunk(4, -1)
    gate(ts, o, d_o)
    gate(g, i, d_i)
    gate(cs[:-1], f, d_f)
    act(i, g, d_g)
    cell_slope = torch.empty_like(ts)
    act(o, ts, cell_slope)
    if mask is not None:
        repeated = torch.logical_not(mask.keeps)
        d.masked_fill_(repeated, 0.0)
        cell_slope.masked_fill_(repeated, 0.0)
        f = f.masked_fill(repeated, 1.0)
    return d, cell_slope, f


LSTM = Loop(_forward, _backward, lstm_composite)
"""The loop of an LSTM with any of the known activations, masks and dropout."""
