"""Matrix products of the fused loops: inputs of all steps at once, states step by step."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

__all__ = [
    "MATRIX_PRODUCTS",
    "Mixing",
    "Products",
    "dropped_product",
    "kernel_gradient",
    "product",
    "project",
    "project_back",
]

Tensor = torch.Tensor

_WORTH_ONEDNN = 2_000_000
"""Multiplications from which on oneDNN's product repays its start."""


@functools.cache
def _onednn() -> Any:
    """Return oneDNN's matrix product, where torch has one that takes plain matrices.

    torch multiplies float32 matrices by MKL, which takes half the speed on processors of other
    makers; its LSTM and its convolutions do not.
    """
    linear = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
    if linear is None or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return None
    try:
        one = linear(torch.ones(2, 3), torch.ones(4, 3), torch.ones(4), "none", [], "")
    except RuntimeError:
        return None
    return linear if torch.equal(one, torch.full((2, 4), 4.0)) else None


def worth_onednn(rows: int, inner: int, columns: int, like: Tensor) -> bool:
    """Return whether a product of (rows, inner) and (inner, columns) is faster by oneDNN."""
    return (
        rows * inner * columns >= _WORTH_ONEDNN
        and like.dtype is torch.float32
        and like.device.type == "cpu"
        and bool(torch.backends.mkldnn.enabled)
        and _onednn() is not None
    )


def product(a: Tensor, b: Tensor, bias: Tensor | None = None) -> Tensor:
    """Return `a @ b`, plus a bias."""
    if worth_onednn(a.shape[0], a.shape[1], b.shape[1], a):
        return _by_onednn(a, b, bias)
    return torch.mm(a, b) if bias is None else torch.addmm(bias, a, b)


def _by_onednn(a: Tensor, b: Tensor, bias: Tensor | None = None) -> Tensor:
    result: Tensor = _onednn()(_dense(a), _dense(b).t(), bias, "none", [], "")
    return result


def _dense(matrix: Tensor) -> Tensor:
    """Return a matrix without gaps: oneDNN has no fast product for others."""
    dense = matrix.is_contiguous() or matrix.t().is_contiguous()
    return matrix if dense else matrix.contiguous()


def project(x: Tensor, kernel: Tensor, bias: Tensor | None, drops: Tensor | None) -> Tensor:
    """Return what the inputs of all steps add to the gates.

    Args:
        x: (steps, batch, input_dim).
        kernel: (input_dim, gates * units).
        bias: (gates * units,).
        drops: (gates, batch, input_dim), or (1, batch, input_dim) for all gates alike.

    Shape:
        -> (steps, batch, gates * units)
    """
    steps, batch, input_dim = x.shape
    if drops is None:
        z = product(x.reshape(steps * batch, input_dim), kernel, bias)
        return z.view(steps, batch, kernel.shape[1])
    parts = []
    for drop, columns, offsets in zip(
        drops, kernel.chunk(len(drops), 1), _chunks(bias, len(drops)), strict=True
    ):
        dropped = (x * drop).reshape(steps * batch, input_dim)
        parts.append(product(dropped, columns, offsets))
    return torch.cat(parts, 1).view(steps, batch, kernel.shape[1])


def _chunks(bias: Tensor | None, count: int) -> Any:
    return [None] * count if bias is None else bias.chunk(count)


def project_back(
    dz: Tensor, x: Tensor, kernel: Tensor, drops: Tensor | None, wanted: Any
) -> tuple[Tensor | None, Tensor | None]:
    """Return the gradients of `project` with respect to `x` and `kernel`.

    Args:
        dz: gradient of what `project` gave.
        x: its argument, and so are the next two.
        kernel: as there.
        drops: as there.
        wanted: has `inputs` and `kernel`, whether each gradient is asked for.
    """
    dz = dz.reshape(len(x) * x.shape[1], dz.shape[-1])
    if drops is None:
        dx = product(dz, kernel.t()).view(x.shape) if wanted.inputs else None
        return dx, kernel_gradient(x, dz) if wanted.kernel else None
    count = len(drops)
    parts = list(zip(drops, kernel.chunk(count, 1), dz.chunk(count, 1), strict=True))
    dx = None
    if wanted.inputs:
        dx = x.new_zeros(x.shape)
        for drop, columns, part in parts:
            dx.addcmul_(product(part, columns.t()).view(x.shape), drop)
    if not wanted.kernel:
        return dx, None
    return dx, torch.cat([kernel_gradient(x * drop, part) for drop, _, part in parts], 1)


def kernel_gradient(x: Tensor, dz: Tensor) -> Tensor:
    """Return the gradient of a kernel that took `x` to what `dz` is the gradient of."""
    count = dz.shape[:-1].numel()
    return product(x.reshape(count, x.shape[-1]).t(), dz.reshape(count, dz.shape[-1]))


class Mixing:
    """The product of the state with the recurrent kernel, step by step.

    Args:
        kernel: (units, gates * units).
        drops: (gates, batch, units), or (1, batch, units) for all gates alike, or None.
        batch: how many states there are in a step.
    """

    def __init__(self, kernel: Tensor, drops: Tensor | None, batch: int) -> None:
        self.gates = 0 if drops is None else len(drops)
        self.large = worth_onednn(batch, kernel.shape[0], kernel.shape[1], kernel)
        self.kernel = _dense(kernel) if self.large else kernel
        self.transposed = self.kernel.t()
        self.drops: Any = drops
        if self.gates > 1:
            self.kernels = torch.stack(kernel.chunk(self.gates, 1))

    def add_to(self, z: Tensor, h: Tensor) -> None:
        """Add to the gates `z`, in place, what the state `h` contributes."""
        if self.gates > 1:
            self._by_gates(z).baddbmm_(h * self.drops, self.kernels)
            return
        if self.gates == 1:
            h = h * self.drops[0]
        if self.large:
            z.add_(_by_onednn(h, self.kernel))
        else:
            z.addmm_(h, self.kernel)

    def back(self, base: Tensor | None, dz: Tensor) -> Tensor:
        """Return the gradient with respect to `h`, on top of `base`."""
        if self.gates == 0 and not self.large:
            if base is None:
                return torch.mm(dz, self.transposed)
            return torch.addmm(base, dz, self.transposed)
        if self.gates > 1:
            dropped = torch.bmm(self._by_gates(dz), self.kernels.transpose(1, 2))
            gradient = dropped.mul_(self.drops).sum(0)
        else:
            gradient = product(dz, self.transposed)
            if self.gates == 1:
                gradient.mul_(self.drops[0])
        return gradient if base is None else gradient.add_(base)

    def kernel_gradient(self, h: Tensor, dz: Tensor) -> Tensor:
        """Return the gradient with respect to the kernel from states and gates of all steps."""
        if self.gates == 0:
            return kernel_gradient(h, dz)
        parts = zip(self.drops, dz.chunk(self.gates, -1), strict=True)
        return torch.cat([kernel_gradient(h * drop, part) for drop, part in parts], 1)

    def _by_gates(self, z: Tensor) -> Tensor:
        return z.view(len(z), self.gates, z.shape[1] // self.gates).transpose(0, 1)


def dropped_product(x: Tensor, kernel: Tensor, drops: Tensor | None) -> Tensor:
    """Return what inputs or a state add to the gates, by operations that autograd knows.

    Args:
        x: (batch, steps, features) or (batch, features).
        kernel: (features, gates * units).
        drops: (gates, batch, features), or (1, batch, features) for all gates alike, or None.
    """
    if drops is None:
        return x @ kernel
    if x.ndim == 3:
        drops = drops.unsqueeze(2)
    parts = zip(drops, kernel.chunk(len(drops), 1), strict=True)
    return torch.cat([(x * drop) @ columns for drop, columns in parts], -1)


class Products(NamedTuple):
    """How a layer multiplies inputs and states with its kernels: by matrices, or by convolving."""

    project: Callable[[Tensor, Tensor, Tensor | None, Tensor | None], Tensor]
    """As `project`: inputs of all steps, kernel, bias, dropout factors."""
    project_back: Callable[..., tuple[Tensor | None, Tensor | None]]
    """As `project_back`."""
    mixing: Callable[[Tensor, Tensor | None, int], Any]
    """As `Mixing`: recurrent kernel, dropout factors, length of a batch."""
    inputs_mixed: Callable[[Tensor, Tensor, Tensor | None], Tensor]
    """As `dropped_product`, of inputs (batch, steps, ...)."""
    state_mixed: Callable[[Tensor, Tensor, Tensor | None], Tensor]
    """As `dropped_product`, of a state (batch, ...)."""


MATRIX_PRODUCTS = Products(project, project_back, Mixing, dropped_product, dropped_product)
"""Of layers whose inputs and states are vectors."""
