"""Texts made into words, words into numbers, and texts into rows of a matrix."""

import json
import warnings
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import md5
from typing import Any

import numpy as np

__all__ = ["Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence", "tokenizer_from_json"]

_PUNCTUATION = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(
    text: str, filters: Any = _PUNCTUATION, lower: bool = True, split: str = " "
) -> list[str]:
    """Return the words of a text.

    Args:
        text: the text.
        filters: the characters that part words as `split` does.
        lower: whether the words are made lower case.
        split: what stands between two words.
    """
    if lower:
        text = text.lower()
    spaces: dict[str, str | int | None] = dict.fromkeys(filters, split)
    parted = text.translate(str.maketrans(spaces))
    return [word for word in parted.split(split) if word]


def one_hot(
    text: str, n: int, filters: Any = _PUNCTUATION, lower: bool = True, split: str = " "
) -> list[int]:
    """Return a number from 1 to `n` - 1 for each word of a text, by Python's `hash`.

    Two words may get the same number; from one run of Python to the next numbers change.

    Args:
        text: the text.
        n: how many numbers there are, 0 with them, which no word gets.
        filters: the characters that part words as `split` does.
        lower: whether the words are made lower case.
        split: what stands between two words.
    """
    return hashing_trick(text, n, hash_function=hash, filters=filters, lower=lower, split=split)


def hashing_trick(
    text: str,
    n: int,
    hash_function: Any = None,
    filters: Any = _PUNCTUATION,
    lower: bool = True,
    split: str = " ",
) -> list[int]:
    """Return a number from 1 to `n` - 1 for each word of a text.

    Args:
        text: the text.
        n: how many numbers there are, 0 with them, which no word gets.
        hash_function: gives a whole number for a word; "md5" gives the same ones in every run, as
            Python's `hash`, which is the default, does not.
        filters: the characters that part words as `split` does.
        lower: whether the words are made lower case.
        split: what stands between two words.
    """
    if hash_function is None:
        hash_function = hash
    elif hash_function == "md5":
        hash_function = _md5
    words = text_to_word_sequence(text, filters=filters, lower=lower, split=split)
    return [hash_function(word) % (n - 1) + 1 for word in words]


def _md5(word: str) -> int:
    return int(md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


class Tokenizer:
    """Numbers for the words of texts: the more frequent a word, the lower its number.

    Numbers begin with 1: 0 is no word.

    Args:
        num_words: only words with numbers below this one are used.
        filters: the characters that part words as `split` does.
        lower: whether texts are made lower case.
        split: what stands between two words.
        char_level: whether characters are counted instead of words.
        oov_token: stands for words without a number, and has number 1 itself.
        document_count: how many texts were counted before.
        **kwargs: `nb_words`, Keras 1's name of `num_words`.
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: Any = _PUNCTUATION,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        document_count: int = 0,
        **kwargs: Any,
    ) -> None:
        if "nb_words" in kwargs:
            warnings.warn(
                "The `nb_words` argument in `Tokenizer` has been renamed `num_words`.",
                stacklevel=2,
            )
            num_words = kwargs.pop("nb_words")
        if kwargs:
            raise TypeError(f"Tokenizer: unrecognized keyword arguments: {kwargs}")
        self.word_counts: dict[str, int] = OrderedDict()
        self.word_docs: dict[str, int] = defaultdict(int)
        self.filters = filters
        self.split = split
        self.lower = lower
        self.num_words = num_words
        self.document_count = document_count
        self.char_level = char_level
        self.oov_token = oov_token
        self.index_docs: dict[int, int] = defaultdict(int)
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Count the words of texts, and number them anew.

        Args:
            texts: the texts; one that is a list has its words in it.
        """
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in dict.fromkeys(words):
                self.word_docs[word] += 1
        numbered = [] if self.oov_token is None else [self.oov_token]
        numbered += sorted(self.word_counts, key=self.word_counts.__getitem__, reverse=True)
        self.word_index = {word: index for index, word in enumerate(numbered, 1)}
        self.index_word = {index: word for word, index in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences: Any) -> None:
        """Count in how many sequences each number occurs.

        Args:
            sequences: a list of lists of numbers.
        """
        self.document_count += len(sequences)
        for sequence in sequences:
            for index in dict.fromkeys(sequence):
                self.index_docs[index] += 1

    def _words(self, text: Any) -> Any:
        """Return the words of a text, which may be a list of them."""
        if isinstance(text, list):
            return [word.lower() for word in text] if self.lower else text
        if self.char_level:
            return text.lower() if self.lower else text
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Return the numbers of the words of each text.

        A word without a number is left out, or stands as `oov_token`.

        Args:
            texts: the texts; one that is a list has its words in it.
        """
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Any]) -> Iterator[list[int]]:
        """Yield what `texts_to_sequences` gives, text by text."""
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        for text in texts:
            numbers = (self.word_index.get(word) for word in self._words(text))
            numbers = (index if self._is_used(index) else unknown for index in numbers)
            yield [index for index in numbers if index is not None]

    def _is_used(self, index: int | None) -> bool:
        return index is not None and not (self.num_words and index >= self.num_words)

    def sequences_to_texts(self, sequences: Iterable[Any]) -> list[str]:
        """Return for each sequence of numbers its words, with spaces between.

        A number without a word is left out, or stands as `oov_token`.
        """
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences: Iterable[Any]) -> Iterator[str]:
        """Yield what `sequences_to_texts` gives, sequence by sequence."""
        unknown = self.oov_token if self.oov_token in self.word_index else None
        for sequence in sequences:
            words = (
                self.index_word.get(index, unknown) if self._is_used(index) else unknown
                for index in sequence
            )
            yield " ".join(word for word in words if word is not None)

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> Any:
        """Return a matrix with a row for each text; `sequences_to_matrix` has the modes."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode=mode)

    def sequences_to_matrix(self, sequences: Any, mode: str = "binary") -> Any:
        """Return a matrix with a row for each sequence and a column for each number.

        Args:
            sequences: a list of lists of numbers.
            mode: "binary", whether a number occurs; "count", how often; "freq", that divided by
                the sequence's length; "tfidf", weighted by how rare it is in what was counted.

        Returns:
            An array of shape `(len(sequences), num_words)`.

        Raises:
            ValueError: there is no such mode, or nothing was counted that it needs.
        """
        width = self.num_words or (len(self.word_index) + 1 if self.word_index else 0)
        if not width:
            raise ValueError(
                "Specify a dimension (`num_words` argument), or fit on some text data first."
            )
        if mode == "tfidf" and not self.document_count:
            raise ValueError("Fit the Tokenizer on some data before using tfidf mode.")
        if mode not in ("binary", "count", "freq", "tfidf"):
            raise ValueError(
                f"Unknown vectorization mode: {mode!r}; choose 'binary', 'count', 'freq' or 'tfidf'"
            )
        matrix = np.zeros((len(sequences), width))
        for row, sequence in zip(matrix, sequences, strict=True):
            for index, count in Counter(i for i in sequence if i < width).items():
                row[index] = self._weight(mode, index, count, len(sequence))
        return matrix

    def _weight(self, mode: str, index: int, count: int, length: int) -> float:
        if mode == "binary":
            return 1
        if mode == "count":
            return count
        if mode == "freq":
            return count / length
        documents = self.index_docs.get(index, 0)
        weight: float = (1 + np.log(count)) * np.log(1 + self.document_count / (1 + documents))
        return weight

    def get_config(self) -> dict[str, Any]:
        """Return the arguments and what was counted, the latter as JSON."""
        return {
            "num_words": self.num_words,
            "filters": self.filters,
            "lower": self.lower,
            "split": self.split,
            "char_level": self.char_level,
            "oov_token": self.oov_token,
            "document_count": self.document_count,
            **{name: json.dumps(getattr(self, name)) for name in _COUNTED},
        }

    def to_json(self, **kwargs: Any) -> str:
        """Return the configuration as JSON; `tokenizer_from_json` reads it.

        Args:
            **kwargs: arguments of `json.dumps`.
        """
        return json.dumps(
            {"class_name": type(self).__name__, "config": self.get_config()}, **kwargs
        )


_COUNTED = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")


def tokenizer_from_json(json_string: str) -> Tokenizer:
    """Return the tokenizer that `Tokenizer.to_json` has described.

    Raises:
        ValueError: the text is no description of a tokenizer.
    """
    config = json.loads(json_string).get("config")
    if not isinstance(config, dict) or not all(name in config for name in _COUNTED):
        raise ValueError(
            "tokenizer_from_json: the text must be what Tokenizer.to_json() gives, with a 'config'"
            f" that has {', '.join(_COUNTED)}; got {json_string[:200]!r}"
        )
    counted = {name: json.loads(config[name]) for name in _COUNTED}
    tokenizer = Tokenizer(**{key: config[key] for key in config if key not in counted})
    tokenizer.word_counts.update(counted["word_counts"])
    tokenizer.word_docs.update(counted["word_docs"])
    tokenizer.word_index.update(counted["word_index"])
    # JSON has no keys but texts.
    tokenizer.index_docs.update({int(i): count for i, count in counted["index_docs"].items()})
    tokenizer.index_word.update({int(i): word for i, word in counted["index_word"].items()})
    return tokenizer
