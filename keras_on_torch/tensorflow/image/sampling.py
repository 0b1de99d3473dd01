"""Where the pixels of resized images stand, and what they are made of, axis by axis."""

from functools import cache

import torch

from keras_on_torch._types import Tensor

__all__ = ["by_area", "cubic", "nearest_places", "places", "step"]

_TABLE = 1024  # TensorFlow looks the cubic weights up, for so many places between two pixels.
_SMALLEST = 1000.0 * torch.finfo(torch.float32).tiny


def step(old: int, new: int, aligned: bool) -> Tensor:
    """Return the distance of new pixels, measured in old ones, in single precision."""
    one, other = (old - 1, new - 1) if aligned and new > 1 else (old, new)
    return torch.tensor(one, dtype=torch.float32) / torch.tensor(other, dtype=torch.float32)


def places(old: int, new: int, aligned: bool, centred: bool) -> Tensor:
    """Return where the new pixels stand among the old ones, in single precision."""
    distance, numbers = step(old, new, aligned), torch.arange(new, dtype=torch.float32)
    return (numbers + 0.5) * distance - 0.5 if centred else numbers * distance


def nearest_places(x: Tensor, axis: int, length: int, aligned: bool, centred: bool) -> Tensor:
    """Return which old pixel each new one is, along an axis."""
    old = x.shape[axis]
    if centred:
        found = (torch.arange(length, dtype=torch.float32, device="cpu") + 0.5) * step(
            old, length, False
        )
    else:
        found = places(old, length, aligned, False)
    if aligned:  # Halves go up, as in C; in double precision, so that nothing else does.
        found = found.double() + 0.5
    return found.floor().long().clamp(0, old - 1).to(x.device)


# ---- cubic
@cache
def _weights(centred: bool) -> tuple[Tensor, Tensor]:
    """Return the weights of the nearer and of the farther neighbour (Keys 1981, equation 4)."""
    a = -0.5 if centred else -0.75
    x = torch.arange(_TABLE + 1, dtype=torch.float64, device="cpu") / _TABLE
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    x = x + 1
    return near.float(), (((a * x - 5 * a) * x + 8 * a) * x - 4 * a).float()


def cubic(x: Tensor, axis: int, length: int, aligned: bool, centred: bool) -> Tensor:
    """Return images of another length along an axis, each pixel made of four."""
    old = x.shape[axis]
    at = places(old, length, aligned, centred)
    first = at.floor()
    share = torch.round((at - first) * _TABLE).long()
    near, far = _weights(centred)
    weights = torch.stack([far[share], near[share], near[_TABLE - share], far[_TABLE - share]])
    index = first.long() + torch.arange(-1, 3).reshape(-1, 1)
    bounded = index.clamp(0, old - 1)
    if centred:  # What is outside does not count, and the rest makes up for it.
        weights = torch.where(bounded == index, weights, 0.0)
        total = weights.sum(0)
        weights = torch.where(total.abs() >= _SMALLEST, weights / total, weights)
    shape = [1] * x.ndim
    shape[axis] = length
    parts = [
        x.index_select(axis, place.to(x.device)) * weight.to(x.device).reshape(shape)
        for place, weight in zip(bounded, weights, strict=True)
    ]
    return (parts[0] + parts[1]) + (parts[2] + parts[3])


# ---- averages
def by_area(x: Tensor, axis: int, length: int, aligned: bool, centred: bool) -> Tensor:
    """Return images of another length along an axis, each pixel the average of what it covers."""
    old, distance = x.shape[axis], step(x.shape[axis], length, aligned)
    start = torch.arange(length, dtype=torch.float32) * distance
    end = (torch.arange(length, dtype=torch.float32) + 1) * distance
    pixels = torch.arange(int(end.max().ceil()), dtype=torch.float32)
    overlap = torch.minimum(pixels + 1, end.unsqueeze(1)) - torch.maximum(
        pixels, start.unsqueeze(1)
    )
    shares = overlap.clamp(min=0) / distance
    inner = shares[:, :old].clone()
    inner[:, -1] += shares[:, old:].sum(1)  # The last pixel stands for what lies beyond.
    return torch.movedim(torch.movedim(x, axis, -1) @ inner.T.to(x.device), -1, axis)
