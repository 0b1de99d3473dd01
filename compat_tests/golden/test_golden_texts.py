"""What is written while a model runs, against recorded Keras."""

import re

import pytest

import keras_on_torch as keras
from compat_tests.golden.parametrize import each_row
from compat_tests.golden.runs.texts import written

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]\d+)?")


@each_row("texts", "file")
def test_writes_the_text_of_keras_to_a_file(row, record):
    same_text(written(keras, row, "file"), record["file"])


@each_row("texts", "terminal")
def test_writes_the_text_of_keras_to_a_terminal(row, record):
    same_text(written(keras, row, "terminal"), record["terminal"])


def same_text(actual, expected):
    """Fail where texts differ; a number may be off by what training in float32 lets grow."""
    if actual == expected:
        return
    assert re.sub(r"\d", "9", actual) == re.sub(r"\d", "9", expected)
    numbers = [float(word) for word in NUMBER.findall(actual)]
    assert numbers == pytest.approx([float(word) for word in NUMBER.findall(expected)], rel=5e-4)
