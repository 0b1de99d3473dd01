"""What every optimizer is: rates as variables, gradients, updates, weights of its own."""

from collections.abc import Sequence
from typing import Any

import torch

from keras_on_torch import backend as K
from keras_on_torch._types import Array, Config, Tensor
from keras_on_torch.graph import FusedUpdates, Update, Variable, in_place_update
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.legacy.keras_2_3 import accepts_learning_rate, written_name
from keras_on_torch.optimizers.step_kernels import (
    Step,
    clipped_by_norm,
    clipped_by_value,
    with_param_strides,
)

__all__ = ["Optimizer", "clip_norm", "constrained", "zeros_like_each"]


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
    decay: Any
    initial_decay: float = 0.0
    weights: list[Any]
    stored_by_2_3: tuple[int, str] | None = None
    """The place and name of a counter that Keras 2.3 stores with the state, and 2.2.4 does not."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the package's own optimizers take Keras 2.3's name of `lr`, too."""
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith(__name__.rpartition(".")[0]) and "__init__" in cls.__dict__:
            cls.__init__ = accepts_learning_rate(cls.__init__)  # type: ignore[method-assign]

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
        self._recorded: list[tuple[Any, Any]] = []

    @property
    def learning_rate(self) -> Any:
        """The rate, by Keras 2.3's name."""
        return self.lr

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        self.lr = rate

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
            grads = self._clipped_by_norm(grads, float(norm))
        if grads and largest > 0:
            grads = clipped_by_value(grads, float(largest))
        return list(grads)

    def _clipped_by_norm(self, grads: list[Tensor], norm: float) -> list[Tensor]:
        """Return gradients that are together no longer than a norm."""
        return list(clipped_by_norm(grads, norm))

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Set what the optimizer keeps between steps.

        Args:
            weights: arrays as `get_weights` returns them; `get_updates` must have run before.

        Raises:
            ValueError: there are more or fewer, or one has another shape or is no numbers; then
                none is set.
        """
        variables = list(self.weights)
        if self.stored_by_2_3 is not None and len(weights) == len(variables) + 1:
            place, name = self.stored_by_2_3
            variables.insert(place, getattr(self, name))
        if len(variables) != len(weights):
            raise ValueError(
                f"Length of the specified weight list ({len(weights)}) does not match the number of"
                f" weights of the optimizer ({len(self.weights)})"
            )
        for own, given in zip(variables, weights, strict=True):
            if tuple(K.int_shape(own) or ()) != given.shape:
                raise ValueError(
                    f"Optimizer weight shape {K.int_shape(own)} not compatible with provided weight"
                    f" shape {given.shape}"
                )
        K.batch_set_value(list(zip(variables, weights, strict=True)))

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
            written_name(name): float(K.get_value(rate) if K.is_tensor(rate) else rate)
            for name, rate in rates.items()
        }

    def _decayed_rate(self) -> Tensor:
        """Return the learning rate of this step."""
        if self.initial_decay <= 0:
            return self.lr
        steps = K.cast(self.iterations, K.dtype(self.decay))
        return self.lr * (1.0 / (1.0 + self.decay * steps))

    def _update(self, variable: Any, value: Tensor) -> None:
        """Record an update, through `K.update`: other packages wrap that function."""
        self._recorded.append((variable, value))
        self.updates.append(K.update(variable, value))

    def _fuse(
        self,
        step: Step,
        params: Sequence[Any],
        grads: Sequence[Tensor],
        states: list[list[Any]],
        *rates: Any,
    ) -> list[Any]:
        """Let one kernel do the updates that were recorded, and return all updates.

        Where a wrapper of `K.update` or of `get_updates` has changed one of them, a program does
        what they say instead. The kernel runs when all else has been read: it sees the step number
        before its increment.
        """
        recorded, self._recorded = self._recorded, []
        if params:
            bound = [p for p in params if getattr(p, "constraint", None) is not None]
            decay = self.decay if self.initial_decay > 0 else 0.0
            tensors = [list(grads), self.lr, decay, self.iterations, *rates]
            kernel = in_place_update(
                with_param_strides(step), [list(params), *states], tensors, bound
            )
            group = FusedUpdates(kernel, recorded)
            for one in self.updates:
                if isinstance(one, Update):
                    one.fused = group
        return self.updates


def constrained(param: Any, value: Tensor) -> Tensor:
    """Return a new value of a weight, brought within its bounds if it has any."""
    constraint = getattr(param, "constraint", None)
    return value if constraint is None else constraint(value)


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
