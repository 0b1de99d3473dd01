"""The convolutional LSTM step by step, as the paper has it but for peepholes, in Keras's order."""

import numpy as np

from compat_tests.reference.functions import ACTIVATIONS
from compat_tests.reference.windows import CONVOLUTIONS

__all__ = ["conv_lstm"]


def conv_lstm(
    x,
    weights,
    states=None,
    mask=None,
    drops=None,
    recurrent_drops=None,
    activation="tanh",
    recurrent_activation="hard_sigmoid",
    strides=(1, 1),
    padding="valid",
    data_format="channels_last",
    dilation_rate=(1, 1),
    go_backwards=False,
    return_sequences=False,
):
    """Run all steps; each gate convolves by itself.

    Returns:
        the output, and the list of last states.
    """
    convolve = CONVOLUTIONS["conv2d"]
    act, gate = ACTIVATIONS[activation], ACTIVATIONS[recurrent_activation]
    kernels, recurrents = (np.split(weight, 4, -1) for weight in weights[:2])
    filters = recurrents[0].shape[-1]
    bias = weights[2] if len(weights) == 3 else np.zeros(4 * filters)
    along_channels = (-1, 1, 1) if data_format == "channels_first" else (-1,)
    biases = [part.reshape(along_channels) for part in np.split(bias, 4)]
    drops = _for_each(drops)
    recurrent_drops = _for_each(recurrent_drops)

    def from_inputs(image):
        convolved = [
            convolve(image * drop, kernel, strides, padding, data_format, dilation_rate)
            for drop, kernel in zip(drops, kernels, strict=True)
        ]
        return [part + offset for part, offset in zip(convolved, biases, strict=True)]

    def from_state(h):
        return [
            convolve(h * drop, kernel, 1, "same", data_format, 1)
            for drop, kernel in zip(recurrent_drops, recurrents, strict=True)
        ]

    if states is None:
        states = [np.zeros_like(from_inputs(x[:, 0])[0])] * 2
    steps, outputs = range(x.shape[1]), []
    for t in reversed(steps) if go_backwards else steps:
        h, c = states
        mixed = zip(from_inputs(x[:, t]), from_state(h), strict=True)
        i, f, g, o = (ours + theirs for ours, theirs in mixed)
        new_c = gate(f) * c + gate(i) * act(g)
        new = [gate(o) * act(new_c), new_c]
        if mask is not None:
            keeps = np.asarray(mask, bool)[:, t].reshape(-1, 1, 1, 1)
            new = [np.where(keeps, n, old) for n, old in zip(new, states, strict=True)]
        states = new
        outputs.append(states[0])
    return (np.stack(outputs, 1) if return_sequences else states[0]), list(states)


def _for_each(drops):
    if drops is None:
        return [1.0] * 4
    return list(drops) * 4 if len(drops) == 1 else list(drops)
