"""Functions of backend.losses: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K


@pytest.mark.parametrize("wrong", [-1, -100, 3])
@pytest.mark.parametrize("from_logits", [True, False])
def test_classes_that_are_none_are_refused(wrong, from_logits):
    with pytest.raises((IndexError, ValueError)):
        K.sparse_categorical_crossentropy(
            torch.tensor([0, wrong]), torch.full((2, 3), 0.3), from_logits
        )


@pytest.mark.parametrize("name", ["binary_crossentropy", "categorical_crossentropy"])
@pytest.mark.parametrize("from_logits", [True, False])
def test_targets_beyond_shares_count(name, from_logits, close):
    """Torch's own functions refuse them; old autoencoders have pixels from -1 to 1 as targets."""
    random = np.random.RandomState(0)
    p, y = random.uniform(0.1, 0.9, (4, 3)), random.normal(size=(4, 3))
    p = p / p.sum(-1, keepdims=True)
    value = getattr(K, name)(torch.tensor(y), torch.tensor(p), from_logits)
    if name == "binary_crossentropy":
        given = 1 / (1 + np.exp(-p)) if from_logits else p
        expected = -(y * np.log(given) + (1 - y) * np.log(1 - given))
    else:
        given = np.exp(p) / np.exp(p).sum(-1, keepdims=True) if from_logits else p
        expected = -(y * np.log(given)).sum(-1)
    close(value.numpy(), expected, rtol=1e-6)


def test_epsilon_is_the_one_configured_when_called(close):
    before = K.binary_crossentropy(K.constant([1.0]), K.constant([0.0]))
    K.set_epsilon(1e-2)
    after = K.binary_crossentropy(K.constant([1.0]), K.constant([0.0]))
    close(K.eval(before), np.array([-np.log(1e-7)]), rtol=1e-4)
    close(K.eval(after), np.array([-np.log(1e-2)]), rtol=1e-4)
