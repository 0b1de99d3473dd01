"""One step of each of TensorFlow's optimizers on real tensors, written into the weights themselves.

Each gets what the graph's `in_place_update` gives: `[params, *states]` and `[grads, *rates]`.
The formulas are TensorFlow's (`training_ops`), which are not Keras's.
"""

from collections.abc import Callable
from typing import Any

import torch

from keras_on_torch.optimizers import step_kernels

__all__ = ["Kernel", "adadelta", "adagrad", "adam", "descent", "momentum", "rmsprop"]

Tensors = list[torch.Tensor]
Kernel = Callable[[list[Tensors], list[Any]], None]


def _kernel(step: Callable[[Tensors, Tensors, list[Tensors], list[float]], None]) -> Kernel:
    """Return a step as the graph calls it, with gradients laid out as their weights are."""
    laid_out = step_kernels.with_param_strides(step)

    def kernel(variables: list[Tensors], tensors: list[Any]) -> None:
        grads, *rates = tensors
        # Learning rate, decay and steps done stand first there; decay 0 leaves the rate as it is.
        laid_out(variables, [grads, rates[0], 0.0, 0.0, *rates[1:]])

    return kernel


@_kernel
def descent(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
    """Do `p = p - lr g`."""
    torch._foreach_add_(params, grads, alpha=-rates[0])


def momentum(nesterov: bool) -> Kernel:
    """Return the step `a = momentum a + g; p = p - lr a`, or `p = p - lr (g + momentum a)`."""

    @_kernel
    def step(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
        (sums,) = states
        lr, _, kept = rates
        torch._foreach_mul_(sums, kept)
        torch._foreach_add_(sums, grads)
        if nesterov:
            torch._foreach_add_(params, grads, alpha=-lr)
        torch._foreach_add_(params, sums, alpha=-lr * kept if nesterov else -lr)

    return step


@_kernel
def adagrad(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
    """Do `a = a + g²; p = p - lr g / sqrt(a)`."""
    (sums,) = states
    torch._foreach_addcmul_(sums, grads, grads)
    torch._foreach_addcdiv_(params, grads, torch._foreach_sqrt(sums), -rates[0])


@_kernel
def adam(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
    """Do Adam's step with `lr_t = lr sqrt(1 - b2^t) / (1 - b1^t)` (Kingma and Ba 2014, section 2).

    The rates are the learning rate, both betas, what is added to the divisor, and both powers.
    """
    moments, averages = states
    lr, _, beta_1, beta_2, epsilon, power_1, power_2 = rates
    lr_t = lr * (1.0 - power_2) ** 0.5 / (1.0 - power_1)
    step_kernels._adam(params, grads, moments, averages, [], lr_t, beta_1, beta_2, epsilon)


def rmsprop(centered: bool) -> Kernel:
    """Return the step `a = rho a + (1 - rho) g²; m = momentum m + lr g / sqrt(a + eps); p = p - m`.

    Centered, the square of the gradient's average is taken off `a` below the root.
    """

    @_kernel
    def step(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
        averages, moments, *means = states
        lr, _, rho, kept, epsilon = rates
        torch._foreach_mul_(averages, rho)
        torch._foreach_addcmul_(averages, grads, grads, 1.0 - rho)
        below = torch._foreach_add(averages, epsilon)
        if centered:
            torch._foreach_lerp_(means[0], grads, 1.0 - rho)
            torch._foreach_addcmul_(below, means[0], means[0], -1.0)
        torch._foreach_sqrt_(below)
        torch._foreach_mul_(moments, kept)
        torch._foreach_addcdiv_(moments, grads, below, lr)
        torch._foreach_sub_(params, moments)

    return step


def adadelta(epsilon: float) -> Kernel:
    """Return Adadelta's step (Zeiler 2012), which is Keras's."""

    @_kernel
    def step(params: Tensors, grads: Tensors, states: list[Tensors], rates: list[float]) -> None:
        lr, done, rho = rates
        step_kernels.adadelta(params, grads, states, [lr, done, rho], epsilon)

    return step
