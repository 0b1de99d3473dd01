"""Discrete Fourier transforms over the last axes."""

from typing import Any

import torch

from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.arguments import allowed, tensor
from keras_on_torch.tensorflow.dispatch import function

__all__ = ["fft", "fft2d", "fft3d", "ifft", "ifft2d", "ifft3d"]


def _transform(name: str, axes: int, compute: Any, doc: str) -> Any:
    def transformed(input: Any, name: str | None = None) -> Tensor:
        x = allowed(tensor(input), "complex", "input")
        return compute(x, dim=tuple(range(-axes, 0)))

    transformed.__name__ = transformed.__qualname__ = name
    transformed.__doc__ = doc
    return function(transformed)


fft = _transform("fft", 1, torch.fft.fftn, "Return the transform along the last axis.")
fft2d = _transform("fft2d", 2, torch.fft.fftn, "Return the transform along the last two axes.")
fft3d = _transform("fft3d", 3, torch.fft.fftn, "Return the transform along the last three axes.")
ifft = _transform("ifft", 1, torch.fft.ifftn, "Return the inverse of `fft`.")
ifft2d = _transform("ifft2d", 2, torch.fft.ifftn, "Return the inverse of `fft2d`.")
ifft3d = _transform("ifft3d", 3, torch.fft.ifftn, "Return the inverse of `fft3d`.")
