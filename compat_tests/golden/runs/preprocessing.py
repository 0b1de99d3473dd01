"""Run a row of the preprocessing table in whichever Keras is given."""

import json
import random
import warnings

import numpy as np

from compat_tests.golden.store import plain

__all__ = ["everything", "value"]

TEXTS = [
    "The cat sat on the mat.",
    "The dog sat on the log, the dog!",
    "Cats and dogs and the moon",
]


def value(keras, row):
    """Return the value of a row's source."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = _names(keras)
        random.seed(0)
        np.random.seed(0)  # noqa: NPY002 - Keras draws from it
        return plain(eval(row, names))


def everything(keras, row):
    """Return the value of a row's source, and what is drawn next."""
    given = value(keras, row)
    return {"value": given, "next": [random.random(), np.random.random()]}  # noqa: NPY002


def _names(keras):
    image, sequence, text = (
        keras.preprocessing.image,
        keras.preprocessing.sequence,
        keras.preprocessing.text,
    )
    draw = np.random.RandomState(5)
    images = draw.uniform(0, 255, (3, 6, 5, 3)).astype("float32")
    series = draw.uniform(-1, 1, (20, 2)).round(3)

    def counted(**arguments):
        tokenizer = text.Tokenizer(**arguments)
        tokenizer.fit_on_texts(TEXTS)
        return tokenizer

    def numbered(sequences, **arguments):
        tokenizer = text.Tokenizer(**arguments)
        tokenizer.fit_on_sequences(sequences)
        return tokenizer

    def batches(flow, count):
        return [next(flow) for _ in range(count)]

    def epochs(flow, count):
        given = []
        for _ in range(count):
            given += [flow[index] for index in range(len(flow))]
            flow.on_epoch_end()
        return given

    def fitted(augment, **arguments):
        generator = image.ImageDataGenerator(**arguments)
        generator.fit(images, augment=augment, rounds=2, seed=3)
        return [generator.mean, generator.std, generator.standardize(images.copy())]

    return {**locals(), "np": np, "json": json, "texts": TEXTS}
