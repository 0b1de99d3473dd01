"""IMDB: reviews of films as lists of words, and whether they praise (Maas et al., 2011)."""

from typing import Any

import numpy as np

from keras_on_torch.datasets.archives import read_json, read_npz
from keras_on_torch.datasets.word_sequences import (
    Words,
    as_array,
    number_of_words,
    shorter_than,
    shuffled,
)
from keras_on_torch.utils.download import get_file

__all__ = ["get_word_index", "load_data"]

ORIGIN = "https://s3.amazonaws.com/text-datasets/imdb.npz"
FILE_HASH = "599dadb1135973df5b59232a0e9a887c"
WORDS_ORIGIN = "https://s3.amazonaws.com/text-datasets/imdb_word_index.json"
WORDS_HASH = "bfafd718b763782e994055a2d397834f"

Pair = tuple[np.ndarray, np.ndarray]


def load_data(
    path: str = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
    **kwargs: Any,
) -> tuple[Pair, Pair]:
    """Return the 25000 reviews for training and the 25000 for testing, each shuffled.

    Args:
        path: the file's name in the cache.
        num_words: only numbers below this are kept: those of the most frequent words.
        skip_top: numbers below this are left out: those of the most frequent words.
        maxlen: reviews of this length or more are left out.
        seed: what NumPy's random state starts from, before the reviews are shuffled.
        start_char: what each review begins with; None for nothing.
        oov_char: what stands for a word that is left out; None for nothing.
        index_from: what is added to each word's rank, to make room for these marks.
        **kwargs: `nb_words`, the name of `num_words` in Keras 1.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: lists of numbers `(reviews,)`, 0 or 1 `(reviews,)`.

    Raises:
        OSError: the file is not there and cannot be fetched.
        ValueError: `maxlen` leaves no review, or what was fetched is not that file.
        TypeError: there are other arguments.
    """
    words = Words(number_of_words(num_words, kwargs), skip_top, start_char, oov_char, index_from)
    path = get_file(path, origin=ORIGIN, file_hash=FILE_HASH)
    x_train, y_train, x_test, y_test = read_npz(path, ("x_train", "y_train", "x_test", "y_test"))

    np.random.seed(seed)  # noqa: NPY002  # Keras: the order is that of NumPy's one stream.
    x_train, y_train = shuffled(x_train, y_train)
    x_test, y_test = shuffled(x_test, y_test)
    texts = words.numbered([*x_train, *x_test])
    labels = [*y_train, *y_test]
    if maxlen:
        texts, labels = shorter_than(maxlen, texts, labels)
        if not texts:
            raise ValueError(
                f"After filtering for sequences shorter than maxlen={maxlen}, no sequence was kept."
                " Increase maxlen."
            )
    texts = words.kept(texts)
    train = len(x_train)  # Keras: also where maxlen has left out some of them.
    return (as_array(texts[:train]), np.array(labels[:train])), (
        as_array(texts[train:]),
        np.array(labels[train:]),
    )


def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """Return the rank of each word: 1 for the most frequent one.

    Args:
        path: the file's name in the cache.
    """
    index: dict[str, int] = read_json(get_file(path, origin=WORDS_ORIGIN, file_hash=WORDS_HASH))
    return index
