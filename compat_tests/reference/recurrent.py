"""Recurrent layers step by step, as the papers have them, with Keras's order of gates."""

import numpy as np

from compat_tests.reference.functions import ACTIVATIONS

__all__ = ["gru", "lstm", "run", "simple_rnn"]


def _simple_rnn_step(x, states, weights, act, gate, drops, recurrent_drops, reset_after):
    kernel, recurrent, bias = weights
    (h,) = states
    return [act((x * drops[0]) @ kernel + (h * recurrent_drops[0]) @ recurrent + bias)]


def _lstm_step(x, states, weights, act, gate, drops, recurrent_drops, reset_after):
    kernels, recurrents, biases = (np.split(weight, 4, -1) for weight in weights)
    h, c = states
    i, f, g, o = (
        (x * drop) @ kernel + (h * recurrent_drop) @ recurrent + bias
        for kernel, recurrent, bias, drop, recurrent_drop in zip(
            kernels, recurrents, biases, drops, recurrent_drops, strict=True
        )
    )
    c = gate(f) * c + gate(i) * act(g)
    return [gate(o) * act(c), c]


def _gru_step(x, states, weights, act, gate, drops, recurrent_drops, reset_after):
    kernel, recurrent, bias = weights
    bias, state_bias = bias if reset_after else (bias, np.zeros_like(bias))
    (h,) = states
    x_z, x_r, x_h = (
        (x * drop) @ part + offset
        for drop, part, offset in zip(
            drops, np.split(kernel, 3, -1), np.split(bias, 3), strict=True
        )
    )
    u_z, u_r, u_h = np.split(recurrent, 3, -1)
    b_z, b_r, b_h = np.split(state_bias, 3)
    z = gate(x_z + (h * recurrent_drops[0]) @ u_z + b_z)
    r = gate(x_r + (h * recurrent_drops[1]) @ u_r + b_r)
    dropped = h * recurrent_drops[2]
    reset = r * (dropped @ u_h + b_h) if reset_after else (r * dropped) @ u_h
    return [z * h + (1.0 - z) * act(x_h + reset)]


def run(
    step,
    gates,
    x,
    weights,
    states=None,
    mask=None,
    drops=None,
    recurrent_drops=None,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    go_backwards=False,
    return_sequences=False,
    reset_after=False,
):
    """Run all steps.

    Returns:
        the output, and the list of last states.
    """
    batch, steps, input_dim = x.shape
    units = weights[1].shape[0]
    if len(weights) == 2:
        columns = units * gates
        weights = [*weights, np.zeros((2, columns) if reset_after else columns)]
    if states is None:
        states = [np.zeros((batch, units))] * (2 if step is _lstm_step else 1)
    drops = np.ones((gates, batch, input_dim)) if drops is None else _for_each(drops, gates)
    if recurrent_drops is None:
        recurrent_drops = np.ones((gates, batch, units))
    recurrent_drops = _for_each(recurrent_drops, gates)
    act, gate = ACTIVATIONS[activation], ACTIVATIONS[recurrent_activation]
    outputs = []
    for t in reversed(range(steps)) if go_backwards else range(steps):
        new = step(x[:, t], states, weights, act, gate, drops, recurrent_drops, reset_after)
        if mask is not None:
            keeps = np.asarray(mask, bool)[:, t, None]
            new = [np.where(keeps, n, o) for n, o in zip(new, states, strict=True)]
        states = new
        outputs.append(states[0])
    if not return_sequences:
        return states[0], states
    return np.stack(outputs, 1) if outputs else np.zeros((batch, 0, units)), states


def _for_each(drops, gates):
    return np.repeat(drops, gates, 0) if len(drops) == 1 else drops


def simple_rnn(x, weights, **options):
    return run(_simple_rnn_step, 1, x, weights, **options)


def lstm(x, weights, **options):
    return run(_lstm_step, 4, x, weights, **options)


def gru(x, weights, **options):
    return run(_gru_step, 3, x, weights, **options)
