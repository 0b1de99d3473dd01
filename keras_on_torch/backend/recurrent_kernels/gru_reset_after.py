"""The loop of a GRU that resets after the product, as cuDNN does, and its gradients."""

from typing import Any

import torch

from keras_on_torch.backend.recurrent_kernels.autograd_function import Loop
from keras_on_torch.backend.recurrent_kernels.composite import gru_composite
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
    unpacked,
)
from keras_on_torch.backend.recurrent_kernels.matmul import Mixing, project
from keras_on_torch.backend.recurrent_kernels.pointwise import SLOPES, WRITERS, folded

__all__ = ["GRU_RESET_AFTER"]

Tensor = torch.Tensor

_ORDER = (1, 0, 2)
"""Keras's gates z, r, h as r, z, h, as in `gru`."""


def _scales(settings: Settings) -> tuple[float, ...]:
    _, scale, _ = folded(settings.recurrent_activation)
    return (scale, scale, 1.0)


def _biases(settings: Settings, given: LayerTensors) -> tuple[Tensor, Tensor]:
    """Return the packed biases of inputs and state; the first holds both for the gates r and z."""
    units = given.h.shape[1]
    if given.bias is None:
        both = given.h.new_zeros(2, 3 * units)
    else:
        both = packed(given.bias, _ORDER, _scales(settings))
    inputs, state = both.unbind(0)
    inputs[: 2 * units] += state[: 2 * units] + folded(settings.recurrent_activation)[2]
    return inputs, state


def _forward(settings: Settings, given: LayerTensors, kept: bool) -> tuple[Any, Any]:
    """Run all steps; arguments and results as of a `Loop`."""
    act = WRITERS[settings.activation]
    gate_into, scales = WRITERS[folded(settings.recurrent_activation)[0]], _scales(settings)
    units = given.h.shape[1]
    kernel = packed(given.kernel, _ORDER, scales)
    recurrent = packed(given.recurrent_kernel, _ORDER, scales)
    input_bias, state_bias = _biases(settings, given)
    x = time_major(given.inputs, settings)
    gates = project(x, kernel, input_bias, reordered(given.drops, _ORDER))
    candidates = gates[:, :, 2 * units :].clone()
    gates[:, :, 2 * units :] = state_bias[2 * units :]
    mixing = Mixing(recurrent, reordered(given.recurrent_drops, _ORDER), len(given.h))
    mask = masked_steps(given.mask, settings, gates)
    keeps = None if mask is None else mask.keeps.unbind(0)
    hs, h_rows = rows(given.h, len(gates) + 1, kept or settings.return_sequences)
    h = h_rows[0].copy_(given.h)
    r, z, mixed = (part.unbind(0) for part in gates.chunk(3, -1))
    rz, candidate = gates[:, :, : 2 * units].unbind(0), candidates.unbind(0)
    for t, gates_t in enumerate(gates.unbind(0)):
        mixing.add_to(gates_t, h)
        gate_into(rz[t], rz[t])
        candidate[t].addcmul_(r[t], mixed[t])
        act(candidate[t], candidate[t])
        new_h = torch.lerp(candidate[t], h, z[t], out=h_rows[t + 1])
        if keeps is not None:
            torch.where(keeps[t], new_h, h, out=new_h)
        h = new_h
    outputs = hs[1:].transpose(0, 1) if hs is not None and settings.return_sequences else None
    return (outputs, h, None), (kernel, recurrent, gates, candidates, hs)


def _backward(
    settings: Settings, given: LayerTensors, saved: Any, gradients: Any, wanted: LayerTensors
) -> list[Tensor | None]:
    """Return the gradients; arguments and results as of a `Loop`."""
    kernel, recurrent, gates, candidates, hs = saved
    units = given.h.shape[1]
    mixing = Mixing(recurrent, reordered(given.recurrent_drops, _ORDER), len(given.h))
    before = hs[:-1]
    r, z, mixed = gates.chunk(3, -1)
    gate = SLOPES[folded(settings.recurrent_activation)[0]]
    slopes, candidate_slope = torch.empty_like(gates), torch.empty_like(before)
    to_r, to_z, to_mixed = slopes.chunk(3, -1)
    SLOPES[settings.activation](1 - z, candidates, candidate_slope)
    gate(candidate_slope * mixed, r, to_r)
    gate(before - candidates, z, to_z)
    torch.mul(candidate_slope, r, out=to_mixed)
    mask = masked_steps(given.mask, settings, gates)
    if mask is not None:
        repeated = torch.logical_not(mask.keeps)
        slopes.masked_fill_(repeated, 0.0)
        candidate_slope.masked_fill_(repeated, 0.0)
        z = z.masked_fill(repeated, 1.0)
    state_gradient = StateGradient(gradients[0], z)
    dh = state_gradient.start(gradients[1], given.h)
    dz_rows, candidate_rows = slopes.unbind(0), candidate_slope.unbind(0)
    by_gate = slopes.view(len(gates), len(dh), 3, units).unbind(0)
    for t in range(len(gates) - 1, -1, -1):
        torch.mul(dh.unsqueeze(1), by_gate[t], out=by_gate[t])
        torch.mul(dh, candidate_rows[t], out=candidate_rows[t])
        if t or wanted.h:
            dh = mixing.back(state_gradient.base(t, dh), dz_rows[t])
    dz = torch.cat([slopes[:, :, : 2 * units], candidate_slope], -1)
    packing = (_ORDER, _scales(settings))
    found = layer_gradients(
        settings,
        given,
        wanted._replace(bias=False),
        packing,
        (kernel, dz),
        lambda: mixing.kernel_gradient(before, slopes),
        dh,
    )
    if wanted.bias:
        sums = torch.stack([dz.sum((0, 1)), slopes.sum((0, 1))])
        found[LayerTensors._fields.index("bias")] = unpacked(sums, *packing)
    return found


GRU_RESET_AFTER = Loop(_forward, _backward, gru_composite)
"""The loop of a GRU whose reset gate acts after the product with the recurrent kernel."""
