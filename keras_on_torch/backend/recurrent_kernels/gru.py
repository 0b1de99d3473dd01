"""The loops of a GRU and their gradients."""

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
)
from keras_on_torch.backend.recurrent_kernels.matmul import Mixing, project
from keras_on_torch.backend.recurrent_kernels.pointwise import SLOPES, WRITERS, folded

__all__ = ["GRU"]

Tensor = torch.Tensor

_ORDER = (1, 0, 2)
"""Keras's gates z, r, h as r, z, h: two alike stand together, and so do those that the gradient
of the state reaches at once."""


def _scales(settings: Settings) -> tuple[float, ...]:
    _, scale, _ = folded(settings.recurrent_activation)
    return (scale, scale, 1.0)


def _drops_of(given: LayerTensors) -> tuple[Tensor | None, Tensor | None]:
    """Return the recurrent dropout of the gates r and z, and that of the candidate."""
    drops = reordered(given.recurrent_drops, _ORDER)
    if drops is None:
        return None, None
    return drops[:2], drops[2:]


def _forward(settings: Settings, given: LayerTensors, kept: bool) -> tuple[Any, Any]:
    """Run all steps with the reset before the product; arguments and results as of a `Loop`."""
    act = WRITERS[settings.activation]
    gate, _, offset = folded(settings.recurrent_activation)
    gate_into, scales = WRITERS[gate], _scales(settings)
    units = given.h.shape[1]
    kernel, recurrent, bias = (
        packed(weight, _ORDER, scales)
        for weight in (given.kernel, given.recurrent_kernel, given.bias)
    )
    if offset:
        bias = given.h.new_zeros(3 * units) if bias is None else bias
        bias[: 2 * units] += offset
    x = time_major(given.inputs, settings)
    gates = project(x, kernel, bias, reordered(given.drops, _ORDER))
    gate_drops, candidate_drops = _drops_of(given)
    gate_mixing = Mixing(recurrent[:, : 2 * units], gate_drops, len(given.h))
    candidate_mixing = Mixing(recurrent[:, 2 * units :], candidate_drops, len(given.h))
    mask = masked_steps(given.mask, settings, gates)
    keeps = None if mask is None else mask.keeps.unbind(0)
    hs, h_rows = rows(given.h, len(gates) + 1, kept or settings.return_sequences)
    h = h_rows[0].copy_(given.h)
    reset = torch.empty_like(h)
    r, z, candidate = (part.unbind(0) for part in gates.chunk(3, -1))
    for t, rz in enumerate(gates[:, :, : 2 * units].unbind(0)):
        gate_mixing.add_to(rz, h)
        gate_into(rz, rz)
        candidate_mixing.add_to(candidate[t], torch.mul(r[t], h, out=reset))
        act(candidate[t], candidate[t])
        new_h = torch.lerp(candidate[t], h, z[t], out=h_rows[t + 1])
        if keeps is not None:
            torch.where(keeps[t], new_h, h, out=new_h)
        h = new_h
    outputs = hs[1:].transpose(0, 1) if hs is not None and settings.return_sequences else None
    return (outputs, h, None), (kernel, recurrent, gates, hs)


def _backward(
    settings: Settings, given: LayerTensors, saved: Any, gradients: Any, wanted: LayerTensors
) -> list[Tensor | None]:
    """Return the gradients; arguments and results as of a `Loop`."""
    kernel, recurrent, gates, hs = saved
    units = given.h.shape[1]
    gate_drops, candidate_drops = _drops_of(given)
    gate_mixing = Mixing(recurrent[:, : 2 * units], gate_drops, len(given.h))
    candidate_mixing = Mixing(recurrent[:, 2 * units :], candidate_drops, len(given.h))
    before = hs[:-1]
    r, z, candidate = gates.chunk(3, -1)
    gate = SLOPES[folded(settings.recurrent_activation)[0]]
    dz = torch.empty_like(gates)
    d_r, d_z, d_candidate = dz.chunk(3, -1)
    gate(before, r, d_r)
    gate(before - candidate, z, d_z)
    SLOPES[settings.activation](1 - z, candidate, d_candidate)
    mask = masked_steps(given.mask, settings, gates)
    if mask is not None:
        repeated = torch.logical_not(mask.keeps)
        dz.masked_fill_(repeated, 0.0)
        z = z.masked_fill(repeated, 1.0)
    state_gradient = StateGradient(gradients[0], z)
    dh = state_gradient.start(gradients[1], given.h)
    r_rows, d_r_rows, d_candidate_rows = r.unbind(0), d_r.unbind(0), d_candidate.unbind(0)
    d_rz_rows = dz[:, :, : 2 * units].unbind(0)
    to_state = dz.view(len(dz), len(dh), 3, units)[:, :, 1:].unbind(0)
    for t in range(len(gates) - 1, -1, -1):
        torch.mul(dh.unsqueeze(1), to_state[t], out=to_state[t])
        d_reset = candidate_mixing.back(None, d_candidate_rows[t])
        torch.mul(d_reset, d_r_rows[t], out=d_r_rows[t])
        if t or wanted.h:
            base = state_gradient.share_of(t, dh).addcmul_(d_reset, r_rows[t])
            dh = gate_mixing.back(base, d_rz_rows[t])

    def recurrent_gradient() -> Tensor:
        rz_gradient = gate_mixing.kernel_gradient(before, dz[:, :, : 2 * units])
        return torch.cat(
            [rz_gradient, candidate_mixing.kernel_gradient(r * before, d_candidate)], 1
        )

    packing = (_ORDER, _scales(settings))
    return layer_gradients(settings, given, wanted, packing, (kernel, dz), recurrent_gradient, dh)


GRU = Loop(_forward, _backward, gru_composite)
"""The loop of a GRU whose reset gate acts before the product with the recurrent kernel."""
