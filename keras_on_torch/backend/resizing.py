"""Images and volumes made larger by whole factors, with TensorFlow 1's sampling points."""

import numpy as np
import torch
import torch.nn.functional as F

from keras_on_torch._types import Tensor
from keras_on_torch.backend.common import as_tensor, normalize_data_format
from keras_on_torch.backend.shaping import repeated
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.graph import op

__all__ = ["resize_images", "resize_volumes"]


@static_arguments("height_factor", "width_factor")
def resize_images(
    x: Tensor,
    height_factor: int,
    width_factor: int,
    data_format: str,
    interpolation: str = "nearest",
) -> Tensor:
    """Make images larger.

    Args:
        x: images.
        height_factor: how many times higher, a whole number.
        width_factor: how many times wider, likewise.
        data_format: "channels_last" or "channels_first".
        interpolation: "nearest" repeats pixels. "bilinear" goes evenly from each pixel to the
            next; the last one, which has no next, is repeated.

    Shape:
        (batch, rows, cols, channels) ->
        (batch, rows * height_factor, cols * width_factor, channels)

    Differs:
        "bilinear" gives float16 and float64 for these; Keras gives float32 for every type.
    """
    if interpolation not in {"nearest", "bilinear"}:
        raise ValueError(
            f'interpolation should be one of "nearest" or "bilinear", got {interpolation!r}'
        )
    first = _first_axis(data_format)
    factors = _factors(height_factor, width_factor)
    if interpolation == "bilinear":
        return _smooth(x, first, factors)
    return _sampled(x, first, factors) if any(map(_uneven, factors)) else _larger(x, first, factors)


@static_arguments("depth_factor", "height_factor", "width_factor")
def resize_volumes(
    x: Tensor, depth_factor: int, height_factor: int, width_factor: int, data_format: str
) -> Tensor:
    """Make volumes larger by repeating voxels.

    Args:
        x: volumes.
        depth_factor: how many times deeper, a whole number.
        height_factor: how many times higher, likewise.
        width_factor: how many times wider, likewise.
        data_format: "channels_last" or "channels_first".

    Raises:
        ValueError: there is no such data format.
    """
    first = _first_axis(data_format)
    return _larger(x, first, _factors(depth_factor, height_factor, width_factor))


def _first_axis(data_format: str | None) -> int:
    """Return the place of the first axis that is made larger."""
    if data_format is None:  # Keras: here None does not mean the configured one.
        raise ValueError(
            'The `data_format` argument must be one of "channels_first", "channels_last".'
            " Received: None"
        )
    return 2 if normalize_data_format(data_format) == "channels_first" else 1


def _factors(*factors: float) -> list[int]:
    for factor in factors:
        if int(factor) != factor or factor < 1:
            raise ValueError(f"images are made larger by whole factors from 1 on, got {factors}")
    return [int(factor) for factor in factors]


@op
def _larger(x: Tensor, first: int, factors: list[int]) -> Tensor:
    x = as_tensor(x)
    _check_rank(x, len(factors) + 2)
    return repeated(x, {first + i: factor for i, factor in enumerate(factors)})


def _uneven(factor: int) -> bool:
    """Return whether TensorFlow 1 rounds `factor * (1 / factor)` to less than 1."""
    return bool(np.float32(factor) * (np.float32(1) / np.float32(factor)) < 1)


@op
def _sampled(x: Tensor, first: int, factors: list[int]) -> Tensor:
    """Repeat pixels where the repetitions are not all of one length."""
    x = as_tensor(x)
    _check_rank(x, 4)
    for axis, factor in enumerate(factors, first):
        # Keras: TensorFlow 1 steps through the image by this number, in single precision.
        step = float(np.float32(1) / np.float32(factor))
        places = torch.arange(x.shape[axis] * factor, dtype=torch.float32, device=x.device)
        x = torch.index_select(x, axis, (places * step).long())
    return x


@op
def _smooth(x: Tensor, first: int, factors: list[int]) -> Tensor:
    x = as_tensor(x)
    _check_rank(x, 4)
    if not x.is_floating_point():
        x = x.float()
    x = x if first == 2 else x.permute(0, 3, 1, 2)
    rows, cols = (size * factor for size, factor in zip(x.shape[2:], factors, strict=True))
    # Sampling at i / factor, corner pixels first: with the last row and column doubled, this is
    # torch's aligned sampling of one point more, which is then left out.
    padded = F.pad(x, (0, 1, 0, 1), mode="replicate")
    y = F.interpolate(padded, size=(rows + 1, cols + 1), mode="bilinear", align_corners=True)
    y = y[:, :, :rows, :cols]
    return y if first == 2 else y.permute(0, 2, 3, 1)


def _check_rank(x: torch.Tensor, ndim: int) -> None:
    if x.ndim != ndim:
        raise ValueError(
            f"Shape must be rank {ndim} but is rank {x.ndim}: cannot resize shape {tuple(x.shape)}"
        )
