"""Values printed while a program runs."""

import sys
from typing import Any

import numpy as np
import torch

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor
from keras_on_torch.graph import op

__all__ = ["print_tensor"]

_SHOWN = 3


@op
def print_tensor(x: Tensor, message: str = "") -> Tensor:
    """Return `x`; whenever it is computed, print its first three numbers to the error stream.

    Args:
        x: a tensor; what follows must use the result, or nothing is printed.
        message: printed before the numbers.
    """
    if not (isinstance(x, torch.Tensor) and x.is_meta):
        sys.stderr.write(f"{message}[{summary_of(as_tensor(x))}]\n")
    return x


def summary_of(x: torch.Tensor, shown: int = _SHOWN) -> str:
    """Return the first numbers as TensorFlow 1 writes them: `[0 1][2...]...`."""
    values = x.detach().cpu()
    if values.is_floating_point() and values.dtype is not torch.float64:
        values = values.float()
    array = values.numpy()
    if not array.size:
        return ""
    words = [word_of(value) for value in array.reshape(-1)[:shown]]
    text, _ = _nested(words, array.shape, 0, outermost=True)
    return text + ("..." if array.size > shown else "")


def word_of(value: Any) -> str:
    """Write a number with few digits, where these tell it from all others of its type."""
    if not isinstance(value, np.floating):
        return str(int(value))
    few, enough = (15, 17) if value.dtype == np.float64 else (6, 9)
    short = f"{value:.{few}g}"
    return short if value.dtype.type(short) == value else f"{value:.{enough}g}"


def _nested(
    words: list[str], shape: tuple[int, ...], used: int, outermost: bool
) -> tuple[str, int]:
    """Write words in brackets by shape.

    Returns:
        the text, and how many of the words are used up.
    """
    if not shape:
        return words[0], 1
    if len(shape) == 1:
        row = words[used : used + shape[0]]
        cut = "..." if len(row) < shape[0] and not outermost else ""
        return " ".join(row) + cut, used + len(row)
    text = ""
    for _ in range(shape[0]):
        if used >= len(words):
            break
        inner, used = _nested(words, shape[1:], used, outermost=False)
        text += f"[{inner}]"
    return text, used
