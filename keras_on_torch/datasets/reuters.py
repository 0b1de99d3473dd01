"""Reuters: newswires as lists of words, and their topics (Lewis, 1997)."""

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

ORIGIN = "https://s3.amazonaws.com/text-datasets/reuters.npz"
FILE_HASH = "87aedbeb0cb229e378797a632c1997b6"
WORDS_ORIGIN = "https://s3.amazonaws.com/text-datasets/reuters_word_index.json"
WORDS_HASH = "4d44cc38712099c9e383dc6e5f11a921"

Pair = tuple[np.ndarray, np.ndarray]


def load_data(
    path: str = "reuters.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
    **kwargs: Any,
) -> tuple[Pair, Pair]:
    """Return the 11228 newswires, shuffled and parted.

    Args:
        path: the file's name in the cache.
        num_words: only numbers below this are kept: those of the most frequent words.
        skip_top: numbers below this are left out: those of the most frequent words.
        maxlen: newswires of this length or more are left out.
        test_split: which part of the newswires is for testing.
        seed: what NumPy's random state starts from, before the newswires are shuffled.
        start_char: what each newswire begins with; None for nothing.
        oov_char: what stands for a word that is left out; None for nothing.
        index_from: what is added to each word's rank, to make room for these marks.
        **kwargs: `nb_words`, the name of `num_words` in Keras 1.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: lists of numbers `(newswires,)`, topics 0 to 45
        `(newswires,)`.

    Raises:
        OSError: the file is not there and cannot be fetched.
        ValueError: what was fetched is not that file.
        TypeError: there are other arguments.
    """
    words = Words(number_of_words(num_words, kwargs), skip_top, start_char, oov_char, index_from)
    x, y = read_npz(get_file(path, origin=ORIGIN, file_hash=FILE_HASH), ("x", "y"))

    np.random.seed(seed)  # noqa: NPY002  # Keras: the order is that of NumPy's one stream.
    x, y = shuffled(x, y)
    texts, labels = words.numbered(x), [*y]
    if maxlen:
        texts, labels = shorter_than(maxlen, texts, labels)
    texts = words.kept(texts)
    train = int(len(texts) * (1 - test_split))
    return (as_array(texts[:train]), np.array(labels[:train])), (
        as_array(texts[train:]),
        np.array(labels[train:]),
    )


def get_word_index(path: str = "reuters_word_index.json") -> dict[str, int]:
    """Return the rank of each word: 1 for the most frequent one.

    Args:
        path: the file's name in the cache.
    """
    index: dict[str, int] = read_json(get_file(path, origin=WORDS_ORIGIN, file_hash=WORDS_HASH))
    return index
