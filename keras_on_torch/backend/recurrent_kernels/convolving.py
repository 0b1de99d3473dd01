"""Convolutions of the fused loops: inputs of all steps at once, states step by step.

Images are channels-last here, so that the channels are what the units of a vector are.
"""

from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch.backend.conv import pads_of
from keras_on_torch.backend.pooling import around
from keras_on_torch.backend.recurrent_kernels.matmul import Products

__all__ = ["convolutions"]

Tensor = torch.Tensor
Pair = tuple[int, int]
aten: Any = torch.ops.aten


def convolutions(strides: Pair, padding: str, dilation: Pair) -> Products:
    """Return how a convolutional layer multiplies: a window slides over its inputs and states.

    Args:
        strides: of the window over the inputs; over a state it is 1.
        padding: of the inputs, "valid" or "same"; of a state it is "same".
        dilation: of the window over the inputs; over a state it is 1.
    """
    window = _Window(strides, padding, dilation)
    return Products(
        window.project, window.project_back, ConvMixing, window.inputs_mixed, _state_mixed
    )


# ---- axis order
def _torch_order(x: Tensor) -> Tensor:
    """Return a view of (batch, rows, cols, channels) as (batch, channels, rows, cols)."""
    return x.permute(0, 3, 1, 2)


def _channels_last(x: Tensor) -> Tensor:
    """Return (batch, channels, rows, cols) as (batch, rows, cols, channels) without gaps."""
    return x.permute(0, 2, 3, 1).contiguous()


def _weight(kernel: Tensor) -> Tensor:
    """Return a kernel (rows, cols, channels, filters) as torch convolves with it."""
    return kernel.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)


def _kernel(weight: Tensor) -> Tensor:
    """Return the gradient of `_weight`."""
    return weight.permute(2, 3, 1, 0)


# ---- dropout: the gates' images beside each other, a group of channels for each
def _dropped(x: Tensor, drops: Tensor | None) -> Tensor:
    """Return images as they are, or with dropout those of each gate beside each other.

    Args:
        x: (..., batch, rows, cols, channels).
        drops: (gates, batch, rows, cols, channels), or None.
    """
    if drops is None:
        return x
    return (x.unsqueeze(-2) * drops.movedim(0, -2)).flatten(-2)


def _undropped(gradient: Tensor, drops: Tensor | None) -> Tensor:
    """Return the gradient of `_dropped`."""
    if drops is None:
        return gradient
    by_gate = gradient.view(*gradient.shape[:-1], len(drops), -1)
    return (by_gate * drops.movedim(0, -2)).sum(-2)


def _groups(drops: Tensor | None) -> int:
    return 1 if drops is None else len(drops)


def _convolution_back(
    gradient: Tensor,
    x: Tensor,
    weight: Tensor,
    window: tuple[Pair, Pair, Pair],
    groups: int,
    wanted: tuple[bool, bool],
) -> tuple[Any, Any]:
    """Return the gradients of a convolution by its input and by its weight, in torch's order."""
    strides, padding, dilation = window
    options = (strides, padding, dilation, False, (0, 0), groups)
    dx, dweight, _ = aten.convolution_backward(
        gradient, x, weight, None, *options, (*wanted, False)
    )
    return dx, dweight


# ---- inputs
class _Window:
    """A window that slides over the inputs of a convolutional layer."""

    def __init__(self, strides: Pair, padding: str, dilation: Pair) -> None:
        self.strides, self.padding, self.dilation = strides, padding, dilation

    def project(
        self, x: Tensor, kernel: Tensor, bias: Tensor | None, drops: Tensor | None
    ) -> Tensor:
        """Return what the inputs of all steps add to the gates; arguments as of `Products`.

        Shape:
            (steps, batch, rows, cols, channels) -> (steps, batch, new_rows, new_cols, 4 * filters)
        """
        images, groups = _dropped(x, drops).flatten(0, 1), _groups(drops)
        images, padding, _ = self._padded(images, kernel)
        z = F.conv2d(
            images, _weight(kernel), bias, self.strides, padding, self.dilation, groups=groups
        )
        z = _channels_last(z)
        return z.view(*x.shape[:2], *z.shape[1:])

    def inputs_mixed(self, x: Tensor, kernel: Tensor, drops: Tensor | None) -> Tensor:
        """Return what inputs (batch, steps, ...) add to the gates, by what autograd knows."""
        return self.project(x.transpose(0, 1), kernel, None, drops).transpose(0, 1)

    def _padded(self, images: Tensor, kernel: Tensor) -> tuple[Tensor, Pair, Pair]:
        """Return images in torch's order, the zeros on each side, and where the images begin.

        Where the sides differ the zeros are put there at once.
        """
        x, sizes = _torch_order(images), images.shape[1:3]
        pads = pads_of(sizes, kernel.shape[:2], self.strides, self.padding, self.dilation)
        (top, bottom), (left, right) = pads
        if top == bottom and left == right:
            return x, (top, left), (0, 0)
        return F.pad(x, around(pads)), (0, 0), (top, left)

    def project_back(
        self, dz: Tensor, x: Tensor, kernel: Tensor, drops: Tensor | None, wanted: Any
    ) -> tuple[Tensor | None, Tensor | None]:
        """Return the gradients of `project` with respect to `x` and `kernel`."""
        images, groups = _dropped(x, drops).flatten(0, 1), _groups(drops)
        padded, padding, (top, left) = self._padded(images, kernel)
        window = (self.strides, padding, self.dilation)
        dx, dweight = _convolution_back(
            _torch_order(dz.flatten(0, 1)),
            padded,
            _weight(kernel),
            window,
            groups,
            (bool(wanted.inputs), bool(wanted.kernel)),
        )
        if dx is not None:
            rows, cols = images.shape[1:3]
            dx = _channels_last(dx[:, :, top : top + rows, left : left + cols])
            dx = _undropped(dx.view(*x.shape[:2], *dx.shape[1:]), drops)
        return dx, None if dweight is None else _kernel(dweight)


# ---- states
def _margins(kernel: Tensor) -> tuple[Pair, Pair]:
    """Return zeros on each side of a state, and rows and columns that they give too much in front.

    An even window needs one zero more behind than in front; torch puts as many on both sides.
    """
    rows, cols = kernel.shape[:2]
    return (rows // 2, cols // 2), (1 - rows % 2, 1 - cols % 2)


def _state_mixed(h: Tensor, kernel: Tensor, drops: Tensor | None) -> Tensor:
    """Return what a state (batch, ...) adds to the gates, by what autograd knows."""
    padding, (top, left) = _margins(kernel)
    images = _torch_order(_dropped(h, drops))
    y = F.conv2d(images, _weight(kernel), None, 1, padding, 1, _groups(drops))
    return y[:, :, top:, left:].permute(0, 2, 3, 1)


class ConvMixing:
    """The convolution of the state with the recurrent kernel, step by step.

    Args:
        kernel: (rows, cols, filters, gates * filters).
        drops: (gates, batch, rows, cols, filters), or None.
        batch: how many states there are in a step.
    """

    def __init__(self, kernel: Tensor, drops: Tensor | None, batch: int) -> None:
        self.weight = _weight(kernel)
        self.drops, self.groups = drops, _groups(drops)
        self.padding, (self.top, self.left) = _margins(kernel)

    def add_to(self, z: Tensor, h: Tensor) -> None:
        """Add to the gates `z`, in place, what the state `h` contributes."""
        images = _torch_order(_dropped(h, self.drops))
        y = F.conv2d(images, self.weight, None, 1, self.padding, 1, self.groups)
        z.add_(y[:, :, self.top :, self.left :].permute(0, 2, 3, 1))

    def back(self, base: Tensor | None, dz: Tensor) -> Tensor:
        """Return the gradient with respect to `h`, on top of `base`."""
        gradient = F.conv_transpose2d(
            self._with_margins(dz), self.weight, None, 1, self.padding, 0, self.groups
        )
        dh = _undropped(_channels_last(gradient), self.drops)
        return dh if base is None else dh.add_(base)

    def kernel_gradient(self, h: Tensor, dz: Tensor) -> Tensor:
        """Return the gradient with respect to the kernel from states and gates of all steps."""
        images = _torch_order(_dropped(h, self.drops).flatten(0, 1))
        _, gradient = _convolution_back(
            self._with_margins(dz.flatten(0, 1)),
            images,
            self.weight,
            ((1, 1), self.padding, (1, 1)),
            self.groups,
            (False, True),
        )
        return _kernel(gradient)

    def _with_margins(self, dz: Tensor) -> Tensor:
        """Return gates in torch's order, with zeros for the rows and columns that were left out."""
        dz = _torch_order(dz)
        return F.pad(dz, (self.left, 0, self.top, 0)) if self.top or self.left else dz
