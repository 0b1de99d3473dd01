"""Sequences made equally long, windows of time series, and pairs of words."""

import json
import random
from collections.abc import Callable
from typing import Any

import numpy as np

from keras_on_torch.utils.data_utils import PlannedSequence

__all__ = [
    "TimeseriesGenerator",
    "make_sampling_table",
    "pad_sequences",
    "skipgrams",
    "timeseries_generator_from_json",
]

_EULER_GAMMA = 0.577  # Keras: three digits of it.


def pad_sequences(
    sequences: Any,
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> Any:
    """Return sequences as the rows of one array, padded or cut to the same length.

    Args:
        sequences: a list of sequences of numbers, or of arrays of shape `(steps, ...)`.
        maxlen: the length; by default that of the longest.
        dtype: the type of the array; `object` for strings of any length.
        padding: "pre" or "post": where `value` is put.
        truncating: "pre" or "post": where what is too long is cut.
        value: what is filled in.

    Returns:
        An array of shape `(len(sequences), maxlen, ...)`.

    Raises:
        ValueError: an entry is no sequence, shapes differ, or an argument has no such choice.
    """
    if not hasattr(sequences, "__len__"):
        raise ValueError(f"`sequences` must be a list of sequences, got {sequences!r}")
    _check_choice("Truncating", truncating)
    _check_choice("Padding", padding)
    lengths = [_length(index, sequence) for index, sequence in enumerate(sequences)]
    if maxlen is None:
        if not lengths:
            raise ValueError("`sequences` is empty: give `maxlen`, there is no longest sequence")
        maxlen = max(lengths)
    _check_fill(value, dtype)
    filled = [index for index, length in enumerate(lengths) if length]
    shape = np.asarray(sequences[filled[0]]).shape[1:] if filled else ()
    padded = np.full((len(lengths), maxlen, *shape), value, dtype=dtype)
    for index in filled:
        sequence = sequences[index]
        kept = np.asarray(
            sequence[-maxlen:] if truncating == "pre" else sequence[:maxlen], dtype=dtype
        )
        if kept.shape[1:] != shape:
            raise ValueError(
                f"Shape of sample {kept.shape[1:]} of sequence at position {index} is different"
                f" from expected shape {shape}"
            )
        if padding == "post":
            padded[index, : len(kept)] = kept
        else:
            padded[index, -len(kept) :] = kept
    return padded


def _check_choice(what: str, choice: str) -> None:
    if choice not in ("pre", "post"):
        raise ValueError(f"{what} type {choice!r} not understood: choose 'pre' or 'post'")


def _length(index: int, sequence: Any) -> int:
    try:
        return len(sequence)
    except TypeError:
        raise ValueError(
            "`sequences` must be a list of sequences. Found a non-iterable at position"
            f" {index}: {sequence!r}"
        ) from None


def _check_fill(value: Any, dtype: Any) -> None:
    if isinstance(value, str) and dtype is not object and np.dtype(dtype).kind not in "OU":
        raise ValueError(
            f"`dtype` {dtype} is not compatible with `value`'s type: {type(value)}. You should set"
            " `dtype=object` for variable length strings"
        )


def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> Any:
    """Return the probability to keep a word, by its rank among the most frequent ones.

    Mikolov et al. (2013), "Distributed Representations of Words and Phrases", section 2.3; the
    frequencies are taken to follow Zipf's law.

    Args:
        size: how many words.
        sampling_factor: the threshold in that formula.

    Returns:
        An array of shape `(size,)`.
    """
    rank = np.arange(size)
    rank[0] = 1
    inverse_frequency = rank * (np.log(rank) + _EULER_GAMMA) + 0.5 - 1.0 / (12.0 * rank)
    ratio = sampling_factor * inverse_frequency
    return np.minimum(1.0, ratio / np.sqrt(ratio))


def skipgrams(
    sequence: Any,
    vocabulary_size: int,
    window_size: int = 4,
    negative_samples: float = 1.0,
    shuffle: bool = True,
    categorical: bool = False,
    sampling_table: Any = None,
    seed: int | None = None,
) -> tuple[list[list[Any]], list[Any]]:
    """Return pairs of words that stand near each other, and pairs drawn at random.

    Mikolov et al. (2013), "Efficient Estimation of Word Representations in Vector Space".

    Args:
        sequence: the numbers of the words of a text; 0 is no word and is passed over.
        vocabulary_size: the highest number, plus 1.
        window_size: how far apart the words of a pair may stand.
        negative_samples: how many random pairs there are for each true one.
        shuffle: whether the pairs are brought into another order.
        categorical: whether a label is [1, 0] or [0, 1], rather than 0 or 1.
        sampling_table: the probability to keep each word, by its number.
        seed: what Python's random numbers start from before the order is drawn.

    Returns:
        The pairs, and for each one whether the words stand near each other.
    """
    couples = _near_pairs(sequence, window_size, sampling_table)
    true, false = ([0, 1], [1, 0]) if categorical else (1, 0)
    labels: list[Any] = [true] * len(couples)
    if negative_samples > 0:
        count = int(len(labels) * negative_samples)
        words = [word for word, _ in couples]
        random.shuffle(words)
        couples += [
            [words[i % len(words)], random.randint(1, vocabulary_size - 1)] for i in range(count)
        ]
        labels += [false] * count
    if shuffle:
        if seed is None:
            seed = random.randint(0, 10**7)
        for shuffled in (couples, labels):  # Both from the same seed: in the same order.
            random.seed(seed)
            random.shuffle(shuffled)
    return couples, labels


def _near_pairs(sequence: Any, window_size: int, sampling_table: Any) -> list[list[Any]]:
    pairs = []
    for at, word in enumerate(sequence):
        if not word or (sampling_table is not None and sampling_table[word] < random.random()):
            continue
        window = range(max(0, at - window_size), min(len(sequence), at + window_size + 1))
        pairs += [[word, sequence[near]] for near in window if near != at and sequence[near]]
    return pairs


def _remove_long_seq(maxlen: int, seq: Any, label: Any) -> tuple[list[Any], list[Any]]:
    """Return the sequences that are shorter than a length, and their labels."""
    # Keras: a sequence of just that length goes, too.
    kept = [(x, y) for x, y in zip(seq, label, strict=False) if len(x) < maxlen]
    return [x for x, _ in kept], [y for _, y in kept]


class TimeseriesGenerator(PlannedSequence):
    """Batches of windows of a time series, each with the target that follows it.

    Args:
        data: the steps, of shape `(steps, ...)`.
        targets: a target for each step.
        length: how many steps a window spans.
        sampling_rate: each how many steps of these one is taken.
        stride: how many steps lie between the starts of two windows.
        start_index: the first step that is used.
        end_index: the last step that may be a target.
        shuffle: whether windows are drawn at random.
        reverse: whether the steps of a window are given from the last to the first.
        batch_size: how many windows make a batch.

    Raises:
        ValueError: data and targets differ in length, or are too short for one window.
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
    ) -> None:
        if len(data) != len(targets):
            raise ValueError(
                f"Data and targets have to be of same length. Data length is {len(data)} while"
                f" target length is {len(targets)}"
            )
        self.data = data
        self.targets = targets
        self.length = length
        self.sampling_rate = sampling_rate
        self.stride = stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle = shuffle
        self.reverse = reverse
        self.batch_size = batch_size
        if self.start_index > self.end_index:
            raise ValueError(
                f"`start_index+length={self.start_index} > end_index={self.end_index}` is"
                " disallowed, as no part of the sequence would be left to be used as current step."
            )

    def __len__(self) -> int:
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step

    def __getitem__(self, index: int) -> Any:
        return self._windows(self._rows(index))

    def is_planned(self) -> bool:
        return type(self).__getitem__ is TimeseriesGenerator.__getitem__

    def planner(self) -> Callable[[int], Any]:
        return self._rows

    def carry_out(self, plan: Any) -> tuple[Any, None]:
        return self._windows(plan), None

    def _rows(self, index: int) -> Any:
        """Return the steps that come after the windows of a batch."""
        if self.shuffle:
            return np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        step = self.batch_size * self.stride
        first = self.start_index + step * index
        return np.arange(first, min(first + step, self.end_index + 1), self.stride)

    def _windows(self, rows: Any) -> tuple[Any, Any]:
        samples = np.array(
            [self.data[row - self.length : row : self.sampling_rate] for row in rows]
        )
        targets = np.array([self.targets[row] for row in rows])
        return (samples[:, ::-1, ...] if self.reverse else samples), targets

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, the data as JSON.

        Raises:
            TypeError: JSON has no form for the data.
        """
        return {
            "data": _as_json("Data", self.data),
            "targets": _as_json("Targets", self.targets),
            "length": self.length,
            "sampling_rate": self.sampling_rate,
            "stride": self.stride,
            "start_index": self.start_index,  # Keras: with the length in it, which is added again.
            "end_index": self.end_index,
            "shuffle": self.shuffle,
            "reverse": self.reverse,
            "batch_size": self.batch_size,
        }

    def to_json(self, **kwargs: Any) -> str:
        """Return the configuration as JSON; `timeseries_generator_from_json` reads it.

        Args:
            **kwargs: arguments of `json.dumps`.
        """
        return json.dumps(
            {"class_name": type(self).__name__, "config": self.get_config()}, **kwargs
        )


def _as_json(what: str, values: Any) -> str:
    plain = values.tolist() if type(values).__module__ == np.__name__ else values
    try:
        return json.dumps(plain)
    except TypeError as error:
        raise TypeError(f"{what} not JSON Serializable: {error}") from None


def timeseries_generator_from_json(json_string: str) -> TimeseriesGenerator:
    """Return the generator that `TimeseriesGenerator.to_json` has described."""
    config = json.loads(json_string)["config"]
    return TimeseriesGenerator(
        **{
            **config,
            "data": json.loads(config["data"]),
            "targets": json.loads(config["targets"]),
        }
    )
