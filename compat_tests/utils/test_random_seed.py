"""One seed for all random streams."""

# ruff: noqa: NPY002 - Keras draws from NumPy's own random state.

import os
import random

import numpy as np
import pytest
import torch

import keras_on_torch as keras
from keras_on_torch import config
from keras_on_torch.utils.random_seed import random_state, set_random_state


def drawn():
    return random.random(), np.random.uniform(), np.random.normal(), torch.rand(1).item()


def test_a_seed_makes_all_streams_repeatable():
    keras.utils.set_random_seed(5)
    first, second = drawn(), drawn()
    keras.utils.set_random_seed(np.int64(5))
    assert [drawn(), drawn()] == [first, second]
    assert first != second
    random.seed(5)
    np.random.seed(5)
    assert first[:2] == (random.random(), np.random.uniform())


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None, True])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(ValueError, match="expected a whole number from 0 to"):
        keras.utils.set_random_seed(seed)


def test_streams_go_on_from_where_they_were():
    drawn()
    state = random_state(of_torch=True)
    first = drawn()
    set_random_state(state)
    assert drawn() == first


def test_determinism_is_torchs_and_one_thread_makes_batches(monkeypatch):
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    benchmark = torch.backends.cudnn.benchmark
    config.enable_determinism()
    try:
        assert config.is_deterministic()
        assert torch.are_deterministic_algorithms_enabled()
        assert torch.backends.cudnn.deterministic
        assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"
        enqueuer = keras.utils.GeneratorEnqueuer(iter(range(100)))
        enqueuer.start(workers=4)
        assert list(enqueuer.get()) == list(range(100))
        assert enqueuer.workers == 1
        enqueuer.stop()
    finally:
        config.enable_determinism(False)
        torch.backends.cudnn.benchmark = benchmark
    assert not torch.are_deterministic_algorithms_enabled()
