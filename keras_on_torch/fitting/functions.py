"""Running a model's functions: the compiled ones, and what a program has put in their place."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch.fitting.device import fetched, numbers
from keras_on_torch.fitting.weights import UnitWeights
from keras_on_torch.graph import Function, to_numpy, unshared

__all__ = ["is_compiled", "run_for_arrays", "run_for_numbers"]


def is_compiled(function: Any) -> bool:
    """Return whether a model's function is what `K.function` makes; else it is any callable."""
    return isinstance(function, Function)


def run_for_numbers(function: Any, feeds: Sequence[Any]) -> list[Any]:
    """Return losses and metrics of a batch, for the logs.

    Args:
        function: the model's `train_function` or `test_function`, or any callable of a list of
            arrays that returns a list.
        feeds: inputs, targets, weights and the learning phase.
    """
    if isinstance(function, Function):
        return numbers(function.run(_without_unit_weights(feeds)))
    return _called(function, feeds)


def run_for_arrays(function: Any, feeds: Sequence[Any]) -> list[Any]:
    """Return the outputs for a batch as arrays; arguments as of `run_for_numbers`."""
    if isinstance(function, Function):
        return unshared(fetched(function.run(_without_unit_weights(feeds))), feeds)
    return _called(function, feeds)


def _without_unit_weights(feeds: Sequence[Any]) -> list[Any]:
    """Return feeds with None for weights of one that nobody gave: they need no computing."""
    return [None if isinstance(fed, UnitWeights) else fed for fed in feeds]


def _called(function: Any, feeds: Sequence[Any]) -> list[Any]:
    results = function([_plain(fed) for fed in feeds])
    return list(results) if isinstance(results, (list, tuple)) else [results]


def _plain(fed: Any) -> Any:
    """Return what is fed as an array of NumPy's own kind, where it is one."""
    if isinstance(fed, torch.Tensor):
        return to_numpy(fed)
    return np.asarray(fed) if isinstance(fed, np.ndarray) else fed
