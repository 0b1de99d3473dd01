"""Whether a dynamic layer's call is running: what it calls is then computed, not recorded."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch

__all__ = ["executing", "running"]


class _Running(threading.local):
    """The values of variables while a dynamic layer's call runs; None while calls are recorded."""

    values: dict[int, torch.Tensor] | None = None


running = _Running()


@contextmanager
def executing(values: dict[int, torch.Tensor]) -> Iterator[None]:
    """Run what is called while the context lasts, with these values of variables (by id)."""
    before, running.values = running.values, values
    try:
        yield
    finally:
        running.values = before
