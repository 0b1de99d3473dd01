"""What the fused loops share: settings, packed weights, room for the steps, masks."""

from typing import Any, NamedTuple

import torch

from keras_on_torch.backend.recurrent_kernels.matmul import MATRIX_PRODUCTS, Products

__all__ = [
    "LayerTensors",
    "MaskedSteps",
    "Settings",
    "StateGradient",
    "layer_gradients",
    "masked_steps",
    "packed",
    "reordered",
    "rows",
    "time_major",
    "unpacked",
]

Tensor = torch.Tensor


class Settings(NamedTuple):
    """How a recurrent layer computes, apart from its tensors."""

    activation: str
    recurrent_activation: str
    go_backwards: bool
    return_sequences: bool
    reset_after: bool = False
    products: Products = MATRIX_PRODUCTS


class LayerTensors(NamedTuple):
    """The tensors that a recurrent layer computes with, in Keras's layouts (or one thing for each).

    `bias` may be None; `c` is None but for an LSTM; `mask` is (batch, steps) of truth values;
    `drops` and `recurrent_drops` hold one tensor for each gate, or one for all, in Keras's order
    of gates.
    """

    inputs: Any
    kernel: Any
    recurrent_kernel: Any
    bias: Any
    h: Any
    c: Any
    mask: Any
    drops: Any
    recurrent_drops: Any


def time_major(x: Tensor, settings: Settings) -> Tensor:
    """Return (batch, steps, ...) as (steps, batch, ...), in the order of working."""
    x = x.transpose(0, 1)
    return x.flip(0) if settings.go_backwards else x


def _flipped_back(x: Tensor | None, settings: Settings) -> Tensor | None:
    """Return the gradient of `time_major`."""
    if x is None:
        return None
    return (x.flip(0) if settings.go_backwards else x).transpose(0, 1)


def packed(weight: Any, order: tuple[int, ...], scales: tuple[float, ...]) -> Any:
    """Return a weight with its gates in another order, each multiplied by a number."""
    if weight is None:
        return None
    result = torch.empty_like(weight, memory_format=torch.contiguous_format)
    gates, room = weight.chunk(len(order), -1), result.chunk(len(order), -1)
    for gate, scale, out in zip(order, scales, room, strict=True):
        torch.mul(gates[gate], scale, out=out)
    return result


def unpacked(gradient: Tensor, order: tuple[int, ...], scales: tuple[float, ...]) -> Tensor:
    """Return the gradient of `packed`."""
    result = torch.empty_like(gradient, memory_format=torch.contiguous_format)
    gates, room = gradient.chunk(len(order), -1), result.chunk(len(order), -1)
    for gate, scale, part in zip(order, scales, gates, strict=True):
        torch.mul(part, scale, out=room[gate])
    return result


def reordered(drops: Tensor | None, order: tuple[int, ...]) -> Tensor | None:
    """Return the dropout factors in another order of gates; one for all gates stays as it is."""
    return drops if drops is None or len(drops) == 1 else drops[list(order)]


def rows(like: Tensor, count: int, kept: bool) -> tuple[Tensor | None, list[Tensor]]:
    """Return room for one tensor a step.

    Args:
        like: a tensor of a step's shape.
        count: how many steps.
        kept: whether all stay until the gradients; else two tensors take turns.

    Returns:
        the whole room, None where nothing stays, and the tensor of each step.
    """
    if kept:
        room = like.new_empty((count, *like.shape))
        return room, list(room.unbind(0))
    turns = like.new_empty((2, *like.shape)).unbind(0)
    return None, [turns[place % 2] for place in range(count)]


class MaskedSteps(NamedTuple):
    """A mask as the loops use it: one column a step."""

    keeps: Tensor
    """(steps, batch, 1, ...), true where a step counts."""
    repeats: Tensor
    """(steps, batch, 1, ...), 1 where a step repeats what was before, else 0."""


def masked_steps(mask: Tensor | None, settings: Settings, like: Tensor) -> MaskedSteps | None:
    """Return a mask in the order of working, with as many axes as `like` (steps, batch, ...)."""
    if mask is None:
        return None
    keeps = time_major(mask, settings)
    keeps = keeps.reshape(keeps.shape + (1,) * (like.ndim - 2))
    return MaskedSteps(keeps, torch.logical_not(keeps).to(like.dtype))


class StateGradient:
    """The gradient that reaches a state without passing through the gates of a step.

    Args:
        d_outputs: the gradient of the outputs of all steps, or None.
        share: (steps, batch, ...), the share of a state that a step hands on as it is, or None.
    """

    def __init__(self, d_outputs: Tensor | None, share: Tensor | None) -> None:
        self.incoming = None if d_outputs is None else d_outputs.transpose(0, 1).unbind(0)
        self.share = None if share is None else share.unbind(0)

    def start(self, dh: Tensor | None, like: Tensor) -> Tensor:
        """Return the gradient of the state after the last step."""
        if self.incoming:
            return self.incoming[-1].clone() if dh is None else dh + self.incoming[-1]
        return torch.zeros_like(like) if dh is None else dh

    def base(self, t: int, dh: Tensor) -> Tensor | None:
        """Return what the gradient of the state before step `t` begins with."""
        if self.share is not None:
            return self.share_of(t, dh)
        return self.incoming[t - 1] if self.incoming and t else None

    def share_of(self, t: int, dh: Tensor) -> Tensor:
        """Return the same, as a new tensor, where a step hands a share on."""
        share = self.share[t]  # type: ignore[index]  # the caller knows that there is one
        if self.incoming and t:
            return torch.addcmul(self.incoming[t - 1], dh, share)
        return dh * share


def layer_gradients(
    settings: Settings,
    given: LayerTensors,
    wanted: LayerTensors,
    packing: tuple[tuple[int, ...], tuple[float, ...]],
    tensors: tuple[Tensor, Tensor],
    recurrent: Any,
    dh: Tensor,
    dc: Tensor | None = None,
) -> list[Tensor | None]:
    """Return the gradients in the order of `LayerTensors`.

    Args:
        settings: of the layer.
        given: its tensors.
        wanted: which gradients are asked for.
        packing: order and scales of the gates.
        tensors: the packed kernel and the gradient of the gates.
        recurrent: returns the gradient of the packed recurrent kernel.
        dh: the gradient of the first state.
        dc: that of the first cell; None where there is none.
    """
    kernel, dz = tensors
    x = time_major(given.inputs, settings)
    drops = reordered(given.drops, packing[0])
    dx, dkernel = settings.products.project_back(dz, x, kernel, drops, wanted)
    dbias = dz.sum(tuple(range(dz.ndim - 1))) if wanted.bias else None
    return [
        _flipped_back(dx, settings),
        None if dkernel is None else unpacked(dkernel, *packing),
        unpacked(recurrent(), *packing) if wanted.recurrent_kernel else None,
        None if dbias is None else unpacked(dbias, *packing),
        dh if wanted.h else None,
        dc if wanted.c else None,
        None,
        None,
        None,
    ]
