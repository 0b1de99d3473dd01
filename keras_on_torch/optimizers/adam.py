"""Adam and its kin: moving averages of the gradient and of its size."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers import step_kernels
from keras_on_torch.optimizers.base import Optimizer, zeros_like_each

__all__ = ["Adam", "Adamax", "Nadam"]


class Adam(Optimizer):
    """Adaptive moments (Kingma and Ba 2014).

    Args:
        lr: length of a step.
        beta_1: how much of the gradient's average stays at each step.
        beta_2: how much of the squared gradient's average stays.
        epsilon: what is added to the divisor; None takes `K.epsilon()`.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        amsgrad: whether the largest average so far divides (Reddi et al. 2018).
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    beta_1: Any
    beta_2: Any
    decay: Any

    def __init__(
        self,
        lr: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float | None = None,
        decay: float = 0.0,
        amsgrad: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(iterations=0, lr=lr, beta_1=beta_1, beta_2=beta_2, decay=decay)
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay
        self.amsgrad = amsgrad

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        states = [zeros_like_each(params), zeros_like_each(params)]
        # Keras: without amsgrad a single zero stands for each weight.
        largest = zeros_like_each(params) if self.amsgrad else [K.zeros((1,)) for _ in params]
        self.weights = [self.iterations, *states[0], *states[1], *largest]
        if self.amsgrad:
            states.append(largest)
        step = partial(step_kernels.adam, epsilon=self.epsilon)
        rates = (self.beta_1, self.beta_2)
        decay = self.decay if self.initial_decay > 0 else 0.0
        return self._stepwise(step, params, grads, states, *rates, decay=decay)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "beta_1", "beta_2", "decay")
        settings = {"epsilon": self.epsilon, "amsgrad": self.amsgrad}
        return super().get_config() | rates | settings


class Adamax(Optimizer):
    """Adam with the largest gradient in place of the average size (Kingma and Ba 2014, section 7).

    Args:
        lr: length of a step.
        beta_1: how much of the gradient's average stays at each step.
        beta_2: how much of the largest gradient stays.
        epsilon: what is added to the divisor; None takes `K.epsilon()`.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    beta_1: Any
    beta_2: Any
    decay: Any

    def __init__(
        self,
        lr: float = 0.002,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float | None = None,
        decay: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(iterations=0, lr=lr, beta_1=beta_1, beta_2=beta_2, decay=decay)
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.initial_decay = decay

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        moments, norms = zeros_like_each(params), zeros_like_each(params)
        self.weights = [self.iterations, *moments, *norms]
        step = partial(step_kernels.adamax, epsilon=self.epsilon)
        rates = (self.beta_1, self.beta_2)
        decay = self.decay if self.initial_decay > 0 else 0.0
        return self._stepwise(step, params, grads, [moments, norms], *rates, decay=decay)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "beta_1", "beta_2", "decay")
        return super().get_config() | rates | {"epsilon": self.epsilon}


class Nadam(Optimizer):
    """Adam with Nesterov's momentum (Dozat 2015).

    Args:
        lr: length of a step.
        beta_1: how much of the gradient's average stays at each step, in the end.
        beta_2: how much of the squared gradient's average stays.
        epsilon: what is added to the divisor; None takes `K.epsilon()`.
        schedule_decay: how fast the momentum comes to `beta_1`.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    beta_1: Any
    beta_2: Any
    m_schedule: Any
    stored_by_2_3 = (1, "m_schedule")

    def __init__(
        self,
        lr: float = 0.002,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float | None = None,
        schedule_decay: float = 0.004,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(iterations=0, m_schedule=1.0, lr=lr, beta_1=beta_1, beta_2=beta_2)
        self.epsilon = K.epsilon() if epsilon is None else epsilon
        self.schedule_decay = schedule_decay

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        moments, averages = zeros_like_each(params), zeros_like_each(params)
        self.weights = [self.iterations, *moments, *averages]  # Keras: without the schedule.
        states = [moments, averages, [self.m_schedule]]
        schedule_decay = self.schedule_decay
        step = partial(step_kernels.nadam, epsilon=self.epsilon, schedule_decay=schedule_decay)
        return self._stepwise(step, params, grads, states, self.beta_1, self.beta_2)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "beta_1", "beta_2")
        settings = {"epsilon": self.epsilon, "schedule_decay": self.schedule_decay}
        return super().get_config() | rates | settings
