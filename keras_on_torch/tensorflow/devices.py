"""`tf.test`: questions about the machine."""

import torch

from keras_on_torch.backend.session import _get_available_gpus

__all__ = ["gpu_device_name", "is_built_with_cuda", "is_built_with_gpu_support"]
__all__ += ["is_built_with_rocm", "is_gpu_available"]


def is_gpu_available(
    cuda_only: bool = False, min_cuda_compute_capability: tuple[int, int] | None = None
) -> bool:
    """Return whether PyTorch has a GPU.

    Args:
        cuda_only: whether it must be one of CUDA; here all are.
        min_cuda_compute_capability: the least that it must be capable of, (major, minor).
    """
    if not torch.cuda.is_available():
        return False
    wanted = min_cuda_compute_capability
    return wanted is None or torch.cuda.get_device_capability() >= tuple(wanted)


def is_built_with_gpu_support() -> bool:
    """Return whether PyTorch was made for GPUs."""
    return is_built_with_cuda() or is_built_with_rocm()


def is_built_with_rocm() -> bool:
    """Return whether PyTorch was made for AMD's GPUs."""
    return torch.version.hip is not None


def is_built_with_cuda() -> bool:
    """Return whether PyTorch was made for CUDA."""
    return torch.version.cuda is not None


def gpu_device_name() -> str:
    """Return the first GPU's name, nothing where there is none."""
    return (*_get_available_gpus(), "")[0]
