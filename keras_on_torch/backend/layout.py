"""Axis order: Keras's on one side, torch's on the other. A change of order is a view."""

import torch

from keras_on_torch.graph import Variable

__all__ = [
    "channels_last",
    "convolution_weight",
    "depthwise_weight",
    "from_channels_last",
    "from_torch_order",
    "in_torch_order",
    "store_for_convolution",
    "store_for_depthwise",
]

# By the number of axes; written out, since these are looked up several times a layer and step.
_CHANNELS_SECOND = {2: (0, 1), 3: (0, 2, 1), 4: (0, 3, 1, 2), 5: (0, 4, 1, 2, 3)}
_CHANNELS_LAST = {2: (0, 1), 3: (0, 2, 1), 4: (0, 2, 3, 1), 5: (0, 2, 3, 4, 1)}
_FILTERS_FIRST = {2: (1, 0), 3: (2, 1, 0), 4: (3, 2, 0, 1), 5: (4, 3, 0, 1, 2)}


def in_torch_order(x: torch.Tensor, data_format: str) -> torch.Tensor:
    """Return a view with the channels behind the batch axis.

    Channels-last memory seen so is torch's own `channels_last` format: nothing is copied.
    """
    if data_format == "channels_first":
        return x
    return x.permute(_CHANNELS_SECOND[x.ndim])


def from_torch_order(x: torch.Tensor, data_format: str) -> torch.Tensor:
    """Return a view with the channels where `data_format` wants them."""
    if data_format == "channels_first":
        return x
    return x.permute(_CHANNELS_LAST[x.ndim])


def channels_last(images: torch.Tensor, data_format: str) -> torch.Tensor:
    """Return a view of images, of one step or of many, with the channels behind all other axes."""
    return images if data_format == "channels_last" else images.movedim(-3, -1)


def from_channels_last(images: torch.Tensor, data_format: str) -> torch.Tensor:
    """Return a view of images, of one step or of many, with the channels where they are wanted."""
    return images if data_format == "channels_last" else images.movedim(-1, -3)


def convolution_weight(kernel: torch.Tensor) -> torch.Tensor:
    """Return a kernel (..., channels, filters) as torch takes it: (filters, channels, ...)."""
    weight = kernel.permute(_FILTERS_FIRST[kernel.ndim])
    if weight.shape[0] == 1 and weight.stride(0) == 1:
        # One filter, not stored by `store_for_convolution`: torch gives the gradient the strides of
        # such a view, and then refuses it (slow_conv2d: grad_weight must be contiguous).
        return weight.contiguous()
    return weight


def depthwise_weight(kernel: torch.Tensor) -> torch.Tensor:
    """Return a kernel (..., channels, multiplier) as torch takes it, a group for each channel."""
    axes = kernel.ndim - 2
    order = kernel.permute(axes, axes + 1, *range(axes))
    return order.reshape(-1, 1, *kernel.shape[:axes])


def store_for_convolution(kernel: Variable) -> None:
    """Lay out the memory of a kernel as torch's convolutions read it fastest; its shape stays.

    Filters come first and channels last in memory, so that gradients have the strides of the kernel
    and neither is copied.
    """
    last = kernel.tensor.ndim - 1
    _store(kernel, (last, *range(last)))


def store_for_depthwise(kernel: Variable) -> None:
    """Lay out a depthwise kernel so that `depthwise_weight` is a view of it; its shape stays."""
    axes = kernel.tensor.ndim - 2
    _store(kernel, (axes, axes + 1, *range(axes)))


def _store(kernel: Variable, order: tuple[int, ...]) -> None:
    """Store the axes of a variable in an order of memory."""
    tensor = kernel.tensor
    # Not contiguous(), which leaves the strides of axes of length 1 as they are: gradients differ.
    stored = tensor.new_empty([tensor.shape[axis] for axis in order])
    stored.copy_(tensor.detach().permute(order))
    tensor.data = stored.permute([order.index(axis) for axis in range(len(order))])
