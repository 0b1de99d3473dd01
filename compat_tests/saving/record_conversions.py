"""Record what Keras 2.2.4 turns stored weights into: `python3.7 record_conversions.py`."""

from pathlib import Path

import numpy as np

__all__ = ["CASES", "RECORDED", "converted"]

RECORDED = Path(__file__).with_name("conversions.npz")

FIRST, LAST = {"data_format": "channels_first"}, {"data_format": "channels_last"}

# class of the layer, its attributes, shape of its first weight, shapes stored, other arguments
CASES = {
    "Conv1D of 1.2": (
        "Conv1D",
        {"kernel_size": (3,), "filters": 4},
        (3, 2, 4),
        [(3, 1, 2, 4), (4,)],
        "1",
    ),
    "Conv1D of 1.0": (
        "Conv1D",
        {"kernel_size": (3,), "filters": 4},
        (3, 2, 4),
        [(4, 2, 3, 1), (4,)],
        "1",
    ),
    "Conv2D first": ("Conv2D", FIRST, (3, 2, 5, 4), [(4, 5, 3, 2), (4,)], "1"),
    "Conv2D last": ("Conv2D", LAST, (3, 2, 5, 4), [(3, 2, 5, 4), (4,)], "1"),
    "Conv2D turned": ("Conv2D", LAST, (3, 2, 5, 4), [(3, 2, 5, 4), (4,)], "2", "theano"),
    "Conv2D of CNTK": ("Conv2D", LAST, (3, 2, 5, 4), [(3, 2, 5, 4), (4,)], "2", "cntk"),
    "Conv2D of others": ("Conv2D", LAST, (3, 2, 5, 4), [(4, 5, 3, 2), (4,)], "2"),
    "Conv2D reshaped": ("Conv2D", LAST, (3, 2, 5, 4), [(2, 3, 5, 4), (4,)], "2", None, True),
    "Conv2DTranspose first": ("Conv2DTranspose", FIRST, (3, 2, 4, 5), [(5, 4, 3, 2), (4,)], "1"),
    "Conv2DTranspose last": ("Conv2DTranspose", LAST, (3, 2, 5, 4), [(3, 2, 4, 5), (5,)], "1"),
    "Conv3D first": ("Conv3D", FIRST, (2, 3, 4, 5, 6), [(6, 5, 2, 3, 4), (6,)], "1"),
    "Conv3D turned": ("Conv3D", LAST, (2, 3, 4, 5, 6), [(2, 3, 4, 5, 6), (6,)], "2", "theano"),
    "GRU of 1": ("GRU", {"reset_after": False}, (3, 6), [(3, 2), (2, 2), (2,)] * 3, "1"),
    "LSTM of 1": ("LSTM", {}, (3, 8), [(3, 2), (2, 2), (2,)] * 4, "1"),
    "ConvLSTM2D last": (
        "ConvLSTM2D",
        LAST,
        (3, 3, 2, 8),
        [(3, 3, 2, 2), (3, 3, 2, 2), (2,)] * 4,
        "1",
    ),
    "ConvLSTM2D turned": (
        "ConvLSTM2D",
        LAST,
        (3, 3, 2, 8),
        [(3, 3, 2, 8), (3, 3, 2, 8), (8,)],
        "2",
        "theano",
    ),
    "ConvLSTM2D without bias": (
        "ConvLSTM2D",
        FIRST,
        (3, 2, 2, 8),
        [(3, 2, 2, 8), (3, 2, 2, 8)],
        "2",
        "theano",
    ),
    "ConvLSTM2D of others": (
        "ConvLSTM2D",
        LAST,
        (3, 2, 2, 8),
        [(8, 2, 3, 2), (8, 2, 3, 2), (8,)],
        "2",
    ),
    "LSTM from CuDNN": ("LSTM", {}, (3, 8), [(3, 8), (2, 8), (16,)], "2"),
    "CuDNNLSTM from plain": ("CuDNNLSTM", {}, (3, 8), [(3, 8), (2, 8), (8,)], "2"),
    "LSTM from LSTM": ("LSTM", {}, (3, 8), [(3, 8), (2, 8), (8,)], "2"),
    "LSTM without bias": ("LSTM", {}, (3, 8), [(3, 8), (2, 8)], "2"),
    "GRU from CuDNN": ("GRU", {"reset_after": True}, (3, 6), [(3, 6), (2, 6), (12,)], "2"),
    "CuDNNGRU from plain": ("CuDNNGRU", {}, (3, 6), [(3, 6), (2, 6), (2, 6)], "2"),
    "GRU from GRU": ("GRU", {"reset_after": False}, (3, 6), [(3, 6), (2, 6), (6,)], "2"),
}


class Weight:
    """A weight of which only the shape is known."""

    def __init__(self, shape):
        self._keras_shape = shape


def stand_in(kind, attributes, shape):
    """Return something that says of itself what a layer would."""
    layer = type(kind, (), dict(attributes, name="layer"))()
    layer.weights = layer.trainable_weights = [Weight(shape)]
    return layer


def converted(preprocess, case):
    """Return what a Keras turns the weights of a case into."""
    kind, attributes, shape, stored = case[:4]
    sizes = [int(np.prod(each)) for each in stored]
    starts = np.cumsum([0, *sizes])
    weights = [
        np.arange(start, start + size, dtype="float32").reshape(each)
        for start, size, each in zip(starts, sizes, stored)  # noqa: B905 - Python 3.7 runs this
    ]
    return preprocess(stand_in(kind, attributes, shape), weights, *case[4:])


if __name__ == "__main__":
    from keras.engine.saving import preprocess_weights_for_loading

    found = {
        f"{name}|{place}": array
        for name, case in CASES.items()
        for place, array in enumerate(converted(preprocess_weights_for_loading, case))
    }
    np.savez_compressed(str(RECORDED), **found)
