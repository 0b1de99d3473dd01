"""Axis order: Keras's on one side, torch's on the other. A change of order is a view."""

import torch

from keras_on_torch.graph import Variable

__all__ = ["convolution_weight", "from_torch_order", "in_torch_order", "store_for_convolution"]


def in_torch_order(x: torch.Tensor, data_format: str) -> torch.Tensor:
    """Give a view with the channels behind the batch axis.

    Channels-last memory seen so is torch's own `channels_last` format: nothing is copied.
    """
    if data_format == "channels_first":
        return x
    ndim = x.ndim
    return x.permute(0, ndim - 1, *range(1, ndim - 1))


def from_torch_order(x: torch.Tensor, data_format: str) -> torch.Tensor:
    """Give a view with the channels where `data_format` wants them."""
    if data_format == "channels_first":
        return x
    return x.permute(0, *range(2, x.ndim), 1)


def convolution_weight(kernel: torch.Tensor) -> torch.Tensor:
    """Give a kernel (..., channels, filters) as torch takes it: (filters, channels, ...)."""
    ndim = kernel.ndim
    return kernel.permute(ndim - 1, ndim - 2, *range(ndim - 2))


def store_for_convolution(kernel: Variable) -> None:
    """Lay out the memory of a kernel as torch's convolutions read it fastest; its shape stays.

    Filters come first and channels last in memory, so that gradients have the strides of the kernel
    and neither is copied.
    """
    tensor = kernel.tensor
    last = tensor.ndim - 1
    filters_first = tensor.detach().permute(last, *range(last)).contiguous()
    tensor.data = filters_first.permute(*range(1, last + 1), 0)
