"""Images sampled at other places, with linear interpolation.

SciPy's `ndimage.affine_transform` computes the same channel by channel. Here the places are
computed once for all channels, as SciPy does it, and torch interpolates between the pixels.
"""

from typing import Any

import numpy as np
import torch

__all__ = ["MODES", "bilinear"]

MODES = ("constant", "nearest", "reflect", "wrap")
"""What SciPy names ways to go on beyond the edges, of those that are known here."""


def bilinear(planes: Any, matrix: Any, offset: Any, mode: str, cval: float) -> Any:
    """Return channels sampled at `matrix @ place + offset` for each place of the result.

    The interpolation is done in double precision, as SciPy's is.

    Args:
        planes: float32 of shape `(channels, rows, cols)`, rows and cols above 1.
        matrix: of shape `(2, 2)`.
        offset: of shape `(2,)`.
        mode: one of `MODES`.
        cval: what lies outside in the mode "constant".

    Returns:
        An array of the shape and type of `planes`.
    """
    size = planes.shape[1:]
    rows, cols = np.arange(size[0], dtype="float64"), np.arange(size[1], dtype="float64")
    # torch counts from -1, the first pixel, to 1, the last, and has the columns first.
    grid = np.empty((1, *size, 2))
    outside = np.zeros(size, dtype=bool) if mode == "constant" else None
    for axis, length in enumerate(size):
        # In SciPy's order of additions: at an edge the last bit may decide.
        place = (offset[axis] + matrix[axis, 0] * rows)[:, np.newaxis] + matrix[axis, 1] * cols
        if outside is not None:
            outside |= (place < 0) | (place > length - 1)
        _bring_inside(place, length, mode)
        place /= (length - 1) / 2
        np.subtract(place, 1, out=grid[0, ..., 1 - axis])
    # One image is one task for torch: no pool of threads, which a forked process would not have.
    sampled = torch.nn.functional.grid_sample(
        torch.from_numpy(planes.astype("float64")[np.newaxis]),
        torch.from_numpy(grid),
        mode="bilinear",
        padding_mode="border",
        align_corners=True,
    )
    result = sampled[0].numpy().astype(planes.dtype)
    if outside is not None:
        result[:, outside] = cval
    return result


def _bring_inside(place: Any, length: int, mode: str) -> None:
    """Replace places beyond the edges; up to half a pixel is left to clamping."""
    if mode == "reflect":  # About the edges, which lie half a pixel beyond the outermost pixels.
        np.mod(place + 0.5, 2 * length, out=place)
        np.minimum(place, 2 * length - place, out=place)
        place -= 0.5
    elif mode == "wrap":  # SciPy: with a period of length - 1.
        period = length - 1
        below, above = place < 0, place > period
        place[below] += period * (np.trunc(-place[below] / period) + 1)
        place[above] -= period * np.trunc(place[above] / period)
