"""`compile` makes the losses and metrics that Keras makes, under the same names."""

import json
from pathlib import Path

import pytest

import keras_on_torch as keras
from compat_tests.engine.compile_cases import ROWS, compiled

RECORDED = json.loads(Path(__file__).with_name("compiles.json").read_text())


@pytest.mark.filterwarnings("ignore:Output .* missing from loss dictionary:UserWarning")
@pytest.mark.parametrize("place", range(len(ROWS)), ids=[": ".join(row) for row in ROWS])
def test_is_compiled_as_in_keras(place, device, close):
    close(compiled(keras, ROWS[place]), RECORDED[place])
