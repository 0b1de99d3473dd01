"""Matrix products of the fused loops: inputs of all steps at once, states step by step."""

import functools
from typing import Any

import torch

__all__ = ["Mixing", "Projection", "product"]

Tensor = torch.Tensor

_WORTH_ONEDNN = 4_000_000
"""Multiplications from which on oneDNN's product repays its start."""


@functools.cache
def _onednn() -> Any:
    """Give oneDNN's matrix product, where torch has one that takes plain matrices.

    torch multiplies float32 matrices by MKL, which takes half the speed on processors of other
    makers; its LSTM and its convolutions do not.
    """
    linear = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
    if linear is None or not torch.backends.mkldnn.is_available():
        return None
    try:
        one = linear(torch.ones(2, 3), torch.ones(4, 3), torch.ones(4), "none", [], "")
    except RuntimeError:
        return None
    return linear if torch.equal(one, torch.full((2, 4), 4.0)) else None


def product(a: Tensor, b: Tensor, bias: Tensor | None = None) -> Tensor:
    """Give `a @ b`, plus a bias."""
    if (
        a.dtype is torch.float32
        and a.device.type == "cpu"
        and a.shape[0] * a.shape[1] * b.shape[1] >= _WORTH_ONEDNN
        and torch.backends.mkldnn.flags is not None
    ):
        linear = _onednn()
        if linear is not None:
            result: Tensor = linear(a, b.t(), bias, "none", [], "")
            return result
    return torch.mm(a, b) if bias is None else torch.addmm(bias, a, b)
