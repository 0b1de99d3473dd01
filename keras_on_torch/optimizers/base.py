"""What every optimizer is: rates as variables, gradients, updates, weights of its own."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Array, Config, Tensor
from keras_on_torch.graph import Variable, in_place_update
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers.step_kernels import (
    Step,
    clipped_by_norm,
    clipped_by_value,
    with_param_strides,
)

__all__ = ["Optimizer", "clip_norm", "zeros_like_each"]


class Optimizer:
    """The base of all optimizers.

    One of yours sets `self.updates` and `self.weights` in `get_updates(loss, params)`, and returns
    `self.updates`.

    Args:
        **kwargs: `clipnorm`: where the norm of all gradients together exceeds it, they are made
            shorter. `clipvalue`: every number of a gradient is kept between it and its negative.

    Raises:
        TypeError: an argument has another name.
    """

    iterations: Any
    lr: Any
    weights: list[Any]

    def __init__(self, **kwargs: Any) -> None:
        for name in kwargs:
            if name not in ("clipnorm", "clipvalue"):
                raise TypeError(
                    f"Unexpected keyword argument passed to optimizer: {name}."
                    f" {type(self).__name__} takes what its signature names, clipnorm and clipvalue"
                )
        self.__dict__.update(kwargs)
        self.updates: list[Any] = []
        self.weights = []

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        """Return the updates of one step.

        Args:
            loss: what is made smaller.
            params: the variables by which.
        """
        raise NotImplementedError(f"{type(self).__name__} must define get_updates(loss, params)")

    def get_gradients(self, loss: Tensor, params: Sequence[Any]) -> list[Tensor]:
        """Return the derivatives of the loss by the variables, clipped as asked for.

        Raises:
            ValueError: the loss does not depend on one of them in a way that can be derived.
        """
        grads = K.gradients(loss, params)
        for param, grad in zip(params, grads, strict=True):
            if grad is None:
                raise ValueError(
                    "An operation has `None` for gradient. Please make sure that all of your ops"
                    " have a gradient defined (K.argmax, K.round and K.eval have none), and that"
                    f" the loss depends on every weight: it does not on {param!r}"
                )
        norm, largest = getattr(self, "clipnorm", 0), getattr(self, "clipvalue", 0)
        if grads and norm > 0:
            grads = clipped_by_norm(grads, float(norm))
        if grads and largest > 0:
            grads = clipped_by_value(grads, float(largest))
        return list(grads)

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Set what the optimizer keeps between steps.

        Args:
            weights: arrays as `get_weights` returns them; `get_updates` must have run before.

        Raises:
            ValueError: there are more or fewer, or one has another shape.
        """
        if len(self.weights) != len(weights):
            raise ValueError(
                f"Length of the specified weight list ({len(weights)}) does not match the number of"
                f" weights of the optimizer ({len(self.weights)})"
            )
        for own, given in zip(self.weights, weights, strict=True):
            if tuple(K.int_shape(own) or ()) != given.shape:
                raise ValueError(
                    f"Optimizer weight shape {K.int_shape(own)} not compatible with provided weight"
                    f" shape {given.shape}"
                )
        K.batch_set_value(list(zip(self.weights, weights, strict=True)))

    def get_weights(self) -> list[Array]:
        """Return what the optimizer keeps between steps, as arrays."""
        values: list[Array] = K.batch_get_value(self.weights)
        return values

    def get_config(self) -> Config:
        """Return the constructor's arguments by name, the rates as they are now."""
        names = ("clipnorm", "clipvalue")
        return {name: getattr(self, name) for name in names if hasattr(self, name)}

    @classmethod
    def from_config(cls, config: Config) -> "Optimizer":
        """Make one from what `get_config` gave."""
        return cls(**config)

    # ---- for the built-in ones
    def _keep_rates(self, **rates: Any) -> None:
        """Make variables of rates and counters, under their own names, in the order given."""
        with K.name_scope(type(self).__name__):
            for name, value in rates.items():
                value = K.get_value(value) if K.is_tensor(value) else value
                dtype = "int64" if name == "iterations" else K.floatx()
                # On the CPU: reading them at each step must not wait for another device.
                setattr(self, name, _variable(value, dtype, name, torch.device("cpu")))

    def _rates_now(self, *names: str) -> Config:
        rates = {name: getattr(self, name) for name in names}
        return {
            name: float(K.get_value(rate) if K.is_tensor(rate) else rate)
            for name, rate in rates.items()
        }

    def _stepwise(
        self,
        step: Step,
        params: Sequence[Any],
        grads: Sequence[Tensor],
        states: list[list[Any]],
        *rates: Any,
        decay: Any = 0.0,
    ) -> list[Any]:
        """Set and give the updates of one step that a kernel does.

        The kernel runs when all else has been read: it sees the step number before its increment.
        """
        self.updates = [K.update_add(self.iterations, 1)]
        if params:
            bound = [p for p in params if getattr(p, "constraint", None) is not None]
            tensors = [list(grads), self.lr, decay, self.iterations, *rates]
            self.updates.append(
                in_place_update(with_param_strides(step), [list(params), *states], tensors, bound)
            )
        return self.updates


def zeros_like_each(params: Sequence[Any]) -> list[Any]:
    """Make a variable of zeros for each weight, of its shape and order in memory.

    Raises:
        TypeError: one of them is no variable.
    """
    for param in params:
        if not isinstance(param, Variable):
            raise TypeError(f"an optimizer changes variables, got {param!r}: use K.variable")
    return [
        _variable(
            torch.zeros_like(param.tensor), param.number_type, "Variable", param.tensor.device
        )
        for param in params
    ]


def _variable(value: Any, dtype: Any, name: str, device: torch.device) -> Variable:
    return Variable(value, dtype, K.unique_name(name), device=device)


def clip_norm(g: Tensor, c: float, n: Tensor) -> Tensor:
    """Return the gradient `g`, scaled by `c / n` where the norm `n` exceeds `c`."""
    return g if c <= 0 else K.switch(n >= c, g * (c / n), g)
