"""The activations that a fused loop knows, and their slopes as functions of their outputs."""

from collections.abc import Callable
from typing import Any

import torch

__all__ = ["KNOWN_ACTIVATIONS"]

Tensor = torch.Tensor
aten: Any = torch.ops.aten

UNIT_CLAMP = "unit_clamp"
"""A hard sigmoid whose slope and offset already are in the weights."""


def _into(function: Any, *bounds: float) -> Callable[[Tensor, Tensor], Tensor]:
    def write(x: Tensor, out: Tensor) -> Tensor:
        result: Tensor = function(x, *bounds, out=out)
        return result

    return write


def _hard_sigmoid_into(x: Tensor, out: Tensor) -> Tensor:
    return torch.mul(x, 0.2, out=out).add_(0.5).clamp_(0.0, 1.0)


def _copy_into(x: Tensor, out: Tensor) -> Tensor:
    return out if out is x else out.copy_(x)


WRITERS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "tanh": _into(torch.tanh),
    "sigmoid": _into(torch.sigmoid),
    "hard_sigmoid": _hard_sigmoid_into,
    UNIT_CLAMP: _into(torch.clamp, 0.0, 1.0),
    "relu": _into(torch.clamp, 0.0),
    "linear": _copy_into,
}
"""`write(x, out)` puts the activation of `x` into `out`, which may be `x` itself."""


def _clamp_slope(gradient: Tensor, y: Tensor, out: Tensor) -> None:
    aten.hardtanh_backward.grad_input(gradient, y, 0.0, 1.0, grad_input=out)


def _hard_sigmoid_slope(gradient: Tensor, y: Tensor, out: Tensor) -> None:
    _clamp_slope(gradient, y, out)
    out.mul_(0.2)


SLOPES: dict[str, Callable[[Tensor, Tensor, Tensor], Any]] = {
    "tanh": lambda gradient, y, out: aten.tanh_backward.grad_input(gradient, y, grad_input=out),
    "sigmoid": lambda gradient, y, out: aten.sigmoid_backward.grad_input(
        gradient, y, grad_input=out
    ),
    "hard_sigmoid": _hard_sigmoid_slope,
    UNIT_CLAMP: _clamp_slope,
    "relu": lambda gradient, y, out: aten.threshold_backward.grad_input(
        gradient, y, 0.0, grad_input=out
    ),
    "linear": lambda gradient, y, out: out.copy_(gradient),
}
"""`slope(gradient, y, out)` puts `gradient * f'(x)` into `out`, where `y = f(x)`."""


def _hard_sigmoid(x: Tensor) -> Tensor:
    return torch.clamp(0.2 * x + 0.5, 0.0, 1.0)


def _linear(x: Tensor) -> Tensor:
    return x


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "hard_sigmoid": _hard_sigmoid,
    "relu": torch.relu,
    "linear": _linear,
}
"""The same as functions that autograd knows."""

KNOWN_ACTIVATIONS = frozenset(FUNCTIONS)
"""The activations, by name, with which a recurrent layer can be run as one step."""


def folded(activation: str) -> tuple[str, float, float]:
    """Return an activation as (activation, scale, offset), the last two to be put into weights."""
    if activation == "hard_sigmoid":
        return UNIT_CLAMP, 0.2, 0.5
    return activation, 1.0, 0.0
