"""Adam and its kin: moving averages of the gradient and of its size."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers import step_kernels
from keras_on_torch.optimizers.base import Optimizer, constrained, zeros_like_each

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
        self._record(params, grads, [*states, largest])
        if self.amsgrad:
            states.append(largest)
        step = partial(step_kernels.adam, epsilon=self.epsilon)
        return self._fuse(step, params, grads, states, self.beta_1, self.beta_2)

    def _record(self, params: Sequence[Any], grads: list[Tensor], states: list[list[Any]]) -> None:
        """Record the updates of moments, averages, largest averages and weights."""
        self.updates = [K.update_add(self.iterations, 1)]
        t = K.cast(self.iterations, K.floatx()) + 1.0
        correction = K.sqrt(1.0 - K.pow(self.beta_2, t)) / (1.0 - K.pow(self.beta_1, t))
        lr_t = self._decayed_rate() * correction
        for p, g, m, v, largest in zip(params, grads, *states, strict=True):
            m_t = self.beta_1 * m + (1.0 - self.beta_1) * g
            v_t = self.beta_2 * v + (1.0 - self.beta_2) * K.square(g)
            below = v_t
            if self.amsgrad:
                below = K.maximum(largest, v_t)
                self._update(largest, below)
            self._update(m, m_t)
            self._update(v, v_t)
            self._update(p, constrained(p, p - lr_t * m_t / (K.sqrt(below) + self.epsilon)))

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
        self.updates = [K.update_add(self.iterations, 1)]
        t = K.cast(self.iterations, K.floatx()) + 1.0
        lr_t = self._decayed_rate() / (1.0 - K.pow(self.beta_1, t))
        for p, g, m, u in zip(params, grads, moments, norms, strict=True):
            m_t = self.beta_1 * m + (1.0 - self.beta_1) * g
            u_t = K.maximum(self.beta_2 * u, K.abs(g))
            self._update(m, m_t)
            self._update(u, u_t)
            self._update(p, constrained(p, p - lr_t * m_t / (u_t + self.epsilon)))
        step = partial(step_kernels.adamax, epsilon=self.epsilon)
        return self._fuse(step, params, grads, [moments, norms], self.beta_1, self.beta_2)

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
        self._record(params, grads, moments, averages)
        states = [moments, averages, [self.m_schedule]]
        schedule_decay = self.schedule_decay
        step = partial(step_kernels.nadam, epsilon=self.epsilon, schedule_decay=schedule_decay)
        return self._fuse(step, params, grads, states, self.beta_1, self.beta_2)

    def _record(
        self, params: Sequence[Any], grads: list[Tensor], moments: list[Any], averages: list[Any]
    ) -> None:
        """Record the updates of the schedule, the moments, the averages and the weights."""
        self.updates = [K.update_add(self.iterations, 1)]
        t = K.cast(self.iterations, K.floatx()) + 1.0
        now = self.beta_1 * (1.0 - 0.5 * K.pow(0.96, t * self.schedule_decay))
        then = self.beta_1 * (1.0 - 0.5 * K.pow(0.96, (t + 1.0) * self.schedule_decay))
        schedule = self.m_schedule * now
        # Keras: a pair, not K.update.
        self.updates.append((self.m_schedule, schedule))
        self._recorded.append((self.m_schedule, schedule))
        for p, g, m, v in zip(params, grads, moments, averages, strict=True):
            m_t = self.beta_1 * m + (1.0 - self.beta_1) * g
            v_t = self.beta_2 * v + (1.0 - self.beta_2) * K.square(g)
            by_gradient = (1.0 - now) * (g / (1.0 - schedule))
            mixed = by_gradient + then * (m_t / (1.0 - schedule * then))
            below = K.sqrt(v_t / (1.0 - K.pow(self.beta_2, t))) + self.epsilon
            self._update(m, m_t)
            self._update(v, v_t)
            self._update(p, constrained(p, p - self.lr * mixed / below))

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "beta_1", "beta_2")
        settings = {"epsilon": self.epsilon, "schedule_decay": self.schedule_decay}
        return super().get_config() | rates | settings
