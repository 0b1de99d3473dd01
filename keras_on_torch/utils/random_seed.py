"""The random streams of Python, NumPy and torch: seeded, kept, set back."""

import random
from typing import Any

import numpy as np
import torch

__all__ = ["random_state", "set_random_seed", "set_random_state"]


def set_random_seed(seed: int) -> None:
    """Seed the streams of Python, NumPy and torch, from which all that is random here is drawn.

    Args:
        seed: a whole number from 0 to 2**32 - 1.

    Raises:
        ValueError: it is no such number.
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed < 2**32:
        raise ValueError(
            f"set_random_seed: expected a whole number from 0 to 2**32 - 1, got {seed!r}"
        )
    random.seed(int(seed))
    np.random.seed(int(seed))  # noqa: NPY002  # Keras draws from this state.
    torch.manual_seed(int(seed))


def random_state(of_torch: bool = False) -> dict[str, Any]:
    """Return where the streams are, as plain values and arrays.

    Args:
        of_torch: whether torch's are among them, those of CUDA devices where they are in use.
    """
    version, words, gauss = random.getstate()
    _, keys, place, has_gauss, cached = np.random.get_state()  # noqa: NPY002
    state: dict[str, Any] = {
        "python": [version, np.array(words, np.uint32), gauss],
        "numpy": [keys, int(place), int(has_gauss), float(cached)],
    }
    if of_torch:
        state["torch"] = torch.get_rng_state().numpy()
        if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]  # torch has no types here.
            state["cuda"] = [one.numpy() for one in torch.cuda.get_rng_state_all()]
    return state


def set_random_state(state: dict[str, Any]) -> None:
    """Set the streams back to what `random_state` gave."""
    version, words, gauss = state["python"]
    random.setstate((version, tuple(words.tolist()), gauss))
    np.random.set_state(("MT19937", *state["numpy"]))  # noqa: NPY002
    if "torch" in state:
        torch.set_rng_state(torch.from_numpy(state["torch"].copy()))
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state_all([torch.from_numpy(one.copy()) for one in state["cuda"]])
