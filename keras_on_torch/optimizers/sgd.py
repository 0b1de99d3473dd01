"""Gradient descent, with momentum."""

from collections.abc import Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.legacy.arguments import accepts_keras_1_get_updates
from keras_on_torch.optimizers import step_kernels
from keras_on_torch.optimizers.base import Optimizer, constrained, zeros_like_each

__all__ = ["SGD"]


class SGD(Optimizer):
    """Steps against the gradient, with momentum and decay if wanted.

    Args:
        lr: length of a step, as a factor on the gradient.
        momentum: how much of the last step is done again.
        decay: the rate at step t is `lr / (1 + decay * t)`.
        nesterov: whether the gradient is taken to be that after the momentum's step.
        **kwargs: `clipnorm`, `clipvalue`; `learning_rate`, Keras 2.3's name of `lr`.
    """

    momentum: Any
    decay: Any

    def __init__(
        self,
        lr: float = 0.01,
        momentum: float = 0.0,
        decay: float = 0.0,
        nesterov: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._keep_rates(iterations=0, lr=lr, momentum=momentum, decay=decay)
        self.initial_decay = decay
        self.nesterov = nesterov

    @accepts_keras_1_get_updates
    def get_updates(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        moments = zeros_like_each(params)
        self.weights = [self.iterations, *moments]
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self._decayed_rate()
        for p, g, m in zip(params, grads, moments, strict=True):
            v = self.momentum * m - lr * g
            self._update(m, v)
            new = p + self.momentum * v - lr * g if self.nesterov else p + v
            self._update(p, constrained(p, new))
        step = step_kernels.nesterov if self.nesterov else step_kernels.sgd
        return self._fuse(step, params, grads, [moments], self.momentum)

    def get_config(self) -> Config:
        rates = self._rates_now("lr", "momentum", "decay")
        return super().get_config() | rates | {"nesterov": self.nesterov}
