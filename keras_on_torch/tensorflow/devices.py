"""`tf.test`: questions about the machine."""

from typing import Any

import torch

from keras_on_torch.backend.session import _get_available_gpus

__all__ = ["gpu_device_name", "is_built_with_cuda", "is_gpu_available"]


def is_gpu_available(*args: Any, **kwargs: Any) -> bool:
    """Return whether PyTorch has a GPU."""
    return torch.cuda.is_available()


def is_built_with_cuda() -> bool:
    """Return whether PyTorch was made for CUDA."""
    return torch.version.cuda is not None


def gpu_device_name() -> str:
    """Return the first GPU's name, nothing where there is none."""
    return (*_get_available_gpus(), "")[0]
