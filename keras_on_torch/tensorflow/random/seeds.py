"""Where random numbers start: the program's seed, and that of a function."""

import os
from typing import Any

import torch

from keras_on_torch.backend.random import Stream

__all__ = ["get_seed", "set_random_seed"]

_DEFAULT_GRAPH_SEED = 87654321  # TensorFlow's, where a function alone has a seed.
_BOUND = 2**31


class Program:
    """The seed of the program, and how many functions have drawn theirs from it."""

    seed: int | None = None
    drawn = 0


def set_random_seed(seed: int) -> None:
    """Make what follows repeatable: each function draws its seed from this one.

    Args:
        seed: a whole number; torch's own generator is seeded with it, too.
    """
    Program.seed, Program.drawn = int(seed), 0
    torch.manual_seed(int(seed))


def get_seed(op_seed: int | None) -> tuple[int | None, int | None]:
    """Return the two seeds of a function: the program's and its own.

    Args:
        op_seed: the seed that the function was given; None where it was given none.

    Returns:
        Two whole numbers, or (None, None) where nothing is to be repeatable.
    """
    if Program.seed is None and op_seed is None:
        return None, None
    if op_seed is None:
        Program.drawn += 1
        op_seed = Program.drawn
    first = _DEFAULT_GRAPH_SEED if Program.seed is None else Program.seed
    seeds = first % _BOUND, int(op_seed) % _BOUND
    return (0, _BOUND - 1) if seeds == (0, 0) else seeds


def seed_of(op_seed: Any) -> int:
    """Return one number for the two seeds of a function; a new one each time where it has none."""
    first, second = get_seed(op_seed)
    if first is None or second is None:
        return int.from_bytes(os.urandom(4), "little")
    return (first * 1_000_003 + second) % 2**63


def stream_of(op_seed: Any) -> Stream:
    """Return the random numbers of a function that was given this seed."""
    return Stream(seed_of(op_seed))
