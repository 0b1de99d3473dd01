"""`tf.keras.experimental`: learning rates that follow a cosine."""

import math

from keras_on_torch import backend as K
from keras_on_torch._types import Tensor
from keras_on_torch.tensorflow.keras.schedules import SCHEDULES, LearningRateSchedule

__all__ = ["CosineDecay", "CosineDecayRestarts", "LinearCosineDecay"]


class CosineDecay(LearningRateSchedule):
    """Falls along half a cosine (Loshchilov and Hutter 2017, equation 5).

    Args:
        initial_learning_rate: the rate at step 0.
        decay_steps: the step at which the end is reached.
        alpha: the rate there, as a part of the first.
        name: how it is called.
    """

    _arguments = ("initial_learning_rate", "decay_steps", "alpha")

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.alpha = alpha
        self.name = name

    def _rate(self, step: Tensor) -> Tensor:
        done = K.minimum(step, float(self.decay_steps)) / self.decay_steps
        falling = 0.5 * (1 + K.cos(math.pi * done))
        return self.initial_learning_rate * ((1 - self.alpha) * falling + self.alpha)


class CosineDecayRestarts(LearningRateSchedule):
    """Falls along half a cosine again and again (Loshchilov and Hutter 2017).

    Args:
        initial_learning_rate: the rate at step 0.
        first_decay_steps: the length of the first fall.
        t_mul: how many times as long each is as the one before.
        m_mul: how many times as high each begins as the one before.
        alpha: the lowest rate, as a part of the first.
        name: how it is called.
    """

    _arguments = ("initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha")

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self._t_mul = self.t_mul = t_mul
        self._m_mul = self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def _rate(self, step: Tensor) -> Tensor:
        done = step / self.first_decay_steps
        if self.t_mul == 1.0:
            turn = done.floor()
            done = done - turn
        else:
            turn = (K.log(1 - done * (1 - self.t_mul)) / math.log(self.t_mul)).floor()
            passed = (1 - self.t_mul**turn) / (1 - self.t_mul)
            done = (done - passed) / self.t_mul**turn
        falling = 0.5 * self.m_mul**turn * (1 + K.cos(math.pi * done))
        return self.initial_learning_rate * ((1 - self.alpha) * falling + self.alpha)


class LinearCosineDecay(LearningRateSchedule):
    """Falls along a line on which a cosine rides (Bello et al. 2017).

    Args:
        initial_learning_rate: the rate at step 0.
        decay_steps: the step at which the end is reached.
        num_periods: how many periods the cosine has until then.
        alpha: what is added to the line.
        beta: what is added to the product.
        name: how it is called.
    """

    _arguments = ("initial_learning_rate", "decay_steps", "num_periods", "alpha", "beta")

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        num_periods: float = 0.5,
        alpha: float = 0.0,
        beta: float = 0.001,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.num_periods = num_periods
        self.alpha = alpha
        self.beta = beta
        self.name = name

    def _rate(self, step: Tensor) -> Tensor:
        done = K.minimum(step, float(self.decay_steps)) / self.decay_steps
        wave = 0.5 * (1 + K.cos(2 * math.pi * self.num_periods * done))
        return self.initial_learning_rate * ((self.alpha + 1 - done) * wave + self.beta)


SCHEDULES.update(
    {each.__name__: each for each in (CosineDecay, CosineDecayRestarts, LinearCosineDecay)}
)
