"""tf.keras's optimizers: those of Keras by 1.15's argument names, defaults and clipping."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch import optimizers as of_keras
from keras_on_torch._types import Config, Tensor
from keras_on_torch.optimizers.base import constrained, zeros_like_each
from keras_on_torch.optimizers.serialization import OF_TF_KERAS
from keras_on_torch.tensorflow.keras import schedules
from keras_on_torch.utils.registry import deserialize_keras_object

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "Adamax",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "deserialize",
    "get",
    "serialize",
]

Optimizer = of_keras.Optimizer


class _OfTFKeras(of_keras.Optimizer):
    """What tf.keras's optimizers have in common; put before the class of Keras's.

    A gradient that is longer than `clipnorm` is made shorter by itself, not with the others.
    """

    _own: Sequence[str] = ()  # Arguments of its own besides the rates, for the configuration.

    def _begin(self, name: str, learning_rate: Any, given: Config, **rates: Any) -> None:
        """Begin as Keras's class does.

        Args:
            name: of the optimizer.
            learning_rate: a number or a schedule.
            given: other keyword arguments: `lr`, `decay`, `clipnorm`, `clipvalue`.
            **rates: the class's own arguments.
        """
        for word, value in given.items():
            if word not in ("lr", "decay", "clipnorm", "clipvalue"):
                raise TypeError(f"Unexpected keyword argument passed to optimizer: {word}")
            if isinstance(value, (int, float)) and value < 0:
                raise ValueError(f"Expected {word} >= 0, received: {value}")
        given = dict(given)
        rate = given.pop("lr", learning_rate)
        self._name = name
        self._schedule = rate if isinstance(rate, schedules.LearningRateSchedule) else None
        super().__init__(  # It is that of Keras's class.
            lr=0.0 if self._schedule else rate, **rates, **given
        )
        if self._schedule is not None:
            self.lr = self._schedule(K.cast(self.iterations, K.floatx()))

    @property
    def learning_rate(self) -> Any:
        """The rate: a variable, or what a schedule gives."""
        return self.lr

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        if isinstance(rate, (int, float)) and self._schedule is None:
            K.set_value(self.lr, rate)  # Also for a model that has been compiled.
        else:
            self.lr = rate

    def _clipped_by_norm(self, grads: list[Tensor], norm: float) -> list[Tensor]:
        return [_shortened(grad, norm) for grad in grads]

    def _rates_now(self, *names: str) -> Config:
        known = [name for name in names if name != "lr" or self._schedule is None]
        return dict.fromkeys(names, 0.0) | super()._rates_now(*known)

    def get_config(self) -> Config:
        config = super().get_config()
        rate = config.pop("lr" if "lr" in config else "learning_rate")  # Keras 2.3's name of it.
        if self._schedule is not None:
            rate = schedules.serialize(self._schedule)
        own = {name: getattr(self, name) for name in self._own}
        return {"name": self._name, "learning_rate": rate, **config, **own}

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> "Optimizer":
        """Make one from what `get_config` gave.

        Args:
            config: the arguments by name.
            custom_objects: classes of schedules of yours, by name.
        """
        config = dict(config)
        if "lr" in config:
            config["learning_rate"] = config.pop("lr")
        if isinstance(config.get("learning_rate"), dict):
            config["learning_rate"] = schedules.deserialize(config["learning_rate"], custom_objects)
        return cls(**config)


def _shortened(grad: Tensor, norm: float) -> Tensor:
    """Return a gradient, made as short as a norm where it is longer."""
    length = K.sqrt(K.sum(K.square(grad)))
    return grad * norm / K.maximum(length, norm)


class SGD(_OfTFKeras, of_keras.SGD):
    """Gradient descent; see Keras's.

    Args:
        learning_rate: length of a step, or a schedule.
        momentum: how much of the last step is made again.
        nesterov: whether the gradient is taken where the momentum leads.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        name: str = "SGD",
        **kwargs: Any,
    ) -> None:
        self._begin(name, learning_rate, kwargs, momentum=momentum, nesterov=nesterov)


class RMSprop(_OfTFKeras, of_keras.RMSprop):
    """Divides by a moving average of the gradient's size; see Keras's.

    Args:
        learning_rate: length of a step, or a schedule.
        rho: how much of the average stays at each step.
        momentum: how much of the last step is made again.
        epsilon: what is added to the divisor, with a momentum below its root.
        centered: whether the mean gradient is taken out of its size.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.

    Raises:
        ValueError: the momentum is not between 0 and 1.
    """

    _own = ("momentum", "centered")

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        name: str = "RMSprop",
        **kwargs: Any,
    ) -> None:
        if momentum < 0 or momentum > 1:
            raise ValueError("`momentum` must be between [0, 1].")
        self._begin(name, learning_rate, kwargs, rho=rho, epsilon=epsilon or K.epsilon())
        self.momentum = momentum
        self.centered = centered

    def get_updates(self, *args: Any, **kwargs: Any) -> list[Any]:
        if self.momentum or self.centered:
            return self._with_momentum(*args, **kwargs)
        updates: list[Any] = super().get_updates(*args, **kwargs)
        return updates

    def _with_momentum(self, loss: Tensor, params: Sequence[Any]) -> list[Any]:
        grads = self.get_gradients(loss, params)
        sizes = zeros_like_each(params)
        moments = zeros_like_each(params) if self.momentum else []
        means = zeros_like_each(params) if self.centered else []
        self.weights = [*sizes, *moments, *means]
        self.updates = [K.update_add(self.iterations, 1)]
        lr = self._decayed_rate()
        for place, (p, g, size) in enumerate(zip(params, grads, sizes, strict=True)):
            new = self.rho * size + (1.0 - self.rho) * K.square(g)
            self.updates.append(K.update(size, new))
            if self.centered:
                mean = self.rho * means[place] + (1.0 - self.rho) * g
                self.updates.append(K.update(means[place], mean))
                new = new - K.square(mean)
            if self.momentum:  # TensorFlow: epsilon then stands below the root.
                step = self.momentum * moments[place] + lr * g / K.sqrt(new + self.epsilon)
                self.updates.append(K.update(moments[place], step))
            else:
                step = lr * g / (K.sqrt(new) + self.epsilon)
            self.updates.append(K.update(p, constrained(p, p - step)))
        return self.updates


class Adagrad(_OfTFKeras, of_keras.Adagrad):
    """Divides by the root of the sum of all squared gradients; see Keras's.

    Args:
        learning_rate: length of the first steps, or a schedule.
        initial_accumulator_value: what the sums begin with.
        epsilon: what is added to the divisor.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.

    Raises:
        ValueError: the first value is below 0.
    """

    _own = ("initial_accumulator_value",)

    def __init__(
        self,
        learning_rate: Any = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        name: str = "Adagrad",
        **kwargs: Any,
    ) -> None:
        if initial_accumulator_value < 0.0:
            raise ValueError(
                f"initial_accumulator_value must be non-negative: {initial_accumulator_value}"
            )
        self._begin(name, learning_rate, kwargs, epsilon=epsilon or K.epsilon())
        self.initial_accumulator_value = initial_accumulator_value

    @classmethod
    def from_config(
        cls, config: Config, custom_objects: Mapping[str, Any] | None = None
    ) -> Optimizer:
        # TensorFlow: a configuration that does not say, Keras's among them, begins with 0.
        return super().from_config({"initial_accumulator_value": 0.0} | config, custom_objects)

    def get_updates(self, *args: Any, **kwargs: Any) -> list[Any]:
        updates: list[Any] = super().get_updates(*args, **kwargs)
        first = self.initial_accumulator_value
        for total in self.weights:
            K.set_value(total, np.full(K.int_shape(total) or (), first, K.dtype(total)))
        return updates


class Adadelta(_OfTFKeras, of_keras.Adadelta):
    """Scales by the sizes of past steps over those of past gradients; see Keras's.

    Args:
        learning_rate: factor on the step, or a schedule.
        rho: how much of the averages stays at each step.
        epsilon: what is added below the roots.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        name: str = "Adadelta",
        **kwargs: Any,
    ) -> None:
        self._begin(name, learning_rate, kwargs, rho=rho, epsilon=epsilon or K.epsilon())


class Adam(_OfTFKeras, of_keras.Adam):
    """Averages of gradients and of their sizes; see Keras's.

    Args:
        learning_rate: length of a step, or a schedule.
        beta_1: how much of the average of gradients stays at each step.
        beta_2: how much of the average of sizes stays at each step.
        epsilon: what is added to the divisor.
        amsgrad: whether the largest size so far divides.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        name: str = "Adam",
        **kwargs: Any,
    ) -> None:
        rates = {"beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon or K.epsilon()}
        self._begin(name, learning_rate, kwargs, amsgrad=amsgrad, **rates)


class Adamax(_OfTFKeras, of_keras.Adamax):
    """Adam with the largest size; see Keras's.

    Args:
        learning_rate: length of a step, or a schedule.
        beta_1: how much of the average of gradients stays at each step.
        beta_2: how much of the size stays at each step.
        epsilon: what is added to the divisor.
        name: of the optimizer.
        **kwargs: `lr`, `decay`, `clipnorm` (each gradient by itself), `clipvalue`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        name: str = "Adamax",
        **kwargs: Any,
    ) -> None:
        rates = {"beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon or K.epsilon()}
        self._begin(name, learning_rate, kwargs, **rates)


class Nadam(_OfTFKeras, of_keras.Nadam):
    """Adam with Nesterov's momentum; see Keras's.

    Args:
        learning_rate: length of a step.
        beta_1: how much of the average of gradients stays at each step.
        beta_2: how much of the average of sizes stays at each step.
        epsilon: what is added to the divisor.
        name: of the optimizer.
        **kwargs: `lr`, `schedule_decay`, `clipnorm` (each gradient by itself), `clipvalue`.

    Raises:
        ValueError: a schedule is given.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        name: str = "Nadam",
        **kwargs: Any,
    ) -> None:
        kwargs.pop("decay", None)  # TensorFlow: `schedule_decay`, or its default, stands for it.
        decay = kwargs.pop("schedule_decay", 0.004)
        if isinstance(kwargs.get("lr", learning_rate), schedules.LearningRateSchedule):
            raise ValueError(
                "The Nadam optimizer does not support tf.keras.optimizers.LearningRateSchedules as"
                " the learning rate."
            )
        rates = {"beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon or K.epsilon()}
        self._begin(name, learning_rate, kwargs, schedule_decay=decay, **rates)

    def get_config(self) -> Config:
        config = super().get_config()
        return config | {"decay": config.pop("schedule_decay")}


_CLASSES: dict[str, Any] = OF_TF_KERAS
_CLASSES |= {
    each.__name__.lower(): each for each in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam)
}


def serialize(optimizer: Any) -> Any:
    """Return what an optimizer is written as."""
    return of_keras.serialize(optimizer)


def deserialize(config: Config, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make an optimizer of tf.keras's from what `serialize` gave; case makes no difference."""
    if config["class_name"].lower() in _CLASSES:
        config["class_name"] = config["class_name"].lower()
    return deserialize_keras_object(config, _CLASSES, custom_objects, "optimizer")


def get(identifier: Any) -> Any:
    """Return the optimizer of tf.keras's that a name, a configuration or the thing itself means.

    Raises:
        ValueError: it means none.
    """
    if isinstance(identifier, str):
        identifier = {"class_name": identifier, "config": {}}
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return of_keras.get(identifier)
