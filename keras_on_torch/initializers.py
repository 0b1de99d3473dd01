"""How weights start."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from keras_on_torch import backend as K
from keras_on_torch._types import Config, DType
from keras_on_torch.backend.static_arguments import static_arguments
from keras_on_torch.utils.registry import (
    arguments_of,
    deserialize_keras_object,
    serialize_keras_object,
)

__all__ = [
    "Constant",
    "Identity",
    "Initializer",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "constant",
    "deserialize",
    "get",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "one",
    "ones",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "serialize",
    "truncated_normal",
    "uniform",
    "zero",
    "zeros",
]


class Initializer:
    """What gives the first value of a weight, when it is called with the weight's shape."""

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        raise NotImplementedError(f"{type(self).__name__} must define __call__(shape, dtype=None)")

    def get_config(self) -> Config:
        """Return the constructor's arguments by name."""
        return {}

    @classmethod
    def from_config(cls, config: Config) -> "Initializer":
        """Make one from what `get_config` gave."""
        # Keras: initializers that tf.keras saved carry a type, which says nothing here.
        return cls(**{name: value for name, value in config.items() if name != "dtype"})


class Zeros(Initializer):
    """All zeros."""

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.constant(0, shape=shape, dtype=dtype)


class Ones(Initializer):
    """All ones."""

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.constant(1, shape=shape, dtype=dtype)


class Constant(Initializer):
    """One number everywhere.

    Args:
        value: the number, or an array of the weight's shape.
    """

    def __init__(self, value: Any = 0) -> None:
        self.value = value

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.constant(self.value, shape=shape, dtype=dtype)

    def get_config(self) -> Config:
        return arguments_of(self, Constant)


class RandomNormal(Initializer):
    """Drawn from a normal distribution.

    Args:
        mean, stddev: its centre and width.
        seed: makes the draw repeatable.
    """

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: int | None = None) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.random_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)

    def get_config(self) -> Config:
        return arguments_of(self, RandomNormal)


class RandomUniform(Initializer):
    """Drawn evenly from between two bounds.

    Args:
        minval, maxval: the bounds.
        seed: makes the draw repeatable.
    """

    def __init__(self, minval: Any = -0.05, maxval: Any = 0.05, seed: int | None = None) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.random_uniform(shape, self.minval, self.maxval, dtype=dtype, seed=self.seed)

    def get_config(self) -> Config:
        return arguments_of(self, RandomUniform)


class TruncatedNormal(Initializer):
    """Drawn from a normal distribution, what is further out than two widths drawn again.

    Args:
        mean, stddev: its centre and width before the cut.
        seed: makes the draw repeatable.
    """

    def __init__(self, mean: Any = 0.0, stddev: Any = 0.05, seed: int | None = None) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        return K.truncated_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)

    def get_config(self) -> Config:
        return arguments_of(self, TruncatedNormal)


_MODES = ("fan_in", "fan_out", "fan_avg")
_DISTRIBUTIONS = ("normal", "uniform")
_WIDTH_AFTER_CUT = 0.87962566103423978
"""The standard deviation that a normal distribution of width 1 has when it is cut at 2."""


class VarianceScaling(Initializer):
    """Drawn with a variance of `scale / n`, where n counts what flows in or out of a unit.

    Args:
        scale: how much variance there is in all.
        mode: which n: "fan_in", "fan_out", or "fan_avg" for the mean of both.
        distribution: "normal" (cut at two widths) or "uniform".
        seed: makes the draw repeatable.

    Raises:
        ValueError: `scale` is not positive, or a name is none of these.
    """

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "normal",
        seed: int | None = None,
    ) -> None:
        if scale <= 0.0:
            raise ValueError(f"`scale` must be a positive float. Got: {scale}")
        self.scale = scale
        self.mode = _one_of(_MODES, "mode", mode)
        self.distribution = _one_of(_DISTRIBUTIONS, "distribution", distribution)
        self.seed = seed

    @static_arguments("shape")
    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        fan_in, fan_out = _compute_fans(shape)
        fans = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        variance = self.scale / max(1.0, fans[self.mode])
        if self.distribution == "normal":
            stddev = math.sqrt(variance) / _WIDTH_AFTER_CUT
            return K.truncated_normal(shape, 0.0, stddev, dtype=dtype, seed=self.seed)
        limit = math.sqrt(3.0 * variance)
        return K.random_uniform(shape, -limit, limit, dtype=dtype, seed=self.seed)

    def get_config(self) -> Config:
        return arguments_of(self, VarianceScaling)


def _one_of(choices: tuple[str, ...], name: str, value: str) -> str:
    if value.lower() not in choices:
        raise ValueError(f"Invalid `{name}` argument: expected one of {choices} but got {value!r}")
    return value.lower()


def _compute_fans(
    shape: tuple[int, ...], data_format: str = "channels_last"
) -> tuple[float, float]:
    """Return how many numbers flow into a unit of a weight, and how many out of it.

    Args:
        shape: the weight's.
        data_format: whether a kernel's channels and filters come last or first.

    Raises:
        ValueError: there is no such axis order.
    """
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(f"Invalid data_format: {data_format}")
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) not in (3, 4, 5):
        fan = math.sqrt(math.prod(shape))
        return fan, fan
    if data_format == "channels_first":
        window = math.prod(shape[2:])
        return shape[1] * window, shape[0] * window
    window = math.prod(shape[:-2])
    return shape[-2] * window, shape[-1] * window


class Orthogonal(Initializer):
    """A random orthogonal matrix (Saxe et al. 2013); more axes than two are flattened into rows.

    Args:
        gain: factor on it.
        seed: makes the draw repeatable.
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        self.gain = gain
        self.seed = seed

    @static_arguments("shape")
    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        if len(shape) < 2:
            raise IndexError(
                f"Orthogonal makes weights of two axes or more, got shape {tuple(shape)}. Choose"
                " another initializer for it"
            )
        flat = (math.prod(shape[:-1]), shape[-1])
        if self.seed is not None:
            np.random.seed(self.seed)  # noqa: NPY002  # Keras: NumPy's own state is set.
        drawn = np.random.normal(0.0, 1.0, flat)  # noqa: NPY002
        left, _, right = np.linalg.svd(drawn, full_matrices=False)
        fitting = left if left.shape == flat else right
        return self.gain * fitting.reshape(shape)

    def get_config(self) -> Config:
        return arguments_of(self, Orthogonal)


class Identity(Initializer):
    """The identity matrix, repeated along the long side of a matrix that is no square.

    Args:
        gain: factor on it.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    @static_arguments("shape")
    def __call__(self, shape: tuple[int, ...], dtype: DType | None = None) -> Any:
        if len(shape) != 2:
            raise ValueError(
                "Identity matrix initializer can only be used for 2D matrices. Got shape"
                f" {tuple(shape)}"
            )
        short, long = sorted(shape)
        if long % short:
            raise ValueError(
                f"Long side should be multiple of short side. Got shape {tuple(shape)}"
            )
        rows, columns = shape
        return self.gain * np.tile(np.identity(short), (rows // short, columns // short))

    def get_config(self) -> Config:
        return arguments_of(self, Identity)


def lecun_uniform(seed: int | None = None) -> VarianceScaling:
    """Return evenly drawn weights of variance 1 / fan_in (LeCun et al. 1998)."""
    return VarianceScaling(1.0, "fan_in", "uniform", seed)


def lecun_normal(seed: int | None = None) -> VarianceScaling:
    """Return normally drawn weights of variance 1 / fan_in (LeCun et al. 1998)."""
    return VarianceScaling(1.0, "fan_in", "normal", seed)


def glorot_uniform(seed: int | None = None) -> VarianceScaling:
    """Return evenly drawn weights of variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010)."""
    return VarianceScaling(1.0, "fan_avg", "uniform", seed)


def glorot_normal(seed: int | None = None) -> VarianceScaling:
    """Return normally drawn weights of variance 2 / (fan_in + fan_out) (Glorot and Bengio 2010)."""
    return VarianceScaling(1.0, "fan_avg", "normal", seed)


def he_uniform(seed: int | None = None) -> VarianceScaling:
    """Return evenly drawn weights of variance 2 / fan_in (He et al. 2015)."""
    return VarianceScaling(2.0, "fan_in", "uniform", seed)


def he_normal(seed: int | None = None) -> VarianceScaling:
    """Return normally drawn weights of variance 2 / fan_in (He et al. 2015)."""
    return VarianceScaling(2.0, "fan_in", "normal", seed)


def serialize(initializer: Any) -> Any:
    """Return what an initializer is written as."""
    return serialize_keras_object(initializer)


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make an initializer from what `serialize` gave."""
    return deserialize_keras_object(config, globals(), custom_objects, "initializer")


def get(identifier: Any) -> Any:
    """Return the initializer that a name, a configuration or the thing itself means.

    Raises:
        ValueError: it means none.
    """
    if isinstance(identifier, str):
        identifier = {"class_name": identifier, "config": {}}
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret initializer identifier: {identifier}. Give a name such as"
        " 'glorot_uniform', an Initializer, or a function of shape"
    )


zero = zeros = Zeros
one = ones = Ones
constant = Constant
uniform = random_uniform = RandomUniform
normal = random_normal = RandomNormal
truncated_normal = TruncatedNormal
identity = Identity
orthogonal = Orthogonal
