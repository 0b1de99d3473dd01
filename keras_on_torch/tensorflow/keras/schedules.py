"""`tf.keras.optimizers.schedules` and `experimental`: learning rates that follow the step."""

from collections.abc import Mapping, Sequence
from typing import Any

from keras_on_torch import backend as K
from keras_on_torch._types import Config, Tensor
from keras_on_torch.tensorflow.arguments import tensor
from keras_on_torch.utils.registry import deserialize_keras_object

__all__ = [
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "deserialize",
    "serialize",
]


class LearningRateSchedule:
    """A function from the step to the learning rate.

    One of yours has `__call__(self, step)` and `get_config(self)`.
    """

    _arguments: Sequence[str] = ()

    def __call__(self, step: Any) -> Tensor:
        """Return the rate of a step.

        Args:
            step: its number.
        """
        given = tensor(step)
        return self._rate(given if given.dtype.is_floating_point else K.cast(given, "float32"))

    def _rate(self, step: Tensor) -> Tensor:
        """Return the rate of a step that is a floating-point number."""
        raise NotImplementedError("Learning rate schedule must override __call__")

    def get_config(self) -> Config:
        """Return the constructor's arguments by name."""
        if not self._arguments:
            raise NotImplementedError("Learning rate schedule must override get_config")
        return {name: getattr(self, name) for name in (*self._arguments, "name")}

    @classmethod
    def from_config(cls, config: Config) -> "LearningRateSchedule":
        """Make one from what `get_config` gave."""
        return cls(**config)


class ExponentialDecay(LearningRateSchedule):
    """Returns `initial_learning_rate * decay_rate ** (step / decay_steps)`.

    Args:
        initial_learning_rate: the rate at step 0.
        decay_steps: after so many steps it has been multiplied by `decay_rate` once.
        decay_rate: the factor.
        staircase: whether it changes at whole multiples of `decay_steps` only.
        name: how it is called.
    """

    _arguments = ("initial_learning_rate", "decay_steps", "decay_rate", "staircase")

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def _turns(self, step: Tensor) -> Tensor:
        turns = step / self.decay_steps
        return turns.floor() if self.staircase else turns

    def _rate(self, step: Tensor) -> Tensor:
        return self.initial_learning_rate * self.decay_rate ** self._turns(step)


class InverseTimeDecay(ExponentialDecay):
    """Returns `initial_learning_rate / (1 + decay_rate * step / decay_steps)`.

    Args: as of `ExponentialDecay`.
    """

    def _rate(self, step: Tensor) -> Tensor:
        return self.initial_learning_rate / (1 + self.decay_rate * self._turns(step))


class PiecewiseConstantDecay(LearningRateSchedule):
    """Returns the value of the interval in which the step lies.

    Args:
        boundaries: steps, increasing; each still belongs to the interval before it.
        values: one more than boundaries.
        name: how it is called.

    Raises:
        ValueError: there are more or fewer values.
    """

    _arguments = ("boundaries", "values")

    def __init__(
        self, boundaries: Sequence[float], values: Sequence[float], name: str | None = None
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                "The length of boundaries should be 1 less than the length of values, got"
                f" {len(boundaries)} and {len(values)}"
            )
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def _rate(self, step: Tensor) -> Tensor:
        rate: Any = K.ones_like(step) * self.values[0]
        for boundary, value in zip(self.boundaries, self.values[1:], strict=True):
            rate = K.switch(step > boundary, K.ones_like(step) * value, rate)
        return rate


class PolynomialDecay(LearningRateSchedule):
    """Goes from one rate to another along a power of the time that is left.

    Args:
        initial_learning_rate: the rate at step 0.
        decay_steps: the step at which the end is reached.
        end_learning_rate: the rate there.
        power: 1 is a straight line.
        cycle: whether it begins anew, from the next multiple of `decay_steps`, behind the end.
        name: how it is called.
    """

    _arguments = ("initial_learning_rate", "decay_steps", "end_learning_rate", "power", "cycle")

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str | None = None,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def _rate(self, step: Tensor) -> Tensor:
        if self.cycle:
            turns = K.maximum((step / self.decay_steps).ceil(), 1.0)
            done = step / (self.decay_steps * turns)
        else:
            done = K.minimum(step, float(self.decay_steps)) / self.decay_steps
        span = self.initial_learning_rate - self.end_learning_rate
        return span * (1 - done) ** self.power + self.end_learning_rate


# ---- by name
SCHEDULES: dict[str, Any] = {
    each.__name__: each
    for each in (ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay)
}


def serialize(learning_rate_schedule: LearningRateSchedule) -> Config:
    """Return what a schedule is written as."""
    return {
        "class_name": type(learning_rate_schedule).__name__,
        "config": learning_rate_schedule.get_config(),
    }


def deserialize(config: Config, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a schedule from what `serialize` gave.

    Args:
        config: class name and arguments.
        custom_objects: classes of yours by name.
    """
    return deserialize_keras_object(config, SCHEDULES, custom_objects, "decay")
