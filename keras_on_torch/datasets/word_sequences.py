"""Texts as lists of the words' ranks, as IMDB's and Reuters' data sets are stored."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Words", "as_array", "number_of_words", "shorter_than", "shuffled"]


def number_of_words(num_words: Any, legacy: dict[str, Any]) -> Any:
    """Return how many words are wanted, be it under the name that Keras 1 had for it.

    Args:
        num_words: what was given under today's name.
        legacy: further arguments by name.

    Raises:
        TypeError: there are others among them.
    """
    if "nb_words" in legacy:
        warnings.warn(
            "The `nb_words` argument in `load_data` has been renamed `num_words`.", stacklevel=3
        )
        num_words = legacy.pop("nb_words")
    if legacy:
        raise TypeError(f"Unrecognized keyword arguments: {legacy}")
    return num_words


def shuffled(texts: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both in an order drawn from NumPy's one stream, as Keras does."""
    order = np.arange(len(texts))
    np.random.shuffle(order)  # noqa: NPY002
    return texts[order], labels[order]


def shorter_than(
    maxlen: int, texts: list[list[int]], labels: Iterable[Any]
) -> tuple[list[list[int]], list[Any]]:
    """Return the texts with fewer than `maxlen` words, and their labels."""
    kept = [pair for pair in zip(texts, labels, strict=True) if len(pair[0]) < maxlen]
    return [text for text, _ in kept], [label for _, label in kept]


@dataclass
class Words:
    """What becomes of a word's rank.

    Args:
        num_words: how many numbers are kept, the lowest ones; None keeps all.
        skip_top: numbers below this are left out as well.
        start_char: what each text begins with; None for nothing.
        oov_char: what stands for a word that is left out; None for nothing.
        index_from: what is added to each rank.
    """

    num_words: int | None
    skip_top: int
    start_char: int | None
    oov_char: int | None
    index_from: int

    def numbered(self, texts: Iterable[Any]) -> list[list[int]]:
        """Return ranks with their start and distance: the first steps."""
        if self.start_char is not None:
            return [[self.start_char, *(word + self.index_from for word in x)] for x in texts]
        return [[word + (self.index_from or 0) for word in x] for x in texts]

    def kept(self, texts: list[list[int]]) -> list[list[int]]:
        """Return what is left of numbered texts without words that are too rare or too common.

        Raises:
            ValueError: there is no text, and not given either which numbers are kept.
        """
        if not (texts or self.num_words):
            raise ValueError("there is no sequence to take num_words from. Increase maxlen")
        low, high = self.skip_top, self.num_words or max(max(x) for x in texts)
        if self.oov_char is None:
            return [[word for word in x if low <= word < high] for x in texts]
        other = self.oov_char
        return [[word if low <= word < high else other for word in x] for x in texts]


def as_array(texts: list[list[int]]) -> np.ndarray:
    """Return lists in an array, as NumPy 1 does: a table where all have the same length."""
    if len({len(text) for text in texts}) <= 1:
        return np.array(texts)
    array = np.empty(len(texts), object)
    array[:] = texts
    return array
