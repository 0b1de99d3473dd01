"""Where batches are: the one address of moving numbers between the host and the device."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from keras_on_torch.graph import numpy_dtype, tensor_of, to_numpy
from keras_on_torch.utils.numpy_values import as_array
from keras_on_torch.utils.shown_numbers import ShownFloat32, shown

__all__ = ["fetched", "host_tensor", "numbers", "sent"]


def host_tensor(array: Any, dtype: torch.dtype) -> torch.Tensor:
    """Return an array as a tensor on the host, of the type the model takes where that saves work.

    Memory is shared where the type is right already. An array of smaller numbers (bytes of images)
    stays as it is and is cast batch by batch, so that it does not grow in memory.
    """
    if isinstance(array, torch.Tensor):
        tensor = array.detach()
    else:
        array = np.asarray(array)
        if array.dtype.kind in "OSU" or not array.dtype.isnative:
            array = as_array(array, numpy_dtype(dtype))
        tensor = tensor_of(array)
    if tensor.dtype is dtype or tensor.element_size() < dtype.itemsize:
        return tensor
    return tensor.to(dtype)


def sent(batch: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Return a batch on the device; a copy to CUDA goes from pinned memory, nobody waits for it."""
    if device.type != "cuda" or batch.is_cuda:
        return batch
    return batch.pin_memory().to(device, non_blocking=True)


def fetched(outputs: Sequence[torch.Tensor]) -> list[Any]:
    """Return results as NumPy arrays."""
    return [to_numpy(output) for output in outputs]


def numbers(outputs: Sequence[Any]) -> list[Any]:
    """Return losses and metrics for the logs: numbers, or tensors still on a CUDA device."""
    if outputs and isinstance(outputs[0], torch.Tensor) and outputs[0].is_cuda:
        return list(outputs)
    return [
        ShownFloat32(output.item())  # As to_numpy gives, in less time.
        if isinstance(output, torch.Tensor) and output.dtype is torch.float32 and not output.ndim
        else shown(to_numpy(output))
        for output in outputs
    ]
