"""Formulas of reshaping, joining, cutting, padding and resizing."""

import numpy as np

__all__ = ["SHAPING"]


def _gather(reference, indices):
    return np.asarray(reference)[np.asarray(indices)]


def _one_hot(indices, num_classes):
    return (np.asarray(indices)[..., None] == np.arange(num_classes)).astype("float32")


def _slice(x, start, size):
    ends = [n if m == -1 else b + m for b, m, n in zip(start, size, x.shape, strict=True)]
    return x[tuple(slice(b, e) for b, e in zip(start, ends, strict=True))]


def _padded(first):
    """Return a formula for padding axes from `first` on, one later if channels come first."""

    def twin(x, padding=None, data_format=None):
        count = x.ndim - 2
        padding = ((1, 1),) * count if padding is None else padding
        padding = padding if np.ndim(padding) == 2 else (padding,)
        start = first + (data_format == "channels_first")
        widths = [(0, 0)] * x.ndim
        widths[start : start + count] = padding
        return np.pad(x, widths)

    return twin


def _axes_of(data_format, count):
    start = 2 if data_format == "channels_first" else 1
    return range(start, start + count)


def _resize_images(x, rows, cols, data_format, interpolation="nearest"):
    for axis, factor in zip(_axes_of(data_format, 2), (rows, cols), strict=True):
        factor = int(factor)
        # The place in the image, in the precision in which TensorFlow 1 works it out.
        places = np.arange(x.shape[axis] * factor, dtype="float32") * (np.float32(1) / factor)
        before = np.floor(places).astype(int)
        after = np.minimum(before + 1, x.shape[axis] - 1)
        share = np.zeros(len(places)) if interpolation == "nearest" else places - before
        share = share.reshape([-1 if i == axis else 1 for i in range(x.ndim)])
        low, high = np.take(x, before, axis), np.take(x, after, axis)
        x = low + (high - low) * share
    return x


def _resize_volumes(x, *factors_and_format):
    *factors, data_format = factors_and_format
    for axis, factor in zip(_axes_of(data_format, 3), factors, strict=True):
        x = np.repeat(x, factor, axis)
    return x


SHAPING = {
    "reshape": np.reshape,
    "permute_dimensions": np.transpose,
    "flatten": np.ravel,
    "batch_flatten": lambda x: x.reshape(len(x), int(np.prod(x.shape[1:]))),
    "expand_dims": lambda x, axis=-1: np.expand_dims(x, axis),
    "squeeze": np.squeeze,
    "concatenate": lambda tensors, axis=-1: np.concatenate(tensors, axis),
    "stack": lambda x, axis=0: np.stack(x, axis),
    "repeat_elements": np.repeat,
    "repeat": lambda x, n: np.stack([x] * n, axis=1),
    "tile": np.tile,
    "gather": _gather,
    "one_hot": _one_hot,
    "reverse": lambda x, axes: np.flip(x, tuple(np.atleast_1d(np.array(axes, int)))),
    "slice": _slice,
    "temporal_padding": _padded(1),
    "spatial_2d_padding": _padded(1),
    "spatial_3d_padding": _padded(1),
    "resize_images": _resize_images,
    "resize_volumes": _resize_volumes,
}
