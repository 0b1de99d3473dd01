"""The structural similarity of images."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.dispatch import function
from keras_on_torch.tensorflow.errors import InvalidArgumentError
from keras_on_torch.tensorflow.image.measures import alike_images

__all__ = ["ssim", "ssim_multiscale"]

_POWERS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


@function
def ssim(
    img1: Any,
    img2: Any,
    max_val: Any,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
) -> Tensor:
    """Return the structural similarity of images (Wang et al. 2004).

    Args:
        img1: (..., rows, cols, channels).
        img2: likewise.
        max_val: the highest number that a pixel may have.
        filter_size: rows and columns of the window.
        filter_sigma: width of the Gaussian in it.
        k1: the paper's constant of luminance.
        k2: that of contrast.

    Shape:
        -> (...)

    Raises:
        ValueError: shapes differ, there are fewer than three axes, or an image is smaller than the
            window.
        InvalidArgumentError: an image is, found when the program runs.
    """
    x, y, top = alike_images(img1, img2, max_val)
    return _similarity(x, y, top, int(filter_size), float(filter_sigma), float(k1), float(k2))


@function
def ssim_multiscale(
    img1: Any,
    img2: Any,
    max_val: Any,
    power_factors: Sequence[float] = _POWERS,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
) -> Tensor:
    """Return the structural similarity over several scales (Wang, Simoncelli, Bovik 2003).

    Args:
        img1: as of `ssim`.
        img2: likewise.
        max_val: likewise.
        power_factors: the exponent of each scale, each half as large as the last.
        filter_size: as of `ssim`, as all that follows.
        filter_sigma: likewise.
        k1: likewise.
        k2: likewise.
    """
    x, y, top = alike_images(img1, img2, max_val)
    powers = tuple([float(each) for each in power_factors])
    window = int(filter_size), float(filter_sigma), float(k1), float(k2)
    return _over_scales(x, y, top, powers, *window)


def _outer(x: Tensor, y: Tensor, top: Tensor, size: int, *_: Any) -> Tensor:
    if min(x.shape[-3:-1]) < size:
        raise ValueError(
            f"images of {tuple(x.shape[-3:-1])} pixels are smaller than a window: {size}"
        )
    return x.new_empty(x.shape[:-3])


def _outer_scaled(x: Tensor, *_: Any) -> Tensor:
    return x.new_empty(x.shape[:-3])


@op(infer=_outer)
def _similarity(
    x: Tensor, y: Tensor, top: Tensor, size: int, sigma: float, k1: float, k2: float
) -> Tensor:
    return _channels(x, y, top, size, sigma, k1, k2)[0].mean(-1)


@op(infer=_outer_scaled)
def _over_scales(
    x: Tensor,
    y: Tensor,
    top: Tensor,
    powers: tuple[float, ...],
    size: int,
    sigma: float,
    k1: float,
    k2: float,
) -> Tensor:
    parts = []
    for scale in range(len(powers)):
        if scale:
            x, y = _half(x), _half(y)
        whole, contrast = _channels(x, y, top, size, sigma, k1, k2)
        parts.append(torch.relu(contrast if scale < len(powers) - 1 else whole))
    exponents = torch.tensor(powers, dtype=x.dtype, device=x.device)
    return torch.pow(torch.stack(parts, -1), exponents).prod(-1).mean(-1)


def _half(x: Tensor) -> Tensor:
    """Return images of half the size, each pixel the average of four, the last ones doubled."""
    planes = x.movedim(-1, -3)
    flat = planes.reshape(-1, 1, *planes.shape[-2:])
    rows, cols = flat.shape[-2:]
    flat = F.avg_pool2d(F.pad(flat, (0, cols % 2, 0, rows % 2), mode="replicate"), 2)
    return flat.reshape(*planes.shape[:-2], *flat.shape[-2:]).movedim(-3, -1)


def _channels(
    x: Tensor, y: Tensor, top: Tensor, size: int, sigma: float, k1: float, k2: float
) -> tuple[Tensor, Tensor]:
    """Return the similarity, and its contrast and structure alone, of each channel."""
    if min(*x.shape[-3:-1], *y.shape[-3:-1]) < size:
        raise InvalidArgumentError(
            None, None, f"images {tuple(x.shape)} are smaller than a window of {size} pixels"
        )
    line = torch.arange(size, dtype=x.dtype, device=x.device) - (size - 1) / 2
    line = torch.softmax(-0.5 * (line / sigma).square(), 0)

    def blurred(image: Tensor) -> Tensor:
        planes = image.movedim(-1, -3)
        flat = planes.reshape(-1, 1, *planes.shape[-2:])
        flat = F.conv2d(F.conv2d(flat, line.view(1, 1, -1, 1)), line.view(1, 1, 1, -1))
        return flat.reshape(*planes.shape[:-2], *flat.shape[-2:])

    c1, c2 = (k1 * top) ** 2, (k2 * top) ** 2
    mean, mean_2 = blurred(x), blurred(y)
    twice, squares = 2 * mean * mean_2, mean.square() + mean_2.square()
    luminance = (twice + c1) / (squares + c1)
    both, alone = 2 * blurred(x * y), blurred(x.square() + y.square())
    contrast = (both - twice + c2) / (alone - squares + c2)
    return (luminance * contrast).mean((-2, -1)), contrast.mean((-2, -1))
