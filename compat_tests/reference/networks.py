"""Formulas of bias, normalisation, ranking and cross-entropies, along any axis."""

import numpy as np

from compat_tests.reference.functions import ACTIVATIONS

__all__ = ["LOSSES", "NN", "NORMALIZATION"]

EPSILON = 1e-7
FUSED_EPSILON = 1.001e-5


def _relu(x, alpha=0.0, max_value=None, threshold=0.0):
    y = np.where(x > threshold, x, 0.0) if threshold else np.maximum(x, 0)
    y = y if max_value is None else np.clip(y, 0.0, max_value)
    return y - alpha * np.maximum(threshold - x, 0.0) if alpha else y


def _bias_add(x, bias, data_format="channels_last"):
    if data_format == "channels_last" or x.ndim == 2:
        return x + bias
    # Keras: a bias for each place is read in the images' order, whatever its own axes are.
    return x + bias.reshape((-1, *(1,) * (x.ndim - 2)) if bias.ndim == 1 else x.shape[1:])


def _in_top_k(predictions, targets, k):
    found = []
    for scores, target in zip(predictions, targets, strict=True):
        known = 0 <= target < len(scores) and np.isfinite(scores).all()
        found.append(bool(known and (scores > scores[target]).sum() < k))
    return np.array(found)


def _batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    if x.ndim == 4 and axis in (-1, 3):
        epsilon = max(epsilon, FUSED_EPSILON)
    scale = 1.0 if gamma is None else gamma
    return (x - mean) / np.sqrt(var + epsilon) * scale + (0.0 if beta is None else beta)


def _in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    axes = tuple(reduction_axes)
    fused = x.ndim == 4 and list(axes) == [0, 1, 2]
    epsilon = max(epsilon, FUSED_EPSILON) if fused else epsilon
    mean, var = x.mean(axes), x.var(axes)
    kept = [1 if axis in axes else length for axis, length in enumerate(x.shape)]
    values = [0.0 if v is None else v.reshape(kept) for v in (mean, var, beta)]
    scale = 1.0 if gamma is None else gamma.reshape(kept)
    normal = (x - values[0]) / np.sqrt(values[1] + epsilon) * scale + values[2]
    count = x.size // mean.size
    return normal, mean, var * (count / max(count - 1, 1)) if fused else var


def _clipped(p):
    # The bounds are those of single precision, in which Keras works.
    return np.clip(p, EPSILON, float(np.float32(1.0) - np.float32(EPSILON)))


def _logs(p, from_logits, axis):
    if from_logits:
        return p - np.log(np.exp(p).sum(axis, keepdims=True))
    return np.log(_clipped(p / p.sum(axis, keepdims=True)))


def _categorical(y, p, from_logits=False, axis=-1):
    return -(y * _logs(p, from_logits, axis)).sum(axis)


def _sparse_categorical(y, p, from_logits=False, axis=-1):
    p = np.moveaxis(p if from_logits else np.log(_clipped(p)), axis, -1)
    logs = _logs(p, True, -1)
    classes = np.reshape(y, p.shape[:-1]).astype(int)
    return -np.take_along_axis(logs, classes[..., None], -1)[..., 0]


def _binary(y, p, from_logits=False):
    if from_logits:
        return np.logaddexp(0.0, p) - y * p
    p = _clipped(p)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


NN = {
    **{name: ACTIVATIONS[name] for name in ("elu", "softmax", "softsign", "tanh", "hard_sigmoid")},
    "sigmoid": lambda x: 0.5 + 0.5 * np.tanh(0.5 * x),
    "relu": _relu,
    "softplus": lambda x: np.logaddexp(0.0, x),
    "bias_add": _bias_add,
    "dropout": lambda x, level: x,
    "in_top_k": _in_top_k,
}
NORMALIZATION = {
    "batch_normalization": _batch_normalization,
    "normalize_batch_in_training": _in_training,
}
LOSSES = {
    "categorical_crossentropy": _categorical,
    "sparse_categorical_crossentropy": _sparse_categorical,
    "binary_crossentropy": _binary,
}
