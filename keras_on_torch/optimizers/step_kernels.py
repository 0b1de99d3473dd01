"""One step of each optimizer on real tensors, written into the weights themselves.

Each gets `params, grads, states`, lists of tensors with one for each weight, and `rates`: the
learning rate after decay, the number of steps done before this one, and what else the formula has.
The formulas are Keras's. `torch._fused_*` does one in a single pass over memory, wherever it can be
brought into that function's form.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import torch

from keras_on_torch.graph import op

__all__ = [
    "Step",
    "adadelta",
    "adagrad",
    "adam",
    "adamax",
    "clipped_by_norm",
    "clipped_by_value",
    "nadam",
    "nesterov",
    "rmsprop",
    "sgd",
    "with_param_strides",
]

Tensors = list[torch.Tensor]
Step = Callable[[Tensors, Tensors, list[Tensors], list[float]], None]

_NO_MOMENTUM = sys.float_info.min
"""Counts as 0 in single precision; the fused kernel refuses buffers where it is told 0 itself."""

_HALVES = (torch.float16, torch.bfloat16)
"""Types for which the fused kernel of SGD writes wrong moments on the CPU (torch 2.13).

They go the other way on every device: on CUDA the kernel was not tried.
"""

_ALMOST_ONE = 1.0 - 2.0**-53
"""Keeps a moving average as it is; at 1 itself the fused kernel would divide by zero."""

_LATE = 1e30
"""A number of steps after which the fused kernel's own bias corrections are 1."""

_steps: dict[torch.device, torch.Tensor] = {}


def with_param_strides(step: Step) -> Callable[[list[Tensors], list[Any]], None]:
    """Return a kernel as the graph calls it.

    It is called with `[params, *states]` and `[grads, lr, decay, steps done, further rates]`.
    Fused kernels go through memory by address, so gradients and states are first brought into the
    order in which their weights lie in memory.
    """
    known: list[tuple[int, ...]] = []

    def kernel(variables: list[Tensors], tensors: list[Any]) -> None:
        params, *states = variables
        grads, *given = tensors
        lr, decay, done, *rates = [float(number) for number in given]
        layout = [param.stride() for param in params]
        if layout != known:
            _lay_out(params, states)
            known[:] = layout
        if [grad.stride() for grad in grads] != layout:
            grads = [_laid_out_as(p, g) for p, g in zip(params, grads, strict=True)]
        step(params, grads, states, [lr / (1.0 + decay * done) if decay else lr, done, *rates])

    return kernel


def _laid_out_as(param: torch.Tensor, grad: torch.Tensor) -> torch.Tensor:
    return grad if grad.stride() == param.stride() else torch.empty_like(param).copy_(grad)


def _lay_out(params: Tensors, states: list[Tensors]) -> None:
    for values in states:
        for param, value in zip(params, values, strict=False):
            if value.shape == param.shape and value.stride() != param.stride():
                value.set_(torch.empty_like(param, dtype=value.dtype).copy_(value))  # type: ignore[call-overload]  # torch's stub lacks this form.


def _late(params: Tensors) -> Tensors:
    """Return the counters of steps that the fused kernels ask for, one for each weight."""
    device = params[0].device
    if device not in _steps:
        _steps[device] = torch.full((), _LATE, device=device)
    return [_steps[device]] * len(params)


# ---- the optimizers
def sgd(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
    """Do `m = momentum m - lr g; p = p + m`."""
    (moments,) = states
    lr, _, momentum = rates
    if params[0].dtype in _HALVES:
        _move(grads, moments, lr, momentum)
        torch._foreach_add_(params, moments)
        return
    torch._fused_sgd_(  # Turned round: it ascends along -g by steps of -1.
        params,
        grads,
        moments,
        weight_decay=0.0,
        momentum=momentum or _NO_MOMENTUM,
        lr=-1.0,
        dampening=1.0 - lr,
        nesterov=False,
        maximize=True,
        is_first_step=False,
    )


def nesterov(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
    """Do `m = momentum m - lr g; p = p + momentum m - lr g`.

    The last sum is `p - momentum (old m) + (1 + momentum) (new m)`: no gradient is scaled apart.
    """
    (moments,) = states
    lr, _, momentum = rates
    if params[0].dtype in _HALVES:
        _move(grads, moments, lr, momentum)
        torch._foreach_add_(params, moments, alpha=momentum)
        torch._foreach_add_(params, grads, alpha=-lr)
        return
    torch._fused_sgd_(
        params,
        moments,
        [],
        weight_decay=0.0,
        momentum=0.0,
        lr=momentum,
        dampening=0.0,
        nesterov=False,
        maximize=False,
        is_first_step=False,
    )
    torch._fused_sgd_(
        params,
        grads,
        moments,
        weight_decay=0.0,
        momentum=momentum or _NO_MOMENTUM,
        lr=-(1.0 + momentum),
        dampening=1.0 - lr,
        nesterov=False,
        maximize=True,
        is_first_step=False,
    )


def _move(grads: Tensors, moments: Tensors, lr: float, momentum: float) -> None:
    torch._foreach_mul_(moments, momentum)
    torch._foreach_add_(moments, grads, alpha=-lr)


def rmsprop(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
) -> None:
    """Do `a = rho a + (1 - rho) g²; p = p - lr g / (sqrt(a) + epsilon)`."""
    (averages,) = states
    lr, _, rho = rates
    # Adam without its first moment, which is then the gradient.
    _adam(params, grads, grads, averages, [], lr, 0.0, rho, epsilon)


def adagrad(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
) -> None:
    """Do `a = a + g²; p = p - lr g / (sqrt(a) + epsilon)`."""
    (sums,) = states
    lr, _ = rates
    if params[0].device.type == "cpu":
        torch._fused_adagrad_(
            params,
            grads,
            sums,
            _late(params),
            lr=lr,
            lr_decay=0.0,
            weight_decay=0.0,
            eps=epsilon,
            maximize=False,
        )
        return
    torch._foreach_addcmul_(sums, grads, grads)
    below = torch._foreach_sqrt(sums)
    torch._foreach_add_(below, epsilon)
    torch._foreach_addcdiv_(params, grads, below, -lr)


def adadelta(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
) -> None:
    """Do `a = rho a + (1 - rho) g²; u = g sqrt(d + epsilon) / sqrt(a + epsilon); p = p - lr u`.

    Then `d = rho d + (1 - rho) u²`.
    """
    averages, deltas = states
    lr, _, rho = rates
    torch._foreach_mul_(averages, rho)
    torch._foreach_addcmul_(averages, grads, grads, 1.0 - rho)
    steps = torch._foreach_add(deltas, epsilon)
    torch._foreach_div_(steps, torch._foreach_add(averages, epsilon))
    torch._foreach_sqrt_(steps)
    torch._foreach_mul_(steps, grads)
    torch._foreach_add_(params, steps, alpha=-lr)
    torch._foreach_mul_(deltas, rho)
    torch._foreach_addcmul_(deltas, steps, steps, 1.0 - rho)


def adam(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
) -> None:
    """Do `m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²; p = p - lr_t m / (sqrt(v) + epsilon)`.

    `lr_t = lr sqrt(1 - b2^t) / (1 - b1^t)`. With a third state, the largest v so far stands below.
    """
    moments, averages = states[:2]
    largest = states[2] if len(states) > 2 else []
    lr, done, beta_1, beta_2 = rates
    t = done + 1.0
    lr_t = lr * ((1.0 - beta_2**t) ** 0.5 / (1.0 - beta_1**t))
    _adam(params, grads, moments, averages, largest, lr_t, beta_1, beta_2, epsilon)


def _adam(
    params: Tensors,
    grads: Tensors,
    moments: Tensors,
    averages: Tensors,
    largest: Tensors,
    lr_t: float,
    beta_1: float,
    beta_2: float,
    epsilon: float,
) -> None:
    torch._fused_adam_(
        params,
        grads,
        moments,
        averages,
        largest,
        _late(params),
        lr=lr_t,
        beta1=beta_1,
        beta2=beta_2,
        weight_decay=0.0,
        eps=epsilon,
        amsgrad=bool(largest),
        maximize=False,
    )


def adamax(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
) -> None:
    """Do `m = b1 m + (1 - b1) g; u = max(b2 u, |g|); p = p - lr_t m / (u + epsilon)`.

    `lr_t = lr / (1 - b1^t)`.
    """
    moments, norms = states
    lr, done, beta_1, beta_2 = rates
    lr_t = lr / (1.0 - beta_1 ** (done + 1.0))
    torch._foreach_lerp_(moments, grads, 1.0 - beta_1)
    torch._foreach_mul_(norms, beta_2)
    torch._foreach_maximum_(norms, torch._foreach_abs(grads))
    torch._foreach_addcdiv_(params, moments, torch._foreach_add(norms, epsilon), -lr_t)


def nadam(
    params: Tensors,
    grads: Tensors,
    states: list[Tensors],
    rates: list[float],
    epsilon: float,
    schedule_decay: float,
) -> None:
    """Do Adam with Nesterov's momentum and its schedule (Dozat 2015, algorithm 2).

    The last state is the product of the momenta so far, a list of one tensor on the CPU.
    """
    moments, averages, (schedule,) = states
    lr, done, beta_1, beta_2 = rates
    t = done + 1.0
    now = beta_1 * (1.0 - 0.5 * 0.96 ** (t * schedule_decay))
    then = beta_1 * (1.0 - 0.5 * 0.96 ** ((t + 1.0) * schedule_decay))
    product = float(schedule) * now
    schedule.fill_(product)
    # sqrt(v / c) + epsilon = (sqrt(v) + epsilon sqrt(c)) / sqrt(c): the form of Adam's step.
    correction = (1.0 - beta_2**t) ** 0.5
    rate, epsilon = lr * correction, epsilon * correction
    by_moment = rate * then / (1.0 - product * then)
    _adam(params, grads, moments, averages, [], by_moment, beta_1, beta_2, epsilon)
    by_gradient = rate * (1.0 - now) / (1.0 - product)
    _adam(params, grads, grads, averages, [], by_gradient, 0.0, _ALMOST_ONE, epsilon)


# ---- clipping
def _same(grads: Sequence[Any], limit: float) -> list[Any]:
    return [torch.empty_like(grad) for grad in grads]


@op(infer=_same)
def clipped_by_norm(grads: Tensors, limit: float) -> Tensors:
    """Return gradients made shorter, all by one factor, where their common norm exceeds a limit."""
    norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(grads)))
    factor = torch.where(norm >= limit, limit / norm, torch.ones_like(norm))
    return list(torch._foreach_mul(grads, factor))


@op(infer=_same)
def clipped_by_value(grads: Tensors, limit: float) -> Tensors:
    """Return gradients whose numbers lie between `-limit` and `limit`."""
    return list(torch._foreach_clamp_min(torch._foreach_clamp_max(grads, limit), -limit))
