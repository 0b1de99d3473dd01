"""Optimizers that divide each number's step by the size of its gradients so far."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers import step_kernels
from keras_on_torch.optimizers.base import Optimizer, constrained, zeros_like_each

__all__ = ["Adadelta", "Adagrad", "RMSprop"]


class RMSprop(Optimizer):
    """Divides by a moving average of the gradient's size (Hinton 2012, lecture 6).

    Args:
        lr: length of a step.
        rho: how much of the average stays at each step.
        epsilon: what is added to the divisor; None takes `K.epsilon()`.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    rho: Any
    decay: Any
    stored_by_2_3 = (0, "iterations")

    def __init__(
        self,
        lr: float = 0.001,
        rho: float = 0.9,
        epsilon: float | None = None,
        decay: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(lr=lr, rho=rho, decay=decay, iterations=0)
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        averages = zeros_like_each(params)
        self.weights = averages
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self._decayed_rate()
        for p, g, a in zip(params, grads, averages, strict=True):
            new_a = self.rho * a + (1.0 - self.rho) * K.square(g)
            self._update(a, new_a)
            self._update(p, constrained(p, p - lr * g / (K.sqrt(new_a) + self.epsilon)))
        step = partial(step_kernels.rmsprop, epsilon=self.epsilon)
        return self._fuse(step, params, grads, [averages], self.rho)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "rho", "decay")
        return super().get_config() | rates | {"epsilon": self.epsilon}


class Adagrad(Optimizer):
    """Divides by the root of the sum of all squared gradients (Duchi et al. 2011).

    Args:
        lr: length of the first steps.
        epsilon: what is added to the divisor; None takes `K.epsilon()`.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    decay: Any
    stored_by_2_3 = (0, "iterations")

    def __init__(
        self,
        lr: float = 0.01,
        epsilon: float | None = None,
        decay: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(lr=lr, decay=decay, iterations=0)
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        sums = zeros_like_each(params)
        self.weights = sums
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self._decayed_rate()
        for p, g, a in zip(params, grads, sums, strict=True):
            new_a = a + K.square(g)
            self._update(a, new_a)
            self._update(p, constrained(p, p - lr * g / (K.sqrt(new_a) + self.epsilon)))
        step = partial(step_kernels.adagrad, epsilon=self.epsilon)
        return self._fuse(step, params, grads, [sums])

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "decay")
        return super().get_config() | rates | {"epsilon": self.epsilon}


class Adadelta(Optimizer):
    """Scales by the sizes of past steps over those of past gradients (Zeiler 2012).

    Args:
        lr: factor on the step; 1 is the method's own.
        rho: how much of the averages stays at each step.
        epsilon: what is added below the roots; None takes `K.epsilon()`.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    decay: Any
    stored_by_2_3 = (0, "iterations")

    def __init__(
        self,
        lr: float = 1.0,
        rho: float = 0.95,
        epsilon: float | None = None,
        decay: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(lr=lr, decay=decay, iterations=0)
        self.rho = rho
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        averages, deltas = zeros_like_each(params), zeros_like_each(params)
        self.weights = averages + deltas
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self._decayed_rate()
        for p, g, a, d in zip(params, grads, averages, deltas, strict=True):
            new_a = self.rho * a + (1.0 - self.rho) * K.square(g)
            self._update(a, new_a)
            change = g * K.sqrt(d + self.epsilon) / K.sqrt(new_a + self.epsilon)
            self._update(p, constrained(p, p - lr * change))
            self._update(d, self.rho * d + (1.0 - self.rho) * K.square(change))
        step = partial(step_kernels.adadelta, epsilon=self.epsilon)
        return self._fuse(step, params, grads, [averages, deltas], self.rho)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "rho", "decay")
        return super().get_config() | rates | {"epsilon": self.epsilon}
