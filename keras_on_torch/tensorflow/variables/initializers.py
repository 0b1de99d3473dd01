"""How variables start, with TensorFlow's defaults."""

import math
from typing import Any

import numpy as np
import torch

from keras_on_torch import backend as K
from keras_on_torch import initializers
from keras_on_torch._types import Config, Tensor
from keras_on_torch.backend.name_scopes import name_scope
from keras_on_torch.graph import op
from keras_on_torch.tensorflow.arguments import sizes, static_value
from keras_on_torch.tensorflow.constants import constant
from keras_on_torch.tensorflow.dtypes import as_dtype, float32

__all__ = [
    "constant_initializer",
    "glorot_normal_initializer",
    "glorot_uniform_initializer",
    "he_normal",
    "he_uniform",
    "identity",
    "lecun_normal",
    "lecun_uniform",
    "ones_initializer",
    "orthogonal_initializer",
    "random_normal_initializer",
    "random_uniform_initializer",
    "truncated_normal_initializer",
    "uniform_unit_scaling_initializer",
    "variance_scaling_initializer",
    "zeros_initializer",
]


def _plain_shape(shape: Any) -> tuple[int, ...]:
    """Return a shape as ints; each must be known, since a variable is made of them."""
    known = sizes(shape if isinstance(shape, (list, tuple)) else static_value(shape))
    return tuple([int(length) for length in known])


class _Initializer(initializers.Initializer):
    """What gives the first value of a variable."""

    dtype: Any = float32
    _arguments: tuple[str, ...] = ()

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Tensor:
        """Return a tensor for a shape.

        Args:
            shape: the variable's.
            dtype: the type of its numbers; None takes the initializer's own.
            partition_info: refused where it is given: variables are not split here.

        Raises:
            ValueError: a part of a variable is asked for.
        """
        if partition_info is not None:
            raise ValueError("partition_info: variables are not split here, give None")
        name = as_dtype(self.dtype if dtype is None else dtype).name
        with name_scope("Initializer/"):  # What it records takes no names from the program.
            return self._made(_plain_shape(shape), name)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        raise NotImplementedError(f"{type(self).__name__} must define __call__(shape, dtype)")

    def __repr__(self) -> str:
        # TensorFlow: the classes have such names, and others under which they are shown.
        words = type(self).__name__.removesuffix("_initializer").split("_")
        return f"<tensorflow.python.ops.init_ops.{''.join(map(str.capitalize, words))} object>"

    def get_config(self) -> Config:
        config = {name: getattr(self, name) for name in self._arguments}
        return config | {"dtype": as_dtype(self.dtype).name}

    @classmethod
    def from_config(cls, config: Config) -> "_Initializer":
        return cls(**config)


def _number_type(dtype: Any) -> Any:
    """Return a type that random numbers can have.

    Raises:
        ValueError: it holds no fractions.
    """
    if not as_dtype(dtype).is_floating:
        raise ValueError(f"Expected floating point type, got {as_dtype(dtype)}.")
    return dtype


class zeros_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """All zeros.

    Args:
        dtype: the type of the numbers, where none is asked for.
    """

    def __init__(self, dtype: Any = float32) -> None:
        self.dtype = dtype

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        return constant(np.zeros(shape, dtype))


class ones_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """All ones.

    Args:
        dtype: the type of the numbers, where none is asked for.
    """

    def __init__(self, dtype: Any = float32) -> None:
        self.dtype = dtype

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        return constant(np.ones(shape, dtype))


class constant_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """Given numbers; the last is repeated where the variable has more places.

    Args:
        value: a number, an array, or nested lists of numbers.
        dtype: the type of the numbers, where none is asked for.
        verify_shape: whether `value` must have the variable's shape.

    Raises:
        TypeError: `value` is something else.
    """

    _arguments = ("value",)

    def __init__(self, value: Any = 0, dtype: Any = float32, verify_shape: bool = False) -> None:
        if not (np.isscalar(value) or isinstance(value, (list, tuple, np.ndarray))):
            raise TypeError(
                f"Invalid type for initial value: {type(value)} (expected Python scalar, list or"
                " tuple of values, or numpy.ndarray)."
            )
        self.value = value
        self.dtype = dtype
        self._verify_shape = verify_shape

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        return constant(self.value, dtype, shape, verify_shape=self._verify_shape)


class random_normal_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """Drawn from a normal distribution.

    Args:
        mean: its centre.
        stddev: its width.
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments = ("mean", "stddev", "seed")

    def __init__(
        self, mean: Any = 0.0, stddev: Any = 1.0, seed: Any = None, dtype: Any = float32
    ) -> None:
        self.mean = mean
        self.stddev = stddev
        self.seed = seed
        self.dtype = _number_type(dtype)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        return K.random_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)


class truncated_normal_initializer(random_normal_initializer):  # noqa: N801 - TensorFlow's name
    """Drawn from a normal distribution, what is further out than two widths drawn again.

    Args:
        mean: its centre.
        stddev: its width before the cut.
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        return K.truncated_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)


class random_uniform_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """Drawn evenly from between two bounds.

    Args:
        minval: the lower bound.
        maxval: the upper bound, which is not drawn; None is 1, for fractions.
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments = ("minval", "maxval", "seed")

    def __init__(
        self, minval: Any = 0, maxval: Any = None, seed: Any = None, dtype: Any = float32
    ) -> None:
        self.minval = minval
        self.maxval = maxval
        self.seed = seed
        self.dtype = dtype

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        if as_dtype(dtype).is_integer:
            if self.maxval is None:
                raise ValueError(f"Must specify maxval for integer dtype {as_dtype(dtype)!r}")
            drawn = K.random_uniform(shape, self.minval, self.maxval, "float64", self.seed)
            return K.cast(drawn.floor(), dtype)
        high = 1.0 if self.maxval is None else self.maxval
        return K.random_uniform(shape, self.minval, high, dtype=dtype, seed=self.seed)


class variance_scaling_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """Drawn with a variance of `scale / n`, where n counts what flows in or out of a unit.

    Args:
        scale: how much variance there is in all.
        mode: which n: "fan_in", "fan_out", or "fan_avg" for the mean of both.
        distribution: "truncated_normal" (or "normal": the same), "untruncated_normal", "uniform".
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.

    Raises:
        ValueError: `scale` is not positive, a name is none of these, or the type has no fractions.
    """

    _arguments: tuple[str, ...] = ("scale", "mode", "distribution", "seed")

    def __init__(
        self,
        scale: float = 1.0,
        mode: str = "fan_in",
        distribution: str = "truncated_normal",
        seed: Any = None,
        dtype: Any = float32,
    ) -> None:
        if scale <= 0.0:
            raise ValueError("`scale` must be positive float.")
        if mode not in {"fan_in", "fan_out", "fan_avg"}:
            raise ValueError(f"Invalid `mode` argument: {mode}")
        distribution = distribution.lower()
        if distribution not in {"normal", "uniform", "truncated_normal", "untruncated_normal"}:
            raise ValueError(f"Invalid `distribution` argument: {distribution}")
        self.scale = scale
        self.mode = mode
        self.distribution = distribution
        self.seed = seed
        self.dtype = _number_type(dtype)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        fan_in, fan_out = _fans(shape)
        counts = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}
        variance = self.scale / max(1.0, counts[self.mode])
        width = math.sqrt(variance)
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return K.random_uniform(shape, -limit, limit, dtype=dtype, seed=self.seed)
        if self.distribution == "untruncated_normal":
            return K.random_normal(shape, 0.0, width, dtype=dtype, seed=self.seed)
        return K.truncated_normal(shape, 0.0, width / _AFTER_CUT, dtype=dtype, seed=self.seed)


_AFTER_CUT = 0.87962566103423978
"""The width that a normal distribution of width 1 has when it is cut at 2."""


def _fans(shape: tuple[int, ...]) -> tuple[float, float]:
    """Return how many numbers come into a unit, and how many go out of one."""
    if len(shape) < 2:
        return float(shape[0] if shape else 1), float(shape[0] if shape else 1)
    field = math.prod(shape[:-2])
    return float(shape[-2] * field), float(shape[-1] * field)


class glorot_uniform_initializer(variance_scaling_initializer):  # noqa: N801 - TensorFlow's name
    """Drawn evenly, within sqrt(6 / (inputs + outputs)) of 0 (Glorot and Bengio 2010).

    Args:
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments: tuple[str, ...] = ("seed",)

    def __init__(self, seed: Any = None, dtype: Any = float32) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, dtype)


class glorot_normal_initializer(variance_scaling_initializer):  # noqa: N801 - TensorFlow's name
    """Drawn from a normal distribution of variance 2 / (inputs + outputs), cut at two widths.

    Args:
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments: tuple[str, ...] = ("seed",)

    def __init__(self, seed: Any = None, dtype: Any = float32) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed, dtype)


def he_normal(seed: Any = None) -> variance_scaling_initializer:
    """Return He's initializer, from a normal distribution cut at two widths (He et al. 2015)."""
    return variance_scaling_initializer(2.0, "fan_in", "truncated_normal", seed)


def he_uniform(seed: Any = None) -> variance_scaling_initializer:
    """Return He's initializer, drawn evenly (He et al. 2015)."""
    return variance_scaling_initializer(2.0, "fan_in", "uniform", seed)


def lecun_normal(seed: Any = None) -> variance_scaling_initializer:
    """Return LeCun's initializer, from a normal distribution cut at two widths."""
    return variance_scaling_initializer(1.0, "fan_in", "truncated_normal", seed)


def lecun_uniform(seed: Any = None) -> variance_scaling_initializer:
    """Return LeCun's initializer, drawn evenly."""
    return variance_scaling_initializer(1.0, "fan_in", "uniform", seed)


class uniform_unit_scaling_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """Drawn evenly, so that inputs keep their size: within factor * sqrt(3 / inputs) of 0.

    Args:
        factor: what it is multiplied by.
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments = ("factor", "seed")

    def __init__(self, factor: float = 1.0, seed: Any = None, dtype: Any = float32) -> None:
        self.factor = factor
        self.seed = seed
        self.dtype = _number_type(dtype)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        limit = self.factor * math.sqrt(3.0 / max(1.0, math.prod(shape[:-1])))
        return K.random_uniform(shape, -limit, limit, dtype=dtype, seed=self.seed)


class orthogonal_initializer(_Initializer):  # noqa: N801 - TensorFlow's name
    """An orthogonal matrix of what stands in the last axis and in all others (Saxe et al. 2013).

    Args:
        gain: what it is multiplied by.
        seed: makes the draw repeatable.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments = ("gain", "seed")

    def __init__(self, gain: float = 1.0, seed: Any = None, dtype: Any = float32) -> None:
        self.gain = gain
        self.seed = seed
        self.dtype = _number_type(dtype)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        if len(shape) < 2:
            raise ValueError("The tensor to initialize must be at least two-dimensional")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        flat = (max(rows, columns), min(rows, columns))
        drawn = K.random_normal(flat, dtype=dtype, seed=self.seed)
        return _orthogonal(drawn, shape, self.gain)


@op
def _orthogonal(drawn: torch.Tensor, shape: tuple[int, ...], gain: float) -> torch.Tensor:
    q, r = torch.linalg.qr(drawn)
    q = q * r.diagonal().sign()  # So that every such matrix is equally likely.
    return torch.mul((q if q.shape[1] == shape[-1] else q.T).reshape(shape), gain)


class identity(_Initializer):  # noqa: N801 - TensorFlow's name
    """The identity matrix.

    Args:
        gain: what it is multiplied by.
        dtype: the type of the numbers, where none is asked for.
    """

    _arguments = ("gain",)

    def __init__(self, gain: float = 1.0, dtype: Any = float32) -> None:
        self.gain = gain
        self.dtype = _number_type(dtype)

    def _made(self, shape: tuple[int, ...], dtype: str) -> Tensor:
        if len(shape) != 2:
            raise ValueError("Identity matrix initializer can only be used for 2D matrices.")
        return constant((self.gain * np.eye(*shape)).astype(dtype))
