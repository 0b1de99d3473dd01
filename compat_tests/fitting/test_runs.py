"""Every step of fit, evaluate and predict is as in Keras: order, batches, logs, results."""

import json
from pathlib import Path

import pytest

import keras_on_torch as keras
from compat_tests.fitting.scenarios import ROWS, played

RECORDED = json.loads(Path(__file__).with_name("runs.json").read_text())


@pytest.mark.parametrize("row", ROWS)
def test_goes_as_in_keras(row, device, close):
    found, expected = played(keras, row), RECORDED[row]
    assert found["next"] == expected["next"]  # As many random numbers were drawn.
    close(found["result"], expected["result"])
    close(found["seen"], expected["seen"])
