"""What is kept of generators and tokenizers; golden/tables/preprocessing.py has their values."""

import json

import numpy as np
import pytest

from compat_tests.preprocessing import witness
from keras_on_torch.preprocessing import sequence, text

TEXTS = ["The cat sat", "the dog ate the cat", "no dog"]
# Written by real Keras 2.2.4 under Python 3.7, of the texts "a b." and "a!".
OLD_JSON = (
    '{"class_name": "Tokenizer", "config": {"num_words": 4, "filters": "!.", "lower": true, '
    '"split": " ", "char_level": false, "oov_token": "?", "document_count": 2, '
    '"word_counts": "{\\"a\\": 2, \\"b\\": 1}", "word_docs": "{\\"a\\": 2, \\"b\\": 1}", '
    '"index_docs": "{\\"2\\": 2, \\"3\\": 1}", "index_word": "{\\"1\\": \\"?\\", \\"2\\": '
    '\\"a\\", \\"3\\": \\"b\\"}", "word_index": "{\\"?\\": 1, \\"a\\": 2, \\"b\\": 3}"}}'
)
STATE = ("word_counts", "word_docs", "index_docs", "index_word", "word_index", "document_count")


def fitted(package, **arguments):
    tokenizer = package.Tokenizer(**arguments)
    tokenizer.fit_on_texts(TEXTS)
    return tokenizer


# ---- tokenizers
def test_an_old_file_is_read():
    tokenizer, expected = (p.tokenizer_from_json(OLD_JSON) for p in (text, witness.text))
    for name in (*STATE, "num_words", "filters", "oov_token"):
        assert getattr(tokenizer, name) == getattr(expected, name)
    assert tokenizer.texts_to_sequences(["a b c a."]) == [[2, 3, 1, 2]]


@pytest.mark.parametrize(
    "arguments", [{}, {"char_level": True}, {"oov_token": "?", "num_words": 3}]
)
def test_either_reads_what_the_other_has_written(arguments):
    ours, theirs = fitted(text, **arguments), fitted(witness.text, **arguments)
    for read, written in ((text, theirs), (witness.text, ours), (text, ours)):
        again = read.tokenizer_from_json(written.to_json(indent=2))
        for name in STATE:
            assert getattr(again, name) == getattr(ours, name)
        assert again.texts_to_sequences(TEXTS) == ours.texts_to_sequences(TEXTS)


def test_a_tokenizer_that_was_read_counts_on():
    tokenizer = text.tokenizer_from_json(fitted(text).to_json())
    tokenizer.fit_on_texts(["new words"])
    expected = fitted(witness.text)
    expected.fit_on_texts(["new words"])
    for name in STATE:
        assert getattr(tokenizer, name) == getattr(expected, name)


@pytest.mark.parametrize("given", ["{}", '{"config": {"num_words": 3}}'])
def test_what_is_no_tokenizer(given):
    with pytest.raises(ValueError, match=r"must be what Tokenizer\.to_json"):
        text.tokenizer_from_json(given)


def test_texts_may_come_from_a_generator():
    tokenizer = text.Tokenizer()
    tokenizer.fit_on_texts(line for line in TEXTS)
    assert tokenizer.word_index == fitted(witness.text).word_index
    assert next(tokenizer.texts_to_sequences_generator(iter(["the cat"]))) == [1, 2]


def test_the_default_hash_is_pythons():
    for function in (text.one_hot, text.hashing_trick):
        assert function("One two", 10) == [hash("one") % 9 + 1, hash("two") % 9 + 1]


def test_the_old_name_of_num_words():
    with pytest.warns(UserWarning, match="renamed `num_words`"):
        assert text.Tokenizer(nb_words=3).num_words == 3


# ---- time series
@pytest.mark.parametrize("reverse", [False, True])
def test_a_generator_of_windows_is_read_as_keras_reads_it(reverse):
    given = {"sampling_rate": 2, "stride": 3, "start_index": 2, "batch_size": 4, "reverse": reverse}
    data = np.arange(80).reshape(40, 2)
    ours, theirs = (
        package.TimeseriesGenerator(data, data[:, 0], 5, **given)
        for package in (sequence, witness.sequence)
    )
    assert json.loads(ours.to_json()) == json.loads(theirs.to_json())
    again = sequence.timeseries_generator_from_json(theirs.to_json())
    expected = witness.sequence.timeseries_generator_from_json(ours.to_json())
    assert len(again) == len(expected)
    for index in range(len(again)):
        for a, b in zip(again[index], expected[index], strict=True):
            np.testing.assert_array_equal(a, b)


def test_windows_are_drawn_alike():
    data = np.arange(30.0)
    given = []
    for package in (sequence, witness.sequence):
        np.random.seed(4)
        windows = package.TimeseriesGenerator(data, data, 3, shuffle=True, batch_size=5)
        given.append([windows[0], windows[1]])
    np.testing.assert_array_equal(given[0][1][0], given[1][1][0])


# ---- mistakes
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((3,), "list of sequences, got 3"),
        (([[1], 2],), "non-iterable at position 1: 2"),
        (([[1]], 2, "int32", "left"), "Padding type 'left' not understood"),
        (([[1]], 2, "int32", "pre", "left"), "Truncating type 'left' not understood"),
        (([[1, 2], [[3, 4]]],), r"\(2,\) of sequence at position 1 .* expected shape \(\)"),
        (([["a"]], None, "int32", "pre", "pre", "b"), "`dtype` int32 is not compatible"),
        (([],), "empty: give `maxlen`"),
    ],
    ids=str,
)
def test_sequences_that_are_none(given, message):
    with pytest.raises(ValueError, match=message):
        sequence.pad_sequences(*given)


def test_data_and_targets_of_different_length():
    with pytest.raises(ValueError, match="Data length is 3 while target length is 2"):
        sequence.TimeseriesGenerator([1, 2, 3], [1, 2], 1)
